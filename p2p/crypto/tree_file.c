/* As many runs are in flight as the pool has threads; each takes the next
 * RUN_GROUPS groups when it is done with its own. Runs write to their own part
 * of `values` and so need no lock; what they count is read by the loop only
 * after their `done`.
 *
 * What can go wrong: reading fails, or the owner cancels. Then no new run
 * begins, and when the last one has come back the owner is told. */
#include "crypto/tree_file.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/workers.h"

#define RUN_GROUPS 1024  /* 16 MiB: some 5 ms of work */
#define BUFFER_GROUPS 16 /* read at once; stays in the second cache */

struct run {
    struct work work;
    struct tree_file *owner;
    uint64_t first; /* group */
    uint64_t n;
    enum err result;
    uint8_t *buffer; /* NULL when the bytes are in memory */
};

struct tree_file {
    struct tree_file_config cfg;
    uint64_t groups;
    uint64_t next; /* first group that no run has taken */
    size_t active; /* runs in flight */
    enum err failed;
    struct hash *values; /* one per group */
    struct hash root;
    struct work build;
    _Atomic bool is_cancelled;
    _Atomic uint64_t bytes_done;
    size_t run_count;
    struct run runs[];
};

static void tree_file_free(struct tree_file *t)
{
    if (t == NULL)
        return;
    assert(t->active == 0);
    for (size_t i = 0; i < t->run_count; i++)
        free(t->runs[i].buffer);
    free(t->values);
    free(t);
}

static void finish(struct tree_file *t)
{
    if (atomic_load(&t->is_cancelled))
        t->failed = ERR_CANCELLED;
    t->cfg.done(t, t->failed, &t->root, t->cfg.arg);
    tree_file_free(t);
}

static enum err read_all(int fd, uint8_t *out, size_t len, uint64_t offset)
{
    while (len > 0) {
        ssize_t n = pread(fd, out, len, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_from_errno(errno);
        if (n == 0)
            return ERR_TRUNCATED;
        out += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return ERR_OK;
}

/* The bytes from `offset` on, at their place or read into the buffer. */
static enum err get_bytes(const struct run *r, uint64_t offset, size_t len,
                          const uint8_t **out)
{
    const struct tree_file_config *cfg = &r->owner->cfg;

    if (cfg->fd < 0) {
        *out = cfg->data + offset;
        return ERR_OK;
    }
    *out = r->buffer;
    return read_all(cfg->fd, r->buffer, len, offset);
}

/* Hash `n` <= BUFFER_GROUPS groups. Only the last may be short, and it is the
 * root when it is the only one. */
static enum err hash_some(const struct run *r, uint64_t first, size_t n)
{
    struct tree_file *t = r->owner;
    uint64_t offset = first * TREE_GROUP;
    size_t last_len = tree_group_len(t->cfg.size, first + n - 1);
    size_t len = (n - 1) * TREE_GROUP + last_len;
    size_t whole = last_len < TREE_GROUP || t->groups == 1 ? n - 1 : n;
    const uint8_t *bytes;
    enum err e = get_bytes(r, offset, len, &bytes);

    if (e != ERR_OK)
        return e;
    tree_group_cvs(bytes, whole, first, t->values + first);
    if (whole < n)
        tree_subtree(bytes + whole * TREE_GROUP, last_len,
                     (first + whole) * TREE_GROUP_CHUNKS, t->groups == 1,
                     &t->values[first + whole]);
    atomic_fetch_add_explicit(&t->bytes_done, len, memory_order_relaxed);
    return ERR_OK;
}

static void run_hash(struct work *w)
{
    struct run *r = (struct run *)w;
    uint64_t end = r->first + r->n;
    uint64_t n;

    r->result = ERR_OK;
    for (uint64_t at = r->first; at < end && r->result == ERR_OK; at += n) {
        n = end - at < BUFFER_GROUPS ? end - at : BUFFER_GROUPS;
        r->result = atomic_load(&r->owner->is_cancelled)
                        ? ERR_CANCELLED
                        : hash_some(r, at, (size_t)n);
    }
}

static void run_build(struct work *w)
{
    struct tree_file *t =
        (struct tree_file *)((char *)w - offsetof(struct tree_file, build));

    t->failed = tree_build_outboard(t->values, t->groups, t->cfg.sink,
                                    t->cfg.sink_arg, &t->root);
}

static void on_built(struct work *w)
{
    finish((struct tree_file *)((char *)w - offsetof(struct tree_file, build)));
}

static void submit(struct run *r)
{
    struct tree_file *t = r->owner;
    uint64_t left = t->groups - t->next;

    r->first = t->next;
    r->n = left < RUN_GROUPS ? left : RUN_GROUPS;
    t->next += r->n;
    t->active++;
    workers_submit(t->cfg.workers, &r->work);
}

static void on_hashed(struct work *w)
{
    struct run *r = (struct run *)w;
    struct tree_file *t = r->owner;

    t->active--;
    if (t->failed == ERR_OK)
        t->failed = r->result;
    if (t->failed == ERR_OK && t->next < t->groups)
        submit(r);
    else if (t->active == 0 && t->failed == ERR_OK)
        workers_submit(t->cfg.workers, &t->build);
    else if (t->active == 0)
        finish(t);
}

static size_t count_runs(const struct tree_file_config *cfg)
{
    uint64_t most = (tree_groups(cfg->size) - 1) / RUN_GROUPS + 1;
    size_t threads = workers_threads(cfg->workers);

    return most < threads ? (size_t)most : threads;
}

static enum err init_run(struct tree_file *t, struct run *r)
{
    r->work.run = run_hash;
    r->work.done = on_hashed;
    r->owner = t;
    if (t->cfg.fd < 0)
        return ERR_OK;
    r->buffer = malloc(BUFFER_GROUPS * TREE_GROUP);
    return r->buffer == NULL ? ERR_NOMEM : ERR_OK;
}

static struct tree_file *tree_file_new(const struct tree_file_config *cfg)
{
    size_t runs = count_runs(cfg);
    struct tree_file *t = calloc(1, sizeof *t + runs * sizeof t->runs[0]);

    if (t == NULL)
        return NULL;
    t->cfg = *cfg;
    t->groups = tree_groups(cfg->size);
    t->build.run = run_build;
    t->build.done = on_built;
    t->run_count = runs;
    t->values = calloc(t->groups, sizeof *t->values);
    if (t->values == NULL)
        goto fail;
    for (size_t i = 0; i < runs; i++)
        if (init_run(t, &t->runs[i]) != ERR_OK)
            goto fail;
    return t;

fail:
    tree_file_free(t);
    return NULL;
}

enum err tree_hash_file(const struct tree_file_config *cfg,
                        struct tree_file **out)
{
    struct tree_file *t = tree_file_new(cfg);

    if (t == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < t->run_count; i++)
        submit(&t->runs[i]);
    *out = t;
    return ERR_OK;
}

void tree_file_cancel(struct tree_file *t)
{
    atomic_store(&t->is_cancelled, true);
}

uint64_t tree_file_progress(const struct tree_file *t)
{
    return atomic_load_explicit(&t->bytes_done, memory_order_relaxed);
}
