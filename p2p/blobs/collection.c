#include "blobs/collection.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "CollectionV0."
#define HEAD_LEN 13

/* Length of the UTF-8 sequence at the front, 0 when it is not one: no
 * overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
static size_t utf8_len(const uint8_t *p, size_t left)
{
    uint32_t v;
    size_t n;

    if (p[0] < 0x80)
        return 1;
    n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || n > left)
        return 0;
    v = p[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        v = v << 6 | (p[i] & 0x3f);
    }
    if (n == 3 && (v < 0x800 || (v >= 0xd800 && v < 0xe000)))
        return 0;
    if (n == 4 && (v < 0x10000 || v > 0x10ffff))
        return 0;
    return n;
}

static bool is_utf8(const struct slice *s)
{
    for (size_t i = 0; i < s->len;) {
        size_t n = utf8_len(s->ptr + i, s->len - i);

        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

static enum err read_names(struct cursor *c, struct collection *out)
{
    for (size_t i = 0; i < out->len; i++) {
        uint64_t len;

        if (!cursor_varint(c, &len) || len > cursor_left(c) ||
            !cursor_slice(c, len, &out->names[i]) || !is_utf8(&out->names[i]))
            return ERR_PARSE;
    }
    return ERR_OK;
}

enum err collection_parse(const uint8_t *bytes, size_t len, uint64_t children,
                          struct collection *out)
{
    struct collection col = {0};
    struct cursor c;
    struct slice head;
    uint64_t count;
    enum err e;

    cursor_init(&c, bytes, len);
    if (!cursor_slice(&c, HEAD_LEN, &head) ||
        memcmp(head.ptr, HEAD, HEAD_LEN) != 0 || !cursor_varint(&c, &count))
        return ERR_PARSE;
    if (children == 0 || count != children - 1 || count > cursor_left(&c))
        return ERR_PARSE;
    if (count > 0) {
        col.names = calloc(count, sizeof *col.names);
        if (col.names == NULL)
            return ERR_NOMEM;
    }
    col.len = count;
    e = read_names(&c, &col);
    if (e == ERR_OK)
        *out = col;
    else
        collection_clear(&col);
    return e;
}

void collection_clear(struct collection *c)
{
    free(c->names);
    *c = (struct collection){0};
}

enum err collection_write(struct buf *b, const struct slice *names, size_t len)
{
    enum err e = buf_add(b, HEAD, HEAD_LEN);

    if (e == ERR_OK)
        e = buf_add_varint(b, len);
    for (size_t i = 0; e == ERR_OK && i < len; i++) {
        e = buf_add_varint(b, names[i].len);
        if (e == ERR_OK)
            e = buf_add(b, names[i].ptr, names[i].len);
    }
    return e;
}

static bool part_is_safe(const uint8_t *p, size_t len)
{
    if (len == 0 || len > 255)
        return false;
    if (p[0] == '.' && (len == 1 || (len == 2 && p[1] == '.')))
        return false;
    for (size_t i = 0; i < len; i++)
        if (p[i] < 0x20 || p[i] == 0x7f || p[i] == '\\')
            return false;
    return true;
}

bool collection_name_is_safe(const struct slice *name)
{
    size_t begin = 0;

    if (name->len == 0 || name->len > 4096 || !is_utf8(name))
        return false;
    for (size_t i = 0; i <= name->len; i++) {
        if (i < name->len && name->ptr[i] != '/')
            continue;
        if (!part_is_safe(name->ptr + begin, i - begin))
            return false;
        begin = i + 1;
    }
    return true;
}
