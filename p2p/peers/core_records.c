/* Records on their way from neighbour to neighbour.
 *
 *   new here    noted for each neighbour who may lack it
 *   offered     a moment later, all that has come by then in one frame
 *   offered us  what is newer than ours is asked for (core_asks.c)
 *   record      checked by `records`, believed, noted for the neighbours */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "peers/core_int.h"

/* Offers are gathered for so long, and so much longer for each node. */
#define BATCH_MS 100
#define BATCH_PER_NODE_MS 4

bool core_takes_kind(const struct core *c, uint8_t kind)
{
    return kind == RECORD_LINKS ||
           (kind == RECORD_ADDRESSES && c->cfg.is_exchange_on);
}

/* ---- offering -----------------------------------------------------------*/

static bool has_records(const struct core_conn *conn)
{
    return (conn->capabilities & NODE_CAP_RECORDS) != 0;
}

static void send_offers(struct core *c, const struct core_conn *conn,
                        const struct node_offer *offers, size_t len)
{
    size_t begin = core_begin(c);

    if (len > 0)
        core_send(c, conn, begin, NODE_MSG_OFFER,
                  node_write_offer(&c->out->bytes, offers, len));
}

static void flush(struct core *c, struct core_conn *conn)
{
    struct node_offer offers[NODE_LIST_MAX];
    size_t n = 0;

    for (size_t i = 0; i < conn->offers_len; i++) {
        const struct records_entry *r =
            records_get(c->records, &conn->offers[i]);

        if (r != NULL)
            offers[n++] = (struct node_offer){r->key, r->seq};
    }
    send_offers(c, conn, offers, n);
    conn->offers_len = 0;
}

/* Twice noted is offered twice, which does no harm and is rarer than a look for
 * it is dear: a node makes its records further apart than offers are gathered.
 */
static void note(struct core *c, struct core_conn *conn,
                 const struct record_key *key)
{
    if (conn->offers_len == NODE_LIST_MAX)
        flush(c, conn);
    if (conn->offers_len == conn->offers_cap) {
        size_t cap = conn->offers_cap == 0 ? 16 : conn->offers_cap * 2;
        struct record_key *at = reallocarray(conn->offers, cap, sizeof *at);

        if (at == NULL)
            return; /* it will hear of it from somebody else */
        conn->offers = at;
        conn->offers_cap = cap;
    }
    conn->offers[conn->offers_len++] = *key;
}

/* It has it, or told us of it: no need to offer. */
static void unnote(struct core_conn *conn, const struct record_key *key)
{
    for (size_t i = 0; i < conn->offers_len; i++) {
        if (memcmp(&conn->offers[i], key, sizeof *key) != 0)
            continue;
        conn->offers[i] = conn->offers[--conn->offers_len];
        return;
    }
}

void core_spread(struct core *c, const struct record_key *key,
                 const struct core_ask *ask)
{
    LIST_FOREACH (it, tmp, &c->links) {
        struct core_conn *conn = LIST_ENTRY(it, struct core_conn, node);

        if (!has_records(conn) ||
            node_id_equal(&conn->peer->p.id, &key->origin) ||
            (ask != NULL && core_was_offered_by(ask, conn->number)))
            continue;
        note(c, conn, key);
        c->has_offers = true;
    }
    c->offers_ms = c->offered_ms + BATCH_MS + c->nodes * BATCH_PER_NODE_MS;
}

void core_offer_due(struct core *c)
{
    if (!c->has_offers || c->now < c->offers_ms)
        return;
    c->has_offers = false;
    c->offered_ms = c->now;
    LIST_FOREACH (it, tmp, &c->links) {
        flush(c, LIST_ENTRY(it, struct core_conn, node));
    }
}

static int by_key(const void *a, const void *b)
{
    const struct node_offer *x = a, *y = b;

    return memcmp(&x->key, &y->key, sizeof x->key);
}

static size_t gather_all(const struct core *c, const struct core_conn *conn,
                         struct node_offer *offers)
{
    const struct records_entry *r;
    size_t it = 0, len = 0;

    while ((r = records_next(c->records, &it)) != NULL)
        if (core_takes_kind(c, r->key.kind) &&
            !node_id_equal(&r->key.origin, &conn->peer->p.id))
            offers[len++] = (struct node_offer){r->key, r->seq};
    return len;
}

void core_offer_all(struct core *c, struct core_conn *conn)
{
    size_t len = records_len(c->records);
    struct node_offer *offers = calloc(len + 1, sizeof *offers);

    if (offers == NULL) {
        c->out->is_short = true;
        return;
    }
    len = gather_all(c, conn, offers);
    /* In an order that is the same in each run of a seeded test. */
    qsort(offers, len, sizeof *offers, by_key);
    for (size_t at = 0; at < len; at += NODE_LIST_MAX)
        send_offers(c, conn, offers + at,
                    len - at < NODE_LIST_MAX ? len - at : NODE_LIST_MAX);
    free(offers);
}

