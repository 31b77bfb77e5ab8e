/* Two ways to touch bytes: a growing buffer with a ceiling, and a bounded
 * reader over foreign bytes.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Borrowed bytes. */
struct slice {
    const uint8_t *ptr;
    size_t len;
};

/* A buffer that grows up to `max` bytes. */
struct buf {
    uint8_t *ptr;
    size_t len;
    size_t cap;
    size_t max; /* refuse to grow beyond; set by buf_init */
};

void buf_init(struct buf *b, size_t max);
void buf_clear(struct buf *b); /* frees; the buffer may be used again */

/* Each appends or fails without changing the buffer.
 *   ERR_TOO_LARGE  the ceiling would be passed
 *   ERR_NOMEM      out of memory */
ERR_RESULT enum err buf_reserve(struct buf *b, size_t more);
ERR_RESULT enum err buf_add(struct buf *b, const void *bytes, size_t len);
ERR_RESULT enum err buf_add_u8(struct buf *b, uint8_t v);
ERR_RESULT enum err buf_add_u64le(struct buf *b, uint64_t v);
ERR_RESULT enum err buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Remove `len` bytes from the front (len <= b->len). */
void buf_drop_front(struct buf *b, size_t len);

/* A reader that cannot leave its bytes. After the first failed read every
 * further read fails as well, so a parser may check once at the end. */
struct cursor {
    const uint8_t *ptr;
    const uint8_t *end;
    bool failed;
};

/* The bytes are borrowed; NULL is fine for none. */
void cursor_init(struct cursor *c, const void *bytes, size_t len);
size_t cursor_left(const struct cursor *c);

/* Each false (and c->failed set, *out left alone) when too few bytes are
 * left or the encoding is wrong. */
bool cursor_u8(struct cursor *c, uint8_t *out);
bool cursor_u64le(struct cursor *c, uint64_t *out);
bool cursor_bytes(struct cursor *c, void *out, size_t len); /* copies */
bool cursor_slice(struct cursor *c, size_t len, struct slice *out);

/* LEB128 unsigned varint as postcard has it (protocol/transport.md 8.1):
 * at most 10 bytes, refused when it overflows 64 bits. */
bool cursor_varint(struct cursor *c, uint64_t *out);
ERR_RESULT enum err buf_add_varint(struct buf *b, uint64_t v);
