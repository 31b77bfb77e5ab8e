/* The shell of a fetch: feeds fetch_core from connections, answers and time,
 * and carries out what it decides. What the units are - groups of a blob or
 * children of a sequence - is the business of whoever starts it.
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

struct fetch_ops {
    /* Fill in a request for `units`; only request, parts, sets, units.
     * ERR_NOMEM, ERR_TOO_LARGE. */
    enum err (*order)(struct fetch *f, const struct ranges *units,
                      struct order *o, void *arg);
    /* Verified content came. Call fetch_got(), fetch_count(). */
    void (*receipt)(struct fetch *f, const struct order *o,
                    const struct receipt *r, void *arg);
    /* The blob of this hash is needed: answer with fetch_give(). */
    void (*need_blob)(struct fetch *f, const struct hash *h, void *arg);
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

/* The blob that need_blob() asked for, taken over; NULL: it cannot be had,
 * because of `e`, with which the fetch then ends. */
void fetch_give(struct fetch *f, struct blob *b, enum err e);

/* Verify no further for now; or go on. */
void fetch_hold(struct fetch *f, bool hold);

/* Give up; no callback runs any more. What a worker does is finished unseen.
 * May be called from `done`. May be NULL. */
void fetch_free(struct fetch *f);
