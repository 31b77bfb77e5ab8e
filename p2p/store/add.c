/* Taking in: bytes are gathered to runs worth hashing, hashed while they are
 * in the cache, and written. Up to one group everything stays in memory. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rng.h"
#include "store/add_int.h"
#include "store/store_int.h"
#include "store/tag_rows.h"

#define RUN ((size_t)256 << 10)
#define WRITE_BACK (UINT64_C(16) << 20)

enum err store_add_begin(struct store *s, struct store_add **out)
{
    enum err e = store_may_write(s);
    struct store_add *a;

    if (atomic_load(&s->is_closing))
        return ERR_CLOSED;
    if (e != ERR_OK)
        return e;
    a = calloc(1, sizeof *a);
    if (a == NULL)
        return ERR_NOMEM;
    a->store = s;
    a->data_fd = -1;
    a->tree_fd = -1;
    values_init(&a->values, s->files.tmp);
    hasher_init(&a->hasher, values_add, &a->values);
    atomic_fetch_add(&s->adds_open, 1);
    *out = a;
    return ERR_OK;
}

enum err add_open_tmp(struct store_add *a, const char *suffix,
                      char name[static ADD_NAME_SIZE], int *fd)
{
    snprintf(name, ADD_NAME_SIZE, "add-%016" PRIx64 "%s", rng_u64(), suffix);
    *fd = openat(a->store->files.tmp, name,
                 O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (*fd >= 0)
        return ERR_OK;
    name[0] = '\0';
    return err_from_errno(errno);
}

static void drop_file(struct store_add *a, int *fd, char *name)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    if (name[0] != '\0')
        unlinkat(a->store->files.tmp, name, 0);
    name[0] = '\0';
}

void add_drop(struct store_add *a)
{
    drop_file(a, &a->data_fd, a->data_name);
    drop_file(a, &a->tree_fd, a->tree_name);
    values_clear(&a->values);
    free(a->buf);
    free(a);
}

void store_add_abort(struct store_add *a)
{
    struct store *s;

    if (a == NULL)
        return;
    s = a->store;
    add_drop(a);
    atomic_fetch_sub(&s->adds_open, 1);
}

static enum err write_run(struct store_add *a, const void *bytes, size_t len)
{
    enum err e = ERR_OK;

    if (a->data_fd < 0)
        e = add_open_tmp(a, ".data", a->data_name, &a->data_fd);
    if (e == ERR_OK)
        e = files_write_at(a->data_fd, bytes, len, a->written);
    store_note_write(a->store, e, false);
    if (e != ERR_OK)
        return e;
    a->written += len;
    a->unsent += len;
    if (a->unsent >= WRITE_BACK) {
        /* Only a hint, so that the flush at the end is short. */
        (void)sync_file_range(a->data_fd, 0, 0, SYNC_FILE_RANGE_WRITE);
        a->unsent = 0;
    }
    return ERR_OK;
}

static enum err take_run(struct store_add *a, const void *bytes, size_t len)
{
    enum err e = hasher_feed(&a->hasher, bytes, len);

    return e == ERR_OK ? write_run(a, bytes, len) : e;
}

static enum err drain(struct store_add *a)
{
    enum err e = a->len > 0 ? take_run(a, a->buf, a->len) : ERR_OK;

    a->len = 0;
    return e;
}

/* One group at first: most blobs are small. */
static enum err grow(struct store_add *a)
{
    size_t cap = a->cap == 0 ? STORE_INLINE_MAX : RUN;
    uint8_t *bigger = realloc(a->buf, cap);

    if (bigger == NULL)
        return ERR_NOMEM;
    a->buf = bigger;
    a->cap = cap;
    return ERR_OK;
}

static enum err gather(struct store_add *a, const uint8_t *bytes, size_t len)
{
    enum err e = ERR_OK;

    while (len > 0 && e == ERR_OK) {
        size_t n = a->cap - a->len < len ? a->cap - a->len : len;

        if (a->len == 0 && len >= RUN && a->cap == RUN) {
            n = len - len % RUN;
            e = take_run(a, bytes, n);
        } else if (n > 0) {
            memcpy(a->buf + a->len, bytes, n);
            a->len += n;
        } else {
            e = a->cap < RUN ? grow(a) : drain(a);
        }
        bytes += n;
        len -= n;
    }
    return e;
}

enum err store_add_write(struct store_add *a, const void *bytes, size_t len)
{
    uint64_t limit = a->store->max_blob_bytes;

    if (a->failed == ERR_OK)
        a->failed = store_may_write(a->store);
    if (a->failed != ERR_OK)
        return a->failed;
    if (len > (uint64_t)INT64_MAX - a->size ||
        (limit > 0 && len > limit - a->size))
        return a->failed = ERR_TOO_LARGE;
    a->size += len;
    a->failed = gather(a, bytes, len);
    return a->failed;
}

static enum err end_hash(struct store_add *a)
{
    enum err e;

    a->added.size = a->size;
    if (a->size <= STORE_INLINE_MAX) {
        hash_bytes(a->buf, a->size, &a->added.hash);
    } else {
        e = drain(a);
        if (e == ERR_OK)
            e = hasher_finish(&a->hasher, &a->added.hash);
        if (e != ERR_OK)
            return e;
    }
    if (a->has_expected && !hash_equal(&a->expected, &a->added.hash))
        return ERR_MISMATCH;
    return ERR_OK;
}

void store_add_finish(struct store_add *a, const struct hash *expected,
                      const char *tag, store_added_fn *done, void *arg)
{
    struct store *s = a->store;
    enum err e = a->failed;

    a->has_expected = expected != NULL;
    if (expected != NULL)
        a->expected = *expected;
    a->has_tag = tag != NULL;
    a->done = done;
    a->arg = arg;
    if (e == ERR_OK && tag != NULL && !tag_is_valid(tag))
        e = ERR_INVALID;
    if (e == ERR_OK && tag != NULL)
        tag_copy_name(a->tag.name, tag);
    if (e == ERR_OK)
        e = end_hash(a);
    a->tag.hash = a->added.hash;
    job_init(&a->job, s);
    a->job.err = e;
    job_later(&a->job, add_arrived);
    atomic_fetch_sub(&s->adds_open, 1);
}
