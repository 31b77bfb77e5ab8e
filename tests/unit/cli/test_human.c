#include "cli/human.h"
#include "test.h"

static void check_size(uint64_t bytes, const char *want)
{
    char text[HUMAN_SIZE];

    human_size(bytes, text);
    CHECK_STR(text, want);
}

TEST(human, size_has_three_digits_and_rounds_down)
{
    check_size(0, "0 B");
    check_size(1023, "1023 B");
    check_size(1024, "1.00 KiB");
    check_size(1025, "1.00 KiB");
    check_size(1536, "1.50 KiB");
    check_size(1000003, "976 KiB");
    check_size(1048575, "1023 KiB");
    check_size(1048576, "1.00 MiB");
    check_size(UINT64_C(4) << 30, "4.00 GiB");
    check_size((UINT64_C(10) << 30) - 1, "9.99 GiB");
    check_size(UINT64_C(12884901888), "12.0 GiB");
    check_size(UINT64_MAX, "15.9 EiB");
}

TEST(human, rate_is_a_size_per_second)
{
    char text[HUMAN_SIZE];

    human_rate(UINT64_C(310) << 20, text);
    CHECK_STR(text, "310 MiB/s");
}

static void check_duration(uint64_t s, const char *want)
{
    char text[HUMAN_SIZE];

    human_duration(s, text);
    CHECK_STR(text, want);
}

TEST(human, duration_reads_as_a_clock)
{
    check_duration(0, "0:00");
    check_duration(7, "0:07");
    check_duration(725, "12:05");
    check_duration(10921, "3:02:01");
    check_duration(86400 * 2 + 3 * 3600 + 59, "2 d 3 h");
}

TEST(human, percent_is_100_only_for_the_whole)
{
    CHECK_EQ_U64(human_percent(0, 0), 100);
    CHECK_EQ_U64(human_percent(0, 5), 0);
    CHECK_EQ_U64(human_percent(999999, 1000000), 99);
    CHECK_EQ_U64(human_percent(UINT64_MAX - 1, UINT64_MAX), 99);
    CHECK_EQ_U64(human_percent(5, 5), 100);
    CHECK_EQ_U64(human_percent(6, 5), 100);
}
