#include "blobs/pace.h"
#include "test.h"

#define MIB (UINT64_C(1) << 20)

TEST(pace, speed_is_an_average_of_about_a_second)
{
    struct pace p = {0};

    pace_start(&p, 1000);
    for (uint64_t now = 1100; now <= 2000; now += 100)
        pace_got(&p, now, 1000 * 1000);
    CHECK_EQ_U64(pace_rate(&p, 2000, true), 10 * 1000 * 1000);
    for (uint64_t now = 2100; now <= 5000; now += 100)
        pace_got(&p, now, 100 * 1000);
    CHECK(pace_rate(&p, 5000, true) < 1500 * 1000);
}

TEST(pace, silence_counts_only_while_something_is_asked)
{
    struct pace p = {0};

    pace_start(&p, 0);
    pace_got(&p, 100, MIB);
    CHECK_EQ_U64(pace_rate(&p, 150, true), 10 * MIB);
    CHECK(pace_rate(&p, 600, true) < 6 * MIB);
    CHECK(pace_rate(&p, 60000, true) < 100);
    CHECK_EQ_U64(pace_rate(&p, 60000, false), 10 * MIB);
}

TEST(pace, what_came_before_idleness_is_not_lost)
{
    struct pace p = {0};

    pace_start(&p, 0);
    pace_got(&p, 10, 16384);
    pace_stop(&p, 10);
    CHECK_EQ_U64(pace_rate(&p, 5000, false), 1638400);
}

TEST(pace, pieces_are_what_comes_in_400_ms_within_bounds)
{
    struct pace p = {0};

    CHECK_EQ_U64(pace_piece(&p, 0, false), PLAN_PIECE_FIRST);
    pace_asked(&p, PLAN_PIECE_FIRST);
    p.rate = 5 * 1000 * 1000;
    CHECK_EQ_U64(pace_piece(&p, 0, false), 2 * 1000 * 1000);
    p.rate = 1000 * 1000 * 1000;
    CHECK_EQ_U64(pace_piece(&p, 0, false), 4 * MIB);
    pace_asked(&p, 200 * MIB);
    CHECK_EQ_U64(pace_piece(&p, 0, false), PLAN_PIECE_MAX);
    p.rate = 1000;
    CHECK_EQ_U64(pace_piece(&p, 0, false), PLAN_PIECE_MIN);
}
