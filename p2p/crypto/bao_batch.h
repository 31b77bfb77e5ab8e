/* Checks the items of a walk against the tree, many per call: the inside of
 * the decoder.
 *
 * Items are added in the order of the walk, with pointers to their bytes, and
 * checked together: first all values are computed with full lanes, then each
 * is compared with what its parent says, from the top.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/bao_walk.h"
#include "crypto/hash.h"

#define BAO_BATCH_GROUPS 16 /* whole groups checked at once: 256 KiB */
#define BAO_BATCH_ITEMS 64

struct bao_batch {
    size_t expect_len;
    struct hash expect[TREE_MAX_DEPTH]; /* values due, the next one last */
    size_t len;                         /* items added */
    size_t groups;                      /* of them whole groups */
    struct bao_item item[BAO_BATCH_ITEMS];
    const uint8_t *bytes[BAO_BATCH_ITEMS];
    struct hash value[BAO_BATCH_ITEMS]; /* as computed */
};

void bao_batch_init(struct bao_batch *b, const struct hash *root);

bool bao_batch_is_full(const struct bao_batch *b);

/* `bytes` must stay until the check; not when full. */
void bao_batch_add(struct bao_batch *b, const struct bao_item *item,
                   const uint8_t *bytes);

/* Check all that was added. The result is how many, from the first on, are
 * right; item[] and bytes[] may be read until the next add. The batch is then
 * empty; after a wrong item it is of no further use. */
size_t bao_batch_check(struct bao_batch *b);
