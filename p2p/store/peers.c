/* store_peer_list, _save, _delete. */
#include <stdlib.h>
#include <string.h>

#include "store/op.h"
#include "store/peer_rows.h"
#include "store/store_int.h"

struct peer_op {
    struct job job;
    uint8_t id[32];           /* to be deleted */
    struct store_peer *peers; /* to be saved; or found */
    size_t len, limit;
    store_done_fn *done;
    store_peers_fn *found;
    void *arg;
};

static struct peer_op *to_op(struct job *j)
{
    return LIST_ENTRY(j, struct peer_op, job);
}

static void answer_done(struct job *j)
{
    struct peer_op *op = to_op(j);
    store_done_fn *done = op->done;
    void *arg = op->arg;
    enum err e = j->err;

    free(op->peers);
    op_free(op);
    if (done != NULL)
        done(e, arg);
}

static void answer_found(struct job *j)
{
    struct peer_op copy = *to_op(j);
    enum err e = j->err;

    op_free(to_op(j));
    copy.found(e, copy.peers, copy.len, copy.arg);
    free(copy.peers);
}

/* NULL when it was answered already. */
static struct peer_op *new_op(struct store *s, store_done_fn *done, void *arg)
{
    struct peer_op *op = op_new(s, sizeof *op);

    if (op == NULL) {
        if (done != NULL)
            done(ERR_NOMEM, arg);
        return NULL;
    }
    op->done = done;
    op->arg = arg;
    return op;
}

static enum err list_rows(struct job *j, struct db *db)
{
    struct peer_op *op = to_op(j);

    return peer_rows_list(db, op->limit, &op->peers, &op->len);
}

void store_peer_list(struct store *s, size_t limit, store_peers_fn *done,
                     void *arg)
{
    struct peer_op *op = op_new(s, sizeof *op);

    if (op == NULL) {
        done(ERR_NOMEM, NULL, 0, arg);
        return;
    }
    op->found = done;
    op->arg = arg;
    op->limit = limit <= INT64_MAX ? limit : INT64_MAX;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_found);
    else
        job_db_read(&op->job, list_rows, answer_found);
}

static enum err save_row(struct job *j, struct db *db)
{
    return peer_row_set(db, to_op(j)->peers);
}

void store_peer_save(struct store *s, const struct store_peer *peer,
                     store_done_fn *done, void *arg)
{
    struct peer_op *op = new_op(s, done, arg);

    if (op == NULL)
        return;
    op->peers = malloc(sizeof *op->peers);
    if (op->peers != NULL)
        *op->peers = *peer;
    else if (op->job.err == ERR_OK)
        op->job.err = ERR_NOMEM;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_done);
    else
        job_db_write(&op->job, save_row, answer_done);
}

static enum err delete_row(struct job *j, struct db *db)
{
    return peer_row_delete(db, to_op(j)->id);
}

void store_peer_delete(struct store *s, const uint8_t id[static 32],
                       store_done_fn *done, void *arg)
{
    struct peer_op *op = new_op(s, done, arg);

    if (op == NULL)
        return;
    memcpy(op->id, id, sizeof op->id);
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_done);
    else
        job_db_write(&op->job, delete_row, answer_done);
}
