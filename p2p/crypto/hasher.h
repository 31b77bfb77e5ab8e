/* Hash a blob that comes in pieces of any size, in bounded memory, and hand
 * out the values of its groups on the way, from which the outboard is built
 * (tree_build_outboard).
 *
 *     hasher_init -> hasher_feed ... -> hasher_finish
 *
 * Whole groups are hashed where they lie; only the first group of a blob and
 * what is cut by the end of a feed are copied. Feed 64 KiB or more at a time
 * to fill all lanes.
 *
 * Thread: none of its own; one at a time. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"
#include "crypto/tree.h"
#include "crypto/tree_stack.h"

/* Takes the values of the next `n` groups, in order. For a blob of one group
 * the value is the root hash. The first error ends the hashing. */
typedef enum err hasher_values_fn(void *arg, const struct hash *values,
                                  size_t n);

struct hasher {
    hasher_values_fn *values;  /* may be NULL */
    void *arg;                 /* handed to `values` */
    uint64_t size;             /* bytes fed so far */
    struct tree_stack stack;   /* values of the groups so far */
    size_t carry_len;          /* bytes in carry */
    uint8_t carry[TREE_GROUP]; /* the beginning of the next group */
};

void hasher_init(struct hasher *h, hasher_values_fn *values, void *arg);

/* ERR_OK, or what `values` returned: then only hasher_init() may follow. */
ERR_RESULT enum err hasher_feed(struct hasher *h, const void *bytes,
                                size_t len);

/* Ends the blob: the last value goes to `values`, the root to `*root`. */
ERR_RESULT enum err hasher_finish(struct hasher *h, struct hash *root);
