/* Fetches the missing children of a hash sequence: all in one request per
 * source, each into the store as soon as it is complete.
 *
 * Thread: the loop; the callback too. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

struct blobs;
struct children;
struct seq_fetch;
struct sources;

/* The end, once. ERR_OK: the store holds all of them. */
typedef void seq_fetch_done_fn(enum err e, const struct errmsg *em, void *arg);

struct seq_fetch_config {
    struct blobs *blobs; /* borrowed, as all here */
    struct hash root;
    const struct children *children; /* looked up; something is missing */
    struct sources *sources;
    seq_fetch_done_fn *done;
    void *arg;
};

/* Begin; `done` never runs inside. ERR_NOMEM, ERR_LIMIT */
ERR_RESULT enum err seq_fetch_start(const struct seq_fetch_config *cfg,
                                    struct seq_fetch **out);

/* Content bytes fetched so far. */
uint64_t seq_fetch_bytes(const struct seq_fetch *sf);

/* Give up, or tidy up after the end. May be NULL. */
void seq_fetch_free(struct seq_fetch *sf);
