#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blobs/plan.h"
#include "test.h"

/* "0-10 20-30" */
static void read_set(struct ranges *s, const char *text)
{
    ranges_init(s);
    while (*text != '\0') {
        char *end;
        uint64_t begin = strtoull(text, &end, 10);

        CHECK_OK(ranges_add(s, begin, strtoull(end + 1, &end, 10)));
        text = *end == ' ' ? end + 1 : end;
    }
}

static const char *write_set(const struct ranges *s)
{
    static char text[512];
    size_t n = 0;

    text[0] = '\0';
    for (size_t i = 0; i < s->len; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%llu-%llu",
                              i > 0 ? " " : "",
                              (unsigned long long)s->at[i].begin,
                              (unsigned long long)s->at[i].end);
    return text;
}

/* One wish, as text. What is 0 or NULL is as if it were not there; the piece
 * is 10 then. */
struct wish {
    const char *free, *holds, *lacks, *urgent;
    const char *others[4];
    uint64_t reader, start, chance, piece, align;
};

static void check_piece(const struct wish *w, const char *want)
{
    struct ranges free, holds, lacks, urgent, part[4], out;
    const struct ranges *parts[4];
    struct plan_rarity rarity;
    uint64_t next = 0;
    size_t n = 0;

    read_set(&free, w->free);
    read_set(&holds, w->holds != NULL ? w->holds : "");
    read_set(&lacks, w->lacks != NULL ? w->lacks : "");
    read_set(&urgent, w->urgent != NULL ? w->urgent : "");
    for (; n < 4 && w->others[n] != NULL; n++) {
        read_set(&part[n], w->others[n]);
        parts[n] = &part[n];
    }
    plan_rarity_init(&rarity);
    CHECK_OK(plan_rarity_count(&rarity, parts, n));
    ranges_init(&out);
    CHECK_OK(plan_piece(
        &(struct plan_wish){.free = &free,
                            .holds = w->holds != NULL ? &holds : NULL,
                            .lacks = &lacks,
                            .urgent = &urgent,
                            .rarity = &rarity,
                            .reader = w->reader > 0 ? w->reader : UINT64_MAX,
                            .window = 100,
                            .start = w->start > 0 ? w->start : UINT64_MAX,
                            .chance = w->chance,
                            .piece = w->piece > 0 ? w->piece : 10,
                            .align = w->align > 0 ? w->align : 1,
                            .max_ranges = 100},
        &out, &next));
    CHECK_STR(write_set(&out), want);
    ranges_clear(&free);
    ranges_clear(&holds);
    ranges_clear(&lacks);
    ranges_clear(&urgent);
    ranges_clear(&out);
    plan_rarity_clear(&rarity);
    while (n > 0)
        ranges_clear(&part[--n]);
}

#define WISH(...) (&(const struct wish){__VA_ARGS__})

TEST(plan, only_what_is_free_and_held_and_not_lacking)
{
    check_piece(WISH(.free = "0-8 20-30", .holds = "5-25", .lacks = "6-7"),
                "5-6 7-8 20-25");
    check_piece(WISH(.free = "0-8", .holds = "8-25"), "");
    check_piece(WISH(.free = "", .holds = NULL), "");
}

TEST(plan, without_end_it_begins_at_the_lowest)
{
    check_piece(WISH(.free = "7-18446744073709551615", .chance = 99), "7-17");
}

TEST(plan, urgent_ones_first_in_order)
{
    check_piece(WISH(.free = "0-100", .urgent = "90-95 50-53", .reader = 10),
                "50-53 90-95");
}

TEST(plan, then_what_a_reader_waits_for_within_its_window)
{
    check_piece(WISH(.free = "0-15 20-100", .reader = 12), "12-15 20-27");
    check_piece(WISH(.free = "0-15 300-400", .reader = 20), "0-10");
}

TEST(plan, then_the_rarest)
{
    check_piece(WISH(.free = "0-100", .others = {"0-60", "40-100"}), "0-10");
    check_piece(WISH(.free = "0-100", .others = {"0-60", "30-100", "0-20"}),
                "20-30");
    check_piece(WISH(.free = "0-100", .others = {"0-60", "62-100"}), "60-62");
}

TEST(plan, of_equally_rare_ones_those_that_follow_the_piece_before)
{
    check_piece(WISH(.free = "0-100", .start = 40), "40-50");
    check_piece(WISH(.free = "0-100", .start = 95), "0-5 95-100");
    /* What is less rare is left out. */
    check_piece(WISH(.free = "0-100", .others = {"50-60"}, .start = 45),
                "45-50 60-65");
}

TEST(plan, where_a_run_has_ended_chance_says_where_to_begin)
{
    check_piece(WISH(.free = "0-40 60-100", .start = 50, .chance = 45),
                "65-75");
    check_piece(
        WISH(.free = "0-40 60-100", .start = 50, .chance = 45, .align = 16),
        "64-74");
}

TEST(plan, pieces_end_at_round_numbers_where_that_costs_little)
{
    check_piece(WISH(.free = "0-100", .start = 3, .piece = 35, .align = 16),
                "3-32");
    check_piece(WISH(.free = "0-100", .start = 1, .piece = 10, .align = 16),
                "1-11");
}

TEST(plan, crumbs_are_made_up_for_by_the_less_rare)
{
    check_piece(WISH(.free = "0-100", .others = {"0-50 52-100"}, .piece = 40,
                     .align = 16),
                "0-32 50-52");
}

TEST(plan, rarity_counts_who_has_what)
{
    struct ranges a, b, c;
    const struct ranges *all[] = {&a, &b, &c};
    const uint32_t want[] = {1, 1, 2, 3, 3, 2, 1, 0, 0, 1};
    struct plan_rarity r;

    read_set(&a, "0-5 9-10");
    read_set(&b, "2-7");
    read_set(&c, "3-6");
    plan_rarity_init(&r);
    CHECK_OK(plan_rarity_count(&r, all, 3));
    for (uint64_t i = 0; i < 10; i++)
        CHECK_EQ_U64(plan_rarity_of(&r, i), want[i]);
    CHECK_EQ_U64(plan_rarity_of(&r, UINT64_MAX - 1), 0);
    CHECK_OK(plan_rarity_count(&r, all, 0));
    CHECK_EQ_U64(plan_rarity_of(&r, 4), 0);
    plan_rarity_clear(&r);
    ranges_clear(&a);
    ranges_clear(&b);
    ranges_clear(&c);
}

TEST(plan, the_tail_of_a_set_and_what_of_it_is_where)
{
    struct ranges s, tail;

    read_set(&s, "0-10 20-30 40-42");
    ranges_init(&tail);
    CHECK_OK(plan_tail(&s, 5, &tail));
    CHECK_STR(write_set(&tail), "27-30 40-42");
    CHECK_OK(plan_tail(&s, 100, &tail));
    CHECK_STR(write_set(&tail), "0-10 20-30 40-42");
    CHECK_EQ_U64(plan_count_in(&s, 5, 25), 10);
    CHECK_EQ_U64(plan_count_in(&s, 42, 99), 0);
    ranges_clear(&s);
    ranges_clear(&tail);
}
