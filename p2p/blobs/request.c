#include "blobs/request.h"

#include <stdlib.h>
#include <string.h>

#include "blobs/range_spec.h"

static enum err read_hash(struct cursor *c, struct hash *h)
{
    return cursor_bytes(c, h->b, sizeof h->b) ? ERR_OK : ERR_PARSE;
}

static enum err read_get(struct cursor *c, struct request *r)
{
    enum err e = read_hash(c, &r->hash);

    return e == ERR_OK ? range_seq_read(c, &r->seq) : e;
}

/* The set is sent as "everything" and filters nothing; it must still be one. */
static enum err read_observe(struct cursor *c, struct request *r)
{
    struct ranges ignored;
    enum err e = read_hash(c, &r->hash);

    if (e != ERR_OK)
        return e;
    ranges_init(&ignored);
    e = range_spec_read(c, &ignored);
    ranges_clear(&ignored);
    return e;
}

static enum err read_get_many(struct cursor *c, struct request *r)
{
    uint64_t count;
    struct slice bytes;

    if (!cursor_varint(c, &count) || count > cursor_left(c) / HASH_SIZE ||
        !cursor_slice(c, count * HASH_SIZE, &bytes))
        return ERR_PARSE;
    if (count > 0) {
        r->hashes = malloc(bytes.len);
        if (r->hashes == NULL)
            return ERR_NOMEM;
        memcpy(r->hashes, bytes.ptr, bytes.len);
        r->hashes_len = count;
    }
    return range_seq_read(c, &r->seq);
}

static enum err read_body(struct cursor *c, uint8_t kind, struct request *r)
{
    r->kind = (enum request_kind)kind;
    switch (kind) {
    case REQUEST_GET:
        return read_get(c, r);
    case REQUEST_OBSERVE:
        return read_observe(c, r);
    case REQUEST_GET_MANY:
        return read_get_many(c, r);
    default:
        return ERR_UNSUPPORTED;
    }
}

enum err request_read(const uint8_t *bytes, size_t len, struct request *out)
{
    struct request r = {0};
    struct cursor c;
    uint8_t kind;
    enum err e;

    cursor_init(&c, bytes, len);
    if (!cursor_u8(&c, &kind))
        return ERR_PARSE;
    range_seq_init(&r.seq);
    e = read_body(&c, kind, &r);
    if (e == ERR_OK)
        *out = r;
    else
        request_clear(&r);
    return e;
}

void request_clear(struct request *r)
{
    range_seq_clear(&r->seq);
    free(r->hashes);
    r->hashes = NULL;
    r->hashes_len = 0;
}

enum err request_write_get(struct buf *b, const struct hash *h,
                           const struct range_seq *seq)
{
    enum err e = buf_add_u8(b, REQUEST_GET);

    if (e == ERR_OK)
        e = buf_add(b, h->b, sizeof h->b);
    return e == ERR_OK ? range_seq_write(b, seq) : e;
}

enum err request_write_observe(struct buf *b, const struct hash *h)
{
    static const uint8_t everything[] = {1, 0};
    enum err e = buf_add_u8(b, REQUEST_OBSERVE);

    if (e == ERR_OK)
        e = buf_add(b, h->b, sizeof h->b);
    return e == ERR_OK ? buf_add(b, everything, sizeof everything) : e;
}

enum err request_write_get_many(struct buf *b, const struct hash *hashes,
                                size_t len, const struct range_seq *seq)
{
    enum err e = buf_add_u8(b, REQUEST_GET_MANY);

    if (e == ERR_OK)
        e = buf_add_varint(b, len);
    if (e == ERR_OK && len > 0)
        e = buf_add(b, hashes, len * sizeof *hashes);
    return e == ERR_OK ? range_seq_write(b, seq) : e;
}
