/* links: firn_blobs */
#include <stdlib.h>

#include "blobs/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static enum err write_back(const struct request *r, struct buf *b)
{
    if (r->kind == REQUEST_GET)
        return request_write_get(b, &r->hash, &r->seq);
    if (r->kind == REQUEST_OBSERVE)
        return request_write_observe(b, &r->hash);
    return request_write_get_many(b, r->hashes, r->hashes_len, &r->seq);
}

/* Both select the same at the positions where something changes. */
static void check_same(const struct range_seq *a, const struct range_seq *b)
{
    for (size_t i = 0; i < a->len; i++) {
        uint64_t at = a->at[i].position, same = at;
        const struct ranges *x = NULL, *y = NULL;
        bool has_x = range_seq_next(a, &at, &x);
        bool has_y = range_seq_next(b, &same, &y);

        if (has_x != has_y || at != same || (has_x && !ranges_equal(x, y)))
            abort();
    }
}

/* Whatever is accepted as a request means the same when written and read
 * again. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct request r, again;
    struct buf b;

    if (request_read(bytes, len, &r) != ERR_OK)
        return 0;
    buf_init(&b, SIZE_MAX);
    if (write_back(&r, &b) != ERR_OK ||
        request_read(b.ptr, b.len, &again) != ERR_OK || again.kind != r.kind ||
        again.hashes_len != r.hashes_len)
        abort();
    check_same(&r.seq, &again.seq);
    check_same(&again.seq, &r.seq);
    request_clear(&again);
    request_clear(&r);
    buf_clear(&b);
    return 0;
}
