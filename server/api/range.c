#include "api/range.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static void skip_space(const char **p)
{
    *p += strspn(*p, " \t");
}

/* Digits; a number beyond 64 bits is as good as the largest. */
static bool read_number(const char **p, uint64_t *out)
{
    uint64_t v = 0;
    const char *s = *p;

    for (; *s >= '0' && *s <= '9'; s++) {
        if (__builtin_mul_overflow(v, (uint64_t)10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(*s - '0'), &v))
            v = UINT64_MAX;
    }
    if (s == *p)
        return false;
    *p = s;
    *out = v;
    return true;
}

/* One of "5-9", "5-", "-9". False: malformed. An empty range: beyond. */
static bool read_range(const char **p, uint64_t size, struct byte_range *out)
{
    uint64_t first = 0, last = 0;
    bool has_first = read_number(p, &first);
    bool has_last;

    if (*(*p)++ != '-')
        return false;
    has_last = read_number(p, &last);
    if (!has_first && !has_last)
        return false;
    if (!has_first) {
        out->begin = last > size ? 0 : size - last;
        out->end = size;
        return true;
    }
    if (has_last && last < first)
        return false;
    out->begin = first > size ? size : first;
    out->end = !has_last || last >= size ? size : last + 1;
    return true;
}

static bool read_all(const char *p, uint64_t size, struct byte_ranges *out)
{
    size_t asked = 0;

    out->len = 0;
    for (;;) {
        struct byte_range r;

        skip_space(&p);
        if (*p == ',') { /* an empty element is allowed in lists */
            p++;
            continue;
        }
        if (*p == '\0')
            return asked > 0;
        if (asked++ == BYTE_RANGES_MAX || !read_range(&p, size, &r))
            return false;
        if (r.begin < r.end)
            out->at[out->len++] = r;
        skip_space(&p);
        if (*p != ',' && *p != '\0')
            return false;
    }
}

enum byte_ranges_kind byte_ranges_parse(const char *header, uint64_t size,
                                        struct byte_ranges *out)
{
    if (header == NULL || strncasecmp(header, "bytes=", 6) != 0 ||
        !read_all(header + 6, size, out))
        return BYTE_RANGES_NONE;
    return out->len > 0 ? BYTE_RANGES_SOME : BYTE_RANGES_BEYOND;
}
