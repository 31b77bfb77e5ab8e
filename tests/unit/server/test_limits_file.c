#include "limits_file.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

static void fill(struct saved_limits *s)
{
    memset(s, 0, sizeof *s);
    s->limits.total[LIMIT_UP] = BUCKET_MAX_RATE;
    s->limits.per_peer[LIMIT_DOWN] = 2;
    for (int p = 0; p < PRIORITIES; p++)
        s->limits.per_priority[p][LIMIT_UP] = 10 + (uint64_t)p;
    s->limits.is_local_exempt = true;
    for (size_t i = 0; i < SCHEDULE_MAX; i++)
        s->schedule.at[i] = (struct schedule_entry){
            .days = 1 + i % 127, .from_min = 1439, .to_min = 1440};
    s->schedule.len = SCHEDULE_MAX;
}

TEST(limits_file, what_is_written_is_read_again)
{
    struct saved_limits s, got = {.limits.total = {7, 7}};
    struct errmsg em = {0};
    char path[600];
    struct buf text;

    fill(&s);
    buf_init(&text, 1 << 20);
    CHECK_OK(limits_format(&s, &text));
    snprintf(path, sizeof path, "%s/limits", test_dir());
    CHECK_ERR(limits_read(path, &got, &em), ERR_NOT_FOUND);
    CHECK_OK(limits_write(path, &text));
    CHECK_OK(limits_write(path, &text)); /* over the old one */
    CHECK_OK(limits_read(path, &got, &em));
    CHECK(memcmp(&got.limits, &s.limits, sizeof s.limits) == 0);
    CHECK_EQ_U64(got.schedule.len, SCHEDULE_MAX);
    CHECK_EQ_U64(got.schedule.at[63].days, s.schedule.at[63].days);
    CHECK_EQ_U64(got.schedule.at[63].to_min, 1440);
    buf_clear(&text);
}

TEST(limits_file, lines_that_are_missing_change_nothing)
{
    struct saved_limits got = {.limits.total = {7, 8}};

    CHECK_OK(limits_parse("firn-limits 1\nlow 1 2\n", &got, NULL));
    CHECK_EQ_U64(got.limits.total[LIMIT_DOWN], 8);
    CHECK_EQ_U64(got.limits.per_priority[PRIORITY_LOW][LIMIT_DOWN], 2);
}

TEST(limits_file, damage_is_told_and_changes_nothing)
{
    static const char *const bad[] = {
        "",
        "firn-limits\n",
        "firn-limits x\n",
        "firn-limits 1\ntotal 1\n",
        "firn-limits 1\ntotal 1 2 3\n",
        "firn-limits 1\ntotal 1 99999999999999\n",
        "firn-limits 1\ntotal\n",
        "firn-limits 1\nexempt_local 2\n",
        "firn-limits 1\nnonsense 1 2\n",
        "firn-limits 1\nschedule 0 0 60 1 2\n",
        "firn-limits 1\nschedule 1 0 70000 1 2\n",
        "firn-limits 1\nschedule 1 0 60 1\n",
        "firn-limits 1\n\n",
    };
    struct buf many;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct saved_limits got = {.limits.total = {7, 8}};
        struct errmsg em = {0};

        CHECK_ERR(limits_parse(bad[i], &got, &em), ERR_PARSE);
        CHECK(strncmp(em.text, "line ", 5) == 0);
        CHECK_EQ_U64(got.limits.total[LIMIT_UP], 7);
    }
    buf_init(&many, 1 << 20);
    CHECK_OK(buf_printf(&many, "firn-limits 1\n"));
    for (size_t i = 0; i <= SCHEDULE_MAX; i++)
        CHECK_OK(buf_printf(&many, "schedule 1 0 60 1 2\n"));
    CHECK_OK(buf_add_u8(&many, 0));
    CHECK_ERR(limits_parse((char *)many.ptr, &(struct saved_limits){0}, NULL),
              ERR_PARSE);
    buf_clear(&many);
    CHECK_ERR(limits_parse("firn-limits 2\n", &(struct saved_limits){0}, NULL),
              ERR_NEWER);
}
