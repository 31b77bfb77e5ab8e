/* Upkeep of a handle: the row in the database follows its state, a blob that
 * has become complete is flushed, and what a partial one holds is saved
 * before it is closed.
 *
 *     row out of date            -> write it
 *     complete, not yet flushed  -> flush, then write the row
 *     to be closed, held changed -> flush, then write row and held
 *
 * One step at a time, each followed by another look. A step that fails is
 * tried again later, but never a flush: see store_may_write(). */
#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"
#include "base/loop.h"
#include "store/blob_int.h"
#include "store/store_int.h"

#define RETRY_MS 1000

static struct blob *to_blob(struct job *j)
{
    return LIST_ENTRY(j, struct blob, keep);
}

static void step_done(struct job *j);

static void begin(struct blob *b)
{
    table_hold(b);
    b->is_kept = true;
    job_init(&b->keep, b->store);
}

static void describe(struct blob *b)
{
    bool is_whole = b->is_complete;

    b->keep_row = (struct row){
        .size = b->size,
        .is_proven = b->is_proven,
        .held_bytes = b->held_bytes,
        .state = !is_whole                           ? ROW_PARTIAL
                 : b->is_flushed || blob_is_small(b) ? ROW_COMPLETE
                                                     : ROW_UNFLUSHED,
    };
    b->keep_row_version = b->row_version;
}

/* On the store thread. The content of a small blob that is whole is not
 * changed by anyone, so it is read without the lock. */
static enum err put_row(struct job *j, struct db *db)
{
    struct blob *b = to_blob(j);
    struct row old, *new = &b->keep_row;
    enum err e = row_get(db, &b->hash, &old);

    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (e != ERR_OK)
        return e;
    new->added_ms = old.added_ms;
    new->content = new->state != ROW_PARTIAL ? old.content : 0;
    if (new->state == ROW_COMPLETE && b->small != NULL &&old.content == 0)
        e = row_add_content(db, b->small, new->size, &new->content);
    if (e == ERR_OK)
        e = row_put(db, &b->hash, &old, new);
    if (e == ERR_OK)
        e = b->keep_with_held ? row_set_held(db, &b->hash, &b->keep_held)
                              : row_forget_held(db, &b->hash);
    return e;
}

void blob_row_is(struct blob *b, const struct row *row)
{
    struct store *s = b->store;

    pthread_mutex_lock(&b->lock);
    if (b->is_counted) {
        pthread_mutex_lock(&s->stats_lock);
        s->held_ahead -= (int64_t)(row->held_bytes - b->row_held);
        pthread_mutex_unlock(&s->stats_lock);
    }
    b->row_held = row->held_bytes;
    pthread_mutex_unlock(&b->lock);
}

static void row_written(struct job *j)
{
    struct blob *b = to_blob(j);

    if (j->err == ERR_OK) {
        blob_row_is(b, &b->keep_row);
        b->row_saved = b->keep_row_version;
        if (b->keep_with_held) {
            b->held_saved = b->keep_held_version;
            b->want_save = false;
        } else {
            /* put_row() has dropped what was saved before. */
            b->held_saved = b->keep_held_version - 1;
        }
    }
    ranges_clear(&b->keep_held);
    step_done(j);
}

/* Locked; unlocks. */
static void start_row(struct blob *b)
{
    begin(b);
    describe(b);
    b->keep_with_held = false;
    b->keep_held_version = b->held_version;
    pthread_mutex_unlock(&b->lock);
    job_db_write(&b->keep, put_row, row_written);
}

static enum err sync_file(const struct blob *b, enum file_kind kind)
{
    enum err e;
    int fd;

    e = files_open_blob(&b->store->files, &b->hash, kind, O_RDONLY, &fd);
    if (e != ERR_OK)
        return e;
    e = store_flush(b->store, fd);
    close(fd);
    return e;
}

static enum err sync_files(struct job *j)
{
    struct blob *b = to_blob(j);
    enum err e = sync_file(b, FILE_DATA);

