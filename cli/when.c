#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/when.h"

/* Days from 1970-01-01 to a day of the Gregorian calendar. Years begin in
 * March here, so that the leap day is the last of its year. */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400, in_era = y % 400;
    int64_t in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year -
           719468;
}

struct parts {
    int year, month, day, hour, minute, second;
};

static bool to_ms(const struct parts *p, uint64_t *out)
{
    int64_t days;

    if (p->year < 1970 || p->month < 1 || p->month > 12 || p->day < 1 ||
        p->day > 31 || p->hour < 0 || p->hour > 23 || p->minute < 0 ||
        p->minute > 59 || p->second < 0 || p->second > 60)
        return false;
    days = days_of(p->year, (unsigned)p->month, (unsigned)p->day);
    *out =
        (uint64_t)(((days * 24 + p->hour) * 60 + p->minute) * 60 + p->second) *
        1000;
    return true;
}

/* ".345" as milliseconds; moves *at behind it. */
static uint64_t read_fraction(const char **at)
{
    uint64_t ms = 0, worth = 100;

    if (**at != '.')
        return 0;
    for ((*at)++; isdigit((unsigned char)**at); (*at)++) {
        ms += worth * (uint64_t)(**at - '0');
        worth /= 10;
    }
    return ms;
}

bool when_parse(const char *text, uint64_t *out_ms)
{
    struct parts p;
    const char *at;
    uint64_t ms, fraction;
    int used = 0;

    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &p.year, &p.month, &p.day,
               &p.hour, &p.minute, &p.second, &used) != 6 ||
        used != 19)
        return false;
    at = text + used;
    fraction = read_fraction(&at);
    if (strcmp(at, "Z") != 0 || !to_ms(&p, &ms))
        return false;
    *out_ms = ms + fraction;
    return true;
}

bool when_parse_http(const char *text, uint64_t *out_ms)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct parts p;
    char month[4];
    const char *at;

    if (sscanf(text, "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &p.day, month,
               &p.year, &p.hour, &p.minute, &p.second) != 6)
        return false;
    at = strstr(months, month);
    if (at == NULL || strlen(month) != 3 || (at - months) % 3 != 0)
        return false;
    p.month = (int)(at - months) / 3 + 1;
    return to_ms(&p, out_ms);
}

void when_ago(const char *text, char out[static HUMAN_SIZE])
{
    uint64_t then, now = clock_wall_ms();

    if (!when_parse(text, &then))
        snprintf(out, HUMAN_SIZE, "-");
    else
        human_duration(now > then ? (now - then) / 1000 : 0, out);
}
