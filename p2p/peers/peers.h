/* Peers: who is there, who is connected, how good the way is. The front door
 * of the folder.
 *
 *     peers_new -> peers_protocol() into quic_open -> peers_attach(quic)
 *     discovery --seen--> peers --dial--> quic
 *
 * Peers find each other through discovery and through what connected peers
 * tell; they are dialled, watched, and dialled again with growing pauses.
 * Stock iroh nodes, which do not speak `/firn/node/1`, are kept connected by a
 * protocol that they do speak. What is known is saved in the store, so that a
 * restarted node needs no seed.
 *
 * Thread: the loop, for every function and every callback. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "discovery/discovery.h"
#include "peers/core.h"
#include "peers/peer.h"
#include "peers/topology.h"
#include "quic/quic.h"

struct conn;
struct loop;
struct peers;
struct store;

struct peers_config {
    struct loop *loop; /* all borrowed; must outlive */
    const struct key *key;
    struct store *store;
    const char *name;  /* ours */
    const char *agent; /* "firn/0.1.0" */
    /* For stock iroh: the protocol to dial with, and who serves the streams
     * that such a peer opens on the connection. */
    const char *iroh_alpn;
    void (*adopt)(struct conn *c, void *arg);
    void *adopt_arg;
    /* What a peer says unasked of its blobs; must not call back. May be NULL.
     */
    void (*holds)(const struct node_id *peer, const struct node_have *haves,
                  size_t len, void *arg);
    void *holds_arg;
    size_t max_links;        /* 32 */
    uint64_t ping_ms;        /* 4000: a silent connection is pinged */
    uint64_t dead_ms;        /* 12000 */
    uint64_t retry_first_ms; /* 500 */
    uint64_t retry_max_ms;   /* 8000 */
    uint64_t dial_ms;        /* 5000 */
    uint64_t forget_ms;      /* 7 days */
    uint64_t links_ms;       /* 5000 */
    bool is_exchange_on;
    bool is_reconnect_on; /* dial by itself; else only on request */
};
void peers_config_defaults(struct peers_config *cfg);

/* Saved peers are read behind; dialling begins with peers_attach().
 *   ERR_NOMEM, ERR_INVALID */
ERR_RESULT enum err peers_new(const struct peers_config *cfg,
                              struct peers **out);

/* What to put into quic_config: the protocol, and the watch over connections
 * of every protocol (quic.h). */
struct quic_protocol peers_protocol(struct peers *p);
struct quic_watch peers_watch(struct peers *p);

/* The endpoint to dial with, and discovery, borrowed. NULL: none; to be said
 * before the endpoint is closed. */
void peers_attach(struct peers *p, struct quic *q, struct discovery *d);

/* The endpoint must be closed before. Unsaved changes are saved. May be NULL.
 */
void peers_free(struct peers *p);

/* What discovery reports; for discovery_config.listener. */
void peers_seen(struct peers *p, const struct sighting *s,
                enum discovery_kind k);
void peers_unseen(struct peers *p, const struct node_id *id,
                  enum discovery_kind k);

/* ---- asking for something -----------------------------------------------*/

/* Connect now, and stay connected: `done` runs once, from the loop, after a
 * real handshake or with what happened (`em`):
 *   ERR_OK           connected; was so already counts
 *   ERR_INVALID      that is ourselves
 *   ERR_ACCESS       banned
 *   ERR_AUTH         the address answered with another identity
 *   ERR_REFUSED      it speaks none of our protocols, or closed at once
 *   ERR_UNREACHABLE  no address known, or the kernel knows no way
 *   ERR_TIMEOUT, ERR_LIMIT, ERR_NOMEM
 *   ERR_CLOSED       p2p is off, or goes
 * The peer stays in the table, pinned, unless the error is ERR_INVALID or
 * ERR_ACCESS, or it was new and no handshake worked. */
typedef void peers_done_fn(enum err e, const struct errmsg *em, void *arg);
void peers_add(struct peers *p, const struct node_addr *node,
               enum peer_source source, uint64_t timeout_ms,
               peers_done_fn *done, void *arg);

