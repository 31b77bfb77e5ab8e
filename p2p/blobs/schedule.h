/* A weekly plan of ceilings: on these days, from then to then, so much. Pure.
 *
 * Times are local times as a clock on the wall shows them: when the clocks are
 * set forward an entry is shorter that day, when they are set back longer.
 *
 * Thread: none of its own; a plain value. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/err.h"

#define SCHEDULE_MAX 64 /* entries */
#define SCHEDULE_ALL_DAYS 0x7f
#define SCHEDULE_DAY_MIN 1440 /* minutes of a day */

struct schedule_entry {
    uint8_t days;      /* on which it begins; bit 0: Monday ... 6: Sunday */
    uint16_t from_min; /* minute of the day, 0..1439 */
    uint16_t to_min;   /* 1..1440; at or before from_min: of the next day */
    uint64_t total[2]; /* by enum limit_dir; bytes per second, 0: none */
};

struct schedule {
    size_t len;
    struct schedule_entry at[SCHEDULE_MAX];
};

/* ERR_INVALID: no day, or a minute out of range; `em` says in which entry. */
ERR_RESULT enum err schedule_check(const struct schedule *s, struct errmsg *em);

/* The first entry that applies at this local time; NULL: none. */
const struct schedule_entry *schedule_at(const struct schedule *s,
                                         const struct tm *local);
