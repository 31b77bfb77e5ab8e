/* Growing buffers with a ceiling, and the bounded reader. */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_FIRST_CAP 64

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_clear(struct buf *b)
{
    free(b->ptr);
    buf_init(b, b->max);
}

/* Doubling, so that n appends copy O(n) bytes; never beyond the ceiling. */
static size_t next_cap(const struct buf *b, size_t need)
{
    size_t cap = b->cap < BUF_FIRST_CAP ? BUF_FIRST_CAP : b->cap;

    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    return cap < b->max ? cap : b->max;
}

enum err buf_reserve(struct buf *b, size_t more)
{
    size_t cap;
    uint8_t *ptr;

    if (b->len > b->max || more > b->max - b->len)
        return ERR_TOO_LARGE;
    if (more <= b->cap - b->len)
        return ERR_OK;
    cap = next_cap(b, b->len + more);
    ptr = realloc(b->ptr, cap);
    if (ptr == NULL)
        return ERR_NOMEM;
    b->ptr = ptr;
    b->cap = cap;
    return ERR_OK;
}

enum err buf_add(struct buf *b, const void *bytes, size_t len)
{
    enum err e = buf_reserve(b, len);

    if (e != ERR_OK || len == 0)
        return e;
    memcpy(b->ptr + b->len, bytes, len);
    b->len += len;
    return ERR_OK;
}

enum err buf_add_u8(struct buf *b, uint8_t v)
{
    return buf_add(b, &v, 1);
}

enum err buf_add_u64le(struct buf *b, uint64_t v)
{
    uint8_t bytes[8];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(v >> (8 * i));
    return buf_add(b, bytes, sizeof bytes);
}

enum err buf_add_varint(struct buf *b, uint64_t v)
{
    uint8_t bytes[10];
    size_t len = 0;

    while (v >= 0x80) {
        bytes[len++] = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    bytes[len++] = (uint8_t)v;
    return buf_add(b, bytes, len);
}

/* For texts that do not fit on the stack: vsnprintf wants room for a NUL that
 * the buffer does not keep and that its ceiling does not count. */
static enum err add_long_text(struct buf *b, size_t len, const char *fmt,
                              va_list ap)
{
    char *text = malloc(len + 1);
    enum err e;

    if (text == NULL)
        return ERR_NOMEM;
    vsnprintf(text, len + 1, fmt, ap);
    e = buf_add(b, text, len);
    free(text);
    return e;
}

enum err buf_printf(struct buf *b, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    enum err e;
    int len;

    va_start(ap, fmt);
    len = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (len < 0)
        return ERR_INVALID;
    if ((size_t)len < sizeof text)
        return buf_add(b, text, (size_t)len);

    e = buf_reserve(b, (size_t)len);
    if (e != ERR_OK)
        return e;
    va_start(ap, fmt);
    e = add_long_text(b, (size_t)len, fmt, ap);
    va_end(ap);
    return e;
}

void buf_drop_front(struct buf *b, size_t len)
{
    assert(len <= b->len);
    if (len == 0)
        return;
    b->len -= len;
    memmove(b->ptr, b->ptr + len, b->len);
}

void cursor_init(struct cursor *c, const void *bytes, size_t len)
{
    /* An empty input may come as NULL, and NULL + 0 is not C. */
    static const uint8_t nothing[1];

    c->ptr = len > 0 ? bytes : nothing;
    c->end = c->ptr + len;
    c->failed = false;
}

size_t cursor_left(const struct cursor *c)
{
    return (size_t)(c->end - c->ptr);
}

/* The one gate through which every read goes. */
static const uint8_t *take(struct cursor *c, size_t len)
{
    const uint8_t *at = c->ptr;

    if (c->failed || len > cursor_left(c)) {
        c->failed = true;
        return NULL;
    }
    c->ptr += len;
    return at;
}

bool cursor_u8(struct cursor *c, uint8_t *out)
{
    const uint8_t *at = take(c, 1);

    if (at == NULL)
        return false;
    *out = *at;
    return true;
}

bool cursor_u64le(struct cursor *c, uint64_t *out)
{
    const uint8_t *at = take(c, 8);
    uint64_t v = 0;

    if (at == NULL)
        return false;
    for (size_t i = 0; i < 8; i++)
        v |= (uint64_t)at[i] << (8 * i);
    *out = v;
    return true;
}

bool cursor_bytes(struct cursor *c, void *out, size_t len)
{
    const uint8_t *at = take(c, len);

    if (at == NULL)
        return false;
    if (len > 0)
        memcpy(out, at, len);
    return true;
}

bool cursor_slice(struct cursor *c, size_t len, struct slice *out)
{
    const uint8_t *at = take(c, len);

    if (at == NULL)
        return false;
    *out = (struct slice){.ptr = at, .len = len};
    return true;
}

bool cursor_varint(struct cursor *c, uint64_t *out)
{
    uint64_t v = 0;
    uint8_t byte;

    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (!cursor_u8(c, &byte))
            return false;
        /* The tenth byte has room for one bit of a 64-bit number. */
        if (shift == 63 && byte > 1)
            break;
        v |= (uint64_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0) {
            *out = v;
            return true;
        }
    }
    c->failed = true;
    return false;
}
