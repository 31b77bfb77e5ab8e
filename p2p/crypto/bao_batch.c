#include "crypto/bao_batch.h"

#include <assert.h>
#include <string.h>

#include "crypto/blake3.h"

void bao_batch_init(struct bao_batch *b, const struct hash *root)
{
    b->expect[0] = *root;
    b->expect_len = 1;
    b->len = 0;
    b->groups = 0;
}

bool bao_batch_is_full(const struct bao_batch *b)
{
    return b->len == BAO_BATCH_ITEMS || b->groups == BAO_BATCH_GROUPS;
}

static bool is_whole_group(const struct bao_item *item)
{
    return item->kind == BAO_DATA && item->len == TREE_GROUP && !item->is_root;
}

void bao_batch_add(struct bao_batch *b, const struct bao_item *item,
                   const uint8_t *bytes)
{
    assert(!bao_batch_is_full(b));
    b->item[b->len] = *item;
    b->bytes[b->len++] = bytes;
    b->groups += is_whole_group(item);
}

static void hash_groups(struct bao_batch *b)
{
    const uint8_t *at[BAO_BATCH_GROUPS];
    uint64_t group[BAO_BATCH_GROUPS];
    size_t of[BAO_BATCH_GROUPS];
    struct hash v[BAO_BATCH_GROUPS];
    size_t n = 0;

    for (size_t i = 0; i < b->len; i++) {
        if (!is_whole_group(&b->item[i]))
            continue;
        at[n] = b->bytes[i];
        group[n] = b->item[i].chunk / TREE_GROUP_CHUNKS;
        of[n++] = i;
    }
    if (n == 0)
        return;
    tree_group_cvs_at(at, group, n, v);
    for (size_t i = 0; i < n; i++)
        b->value[of[i]] = v[i];
}

static void hash_parents(struct bao_batch *b)
{
    const uint8_t *at[BAO_BATCH_ITEMS];
    size_t of[BAO_BATCH_ITEMS];
    struct hash v[BAO_BATCH_ITEMS];
    size_t n = 0;

    for (size_t i = 0; i < b->len; i++) {
        if (b->item[i].kind != BAO_PARENT || b->item[i].is_root)
            continue;
        at[n] = b->bytes[i];
        of[n++] = i;
    }
    if (n == 0)
        return;
    blake3_parents_at(at, n, v);
    for (size_t i = 0; i < n; i++)
        b->value[of[i]] = v[i];
}

/* What fills no lanes: the root, and data that is no whole group. */
static void hash_others(struct bao_batch *b)
{
    for (size_t i = 0; i < b->len; i++) {
        const struct bao_item *item = &b->item[i];

        if (item->kind == BAO_PARENT && item->is_root)
            blake3_parent(b->bytes[i], true, &b->value[i]);
        else if (item->kind == BAO_DATA && !is_whole_group(item))
            tree_subtree(b->bytes[i], (size_t)item->len, item->chunk,
                         item->is_root, &b->value[i]);
    }
}

static void expect(struct bao_batch *b, const uint8_t *value)
{
    assert(b->expect_len < TREE_MAX_DEPTH);
    memcpy(b->expect[b->expect_len++].b, value, HASH_SIZE);
}

/* Compare one item with what is due; a right parent says what is due next. */
static bool is_right(struct bao_batch *b, size_t i)
{
    const struct bao_item *item = &b->item[i];

    assert(b->expect_len > 0);
    if (!hash_equal(&b->value[i], &b->expect[--b->expect_len]))
        return false;
    if (item->kind == BAO_PARENT && item->has_right)
        expect(b, b->bytes[i] + HASH_SIZE);
    if (item->kind == BAO_PARENT && item->has_left)
        expect(b, b->bytes[i]);
    return true;
}

size_t bao_batch_check(struct bao_batch *b)
{
    size_t good = 0;

    hash_groups(b);
    hash_parents(b);
    hash_others(b);
    while (good < b->len && is_right(b, good))
        good++;
    b->len = 0;
    b->groups = 0;
    return good;
}