/* Disconnect and forget. ERR_NOT_FOUND. It may come back by discovery. */
ERR_RESULT enum err peers_remove(struct peers *p, const struct node_id *id);
/* Also for an id never heard of. ERR_INVALID: ourselves; ERR_LIMIT */
ERR_RESULT enum err peers_ban(struct peers *p, const struct node_id *id,
                              bool is_banned);

/* `count` pings, one after the other, each with `size` bytes of payload. On
 * stock iroh, which has no ping, the RTT is that of QUIC, and `is_quic` says
 * so.
 *   ERR_NOT_FOUND  no such peer
 *   ERR_UNREACHABLE it is not connected
 *   ERR_TIMEOUT, ERR_CLOSED: some came perhaps; *r says */
struct peers_pings {
    uint32_t sent, received;
    bool is_in_order, is_quic;
    uint64_t min_us, mean_us, max_us;
};
typedef void peers_ping_fn(enum err e, const struct peers_pings *r, void *arg);
void peers_ping(struct peers *p, const struct node_id *id, uint32_t count,
                size_t size, uint64_t timeout_ms, peers_ping_fn *done,
                void *arg);

/* Ask every connected Firn peer which of them has a blob. `done` runs once:
 * when all have answered, or at the timeout with those that did; who said that
 * it has nothing is among them, as NODE_HAVE_NOT. */
typedef void peers_holders_fn(const struct holder *at, size_t len, void *arg);
void peers_ask_holders(struct peers *p, const struct hash *h,
                       uint64_t timeout_ms, peers_holders_fn *done, void *arg);

/* A peer's reputation; told by blobs. Unknown ids are ignored. */
void peers_deed(struct peers *p, const struct node_id *id, enum peer_deed d);

/* Addresses known of a peer, for whoever dials it; false: none. */
bool peers_find(struct peers *p, const struct node_id *id,
                struct node_addr *out);

/* We got a blob, or lost one: told to connected peers (together with others,
 * after a moment). */
void peers_have(struct peers *p, const struct hash *h, uint64_t size,
                enum node_have_state state);

/* ---- looking ------------------------------------------------------------*/

/* Borrowed until the next round of the loop. NULL: unknown. */
const struct peer *peers_get(const struct peers *p, const struct node_id *id);
const struct peer *peers_next(const struct peers *p, size_t *it);
const struct core *peers_core(const struct peers *p);

/* The last minute of a connected peer, one a second, oldest first. */
struct peers_sample {
    uint64_t wall_ms;
    uint64_t rtt_us;
    double loss;
    uint64_t rx_bps, tx_bps;
};
#define PEERS_MAX_SAMPLES 60
size_t peers_samples(const struct peers *p, const struct node_id *id,
                     struct peers_sample *out, size_t max);

/* ERR_NOMEM */
ERR_RESULT enum err peers_topology(struct peers *p, struct topology **out);

/* Where others see us, each address once, the most often named first. */
size_t peers_observed(const struct peers *p, struct addr *out, size_t max);

/* Told of changes; one listener, NULL ends it. `peer` is as it is now; of one
 * that is FORGOTTEN only the id is known. */
typedef void peers_listener_fn(enum core_news news, const struct peer *peer,
                               void *arg);
void peers_listen(struct peers *p, peers_listener_fn *fn, void *arg);

/* Work done again and again in the background. X(NAME, text) */
#define PEERS_TASKS(X)                                                         \
    X(SWEEP, "peers.sweep") /* measure, find the dead, dial */                 \
    X(DIAL, "peers.dial")                                                      \
    X(SAVE, "peers.save")                                                      \
    X(RECORDS, "peers.records") /* ours are signed anew and offered */
enum peers_task {
#define PEERS_TASK_ENUM(name, text) PEERS_TASK_##name,
    PEERS_TASKS(PEERS_TASK_ENUM)
#undef PEERS_TASK_ENUM
        PEERS_TASK_COUNT
};
struct peers_task_state {
    uint64_t runs, errors;
    uint64_t last_run_ms, last_error_ms; /* wall clock; 0: never */
    char last_error[256];
};

struct peers_stats {
    struct core_stats core;
    struct peers_task_state tasks[PEERS_TASK_COUNT];
    uint64_t path_selected[3]; /* by enum record_path */
    uint64_t path_fallbacks;   /* an address failed, another one worked */
};
void peers_get_stats(const struct peers *p, struct peers_stats *out);
