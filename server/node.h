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
#include "node_p2p.h"

struct blobs;
struct loop;
struct store;
struct workers;

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
    struct quic *quic; /* NULL: p2p is off */
    struct node_p2p p2p;
};

/* Open everything. `config` must outlive the node. On failure `em` says which
 * part, why, and where there is one, what to do; nothing is left open. */
ERR_RESULT enum err node_open(const struct config *config, struct node **out,
                              struct errmsg *em);

/* Close connections with a word to each peer, save what is held, stop the
 * threads. Nobody else may use the node any more. May be NULL. */
void node_close(struct node *n);
