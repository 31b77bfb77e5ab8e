#include "base/backoff.h"

#include "test.h"

TEST(backoff, waits_double_up_to_the_longest)
{
    static const uint64_t want[] = {500, 1000, 2000, 4000, 8000, 8000, 8000};
    struct backoff b;

    backoff_init(&b, 500, 8000);
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        CHECK_EQ_U64(backoff_fail(&b, 0), want[i]);
    CHECK_EQ_U64(b.failures, 7);
}

TEST(backoff, a_longest_wait_that_is_no_double_is_still_reached)
{
    struct backoff b;

    backoff_init(&b, 300, 1000);
    CHECK_EQ_U64(backoff_fail(&b, 0), 300);
    CHECK_EQ_U64(backoff_fail(&b, 0), 600);
    CHECK_EQ_U64(backoff_fail(&b, 0), 1000);
}

TEST(backoff, chance_takes_off_up_to_a_half_and_every_part_of_it)
{
    uint64_t shortest = UINT64_MAX, longest = 0;
    struct backoff b;

    for (uint64_t random = 0; random < 1000; random++) {
        uint64_t wait;

        backoff_init(&b, 100, 100);
        wait = backoff_fail(&b, random);
        shortest = wait < shortest ? wait : shortest;
        longest = wait > longest ? wait : longest;
    }
    CHECK_EQ_U64(shortest, 50);
    CHECK_EQ_U64(longest, 100);
}

TEST(backoff, after_a_success_it_begins_anew)
{
    struct backoff b;

    backoff_init(&b, 500, 8000);
    for (int i = 0; i < 4; i++)
        (void)backoff_fail(&b, 0);
    backoff_reset(&b);
    CHECK_EQ_U64(b.failures, 0);
    CHECK_EQ_U64(backoff_fail(&b, 0), 500);
}

TEST(backoff, neither_numbers_nor_failures_run_over)
{
    struct backoff b;

    backoff_init(&b, 1, UINT64_MAX);
    b.failures = UINT32_MAX;
    CHECK_EQ_U64(backoff_fail(&b, 0), UINT64_MAX);
    CHECK_EQ_U64(b.failures, UINT32_MAX);
    CHECK(backoff_fail(&b, UINT64_MAX) >= UINT64_MAX / 2);
    backoff_init(&b, 1, 1);
    CHECK_EQ_U64(backoff_fail(&b, 12345), 1);
}

/* Ten nodes that lost their peer at the same moment: in virtual time, with
 * seeded chance, their attempts spread out. */
TEST(backoff, many_who_failed_together_do_not_come_back_together)
{
    uint64_t seed = 7, at[10] = {0};
    struct backoff b[10];

    for (size_t i = 0; i < 10; i++)
        backoff_init(&b[i], 500, 8000);
    for (int round = 0; round < 4; round++) {
        for (size_t i = 0; i < 10; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1;
            at[i] += backoff_fail(&b[i], seed >> 33);
        }
    }
    for (size_t i = 0; i < 10; i++)
        for (size_t j = 0; j < i; j++)
            CHECK(at[i] != at[j]);
}
