/* Our own records: made anew when something changed, and from time to time.
 * How often grows with the number of nodes, so that what a node hears of all
 * others together does not. */
#include <string.h>

#include "peers/core_int.h"

/* All of these grow with the number of nodes, by so much for each: the time
 * between two of our link records when nothing happens, and when something
 * does; the quiet waited for before. */
#define LINKS_PER_NODE_MS 250
#define GAP_MS 1000
#define GAP_PER_NODE_MS 25
#define SETTLE_MS 300
#define SETTLE_PER_NODE_MS 10
#define TTL_INTERVALS 3 /* a record outlives so many missing successors */
#define TTL_MORE_S 65 /* and who published it is shown as lost meanwhile */

void core_count_nodes(struct core *c)
{
    const struct records_entry *r;
    size_t it = 0;

    c->nodes = 0;
    while ((r = records_next(c->records, &it)) != NULL)
        c->nodes += r->key.kind == RECORD_LINKS;
}

static void put_own(struct core *c, enum record_kind kind, uint32_t ttl_s)
{
    struct core_own *own = &c->own[kind];
    struct record_key key = {c->self, (uint8_t)kind};
    enum err e;

    own->seq = own->seq == 0 ? c->wall : own->seq + 1;
    own->last_ms = c->now;
    c->record.len = 0;
    e = record_write(&c->record, c->cfg.key, (uint8_t)kind, own->seq, ttl_s,
                     c->body.ptr, c->body.len);
    if (e == ERR_OK)
        e = records_put(c->records, c->now, c->record.ptr, c->record.len, 0,
                        true, NULL);
    if (e == ERR_OK)
        core_spread(c, &key, NULL);
    else if (e == ERR_NOMEM)
        c->out->is_short = true;
    else
        c->stats.records_refused++;
}

static void publish_addresses(struct core *c)
{
    struct record_addresses a;

    memcpy(a.name, c->name, sizeof a.name);
    memcpy(a.agent, c->agent, sizeof a.agent);
    node_addr_init(&a.node, &c->self);
    for (size_t i = 0; i < c->own_addrs_len; i++)
        if (node_addr_add(&a.node, &c->own_addrs[i]) != ERR_OK)
            break;
    c->own[RECORD_ADDRESSES].due_ms = c->now + CORE_ADDRESSES_MS;
    c->body.len = 0;
    if (record_write_addresses(&c->body, &a) == ERR_OK)
        put_own(c, RECORD_ADDRESSES, CORE_ADDRESSES_TTL_S);
    else
        c->out->is_short = true;
}

static void describe(const struct core *c, const struct core_peer *cp,
                     struct record_link *l)
{
    const struct peer_quality *q = &cp->p.quality;

    l->to = cp->p.id;
    l->rtt_us = q->rtt_us;
    l->loss_ppm = (uint32_t)(q->loss * 1e6);
    l->rx_bps = q->rx_bps[1];
    l->tx_bps = q->tx_bps[1];
    l->since_s = (c->now - cp->connected_ms) / 1000;
    l->path = addr_is_v6(&cp->p.remote) ? RECORD_PATH_IPV6 : RECORD_PATH_IPV4;
}

static void gather_links(struct core *c, struct record_links *b)
{
    memcpy(b->name, c->name, sizeof b->name);
    memcpy(b->agent, c->agent, sizeof b->agent);
    b->uptime_s = (c->now - c->started_ms) / 1000;
    b->blobs = c->blobs;
    b->bytes = c->bytes;
    b->len = 0;
    for (size_t i = 0; i < c->table_len; i++) {
        if (c->table[i]->p.state != PEER_CONNECTED)
            continue;
        if (b->len == RECORD_MAX_LINKS)
            break;
        describe(c, c->table[i], &b->links[b->len++]);
    }
}

static void publish_links(struct core *c)
{
    uint64_t interval = c->nodes * LINKS_PER_NODE_MS;
    uint32_t interval_s;

    if (interval < c->cfg.links_ms)
        interval = c->cfg.links_ms;
    if (interval > RECORD_TTL_MAX_S * 1000 / (TTL_INTERVALS + 1))
        interval = RECORD_TTL_MAX_S * 1000 / (TTL_INTERVALS + 1);
    interval_s = (uint32_t)((interval + 999) / 1000);
    /* Up to a quarter sooner, so that nodes do not all speak at once. */
    c->own[RECORD_LINKS].due_ms =
        c->now + interval - core_chance(c, interval / 4 + 1);
    gather_links(c, c->links_body);
    c->links_body->interval_s = interval_s;
    c->body.len = 0;
    if (record_write_links(&c->body, c->links_body) == ERR_OK)
        put_own(c, RECORD_LINKS, interval_s * TTL_INTERVALS + TTL_MORE_S);
    else
        c->out->is_short = true;
}

static void due_at(struct core_own *own, uint64_t at_ms)
{
    if (at_ms < own->due_ms)
        own->due_ms = at_ms;
}

void core_links_changed(struct core *c)
{
    struct core_own *own = &c->own[RECORD_LINKS];
    uint64_t gap = GAP_MS + c->nodes * GAP_PER_NODE_MS;
    uint64_t at = c->now + SETTLE_MS + c->nodes * SETTLE_PER_NODE_MS;

    if (own->seq != 0 && own->last_ms + gap > at)
        at = own->last_ms + gap;
    due_at(own, at);
}

void core_addresses_changed(struct core *c)
{
    struct core_own *own = &c->own[RECORD_ADDRESSES];
    uint64_t at = c->now;

    if (!c->cfg.is_exchange_on)
        return;
    if (own->seq != 0 && own->last_ms + GAP_MS > at)
        at = own->last_ms + GAP_MS;
    due_at(own, at);
}

void core_publish_due(struct core *c)
{
    if (!c->is_online)
        return;
    if (c->now >= c->own[RECORD_ADDRESSES].due_ms)
        publish_addresses(c);
    if (c->now >= c->own[RECORD_LINKS].due_ms)
        publish_links(c);
}
