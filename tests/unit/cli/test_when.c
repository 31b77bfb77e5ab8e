#include "base/clock.h"
#include "cli/when.h"
#include "test.h"

static uint64_t parsed(const char *text)
{
    uint64_t ms = 0;

    CHECK(when_parse(text, &ms));
    return ms;
}

TEST(when, times_of_the_interface_are_read)
{
    CHECK_EQ_U64(parsed("1970-01-01T00:00:00Z"), 0);
    CHECK_EQ_U64(parsed("1970-01-01T00:00:00.001Z"), 1);
    CHECK_EQ_U64(parsed("2000-02-29T12:00:00Z"), 951825600000);
    CHECK_EQ_U64(parsed("2000-03-01T00:00:00Z"), 951868800000);
    CHECK_EQ_U64(parsed("2026-11-20T10:11:12.345Z"), 1795169472345);
    CHECK_EQ_U64(parsed("2026-11-20T10:11:12.3456789Z"), 1795169472345);
    CHECK_EQ_U64(parsed("2100-12-31T23:59:59Z"), 4133980799000);
}

TEST(when, every_time_that_is_written_is_read_back)
{
    uint64_t step = UINT64_C(7) * 24 * 3600 * 1000 + 3661001;

    for (uint64_t ms = 0; ms < UINT64_C(4200000000000); ms += step) {
        char text[CLOCK_RFC3339_SIZE];

        clock_rfc3339(ms, text);
        CHECK_EQ_U64(parsed(text), ms);
    }
}

TEST(when, what_is_no_time_is_refused)
{
    static const char *const wrong[] = {
        "",
        "now",
        "2026-11-20",
        "2026-11-20T10:11:12",
        "2026-11-20T10:11:12+01:00",
        "2026-13-20T10:11:12Z",
        "2026-00-20T10:11:12Z",
        "2026-11-32T10:11:12Z",
        "2026-11-20T24:11:12Z",
        "2026-11-20T10:60:12Z",
        "1969-12-31T23:59:59Z",
        "2026-11-20T10:11:12Zx",
        "99999-11-20T10:11:12Z",
        "-001-11-20T10:11:12Z",
    };
    uint64_t ms = 7;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(!when_parse(wrong[i], &ms));
    CHECK_EQ_U64(ms, 7);
}

TEST(when, http_dates_are_read)
{
    uint64_t ms = 0;

    CHECK(when_parse_http("Fri, 20 Nov 2026 10:11:12 GMT", &ms));
    CHECK_EQ_U64(ms, 1795169472000);
    CHECK(when_parse_http("Thu, 01 Jan 1970 00:00:00 GMT", &ms));
    CHECK_EQ_U64(ms, 0);
    CHECK(!when_parse_http("Fri, 20 Foo 2026 10:11:12 GMT", &ms));
    CHECK(!when_parse_http("Fri, 20 anF 2026 10:11:12 GMT", &ms));
    CHECK(!when_parse_http("Friday, 20-Nov-26 10:11:12 GMT", &ms));
    CHECK(!when_parse_http("", &ms));
}

TEST(when, ago_is_a_duration_and_never_negative)
{
    char text[CLOCK_RFC3339_SIZE], out[HUMAN_SIZE];

    clock_rfc3339(clock_wall_ms() + 3600000, text);
    when_ago(text, out);
    CHECK_STR(out, "0:00");
    when_ago("", out);
    CHECK_STR(out, "-");
    when_ago("1970-01-02T00:00:00Z", out);
    CHECK(out[0] >= '2'); /* some twenty thousand days */
}
