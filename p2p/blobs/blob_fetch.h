/* Fetches one blob: its missing groups, from all sources at once, into the
 * store.
 *
 * Thread: the loop; the callback too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

struct blob;
struct blob_fetch;
struct blobs;
struct sources;

/* The end, once. ERR_OK: the store holds all of it. */
typedef void blob_fetch_done_fn(enum err e, const struct errmsg *em, void *arg);

struct blob_fetch_config {
    struct blobs *blobs; /* borrowed */
    struct hash hash;
    struct blob *partial;    /* what is held already, or NULL; borrowed for the
                             call */
    struct sources *sources; /* borrowed */
    const struct ranges *first; /* bytes wanted before all others, or NULL;
                                   borrowed for the call */
    bool is_searching;          /* more may be found: blob_fetch_searched() */
    blob_fetch_done_fn *done;
    void *arg;
};

/* Begin; `done` never runs inside. ERR_NOMEM, ERR_IO */
ERR_RESULT enum err blob_fetch_start(const struct blob_fetch_config *cfg,
                                     struct blob_fetch **out);

/* A source was added, or heard of again, at this place of the list. */
void blob_fetch_source(struct blob_fetch *bf, size_t source, bool is_new);

/* No more sources are to be expected. */
void blob_fetch_searched(struct blob_fetch *bf);

/* Somebody reads at this group, in order; UINT64_MAX: nobody. */
void blob_fetch_read(struct blob_fetch *bf, uint64_t group);

/* Content held now, of which fetched by this; the size as far as known. */
struct blob_fetch_progress {
    uint64_t held;
    uint64_t fetched;
    uint64_t size;
    bool size_known;
};
void blob_fetch_get_progress(const struct blob_fetch *bf,
                             struct blob_fetch_progress *out);

/* Give up, or tidy up after the end. May be NULL. */
void blob_fetch_free(struct blob_fetch *bf);