/* ---- those of others ----------------------------------------------------*/

static void on_offer(struct core *c, struct core_conn *conn,
                     const struct node_offer *o)
{
    const struct records_entry *r = records_get(c->records, &o->key);

    if (r != NULL && o->seq >= r->seq)
        unnote(conn, &o->key);
    if (r != NULL && o->seq <= r->seq)
        return;
    if (core_takes_kind(c, o->key.kind) && !core_is_banned(c, &o->key.origin) &&
        records_wants(c->records, &o->key, o->seq))
        core_add_ask(c, conn, o);
}

enum err core_read_offer(struct core *c, struct core_conn *conn,
                         const struct node_frame *f)
{
    struct node_offer offers[NODE_LIST_MAX];
    size_t len;
    enum err e = node_read_offer(f, offers, &len);

    if (e != ERR_OK)
        return e;
    for (size_t i = 0; i < len; i++)
        on_offer(c, conn, &offers[i]);
    core_ask_more(c);
    return ERR_OK;
}

enum err core_read_ask(struct core *c, struct core_conn *conn,
                       const struct node_frame *f)
{
    struct record_key keys[NODE_LIST_MAX];
    size_t len;
    enum err e = node_read_ask(f, keys, &len);

    if (e != ERR_OK)
        return e;
    for (size_t i = 0; i < len; i++) {
        const struct records_entry *r = records_get(c->records, &keys[i]);
        size_t begin = core_begin(c);
        uint64_t age;

        if (r == NULL || !core_takes_kind(c, keys[i].kind))
            continue;
        age = c->now > r->made_ms ? c->now - r->made_ms : 0;
        core_send(c, conn, begin, NODE_MSG_RECORD,
                  node_write_record(&c->out->bytes, age, r->bytes, r->len));
    }
    return ERR_OK;
}

/* A life of ours before this one: what it said must not outlast what we say. */
static void go_on_behind(struct core *c, const struct record *r)
{
    struct core_own *own = &c->own[r->key.kind];

    own->seq = r->seq;
    own->due_ms = c->now;
}

static void believe(struct core *c, const struct record *r)
{
    struct record_addresses a;
    struct core_event e = {.kind = CORE_SEEN, .source = PEER_SOURCE_EXCHANGE};

    if (r->key.kind != RECORD_ADDRESSES ||
        record_read_addresses(r, &a) != ERR_OK)
        return;
    e.node = &a.node;
    e.name = a.name;
    e.agent = a.agent;
    core_on_seen(c, &e);
}

static bool is_proven(const struct core *c, const struct node_id *origin)
{
    const struct core_peer *cp = core_find(c, origin);

    return node_id_equal(origin, &c->self) ||
           (cp != NULL && cp->p.last_connected_ms != 0);
}

static void take_record(struct core *c, struct core_conn *conn,
                        struct core_ask *ask, const uint8_t *bytes, size_t len,
                        uint64_t age_ms)
{
    const struct records_entry *r;
    enum err e = records_put(c->records, c->now, bytes, len, age_ms,
                             is_proven(c, &ask->key.origin), &r);

    if (e == ERR_OK) {
        if (node_id_equal(&r->key.origin, &c->self))
            go_on_behind(c, &r->record);
        else
            core_spread(c, &r->key, ask);
        believe(c, &r->record);
    } else if (e != ERR_EXISTS) {
        c->stats.records_refused++;
    }
    if (e == ERR_OK || e == ERR_EXISTS)
        conn->unanswered = 0;
    core_end_ask(c, ask);
    /* Whoever passes a record on has checked its signature. */
    if (e == ERR_AUTH)
        core_malformed(c, conn, NODE_MSG_RECORD);
}

enum err core_read_record(struct core *c, struct core_conn *conn,
                          const struct node_frame *f)
{
    const uint8_t *bytes;
    uint64_t age_ms;
    size_t len;
    struct record r;
    struct core_ask *ask;
    enum err e = node_read_record(f, &age_ms, &bytes, &len);

    if (e == ERR_OK)
        e = record_read(bytes, len, &r);
    if (e != ERR_OK)
        return e;
    ask = core_find_ask(c, &r.key);
    /* Not asked for, or asked of somebody else by now: checking signatures is
     * dear, so nobody may make us do it. */
    if (ask == NULL || ask->conn != conn->number ||
        core_is_banned(c, &r.key.origin)) {
        c->stats.records_refused++;
        return ERR_OK;
    }
    take_record(c, conn, ask, bytes, len, age_ms);
    if (!conn->is_closing && conn->asked <= CORE_ASK_WINDOW / 2)
        core_ask_more(c);
    return ERR_OK;
}
