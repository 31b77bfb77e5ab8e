/* Blobs between nodes: the provider that answers `/iroh-bytes/4`, and the
 * transfers that fetch from others. The front door of the folder.
 *
 *     blobs_new -> blobs_protocol() into quic_open -> blobs_attach(quic)
 *     transfer_start() ... see transfer.h
 *
 * Thread: the loop, for everything here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/node_addr.h"
#include "quic/quic.h"

struct blobs;
struct conn;
struct hash;
struct history_view;
struct loop;
struct store;
struct limits;
struct workers;

#define BLOBS_ALPN "/iroh-bytes/4"

struct blobs_config {
    struct loop *loop; /* all borrowed; must outlive the module */
    struct workers *workers;
    struct store *store;
    uint64_t max_blob_bytes; /* refuse larger claims when getting; 0: none */
    size_t max_serving;      /* requests answered at once, over all peers */
    size_t max_serving_per_peer;
    size_t max_active;           /* transfers running at once, others queue */
    size_t max_history;          /* ended transfers remembered */
    uint64_t connect_timeout_ms; /* per source */
    uint64_t stall_timeout_ms;   /* a source that sends nothing for so long
                                    is given up */
    unsigned max_attempts;       /* of a transfer, from 1; see transfer.h */
    uint64_t retry_first_ms, retry_max_ms; /* pauses between them */
};
void blobs_config_defaults(struct blobs_config *cfg);

/* ERR_NOMEM, ERR_LIMIT (too many open files) */
ERR_RESULT enum err blobs_new(const struct blobs_config *cfg,
                              struct blobs **out);

/* What to put into quic_config.protocols. */
struct quic_protocol blobs_protocol(struct blobs *b);

/* The endpoint to dial with; before the first transfer. NULL: none, transfers
 * then fail with ERR_CLOSED ("p2p is off"); to be said before the endpoint is
 * closed. Another may follow. */
void blobs_attach(struct blobs *b, struct quic *q);

/* Ends every transfer with ERR_CLOSED. The endpoint must be closed before (no
 * connection left). Turns the loop until the workers have nothing of this in
 * hand, so not from a callback of the loop. May be NULL. */
void blobs_free(struct blobs *b);

/* How much of a blob a peer has, as far as is known. */
enum blobs_has {
    BLOBS_HAS_NONE,   /* it said that it has nothing */
    BLOBS_HAS_PART,   /* it said so */
    BLOBS_HAS_ALL,    /* it said so */
    BLOBS_HAS_MAYBE,  /* it cannot be asked, as stock iroh: by trying */
    BLOBS_HAS_NO_WORD /* it was asked and did not answer */
};

/* Where to say who has a blob: `found` any number of times, those that say yes
 * before those that may have it, then `done` once, also when whoever was asked
 * goes. From the loop, not within the call that asked. */
struct blobs_inquiry {
    void (*found)(const struct node_addr *peer, enum blobs_has what, void *to);
    void (*done)(void *to);
    void *to;
};

/* What blobs asks of, and tells to, whoever knows the peers. Each may be NULL.
 * All are called from the loop and must not call back into blobs. */
struct blobs_peers {
    /* More addresses of a node that is about to be dialled are added to
     * `node`. */
    void (*find)(struct node_addr *node, void *arg);
    /* A peer did this while it was asked: ERR_OK served, ERR_MISMATCH wrong
     * data, ERR_TRUNCATED or ERR_RESET stopped in the middle, ERR_TIMEOUT
     * never answered, ERR_PROTO broke the protocol. */
    void (*did)(const struct node_id *peer, enum err what, void *arg);
    /* Which peers have this blob? Answered within `timeout_ms`; `to` is
     * copied. Asked when a transfer begins to run and every few seconds while
     * it does. */
    void (*holders)(const struct hash *h, uint64_t timeout_ms,
                    const struct blobs_inquiry *to, void *arg);
    /* A transfer holds something of this blob that it can serve: a part with
     * a proven size, or now all of it. */
    void (*holding)(const struct hash *h, uint64_t size, bool is_whole,
                    void *arg);
    void *arg;
};
void blobs_set_peers(struct blobs *b, const struct blobs_peers *peers);

/* A peer says by itself that it has something of this blob: a transfer of it
 * that runs gets another source. */
void blobs_announced(struct blobs *b, const struct node_id *peer,
                     const struct hash *h);

/* Serve the streams that a peer opens on a connection of BLOBS_ALPN which
 * somebody else dialled. */
void blobs_adopt(struct blobs *b, struct conn *c);

/* The ceilings on speed; none at first. */
struct limits *blobs_limits(const struct blobs *b);

/* Take up the transfers that the store remembers, and from now on keep them
 * there. They go on once there is an endpoint. Before the first transfer; turns
 * the loop until the store has answered, so not from a callback of it. Statuses
 * of the store. */
ERR_RESULT enum err blobs_restore(struct blobs *b);

/* The node is going down: what becomes of transfers from here on is written
 * nowhere, and they go on after the next start. Before the endpoint is
 * closed. */
void blobs_leave(struct blobs *b);

struct blobs_stats {
    uint64_t requests_rx;  /* streams with a request that parsed */
    uint64_t requests_bad; /* that did not */
    uint64_t requests_not_found;
    uint64_t requests_limited; /* over a ceiling */
    uint64_t serving;          /* gauge */
    uint64_t bytes_tx;         /* content bytes sent */
    uint64_t bytes_rx;         /* content bytes verified and kept */
    uint64_t bytes_wasted;     /* received and not kept */
    uint64_t verify_failures;  /* wrong bytes from peers */
    uint64_t local_hits;       /* transfers that needed no peer */
    uint64_t pulls;            /* blobs read while they are fetched */
    uint64_t pulls_active;     /* gauge */
    uint64_t transfers_completed, transfers_failed, transfers_cancelled;
    uint64_t transfers_queued, transfers_running, transfers_paused; /* gauges */
    uint64_t transfers_retried; /* attempts that followed a failed one */
    /* Durations of completed transfers in seconds: counts per bucket with the
     * upper bounds of BLOBS_DURATION_BOUNDS, the last without bound. */
#define BLOBS_DURATION_BOUNDS                                                  \
    {                                                                          \
        0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1800                                \
    }
#define BLOBS_DURATION_BUCKETS 10
    uint64_t duration_count[BLOBS_DURATION_BUCKETS];
    double duration_sum_s;
};
void blobs_get_stats(const struct blobs *b, struct blobs_stats *out);

/* To be called about once a second, for the history. */
void blobs_tick(struct blobs *b);
/* What has moved since blobs_new(): history.h, with the loop's time. */
void blobs_get_history(const struct blobs *b, struct history_view *out);
