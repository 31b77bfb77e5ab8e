/* Sizes that sources claim of one blob, as long as none is proven. A blob is
 * written by one claim at a time, since a claim gives its file its length:
 * requests whose source claims the same may write together, those with another
 * claim wait until the size is proven or nobody writes any more. Pure.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLAIMS_MAX 64 /* requests at once; further ones wait unseen */

struct claim {
    uint32_t id; /* of the request */
    uint64_t size;
    bool is_writing;
};

/* Zeroed is empty. */
struct claims {
    struct claim at[CLAIMS_MAX]; /* in order of arrival */
    size_t len;
    uint64_t present; /* the claim by which is written */
    bool is_proven;   /* `present` is the size */
};

/* A request waits to write. */
void claims_add(struct claims *c, uint32_t id, uint64_t size);

/* A request is over, and nobody writes for it; also if it never was there. */
void claims_remove(struct claims *c, uint32_t id);

/* This is the size. */
void claims_prove(struct claims *c, uint64_t size);

/* One more that may write now, until there are no more. */
bool claims_next(struct claims *c, uint32_t *id);

/* How many wait because of another claim. */
size_t claims_in_conflict(const struct claims *c);

/* Those that stand in the way, so that their requests must end: with a proven
 * size all that claim another one; else, if some wait, those that write. They
 * stay until they are removed. Returns how many of at most CLAIMS_MAX. */
size_t claims_bad(const struct claims *c, struct claim out[static CLAIMS_MAX]);
