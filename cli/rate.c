#include "cli/rate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MOST 1e18 /* more than any network carries, and a whole number */

static bool factor_of(const char *unit, size_t len, double *out)
{
    static const struct {
        const char *name;
        double factor;
    } units[] = {
        {"", 1},          {"B", 1},      {"kB", 1e3},
        {"KB", 1e3},      {"KiB", 1024}, {"MB", 1e6},
        {"MiB", 1 << 20}, {"GB", 1e9},   {"GiB", 1 << 30},
    };

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strlen(units[i].name) != len ||
            memcmp(units[i].name, unit, len) != 0)
            continue;
        *out = units[i].factor;
        return true;
    }
    return false;
}

enum err rate_parse(const char *text, uint64_t *bytes_per_s, struct errmsg *em)
{
    double number = 0, factor = 0;
    char *unit;
    size_t len;

    if (strcmp(text, "none") == 0) {
        *bytes_per_s = 0;
        return ERR_OK;
    }
    number = strtod(text, &unit);
    len = strlen(unit);
    if (len >= 2 && strcmp(unit + len - 2, "/s") == 0)
        len -= 2;
    /* strtod also takes signs, spaces, "inf" and hexadecimal numbers. */
    if (strspn(text, "0123456789.") == (size_t)(unit - text) && unit != text &&
        factor_of(unit, len, &factor) && number * factor < MOST) {
        *bytes_per_s = (uint64_t)(number * factor + 0.5);
        return ERR_OK;
    }
    err_set(em, "\"%s\" is not a speed like 10MB/s, 500KiB/s or none", text);
    return ERR_INVALID;
}
