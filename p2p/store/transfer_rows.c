/* Hashes and ids are hex and all else is text or a number, so that sqlite3
 * shows what was fetched from whom. */
#include "store/transfer_rows.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/id.h"
#include "store/columns.h"
#include "store/db.h"

/* ---- reading ------------------------------------------------------------*/

static bool read_transfer(sqlite3_stmt *st, struct store_transfer *t)
{
    char hash[HASH_TEXT_SIZE];

    *t = (struct store_transfer){0};
    t->id = column_u64(st, 0);
    t->is_sequence = sqlite3_column_int(st, 2) != 0;
    t->rank = sqlite3_column_int64(st, 6);
    t->max_bps = column_u64(st, 7);
    t->deadline_ms = column_u64(st, 8);
    t->attempts = column_u64(st, 10);
    t->size = column_u64(st, 11);
    t->done = column_u64(st, 12);
    t->fetched = column_u64(st, 13);
    t->created_ms = column_u64(st, 16);
    t->started_ms = column_u64(st, 17);
    t->ended_ms = column_u64(st, 18);
    return t->id != 0 && column_text(st, 1, hash, sizeof hash) &&
           hash_parse(hash, &t->hash) == ERR_OK &&
           column_text(st, 3, t->tag, sizeof t->tag) &&
           column_text(st, 4, t->state, sizeof t->state) &&
           column_text(st, 5, t->priority, sizeof t->priority) &&
           column_text(st, 9, t->first, sizeof t->first) &&
           column_text(st, 14, t->err, sizeof t->err) &&
           column_text(st, 15, t->error, sizeof t->error);
}

static bool read_peer(sqlite3_stmt *st, struct store_transfer_peer *p)
{
    struct node_id id;
    char hex[NODE_ID_HEX_SIZE];

    if (!column_text(st, 0, hex, sizeof hex) ||
        node_id_parse(hex, &id, NULL) != ERR_OK)
        return false;
    memcpy(p->id, id.b, sizeof p->id);
    p->bytes = column_u64(st, 3);
    return column_text(st, 1, p->addrs, sizeof p->addrs) &&
           column_text(st, 2, p->state, sizeof p->state) &&
           column_text(st, 4, p->err, sizeof p->err) &&
           column_text(st, 5, p->error, sizeof p->error);
}

static enum err grow(struct store_transfer **at, size_t len, size_t *cap)
{
    struct store_transfer *more;

    if (len < *cap)
        return ERR_OK;
    more = reallocarray(*at, *cap * 2 + 16, sizeof **at);
    if (more == NULL)
        return ERR_NOMEM;
    *at = more;
    *cap = *cap * 2 + 16;
    return ERR_OK;
}

