#include "base/ranges.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

/* Sets in these tests read as "2-5 7-9"; a missing end is "without end". */
static void set_of(struct ranges *s, const char *text)
{
    ranges_init(s);
    while (*text != '\0') {
        unsigned long long begin, end = UINT64_MAX;
        int used = 0;

        if (sscanf(text, "%llu-%llu %n", &begin, &end, &used) < 2) {
            CHECK(sscanf(text, "%llu- %n", &begin, &used) == 1);
            end = UINT64_MAX;
        }
        CHECK_OK(ranges_add(s, begin, end));
        text += used;
    }
}

static void check_set(const struct ranges *s, const char *want)
{
    char text[512] = "";
    size_t len = 0;

    for (size_t i = 0; i < s->len; i++) {
        const char *gap = i > 0 ? " " : "";

        len += (size_t)snprintf(text + len, sizeof text - len, "%s%llu-", gap,
                                (unsigned long long)s->at[i].begin);
        if (s->at[i].end != UINT64_MAX)
            len += (size_t)snprintf(text + len, sizeof text - len, "%llu",
                                    (unsigned long long)s->at[i].end);
    }
    CHECK_STR(text, want);
}

enum verb { ADD, REMOVE, CLIP };

static void check_verb(enum verb verb, const char *before, uint64_t begin,
                       uint64_t end, const char *after)
{
    struct ranges s;

    set_of(&s, before);
    if (verb == ADD)
        CHECK_OK(ranges_add(&s, begin, end));
    else if (verb == REMOVE)
        CHECK_OK(ranges_remove(&s, begin, end));
    else
        CHECK_OK(ranges_clip(&s, begin, end));
    check_set(&s, after);
    ranges_clear(&s);
}

TEST(ranges, adding_joins_what_overlaps_or_touches)
{
    check_verb(ADD, "", 3, 5, "3-5");
    check_verb(ADD, "3-5", 5, 7, "3-7");
    check_verb(ADD, "3-5", 1, 3, "1-5");
    check_verb(ADD, "3-5", 6, 7, "3-5 6-7");
    check_verb(ADD, "3-5", 1, 2, "1-2 3-5");
    check_verb(ADD, "1-2 4-5 7-8", 2, 7, "1-8");
    check_verb(ADD, "1-2 4-5 7-8", 3, 6, "1-2 3-6 7-8");
    check_verb(ADD, "1-9", 3, 5, "1-9");
    check_verb(ADD, "3-5", 1, 9, "1-9");
}

TEST(ranges, adding_nothing_changes_nothing)
{
    check_verb(ADD, "3-5", 4, 4, "3-5");
    check_verb(ADD, "3-5", 9, 8, "3-5");
    check_verb(ADD, "", 0, 0, "");
    check_verb(REMOVE, "3-5", 4, 4, "3-5");
    check_verb(REMOVE, "3-5", 5, 3, "3-5");
}

TEST(ranges, removing_cuts_shortens_and_takes_away)
{
    check_verb(REMOVE, "1-9", 3, 5, "1-3 5-9");
    check_verb(REMOVE, "1-9", 0, 5, "5-9");
    check_verb(REMOVE, "1-9", 5, 20, "1-5");
    check_verb(REMOVE, "1-9", 1, 9, "");
    check_verb(REMOVE, "1-3 4-6 7-9", 2, 8, "1-2 8-9");
    check_verb(REMOVE, "1-3 7-9", 3, 7, "1-3 7-9");
    check_verb(REMOVE, "", 3, 7, "");
}

TEST(ranges, clipping_keeps_what_lies_between)
{
    check_verb(CLIP, "1-3 4-6 7-9", 2, 8, "2-3 4-6 7-8");
    check_verb(CLIP, "1-3 7-9", 3, 7, "");
    check_verb(CLIP, "1-9", 4, 5, "4-5");
    check_verb(CLIP, "1-9", 0, UINT64_MAX, "1-9");
    check_verb(CLIP, "1-9", 5, 5, "");
    check_verb(CLIP, "1-9", 7, 2, "");
    check_verb(CLIP, "4-", 2, 8, "4-8");
    check_verb(CLIP, "4-", 6, UINT64_MAX, "6-");
}

TEST(ranges, the_greatest_number_as_an_end_means_without_end)
{
    struct ranges s;

    set_of(&s, "5-");
    CHECK_EQ_U64(ranges_count(&s), UINT64_MAX);
    CHECK(ranges_has(&s, UINT64_MAX) && ranges_has(&s, UINT64_MAX - 1));
    CHECK(ranges_has_all(&s, 5, UINT64_MAX));
    CHECK(!ranges_has_all(&s, 4, UINT64_MAX));
    CHECK_OK(ranges_remove(&s, 10, UINT64_MAX));
    check_set(&s, "5-10");
    CHECK(!ranges_has(&s, UINT64_MAX));
    CHECK_EQ_U64(ranges_count(&s), 5);
    ranges_clear(&s);
}

TEST(ranges, questions_about_an_empty_range_have_the_usual_answers)
{
    struct ranges s;

    set_of(&s, "3-5");
    CHECK(ranges_has_all(&s, 9, 9));
    CHECK(!ranges_has_any(&s, 4, 4));
    ranges_clear(&s);
}

