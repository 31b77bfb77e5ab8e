/* The SQLite connection: opening, statements, transactions, errors.
 *
 * Thread: the store thread; before it starts and after it ended, the loop. */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

/* X(NAME, text). Prepared when the database is opened. */
#define DB_STATEMENTS(X)                                                       \
    X(BEGIN, "BEGIN IMMEDIATE")                                                \
    X(COMMIT, "COMMIT")                                                        \
    X(ROLLBACK, "ROLLBACK")                                                    \
    X(SAVE, "SAVEPOINT one")                                                   \
    X(SAVE_KEEP, "RELEASE one")                                                \
    X(SAVE_UNDO, "ROLLBACK TO one")                                            \
    X(META_GET, "SELECT value FROM meta WHERE name = ?1")                      \
    X(META_SET, "REPLACE INTO meta (name, value) VALUES (?1, ?2)")             \
    X(ROW_GET, "SELECT size, proven, state, held, content, added_ms "          \
               "FROM blobs WHERE hash = ?1")                                   \
    X(ROW_PUT, "REPLACE INTO blobs (hash, size, proven, state, held, "         \
               "content, added_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")       \
    X(ROW_DELETE, "DELETE FROM blobs WHERE hash = ?1")                         \
    X(ROW_LIST, "SELECT hash, size, state, held, added_ms FROM blobs "         \
                "WHERE hash > ?1 ORDER BY hash LIMIT ?2")                      \
    X(ROW_LIST_WHOLE, "SELECT hash, size, state, held, added_ms FROM blobs "   \
                      "WHERE hash > ?1 AND state > 0 ORDER BY hash LIMIT ?2")  \
    X(ROW_LIST_PART, "SELECT hash, size, state, held, added_ms FROM blobs "    \
                     "WHERE hash > ?1 AND state = 0 ORDER BY hash LIMIT ?2")   \
    X(ROW_TALLY, "SELECT state > 0, count(*), sum(held) FROM blobs "           \
                 "GROUP BY 1")                                                 \
    X(ROW_UNSURE, "SELECT hash FROM blobs WHERE state = 0 AND size > 0 "       \
                  "AND hash > ?1 AND hash NOT IN (SELECT hash FROM held) "     \
                  "ORDER BY hash LIMIT ?2")                                    \
    X(ROW_UNSURE_COUNT, "SELECT count(*) FROM blobs WHERE state = 0 "          \
                        "AND size > 0 AND hash NOT IN "                        \
                        "(SELECT hash FROM held)")                             \
    X(ROW_FILES, "SELECT hash FROM blobs WHERE hash >= ?1 AND hash <= ?2 "     \
                 "AND content IS NULL AND size > 0 ORDER BY hash")             \
    X(ROW_DOUBT, "UPDATE blobs SET state = 0, held = 0 WHERE state = 1")       \
    X(CONTENT_GET, "SELECT bytes FROM content WHERE id = ?1")                  \
    X(CONTENT_ADD, "INSERT INTO content (bytes) VALUES (?1)")                  \
    X(CONTENT_DELETE, "DELETE FROM content WHERE id = ?1")                     \
    X(HELD_GET, "SELECT groups FROM held WHERE hash = ?1")                     \
    X(HELD_SET, "REPLACE INTO held (hash, groups) VALUES (?1, ?2)")            \
    X(HELD_DELETE, "DELETE FROM held WHERE hash = ?1")                         \
    X(HELD_CLEAR, "DELETE FROM held")                                          \
    X(TAG_GET, "SELECT hash, sequence FROM tags WHERE name = ?1")              \
    X(TAG_SET, "REPLACE INTO tags (name, hash, sequence) "                     \
               "VALUES (?1, ?2, ?3)")                                          \
    X(TAG_DELETE, "DELETE FROM tags WHERE name = ?1")                          \
    X(TAG_LIST, "SELECT name, hash, sequence FROM tags WHERE name > ?1 "       \
                "ORDER BY name LIMIT ?2")                                      \
    X(TAG_NAMES, "SELECT name FROM tags WHERE hash = ?1 ORDER BY name")        \
    X(TAG_COUNT, "SELECT count(*) FROM tags")                                  \
    X(PEER_LIST, "SELECT id, kind, name, agent, discovered_by, pinned, "       \
                 "banned, reputation, first_seen_ms, last_seen_ms, "           \
                 "last_connected_ms FROM peers "                               \
                 "ORDER BY last_connected_ms DESC, id LIMIT ?1")               \
    X(PEER_SET, "REPLACE INTO peers (id, kind, name, agent, discovered_by, "   \
                "pinned, banned, reputation, first_seen_ms, last_seen_ms, "    \
                "last_connected_ms) "                                          \
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")       \
    X(PEER_DELETE, "DELETE FROM peers WHERE id = ?1")                          \
    X(PEER_ADDR_LIST, "SELECT addr, source, seen_ms, last_ok_ms "              \
                      "FROM peer_addrs WHERE id = ?1 "                         \
                      "ORDER BY last_ok_ms DESC, addr LIMIT ?2")               \
    X(PEER_ADDR_ADD, "REPLACE INTO peer_addrs (id, addr, source, seen_ms, "    \
                     "last_ok_ms) VALUES (?1, ?2, ?3, ?4, ?5)")                \
    X(PEER_ADDR_DELETE, "DELETE FROM peer_addrs WHERE id = ?1")                \
    X(TRANSFER_LAST, "SELECT seq FROM sqlite_sequence "                        \
                     "WHERE name = 'transfers'")                               \
    X(TRANSFER_LIST, "SELECT id, hash, sequence, tag, state, priority, rank, " \
                     "max_bps, deadline_ms, first, attempts, size, done, "     \
                     "fetched, err, error, created_ms, started_ms, ended_ms "  \
                     "FROM transfers ORDER BY id")                             \
    X(TRANSFER_SET, "REPLACE INTO transfers (id, hash, sequence, tag, state, " \
                    "priority, rank, max_bps, deadline_ms, first, attempts, "  \
                    "size, done, fetched, err, error, created_ms, "            \
                    "started_ms, ended_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "   \
                    "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "     \
                    "?18, ?19)")                                               \
    X(TRANSFER_DELETE, "DELETE FROM transfers WHERE id = ?1")                  \
    X(TRANSFER_TRIM, "DELETE FROM transfers WHERE ended_ms > 0 AND id NOT IN " \
                     "(SELECT id FROM transfers WHERE ended_ms > 0 "           \
                     "ORDER BY id DESC LIMIT ?1)")                             \
    X(TRANSFER_PEER_LIST, "SELECT peer, addrs, state, bytes, err, error "      \
                          "FROM transfer_peers WHERE id = ?1 "                 \
                          "ORDER BY place LIMIT ?2")                           \
    X(TRANSFER_PEER_ADD, "REPLACE INTO transfer_peers (id, place, peer, "      \
                         "addrs, state, bytes, err, error) "                   \
                         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")            \
    X(TRANSFER_PEER_DELETE, "DELETE FROM transfer_peers WHERE id = ?1")        \
    X(TRANSFER_PEER_TRIM, "DELETE FROM transfer_peers WHERE id NOT IN "        \
                          "(SELECT id FROM transfers)")

