/* The walk over a hash tree that gives a verified stream its order: parents
 * before children, left before right, only what leads to a selected chunk
 * (protocol/blobs.md 5). Encoder and decoder follow the same walk.
 *
 * Selection: chunk c before the last is selected if it is in the set; the last
 * chunk is selected if the set has anything at or above it. So BAO_LAST_CHUNK
 * asks for the last chunk whatever the size is. (A set cannot hold
 * UINT64_MAX itself; no blob has that many chunks, so who reads foreign ranges
 * lowers a beginning of UINT64_MAX to BAO_LAST_CHUNK.)
 *
 * A walk takes constant memory and, per item, one look-up in the set; none
 * below a node that is selected entirely.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/tree.h"

struct ranges;

#define BAO_LAST_CHUNK (UINT64_MAX - 1)

enum bao_kind {
    BAO_PARENT, /* 64 bytes: left value, right value */
    BAO_DATA    /* 0..16384 bytes of content */
};

/* One item of a stream: a node of the tree. */
struct bao_item {
    enum bao_kind kind;
    bool is_root;     /* the node is the whole blob */
    bool in_outboard; /* parent above group level: `index` is meant */
    bool has_left;    /* parent: the walk goes into the left child */
    bool has_right;   /* parent: the walk goes into the right child */
    uint64_t chunk;   /* first chunk under the node */
    uint64_t chunks;  /* chunks under the node */
    uint64_t offset;  /* first byte under the node */
    uint64_t len;     /* bytes under the node; of data: at most 16384 */
    uint64_t index;   /* pre-order number in the outboard */
};

struct bao_walk_node {
    uint64_t chunk;
    uint64_t chunks;
    uint64_t index;
    bool is_all; /* every chunk under it is selected */
};

struct bao_walk {
    const struct ranges *set; /* chunks asked for; borrowed */
    uint64_t size;
    uint64_t last;                              /* number of the last chunk */
    size_t len;                                 /* nodes on the stack */
    struct bao_walk_node stack[TREE_MAX_DEPTH]; /* still to visit */
};

/* `set` must outlive the walk and stay as it is. */
void bao_walk_init(struct bao_walk *w, uint64_t size, const struct ranges *set);

/* The next item; false at the end. An empty set gives no item at all; the
 * empty blob gives one data item of no bytes. */
bool bao_walk_next(struct bao_walk *w, struct bao_item *out);

/* Bytes of the whole stream with its 8-byte size; 0 for an empty set. Walks. */
uint64_t bao_walk_stream_len(uint64_t size, const struct ranges *set);

/* Bytes that an item takes in the stream. */
static inline size_t bao_item_len(const struct bao_item *item)
{
    return item->kind == BAO_PARENT ? TREE_PARENT : (size_t)item->len;
}
