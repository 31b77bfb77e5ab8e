#include "crypto/hash.h"

#include <string.h>

#include "crypto/base32.h"
#include "crypto/tree.h"

const struct hash HASH_EMPTY = {
    {0xaf, 0x13, 0x49, 0xb9, 0xf5, 0xf9, 0xa1, 0xa6, 0xa0, 0x40, 0x4d,
     0xea, 0x36, 0xdc, 0xc9, 0x49, 0x9b, 0xcb, 0x25, 0xc9, 0xad, 0xc1,
     0x12, 0xb7, 0xcc, 0x9a, 0x93, 0xca, 0xe4, 0x1f, 0x32, 0x62}};

bool hash_equal(const struct hash *a, const struct hash *b)
{
    return memcmp(a->b, b->b, HASH_SIZE) == 0;
}

int hash_compare(const struct hash *a, const struct hash *b)
{
    return memcmp(a->b, b->b, HASH_SIZE);
}

void hash_bytes(const void *bytes, size_t len, struct hash *out)
{
    tree_subtree(bytes, len, 0, true, out);
}

static void write_hex(const uint8_t *bytes, size_t len, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < len; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

void hash_format(const struct hash *h, char out[static HASH_TEXT_SIZE])
{
    write_hex(h->b, HASH_SIZE, out);
}

void hash_format_short(const struct hash *h, char out[static HASH_SHORT_SIZE])
{
    write_hex(h->b, (HASH_SHORT_SIZE - 1) / 2, out);
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static enum err parse_hex(const char *text, struct hash *out)
{
    struct hash h;

    for (size_t i = 0; i < HASH_SIZE; i++) {
        int hi = digit_value(text[2 * i]);
        int lo = digit_value(text[2 * i + 1]);

        if (hi < 0 || lo < 0)
            return ERR_PARSE;
        h.b[i] = (uint8_t)(hi << 4 | lo);
    }
    *out = h;
    return ERR_OK;
}

enum err hash_parse_len(const char *text, size_t len, struct hash *out)
{
    struct hash h;

    if (len == 2 * HASH_SIZE)
        return parse_hex(text, out);
    if (len != BASE32_TEXT_LEN(HASH_SIZE) ||
        base32_decode(BASE32_RFC4648, text, len, h.b) != ERR_OK)
        return ERR_PARSE;
    *out = h;
    return ERR_OK;
}

enum err hash_parse(const char *text, struct hash *out)
{
    return hash_parse_len(text, strlen(text), out);
}
