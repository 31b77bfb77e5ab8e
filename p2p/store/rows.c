/* Every change of a row passes through row_put() and row_delete(), so that
 * the tally cannot drift. */
#include "store/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/ranges.h"
#include "store/db.h"

#define HELD_MAX (64u << 20) /* bytes of an encoded set of groups */

static void count(struct tally *t, const struct row *row, bool add)
{
    bool whole = row->state != ROW_PARTIAL;
    uint64_t *blobs = whole ? &t->complete : &t->partial;
    uint64_t *bytes = whole ? &t->bytes_complete : &t->bytes_partial;

    *blobs += add ? 1 : UINT64_MAX;
    *bytes += add ? row->held_bytes : -row->held_bytes;
}

static enum err read_row(sqlite3_stmt *st, struct row *out)
{
    int64_t size = sqlite3_column_int64(st, 0);
    int64_t state = sqlite3_column_int64(st, 2);
    int64_t held = sqlite3_column_int64(st, 3);

    if (size < 0 || held < 0 || held > size || state < ROW_PARTIAL ||
        state > ROW_COMPLETE)
        return ERR_CORRUPT;
    *out = (struct row){
        .size = (uint64_t)size,
        .is_proven = sqlite3_column_int(st, 1) != 0,
        .state = (enum row_state)state,
        .held_bytes = (uint64_t)held,
        .content = sqlite3_column_int64(st, 4),
        .added_ms = (uint64_t)sqlite3_column_int64(st, 5),
    };
    return ERR_OK;
}

enum err row_get(struct db *db, const struct hash *h, struct row *out)
{
    sqlite3_stmt *st = db_stmt(db, DB_ROW_GET);
    enum err e;

    db_bind_hash(st, 1, h);
    e = db_next(db, st);
    if (e != ERR_OK)
        return e;
    e = read_row(st, out);
    sqlite3_reset(st);
    return e;
}

static enum err delete_content(struct db *db, int64_t id)
{
    sqlite3_stmt *st = db_stmt(db, DB_CONTENT_DELETE);

    sqlite3_bind_int64(st, 1, id);
    return db_done(db, st);
}

enum err row_put(struct db *db, const struct hash *h, const struct row *old,
                 const struct row *new)
{
    sqlite3_stmt *st = db_stmt(db, DB_ROW_PUT);
    enum err e;

    db_bind_hash(st, 1, h);
    db_bind_u64(st, 2, new->size);
    sqlite3_bind_int(st, 3, new->is_proven);
    sqlite3_bind_int(st, 4, new->state);
    db_bind_u64(st, 5, new->held_bytes);
    if (new->content != 0)
        sqlite3_bind_int64(st, 6, new->content);
    db_bind_u64(st, 7, new->added_ms);
    e = db_done(db, st);
    if (e == ERR_OK && old != NULL && old->content != 0 &&
        old->content != new->content)
        e = delete_content(db, old->content);
    if (e != ERR_OK)
        return e;
    if (old != NULL)
        count(&db->tally, old, false);
    count(&db->tally, new, true);
    return ERR_OK;
}

enum err row_delete(struct db *db, const struct hash *h, const struct row *old)
{
    sqlite3_stmt *st = db_stmt(db, DB_ROW_DELETE);
    enum err e;

    db_bind_hash(st, 1, h);
    e = db_done(db, st);
    if (e == ERR_OK && old->content != 0)
        e = delete_content(db, old->content);
    if (e == ERR_OK)
        e = row_forget_held(db, h);
    if (e == ERR_OK)
        count(&db->tally, old, false);
    return e;
}

enum err row_add_content(struct db *db, const void *bytes, size_t len,
                         int64_t *id)
{
    sqlite3_stmt *st = db_stmt(db, DB_CONTENT_ADD);
    enum err e;

    /* A null pointer would bind NULL, not the empty value. */
    sqlite3_bind_blob(st, 1, len > 0 ? bytes : "", (int)len, SQLITE_STATIC);
    e = db_done(db, st);
    if (e == ERR_OK)
        *id = sqlite3_last_insert_rowid(db->sql);
    return e;
}

enum err row_get_content(struct db *db, int64_t id, void *out, size_t len)
{
    sqlite3_stmt *st = db_stmt(db, DB_CONTENT_GET);
    const void *bytes;
    enum err e;

