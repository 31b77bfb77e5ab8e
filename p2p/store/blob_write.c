/* Filling a partial blob. Data and parents go to the files without the lock,
 * so that many threads write at once; only sets and sizes are changed under
 * it. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto/bao_check.h"
#include "crypto/tree.h"
#include "store/blob_int.h"
#include "store/mapping.h"
#include "store/store_int.h"

/* Ask for write-back every so many bytes, so that the flush at the end finds
 * little left to do and dirty memory stays bounded. */
#define WRITE_BACK (UINT64_C(16) << 20)

#define IOV_PART 64 /* iovecs handed to the kernel at once */

/* What is held was verified up to the root, and so has its place in the tree
 * whatever the size is, except that a held group cannot be the last one or
 * lie beyond it: then the claim is false. */
static bool fits_held(const struct blob *b, uint64_t size)
{
    return b->held.len == 0 ||
           b->held.at[b->held.len - 1].end < tree_groups(size);
}

/* Maps of the earlier claim: with nothing held nobody may be reading them;
 * else they stay until the handle goes. */
enum err blob_forget_claim(struct blob *b)
{
    struct mapping *maps[2] = {b->data, b->tree};

    if (b->held.len > 0 && b->old_len + 2 > sizeof b->old / sizeof b->old[0])
        return ERR_CONFLICT;
    for (size_t i = 0; i < 2; i++) {
        if (maps[i] == NULL)
            continue;
        if (b->held.len > 0)
            b->old[b->old_len++] = maps[i];
        else
            mapping_free(maps[i]);
    }
    b->data = NULL;
    b->tree = NULL;
    return ERR_OK;
}

static enum err change_size(struct blob *b, uint64_t size)
{
    uint64_t limit = b->store->max_blob_bytes;
    enum err e;

    if (size == b->size && (size > 0 || b->is_complete))
        return ERR_OK;
    if (b->is_proven || b->is_complete || !fits_held(b, size))
        return ERR_CONFLICT;
    if (size > INT64_MAX || (limit > 0 && size > limit))
        return ERR_TOO_LARGE;
    e = blob_forget_claim(b);
    if (e == ERR_OK)
        e = blob_shape(b, size);
    b->row_version++;
    blob_tell(b, NEWS_ROW);
    return e;
}

enum err blob_set_size(struct blob *b, uint64_t size)
{
    enum err e = store_may_write(b->store);

    if (e != ERR_OK)
        return e;
    /* Only one hash belongs to nothing, and that blob is always whole. */
    if (size == 0 && !hash_equal(&b->hash, &HASH_EMPTY))
        return ERR_CONFLICT;
    pthread_mutex_lock(&b->lock);
    e = change_size(b, size);
    pthread_mutex_unlock(&b->lock);
    if (e == ERR_NO_SPACE || e == ERR_IO)
        store_note_write(b->store, e, false);
    return e;
}

static size_t iov_bytes(const struct iovec *iov, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += iov[i].iov_len;
    return n;
}

/* Drop the first `n` bytes of a small array of our own. */
static void iov_skip(struct iovec *iov, size_t *len, size_t n)
{
    size_t i = 0;

    while (i < *len && n >= iov[i].iov_len)
        n -= iov[i++].iov_len;
    if (i < *len) {
        iov[i].iov_base = (char *)iov[i].iov_base + n;
        iov[i].iov_len -= n;
    }
    *len -= i;
    memmove(iov, iov + i, *len * sizeof *iov);
}

