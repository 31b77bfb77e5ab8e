/* The size that an add brings is the true one, so it replaces any claim. */
#include "store/fill.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "crypto/tree.h"
#include "store/blob_int.h"
#include "store/mapping.h"
#include "store/small.h"
#include "store/store_int.h"

#define COPY_MAX ((size_t)1 << 30)

static enum err copy_range(int from, int to, uint64_t begin, uint64_t end)
{
    off_t in = (off_t)begin, out = (off_t)begin;

    while ((uint64_t)in < end) {
        size_t want = end - (uint64_t)in < COPY_MAX
                          ? (size_t)(end - (uint64_t)in)
                          : COPY_MAX;
        ssize_t n = copy_file_range(from, &in, to, &out, want, 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? err_from_errno(errno) : ERR_TRUNCATED;
    }
    return ERR_OK;
}

/* Locked. The missing groups go to `gaps`. */
static enum err prepare(struct blob *b, uint64_t size, struct ranges *gaps)
{
    enum err e = ERR_OK;

    if (b->size != size) {
        e = blob_forget_claim(b);
        if (e == ERR_OK)
            e = blob_shape(b, size);
    }
    b->is_proven = true;
    if (e == ERR_OK)
        e = blob_writable(b);
    if (e == ERR_OK)
        e = ranges_add(gaps, 0, tree_groups(size));
    if (e == ERR_OK)
        e = ranges_subtract(gaps, &b->held);
    return e;
}

static enum err copy_gaps(struct blob *b, const struct ranges *gaps,
                          uint64_t size, int data_fd)
{
    enum err e = ERR_OK;

    for (size_t i = 0; i < gaps->len && e == ERR_OK; i++) {
        uint64_t end = gaps->at[i].end * TREE_GROUP;

        e = copy_range(data_fd, b->data_fd, gaps->at[i].begin * TREE_GROUP,
                       end < size ? end : size);
    }
    return e;
}

static enum err flush(struct blob *b)
{
    enum err e = store_flush(b->store, b->data_fd);

    if (e == ERR_OK)
        e = store_flush(b->store, b->tree_fd);
    return e == ERR_OK ? store_flush_dir(b->store, &b->hash) : e;
}

enum err fill_files(struct blob *b, uint64_t size, int data_fd, int tree_fd)
{
    struct ranges gaps;
    enum err e;

    ranges_init(&gaps);
    pthread_mutex_lock(&b->lock);
    e = prepare(b, size, &gaps);
    pthread_mutex_unlock(&b->lock);
    if (e == ERR_OK)
        e = copy_gaps(b, &gaps, size, data_fd);
    if (e == ERR_OK && gaps.len > 0)
        e = copy_range(tree_fd, b->tree_fd, 0, tree_outboard_size(size));
    if (e == ERR_OK)
        e = flush(b);
    ranges_clear(&gaps);
    return e;
}

/* Locked. */
static enum err hold_all(struct blob *b)
{
    enum err e = ERR_OK;

    b->is_unsure = false;
    if (!b->is_complete)
        e = blob_gain(b, 0, blob_groups(b));
    b->news &= ~(unsigned)NEWS_COMPLETE; /* the add announces it */
    b->is_flushed = true;
    b->row_version++;
    return e;
}

/* A handle that cannot follow its row is no longer the blob's handle. */
static void part_with(struct blob *b, enum err e)
{
    if (e != ERR_OK && b->in_table)
        table_detach(b);
}

void fill_done(struct blob *b)
{
    enum err e;

    pthread_mutex_lock(&b->lock);
    e = hold_all(b);
    pthread_mutex_unlock(&b->lock);
    part_with(b, e);
    blob_keep(b);
}

void blob_fill_small(struct blob *b, const void *bytes, size_t len)
{
    enum err e = ERR_OK;

    pthread_mutex_lock(&b->lock);
    if (b->size != len || b->small == NULL) {
        e = blob_forget_claim(b);
        if (e == ERR_OK)
            e = blob_shape(b, len);
    }
    b->is_proven = true;
    if (e == ERR_OK) {
        memcpy(b->small, bytes, len);
        e = hold_all(b);
    }
    pthread_mutex_unlock(&b->lock);
    part_with(b, e);
    blob_keep(b);
}
