#include <string.h>

#include "cli/progress.h"
#include "cli/term.h"
#include "test.h"

#define MIB (UINT64_C(1) << 20)

static struct progress half_way(const char *label)
{
    struct progress p;

    progress_start(&p, false, label, 0, 100 * MIB, 1000);
    p.done = 50 * MIB;
    p.rate = 10.0 * (double)MIB;
    return p;
}

static void check(const struct progress *p, unsigned width, const char *want)
{
    char line[PROGRESS_LINE];

    progress_render(p, width, line);
    CHECK_STR(line, want);
}

TEST(progress, line_has_name_percent_bar_sizes_rate_and_rest)
{
    struct progress p = half_way("disk.img");

    check(&p, 79,
          "disk.img   50% [===========>           ]  "
          "50.0 MiB of 100 MiB  10.0 MiB/s  0:05");
}

TEST(progress, bar_gives_way_first_then_the_name)
{
    struct progress p = half_way("a-long-name-of-a-file.img");

    check(&p, 72,
          "a-long-name-of-a-file.img   50%  "
          "50.0 MiB of 100 MiB  10.0 MiB/s  0:05");
    check(&p, 56, "a-long-nam   50%  50.0 MiB of 100 MiB  10.0 MiB/s  0:05");
}

TEST(progress, without_a_total_there_is_no_percent)
{
    struct progress p = half_way("-");

    p.total = PROGRESS_UNKNOWN;
    check(&p, 79, "-  50.0 MiB  10.0 MiB/s");
}

TEST(progress, whole_bar_is_full)
{
    struct progress p = half_way("x");

    p.done = p.total;
    check(&p, 60,
          "x  100% [==================]  100 MiB of 100 MiB  10.0 MiB/s");
}

TEST(progress, line_never_is_wider_than_the_terminal)
{
    struct progress p = half_way("ein ziemlich langer Name für einen Blob");
    char line[PROGRESS_LINE];

    for (unsigned width = 1; width < 300; width++) {
        progress_render(&p, width, line);
        CHECK(line[term_fit(line, width)] == '\0');
    }
}

TEST(progress, name_cannot_drive_the_terminal)
{
    struct progress p = half_way("a\033[2J\n");
    char line[PROGRESS_LINE];

    progress_render(&p, 100, line);
    CHECK(strchr(line, '\033') == NULL && strchr(line, '\n') == NULL);
}

TEST(progress, rate_follows_the_bytes)
{
    struct progress p;

    progress_start(&p, true, "x", 0, 100 * MIB, 0);
    p.drawn = true;
    for (uint64_t ms = 250; ms <= 10000; ms += 250) {
        p.drawn_ms = ms; /* just drawn: it does not draw again */
        progress_update(&p, ms * MIB / 1000, 100 * MIB, ms);
    }
    CHECK(p.rate > 0.99 * (double)MIB && p.rate < 1.01 * (double)MIB);
    p.drawn = false;
}