TEST(ranges, subtracting_leaves_what_the_other_lacks)
{
    static const struct {
        const char *from, *other, *rest;
    } rows[] = {
        {"", "1-5", ""},
        {"1-5", "", "1-5"},
        {"1-9", "2-3 5-6 8-20", "1-2 3-5 6-8"},
        {"1-3 5-7 9-11", "2-10", "1-2 10-11"},
        {"1-3 5-7", "3-5 7-9", "1-3 5-7"},
        {"0-", "4-6", "0-4 6-"},
        {"0-", "0-", ""},
        {"1-2 3-4 5-6", "0-10", ""},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ranges from, other;

        set_of(&from, rows[i].from);
        set_of(&other, rows[i].other);
        CHECK_OK(ranges_subtract(&from, &other));
        check_set(&from, rows[i].rest);
        ranges_clear(&from);
        ranges_clear(&other);
    }
}

TEST(ranges, a_set_minus_itself_is_empty_and_its_copy_is_equal)
{
    struct ranges s, copy;

    set_of(&s, "1-3 5-7 9-");
    ranges_init(&copy);
    CHECK(!ranges_equal(&s, &copy));
    CHECK_OK(ranges_copy(&copy, &s));
    CHECK(ranges_equal(&s, &copy));
    CHECK_OK(ranges_copy(&s, &s));
    CHECK(ranges_equal(&s, &copy));
    CHECK_OK(ranges_subtract(&s, &s));
    CHECK(ranges_is_empty(&s));
    CHECK_OK(ranges_copy(&copy, &s));
    CHECK(ranges_is_empty(&copy) && ranges_equal(&s, &copy));
    ranges_clear(&s);
    ranges_clear(&copy);
}

/* The same set as one flag a number. */
#define NUMBERS 96

struct model {
    bool has[NUMBERS];
};

static uint64_t rng_state;

static uint64_t below(uint64_t bound)
{
    rng_state ^= rng_state << 13;
    rng_state ^= rng_state >> 7;
    rng_state ^= rng_state << 17;
    return rng_state % bound;
}

static void model_fill(struct model *m, uint64_t begin, uint64_t end, bool on)
{
    for (uint64_t v = begin; v < end; v++)
        m->has[v] = on;
}

static void check_sound(const struct ranges *s)
{
    for (size_t i = 0; i < s->len; i++) {
        CHECK(s->at[i].begin < s->at[i].end);
        CHECK(i == 0 || s->at[i - 1].end < s->at[i].begin);
    }
}

static void check_questions(const struct ranges *s, const struct model *m)
{
    uint64_t begin = below(NUMBERS), end = below(NUMBERS + 1);
    bool all = true, any = false;

    for (uint64_t v = begin; v < end; v++) {
        all = all && m->has[v];
        any = any || m->has[v];
    }
    CHECK(ranges_has_all(s, begin, end) == all);
    CHECK(ranges_has_any(s, begin, end) == any);
}

static void check_same(const struct ranges *s, const struct model *m)
{
    uint64_t count = 0;

    check_sound(s);
    for (uint64_t v = 0; v < NUMBERS; v++) {
        CHECK(ranges_has(s, v) == m->has[v]);
        count += m->has[v];
    }
    CHECK_EQ_U64(ranges_count(s), count);
    CHECK(ranges_is_empty(s) == (count == 0));
    check_questions(s, m);
}

static void random_set(struct ranges *s, struct model *m)
{
    ranges_init(s);
    memset(m, 0, sizeof *m);
    for (uint64_t n = below(8); n > 0; n--) {
        uint64_t begin = below(NUMBERS), end = begin + below(12);

        end = end < NUMBERS ? end : NUMBERS;
        CHECK_OK(ranges_add(s, begin, end));
        model_fill(m, begin, end, true);
    }
}

static void subtract_random(struct ranges *s, struct model *m)
{
    struct ranges other;
    struct model other_m;

    random_set(&other, &other_m);
    CHECK_OK(ranges_subtract(s, &other));
    for (size_t v = 0; v < NUMBERS; v++)
        m->has[v] = m->has[v] && !other_m.has[v];
    ranges_clear(&other);
}

static void clip_random(struct ranges *s, struct model *m)
{
    uint64_t begin = below(NUMBERS / 4), end = NUMBERS - below(NUMBERS / 4);

    CHECK_OK(ranges_clip(s, begin, end));
    model_fill(m, 0, begin, false);
    model_fill(m, end, NUMBERS, false);
}

static void step(struct ranges *s, struct model *m)
{
    uint64_t begin = below(NUMBERS), end = begin + below(16);
    uint64_t what = below(32);

    end = end < NUMBERS ? end : NUMBERS;
    if (what == 0) {
        subtract_random(s, m);
    } else if (what == 1) {
        clip_random(s, m);
    } else if (what % 2 == 0) {
        CHECK_OK(ranges_add(s, begin, end));
        model_fill(m, begin, end, true);
    } else {
        CHECK_OK(ranges_remove(s, begin, end));
        model_fill(m, begin, end, false);
    }
}

TEST(ranges, do_what_one_flag_a_number_does_for_any_row_of_changes)
{
    rng_state = 20261120;
    for (int round = 0; round < 100; round++) {
        struct ranges s;
        struct model m;

        random_set(&s, &m);
        check_same(&s, &m);
        for (int i = 0; i < 300; i++) {
            step(&s, &m);
            check_same(&s, &m);
        }
        ranges_clear(&s);
    }
}
