#include "crypto/bao_encoder.h"

#include <assert.h>
#include <string.h>

#include "base/ranges.h"

#define NO_GROUP UINT64_MAX

void bao_encoder_init(struct bao_encoder *enc, const struct bao_source *source,
                      const struct ranges *chunks, const struct ranges *held)
{
    assert(source->data != NULL || source->read != NULL);
    assert(source->outboard != NULL || source->size <= TREE_GROUP);
    enc->source = *source;
    bao_walk_init(&enc->walk, source->size, chunks);
    enc->held = held;
    enc->sent_size = false;
    enc->failed = enc->walk.len == 0 ? ERR_CLOSED : ERR_OK;
    enc->values_of = NO_GROUP;
    enc->bytes_of = NO_GROUP;
}

/* Is what the item says proven by a group that is held? For a parent above
 * group level one group anywhere below it will do: it came with its path. */
static bool is_held(const struct bao_encoder *enc, const struct bao_item *item)
{
    uint64_t first = item->chunk / TREE_GROUP_CHUNKS;
    uint64_t last = (item->chunk + item->chunks - 1) / TREE_GROUP_CHUNKS;

    return enc->held == NULL || ranges_has_any(enc->held, first, last + 1);
}

/* The bytes of a group, from the mapping or read into the encoder. */
static enum err get_group(struct bao_encoder *enc, uint64_t group,
                          const uint8_t **out)
{
    const struct bao_source *s = &enc->source;
    enum err e;

    if (s->data != NULL) {
        *out = s->data + group * TREE_GROUP;
        return ERR_OK;
    }
    if (enc->bytes_of != group) {
        enc->bytes_of = NO_GROUP;
        e = s->read(s->arg, group * TREE_GROUP, enc->bytes,
                    tree_group_len(s->size, group));
        if (e != ERR_OK)
            return e;
        enc->bytes_of = group;
    }
    *out = enc->bytes;
    return ERR_OK;
}

static enum err need_values(struct bao_encoder *enc, uint64_t group)
{
    const uint8_t *bytes;
    enum err e;

    if (enc->values_of == group)
        return ERR_OK;
    e = get_group(enc, group, &bytes);
    if (e != ERR_OK)
        return e;
    (void)tree_chunk_cvs(bytes, tree_group_len(enc->source.size, group),
                         group * TREE_GROUP_CHUNKS, enc->values);
    enc->values_of = group;
    return ERR_OK;
}

static void put_small(struct bao_encoder *enc, size_t len,
                      struct bao_piece *out)
{
    *out = (struct bao_piece){
        .ptr = enc->small, .len = len, .place = BAO_IN_ENCODER};
}

static void put_size(struct bao_encoder *enc, struct bao_piece *out)
{
    for (int i = 0; i < 8; i++)
        enc->small[i] = (uint8_t)(enc->source.size >> 8 * i);
    put_small(enc, 8, out);
}

/* A parent inside a group: join the values of the chunks on either side. */
static enum err put_inner_parent(struct bao_encoder *enc,
                                 const struct bao_item *item,
                                 struct bao_piece *out)
{
    size_t at = (size_t)(item->chunk % TREE_GROUP_CHUNKS);
    size_t left = (size_t)tree_left(item->chunks);
    struct hash pair[2];
    enum err e = need_values(enc, item->chunk / TREE_GROUP_CHUNKS);

    if (e != ERR_OK)
        return e;
    tree_join(enc->values + at, left, false, &pair[0]);
    tree_join(enc->values + at + left, item->chunks - left, false, &pair[1]);
    memcpy(enc->small, pair, sizeof pair);
    put_small(enc, sizeof pair, out);
    return ERR_OK;
}

static void put_outboard(struct bao_encoder *enc, const struct bao_item *item,
                         struct bao_piece *out)
{
    *out = (struct bao_piece){.ptr = enc->source.outboard +
                                     item->index * TREE_PARENT,
                              .len = TREE_PARENT,
                              .place = BAO_IN_OUTBOARD};
}

static enum err put_data(struct bao_encoder *enc, const struct bao_item *item,
                         struct bao_piece *out)
{
    const uint8_t *group;
    enum err e = get_group(enc, item->chunk / TREE_GROUP_CHUNKS, &group);

    if (e != ERR_OK)
        return e;
    *out = (struct bao_piece){
        .ptr = group + item->offset % TREE_GROUP,
        .len = (size_t)item->len,
        .place = enc->source.data != NULL ? BAO_IN_DATA : BAO_IN_ENCODER,
        .is_data = true,
        .offset = item->offset};
    return ERR_OK;
}

static enum err put_item(struct bao_encoder *enc, const struct bao_item *item,
                         struct bao_piece *out)
{
    if (!is_held(enc, item))
        return ERR_NOT_FOUND;
    if (item->kind == BAO_DATA)
        return put_data(enc, item, out);
    if (!item->in_outboard)
        return put_inner_parent(enc, item, out);
    put_outboard(enc, item, out);
    return ERR_OK;
}

enum err bao_encoder_next(struct bao_encoder *enc, struct bao_piece *out)
{
    struct bao_item item;

    if (enc->failed != ERR_OK)
        return enc->failed;
    if (!enc->sent_size) {
        enc->sent_size = true;
        put_size(enc, out);
        return ERR_OK;
    }
    /* The empty blob's one item has no bytes, and so makes no piece. */
    if (!bao_walk_next(&enc->walk, &item) || bao_item_len(&item) == 0)
        enc->failed = ERR_CLOSED;
    else
        enc->failed = put_item(enc, &item, out);
    return enc->failed;
}
