#include "blobs/schedule.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

enum { MON = 1, TUE = 2, FRI = 16, SAT = 32, SUN = 64 };

#define NONE 99

/* wday as in struct tm: 0 is Sunday. */
static size_t at(const struct schedule *s, int wday, int hour, int min)
{
    struct tm local = {.tm_wday = wday, .tm_hour = hour, .tm_min = min};
    const struct schedule_entry *e = schedule_at(s, &local);

    return e == NULL ? NONE : (size_t)(e - s->at);
}

TEST(schedule, an_entry_applies_on_its_days_between_its_times)
{
    struct schedule s = {.len = 2,
                         .at = {{MON | FRI, 8 * 60, 17 * 60 + 30, {1, 2}},
                                {SUN, 0, 1440, {0, 0}}}};

    CHECK_OK(schedule_check(&s, NULL));
    CHECK_EQ_U64(at(&s, 1, 7, 59), NONE);
    CHECK_EQ_U64(at(&s, 1, 8, 0), 0);
    CHECK_EQ_U64(at(&s, 5, 17, 29), 0);
    CHECK_EQ_U64(at(&s, 5, 17, 30), NONE);
    CHECK_EQ_U64(at(&s, 2, 12, 0), NONE);
    CHECK_EQ_U64(at(&s, 0, 0, 0), 1);
    CHECK_EQ_U64(at(&s, 0, 23, 59), 1);
    CHECK_EQ_U64(at(&s, 6, 23, 59), NONE);
}

TEST(schedule, an_entry_over_midnight_belongs_to_the_day_it_begins_on)
{
    struct schedule s = {.len = 1, .at = {{SUN, 22 * 60, 6 * 60, {5, 5}}}};

    CHECK_EQ_U64(at(&s, 0, 5, 0), NONE); /* Sunday morning */
    CHECK_EQ_U64(at(&s, 0, 21, 59), NONE);
    CHECK_EQ_U64(at(&s, 0, 22, 0), 0);
    CHECK_EQ_U64(at(&s, 1, 5, 59), 0); /* Monday morning */
    CHECK_EQ_U64(at(&s, 1, 6, 0), NONE);
    CHECK_EQ_U64(at(&s, 1, 22, 30), NONE);

    s.at[0].from_min = s.at[0].to_min = 12 * 60; /* a whole day from noon */
    CHECK_EQ_U64(at(&s, 0, 11, 59), NONE);
    CHECK_EQ_U64(at(&s, 0, 12, 0), 0);
    CHECK_EQ_U64(at(&s, 1, 11, 59), 0);
    CHECK_EQ_U64(at(&s, 1, 12, 0), NONE);
}

TEST(schedule, of_several_the_first_applies)
{
    struct schedule s = {.len = 3,
                         .at = {{TUE, 600, 660, {1, 1}},
                                {SCHEDULE_ALL_DAYS, 630, 700, {2, 2}},
                                {SCHEDULE_ALL_DAYS, 0, 1440, {3, 3}}}};

    CHECK_EQ_U64(at(&s, 2, 10, 45), 0);
    CHECK_EQ_U64(at(&s, 3, 10, 45), 1);
    CHECK_EQ_U64(at(&s, 2, 11, 0), 1);
    CHECK_EQ_U64(at(&s, 2, 12, 0), 2);
}

/* On 2026-03-29 in Berlin 02:00 becomes 03:00, on 2026-10-25 03:00 becomes
 * 02:00: what counts is what the clock shows. */
TEST(schedule, goes_by_the_clock_on_the_wall_when_clocks_are_changed)
{
    struct schedule s = {.len = 1, .at = {{SUN, 120, 180, {9, 9}}}};
    unsigned spring = 0, autumn = 0;

    CHECK(setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1) == 0);
    tzset();
    for (unsigned i = 0; i < 240; i++) {
        time_t in_spring = 1774738800 + 60 * (time_t)i; /* from midnight */
        time_t in_autumn = 1792879200 + 60 * (time_t)i;
        struct tm local;

        CHECK(localtime_r(&in_spring, &local) != NULL);
        spring += schedule_at(&s, &local) != NULL;
        CHECK(localtime_r(&in_autumn, &local) != NULL);
        autumn += schedule_at(&s, &local) != NULL;
    }
    unsetenv("TZ");
    tzset();
    CHECK_EQ_U64(spring, 0);   /* there was no such hour */
    CHECK_EQ_U64(autumn, 120); /* it came twice */
}

TEST(schedule, refuses_what_makes_no_sense_and_says_where)
{
    static const struct schedule_entry bad[] = {
        {0, 0, 60, {0, 0}},     {128, 0, 60, {0, 0}}, {MON, 1440, 60, {0, 0}},
        {MON, 0, 1441, {0, 0}}, {MON, 0, 0, {0, 0}},
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct schedule s = {.len = 2, .at = {{SAT, 0, 60, {0, 0}}, bad[i]}};
        struct errmsg em = {0};

        CHECK_ERR(schedule_check(&s, &em), ERR_INVALID);
        CHECK(strncmp(em.text, "entry 2: ", 9) == 0);
    }
}
