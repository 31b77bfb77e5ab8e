/* store_put_small: verified bytes straight into the database. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/blob_int.h"
#include "store/op.h"
#include "store/small.h"
#include "store/store_int.h"

struct put_op {
    struct job job;
    struct hash hash;
    void *bytes;
    size_t len;
    enum row_change change;
    store_done_fn *done;
    void *arg;
};

static struct put_op *to_op(struct job *j)
{
    return LIST_ENTRY(j, struct put_op, job);
}

enum err small_put_row(struct db *db, const struct hash *h, const void *bytes,
                       size_t len, enum row_change *change)
{
    struct row old, new = {.size = len,
                           .is_proven = true,
                           .state = ROW_COMPLETE,
                           .held_bytes = len,
                           .added_ms = clock_wall_ms()};
    enum err e = row_get(db, h, &old);
    bool is_there = e == ERR_OK;

    *change = ROW_SAME;
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (is_there && old.state == ROW_COMPLETE && old.content != 0)
        return ERR_OK;
    *change = is_there ? ROW_FILLED : ROW_MADE;
    if (is_there)
        new.added_ms = old.added_ms;
    e = row_add_content(db, bytes, len, &new.content);
    if (e == ERR_OK)
        e = row_put(db, h, is_there ? &old : NULL, &new);
    if (e == ERR_OK && is_there)
        e = row_forget_held(db, h);
    return e;
}

void small_tell(struct store *s, const struct hash *h, const void *bytes,
                size_t len, enum row_change change)
{
    struct blob *b = table_peek(s, h);

    if (b != NULL && !blob_is_complete(b))
        blob_fill_small(b, bytes, len);
    if (change == ROW_MADE)
        store_tell(s, STORE_ADDED, h, len, NULL);
    if (change != ROW_SAME)
        store_tell(s, STORE_COMPLETED, h, len, NULL);
}

static void answer(struct job *j)
{
    struct put_op *op = to_op(j);
    store_done_fn *done = op->done;
    void *arg = op->arg;
    enum err e = j->err;

    free(op->bytes);
    op_free(op);
    if (done != NULL)
        done(e, arg);
}

static void row_put_done(struct job *j)
{
    struct put_op *op = to_op(j);

    if (j->err == ERR_OK)
        small_tell(j->store, &op->hash, op->bytes, op->len, op->change);
    answer(j);
}

static enum err put_row(struct job *j, struct db *db)
{
    struct put_op *op = to_op(j);

    return small_put_row(db, &op->hash, op->bytes, op->len, &op->change);
}

static void entered(struct job *j)
{
    if (j->err != ERR_OK)
        job_later(j, answer);
    else
        job_db_write(j, put_row, row_put_done);
}

void store_put_small(struct store *s, const struct hash *h, const void *bytes,
                     size_t len, store_done_fn *done, void *arg)
{
    struct put_op *op = op_new(s, sizeof *op);

    assert(len <= STORE_INLINE_MAX);
    if (op == NULL) {
        if (done != NULL)
            done(ERR_NOMEM, arg);
        return;
    }
    op->hash = *h;
    op->len = len;
    op->done = done;
    op->arg = arg;
    op->bytes = op->job.err == ERR_OK ? malloc(len > 0 ? len : 1) : NULL;
    if (op->job.err == ERR_OK && op->bytes == NULL)
        op->job.err = ERR_NOMEM;
    if (op->job.err != ERR_OK) {
        job_later(&op->job, answer);
        return;
    }
    memcpy(op->bytes, bytes, len);
    job_enter(&op->job, h, entered);
}
