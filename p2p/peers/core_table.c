/* The table of peers, and what is saved of it.
 *
 * A peer is forgotten when it is removed, when it was not heard of for long,
 * or when the table is full and it is the one that will be missed least. Rows
 * are saved at once when something changes that nobody could find out again,
 * the rest within a minute. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "peers/core_int.h"

/* ---- saving -------------------------------------------------------------*/

void core_save(struct core *c, struct core_peer *cp)
{
    list_remove(&cp->unsaved);
    if (core_act(c, CORE_DO_SAVE, &cp->p.id) == NULL)
        core_save_later(c, cp);
}

void core_save_later(struct core *c, struct core_peer *cp)
{
    if (!list_is_linked(&cp->unsaved))
        list_push_back(&c->unsaved, &cp->unsaved);
}

void core_save_unsaved(struct core *c)
{
    struct list all;

    list_init(&all);
    list_splice_back(&all, &c->unsaved);
    LIST_FOREACH (it, tmp, &all) {
        core_save(c, LIST_ENTRY(it, struct core_peer, unsaved));
    }
    c->save_ms = c->now + CORE_SAVE_MS;
}

/* ---- the table ----------------------------------------------------------*/

struct core_peer *core_find(const struct core *c, const struct node_id *id)
{
    return map_get(&c->by_id, id);
}

static bool may_go(const struct core_peer *cp)
{
    return list_is_empty(&cp->conns) && !cp->is_dialling && !cp->p.is_pinned &&
           !cp->p.is_banned;
}

/* Never connected before ever connected, then the one not seen for longest: so
 * names that somebody makes up push out each other. */
static bool is_missed_less(const struct core_peer *a, const struct core_peer *b)
{
    bool a_new = a->p.last_connected_ms == 0;
    bool b_new = b->p.last_connected_ms == 0;

    if (a_new != b_new)
        return a_new;
    return a->p.last_seen_ms < b->p.last_seen_ms;
}

static bool make_room(struct core *c)
{
    struct core_peer *least = NULL;

    if (c->table_len - c->count[PEER_CONNECTED] - c->banned < PEERS_MAX_KNOWN)
        return true;
    c->stats.limits_hit++;
    for (size_t i = 0; i < c->table_len; i++) {
        struct core_peer *cp = c->table[i];

        if (may_go(cp) && (least == NULL || is_missed_less(cp, least)))
            least = cp;
    }
    if (least == NULL)
        return false;
    core_forget(c, least);
    return true;
}

static bool grow(struct core *c)
{
    size_t cap = c->table_cap == 0 ? 16 : c->table_cap * 2;
    struct core_peer **table;

    if (c->table_len < c->table_cap)
        return true;
    table = reallocarray(c->table, cap, sizeof *table);
    if (table == NULL)
        return false;
    c->table = table;
    c->table_cap = cap;
    return true;
}

struct core_peer *core_add(struct core *c, const struct node_id *id,
                           enum peer_source source)
{
    struct core_peer *cp;

    assert(core_find(c, id) == NULL && !node_id_equal(id, &c->self));
    if (!make_room(c) || !grow(c))
        return NULL;
    cp = calloc(1, sizeof *cp);
    if (cp == NULL || map_set(&c->by_id, id, cp) != ERR_OK) {
        free(cp);
        return NULL;
    }
    list_init(&cp->conns);
    cp->p.id = *id;
    cp->p.since_ms = c->wall;
    cp->p.first_seen_ms = c->wall;
    cp->p.last_seen_ms = c->wall;
    cp->p.discovered_by = source;
    cp->p.is_inbound_only = true;
    backoff_init(&cp->p.backoff, c->cfg.retry_first_ms, c->cfg.retry_max_ms);
    cp->reputation_ms = c->now;
    cp->tokens = NODE_FRAMES_BURST * UINT64_C(1000);
    cp->tokens_ms = c->now;
    cp->index = c->table_len;
    c->table[c->table_len++] = cp;
    c->count[PEER_DISCONNECTED]++;
    c->is_mesh_stale = true;
    return cp;
}

static void remove_peer(struct core *c, struct core_peer *cp)
{
    struct core_peer *last = c->table[--c->table_len];

    c->table[cp->index] = last;
    last->index = cp->index;
    (void)map_remove(&c->by_id, &cp->p.id);
    list_remove(&cp->resting);
    list_remove(&cp->unsaved);
    LIST_FOREACH (it, tmp, &cp->conns) {
        struct core_conn *conn = LIST_ENTRY(it, struct core_conn, of_peer);

        assert(conn->is_closing);
        list_remove(it);
        conn->peer = NULL;
    }
    core_set_lost(c, cp, false);
    c->count[cp->p.state]--;
    c->banned -= cp->p.is_banned;
    free(cp);
}

/* Its connections are closing, no dial is under way. */
void core_forget(struct core *c, struct core_peer *cp)
{
    assert(!cp->is_dialling);
    holders_forget_peer(c->holders, &cp->p.id);
    core_tell(c, cp, CORE_NEWS_FORGOTTEN);
    core_act(c, CORE_DO_FORGET, &cp->p.id);
    remove_peer(c, cp);
    c->is_mesh_stale = true;
}

void core_drop_table(struct core *c)
{
    while (c->table_len > 0)
        remove_peer(c, c->table[c->table_len - 1]);
    free(c->table);
    c->table = NULL;
    assert(c->lost == 0 && c->banned == 0 && c->by_id.len == 0);
}

/* ---- once a minute ------------------------------------------------------*/

static void forgive(struct core *c, struct core_peer *cp)
{
    int old = cp->p.reputation;

    if (old == 0 || c->now - cp->reputation_ms < CORE_REPUTATION_HALF_MS)
        return;
    cp->reputation_ms += CORE_REPUTATION_HALF_MS;
    cp->p.reputation /= 2;
    if (old < CORE_REPUTATION_MIN && cp->p.reputation >= CORE_REPUTATION_MIN)
        c->is_mesh_stale = true;
    core_save_later(c, cp);
}

void core_sweep(struct core *c)
{
    for (size_t i = c->table_len; i-- > 0;) {
        struct core_peer *cp = c->table[i];
        uint64_t seen_ms = cp->p.last_seen_ms;

        forgive(c, cp);
        if (may_go(cp) && c->wall > seen_ms &&
            c->wall - seen_ms > c->cfg.forget_ms)
            core_forget(c, cp);
    }
    c->sweep_ms = c->now + CORE_SWEEP_MS;
}
