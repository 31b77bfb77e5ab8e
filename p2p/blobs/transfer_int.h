/* A transfer from the inside.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/backoff.h"
#include "base/err.h"
#include "base/list.h"
#include "base/ranges.h"
#include "blobs/limits.h"
#include "blobs/queue.h"
#include "blobs/source.h"
#include "blobs/transfer.h"
#include "store/store.h"

struct blob;
struct blob_fetch;
struct blobs;
struct children;
struct search;
struct seq_fetch;
struct row_put;
struct want;

/* A tag on its way into the store. Outlives the transfer. */
struct tag_put {
    struct transfer *transfer; /* NULL: nobody waits any more */
};

#define TRANSFER_RATE_SAMPLES 5 /* of PROGRESS_TICK_MS: one second */

struct transfer {
    struct list node;        /* of all, by age */
    struct queue_entry turn; /* among those that wait for a place */
    struct list follow_node; /* of those that wait for `owner` */
    struct list followers;
    struct blobs *blobs;
    uint64_t id;
    struct hash hash;
    bool is_sequence;
    char tag[STORE_TAG_MAX + 1];
    struct sources sources;
    struct ranges first;      /* bytes wanted before all others */
    struct limit_own own;     /* priority, ceiling */
    uint64_t deadline_ms;     /* wall clock; 0: none */
    transfer_ready_fn *ready; /* NULL once it has run */
    void *ready_arg;

    enum transfer_state state;
    bool has_place;          /* counted as active */
    bool is_fresh;           /* the store was asked since it last ran */
    bool has_row;            /* in the store, or on its way there */
    struct row_put *row_put; /* the first row, on its way */
    bool is_row_due;         /* `ready` waits for it */
    unsigned attempts;       /* since one last brought something */
    uint64_t fetched_before; /* when the last one began */
    struct backoff backoff;
    uint64_t retry_ms;        /* on the loop's clock; 0: does not wait for it */
    uint64_t next_attempt_ms; /* the same on the wall's */
    bool is_owner;            /* the one that fetches this hash */
    unsigned rounds;          /* how often the root was fetched */
    struct want *want;
    struct tag_put *tagging;
    struct blob *root;     /* own reference, as far as it is held */
    struct search *search; /* for sources, while it runs; NULL: none */
    bool waits_for_source; /* there is nobody to ask yet */
    struct blob_fetch *blob_fetch;
    struct children *children;
    struct seq_fetch *seq_fetch;

    enum err err;
    char error[512];
    uint64_t created_ms, started_ms, ended_ms;
    uint64_t base;    /* content held before the present step */
    uint64_t fetched; /* content fetched in the steps before */
    uint64_t shown;   /* largest bytes_done so far */
    uint64_t size;
    bool size_known;
    uint64_t samples[TRANSFER_RATE_SAMPLES];
    size_t samples_len;
};

/* Begin to look into the store. */
void transfer_begin(struct transfer *t);

/* There is a place: run. */
void transfer_run(struct transfer *t);

/* End it now, in one of the end states; `em` may be NULL. */
void transfer_end(struct transfer *t, enum transfer_state state, enum err e,
                  const struct errmsg *em);

/* An attempt ended badly: there will be another, or it has failed. */
void transfer_fail(struct transfer *t, enum err e, const struct errmsg *em);

/* It did not end; it can be taken up again by transfers_enqueue(). */
void transfer_pause(struct transfer *t);

/* `ready` runs, unless it has or waits for the first row. */
void transfer_tell_ready(struct transfer *t);

/* Free one that is at rest. */
void transfer_free(struct transfer *t);

/* Take a sample for the rate. */
void transfer_sample(struct transfer *t);

/* Bring bytes and size up to date. */
void transfer_refresh(struct transfer *t);

/* A picture of it as it is now. */
void transfer_describe(struct transfer *t, struct transfer_info *out);

/* Content brought by this transfer so far. */
uint64_t transfer_fetched(const struct transfer *t);

/* ---- sources that are found (transfer_search.c) -------------------------*/

/* Search from now on, if there is anybody who knows peers. ERR_NOMEM */
ERR_RESULT enum err transfer_search(struct transfer *t);

/* May the first sources yet be found? */
bool transfer_is_searching(const struct transfer *t);

/* It failed by `e`: what is true when those count who were asked in the
 * search, and then `em` anew. */
enum err transfer_verdict(struct transfer *t, enum err e, struct errmsg *em);

/* ---- the table (transfers.c) --------------------------------------------*/

/* `t` waits for a place; runs at once if there is one. */
void transfers_enqueue(struct transfer *t);

/* `t` changed its state: tell the listener. */
void transfers_tell(struct transfer *t);

/* `t` has ended, pauses, or waits: its place is free. */
void transfers_left(struct transfer *t);

/* One with nothing in it, in no table; NULL: no memory. */
struct transfer *transfer_new(struct blobs *b);

/* Into the tables, as the newest; it has its number. ERR_NOMEM */
ERR_RESULT enum err transfers_add(struct transfer *t);

/* Wake up for its attempt and its deadline. */
void transfers_alarm_for(struct transfer *t);

/* Look after attempts and deadlines by then, on the loop's clock. */
void transfers_alarm(struct blobs *b, uint64_t at_ms);

/* There is an endpoint. */
void transfers_resume(struct blobs *b);

/* Part of blobs_new() and blobs_free(). */
ERR_RESULT enum err transfers_init(struct blobs *b);
void transfers_clear(struct blobs *b);

/* ---- rows (transfer_keep.c) ---------------------------------------------*/

/* Write how it stands, if transfers are kept. */
void transfer_keep(struct transfer *t);

/* `t` goes; the row stays, or goes as well. */
void transfer_let_row_go(struct transfer *t);
void transfer_drop_row(struct transfer *t);