static enum err list_transfers(struct db *db, struct store_transfer **at,
                               size_t *len)
{
    sqlite3_stmt *st = db_stmt(db, DB_TRANSFER_LIST);
    size_t cap = 0;
    enum err e;

    while ((e = db_next(db, st)) == ERR_OK) {
        e = grow(at, *len, &cap);
        if (e != ERR_OK)
            break;
        if (read_transfer(st, &(*at)[*len]))
            ++*len;
    }
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err list_peers(struct db *db, struct store_transfer *t)
{
    sqlite3_stmt *st = db_stmt(db, DB_TRANSFER_PEER_LIST);
    struct store_transfer_peer *all;
    enum err e;

    /* Of these few at a time; most transfers have one. */
    db_bind_u64(st, 1, t->id);
    sqlite3_bind_int(st, 2, STORE_TRANSFER_PEERS);
    while ((e = db_next(db, st)) == ERR_OK) {
        all = reallocarray(t->peers, t->peers_len + 1, sizeof *all);
        if (all == NULL) {
            e = ERR_NOMEM;
            break;
        }
        t->peers = all;
        if (read_peer(st, &all[t->peers_len]))
            t->peers_len++;
    }
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

void transfer_rows_free(struct store_transfer *rows, size_t len)
{
    for (size_t i = 0; i < len; i++)
        free(rows[i].peers);
    free(rows);
}

enum err transfer_rows_list(struct db *db, struct store_transfer **out,
                            size_t *len)
{
    struct store_transfer *at = NULL;
    size_t n = 0;
    enum err e = list_transfers(db, &at, &n);

    for (size_t i = 0; e == ERR_OK && i < n; i++)
        e = list_peers(db, &at[i]);
    if (e != ERR_OK) {
        transfer_rows_free(at, n);
        return e;
    }
    *out = at;
    *len = n;
    return ERR_OK;
}

enum err transfer_rows_last(struct db *db, uint64_t *out)
{
    sqlite3_stmt *st = db_stmt(db, DB_TRANSFER_LAST);
    enum err e = db_next(db, st);

    *out = e == ERR_OK ? column_u64(st, 0) : 0;
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- writing ------------------------------------------------------------*/

static enum err delete_peers(struct db *db, uint64_t id)
{
    sqlite3_stmt *st = db_stmt(db, DB_TRANSFER_PEER_DELETE);

    db_bind_u64(st, 1, id);
    return db_done(db, st);
}

static enum err add_peer(struct db *db, uint64_t id, size_t place,
                         const struct store_transfer_peer *p)
{
    sqlite3_stmt *st = db_stmt(db, DB_TRANSFER_PEER_ADD);
    char hex[NODE_ID_HEX_SIZE];
    struct node_id node;

    memcpy(node.b, p->id, sizeof node.b);
    node_id_hex(&node, hex);
    db_bind_u64(st, 1, id);
    db_bind_u64(st, 2, place);
    column_bind_text(st, 3, hex);
    column_bind_text(st, 4, p->addrs);
    column_bind_text(st, 5, p->state);
    db_bind_u64(st, 6, p->bytes);
    column_bind_text(st, 7, p->err);
    column_bind_text(st, 8, p->error);
    return db_done(db, st);
}

static enum err set_transfer(struct db *db, const struct store_transfer *t)
{
    sqlite3_stmt *st = db_stmt(db, DB_TRANSFER_SET);
    char hash[HASH_TEXT_SIZE];

    hash_format(&t->hash, hash);
    db_bind_u64(st, 1, t->id);
    column_bind_text(st, 2, hash);
    sqlite3_bind_int(st, 3, t->is_sequence);
    column_bind_text(st, 4, t->tag);
    column_bind_text(st, 5, t->state);
    column_bind_text(st, 6, t->priority);
    sqlite3_bind_int64(st, 7, t->rank);
    db_bind_u64(st, 8, t->max_bps);
    db_bind_u64(st, 9, t->deadline_ms);
    column_bind_text(st, 10, t->first);
    db_bind_u64(st, 11, t->attempts);
    db_bind_u64(st, 12, t->size);
    db_bind_u64(st, 13, t->done);
    db_bind_u64(st, 14, t->fetched);
    column_bind_text(st, 15, t->err);
    column_bind_text(st, 16, t->error);
    db_bind_u64(st, 17, t->created_ms);
    db_bind_u64(st, 18, t->started_ms);
    db_bind_u64(st, 19, t->ended_ms);
    return db_done(db, st);
}

enum err transfer_row_set(struct db *db, const struct store_transfer *t)
{
    enum err e = set_transfer(db, t);

    if (e == ERR_OK)
        e = delete_peers(db, t->id);
    for (size_t i = 0; e == ERR_OK && i < t->peers_len; i++)
        e = add_peer(db, t->id, i, &t->peers[i]);
    return e;
}

enum err transfer_row_delete(struct db *db, uint64_t id)
{
    sqlite3_stmt *st;
    enum err e = delete_peers(db, id);

    if (e != ERR_OK)
        return e;
    st = db_stmt(db, DB_TRANSFER_DELETE);
    db_bind_u64(st, 1, id);
    return db_done(db, st);
}

enum err transfer_rows_trim(struct db *db, size_t max)
{
    sqlite3_stmt *st = db_stmt(db, DB_TRANSFER_TRIM);
    enum err e;

    db_bind_u64(st, 1, max);
    e = db_done(db, st);
    if (e != ERR_OK)
        return e;
    return db_done(db, db_stmt(db, DB_TRANSFER_PEER_TRIM));
}
