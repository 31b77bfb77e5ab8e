#include "crypto/tree.h"

#include <assert.h>
#include <string.h>

#include "crypto/blake3.h"
#include "crypto/tree_stack.h"

/* Groups hashed at once: enough that the parents just above the chunks fill
 * all lanes, few enough that the values stay in the first cache. */
#define RUN 16

uint64_t tree_chunks(uint64_t size)
{
    return size == 0 ? 1 : (size - 1) / TREE_CHUNK + 1;
}

uint64_t tree_groups(uint64_t size)
{
    return size == 0 ? 1 : (size - 1) / TREE_GROUP + 1;
}

uint64_t tree_outboard_size(uint64_t size)
{
    return TREE_PARENT * (tree_groups(size) - 1);
}

uint64_t tree_left(uint64_t n)
{
    assert(n >= 2);
    return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

size_t tree_group_len(uint64_t size, uint64_t group)
{
    assert(group < tree_groups(size));
    if (size - group * TREE_GROUP < TREE_GROUP)
        return (size_t)(size - group * TREE_GROUP);
    return TREE_GROUP;
}

void tree_parent(const struct hash *left, const struct hash *right,
                 bool is_root, struct hash *out)
{
    uint8_t pair[TREE_PARENT];

    memcpy(pair, left->b, HASH_SIZE);
    memcpy(pair + HASH_SIZE, right->b, HASH_SIZE);
    blake3_parent(pair, is_root, out);
}

/* Values of the `n` whole chunks that begin at `data`. */
static void whole_chunks(const uint8_t *data, size_t n, uint64_t first,
                         struct hash out[])
{
    const uint8_t *at[TREE_GROUP_CHUNKS];
    uint64_t counter[TREE_GROUP_CHUNKS];

    assert(n <= TREE_GROUP_CHUNKS);
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        at[i] = data + i * TREE_CHUNK;
        counter[i] = first + i;
    }
    blake3_chunks(at, counter, n, out);
}

/* At most RUN groups: all their chunks, then level by level all parents. */
static void group_run(const uint8_t *const data[], const uint64_t group[],
                      size_t n, struct hash out[])
{
    struct hash v[RUN * TREE_GROUP_CHUNKS];
    size_t left = n * TREE_GROUP_CHUNKS;

    for (size_t i = 0; i < n; i++)
        whole_chunks(data[i], TREE_GROUP_CHUNKS, group[i] * TREE_GROUP_CHUNKS,
                     v + i * TREE_GROUP_CHUNKS);
    for (; left > 2 * n; left /= 2)
        blake3_parents(v[0].b, left / 2, v);
    blake3_parents(v[0].b, n, out);
}

void tree_group_cvs_at(const uint8_t *const data[], const uint64_t group[],
                       size_t n, struct hash out[])
{
    for (size_t i = 0; i < n; i += RUN)
        group_run(data + i, group + i, n - i < RUN ? n - i : RUN, out + i);
}

void tree_group_cvs(const uint8_t *data, size_t n, uint64_t first,
                    struct hash out[])
{
    const uint8_t *at[RUN];
    uint64_t group[RUN];

    for (size_t i = 0; i < n; i += RUN) {
        size_t some = n - i < RUN ? n - i : RUN;

        for (size_t j = 0; j < some; j++) {
            at[j] = data + (i + j) * TREE_GROUP;
            group[j] = first + i + j;
        }
        group_run(at, group, some, out + i);
    }
}

size_t tree_chunk_cvs(const void *data, size_t len, uint64_t first,
                      struct hash out[static TREE_GROUP_CHUNKS])
{
    const uint8_t *at = data;
    size_t whole = len / TREE_CHUNK;

    assert(len <= TREE_GROUP);
    whole_chunks(at, whole, first, out);
    if (len > 0 && len % TREE_CHUNK == 0)
        return whole;
    blake3_chunk(at + whole * TREE_CHUNK, len % TREE_CHUNK, first + whole,
                 false, &out[whole]);
    return whole + 1;
}

/* A piece of at most one group. */
static void small_subtree(const uint8_t *data, size_t len, uint64_t first,
                          bool is_root, struct hash *out)
{
    struct hash v[TREE_GROUP_CHUNKS];
    size_t n;

    if (len <= TREE_CHUNK) {
        blake3_chunk(data, len, first, is_root, out);
        return;
    }
    n = tree_chunk_cvs(data, len, first, v);
    tree_join(v, n, is_root, out);
}

void tree_subtree(const void *data, size_t len, uint64_t first_chunk,
                  bool is_root, struct hash *out)
{
    const uint8_t *at = data;
    uint64_t group = first_chunk / TREE_GROUP_CHUNKS;
    struct hash v[2 * RUN];
    struct tree_stack s;

    if (len <= TREE_GROUP) {
        small_subtree(at, len, first_chunk, is_root, out);
        return;
    }
    tree_stack_init(&s);
    while (len >= TREE_GROUP) {
        size_t n = len / TREE_GROUP < 2 * RUN ? len / TREE_GROUP : 2 * RUN;

        tree_group_cvs(at, n, group, v);
        tree_stack_push(&s, v, n);
        at += n * TREE_GROUP;
        len -= n * TREE_GROUP;
        group += n;
    }
    if (len > 0) {
        small_subtree(at, len, group * TREE_GROUP_CHUNKS, false, &v[0]);
        tree_stack_push(&s, v, 1);
    }
    tree_stack_join(&s, is_root, out);
}

void tree_join(const struct hash *values, uint64_t n, bool is_root,
               struct hash *out)
{
    struct tree_stack s;

    tree_stack_init(&s);
    tree_stack_push(&s, values, n);
    tree_stack_join(&s, is_root, out);
}
