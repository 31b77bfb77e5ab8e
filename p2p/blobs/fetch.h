/* The shell of a fetch: feeds fetch_core from connections, answers and time,
 * and carries out what it decides. What the units are - groups of a blob or
 * children of a sequence - is the business of whoever starts it.
 *
 * The groups of a blob are fetched by a swarm: from many sources at once, which
 * may come while it runs, and which are asked what they hold (holds_watch.h).
 *
 * Thread: the loop; the callbacks too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/ranges.h"
#include "blobs/receiver.h"
#include "blobs/source.h"
#include "crypto/hash.h"

struct blobs;
struct fetch;
struct getter;

/* One request: what is asked, and what answers it. */
struct order {
    struct buf request; /* bytes to send */
    struct part *parts; /* with own references to their blobs */
    size_t parts_len;
    struct ranges *sets; /* chunk sets that parts point to */
    size_t sets_len;
    uint64_t *units; /* unit of each part; NULL: part 0 is all of them */
};

/* A blob that a request needs in order to go on. */
struct fetch_need {
    uint32_t id; /* of the request */
    const struct hash *hash;
    uint64_t size; /* as its source claims */
};

struct fetch_ops {
    /* Fill in a request for `units`, and for the last unit if that proves how
     * many there are; only request, parts, sets, units. ERR_NOMEM,
     * ERR_TOO_LARGE. */
    enum err (*order)(struct fetch *f, const struct ranges *units,
                      bool wants_last, struct order *o, void *arg);
    /* Verified content came; `fresh` bytes of it had not come before. Call
     * fetch_got(), fetch_count(). */
    void (*receipt)(struct fetch *f, const struct order *o,
                    const struct receipt *r, uint64_t fresh, void *arg);
    /* Answer with fetch_give() or fetch_refuse(), now or later. */
    void (*need_blob)(struct fetch *f, const struct fetch_need *n, void *arg);
    /* Request `id` is over, and no worker has it any more. May be NULL. Must
     * call nothing but fetch_give(). */
    void (*over)(struct fetch *f, uint32_t id, void *arg);
    /* The end, once, from the loop. Free the fetch in it or later. */
    void (*done)(struct fetch *f, enum err e, const struct errmsg *em,
                 void *arg);
};

struct fetch_config {
    struct blobs *blobs;          /* borrowed */
    struct sources *sources;      /* borrowed */
    const struct ranges *missing; /* units; copied */
    size_t max_misses;            /* see fetch_core.h */
    bool is_sequence;             /* parts are children: errors name them */
    bool is_swarm;                /* units are the groups of one blob */
    struct hash hash;             /* of a swarm: the blob */
    bool is_searching;            /* of a swarm: sources are looked for, until
                                     fetch_searched() */
    const struct fetch_ops *ops;
    void *arg;
};

/* Something must be missing. ERR_NOMEM, ERR_LIMIT */
ERR_RESULT enum err fetch_new(const struct fetch_config *cfg,
                              struct fetch **out);

/* Call once; everything comes back by the ops, from the loop. */
void fetch_start(struct fetch *f);

/* Units that are verified and kept, by whatever way; and how many there are in
 * all. */
void fetch_got(struct fetch *f, uint64_t begin, uint64_t end);
void fetch_count(struct fetch *f, uint64_t units);

/* The blob that request `id` needs, taken over; NULL: it cannot be had, because
 * of `e`, with which the fetch then ends. A request that needs none any more is
 * no error. */
void fetch_give(struct fetch *f, uint32_t id, struct blob *b, enum err e);

/* The request ends: `size`, which its source claims, is known to be wrong. */
void fetch_refuse(struct fetch *f, uint32_t id, uint64_t size);

/* ---- of a swarm: else they change nothing -------------------------------*/

/* One more source was added to the list, as the last; or that at `source` was
 * heard of again. */
void fetch_source_added(struct fetch *f);
void fetch_source_again(struct fetch *f, size_t source);

/* No more sources are to be expected. */
void fetch_searched(struct fetch *f);

/* Ask every source what it holds, from now on: it is worth it. */
void fetch_watch(struct fetch *f);

/* These units first, in order; borrowed for the call. */
void fetch_urge(struct fetch *f, const struct ranges *units);

/* Somebody reads at this unit, in order; UINT64_MAX: nobody. */
void fetch_read(struct fetch *f, uint64_t unit);

/* Verify no further for now; or go on. */
void fetch_hold(struct fetch *f, bool hold);

/* Give up; no callback runs any more. What a worker does is finished unseen.
 * May be called from `done`. May be NULL. */
void fetch_free(struct fetch *f);
