/* Deadlines in nanoseconds, ordered: a binary heap whose entries live in the
 * structs they belong to. The endpoint keeps one with an entry per connection
 * and sets one kernel timer to the first.
 *
 * Thread: none of its own. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define EXPIRY_NEVER UINT64_MAX

/* Zero-initialise; EXPIRY_NEVER and "not in the heap" are the same. */
struct expiry {
    uint64_t at_ns;
    size_t slot; /* place in the heap plus one, 0 when not in it */
};

struct expiry_heap {
    struct expiry **slots;
    size_t len;
    size_t cap;
};

void expiry_heap_init(struct expiry_heap *h);
void expiry_heap_clear(struct expiry_heap *h); /* must be empty */

/* Make room for `n` entries in all, so that expiry_set() cannot fail. */
ERR_RESULT enum err expiry_reserve(struct expiry_heap *h, size_t n);

/* Insert, move or (with EXPIRY_NEVER) remove. */
void expiry_set(struct expiry_heap *h, struct expiry *e, uint64_t at_ns);

/* The earliest entry, NULL when there is none. */
struct expiry *expiry_first(const struct expiry_heap *h);
