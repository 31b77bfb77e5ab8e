/* From taken in to durable, on the loop, with steps elsewhere:
 *
 *     small:     row, content and tag in one commit
 *     else, by what the database has of this hash:
 *       nothing: build tree, flush both, rename both, flush the directory
 *                -> row and tag in one commit -> a handle, all of it checked
 *       whole:   drop what came -> tag
 *       partial, or whole and not flushed:
 *                fill its files from ours and flush -> row and tag
 *
 * All within the hash's gate, so that of two adds of the same content the
 * second finds the first one's row. */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypto/tree.h"
#include "store/add_int.h"
#include "store/blob_int.h"
#include "store/fill.h"
#include "store/store_int.h"
#include "store/tag_rows.h"

static struct store_add *to_add(struct job *j)
{
    return LIST_ENTRY(j, struct store_add, job);
}

static void answer(struct job *j)
{
    struct store_add *a = to_add(j);
    store_added_fn *done = a->done;
    void *arg = a->arg;
    struct store_added added = a->added;
    enum err e = j->err;

    job_end(j);
    add_drop(a);
    if (done != NULL)
        done(e, &added, arg);
}

static void succeed(struct store_add *a)
{
    struct store *s = a->store;
    const struct hash *h = &a->added.hash;

    a->added.created = a->change != ROW_SAME;
    if (a->change == ROW_MADE)
        store_tell(s, STORE_ADDED, h, a->size, NULL);
    if (a->change != ROW_SAME)
        store_tell(s, STORE_COMPLETED, h, a->size, NULL);
    if (a->had_tag && !hash_equal(&a->old_tag.hash, h))
        store_tell(s, STORE_UNTAGGED, &a->old_tag.hash, 0, a->tag.name);
    if (a->has_tag)
        store_tell(s, STORE_TAGGED, h, a->size, a->tag.name);
    answer(&a->job);
}

static enum err set_tag(struct store_add *a, struct db *db)
{
    if (!a->has_tag)
        return ERR_OK;
    a->had_tag = tag_row_get(db, a->tag.name, &a->old_tag) == ERR_OK;
    return tag_row_set(db, &a->tag);
}

/* ---- small --------------------------------------------------------------*/

static enum err put_small(struct job *j, struct db *db)
{
    struct store_add *a = to_add(j);
    enum err e = small_put_row(db, &a->added.hash, a->buf, a->size, &a->change);

    return e == ERR_OK ? set_tag(a, db) : e;
}

static void small_put(struct job *j)
{
    struct store_add *a = to_add(j);
    struct blob *b = table_peek(j->store, &a->added.hash);

    if (j->err != ERR_OK) {
        answer(j);
        return;
    }
    if (b != NULL && !blob_is_complete(b))
        blob_fill_small(b, a->buf, a->size);
    succeed(a);
}

/* ---- the tree -----------------------------------------------------------*/

static enum err write_parents(void *arg, uint64_t index, const uint8_t *parents,
                              size_t n)
{
    const int *fd = arg;

    return files_write_at(*fd, parents, n * TREE_PARENT, index * TREE_PARENT);
}

static enum err build_tree(struct store_add *a)
{
    const struct hash *values;
    struct hash root;
    uint64_t n;
    enum err e = values_all(&a->values, &values, &n);

    if (e == ERR_OK)
        e = add_open_tmp(a, ".tree", a->tree_name, &a->tree_fd);
    if (e == ERR_OK)
        e = tree_build_outboard(values, n, write_parents, &a->tree_fd, &root);
    if (e == ERR_OK && !hash_equal(&root, &a->added.hash))
        e = ERR_IO; /* the values came back wrong from their file */
    values_clear(&a->values);
    return e;
}

/* ---- nothing there ------------------------------------------------------*/

static enum err flush_files(struct store_add *a)
{
    enum err e = store_flush(a->store, a->data_fd);

    return e == ERR_OK ? store_flush(a->store, a->tree_fd) : e;
}

static enum err rename_one(struct store_add *a, char *from, enum file_kind kind)
{
    const struct files *f = &a->store->files;
    char name[FILES_NAME_SIZE];

    files_name(&a->added.hash, kind, name);
    if (renameat(f->tmp, from, f->blobs, name) != 0)
        return err_from_errno(errno);
    from[0] = '\0';
    return ERR_OK;
}

static enum err rename_files(struct store_add *a)
{
    enum err e = rename_one(a, a->tree_name, FILE_TREE);

    if (e == ERR_OK)
        e = rename_one(a, a->data_name, FILE_DATA);
    if (e == ERR_OK)
        e = store_flush_dir(a->store, &a->added.hash);
    return e;
}

static enum err publish_files(struct job *j)
{
    struct store_add *a = to_add(j);
    const struct files *f = &a->store->files;
    enum err e = store_may_write(j->store);

    if (e == ERR_OK)
        e = build_tree(a);
    if (e == ERR_OK)
        e = flush_files(a);
    if (e == ERR_OK)
        e = rename_files(a);
    if (e == ERR_OK)
        e = blob_open_added(j->store, &a->added.hash, a->size, a->row.added_ms,
                            &a->blob);
    /* No row names them: what this leaves behind is swept some day. */
    if (e != ERR_OK)
        (void)!files_unlink(f, &a->added.hash);
    return e;
}

