/* Ids are hex and addresses are text, so that sqlite3 shows what is known. */
#include "store/peer_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/id.h"
#include "store/columns.h"
#include "store/db.h"

static void hex_of(const uint8_t id[static 32],
                   char out[static NODE_ID_HEX_SIZE])
{
    struct node_id node;

    memcpy(node.b, id, sizeof(node.b));
    node_id_hex(&node, out);
}

/* ---- reading ------------------------------------------------------------*/

static bool read_peer(sqlite3_stmt *st, struct store_peer *out)
{
    struct node_id id;
    char hex[NODE_ID_HEX_SIZE];

    *out = (struct store_peer){0};
    if (!column_text(st, 0, hex, sizeof(hex)) ||
        node_id_parse(hex, &id, NULL) != ERR_OK)
        return false;
    memcpy(out->id, id.b, sizeof(out->id));
    out->is_pinned = sqlite3_column_int(st, 5) != 0;
    out->is_banned = sqlite3_column_int(st, 6) != 0;
    out->reputation = sqlite3_column_int(st, 7);
    out->first_seen_ms = column_u64(st, 8);
    out->last_seen_ms = column_u64(st, 9);
    out->last_connected_ms = column_u64(st, 10);
    return column_text(st, 1, out->kind, sizeof(out->kind)) &&
           column_text(st, 2, out->name, sizeof(out->name)) &&
           column_text(st, 3, out->agent, sizeof(out->agent)) &&
           column_text(st, 4, out->discovered_by, sizeof(out->discovered_by));
}

/* Room for one more. */
static enum err grow(struct store_peer **at, size_t len, size_t *cap)
{
    size_t more = *cap > 0 ? 2 * *cap : 16;
    struct store_peer *bigger;

    if (len < *cap)
        return ERR_OK;
    bigger = reallocarray(*at, more, sizeof(**at));
    if (bigger == NULL)
        return ERR_NOMEM;
    *at = bigger;
    *cap = more;
    return ERR_OK;
}

static enum err list_peers(struct db *db, size_t limit, struct store_peer **at,
                           size_t *len)
{
    sqlite3_stmt *st = db_stmt(db, DB_PEER_LIST);
    size_t cap = 0;
    enum err e;

    db_bind_u64(st, 1, limit);
    while ((e = db_next(db, st)) == ERR_OK) {
        e = grow(at, *len, &cap);
        if (e != ERR_OK)
            break;
        if (read_peer(st, &(*at)[*len]))
            ++*len;
    }
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err list_addrs(struct db *db, struct store_peer *p)
{
    sqlite3_stmt *st = db_stmt(db, DB_PEER_ADDR_LIST);
    char hex[NODE_ID_HEX_SIZE];
    enum err e;

    hex_of(p->id, hex);
    column_bind_text(st, 1, hex);
    db_bind_u64(st, 2, STORE_PEER_ADDRS);
    while ((e = db_next(db, st)) == ERR_OK && p->addrs_len < STORE_PEER_ADDRS) {
        struct store_peer_addr *a = &p->addrs[p->addrs_len];

        a->seen_ms = column_u64(st, 2);
        a->last_ok_ms = column_u64(st, 3);
        if (column_text(st, 0, a->addr, sizeof(a->addr)) &&
            column_text(st, 1, a->source, sizeof(a->source)))
            p->addrs_len++;
    }
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err peer_rows_list(struct db *db, size_t limit, struct store_peer **out,
                        size_t *len)
{
    struct store_peer *at = NULL;
    size_t n = 0;
    enum err e = list_peers(db, limit, &at, &n);

    for (size_t i = 0; e == ERR_OK && i < n; i++)
        e = list_addrs(db, &at[i]);
    if (e != ERR_OK) {
        free(at);
        return e;
    }
    *out = at;
    *len = n;
    return ERR_OK;
}

/* ---- writing ------------------------------------------------------------*/

static enum err delete_addrs(struct db *db, const char *hex)
{
    sqlite3_stmt *st = db_stmt(db, DB_PEER_ADDR_DELETE);

    column_bind_text(st, 1, hex);
    return db_done(db, st);
}

static enum err add_addr(struct db *db, const char *hex,
                         const struct store_peer_addr *a)
{
    sqlite3_stmt *st = db_stmt(db, DB_PEER_ADDR_ADD);

    column_bind_text(st, 1, hex);
    column_bind_text(st, 2, a->addr);
    column_bind_text(st, 3, a->source);
    db_bind_u64(st, 4, a->seen_ms);
    db_bind_u64(st, 5, a->last_ok_ms);
    return db_done(db, st);
}

enum err peer_row_set(struct db *db, const struct store_peer *p)
{
    sqlite3_stmt *st = db_stmt(db, DB_PEER_SET);
    char hex[NODE_ID_HEX_SIZE];
    enum err e;

    hex_of(p->id, hex);
    column_bind_text(st, 1, hex);
    column_bind_text(st, 2, p->kind);
    column_bind_text(st, 3, p->name);
    column_bind_text(st, 4, p->agent);
    column_bind_text(st, 5, p->discovered_by);
    sqlite3_bind_int(st, 6, p->is_pinned);
    sqlite3_bind_int(st, 7, p->is_banned);
    sqlite3_bind_int(st, 8, p->reputation);
    db_bind_u64(st, 9, p->first_seen_ms);
    db_bind_u64(st, 10, p->last_seen_ms);
    db_bind_u64(st, 11, p->last_connected_ms);
    e = db_done(db, st);
    if (e == ERR_OK)
        e = delete_addrs(db, hex);
    for (size_t i = 0; e == ERR_OK && i < p->addrs_len; i++)
        e = add_addr(db, hex, &p->addrs[i]);
    return e;
}

enum err peer_row_delete(struct db *db, const uint8_t id[static 32])
{
    sqlite3_stmt *st;
    char hex[NODE_ID_HEX_SIZE];
    enum err e;

    hex_of(id, hex);
    e = delete_addrs(db, hex);
    if (e != ERR_OK)
        return e;
    st = db_stmt(db, DB_PEER_DELETE);
    column_bind_text(st, 1, hex);
    return db_done(db, st);
}
