/* A feed, step by step:
 *   1. complete the piece that the last feed cut, in `carry`;
 *   2. take pieces from the input, where they lie, into the batch; whenever
 *      it is full, check and deliver it;
 *   3. check and deliver the rest;
 *   4. copy the beginning of a piece that the input cuts into `carry`.
 * The two carries take turns, so what was delivered from one stays readable
 * while the other is filled. */
#include "crypto/bao_decoder.h"

#include <assert.h>
#include <string.h>

#include "base/ranges.h"

#define SIZE_LEN 8 /* bytes of the size at the beginning of a stream */

/* The input of one feed. */
struct input {
    const uint8_t *at;
    size_t left;
};

void bao_decoder_init(struct bao_decoder *dec, const struct hash *root,
                      const struct ranges *chunks, uint64_t max_size)
{
    dec->set = chunks;
    dec->max_size = max_size;
    dec->size = 0;
    dec->has_size = false;
    dec->size_proven = false;
    dec->is_done = ranges_is_empty(chunks);
    dec->failed = ERR_OK;
    dec->stream_bytes = 0;
    dec->next = (struct bao_item){.is_root = true};
    dec->has_next = false;
    dec->carry_len = 0;
    dec->carry_at = 0;
    dec->parents_len = 0;
    bao_batch_init(&dec->batch, root);
}

static size_t next_len(const struct bao_decoder *dec)
{
    return dec->has_size ? bao_item_len(&dec->next) : SIZE_LEN;
}

static const uint8_t *take(struct input *in, size_t len)
{
    const uint8_t *at = in->at;

    if (len > 0)
        in->at += len;
    in->left -= len;
    return at;
}

static enum err on_size(struct bao_decoder *dec, const struct bao_sink *sink,
                        const uint8_t bytes[SIZE_LEN])
{
    uint64_t size = 0;

    for (int i = 0; i < SIZE_LEN; i++)
        size |= (uint64_t)bytes[i] << 8 * i;
    dec->size = size;
    if (size > dec->max_size)
        return ERR_TOO_LARGE;
    dec->has_size = true;
    bao_walk_init(&dec->walk, size, dec->set);
    dec->has_next = bao_walk_next(&dec->walk, &dec->next);
    return sink->size == NULL ? ERR_OK : sink->size(sink->arg, size);
}

/* The hashes prove which node of the true tree a parent is, but its number in
 * the outboard comes from the claimed size. A sender who claims a smaller size
 * could so have a true parent written over another. Content is bound to its
 * place by its chunk numbers, and with it the whole path from the root; so a
 * parent waits for the first content below, which always comes next. */
static void keep_parent(struct bao_decoder *dec, const struct bao_item *item,
                        const uint8_t *pair)
{
    struct bao_parent *p;

    if (!item->in_outboard)
        return;
    assert(dec->parents_len < TREE_MAX_DEPTH);
    p = &dec->parents[dec->parents_len++];
    p->index = item->index;
    memcpy(p->pair, pair, TREE_PARENT);
}

static enum err deliver_parents(struct bao_decoder *dec,
                                const struct bao_sink *sink)
{
    size_t n = dec->parents_len;
    enum err e = ERR_OK;

    dec->parents_len = 0;
    if (sink->parent == NULL)
        return ERR_OK;
    for (size_t i = 0; i < n && e == ERR_OK; i++)
        e = sink->parent(sink->arg, dec->parents[i].index,
                         dec->parents[i].pair);
    return e;
}

static enum err deliver(struct bao_decoder *dec, const struct bao_sink *sink,
                        const struct bao_item *item, const uint8_t *bytes)
{
    enum err e;

    if (item->kind == BAO_PARENT) {
        keep_parent(dec, item, bytes);
        return ERR_OK;
    }
    e = deliver_parents(dec, sink);
    if (e != ERR_OK)
        return e;
    if (item->offset + item->len == dec->size)
        dec->size_proven = true;
    if (item->len == 0 || sink->data == NULL)
        return ERR_OK;
    return sink->data(sink->arg, item->offset, bytes, (size_t)item->len);
}

/* Check what is in the batch and hand out what is right. */
static enum err flush(struct bao_decoder *dec, const struct bao_sink *sink)
{
    struct bao_batch *b = &dec->batch;
    size_t n = b->len;
    size_t good = bao_batch_check(b);

    for (size_t i = 0; i < good; i++) {
        enum err e = deliver(dec, sink, &b->item[i], b->bytes[i]);

        if (e != ERR_OK)
            return e;
    }
    if (good == n)
        return ERR_OK;
    dec->next = b->item[good];
    return ERR_MISMATCH;
}

/* One whole piece of the stream has come. */
static enum err on_piece(struct bao_decoder *dec, const struct bao_sink *sink,
                         const uint8_t *bytes)
{
    if (!dec->has_size)
        return on_size(dec, sink, bytes);
    bao_batch_add(&dec->batch, &dec->next, bytes);
    dec->has_next = bao_walk_next(&dec->walk, &dec->next);
    return bao_batch_is_full(&dec->batch) ? flush(dec, sink) : ERR_OK;
}

static void fill_carry(struct bao_decoder *dec, struct input *in)
{
    size_t some = next_len(dec) - dec->carry_len;

    if (some > in->left)
        some = in->left;
    if (some > 0)
        memcpy(dec->carry[dec->carry_at] + dec->carry_len, take(in, some),
               some);
    dec->carry_len += some;
}

static enum err finish_carry(struct bao_decoder *dec,
                             const struct bao_sink *sink, struct input *in)
{
    const uint8_t *bytes = dec->carry[dec->carry_at];

    fill_carry(dec, in);
    if (dec->carry_len < next_len(dec))
        return ERR_OK;
    dec->carry_len = 0;
    dec->carry_at ^= 1;
    return on_piece(dec, sink, bytes);
}

static enum err feed(struct bao_decoder *dec, const struct bao_sink *sink,
                     struct input *in)
{
    enum err e = ERR_OK;

    if (dec->carry_len > 0)
        e = finish_carry(dec, sink, in);
    while (e == ERR_OK && dec->carry_len == 0 &&
           (!dec->has_size || dec->has_next) && in->left >= next_len(dec))
        e = on_piece(dec, sink, take(in, next_len(dec)));
    if (e == ERR_OK)
        e = flush(dec, sink);
    if (e != ERR_OK)
        return e;
    if (dec->has_size && !dec->has_next)
        dec->is_done = true;
    else if (in->left > 0)
        fill_carry(dec, in);
    return ERR_OK;
}

enum err bao_decoder_feed(struct bao_decoder *dec, const uint8_t *bytes,
                          size_t len, const struct bao_sink *sink,
                          size_t *consumed)
{
    struct input in = {.at = bytes, .left = len};

    *consumed = 0;
    if (dec->failed != ERR_OK || dec->is_done)
        return dec->failed;
    dec->failed = feed(dec, sink, &in);
    *consumed = len - in.left;
    dec->stream_bytes += *consumed;
    return dec->failed;
}

enum err bao_decoder_finish(const struct bao_decoder *dec)
{
    if (dec->failed != ERR_OK)
        return dec->failed;
    return dec->is_done ? ERR_OK : ERR_TRUNCATED;
}
