/* store_get, store_want, store_peek.
 *
 *     open already -> answer
 *     else enter the gate -> open by the row -> sure: answer
 *                                            -> unsure: scan, then answer
 *
 * A row may also say "whole" while files are missing or cut short: then, when
 * the scan does not find all, it may be just the tree that is gone. */
#include <stdlib.h>

#include "base/log.h"
#include "store/blob_int.h"
#include "store/heal.h"
#include "store/op.h"
#include "store/scan.h"
#include "store/store_int.h"

struct lookup {
    struct job job;
    struct hash hash;
    bool create;
    bool is_new;     /* the row was made by this */
    bool is_damaged; /* not what the row said */
    store_blob_fn *done;
    void *arg;
    struct blob *blob; /* with a reference for the callee, or not yet found */
    struct scan scan;
};

static struct lookup *to_lookup(struct job *j)
{
    return LIST_ENTRY(j, struct lookup, job);
}

static void answer(struct job *j)
{
    struct lookup *op = to_lookup(j);
    struct blob *b = j->err == ERR_OK ? op->blob : NULL;
    enum err e = j->err;
    store_blob_fn *done = op->done;
    void *arg = op->arg;

    op_free(op);
    done(e, b, arg);
}

/* It has one reference, which becomes the callee's. */
static void publish(struct lookup *op)
{
    struct job *j = &op->job;
    bool is_new = op->is_new;

    j->err = table_add(j->store, op->blob);
    if (j->err != ERR_OK) {
        blob_free(op->blob);
        is_new = false;
        op->is_damaged = false;
    }
    if (is_new)
        store_tell(j->store, STORE_ADDED, &op->hash, 0, NULL);
    if (op->is_damaged)
        store_tell(j->store, STORE_DAMAGED, &op->hash,
                   blob_size(op->blob, NULL), NULL);
    if (j->err == ERR_OK)
        blob_keep(op->blob);
    answer(j);
}

static void settle(struct lookup *op)
{
    struct store *s = op->job.store;
    struct blob *b = op->blob;

    pthread_mutex_lock(&s->stats_lock);
    if (s->scans_waiting > 0 && !b->was_whole)
        s->scans_waiting--;
    pthread_mutex_unlock(&s->stats_lock);
    blob_settle(b, &op->scan.valid);
    op->is_damaged = b->was_whole && !blob_is_complete(b);
    publish(op);
}

static void healed(bool is_healed, void *arg)
{
    struct lookup *op = arg;

    /* Without memory for this it stays as the scan has found it. */
    if (is_healed)
        (void)!ranges_add(&op->scan.valid, 0, op->scan.groups);
    settle(op);
}

static void scanned(struct scan *sc)
{
    struct lookup *op = LIST_ENTRY(sc, struct lookup, scan);
    struct blob *b = op->blob;

    op->job.err = sc->job.err;
    if (op->job.err != ERR_OK) {
        ranges_clear(&sc->valid);
        blob_free(b);
        answer(&op->job);
        return;
    }
    if (!b->was_whole || b->read_fd < 0 ||
        ranges_has_all(&sc->valid, 0, sc->groups) ||
        heal_start(op->job.store, b, healed, op) != ERR_OK)
        settle(op);
}

static void opened(struct job *j)
{
    struct lookup *op = to_lookup(j);

    if (j->err != ERR_OK) {
        /* The commit may have failed after the handle was made. */
        blob_free(op->blob);
        answer(j);
    } else if (op->blob->is_unsure) {
        scan_find(&op->scan, j->store, op->blob, scanned);
    } else {
        publish(op);
    }
}

static enum err open_row(struct job *j, struct db *db)
{
    struct lookup *op = to_lookup(j);
    struct row row;

    op->is_new = op->create && row_get(db, &op->hash, &row) == ERR_NOT_FOUND;
    return blob_open(j->store, db, &op->hash, op->create, &op->blob);
}

static void entered(struct job *j)
{
    struct lookup *op = to_lookup(j);

    if (j->err == ERR_OK)
        op->blob = table_take(j->store, &op->hash);
    if (j->err != ERR_OK || op->blob != NULL)
        job_later(j, answer);
    else if (op->create)
        job_db_write(j, open_row, opened);
    else
        job_db_read(j, open_row, opened);
}

struct blob *store_peek(struct store *s, const struct hash *h)
{
    if (hash_equal(h, &HASH_EMPTY))
        return blob_ref(s->empty);
    return table_take(s, h);
}

static void look_up(struct store *s, const struct hash *h, bool create,
                    store_blob_fn *done, void *arg)
{
    struct lookup *op = op_new(s, sizeof *op);

    if (op == NULL) {
        done(ERR_NOMEM, NULL, arg);
        return;
    }
    op->hash = *h;
    op->create = create;
    op->done = done;
    op->arg = arg;
    if (op->job.err == ERR_OK)
        op->blob = store_peek(s, h);
    if (op->job.err != ERR_OK || op->blob != NULL)
        job_later(&op->job, answer);
    else
        job_enter(&op->job, h, entered);
}

void store_get(struct store *s, const struct hash *h, store_blob_fn *done,
               void *arg)
{
    look_up(s, h, false, done, arg);
}

void store_want(struct store *s, const struct hash *h, store_blob_fn *done,
                void *arg)
{
    look_up(s, h, true, done, arg);
}
