#include <inttypes.h>
#include <stdio.h>

#include "cli/human.h"

static const char *const units[] = {"B",   "KiB", "MiB", "GiB",
                                    "TiB", "PiB", "EiB"};

/* `whole` of the unit and `frac` thousandths, cut to three digits. */
static void print_three(uint64_t whole, unsigned frac, const char *unit,
                        char out[static HUMAN_SIZE])
{
    if (whole < 10)
        snprintf(out, HUMAN_SIZE, "%" PRIu64 ".%02u %s", whole, frac / 10,
                 unit);
    else if (whole < 100)
        snprintf(out, HUMAN_SIZE, "%" PRIu64 ".%u %s", whole, frac / 100, unit);
    else
        snprintf(out, HUMAN_SIZE, "%" PRIu64 " %s", whole, unit);
}

void human_size(uint64_t bytes, char out[static HUMAN_SIZE])
{
    unsigned shift = 0;
    uint64_t rest;

    if (bytes < 1024) {
        snprintf(out, HUMAN_SIZE, "%" PRIu64 " B", bytes);
        return;
    }
    while (bytes >> shift >= 1024)
        shift += 10;

    /* Ten bits below the unit are enough for two decimals. */
    rest = (bytes >> (shift - 10)) & 1023;
    print_three(bytes >> shift, (unsigned)(rest * 1000 / 1024),
                units[shift / 10], out);
}

void human_rate(uint64_t bytes_per_s, char out[static HUMAN_SIZE])
{
    char size[HUMAN_SIZE];

    human_size(bytes_per_s, size);
    snprintf(out, HUMAN_SIZE, "%.20s/s", size);
}

void human_duration(uint64_t seconds, char out[static HUMAN_SIZE])
{
    uint64_t s = seconds % 60, m = seconds / 60 % 60, h = seconds / 3600;

    if (h >= 24)
        snprintf(out, HUMAN_SIZE, "%" PRIu64 " d %" PRIu64 " h", h / 24,
                 h % 24);
    else if (h > 0)
        snprintf(out, HUMAN_SIZE, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, h, m,
                 s);
    else
        snprintf(out, HUMAN_SIZE, "%" PRIu64 ":%02" PRIu64, m, s);
}

unsigned human_percent(uint64_t part, uint64_t whole)
{
    if (part >= whole)
        return 100;
    return (unsigned)((unsigned __int128)part * 100 / whole);
}
