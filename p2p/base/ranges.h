/* A set of unsigned 64-bit numbers as sorted, disjoint, non-touching
 * half-open ranges. UINT64_MAX as an end means "without end"; such a set also
 * has UINT64_MAX itself.
 *
 * Used for chunks and groups held, wanted, and asked for.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct range {
    uint64_t begin;
    uint64_t end;
};

struct ranges {
    struct range *at; /* sorted; `len` of them */
    size_t len;
    size_t cap;
};

void ranges_init(struct ranges *s); /* empty; allocates nothing */
void ranges_clear(struct ranges *s);

/* Each ERR_OK or ERR_NOMEM, and then the set is unchanged. Adding or removing
 * an empty range (begin >= end) changes nothing. */
ERR_RESULT enum err ranges_add(struct ranges *s, uint64_t begin, uint64_t end);
ERR_RESULT enum err ranges_remove(struct ranges *s, uint64_t begin,
                                  uint64_t end);
ERR_RESULT enum err ranges_copy(struct ranges *to, const struct ranges *from);
/* to := to minus other */
ERR_RESULT enum err ranges_subtract(struct ranges *to,
                                    const struct ranges *other);
/* to := to intersected with [begin, end); with an empty range, nothing. Never
 * fails, since it only takes away at both ends. */
ERR_RESULT enum err ranges_clip(struct ranges *to, uint64_t begin,
                                uint64_t end);

/* About an empty range (begin >= end): has_all is true, has_any false. */
bool ranges_is_empty(const struct ranges *s);
bool ranges_has(const struct ranges *s, uint64_t v);
bool ranges_has_all(const struct ranges *s, uint64_t begin, uint64_t end);
bool ranges_has_any(const struct ranges *s, uint64_t begin, uint64_t end);
bool ranges_equal(const struct ranges *a, const struct ranges *b);

/* How many numbers are in the set; UINT64_MAX when without end. */
uint64_t ranges_count(const struct ranges *s);
