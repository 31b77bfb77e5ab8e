/* A pool of threads for arithmetic and file writes on buffers that the work
 * item owns: hashing, verifying, signatures, pwrite of verified runs.
 *
 *     submit (any thread) -> run (a worker) -> done (the loop)
 *
 * Items start in the order of submission. `done` runs exactly once for every
 * submitted item, also while the pool is closing. An item may be resubmitted
 * from its `done`. Posting allocates nothing.
 *
 * Freeing: waits for submitted items, delivers every `done`, then ends. Not
 * from within a `done`. */
#pragma once

#include <stddef.h>

#include "base/err.h"
#include "base/mailbox.h"

struct loop;
struct workers;

struct work {
    struct mail mail;                /* private */
    void (*run)(struct work *w);     /* on a worker thread */
    void (*done)(struct work *w);    /* on the loop; may be NULL, then the item
                                        is forgotten after `run` */
};

/* `threads` 1..64. ERR_NOMEM, ERR_LIMIT. */
ERR_RESULT enum err workers_new(struct loop *l, size_t threads,
                                struct workers **out);
void workers_free(struct workers *ws); /* loop thread; may be NULL */
void workers_submit(struct workers *ws, struct work *w);
size_t workers_threads(const struct workers *ws);
