#include "base/utf8.h"

#include <stdint.h>

/* What the second byte may be depends on the first: below it the form would
 * be overlong, above it lie the surrogates or nothing at all. */
static bool is_second(uint8_t first, uint8_t second)
{
    switch (first) {
    case 0xe0:
        return second >= 0xa0 && second <= 0xbf;
    case 0xed:
        return second >= 0x80 && second <= 0x9f;
    case 0xf0:
        return second >= 0x90 && second <= 0xbf;
    case 0xf4:
        return second >= 0x80 && second <= 0x8f;
    default:
        return second >= 0x80 && second <= 0xbf;
    }
}

/* 0: no character begins so. */
static size_t announced(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

size_t utf8_len(const void *s, size_t left)
{
    const uint8_t *p = s;
    size_t len = left > 0 ? announced(p[0]) : 0;

    if (len < 2)
        return len;
    if (len > left || !is_second(p[0], p[1]))
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return len;
}

bool utf8_is_control(const void *s, size_t len)
{
    const uint8_t *p = s;

    if (len == 1)
        return p[0] < 0x20 || p[0] == 0x7f;
    if (len == 2)
        return p[0] == 0xc2 && p[1] < 0xa0;
    if (len != 3 || p[0] != 0xe2)
        return false;
    if (p[1] == 0x80)
        return (p[2] >= 0x8b && p[2] <= 0x8f) || (p[2] >= 0xa8 && p[2] <= 0xae);
    return p[1] == 0x81 && p[2] >= 0xa0 && p[2] <= 0xaf;
}

bool utf8_is_text(const void *s, size_t len)
{
    const uint8_t *p = s;

    for (size_t at = 0, n; at < len; at += n) {
        n = utf8_len(p + at, len - at);
        if (n == 0 || utf8_is_control(p + at, n))
            return false;
    }
    return true;
}
