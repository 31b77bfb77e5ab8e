/* What is heard of peers: rows from the last time, sightings, an operator's
 * word, deeds. Any of the first three makes a peer known. */
#include <assert.h>
#include <string.h>

#include "peers/core_int.h"

/* First dials of many peers known at once are spread over so long. */
#define SPREAD_MS 300
#define MANY_PEERS 16

void core_set_name(char out[static NODE_NAME_MAX + 1], const char *text,
                   size_t len)
{
    if (len > NODE_NAME_MAX)
        len = NODE_NAME_MAX;
    /* Not in the middle of a letter. */
    while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
        len--;
    memcpy(out, text, len);
    out[len] = '\0';
}

/* ---- rows ---------------------------------------------------------------*/

static void take_row(struct core_peer *cp, const struct peer *row)
{
    struct peer *p = &cp->p;

    p->kind = row->kind;
    core_set_name(p->name, row->name, strnlen(row->name, NODE_NAME_MAX));
    core_set_name(p->agent, row->agent, strnlen(row->agent, NODE_NAME_MAX));
    memcpy(p->relay, row->relay, sizeof p->relay);
    p->relay[sizeof p->relay - 1] = '\0';
    assert(row->addrs_len <= PEER_MAX_ADDRS);
    memcpy(p->addrs, row->addrs, sizeof p->addrs);
    p->addrs_len = row->addrs_len;
    p->first_seen_ms = row->first_seen_ms;
    p->last_seen_ms = row->last_seen_ms;
    p->last_connected_ms = row->last_connected_ms;
    p->is_pinned = row->is_pinned;
    p->is_banned = row->is_banned;
    p->reputation = row->reputation;
    memcpy(p->deeds, row->deeds, sizeof p->deeds);
    p->reconnects = row->reconnects;
    p->last_err = row->last_err;
    memcpy(p->last_error, row->last_error, sizeof p->last_error);
    p->last_error[sizeof p->last_error - 1] = '\0';
}

void core_on_row(struct core *c, const struct peer *row)
{
    struct core_peer *cp;

    if (node_id_equal(&row->id, &c->self) || core_find(c, &row->id) != NULL)
        return;
    cp = core_add(c, &row->id, row->discovered_by);
    if (cp == NULL)
        return;
    take_row(cp, row);
    c->banned += cp->p.is_banned;
    if (cp->p.kind == PEER_IROH)
        cp->is_try_node = true;
    core_plan(c, cp);
}

/* ---- sightings ----------------------------------------------------------*/

static bool add_addrs(struct core *c, struct core_peer *cp,
                      const struct node_addr *node, enum peer_source source)
{
    bool is_any = false;

    for (size_t i = 0; i < node->len; i++)
        is_any |= peer_add_addr(&cp->p, &node->addrs[i], source, c->wall);
    if (node->relay[0] != '\0')
        memcpy(cp->p.relay, node->relay, sizeof cp->p.relay);
    return is_any;
}

static void take_names(struct core_peer *cp, const struct core_event *e)
{
    /* What it says of itself on a connection is surer. */
    if (cp->p.conn != 0)
        return;
    if (e->name != NULL && e->name[0] != '\0')
        core_set_name(cp->p.name, e->name, strnlen(e->name, NODE_NAME_MAX));
    if (e->agent != NULL && e->agent[0] != '\0')
        core_set_name(cp->p.agent, e->agent, strnlen(e->agent, NODE_NAME_MAX));
}

/* Someone has just seen it: it need not wait until its time has come. */
static void hurry(struct core *c, struct core_peer *cp, bool is_new_addr)
{
    uint64_t wait = 0;

    if (cp->is_dialling) {
        cp->is_redial |= is_new_addr;
        return;
    }
    if (cp->p.state != PEER_FAILED && !is_new_addr)
        return;
    backoff_reset(&cp->p.backoff);
    if (c->table_len > MANY_PEERS)
        wait = core_chance(c, SPREAD_MS);
    core_plan_at(c, cp, c->now + wait);
}

static struct core_peer *seen(struct core *c, const struct core_event *e)
{
    struct core_peer *cp = core_find(c, &e->node->id);
    bool is_new = cp == NULL, is_new_addr;

