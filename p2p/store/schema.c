/* One text per version. A later version adds a text that leads from its
 * forerunner to it; nothing here is ever edited once released. */
#include "store/schema.h"

#include <stdio.h>

#include "store/db.h"

#define APPLICATION_ID 0x4669726e /* "Firn" */

/* Content lies in a table of its own, in order of arrival: rows of `blobs` in
 * order of hash stay small, and big values are not moved about by inserts. */
static const char version_1[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL)"
    " WITHOUT ROWID, STRICT;"
    "CREATE TABLE blobs ("
    " hash BLOB PRIMARY KEY,"
    " size INTEGER NOT NULL,"    /* 0: unknown, or empty and complete */
    " proven INTEGER NOT NULL,"  /* 1: the size is bound to the hash */
    " state INTEGER NOT NULL,"   /* 0 partial, 1 not yet flushed, 2 whole */
    " held INTEGER NOT NULL,"    /* bytes */
    " content INTEGER,"          /* content.id; NULL: in files */
    " added_ms INTEGER NOT NULL" /* wall clock */
    ") WITHOUT ROWID, STRICT;"
    "CREATE INDEX blobs_unsettled ON blobs (hash) WHERE state = 0;"
    "CREATE TABLE content (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"
    " STRICT;"
    "CREATE TABLE held (hash BLOB PRIMARY KEY, groups BLOB NOT NULL)"
    " WITHOUT ROWID, STRICT;"
    "CREATE TABLE tags ("
    " name TEXT PRIMARY KEY,"
    " hash BLOB NOT NULL,"
    " sequence INTEGER NOT NULL" /* 1: names a hash sequence */
    ") WITHOUT ROWID, STRICT;"
    "CREATE INDEX tags_by_hash ON tags (hash, name);"
    "INSERT INTO meta VALUES ('clean', 1);";

/* Peers, as text that people can read. */
static const char version_2[] =
    "CREATE TABLE peers ("
    " id TEXT PRIMARY KEY," /* hex */
    " kind TEXT NOT NULL,"
    " name TEXT NOT NULL,"
    " agent TEXT NOT NULL,"
    " discovered_by TEXT NOT NULL,"
    " pinned INTEGER NOT NULL,"
    " banned INTEGER NOT NULL,"
    " reputation INTEGER NOT NULL,"
    " first_seen_ms INTEGER NOT NULL," /* wall clock, as those that follow */
    " last_seen_ms INTEGER NOT NULL,"
    " last_connected_ms INTEGER NOT NULL" /* 0: never */
    ") WITHOUT ROWID, STRICT;"
    "CREATE TABLE peer_addrs ("
    " id TEXT NOT NULL,"
    " addr TEXT NOT NULL," /* address:port */
    " source TEXT NOT NULL,"
    " seen_ms INTEGER NOT NULL,"
    " last_ok_ms INTEGER NOT NULL," /* 0: never */
    " PRIMARY KEY (id, addr)"
    ") WITHOUT ROWID, STRICT;";

/* Transfers, as text that people can read. Numbers are never given twice:
 * AUTOINCREMENT remembers the largest. */
static const char version_3[] =
    "CREATE TABLE transfers ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " hash TEXT NOT NULL,"        /* hex */
    " sequence INTEGER NOT NULL," /* 1: with its children */
    " tag TEXT NOT NULL,"         /* '': none */
    " state TEXT NOT NULL,"
    " priority TEXT NOT NULL,"
    " rank INTEGER NOT NULL," /* order among those of a priority */
    " max_bps INTEGER NOT NULL,"
    " deadline_ms INTEGER NOT NULL," /* wall clock, as all times; 0: none */
    " first TEXT NOT NULL," /* bytes wanted first: '0-4096 9000-9999' */
    " attempts INTEGER NOT NULL,"
    " size INTEGER NOT NULL,"
    " done INTEGER NOT NULL,"
    " fetched INTEGER NOT NULL,"
    " err TEXT NOT NULL," /* '': none */
    " error TEXT NOT NULL,"
    " created_ms INTEGER NOT NULL,"
    " started_ms INTEGER NOT NULL," /* 0: not yet */
    " ended_ms INTEGER NOT NULL"    /* 0: not yet */
    ") STRICT;"
    "CREATE INDEX transfers_open ON transfers (id) WHERE ended_ms = 0;"
    "CREATE TABLE transfer_peers ("
    " id INTEGER NOT NULL,"
    " place INTEGER NOT NULL," /* order of preference */
    " peer TEXT NOT NULL,"     /* hex */
    " addrs TEXT NOT NULL,"    /* 'address:port address:port' */
    " state TEXT NOT NULL,"
    " bytes INTEGER NOT NULL," /* that it brought */
    " err TEXT NOT NULL,"
    " error TEXT NOT NULL,"
    " PRIMARY KEY (id, place)"
    ") WITHOUT ROWID, STRICT;"
    "INSERT INTO meta VALUES ('transfer_tag', random() & 16777215);";

