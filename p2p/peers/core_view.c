/* Looking at the core, and the invariants of the README as assertions. */
#include <assert.h>

#include "peers/core_int.h"

const struct peer *core_peer(const struct core *c, const struct node_id *id)
{
    const struct core_peer *cp = core_find(c, id);

    return cp == NULL ? NULL : &cp->p;
}

const struct peer *core_next_peer(const struct core *c, size_t *it)
{
    return *it < c->table_len ? &c->table[(*it)++]->p : NULL;
}

const struct records *core_records(const struct core *c)
{
    return c->records;
}

const struct holders *core_holders(const struct core *c)
{
    return c->holders;
}

bool core_is_banned(const struct core *c, const struct node_id *id)
{
    const struct core_peer *cp = c->banned == 0 ? NULL : core_find(c, id);

    return cp != NULL && cp->p.is_banned;
}

void core_get_stats(const struct core *c, struct core_stats *out)
{
    *out = c->stats;
    for (size_t i = 0; i < PEER_STATES; i++)
        out->peers[i] = c->count[i];
    out->banned = c->banned;
    out->records = records_len(c->records);
    out->records_bytes = records_bytes(c->records);
    out->holders = holders_len(c->holders);
}

size_t core_table_bytes(const struct core *c)
{
    const struct core_conn *conn;
    size_t bytes = sizeof *c + sizeof *c->links_body;
    size_t it = 0;

    bytes += c->table_cap * sizeof(struct core_peer *) +
             c->table_len * sizeof(struct core_peer) +
             c->asks.len * sizeof(struct core_ask) + c->body.cap +
             c->record.cap;
    while ((conn = map_next(&c->conns, &it, NULL)) != NULL)
        bytes += sizeof *conn + conn->offers_cap * sizeof *conn->offers;
    return bytes;
}

/* ---- invariants ---------------------------------------------------------*/

static size_t list_len(const struct list *l)
{
    size_t n = 0;

    for (const struct list *it = l->next; it != l; it = it->next)
        n++;
    return n;
}

static void check_control(const struct core *c, const struct core_peer *cp)
{
    const struct core_conn *conn;

    if (cp->p.conn == 0)
        return;
    conn = core_conn(c, cp->p.conn);
    assert(conn != NULL && conn->peer == cp);
    assert(conn->is_node && conn->has_hello && !conn->is_closing);
    assert(cp->p.state == PEER_CONNECTED && cp->p.kind == PEER_FIRN);
}

static void check_conns(const struct core *c, const struct core_peer *cp)
{
    size_t greeted = 0;

    for (const struct list *it = cp->conns.next; it != &cp->conns;
         it = it->next) {
        const struct core_conn *conn =
            LIST_ENTRY(it, struct core_conn, of_peer);

        assert(conn->peer == cp && core_conn(c, conn->number) == conn);
        assert(!conn->is_closing || !list_is_linked(&conn->node));
        if (conn->has_hello && !conn->is_closing)
            greeted++;
    }
    assert(greeted == (cp->p.conn != 0 ? 1u : 0u));
}

static void check_peer(const struct core *c, const struct core_peer *cp)
{
    check_control(c, cp);
    check_conns(c, cp);
    assert(!cp->p.is_lost || cp->p.state != PEER_CONNECTED);
    assert(!cp->p.is_banned ||
           (cp->p.state != PEER_CONNECTED && !cp->is_dialling));
    assert(!cp->is_dialling || cp->p.state == PEER_CONNECTING ||
           cp->p.state == PEER_CONNECTED);
    assert(!cp->is_dialling || c->is_online);
    assert(cp->p.reputation >= PEER_REPUTATION_MIN &&
           cp->p.reputation <= PEER_REPUTATION_MAX);
}

static void check_counts(const struct core *c)
{
    size_t count[PEER_STATES] = {0}, banned = 0, lost = 0, dialling = 0;

    for (size_t i = 0; i < c->table_len; i++) {
        const struct core_peer *cp = c->table[i];

        assert(cp->index == i && core_find(c, &cp->p.id) == cp);
        assert(!node_id_equal(&cp->p.id, &c->self));
        check_peer(c, cp);
        count[cp->p.state]++;
        banned += cp->p.is_banned;
        lost += cp->p.is_lost;
        dialling += cp->is_dialling;
    }
    for (size_t i = 0; i < PEER_STATES; i++)
        assert(count[i] == c->count[i]);
    assert(banned == c->banned && lost == c->lost);
    assert(dialling == c->dialling_len);
}

void core_check(const struct core *c)
{
    assert(c->by_id.len == c->table_len);
    check_counts(c);
    assert(list_len(&c->links) == c->links_len);
    assert(list_len(&c->dialling) == c->dialling_len);
    assert(c->dialling_len <= PEERS_MAX_DIALS);
    assert(list_len(&c->asked) + list_len(&c->to_ask) == c->asks.len);
    assert(list_len(&c->requests) == c->requests_len);
}
