#include "base/backoff.h"

#include <assert.h>

void backoff_init(struct backoff *b, uint64_t first_ms, uint64_t max_ms)
{
    assert(first_ms > 0 && first_ms <= max_ms);
    *b = (struct backoff){.first_ms = first_ms, .max_ms = max_ms};
}

void backoff_reset(struct backoff *b)
{
    b->failures = 0;
}

/* first_ms doubled once for every failure before this one. */
static uint64_t whole_wait(const struct backoff *b)
{
    uint64_t wait = b->first_ms;

    for (uint32_t i = 1; i < b->failures; i++) {
        if (wait > b->max_ms / 2)
            return b->max_ms;
        wait *= 2;
    }
    return wait;
}

uint64_t backoff_fail(struct backoff *b, uint64_t random)
{
    uint64_t wait;

    if (b->failures < UINT32_MAX)
        b->failures++;
    wait = whole_wait(b);
    return wait - random % (wait / 2 + 1);
}