static const char *const versions[] = {version_1, version_2, version_3};

#define VERSION ((int)(sizeof versions / sizeof versions[0]))

static enum err ask_int(struct db *db, const char *sql, int *out,
                        struct errmsg *em)
{
    sqlite3_stmt *st;
    int rc = sqlite3_prepare_v2(db->sql, sql, -1, &st, NULL);

    if (rc == SQLITE_OK) {
        rc = sqlite3_step(st);
        *out = rc == SQLITE_ROW ? sqlite3_column_int(st, 0) : 0;
        sqlite3_finalize(st);
    }
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return ERR_OK;
    err_set(em, "%s", sqlite3_errmsg(db->sql));
    return db_err(db, sqlite3_extended_errcode(db->sql));
}

/* Which program wrote it last; for the message only. */
static void ask_program(struct db *db, char *out, size_t len)
{
    sqlite3_stmt *st;

    snprintf(out, len, "a newer version");
    if (sqlite3_prepare_v2(db->sql,
                           "SELECT value FROM meta WHERE name = 'program'", -1,
                           &st, NULL) != SQLITE_OK)
        return;
    if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_text(st, 0) != NULL)
        snprintf(out, len, "version %.40s", sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
}

static enum err check_version(struct db *db, int *version, struct errmsg *em)
{
    char program[64];
    int id = 0, tables = 0;
    enum err e = ask_int(db, "PRAGMA application_id", &id, em);

    if (e == ERR_OK)
        e = ask_int(db, "PRAGMA user_version", version, em);
    if (e == ERR_OK)
        e = ask_int(db, "SELECT count(*) FROM sqlite_schema", &tables, em);
    if (e != ERR_OK)
        return e;
    if (id != APPLICATION_ID && tables > 0) {
        err_set(em, "firn.db is some other program's database; "
                    "use another directory");
        return ERR_CORRUPT;
    }
    if (*version < 0 || (*version == 0 && tables > 0)) {
        err_set(em, "firn.db is damaged: its version makes no sense; restore "
                    "it from a backup or use another directory");
        return ERR_CORRUPT;
    }
    if (*version > VERSION) {
        ask_program(db, program, sizeof program);
        err_set(em,
                "written by %s (layout %d, this program knows up to %d); "
                "install that version or use another directory",
                program, *version, VERSION);
        return ERR_NEWER;
    }
    return ERR_OK;
}

static enum err bring_up(struct db *db, int from, struct errmsg *em)
{
    char pragma[128];
    enum err e = db_exec(db, "BEGIN IMMEDIATE", em);

    for (int v = from; v < VERSION && e == ERR_OK; v++)
        e = db_exec(db, versions[v], em);
    snprintf(pragma, sizeof pragma,
             "PRAGMA application_id = %d; PRAGMA user_version = %d;",
             APPLICATION_ID, VERSION);
    if (e == ERR_OK)
        e = db_exec(db, pragma, em);
    if (e == ERR_OK)
        e = db_exec(db, "COMMIT", em);
    return e;
}

enum err schema_prepare(struct db *db, struct errmsg *em)
{
    int version = 0;
    enum err e;

    /* Asked before anything is set, so that a database that is refused is
     * left as it was. */
    e = check_version(db, &version, em);
    if (e == ERR_OK)
        e = db_exec(db,
                    "PRAGMA journal_mode = WAL;"
                    "PRAGMA synchronous = FULL;"
                    "PRAGMA trusted_schema = OFF;"
                    "PRAGMA temp_store = MEMORY;"
                    "PRAGMA cache_size = -16384;"
                    "PRAGMA wal_autocheckpoint = 4000;"
                    "PRAGMA journal_size_limit = 33554432;",
                    em);
    if (e == ERR_OK && version < VERSION)
        e = bring_up(db, version, em);
    if (e == ERR_OK)
        e = db_exec(
            db, "REPLACE INTO meta VALUES ('program', '" FIRN_VERSION "')", em);
    return e;
}
