/* When to try again: the one rule for connecting, looking up, fetching and
 * whatever else may fail for a while. The wait doubles from `first_ms` up to
 * `max_ms`; of each a random half is taken off, so that many who failed
 * together do not come back together. Pure.
 *
 * Thread: none of its own. */
#pragma once

#include <stdint.h>

struct backoff {
    uint32_t failures; /* in a row */
    uint64_t first_ms, max_ms;
};

void backoff_init(struct backoff *b, uint64_t first_ms, uint64_t max_ms);

/* It worked. */
void backoff_reset(struct backoff *b);

/* It failed: how long to wait now. `random` is any number (base/rng.h, or a
 * seeded one in tests). */
uint64_t backoff_fail(struct backoff *b, uint64_t random);
