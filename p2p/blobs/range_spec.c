#include "blobs/range_spec.h"

#include "blobs/blobs_limits.h"
#include "crypto/bao_walk.h"

static enum err add_range(struct ranges *out, uint64_t begin, uint64_t end)
{
    /* A set cannot hold its own "without end" as a member. */
    if (begin == UINT64_MAX)
        begin = BAO_LAST_CHUNK;
    return ranges_add(out, begin, end);
}

static enum err read_widths(struct cursor *c, uint64_t count,
                            struct ranges *out)
{
    uint64_t at = 0;
    uint64_t begin = 0;
    bool is_on = false;

    for (uint64_t i = 0; i < count; i++) {
        uint64_t width;
        enum err e;

        if (!cursor_varint(c, &width) || __builtin_add_overflow(at, width, &at))
            return ERR_PARSE;
        if (is_on && at > begin) {
            e = add_range(out, begin, at);
            if (e != ERR_OK)
                return e;
        }
        is_on = !is_on;
        begin = at;
    }
    return is_on ? add_range(out, begin, UINT64_MAX) : ERR_OK;
}

enum err range_spec_read(struct cursor *c, struct ranges *out)
{
    uint64_t count;

    if (!cursor_varint(c, &count))
        return ERR_PARSE;
    /* Each width takes a byte: what cannot be there is not waited for. */
    if (count > cursor_left(c))
        return ERR_PARSE;
    if (count > SPEC_MAX_WIDTHS)
        return ERR_TOO_LARGE;
    return read_widths(c, count, out);
}

static uint64_t wire_begin(const struct range *r)
{
    bool is_last = r->begin == BAO_LAST_CHUNK && r->end == UINT64_MAX;

    return is_last ? UINT64_MAX : r->begin;
}

enum err range_spec_write(struct buf *b, const struct ranges *set)
{
    uint64_t at = 0;
    bool is_open = set->len > 0 && set->at[set->len - 1].end == UINT64_MAX;
    enum err e = buf_add_varint(b, 2 * set->len - (is_open ? 1 : 0));

    for (size_t i = 0; e == ERR_OK && i < set->len; i++) {
        uint64_t begin = wire_begin(&set->at[i]);

        e = buf_add_varint(b, begin - at);
        if (e == ERR_OK && set->at[i].end != UINT64_MAX)
            e = buf_add_varint(b, set->at[i].end - begin);
        at = set->at[i].end;
    }
    return e;
}
