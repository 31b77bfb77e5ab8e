/* store_transfer_load, _save, _delete. */
#include <stdlib.h>
#include <string.h>

#include "store/op.h"
#include "store/store_int.h"
#include "store/transfer_rows.h"

struct transfer_op {
    struct job job;
    uint64_t id;                 /* to be deleted */
    struct store_transfer *rows; /* to be saved; or found */
    size_t len, max_ended;
    uint64_t last_id;
    uint32_t tag;
    store_done_fn *done;
    store_transfers_fn *found;
    void *arg;
};

static struct transfer_op *to_op(struct job *j)
{
    return LIST_ENTRY(j, struct transfer_op, job);
}

/* ---- loading ------------------------------------------------------------*/

static enum err load_rows(struct job *j, struct db *db)
{
    struct transfer_op *op = to_op(j);
    int64_t tag;
    enum err e = db_meta_get(db, "transfer_tag", &tag);

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_CORRUPT : e;
    op->tag = (uint32_t)tag & 0xffffff;
    e = transfer_rows_trim(db, op->max_ended);
    if (e == ERR_OK)
        e = transfer_rows_last(db, &op->last_id);
    if (e == ERR_OK)
        e = transfer_rows_list(db, &op->rows, &op->len);
    return e;
}

static void answer_found(struct job *j)
{
    struct transfer_op copy = *to_op(j);
    struct store_transfers all = {.tag = copy.tag,
                                  .last_id = copy.last_id,
                                  .at = copy.rows,
                                  .len = copy.len};
    enum err e = j->err;

    op_free(to_op(j));
    copy.found(e, &all, copy.arg);
    transfer_rows_free(copy.rows, copy.len);
}

void store_transfer_load(struct store *s, size_t max_ended,
                         store_transfers_fn *done, void *arg)
{
    struct transfer_op *op = op_new(s, sizeof *op);
    struct store_transfers none = {0};

    if (op == NULL) {
        done(ERR_NOMEM, &none, arg);
        return;
    }
    op->found = done;
    op->arg = arg;
    op->max_ended = max_ended <= INT64_MAX ? max_ended : INT64_MAX;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_found);
    else
        job_db_write(&op->job, load_rows, answer_found);
}

/* ---- saving, deleting ---------------------------------------------------*/

static void answer_done(struct job *j)
{
    struct transfer_op *op = to_op(j);
    store_done_fn *done = op->done;
    void *arg = op->arg;
    enum err e = j->err;

    transfer_rows_free(op->rows, op->len);
    op_free(op);
    if (done != NULL)
        done(e, arg);
}

/* NULL when it was answered already. */
static struct transfer_op *new_op(struct store *s, store_done_fn *done,
                                  void *arg)
{
    struct transfer_op *op = op_new(s, sizeof *op);

    if (op == NULL) {
        if (done != NULL)
            done(ERR_NOMEM, arg);
        return NULL;
    }
    op->done = done;
    op->arg = arg;
    return op;
}

static enum err copy_row(struct transfer_op *op, const struct store_transfer *t)
{
    op->rows = malloc(sizeof *op->rows);
    if (op->rows == NULL)
        return ERR_NOMEM;
    op->len = 1;
    *op->rows = *t;
    op->rows->peers = NULL;
    if (t->peers_len == 0)
        return ERR_OK;
    op->rows->peers = calloc(t->peers_len, sizeof *t->peers);
    if (op->rows->peers == NULL)
        return ERR_NOMEM;
    memcpy(op->rows->peers, t->peers, t->peers_len * sizeof *t->peers);
    return ERR_OK;
}

static enum err save_row(struct job *j, struct db *db)
{
    return transfer_row_set(db, to_op(j)->rows);
}

void store_transfer_save(struct store *s, const struct store_transfer *t,
                         store_done_fn *done, void *arg)
{
    struct transfer_op *op = new_op(s, done, arg);

    if (op == NULL)
        return;
    if (op->job.err == ERR_OK)
        op->job.err = copy_row(op, t);
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_done);
    else
        job_db_write(&op->job, save_row, answer_done);
}

static enum err delete_row(struct job *j, struct db *db)
{
    return transfer_row_delete(db, to_op(j)->id);
}

void store_transfer_delete(struct store *s, uint64_t id)
{
    struct transfer_op *op = new_op(s, NULL, NULL);

    if (op == NULL)
        return;
    op->id = id;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_done);
    else
        job_db_write(&op->job, delete_row, answer_done);
}
