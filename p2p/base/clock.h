/* The two clocks. Modules with a pure core take time as a parameter and never
 * call these.
 *
 * Thread: any. */
#pragma once

#include <stdint.h>

#define CLOCK_NS_PER_MS UINT64_C(1000000)
#define CLOCK_NS_PER_S UINT64_C(1000000000)

/* Monotonic time in nanoseconds, for measuring and deadlines. */
uint64_t clock_mono_ns(void);

/* The same in whole milliseconds. */
uint64_t clock_mono_ms(void);

/* Wall clock: milliseconds since 1970-01-01T00:00:00Z. */
uint64_t clock_wall_ms(void);

/* RFC 3339 in UTC with milliseconds, "2026-11-20T10:11:12.345Z". */
#define CLOCK_RFC3339_SIZE 25 /* with the NUL */
void clock_rfc3339(uint64_t wall_ms, char out[static CLOCK_RFC3339_SIZE]);
