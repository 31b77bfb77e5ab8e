#include "blobs/receiver.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/tree.h"
#include "store/blob.h"

/* Bytes per feed of the decoder: enough to fill its batches, few enough to be
 * in the cache still when they are written. */
#define FEED (256u << 10)

void receiver_init(struct receiver *r, struct part *parts, size_t parts_len,
                   uint64_t max_size)
{
    *r = (struct receiver){
        .parts = parts, .parts_len = parts_len, .max_size = max_size};
    r->state = parts_len == 0 ? RECEIVER_DONE : RECEIVER_HEAD;
}

void receiver_clear(struct receiver *r)
{
    receiver_forget(r);
    free(r->receipts);
    free(r->small);
    free(r->decoder);
    free(r->gather);
    *r = (struct receiver){.state = RECEIVER_DONE};
}

void receiver_forget(struct receiver *r)
{
    for (size_t i = 0; i < r->receipts_len; i++)
        free(r->receipts[i].owned);
    r->receipts_len = 0;
}

bool receiver_is_between(const struct receiver *r)
{
    return r->state == RECEIVER_HEAD && r->head_len == 0;
}

/* ---- outcomes -----------------------------------------------------------*/

static void fault(struct receiver *r, enum err e, bool is_ours)
{
    r->state = RECEIVER_FAULT;
    r->fault.err = e;
    r->fault.is_ours = is_ours;
    r->fault.part = r->at;
    r->fault.size = r->size;
}

static enum err add_receipt(struct receiver *r, const struct receipt *rc)
{
    if (r->receipts_len == r->receipts_cap) {
        size_t cap = r->receipts_cap == 0 ? 16 : 2 * r->receipts_cap;
        struct receipt *more = reallocarray(r->receipts, cap, sizeof *more);

        if (more == NULL)
            return ERR_NOMEM;
        r->receipts = more;
        r->receipts_cap = cap;
    }
    r->receipts[r->receipts_len++] = *rc;
    return ERR_OK;
}

static enum err on_held(void *arg, uint64_t begin, uint64_t end, uint64_t bytes)
{
    struct receiver *r = arg;
    struct receipt rc = {.kind = RECEIPT_GROUPS,
                         .part = r->at,
                         .begin = begin,
                         .end = end,
                         .bytes = bytes};

    return add_receipt(r, &rc);
}

/* The part is complete: receipt, and on to the next. */
static void end_part(struct receiver *r, bool size_proven)
{
    struct receipt rc = {.kind = RECEIPT_PART,
                         .part = r->at,
                         .size = r->size,
                         .size_proven = size_proven};

    if (add_receipt(r, &rc) != ERR_OK) {
        fault(r, ERR_NOMEM, true);
        return;
    }
    r->at++;
    r->head_len = 0;
    r->state = r->at == r->parts_len ? RECEIVER_DONE : RECEIVER_HEAD;
}

/* ---- parts of at most one group -----------------------------------------*/

/* `owned`: where the bytes lie, when they were cut; else they are the run's. */
static void check_small(struct receiver *r, const uint8_t *bytes, void *owned)
{
    struct receipt rc = {.kind = RECEIPT_SMALL,
                         .part = r->at,
                         .bytes = r->size,
                         .data = bytes,
                         .owned = owned,
                         .size = r->size};
    struct hash h;

    hash_bytes(bytes, (size_t)r->size, &h);
    if (!hash_equal(&h, &r->parts[r->at].hash)) {
        free(owned);
        fault(r, ERR_MISMATCH, false);
    } else if (add_receipt(r, &rc) != ERR_OK) {
        free(owned);
        fault(r, ERR_NOMEM, true);
    } else {
        end_part(r, true);
    }
}

static size_t feed_small(struct receiver *r, const uint8_t *bytes, size_t len)
{
    size_t size = (size_t)r->size;
    size_t take = size - r->small_len;

    if (r->small == NULL && len >= size) {
        check_small(r, bytes, NULL);
        return size;
    }
    if (r->small == NULL)
        r->small = malloc(TREE_GROUP);
    if (r->small == NULL) {
        fault(r, ERR_NOMEM, true);
        return 0;
    }
    take = take < len ? take : len;
    memcpy(r->small + r->small_len, bytes, take);
    r->small_len += take;
    if (r->small_len == size) {
        void *owned = r->small;

        r->small = NULL;
        r->small_len = 0;
        check_small(r, owned, owned);
    }
    return take;
}

/* ---- larger parts -------------------------------------------------------*/

static enum err sink_parent(void *arg, uint64_t index,
                            const uint8_t pair[static TREE_PARENT])
{
    struct receiver *r = arg;

    return gather_parent(r->gather, index, pair);
}

/* All of these chunks lie at or beyond the end of `size` bytes. */
static bool lies_beyond(const struct range *chunks, uint64_t size)
{
    return chunks->begin >= size / TREE_CHUNK + (size % TREE_CHUNK != 0);
}

/* The last chunk came alone, as the answer to what lies beyond the end. */
static bool is_lone_end(const struct receiver *r, uint64_t offset, size_t len)
{
    const struct ranges *set = r->parts[r->at].chunks;

    return offset % TREE_GROUP != 0 && offset + len == r->size &&
           lies_beyond(&set->at[set->len - 1], r->size);
}

