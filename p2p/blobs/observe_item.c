#include "blobs/observe_item.h"

#include "blobs/blobs_limits.h"

static bool is_open(const struct ranges *set)
{
    return set->len > 0 && set->at[set->len - 1].end == UINT64_MAX;
}

static enum err write_body(struct buf *b, uint64_t size,
                           const struct ranges *set)
{
    enum err e = buf_add_varint(b, size);

    if (e == ERR_OK)
        e = buf_add_varint(b, 2 * set->len - (is_open(set) ? 1 : 0));
    for (size_t i = 0; e == ERR_OK && i < set->len; i++) {
        e = buf_add_varint(b, set->at[i].begin);
        if (e == ERR_OK && set->at[i].end != UINT64_MAX)
            e = buf_add_varint(b, set->at[i].end);
    }
    return e;
}

enum err observe_item_write(struct buf *b, uint64_t size,
                            const struct ranges *chunks)
{
    struct buf body;
    enum err e;

    buf_init(&body, OBSERVE_ITEM_MAX);
    e = write_body(&body, size, chunks);
    if (e == ERR_OK)
        e = buf_add_varint(b, body.len);
    if (e == ERR_OK)
        e = buf_add(b, body.ptr, body.len);
    buf_clear(&body);
    return e;
}

/* Boundaries as they come: [first, second), [third, ...; rising. */
static enum err read_boundaries(struct cursor *c, uint64_t count,
                                struct ranges *set)
{
    uint64_t begin = 0;
    enum err e = ERR_OK;

    for (uint64_t i = 0; e == ERR_OK && i < count; i++) {
        uint64_t at;

        if (!cursor_varint(c, &at) || (i > 0 && at <= begin))
            return ERR_PARSE;
        if (i % 2 == 1)
            e = ranges_add(set, begin, at);
        begin = at;
    }
    if (e == ERR_OK && count % 2 == 1)
        e = ranges_add(set, begin, UINT64_MAX);
    return e;
}

static enum err read_body(struct cursor *c, uint64_t *size, struct ranges *set)
{
    uint64_t count;

    if (!cursor_varint(c, size) || !cursor_varint(c, &count) ||
        count > cursor_left(c))
        return ERR_PARSE;
    if (count > SPEC_MAX_WIDTHS)
        return ERR_TOO_LARGE;
    return read_boundaries(c, count, set);
}

/* Is a whole varint there, or so many bytes that it must be a wrong one? */
static bool has_varint(const struct cursor *c)
{
    for (const uint8_t *p = c->ptr; p < c->end; p++)
        if (*p < 0x80 || p - c->ptr >= 9)
            return true;
    return false;
}

enum err observe_item_read(struct cursor *c, uint64_t *size,
                           struct ranges *chunks)
{
    struct cursor ahead = *c;
    struct cursor body;
    struct slice bytes;
    uint64_t len;
    enum err e;

    if (!has_varint(c))
        return ERR_AGAIN;
    if (!cursor_varint(&ahead, &len))
        return ERR_PARSE;
    if (len > OBSERVE_ITEM_MAX)
        return ERR_TOO_LARGE;
    if (!cursor_slice(&ahead, len, &bytes))
        return ERR_AGAIN;
    cursor_init(&body, bytes.ptr, bytes.len);
    e = read_body(&body, size, chunks);
    if (e == ERR_OK)
        *c = ahead;
    return e;
}
