#include "base/clock.h"

#include "test.h"

static void check_text(uint64_t ms, const char *want)
{
    char text[CLOCK_RFC3339_SIZE];

    clock_rfc3339(ms, text);
    CHECK_STR(text, want);
}

TEST(clock, times_are_written_as_rfc_3339_says)
{
    check_text(0, "1970-01-01T00:00:00.000Z");
    check_text(1, "1970-01-01T00:00:00.001Z");
    check_text(951782400999, "2000-02-29T00:00:00.999Z");
    check_text(1795169472345, "2026-11-20T10:11:12.345Z");
    check_text(253402300799999, "9999-12-31T23:59:59.999Z");
}

TEST(clock, a_time_beyond_four_digits_of_year_stays_at_the_last)
{
    check_text(253402300800000, "9999-12-31T23:59:59.999Z");
    check_text(UINT64_MAX, "9999-12-31T23:59:59.999Z");
}

TEST(clock, measured_time_never_goes_back)
{
    uint64_t before = clock_mono_ns();

    for (int i = 0; i < 1000; i++) {
        uint64_t now = clock_mono_ns();

        CHECK(now >= before);
        before = now;
    }
    CHECK(clock_mono_ms() >= before / CLOCK_NS_PER_MS);
}

TEST(clock, the_wall_clock_counts_from_1970)
{
    CHECK(clock_wall_ms() > UINT64_C(1700000000000));
    CHECK(clock_wall_ms() < UINT64_C(253402300800000));
}
