/* A ceiling of so many a second, with one second's worth of burst.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct rate {
    uint64_t full_ns; /* when all that was taken will have come back */
};

/* May one more happen now? If so, it is taken. */
static inline bool rate_take(struct rate *r, uint64_t per_s, uint64_t now_ns)
{
    uint64_t base = r->full_ns > now_ns ? r->full_ns : now_ns;

    if (base - now_ns > CLOCK_NS_PER_S)
        return false;
    r->full_ns = base + CLOCK_NS_PER_S / per_s;
    return true;
}
