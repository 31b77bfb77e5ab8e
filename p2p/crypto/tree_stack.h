/* Joins values that come from left to right into the value of the tree over
 * all of them, without knowing how many will come.
 *
 * Kept are the values of the largest whole subtrees, one per bit that is set
 * in the count. They are joined only when the next value comes: until then the
 * last of them could be the right child of the root, which needs its flag.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "crypto/tree.h"

struct tree_stack {
    uint64_t n;                        /* values pushed */
    size_t len;                        /* values kept */
    struct hash value[TREE_MAX_DEPTH]; /* largest subtree first */
};

void tree_stack_init(struct tree_stack *s);

/* The next `n` values; the more at once, the fuller the lanes. */
void tree_stack_push(struct tree_stack *s, const struct hash *values, size_t n);

/* The value over all that was pushed, at least one; a single value is given
 * back as it is. The stack stays as it was. */
void tree_stack_join(const struct tree_stack *s, bool is_root,
                     struct hash *out);
