/* As an add hashes, so it is done here, from the file. */
#include "store/heal.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "crypto/hasher.h"
#include "crypto/tree.h"
#include "store/blob_int.h"
#include "store/store_int.h"
#include "store/values.h"

#define PIECE ((uint64_t)32 << 20) /* bytes on a worker at a time */
#define RUN ((size_t)256 << 10)    /* bytes read at a time */

struct heal {
    struct job job;
    struct blob *blob;
    heal_fn *done;
    void *arg;
    uint64_t at, size;
    struct hasher hasher;
    struct values values;
    uint8_t run[RUN];
};

static struct heal *to_heal(struct job *j)
{
    return LIST_ENTRY(j, struct heal, job);
}

static void finish(struct job *j)
{
    struct heal *h = to_heal(j);
    heal_fn *done = h->done;
    void *arg = h->arg;
    bool is_healed = j->err == ERR_OK;
    char name[HASH_SHORT_SIZE];

    hash_format_short(&h->blob->hash, name);
    if (is_healed)
        log_warn(LOG_STORE,
                 "blob %s: the hash tree was damaged and is made "
                 "anew from the content",
                 name);
    job_end(j);
    values_clear(&h->values);
    free(h);
    done(is_healed, arg);
}

static enum err write_parents(void *arg, uint64_t index, const uint8_t *parents,
                              size_t n)
{
    return blob_write_parents(arg, index, parents, n);
}

static enum err make_tree(struct job *j)
{
    struct heal *h = to_heal(j);
    const struct hash *values;
    struct hash root;
    uint64_t n;
    enum err e = hasher_finish(&h->hasher, &root);

    if (e == ERR_OK && !hash_equal(&root, &h->blob->hash))
        e = ERR_MISMATCH;
    if (e == ERR_OK)
        e = values_all(&h->values, &values, &n);
    if (e == ERR_OK)
        e = tree_build_outboard(values, n, write_parents, h->blob, &root);
    return e;
}

static enum err hash_run(struct heal *h)
{
    size_t want = h->size - h->at < RUN ? (size_t)(h->size - h->at) : RUN;
    ssize_t n = pread(blob_fd(h->blob), h->run, want, (off_t)h->at);

    if (n < 0 && errno == EINTR)
        return ERR_OK;
    if (n <= 0)
        return ERR_TRUNCATED;
    h->at += (uint64_t)n;
    return hasher_feed(&h->hasher, h->run, (size_t)n);
}

static enum err hash_piece(struct job *j)
{
    struct heal *h = to_heal(j);
    uint64_t end = h->at + PIECE;
    enum err e = ERR_OK;

    while (h->at < end && h->at < h->size && e == ERR_OK)
        e = hash_run(h);
    return e;
}

static void next_piece(struct job *j)
{
    struct heal *h = to_heal(j);

    if (j->err == ERR_OK && atomic_load(&j->store->is_closing))
        j->err = ERR_CLOSED;
    if (j->err != ERR_OK)
        job_later(j, finish);
    else if (h->at < h->size)
        job_work(j, hash_piece, next_piece);
    else
        job_work(j, make_tree, finish);
}

enum err heal_start(struct store *s, struct blob *b, heal_fn *done, void *arg)
{
    struct heal *h = calloc(1, sizeof *h);

    if (h == NULL)
        return ERR_NOMEM;
    job_init(&h->job, s);
    h->blob = b;
    h->done = done;
    h->arg = arg;
    h->size = blob_size(b, NULL);
    values_init(&h->values, s->files.tmp);
    hasher_init(&h->hasher, values_add, &h->values);
    next_piece(&h->job);
    return ERR_OK;
}
