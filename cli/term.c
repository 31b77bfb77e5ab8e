#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/term.h"

enum { ESCAPE_SIZE = 16 }; /* "\u{10FFFF}" and its NUL, with room */

bool term_is_tty(FILE *f)
{
    return isatty(fileno(f)) == 1;
}

unsigned term_width(void)
{
    struct winsize ws;

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) != 0 || ws.ws_col == 0)
        return 80;
    return ws.ws_col;
}

/* How many bytes a UTF-8 sequence has by its first; 0 when it cannot start
 * one. */
static size_t utf8_len(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef)
        return 3;
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/* Decode one character. Returns its length, 0 when the bytes are not UTF-8
 * (overlong, surrogate, beyond U+10FFFF, cut off). */
static size_t utf8_next(const char *text, uint32_t *out)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)text;
    size_t len = utf8_len(p[0]);
    uint32_t c;

    if (len <= 1) {
        *out = p[0];
        return len;
    }
    c = p[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3fu);
    }
    if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *out = c;
    return len;
}

/* Would this character move the cursor, hide itself, or turn the text round? */
static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

/* One character of input as what may be printed; returns bytes consumed. */
static size_t clean_one(const char *text, char out[static ESCAPE_SIZE])
{
    uint32_t c;
    size_t len = utf8_next(text, &c);

    if (len == 0) {
        snprintf(out, ESCAPE_SIZE, "\\x%02X", (unsigned char)text[0]);
        return 1;
    }
    if (!is_unsafe(c)) {
        memcpy(out, text, len);
        out[len] = '\0';
    } else if (c < 0x80) {
        snprintf(out, ESCAPE_SIZE, "\\x%02X", (unsigned)c);
    } else {
        snprintf(out, ESCAPE_SIZE, "\\u{%X}", (unsigned)c);
    }
    return len;
}

size_t term_clean(const char *text, char *out, size_t cap)
{
    char piece[ESCAPE_SIZE];
    size_t used = 0;

    while (*text != '\0') {
        size_t took = clean_one(text, piece), len = strlen(piece);

        if (used + len + 1 > cap)
            break;
        memcpy(out + used, piece, len);
        used += len;
        text += took;
    }
    out[used] = '\0';
    return used;
}

void term_put(FILE *f, const char *text)
{
    char piece[ESCAPE_SIZE];

    while (*text != '\0') {
        text += clean_one(text, piece);
        fputs(piece, f);
    }
}

size_t term_fit(const char *text, size_t columns)
{
    size_t at = 0;

    while (columns > 0 && text[at] != '\0') {
        at++;
        while ((text[at] & 0xc0) == 0x80)
            at++;
        columns--;
    }
    return at;
}