    sqlite3_bind_int64(st, 1, id);
    e = db_next(db, st);
    if (e != ERR_OK)
        return e;
    bytes = sqlite3_column_blob(st, 0);
    if ((size_t)sqlite3_column_bytes(st, 0) != len)
        e = ERR_CORRUPT;
    else if (len > 0 && bytes == NULL)
        e = ERR_NOMEM;
    else if (len > 0)
        memcpy(out, bytes, len);
    sqlite3_reset(st);
    return e;
}

/* Pairs of varints: the gap since the last range, and the range's length. */
static enum err encode_held(const struct ranges *held, struct buf *out)
{
    uint64_t at = 0;
    enum err e = ERR_OK;

    for (size_t i = 0; i < held->len && e == ERR_OK; i++) {
        const struct range *r = &held->at[i];

        e = buf_add_varint(out, r->begin - at);
        if (e == ERR_OK)
            e = buf_add_varint(out, r->end - r->begin);
        at = r->end;
    }
    return e;
}

static enum err decode_held(const void *bytes, size_t len, struct ranges *out)
{
    struct cursor c;
    uint64_t at = 0, gap, n;
    enum err e = ERR_OK;

    cursor_init(&c, bytes, len);
    while (cursor_left(&c) > 0 && e == ERR_OK) {
        if (!cursor_varint(&c, &gap) || !cursor_varint(&c, &n) ||
            gap > INT64_MAX - at || n > INT64_MAX - at - gap)
            return ERR_CORRUPT;
        e = ranges_add(out, at + gap, at + gap + n);
        at += gap + n;
    }
    return e;
}

enum err row_get_held(struct db *db, const struct hash *h, struct ranges *out)
{
    sqlite3_stmt *st = db_stmt(db, DB_HELD_GET);
    enum err e;

    db_bind_hash(st, 1, h);
    e = db_next(db, st);
    if (e != ERR_OK)
        return e;
    ranges_clear(out);
    e = decode_held(sqlite3_column_blob(st, 0),
                    (size_t)sqlite3_column_bytes(st, 0), out);
    sqlite3_reset(st);
    return e;
}

enum err row_set_held(struct db *db, const struct hash *h,
                      const struct ranges *held)
{
    sqlite3_stmt *st = db_stmt(db, DB_HELD_SET);
    struct buf buf;
    enum err e;

    buf_init(&buf, HELD_MAX);
    e = encode_held(held, &buf);
    if (e == ERR_OK) {
        db_bind_hash(st, 1, h);
        sqlite3_bind_blob(st, 2, buf.len > 0 ? (void *)buf.ptr : "",
                          (int)buf.len, SQLITE_STATIC);
        e = db_done(db, st);
        sqlite3_clear_bindings(st);
    } else if (e == ERR_TOO_LARGE) {
        /* Too scattered to be worth a row: it is scanned when next opened. */
        e = row_forget_held(db, h);
    }
    buf_clear(&buf);
    return e;
}

enum err row_forget_held(struct db *db, const struct hash *h)
{
    sqlite3_stmt *st = db_stmt(db, DB_HELD_DELETE);

    db_bind_hash(st, 1, h);
    return db_done(db, st);
}

static enum err count_tags(struct db *db)
{
    sqlite3_stmt *st = db_stmt(db, DB_TAG_COUNT);
    enum err e = db_next(db, st);

    if (e == ERR_OK)
        db->tally.tags = (uint64_t)sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return e;
}

enum err rows_count(struct db *db)
{
    sqlite3_stmt *st = db_stmt(db, DB_ROW_TALLY);
    struct tally *t = &db->tally;
    enum err e;

    *t = (struct tally){0};
    while ((e = db_next(db, st)) == ERR_OK) {
        bool whole = sqlite3_column_int(st, 0) != 0;

        *(whole ? &t->complete : &t->partial) =
            (uint64_t)sqlite3_column_int64(st, 1);
        *(whole ? &t->bytes_complete : &t->bytes_partial) =
            (uint64_t)sqlite3_column_int64(st, 2);
    }
    if (e == ERR_NOT_FOUND)
        e = count_tags(db);
    db->sure = db->tally;
    return e;
}
