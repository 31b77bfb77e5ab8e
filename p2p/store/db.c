/* Thin: SQLite's codes end here. */
#include "store/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/schema.h"

static const char *const text[] = {
#define DB_TEXT(name, sql) [DB_##name] = sql,
    DB_STATEMENTS(DB_TEXT)
#undef DB_TEXT
};

static bool is_sync_failure(int rc)
{
    return rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC;
}

static enum err from_ioerr(struct db *db, int rc)
{
    if (is_sync_failure(rc))
        db->sync_failed = true;
    if (rc == SQLITE_IOERR_NOMEM)
        return ERR_NOMEM;
    if (db->sql != NULL &&
        err_from_errno(sqlite3_system_errno(db->sql)) == ERR_NO_SPACE)
        return ERR_NO_SPACE;
    return ERR_IO;
}

enum err db_err(struct db *db, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return ERR_OK;
    case SQLITE_NOMEM:
        return ERR_NOMEM;
    case SQLITE_FULL:
        return ERR_NO_SPACE;
    case SQLITE_IOERR:
        return from_ioerr(db, rc);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return ERR_ACCESS;
    case SQLITE_CANTOPEN:
        return ERR_IO;
    case SQLITE_TOOBIG:
        return ERR_TOO_LARGE;
    default:
        return ERR_INTERNAL;
    }
}

enum err db_exec(struct db *db, const char *sql, struct errmsg *em)
{
    int rc = sqlite3_exec(db->sql, sql, NULL, NULL, NULL);

    if (rc != SQLITE_OK)
        err_set(em, "%s", sqlite3_errmsg(db->sql));
    return rc == SQLITE_OK ? ERR_OK
                           : db_err(db, sqlite3_extended_errcode(db->sql));
}

static enum err prepare_all(struct db *db, struct errmsg *em)
{
    for (int i = 0; i < DB_STATEMENT_COUNT; i++) {
        int rc =
            sqlite3_prepare_v3(db->sql, text[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &db->stmt[i], NULL);
        if (rc == SQLITE_OK)
            continue;
        err_set(em, "%s", sqlite3_errmsg(db->sql));
        return db_err(db, sqlite3_extended_errcode(db->sql));
    }
    return ERR_OK;
}

static enum err open_file(struct db *db, const char *dir, struct errmsg *em)
{
    char path[4096];
    int rc, fd;

    if (snprintf(path, sizeof path, "%s/firn.db", dir) >= (int)sizeof path) {
        err_set(em, "the name of the directory is too long");
        return ERR_INVALID;
    }
    /* SQLite gives its other files the mode that this one has. */
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    rc = sqlite3_open_v2(path, &db->sql,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                             SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW,
                         NULL);
    if (rc == SQLITE_OK) {
        sqlite3_extended_result_codes(db->sql, 1);
        return ERR_OK;
    }
    err_set(em, "open firn.db: %s",
            db->sql != NULL ? sqlite3_errmsg(db->sql) : "out of memory");
    return db->sql != NULL ? db_err(db, rc) : ERR_NOMEM;
}

enum err db_open(struct db *db, const char *dir, struct errmsg *em)
{
    enum err e;

    *db = (struct db){0};
    e = open_file(db, dir, em);
    if (e == ERR_OK)
        e = schema_prepare(db, em);
    if (e == ERR_OK)
        e = prepare_all(db, em);
    if (e != ERR_OK) {
        err_wrap(em, "open database");
        db_close(db);
    }
    return e;
}

void db_close(struct db *db)
{
    for (int i = 0; i < DB_STATEMENT_COUNT; i++)
        sqlite3_finalize(db->stmt[i]);
    sqlite3_close(db->sql);
    *db = (struct db){0};
}

sqlite3_stmt *db_stmt(struct db *db, enum db_statement which)
{
    sqlite3_stmt *st = db->stmt[which];

    /* A statement that failed half-way is still open; its error was
     * reported when it happened. */
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    return st;
}

enum err db_next(struct db *db, sqlite3_stmt *st)
{
    int rc = sqlite3_step(st);

    if (rc == SQLITE_ROW)
        return ERR_OK;
    sqlite3_reset(st);
    return rc == SQLITE_DONE ? ERR_NOT_FOUND : db_err(db, rc);
}

enum err db_done(struct db *db, sqlite3_stmt *st)
{
    enum err e = db_err(db, sqlite3_step(st));

    sqlite3_reset(st);
    return e;
}

enum err db_begin(struct db *db)
{
    enum err e = db_done(db, db_stmt(db, DB_BEGIN));

    db->in_tx = e == ERR_OK;
    return e;
}

enum err db_commit(struct db *db)
{
    enum err e = db_done(db, db_stmt(db, DB_COMMIT));

    if (e != ERR_OK) {
        db_rollback(db);
        return e;
    }
    db->in_tx = false;
    db->sure = db->tally;
    return ERR_OK;
}

void db_rollback(struct db *db)
{
    /* Some errors make SQLite roll back by itself; then there is none. */
    if (!sqlite3_get_autocommit(db->sql) &&
        db_done(db, db_stmt(db, DB_ROLLBACK)) != ERR_OK)
        assert(sqlite3_get_autocommit(db->sql));
    db->in_tx = false;
    db->tally = db->sure;
}

enum err db_save(struct db *db)
{
    db->saved = db->tally;
    return db_done(db, db_stmt(db, DB_SAVE));
}

enum err db_save_keep(struct db *db)
{
    return db_done(db, db_stmt(db, DB_SAVE_KEEP));
}

void db_save_undo(struct db *db)
{
    db->tally = db->saved;
    if (db_done(db, db_stmt(db, DB_SAVE_UNDO)) != ERR_OK ||
        db_done(db, db_stmt(db, DB_SAVE_KEEP)) != ERR_OK)
        db_rollback(db);
}

void db_bind_hash(sqlite3_stmt *st, int at, const struct hash *h)
{
    sqlite3_bind_blob(st, at, h->b, HASH_SIZE, SQLITE_STATIC);
}

void db_bind_u64(sqlite3_stmt *st, int at, uint64_t v)
{
    assert(v <= INT64_MAX);
    sqlite3_bind_int64(st, at, (sqlite3_int64)v);
}

enum err db_column_hash(sqlite3_stmt *st, int at, struct hash *out)
{
    const void *bytes = sqlite3_column_blob(st, at);

    if (bytes == NULL || sqlite3_column_bytes(st, at) != HASH_SIZE)
        return ERR_CORRUPT;
    memcpy(out->b, bytes, HASH_SIZE);
    return ERR_OK;
}

enum err db_meta_get(struct db *db, const char *name, int64_t *out)
{
    sqlite3_stmt *st = db_stmt(db, DB_META_GET);
    enum err e;

    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    e = db_next(db, st);
    if (e != ERR_OK)
        return e;
    *out = sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return ERR_OK;
}

enum err db_meta_set(struct db *db, const char *name, int64_t v)
{
    sqlite3_stmt *st = db_stmt(db, DB_META_SET);

    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(st, 2, v);
    return db_done(db, st);
}
