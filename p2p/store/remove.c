/* store_delete.
 *
 *     gate -> nobody is writing -> rows and tags go, committed -> the handle
 *     cannot be found any more -> files go -> answer
 *
 * Files go last: what is left of them after a crash is swept (sweep.c). */
#include <stdlib.h>

#include "store/blob_int.h"
#include "store/op.h"

#include "store/store_int.h"
#include "store/sweep.h"
#include "store/tag_rows.h"

struct remove_op {
    struct job job;
    struct hash hash;
    bool force;
    bool is_orphan; /* files without a row: nothing else is to go */
    uint64_t size;
    char **tags; /* that went */
    size_t tags_len;
    store_done_fn *done;
    void *arg;
};

static struct remove_op *to_op(struct job *j)
{
    return LIST_ENTRY(j, struct remove_op, job);
}

static void answer(struct job *j)
{
    struct remove_op *op = to_op(j);
    store_done_fn *done = op->done;
    void *arg = op->arg;
    enum err e = j->err;

    free(op->tags);
    op_free(op);
    if (done != NULL)
        done(e, arg);
}

static enum err unlink_files(struct job *j)
{
    struct remove_op *op = to_op(j);

    return files_unlink(&j->store->files, &op->hash);
}

static void files_gone(struct job *j)
{
    /* The blob is gone; what could not be removed is swept later. */
    j->err = ERR_OK;
    answer(j);
}

static void stay(struct store *s, const struct hash *h)
{
    struct blob *b = table_peek(s, h);

    if (b != NULL)
        b->is_leaving = false;
}

static void rows_gone(struct job *j)
{
    struct remove_op *op = to_op(j);
    struct store *s = j->store;
    struct blob *b = table_peek(s, &op->hash);

    if (j->err != ERR_OK) {
        stay(s, &op->hash);
        answer(j);
        return;
    }
    if (b != NULL)
        table_detach(b);
    for (size_t i = 0; i < op->tags_len; i++)
        store_tell(s, STORE_UNTAGGED, &op->hash, 0, op->tags[i]);
    if (!op->is_orphan)
        store_tell(s, STORE_REMOVED, &op->hash, op->size, NULL);
    job_sync(j, unlink_files, files_gone);
}

static enum err delete_tags(struct remove_op *op, struct db *db)
{
    struct store_tag old;
    enum err e = tag_rows_of(db, &op->hash, &op->tags, &op->tags_len);

    if (e == ERR_OK && op->tags_len > 0 && !op->force)
        return ERR_CONFLICT;
    for (size_t i = 0; i < op->tags_len && e == ERR_OK; i++)
        e = tag_row_delete(db, op->tags[i], &old);
    return e;
}

static enum err delete_rows(struct job *j, struct db *db)
{
    struct remove_op *op = to_op(j);
    struct row row;
    enum err e = row_get(db, &op->hash, &row);

    if (op->is_orphan)
        return e == ERR_NOT_FOUND ? ERR_OK : ERR_CONFLICT;
    if (e != ERR_OK)
        return e;
    op->size = row.size;
    e = delete_tags(op, db);
    return e == ERR_OK ? row_delete(db, &op->hash, &row) : e;
}

static void entered(struct job *j)
{
    struct remove_op *op = to_op(j);
    struct blob *b = table_peek(j->store, &op->hash);

    if (j->err == ERR_OK && b != NULL && !blob_is_complete(b) &&
        table_is_used(b))
        j->err = ERR_BUSY;
    if (j->err != ERR_OK) {
        job_later(j, answer);
        return;
    }
    if (b != NULL)
        b->is_leaving = true;
    job_db_write(j, delete_rows, rows_gone);
}

static void start(struct store *s, const struct hash *h, bool force,
                  bool is_orphan, store_done_fn *done, void *arg)
{
    struct remove_op *op = op_new(s, sizeof *op);

    if (op == NULL) {
        if (done != NULL)
            done(ERR_NOMEM, arg);
        return;
    }
    op->hash = *h;
    op->force = force;
    op->is_orphan = is_orphan;
    op->done = done;
    op->arg = arg;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer);
    else
        job_enter(&op->job, h, entered);
}

void store_delete(struct store *s, const struct hash *h, bool force,
                  store_done_fn *done, void *arg)
{
    start(s, h, force, false, done, arg);
}

void remove_orphan(struct store *s, const struct hash *h, store_done_fn *done,
                   void *arg)
{
    start(s, h, false, true, done, arg);
}
