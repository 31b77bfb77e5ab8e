/* The node: every module of p2p/, built bottom up from the settings and
 * closed top down.
 *
 *     node_open -> loop_run(node->loop) -> node_close
 *
 * Thread: the one that opens it becomes the loop's. */
#pragma once

#include <limits.h>
#include <stdint.h>

#include "base/err.h"
#include "config.h"
#include "crypto/key.h"
#include "node_limits.h"
#include "node_p2p.h"
#include "node_peers.h"

struct blobs;
struct loop;
struct store;
struct workers;

/* Told of what happens below; each may be NULL. For whoever is above. */
struct node_watch {
    void (*p2p)(void *arg); /* the engine has another state, or another error */
    void (*discovery)(enum discovery_kind k, void *arg); /* as its `changed` */
    void *arg;
};

struct node {
    const struct config *config; /* borrowed */
    char data_dir[PATH_MAX];     /* absolute where the setting was */
    char name[256];
    struct key key;
    uint64_t started_wall_ms;
    uint64_t started_mono_ms;
    struct loop *loop;
    struct workers *workers;
    struct store *store;
    struct blobs *blobs;
    struct peers *peers;         /* NULL: p2p.enabled=false */
    struct discovery *discovery; /* NULL: p2p is stopped or disabled */
    struct quic *quic;           /* NULL: p2p is off */
    struct node_p2p p2p;
    struct node_peers around;
    struct node_limits limits;
    struct node_watch watch;
};

/* Open everything. `config` must outlive the node. On failure `em` says which
 * part, why, and where there is one, what to do; nothing is left open. A p2p
 * engine that cannot be started is no failure: see node_p2p.h. */
ERR_RESULT enum err node_open(const struct config *config, struct node **out,
                              struct errmsg *em);

/* Close connections with a word to each peer, save what is held, stop the
 * threads. Nobody else may use the node any more. May be NULL. */
void node_close(struct node *n);
