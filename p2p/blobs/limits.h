/* How fast blobs may go: ceilings on bytes per second, in each direction, of
 * the node as a whole, of each peer, of each priority of transfers, and of one
 * transfer. They can be changed while everything runs, and follow a weekly
 * schedule.
 *
 * Whoever moves bytes has a flow, and takes from it before it sends, or before
 * it works on received bytes and gives them back to the windows (which holds
 * the sender back):
 *
 *     limit_flow_open -> limit_take ... -> limit_flow_close
 *
 * A flow that may not go on waits in line, and is woken. Of those in line the
 * higher priority goes first, always; those of one priority take turns. Where
 * there is no ceiling a take costs a comparison.
 *
 * Only blobs are limited: what nodes tell each other (`/firn/node/1`) never
 * waits here.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "base/list.h"
#include "blobs/bucket.h"
#include "blobs/schedule.h"
#include "crypto/id.h"

struct limit_peer;
struct limits;
struct loop;

enum limit_dir { LIMIT_UP, LIMIT_DOWN, LIMIT_DIRS };

/* Order of service, and of running. */
enum priority {
    PRIORITY_LOW,
    PRIORITY_NORMAL,
    PRIORITY_HIGH,
    PRIORITY_CRITICAL,
    PRIORITIES
};
const char *priority_name(enum priority p); /* "low", ... */
/* False: there is no such name. */
bool priority_parse(const char *text, enum priority *out);

/* Bytes per second, by enum limit_dir; 0: no ceiling; at most
 * BUCKET_MAX_RATE. Uploads count as normal, for we do not know what they are
 * to the peer. */
struct limits_config {
    uint64_t total[LIMIT_DIRS];
    uint64_t per_peer[LIMIT_DIRS];
    uint64_t per_priority[PRIORITIES][LIMIT_DIRS];
    bool is_local_exempt; /* peers at private, link-local and loopback
                             addresses go free of all but a transfer's own */
};

/* `loop` NULL: time stands still but for limits_run(), for simulations.
 * ERR_NOMEM */
ERR_RESULT enum err limits_new(struct loop *loop, struct limits **out);
/* No flow may be open. May be NULL. */
void limits_free(struct limits *l);

/* From now on; flows that wait are looked at again. */
void limits_set(struct limits *l, const struct limits_config *cfg);
void limits_get(const struct limits *l, struct limits_config *out);

/* What the schedule says overrides `total` while one of its entries applies.
 * Looked at once a second, by local time. It was checked by the caller. */
void limits_set_schedule(struct limits *l, const struct schedule *s);
const struct schedule *limits_schedule(const struct limits *l);
/* The totals that hold now, schedule included. */
void limits_now(const struct limits *l, uint64_t total[LIMIT_DIRS]);

/* A ceiling with those who wait for it. */
struct gate {
    struct bucket bucket;
    struct list lines[PRIORITIES]; /* of flows */
    size_t waiting;
    struct list node; /* limits: of those with somebody in line */
};

/* What the flows of one transfer share; lives in the transfer, and may go when
 * they are closed. */
struct limit_own {
    enum priority priority; /* read these two, set them below */
    uint64_t bytes_per_s;   /* 0: no ceiling */
    struct list flows;      /* private, from here on */
    struct gate gate;
};
void limit_own_init(struct limit_own *own, enum priority p,
                    uint64_t bytes_per_s);
/* From now on, for flows that are open as well. */
void limit_own_set(struct limits *l, struct limit_own *own, enum priority p,
                   uint64_t bytes_per_s);

typedef void limit_wake_fn(void *arg);

struct limit_flow {
    struct limits *limits; /* NULL: not open. Private, as all here */
    struct list node;      /* in line at `gate` */
    struct gate *gate;     /* NULL: does not wait */
    enum limit_dir dir;
    bool is_local;
    struct limit_peer *peer;
    struct limit_own *own; /* borrowed; NULL: none, and normal */
    struct list own_node;
    limit_wake_fn *wake;
    void *arg;
};

/* ERR_NOMEM. `f` is zeroed. `own` may be NULL. `wake` runs from the loop,
 * never inside limit_take(); it may close flows. */
ERR_RESULT enum err
limit_flow_open(struct limits *l, struct limit_flow *f, enum limit_dir dir,
                const struct node_id *peer, const struct addr *remote,
                struct limit_own *own, limit_wake_fn *wake, void *arg);
/* Harmless for one that is not open. */
void limit_flow_close(struct limit_flow *f);

/* May we go on? True: `bytes` are counted, be they about to go or gone since
 * the last time, and one more piece may go; a ceiling is so exceeded by one
 * piece, and that is made up for. False: nothing is counted; `wake` will run
 * when it is worth asking again. Always true for a flow that is not open. */
bool limit_take(struct limit_flow *f, uint64_t bytes);

/* Count what goes in any case: the rest, at the end. */
void limit_charge(struct limit_flow *f, uint64_t bytes);

/* A good piece: about a hundredth of a second at the lowest ceiling, and at
 * least LIMIT_MIN_PIECE. SIZE_MAX: there is no ceiling. */
#define LIMIT_MIN_PIECE (16u << 10)
size_t limit_piece(const struct limit_flow *f);

/* Is it in line? */
bool limit_is_waiting(const struct limit_flow *f);

/* Is this flow, or another of its peer and direction, held back by us, or was
 * a moment ago? Then its silence is not the peer's fault. */
bool limit_is_holding(const struct limit_flow *f);

/* For simulations: it is `now_ns`; wake who may go on. Returns when to call
 * again, UINT64_MAX: nobody waits. */
uint64_t limits_run(struct limits *l, uint64_t now_ns);

struct limits_stats {
    uint64_t waits[LIMIT_DIRS];   /* takes that had to wait */
    uint64_t waiting[LIMIT_DIRS]; /* gauge: flows in line */
    uint64_t taken[LIMIT_DIRS];   /* bytes that were under some ceiling */
};
void limits_get_stats(const struct limits *l, struct limits_stats *out);