static enum err write_part(int fd, uint64_t offset, const struct iovec *from,
                           size_t len)
{
    struct iovec iov[IOV_PART];
    size_t left = iov_bytes(from, len);

    memcpy(iov, from, len * sizeof *iov);
    while (left > 0) {
        ssize_t n = pwritev(fd, iov, (int)len, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_from_errno(errno);
        offset += (uint64_t)n;
        left -= (size_t)n;
        iov_skip(iov, &len, (size_t)n);
    }
    return ERR_OK;
}

static enum err write_all(int fd, uint64_t offset, const struct iovec *iov,
                          size_t len)
{
    enum err e = ERR_OK;

    while (len > 0 && e == ERR_OK) {
        size_t n = len < IOV_PART ? len : IOV_PART;

        e = write_part(fd, offset, iov, n);
        offset += iov_bytes(iov, n);
        iov += n;
        len -= n;
    }
    return e;
}

/* A whole small blob is left alone: others read it without the lock. */
static void write_small(struct blob *b, uint64_t offset,
                        const struct iovec *iov, size_t len)
{
    if (b->is_complete)
        return;
    for (size_t i = 0; i < len; i++) {
        memcpy(b->small + offset, iov[i].iov_base, iov[i].iov_len);
        offset += iov[i].iov_len;
    }
}

/* Before a write: is it inside, and where does it go? `*fd` is -1 when it was
 * done here, in memory. */
static enum err begin_write(struct blob *b, uint64_t offset,
                            const struct iovec *iov, size_t len, int *fd)
{
    size_t bytes = iov_bytes(iov, len);
    enum err e = store_may_write(b->store);

    if (e != ERR_OK)
        return e;
    if (offset > b->size || bytes > b->size - offset)
        return ERR_RANGE;
    *fd = -1;
    if (blob_is_small(b)) {
        if (bytes > 0)
            write_small(b, offset, iov, len);
        return ERR_OK;
    }
    e = blob_writable(b);
    *fd = b->data_fd;
    return e;
}

static void ask_write_back(struct blob *b, int fd, size_t bytes)
{
    bool is_due;

    pthread_mutex_lock(&b->lock);
    b->unsent += bytes;
    is_due = b->unsent >= WRITE_BACK;
    if (is_due)
        b->unsent = 0;
    pthread_mutex_unlock(&b->lock);
    /* Only a hint; should it fail, the flush will say so. */
    if (is_due)
        (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

enum err blob_write_data(struct blob *b, uint64_t offset,
                         const struct iovec *iov, size_t len)
{
    enum err e;
    int fd;

    pthread_mutex_lock(&b->lock);
    e = begin_write(b, offset, iov, len, &fd);
    pthread_mutex_unlock(&b->lock);
    if (e != ERR_OK || fd < 0)
        return e;
    e = write_all(fd, offset, iov, len);
    store_note_write(b->store, e, false);
    if (e == ERR_OK)
        ask_write_back(b, fd, iov_bytes(iov, len));
    return e;
}

enum err blob_write_parents(struct blob *b, uint64_t first_index,
                            const uint8_t *bytes, size_t parents)
{
    uint64_t room;
    enum err e = store_may_write(b->store);
    int fd = -1;

    if (e != ERR_OK)
        return e;
    pthread_mutex_lock(&b->lock);
    room = tree_outboard_size(b->size) / TREE_PARENT;
    if (first_index > room || parents > room - first_index)
        e = ERR_RANGE;
    else if (parents > 0)
        e = blob_writable(b);
    fd = b->tree_fd;
    pthread_mutex_unlock(&b->lock);
    if (e != ERR_OK || parents == 0)
        return e;
    e = files_write_at(fd, bytes, parents * TREE_PARENT,
                       first_index * TREE_PARENT);
    store_note_write(b->store, e, false);
    return e;
}

/* The last group binds the size to the hash. Looked at once more here, since
 * a false size would make every other group's place doubtful. */
static enum err prove_size(struct blob *b)
{
    uint64_t last = blob_groups(b) - 1, bad;
    struct hash h;
    enum err e;

    if (blob_is_small(b)) {
        hash_bytes(b->small, b->size, &h);
        return hash_equal(&h, &b->hash) ? ERR_OK : ERR_MISMATCH;
    }
    e = bao_verify_groups(&b->hash, b->size, mapping_at(b->tree), last, 1,
                          mapping_at(b->data) + last * TREE_GROUP, &bad);
    return e == ERR_OK ? ERR_OK : ERR_MISMATCH;
}

/* Where zeros were shown in place of a bad page, show the file again. */
static enum err repair_maps(struct blob *b)
{
    enum err e = ERR_OK;

    if (b->data != NULL && mapping_is_damaged(b->data))
        e = mapping_repair(b->data, b->data_fd);
    if (e == ERR_OK && b->tree != NULL && mapping_is_damaged(b->tree))
        e = mapping_repair(b->tree, b->tree_fd);
    return e;
}

static enum err mark(struct blob *b, uint64_t begin, uint64_t end)
{
    uint64_t groups = blob_groups(b);
    enum err e = ERR_OK;

    if (begin > end || end > groups)
        return ERR_RANGE;
    if (b->is_complete || begin == end)
        return ERR_OK;
    if (!blob_is_small(b)) {
        e = blob_writable(b);
        if (e == ERR_OK)
            e = repair_maps(b);
    }
    if (e == ERR_OK && end == groups)
        e = prove_size(b);
    return e == ERR_OK ? blob_gain(b, begin, end) : e;
}

enum err blob_mark_held(struct blob *b, uint64_t begin, uint64_t end)
{
    enum err e;

    pthread_mutex_lock(&b->lock);
    e = mark(b, begin, end);
    pthread_mutex_unlock(&b->lock);
    return e;
}
