/* store_list and store_stat: rows from the database, and over them what open
 * handles know better. */
#include <stdlib.h>
#include <string.h>

#include "store/blob_int.h"
#include "store/op.h"
#include "store/store_int.h"
#include "store/tag_rows.h"

#define PAGE_MAX 1000

struct list_op {
    struct job job;
    struct store_query q;
    char tag[STORE_TAG_MAX + 1];
    store_list_fn *done;
    void *arg;
    struct store_item *items;
    size_t len;
    bool more;
};

static struct list_op *to_op(struct job *j)
{
    return LIST_ENTRY(j, struct list_op, job);
}

static void free_items(struct store_item *items, size_t len)
{
    for (size_t i = 0; i < len; i++)
        free(items[i].tags);
    free(items);
}

/* A partial blob's row is behind while it is being filled. */
static void refresh(struct store *s, struct store_item *item)
{
    struct blob *b = table_peek(s, &item->hash);

    if (b == NULL)
        return;
    pthread_mutex_lock(&b->lock);
    item->size = b->size;
    item->held_bytes = b->held_bytes;
    item->complete = b->is_complete;
    pthread_mutex_unlock(&b->lock);
}

static void answer(struct job *j)
{
    struct list_op *op = to_op(j);
    struct list_op copy = *op;
    enum err e = j->err;

    for (size_t i = 0; i < op->len && e == ERR_OK; i++)
        refresh(j->store, &op->items[i]);
    op_free(op);
    if (e == ERR_OK)
        copy.done(e, copy.items, copy.len, copy.more, copy.arg);
    else
        copy.done(e, NULL, 0, false, copy.arg);
    free_items(copy.items, copy.len);
}

static enum err read_item(struct db *db, sqlite3_stmt *st,
                          struct store_item *item)
{
    enum err e = db_column_hash(st, 0, &item->hash);

    item->size = (uint64_t)sqlite3_column_int64(st, 1);
    item->complete = sqlite3_column_int(st, 2) != ROW_PARTIAL;
    item->held_bytes = (uint64_t)sqlite3_column_int64(st, 3);
    item->added_ms = (uint64_t)sqlite3_column_int64(st, 4);
    if (e != ERR_OK)
        return e;
    return tag_rows_of(db, &item->hash, &item->tags, &item->tags_len);
}

static enum err list_all(struct list_op *op, struct db *db)
{
    static const enum db_statement which[] = {
        [STORE_ANY] = DB_ROW_LIST,
        [STORE_COMPLETE] = DB_ROW_LIST_WHOLE,
        [STORE_PARTIAL] = DB_ROW_LIST_PART,
    };
    sqlite3_stmt *st = db_stmt(db, which[op->q.state]);
    enum err e;

    /* Before the first hash there is the empty key. */
    if (op->q.has_after)
        db_bind_hash(st, 1, &op->q.after);
    else
        sqlite3_bind_blob(st, 1, "", 0, SQLITE_STATIC);
    db_bind_u64(st, 2, op->q.limit + 1);
    while ((e = db_next(db, st)) == ERR_OK && op->len < op->q.limit) {
        e = read_item(db, st, &op->items[op->len]);
        if (e != ERR_OK)
            break;
        op->len++;
    }
    op->more = e == ERR_OK;
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err item_of_row(struct list_op *op, struct db *db,
                            const struct hash *h)
{
    struct store_item *item = &op->items[0];
    struct row row;
    enum err e = row_get(db, h, &row);

    if (e == ERR_NOT_FOUND && hash_equal(h, &HASH_EMPTY)) {
        row = (struct row){.state = ROW_COMPLETE};
        e = ERR_OK;
    }
    if (e != ERR_OK)
        return e;
    item->hash = *h;
    item->size = row.size;
    item->held_bytes = row.held_bytes;
    item->complete = row.state != ROW_PARTIAL;
    item->added_ms = row.added_ms;
    e = tag_rows_of(db, h, &item->tags, &item->tags_len);
    if (e == ERR_OK)
        op->len = 1;
    return e;
}

/* A tag names one blob, so there is at most one. */
static enum err list_tagged(struct list_op *op, struct db *db)
{
    const struct store_query *q = &op->q;
    struct store_tag tag;
    enum err e = tag_row_get(db, op->tag, &tag);
    bool fits;

    if (e == ERR_OK && q->has_after && hash_compare(&tag.hash, &q->after) <= 0)
        e = ERR_NOT_FOUND;
    if (e == ERR_OK)
        e = item_of_row(op, db, &tag.hash);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    fits = q->state == STORE_ANY ||
           op->items[0].complete == (q->state == STORE_COMPLETE);
    if (!fits) {
        free(op->items[0].tags);
        op->len = 0;
    }
    return ERR_OK;
}

static enum err list_rows(struct job *j, struct db *db)
{
    struct list_op *op = to_op(j);

    op->items = calloc(op->q.limit, sizeof *op->items);
    if (op->items == NULL)
        return ERR_NOMEM;
    return op->q.tag != NULL ? list_tagged(op, db) : list_all(op, db);
}

static bool is_sound(const struct store_query *q)
{
    return q->limit >= 1 && q->limit <= PAGE_MAX && q->state <= STORE_PARTIAL &&
           (q->tag == NULL || tag_is_valid(q->tag));
}

void store_list(struct store *s, const struct store_query *q,
                store_list_fn *done, void *arg)
{
    struct list_op *op = op_new(s, sizeof *op);

    if (op == NULL) {
        done(ERR_NOMEM, NULL, 0, false, arg);
        return;
    }
    op->done = done;
    op->arg = arg;
    op->q = *q;
    if (op->job.err == ERR_OK && !is_sound(q))
        op->job.err = ERR_INVALID;
    if (op->job.err != ERR_OK) {
        job_later(&op->job, answer);
        return;
    }
    if (q->tag != NULL) {
        tag_copy_name(op->tag, q->tag);
        op->q.tag = op->tag;
    }
    job_db_read(&op->job, list_rows, answer);
}

static enum err stat_row(struct job *j, struct db *db)
{
    struct list_op *op = to_op(j);

    op->items = calloc(1, sizeof *op->items);
    if (op->items == NULL)
        return ERR_NOMEM;
    return item_of_row(op, db, &op->q.after);
}

void store_stat(struct store *s, const struct hash *h, store_list_fn *done,
                void *arg)
{
    struct list_op *op = op_new(s, sizeof *op);

    if (op == NULL) {
        done(ERR_NOMEM, NULL, 0, false, arg);
        return;
    }
    op->done = done;
    op->arg = arg;
    op->q.after = *h;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer);
    else
        job_db_read(&op->job, stat_row, answer);
}
