#include "crypto/bao_walk.h"

#include <assert.h>

#include "base/ranges.h"

/* Chunks at and above the last all stand for the last one, so a node that has
 * it reaches without end. */
static uint64_t end_of(const struct bao_walk *w, const struct bao_walk_node *n)
{
    uint64_t end = n->chunk + n->chunks;

    return end > w->last ? UINT64_MAX : end;
}

static bool has_any(const struct bao_walk *w, const struct bao_walk_node *n)
{
    return ranges_has_any(w->set, n->chunk, end_of(w, n));
}

static bool has_all(const struct bao_walk *w, const struct bao_walk_node *n)
{
    uint64_t end = n->chunk + n->chunks;

    if (end <= w->last)
        return ranges_has_all(w->set, n->chunk, end);
    return (n->chunk == w->last || ranges_has_all(w->set, n->chunk, w->last)) &&
           ranges_has_any(w->set, w->last, UINT64_MAX);
}

static bool push(struct bao_walk *w, struct bao_walk_node node)
{
    if (!node.is_all) {
        if (!has_any(w, &node))
            return false;
        node.is_all = has_all(w, &node);
    }
    assert(w->len < TREE_MAX_DEPTH);
    w->stack[w->len++] = node;
    return true;
}

void bao_walk_init(struct bao_walk *w, uint64_t size, const struct ranges *set)
{
    uint64_t chunks = tree_chunks(size);

    w->set = set;
    w->size = size;
    w->last = chunks - 1;
    w->len = 0;
    (void)push(w, (struct bao_walk_node){.chunks = chunks});
}

static uint64_t groups_of(uint64_t chunks)
{
    return (chunks - 1) / TREE_GROUP_CHUNKS + 1;
}

/* The right child is pushed first, for it is visited last. */
static void push_children(struct bao_walk *w, const struct bao_walk_node *n,
                          struct bao_item *item)
{
    uint64_t left = tree_left(n->chunks);
    struct bao_walk_node child = {.chunk = n->chunk + left,
                                  .chunks = n->chunks - left,
                                  .index = n->index + groups_of(left),
                                  .is_all = n->is_all};

    item->has_right = push(w, child);
    child.chunk = n->chunk;
    child.chunks = left;
    child.index = n->index + 1;
    item->has_left = push(w, child);
}

/* Bytes under a node. */
static uint64_t len_of(const struct bao_walk *w, const struct bao_walk_node *n)
{
    if (n->chunk + n->chunks > w->last)
        return w->size - n->chunk * TREE_CHUNK;
    return n->chunks * TREE_CHUNK;
}

bool bao_walk_next(struct bao_walk *w, struct bao_item *out)
{
    struct bao_walk_node n;

    if (w->len == 0)
        return false;
    n = w->stack[--w->len];
    *out = (struct bao_item){.is_root = n.chunks == w->last + 1,
                             .chunk = n.chunk,
                             .chunks = n.chunks,
                             .offset = n.chunk * TREE_CHUNK,
                             .len = len_of(w, &n),
                             .index = n.index};
    if (n.chunks == 1 || (n.is_all && n.chunks <= TREE_GROUP_CHUNKS)) {
        out->kind = BAO_DATA;
    } else {
        out->kind = BAO_PARENT;
        out->in_outboard = n.chunks > TREE_GROUP_CHUNKS;
        push_children(w, &n, out);
    }
    return true;
}

uint64_t bao_walk_stream_len(uint64_t size, const struct ranges *set)
{
    struct bao_walk w;
    struct bao_item item;
    uint64_t sum = 8;

    bao_walk_init(&w, size, set);
    if (w.len == 0)
        return 0;
    while (w.len > 0) {
        const struct bao_walk_node *top = &w.stack[w.len - 1];

        if (top->is_all) {
            sum += len_of(&w, top) + TREE_PARENT * (groups_of(top->chunks) - 1);
            w.len--;
        } else if (bao_walk_next(&w, &item)) {
            sum += bao_item_len(&item);
        }
    }
    return sum;
}
