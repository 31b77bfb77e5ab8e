#include "crypto/base32.h"

#include <string.h>

static const char *symbols(enum base32 alphabet)
{
    static const char *const all[] = {
        [BASE32_RFC4648] = "abcdefghijklmnopqrstuvwxyz234567",
        [BASE32_HEX] = "0123456789abcdefghijklmnopqrstuv",
        [BASE32_Z] = "ybndrfg8ejkmcpqxot1uwisza345h769",
    };

    return all[alphabet];
}

void base32_encode(enum base32 alphabet, const void *bytes, size_t len,
                   char *out)
{
    const char *sym = symbols(alphabet);
    const uint8_t *in = bytes;
    unsigned bits = 0; /* the low `have` of them are still to be written */
    unsigned have = 0;

    for (size_t i = 0; i < len; i++) {
        bits = (bits << 8 | in[i]) & 0xfff;
        for (have += 8; have >= 5; have -= 5)
            *out++ = sym[bits >> (have - 5) & 31];
    }
    if (have > 0)
        *out++ = sym[bits << (5 - have) & 31];
    *out = '\0';
}

/* Value of a symbol, -1 when it has none. */
static int value_of(const char *sym, char c)
{
    const char *at;

    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    at = c == '\0' ? NULL : strchr(sym, c);
    return at == NULL ? -1 : (int)(at - sym);
}

enum err base32_decode(enum base32 alphabet, const char *text, size_t text_len,
                       void *out)
{
    const char *sym = symbols(alphabet);
    uint8_t *to = out;
    unsigned bits = 0;
    unsigned have = 0;

    for (size_t i = 0; i < text_len; i++) {
        int v = value_of(sym, text[i]);

        if (v < 0)
            return ERR_PARSE;
        bits = (bits << 5 | (unsigned)v) & 0xfff;
        have += 5;
        if (have >= 8) {
            have -= 8;
            *to++ = (uint8_t)(bits >> have);
        }
    }
    /* Five or more bits left over are a symbol that belongs to no byte. */
    if (have >= 5 || (bits & ((1u << have) - 1)) != 0)
        return ERR_PARSE;
    return ERR_OK;
}