    if (e == ERR_OK)
        e = sync_file(b, FILE_TREE);
    if (e == ERR_OK)
        e = store_flush_dir(b->store, &b->hash);
    return e;
}

static void count_flush(struct store *s, int by)
{
    pthread_mutex_lock(&s->stats_lock);
    s->flushes_waiting += (uint64_t)by;
    pthread_mutex_unlock(&s->stats_lock);
}

static void flushed(struct job *j)
{
    struct blob *b = to_blob(j);

    count_flush(b->store, -1);
    if (j->err == ERR_OK) {
        pthread_mutex_lock(&b->lock);
        /* If it was damaged and mended meanwhile, it is due again. */
        if (b->is_complete && b->row_version == b->keep_row_version) {
            b->is_flushed = true;
            b->row_version++;
        }
        pthread_mutex_unlock(&b->lock);
    }
    step_done(j);
}

/* Locked; unlocks. */
static void start_flush(struct blob *b)
{
    begin(b);
    b->keep_row_version = b->row_version;
    pthread_mutex_unlock(&b->lock);
    count_flush(b->store, 1);
    job_behind(&b->keep, sync_files, flushed);
}

static void saved_files(struct job *j)
{
    struct blob *b = to_blob(j);

    if (j->err != ERR_OK) {
        ranges_clear(&b->keep_held);
        step_done(j);
        return;
    }
    b->keep_with_held = true;
    job_db_write(j, put_row, row_written);
}

/* Locked; unlocks. What is noted now is what the flush covers. */
static void start_save(struct blob *b)
{
    bool has_files = b->read_fd >= 0;

    begin(b);
    describe(b);
    b->keep_held_version = b->held_version;
    b->keep.err = ranges_copy(&b->keep_held, &b->held);
    pthread_mutex_unlock(&b->lock);
    if (b->keep.err != ERR_OK || !has_files)
        job_later(&b->keep, saved_files);
    else
        job_behind(&b->keep, sync_files, saved_files);
}

static bool is_save_due(const struct blob *b)
{
    return b->want_save && !b->is_complete && b->held_saved != b->held_version;
}

void blob_keep(struct blob *b)
{
    if (b->is_kept || !b->in_table || list_is_linked(&b->stale))
        return;
    pthread_mutex_lock(&b->lock);
    if (b->row_saved != b->row_version && !is_save_due(b))
        start_row(b);
    else if (b->is_complete && !b->is_flushed && !blob_is_small(b))
        start_flush(b);
    else if (is_save_due(b))
        start_save(b);
    else
        pthread_mutex_unlock(&b->lock);
}

static void try_later(struct blob *b)
{
    struct store *s = b->store;

    if (!b->in_table || atomic_load(&s->is_closing) ||
        store_may_write(s) != ERR_OK)
        return;
    if (list_is_empty(&s->stale))
        timer_start(s->retry, RETRY_MS);
    list_push_back(&s->stale, &b->stale);
}

static void step_done(struct job *j)
{
    struct blob *b = to_blob(j);
    enum err e = j->err;

    b->is_kept = false;
    job_end(j);
    if (e == ERR_OK)
        blob_keep(b);
    else
        try_later(b);
    blob_unref(b);
}

void blob_on_news(struct letter *l)
{
    struct blob *b = LIST_ENTRY(l, struct blob, news_letter);
    unsigned news;
    uint64_t size;

    pthread_mutex_lock(&b->lock);
    news = b->news;
    size = b->size;
    b->news = 0;
    pthread_mutex_unlock(&b->lock);
    if (b->in_table && (news & NEWS_DAMAGE))
        store_tell(b->store, STORE_DAMAGED, &b->hash, size, NULL);
    if (b->in_table && (news & NEWS_COMPLETE))
        store_tell(b->store, STORE_COMPLETED, &b->hash, size, NULL);
    blob_keep(b);
    blob_unref(b);
}
