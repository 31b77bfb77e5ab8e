#include "blobs/schedule.h"

#include <stdbool.h>

enum err schedule_check(const struct schedule *s, struct errmsg *em)
{
    for (size_t i = 0; i < s->len; i++) {
        const struct schedule_entry *e = &s->at[i];
        const char *wrong = NULL;

        if (e->days == 0 || e->days > SCHEDULE_ALL_DAYS)
            wrong = "no day of the week";
        else if (e->from_min >= SCHEDULE_DAY_MIN)
            wrong = "begins after the end of the day";
        else if (e->to_min == 0 || e->to_min > SCHEDULE_DAY_MIN)
            wrong = "ends outside of the day";
        if (wrong == NULL)
            continue;
        err_set(em, "entry %zu: %s", i + 1, wrong);
        return ERR_INVALID;
    }
    return ERR_OK;
}

static bool has_day(const struct schedule_entry *e, int monday_based)
{
    return (e->days >> monday_based & 1) != 0;
}

static bool applies(const struct schedule_entry *e, const struct tm *local)
{
    int today = (local->tm_wday + 6) % 7; /* tm_wday 0 is Sunday */
    int yesterday = (today + 6) % 7;
    int minute = local->tm_hour * 60 + local->tm_min;

    if (e->from_min < e->to_min)
        return has_day(e, today) && minute >= e->from_min && minute < e->to_min;
    return (has_day(e, today) && minute >= e->from_min) ||
           (has_day(e, yesterday) && minute < e->to_min);
}

const struct schedule_entry *schedule_at(const struct schedule *s,
                                         const struct tm *local)
{
    for (size_t i = 0; i < s->len; i++) {
        if (applies(&s->at[i], local))
            return &s->at[i];
    }
    return NULL;
}
