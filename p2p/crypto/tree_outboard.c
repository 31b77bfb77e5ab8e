/* Building the outboard: the tree is halved until BLOCK groups are left; the
 * parents of a block follow each other in the outboard, so they are computed
 * level by level with full lanes and given away in one run. */
#include <assert.h>
#include <string.h>

#include "crypto/blake3.h"
#include "crypto/tree.h"

#define BLOCK 256 /* groups, a power of two */

struct builder {
    tree_sink_fn *sink;
    void *arg;
};

/* Pre-order number of the node over values first .. first + n within the
 * block over `all` values. */
static size_t index_in_block(size_t all, size_t first, size_t n)
{
    size_t index = 0;

    while (all != n) {
        size_t left = tree_left(all);

        if (first < left) {
            index += 1;
            all = left;
        } else {
            index += left;
            first -= left;
            all -= left;
        }
    }
    return index;
}

/* Parents of one level: `len` values, each over `span` groups (the last over
 * what is left of `n`), are paired; an odd last one moves up unchanged. */
static size_t build_level(struct hash *v, size_t len, size_t span, size_t n,
                          bool is_root, uint8_t *parents)
{
    size_t pairs = len / 2;

    for (size_t i = 0; i < pairs; i++) {
        size_t first = 2 * i * span;
        size_t under = n - first < 2 * span ? n - first : 2 * span;

        memcpy(parents + TREE_PARENT * index_in_block(n, first, under),
               &v[2 * i], TREE_PARENT);
    }
    if (is_root && len == 2)
        tree_parent(&v[0], &v[1], true, &v[0]);
    else
        blake3_parents(v[0].b, pairs, v);
    if (len % 2 == 1)
        v[pairs] = v[len - 1];
    return (len + 1) / 2;
}

/* A subtree over 1..BLOCK groups, whose top is node `index`. */
static enum err build_block(const struct builder *b, const struct hash *values,
                            size_t n, uint64_t index, bool is_root,
                            struct hash *out)
{
    struct hash v[BLOCK];
    uint8_t parents[BLOCK * TREE_PARENT];
    size_t len = n;

    memcpy(v, values, n * sizeof *v);
    for (size_t span = 1; len > 1; span *= 2)
        len = build_level(v, len, span, n, is_root, parents);
    *out = v[0];
    if (b->sink == NULL || n == 1)
        return ERR_OK;
    return b->sink(b->arg, index, parents, n - 1);
}

/* As deep as the tree is above its blocks: 2^64 bytes give 42 levels. */
static enum err build(const struct builder *b, const struct hash *values,
                      uint64_t n, uint64_t index, bool is_root,
                      struct hash *out)
{
    struct hash pair[2];
    uint64_t left;
    enum err e;

    if (n <= BLOCK)
        return build_block(b, values, n, index, is_root, out);
    left = tree_left(n);
    e = build(b, values, left, index + 1, false, &pair[0]);
    if (e == ERR_OK)
        e = build(b, values + left, n - left, index + left, false, &pair[1]);
    if (e != ERR_OK)
        return e;
    tree_parent(&pair[0], &pair[1], is_root, out);
    return b->sink == NULL ? ERR_OK : b->sink(b->arg, index, pair[0].b, 1);
}

enum err tree_build_outboard(const struct hash *values, uint64_t n,
                             tree_sink_fn *sink, void *arg, struct hash *root)
{
    struct builder b = {.sink = sink, .arg = arg};
    struct hash top;
    enum err e;

    assert(n >= 1);
    e = build(&b, values, n, 0, true, &top);
    if (e == ERR_OK)
        *root = top;
    return e;
}

enum err tree_sink_memory(void *arg, uint64_t index, const uint8_t *parents,
                          size_t n)
{
    uint8_t *outboard = arg;

    memcpy(outboard + index * TREE_PARENT, parents, n * TREE_PARENT);
    return ERR_OK;
}