    if (node_id_equal(&e->node->id, &c->self))
        return NULL;
    if (is_new)
        cp = core_add(c, &e->node->id, e->source);
    if (cp == NULL)
        return NULL;
    is_new_addr = add_addrs(c, cp, e->node, e->source);
    take_names(cp, e);
    cp->p.last_seen_ms = c->wall;
    if (is_new) {
        c->stats.discovered[e->source]++;
        core_tell(c, cp, CORE_NEWS_DISCOVERED);
    } else if (is_new_addr) {
        core_tell(c, cp, CORE_NEWS_ADDRESSES);
    }
    if (is_new || is_new_addr)
        core_save(c, cp);
    else
        core_save_later(c, cp);
    core_plan(c, cp);
    hurry(c, cp, is_new_addr);
    return cp;
}

void core_on_seen(struct core *c, const struct core_event *e)
{
    (void)seen(c, e);
}

void core_on_want(struct core *c, const struct core_event *e)
{
    struct core_peer *cp = seen(c, e);

    if (cp == NULL || cp->p.is_banned)
        return;
    if (!cp->p.is_pinned) {
        cp->p.is_pinned = true;
        core_save(c, cp);
    }
    cp->is_asked = cp->p.state != PEER_CONNECTED;
    core_plan(c, cp);
    core_plan_at(c, cp, c->now);
    if (cp->p.is_inbound_only && cp->is_asked && !cp->is_dialling)
        core_act(c, CORE_DO_RESOLVE, &cp->p.id);
}

void core_on_remove(struct core *c, const struct node_id *id)
{
    struct core_peer *cp = core_find(c, id);

    if (cp == NULL)
        return;
    core_cancel_dial(c, cp);
    core_close_all(c, cp, NODE_CLOSE_REMOVED);
    core_settle(c, cp);
    core_forget(c, cp);
}

/* ---- bans, deeds --------------------------------------------------------*/

static void ban(struct core *c, struct core_peer *cp)
{
    cp->p.is_banned = true;
    cp->p.is_pinned = false;
    cp->is_asked = false;
    cp->is_failed = false;
    c->banned++;
    core_cancel_dial(c, cp);
    core_close_all(c, cp, NODE_CLOSE_BANNED);
    core_set_lost(c, cp, false);
    records_forget(c->records, &cp->p.id);
    holders_forget_peer(c->holders, &cp->p.id);
}

void core_on_ban(struct core *c, const struct node_id *id, bool is_banned)
{
    struct core_peer *cp = core_find(c, id);

    if (node_id_equal(id, &c->self))
        return;
    if (is_banned && c->banned >= PEERS_MAX_BANNED) {
        c->stats.limits_hit++;
        return;
    }
    if (cp == NULL && is_banned)
        cp = core_add(c, id, PEER_SOURCE_MANUAL);
    if (cp == NULL || cp->p.is_banned == is_banned)
        return;
    if (is_banned) {
        ban(c, cp);
    } else {
        cp->p.is_banned = false;
        c->banned--;
    }
    c->is_mesh_stale = true;
    core_tell(c, cp, CORE_NEWS_BANNED);
    core_save(c, cp);
    core_settle(c, cp);
    /* Known by its ban only. */
    if (!is_banned && cp->p.addrs_len == 0 && cp->p.last_connected_ms == 0)
        core_forget(c, cp);
}

void core_on_deed(struct core *c, const struct node_id *id, enum peer_deed d)
{
    struct core_peer *cp = core_find(c, id);
    int old, now;

    if (cp == NULL)
        return;
    old = cp->p.reputation;
    now = old + peer_deed_points(d);
    if (now < PEER_REPUTATION_MIN)
        now = PEER_REPUTATION_MIN;
    if (now > PEER_REPUTATION_MAX)
        now = PEER_REPUTATION_MAX;
    cp->p.reputation = now;
    cp->p.deeds[d]++;
    if (old == 0)
        cp->reputation_ms = c->now;
    if ((old < CORE_REPUTATION_MIN) != (now < CORE_REPUTATION_MIN))
        c->is_mesh_stale = true;
    core_save_later(c, cp);
    core_plan(c, cp);
}
