/* Read a whole blob against its tree, piece by piece on the workers, so that
 * a large one does not keep others from them.
 *
 * Thread: the loop; `done` runs there, with the result in sc->job.err:
 * ERR_OK, ERR_CLOSED (the store closes), ERR_NOMEM. */
#pragma once

#include <stdint.h>

#include "base/ranges.h"
#include "store/job.h"

struct blob;
struct scan;

typedef void scan_fn(struct scan *sc);

struct scan {
    struct job job;
    scan_fn *done;
    struct blob *blob; /* borrowed */
    uint64_t at, groups;
    struct ranges valid;
    struct ranges before; /* held when the piece was begun */
    uint64_t checked_bytes, bad_bytes;
};

/* Which groups are right? Gathers them in sc->valid, to be cleared by the
 * caller. For a handle that nobody else has. */
void scan_find(struct scan *sc, struct store *s, struct blob *b, scan_fn *done);

/* Are the groups that are held right? Those that are not are dropped; counts
 * checked_bytes and bad_bytes. */
void scan_compare(struct scan *sc, struct store *s, struct blob *b,
                  scan_fn *done);
