#include "blobs/gather.h"

#include <string.h>

#include "store/blob.h"

void gather_init(struct gather *g, struct blob *blob, gather_held_fn *held,
                 void *arg)
{
    g->blob = blob;
    g->held = held;
    g->arg = arg;
    g->bytes = 0;
    g->iov_len = 0;
    g->parents_len = 0;
}

static enum err flush_parents(struct gather *g)
{
    size_t n = g->parents_len;

    g->parents_len = 0;
    if (n == 0)
        return ERR_OK;
    return blob_write_parents(g->blob, g->first, g->parents, n);
}

static enum err write_data(struct gather *g)
{
    uint64_t begin = g->offset / TREE_GROUP;
    uint64_t end = (g->offset + g->bytes + TREE_GROUP - 1) / TREE_GROUP;
    enum err e = blob_write_data(g->blob, g->offset, g->iov, g->iov_len);

    if (e == ERR_OK)
        e = blob_mark_held(g->blob, begin, end);
    if (e == ERR_OK)
        e = g->held(g->arg, begin, end, g->bytes);
    g->iov_len = 0;
    g->bytes = 0;
    return e;
}

enum err gather_flush(struct gather *g)
{
    enum err e = flush_parents(g);

    if (e == ERR_OK && g->iov_len > 0)
        e = write_data(g);
    return e;
}

enum err gather_parent(struct gather *g, uint64_t index,
                       const uint8_t pair[static TREE_PARENT])
{
    enum err e = ERR_OK;

    if (g->parents_len == GATHER_PARENTS ||
        (g->parents_len > 0 && index != g->first + g->parents_len))
        e = flush_parents(g);
    if (e != ERR_OK)
        return e;
    if (g->parents_len == 0)
        g->first = index;
    memcpy(g->parents + g->parents_len++ * TREE_PARENT, pair, TREE_PARENT);
    return ERR_OK;
}

enum err gather_data(struct gather *g, uint64_t offset, const uint8_t *bytes,
                     size_t len)
{
    struct iovec *last = g->iov_len > 0 ? &g->iov[g->iov_len - 1] : NULL;
    enum err e = ERR_OK;

    if (last != NULL && offset == g->offset + g->bytes &&
        (uint8_t *)last->iov_base + last->iov_len == bytes) {
        last->iov_len += len;
        g->bytes += len;
        return ERR_OK;
    }
    if (g->iov_len == GATHER_PIECES ||
        (last != NULL && offset != g->offset + g->bytes))
        e = gather_flush(g);
    if (e != ERR_OK)
        return e;
    if (g->iov_len == 0)
        g->offset = offset;
    g->iov[g->iov_len++] = (struct iovec){(void *)(uintptr_t)bytes, len};
    g->bytes += len;
    return ERR_OK;
}