enum db_statement {
#define DB_ENUM(name, text) DB_##name,
    DB_STATEMENTS(DB_ENUM)
#undef DB_ENUM
        DB_STATEMENT_COUNT
};

/* What the rows add up to, kept along with every change. */
struct tally {
    uint64_t complete, partial;             /* blobs */
    uint64_t bytes_complete, bytes_partial; /* held */
    uint64_t tags;
};

struct db {
    sqlite3 *sql;
    sqlite3_stmt *stmt[DB_STATEMENT_COUNT];
    struct tally tally; /* with the open transaction */
    struct tally saved; /* as of the savepoint */
    struct tally sure;  /* as of the last commit */
    bool in_tx;
    bool sync_failed; /* a flush failed: what is on disk is unknown */
};

/* Open or create `<dir>/firn.db` and bring its schema up to date (schema.c).
 * Statuses as of store_open(). */
ERR_RESULT enum err db_open(struct db *db, const char *dir, struct errmsg *em);
void db_close(struct db *db);

/* Run text that gives no rows. */
ERR_RESULT enum err db_exec(struct db *db, const char *sql, struct errmsg *em);

/* A transaction, and within it one savepoint at a time. A commit that fails
 * has rolled back. */
ERR_RESULT enum err db_begin(struct db *db);
ERR_RESULT enum err db_commit(struct db *db);
void db_rollback(struct db *db);
ERR_RESULT enum err db_save(struct db *db);
ERR_RESULT enum err db_save_keep(struct db *db);
void db_save_undo(struct db *db);

/* A statement without bindings and without rows open. */
sqlite3_stmt *db_stmt(struct db *db, enum db_statement which);

/* Step to the next row: ERR_OK, or ERR_NOT_FOUND at the end (the statement
 * is then reset). */
ERR_RESULT enum err db_next(struct db *db, sqlite3_stmt *st);

/* Step a statement that gives no rows, and reset it. */
ERR_RESULT enum err db_done(struct db *db, sqlite3_stmt *st);

/* Translate a result of SQLite; ERR_OK for a row as well. */
enum err db_err(struct db *db, int rc);

void db_bind_hash(sqlite3_stmt *st, int at, const struct hash *h);
void db_bind_u64(sqlite3_stmt *st, int at, uint64_t v);
/* ERR_CORRUPT when the column is no hash. */
ERR_RESULT enum err db_column_hash(sqlite3_stmt *st, int at, struct hash *out);

/* Whole numbers by name. ERR_NOT_FOUND. */
ERR_RESULT enum err db_meta_get(struct db *db, const char *name, int64_t *out);
ERR_RESULT enum err db_meta_set(struct db *db, const char *name, int64_t v);
