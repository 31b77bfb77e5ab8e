#include "base/clock.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>

static uint64_t read_ns(clockid_t id)
{
    struct timespec ts;
    int rc = clock_gettime(id, &ts);

    /* Fails only for a clock that does not exist; both always do. */
    assert(rc == 0);
    (void)rc;
    return (uint64_t)ts.tv_sec * CLOCK_NS_PER_S + (uint64_t)ts.tv_nsec;
}

uint64_t clock_mono_ns(void)
{
    return read_ns(CLOCK_MONOTONIC);
}

uint64_t clock_mono_ms(void)
{
    return clock_mono_ns() / CLOCK_NS_PER_MS;
}

uint64_t clock_wall_ms(void)
{
    return read_ns(CLOCK_REALTIME) / CLOCK_NS_PER_MS;
}

/* The form has four digits for the year, so that is where time ends. */
#define LAST_MS UINT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */

void clock_rfc3339(uint64_t wall_ms, char out[static CLOCK_RFC3339_SIZE])
{
    uint64_t ms = wall_ms < LAST_MS ? wall_ms : LAST_MS;
    time_t s = (time_t)(ms / 1000);
    size_t len;
    struct tm tm;

    gmtime_r(&s, &tm);
    len = strftime(out, CLOCK_RFC3339_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out + len, CLOCK_RFC3339_SIZE - len, ".%03uZ",
             (unsigned)(ms % 1000));
}