static enum err put_row(struct job *j, struct db *db)
{
    struct store_add *a = to_add(j);
    struct row new = {.size = a->size,
                      .is_proven = true,
                      .state = ROW_COMPLETE,
                      .held_bytes = a->size,
                      .added_ms = a->row.added_ms};
    struct row old;
    enum err e = row_get(db, &a->added.hash, &old);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    e = row_put(db, &a->added.hash, e == ERR_OK ? &old : NULL, &new);
    if (e == ERR_OK)
        e = row_forget_held(db, &a->added.hash);
    return e == ERR_OK ? set_tag(a, db) : e;
}

static enum err unlink_again(struct job *j)
{
    struct store_add *a = to_add(j);

    (void)!files_unlink(&j->store->files, &a->added.hash);
    return j->err;
}

static void row_made(struct job *j)
{
    struct store_add *a = to_add(j);
    struct blob *b = a->blob;

    if (j->err != ERR_OK) {
        blob_free(b);
        job_sync(j, unlink_again, answer);
        return;
    }
    /* Without memory for the table it is opened again when asked for. */
    if (table_add(j->store, b) == ERR_OK)
        blob_unref(b);
    else
        blob_free(b);
    succeed(a);
}

static void files_published(struct job *j)
{
    if (j->err != ERR_OK)
        answer(j);
    else
        job_db_write(j, put_row, row_made);
}

/* ---- partial, or not flushed --------------------------------------------*/

static enum err fill(struct job *j)
{
    struct store_add *a = to_add(j);
    enum err e = store_may_write(j->store);

    if (e == ERR_OK)
        e = build_tree(a);
    if (e == ERR_OK)
        e = fill_files(a->blob, a->size, a->data_fd, a->tree_fd);
    return e;
}

static void give_up_blob(struct store_add *a)
{
    if (a->is_blob_shared)
        blob_unref(a->blob);
    else
        blob_free(a->blob);
}

static void row_filled(struct job *j)
{
    struct store_add *a = to_add(j);
    struct blob *b = a->blob;

    if (j->err != ERR_OK) {
        give_up_blob(a);
        answer(j);
        return;
    }
    if (!a->is_blob_shared && table_add(j->store, b) != ERR_OK) {
        blob_free(b);
    } else {
        fill_done(b);
        blob_unref(b);
    }
    succeed(a);
}

static void filled(struct job *j)
{
    if (j->err != ERR_OK) {
        give_up_blob(to_add(j));
        answer(j);
    } else {
        job_db_write(j, put_row, row_filled);
    }
}

static void blob_opened(struct job *j)
{
    if (j->err != ERR_OK)
        answer(j);
    else
        job_sync(j, fill, filled);
}

static enum err open_blob(struct job *j, struct db *db)
{
    struct store_add *a = to_add(j);

    return blob_open(j->store, db, &a->added.hash, false, &a->blob);
}

/* ---- which of them ------------------------------------------------------*/

static enum err find_row(struct job *j, struct db *db)
{
    struct store_add *a = to_add(j);
    enum err e = row_get(db, &a->added.hash, &a->row);

    a->has_row = e == ERR_OK;
    if (!a->has_row)
        a->row = (struct row){.added_ms = clock_wall_ms()};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Are its files there, as long as they must be? */
static bool is_whole(struct store_add *a)
{
    const struct files *f = &a->store->files;
    const struct hash *h = &a->added.hash;
    uint64_t len;

    return a->row.state == ROW_COMPLETE &&
           files_len(f, h, FILE_DATA, &len) == ERR_OK && len == a->size &&
           files_len(f, h, FILE_TREE, &len) == ERR_OK &&
           len == tree_outboard_size(a->size);
}

static enum err only_tag(struct job *j, struct db *db)
{
    return set_tag(to_add(j), db);
}

static void tagged(struct job *j)
{
    if (j->err != ERR_OK)
        answer(j);
    else
        succeed(to_add(j));
}

static void complete_partial(struct store_add *a)
{
    a->change = a->row.state == ROW_PARTIAL ? ROW_FILLED : ROW_SAME;
    a->blob = table_take(a->store, &a->added.hash);
    a->is_blob_shared = a->blob != NULL;
    if (a->is_blob_shared)
        job_sync(&a->job, fill, filled);
    else
        job_db_read(&a->job, open_blob, blob_opened);
}

static void row_found(struct job *j)
{
    struct store_add *a = to_add(j);

    if (j->err != ERR_OK) {
        answer(j);
    } else if (!a->has_row) {
        a->change = ROW_MADE;
        job_sync(j, publish_files, files_published);
    } else if (is_whole(a)) {
        a->change = ROW_SAME;
        if (a->has_tag)
            job_db_write(j, only_tag, tagged);
        else
            succeed(a);
    } else {
        complete_partial(a);
    }
}

static void entered(struct job *j)
{
    struct store_add *a = to_add(j);

    if (j->err != ERR_OK)
        job_later(j, answer);
    else if (a->size <= STORE_INLINE_MAX)
        job_db_write(j, put_small, small_put);
    else
        job_db_read(j, find_row, row_found);
}

void add_arrived(struct job *j)
{
    struct store_add *a = to_add(j);

    if (j->err != ERR_OK)
        answer(j);
    else
        job_enter(j, &a->added.hash, entered);
}
