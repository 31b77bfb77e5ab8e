/* store_tag_set, _get, _delete, _list. */
#include <stdlib.h>
#include <string.h>

#include "store/op.h"
#include "store/store_int.h"
#include "store/tag_rows.h"

#define PAGE_MAX 1000

struct tag_op {
    struct job job;
    struct store_tag tag; /* given or found */
    struct store_tag old; /* what a change replaced */
    bool had_old;
    store_done_fn *done;
    store_tag_fn *found;
    void *arg;
    size_t limit;
    struct store_tag *page; /* of a list */
    size_t len;
};

static struct tag_op *to_op(struct job *j)
{
    return LIST_ENTRY(j, struct tag_op, job);
}

static void answer_done(struct job *j)
{
    struct tag_op *op = to_op(j);
    store_done_fn *done = op->done;
    void *arg = op->arg;
    enum err e = j->err;

    op_free(op);
    if (done != NULL)
        done(e, arg);
}

static void answer_found(struct job *j)
{
    struct tag_op *op = to_op(j);
    struct tag_op copy = *op;
    bool more = op->page != NULL && op->len > op->limit;
    enum err e = j->err;

    op_free(op);
    if (e != ERR_OK)
        copy.found(e, NULL, 0, false, copy.arg);
    else if (copy.page != NULL)
        copy.found(e, copy.page, more ? copy.limit : copy.len, more, copy.arg);
    else
        copy.found(e, &copy.tag, 1, false, copy.arg);
    free(copy.page);
}

/* A request for one name; NULL when it was answered already. */
static struct tag_op *new_op(struct store *s, const char *name)
{
    struct tag_op *op = op_new(s, sizeof *op);

    if (op == NULL)
        return NULL;
    if (op->job.err == ERR_OK && !tag_is_valid(name))
        op->job.err = ERR_INVALID;
    if (op->job.err == ERR_OK)
        tag_copy_name(op->tag.name, name);
    return op;
}

static enum err set_row(struct job *j, struct db *db)
{
    struct tag_op *op = to_op(j);
    enum err e = tag_row_get(db, op->tag.name, &op->old);

    op->had_old = e == ERR_OK;
    return tag_row_set(db, &op->tag);
}

static void row_set(struct job *j)
{
    struct tag_op *op = to_op(j);

    if (j->err == ERR_OK) {
        if (op->had_old && !hash_equal(&op->old.hash, &op->tag.hash))
            store_tell(j->store, STORE_UNTAGGED, &op->old.hash, 0,
                       op->old.name);
        store_tell(j->store, STORE_TAGGED, &op->tag.hash, 0, op->tag.name);
    }
    answer_done(j);
}

void store_tag_set(struct store *s, const struct store_tag *tag,
                   store_done_fn *done, void *arg)
{
    struct tag_op *op = new_op(s, tag->name);

    if (op == NULL) {
        if (done != NULL)
            done(ERR_NOMEM, arg);
        return;
    }
    op->tag.hash = tag->hash;
    op->tag.is_sequence = tag->is_sequence;
    op->done = done;
    op->arg = arg;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_done);
    else
        job_db_write(&op->job, set_row, row_set);
}

static enum err delete_row(struct job *j, struct db *db)
{
    struct tag_op *op = to_op(j);

    return tag_row_delete(db, op->tag.name, &op->old);
}

static void row_deleted(struct job *j)
{
    struct tag_op *op = to_op(j);

    if (j->err == ERR_OK)
        store_tell(j->store, STORE_UNTAGGED, &op->old.hash, 0, op->old.name);
    answer_done(j);
}

void store_tag_delete(struct store *s, const char *name, store_done_fn *done,
                      void *arg)
{
    struct tag_op *op = new_op(s, name);

    if (op == NULL) {
        if (done != NULL)
            done(ERR_NOMEM, arg);
        return;
    }
    op->done = done;
    op->arg = arg;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_done);
    else
        job_db_write(&op->job, delete_row, row_deleted);
}

static enum err get_row(struct job *j, struct db *db)
{
    struct tag_op *op = to_op(j);

    return tag_row_get(db, op->tag.name, &op->tag);
}

void store_tag_get(struct store *s, const char *name, store_tag_fn *done,
                   void *arg)
{
    struct tag_op *op = new_op(s, name);

    if (op == NULL) {
        done(ERR_NOMEM, NULL, 0, false, arg);
        return;
    }
    op->found = done;
    op->arg = arg;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_found);
    else
        job_db_read(&op->job, get_row, answer_found);
}

/* One more than asked for, to know whether there is more. */
static enum err list_rows(struct job *j, struct db *db)
{
    struct tag_op *op = to_op(j);

    op->page = calloc(op->limit + 1, sizeof *op->page);
    if (op->page == NULL)
        return ERR_NOMEM;
    return tag_rows_list(db, op->tag.name, op->limit + 1, op->page, &op->len);
}

void store_tag_list(struct store *s, const char *after, size_t limit,
                    store_tag_fn *done, void *arg)
{
    struct tag_op *op = op_new(s, sizeof *op);

    if (op == NULL) {
        done(ERR_NOMEM, NULL, 0, false, arg);
        return;
    }
    op->found = done;
    op->arg = arg;
    op->limit = limit;
    if (op->job.err == ERR_OK && (limit < 1 || limit > PAGE_MAX))
        op->job.err = ERR_INVALID;
    if (after != NULL)
        tag_copy_name(op->tag.name, after);
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer_found);
    else
        job_db_read(&op->job, list_rows, answer_found);
}