static enum err sink_data(void *arg, uint64_t offset, const uint8_t *bytes,
                          size_t len)
{
    struct receiver *r = arg;

    if (is_lone_end(r, offset, len))
        return ERR_OK;
    /* Only whole groups were asked for; a claim of less than that asks the
     * walk for a chunk that cannot be right, but must not be written. */
    if (offset % TREE_GROUP != 0 ||
        (len != TREE_GROUP && offset + len != r->size))
        return ERR_PROTO;
    return gather_data(r->gather, offset, bytes, len);
}

/* Not the sender's doing. */
static bool is_store_error(const struct receiver *r, enum err e)
{
    return e != ERR_MISMATCH && e != ERR_TOO_LARGE && e != ERR_PROTO;
}

static void decoder_fault(struct receiver *r, enum err e)
{
    r->fault.offset = r->decoder->next.offset;
    r->fault.is_parent = r->decoder->next.kind == BAO_PARENT;
    fault(r, e, is_store_error(r, e));
}

/* One feed. What was verified before a fault is kept. */
static size_t decode(struct receiver *r, const uint8_t *bytes, size_t len)
{
    const struct bao_sink keep = {
        .parent = sink_parent, .data = sink_data, .arg = r};
    const struct bao_sink look = {.arg = r};
    size_t taken;
    enum err e = bao_decoder_feed(r->decoder, bytes, len,
                                  r->is_beyond ? &look : &keep, &taken);
    enum err flushed = r->is_beyond ? ERR_OK : gather_flush(r->gather);

    if (e != ERR_OK)
        decoder_fault(r, e);
    else if (flushed != ERR_OK)
        fault(r, flushed, true);
    return taken;
}

static size_t feed_large(struct receiver *r, const uint8_t *bytes, size_t len)
{
    size_t taken = decode(r, bytes, len < FEED ? len : FEED);

    if (r->state == RECEIVER_LARGE && r->decoder->is_done)
        end_part(r, r->decoder->size_proven);
    return taken;
}

static enum err make_decoder(struct receiver *r)
{
    if (r->decoder == NULL)
        r->decoder = malloc(sizeof *r->decoder);
    if (r->gather == NULL)
        r->gather = malloc(sizeof *r->gather);
    return r->decoder != NULL && r->gather != NULL ? ERR_OK : ERR_NOMEM;
}

/* The size is known, and there is a blob to write to if anything is kept. */
static void begin_large(struct receiver *r)
{
    struct part *p = &r->parts[r->at];
    enum err e = make_decoder(r);

    if (e != ERR_OK) {
        fault(r, e, true);
        return;
    }
    e = r->is_beyond ? ERR_OK : blob_set_size(p->blob, r->size);
    if (e != ERR_OK) {
        fault(r, e, e != ERR_CONFLICT && e != ERR_TOO_LARGE);
        return;
    }
    gather_init(r->gather, p->blob, on_held, r);
    bao_decoder_init(r->decoder, &p->hash, p->chunks, r->max_size);
    r->state = RECEIVER_LARGE;
    (void)feed_large(r, r->head, sizeof r->head);
}

void receiver_resume(struct receiver *r)
{
    assert(r->state == RECEIVER_NEEDS_BLOB && r->parts[r->at].blob != NULL);
    begin_large(r);
}

/* ---- the size in front --------------------------------------------------*/

static void on_size(struct receiver *r)
{
    r->size = 0;
    for (size_t i = 0; i < sizeof r->head; i++)
        r->size |= (uint64_t)r->head[i] << 8 * i;
    r->is_beyond =
        r->size > 0 && lies_beyond(&r->parts[r->at].chunks->at[0], r->size);
    if (r->size > r->max_size)
        fault(r, ERR_TOO_LARGE, false);
    else if (r->is_beyond || r->parts[r->at].blob != NULL)
        begin_large(r);
    else if (r->size > TREE_GROUP)
        r->state = RECEIVER_NEEDS_BLOB;
    else
        r->state = RECEIVER_SMALL;
    /* Nothing of a blob follows: it is checked at once. */
    if (r->state == RECEIVER_SMALL && r->size == 0)
        check_small(r, r->head, NULL);
}

static size_t feed_head(struct receiver *r, const uint8_t *bytes, size_t len)
{
    size_t take = sizeof r->head - r->head_len;

    take = take < len ? take : len;
    memcpy(r->head + r->head_len, bytes, take);
    r->head_len += take;
    if (r->head_len == sizeof r->head)
        on_size(r);
    return take;
}

size_t receiver_feed(struct receiver *r, const uint8_t *bytes, size_t len)
{
    size_t at = 0;

    while (at < len) {
        if (r->state == RECEIVER_HEAD)
            at += feed_head(r, bytes + at, len - at);
        else if (r->state == RECEIVER_SMALL)
            at += feed_small(r, bytes + at, len - at);
        else if (r->state == RECEIVER_LARGE)
            at += feed_large(r, bytes + at, len - at);
        else
            break;
    }
    return at;
}
