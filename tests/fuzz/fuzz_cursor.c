/* links: firn_base */
#include <stdlib.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* A number that was read is written back as the same number, not longer. */
static bool read_varint(struct cursor *c)
{
    const uint8_t *at = c->ptr;
    struct cursor again;
    uint64_t v, w;
    struct buf b;

    if (!cursor_varint(c, &v))
        return false;
    buf_init(&b, 16);
    check(buf_add_varint(&b, v) == ERR_OK);
    check(b.len <= (size_t)(c->ptr - at));
    cursor_init(&again, b.ptr, b.len);
    check(cursor_varint(&again, &w) && w == v && cursor_left(&again) == 0);
    buf_clear(&b);
    return true;
}

/* The first byte of each step says what is read next; whatever it is, the
 * cursor never leaves its bytes, and a failed one stays failed. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    uint8_t kind = 0, copy[64];
    struct slice s;
    struct cursor c;
    uint64_t v;
    bool ok = true;

    cursor_init(&c, bytes, len);
    while (ok && cursor_u8(&c, &kind)) {
        switch (kind % 4) {
        case 0:
            ok = read_varint(&c);
            break;
        case 1:
            ok = cursor_u64le(&c, &v);
            break;
        case 2:
            ok = cursor_bytes(&c, copy, kind / 4);
            break;
        default:
            ok = cursor_varint(&c, &v) && cursor_slice(&c, (size_t)v, &s);
        }
        check(cursor_left(&c) <= len && ok == !c.failed);
    }
    check(c.failed && !cursor_u8(&c, &kind));
    return 0;
}
