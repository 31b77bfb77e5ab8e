/* The state of a peer is not set but follows: from its connections, from the
 * dial under way, and from how the last of them ended. So a connection that
 * gives way to another one changes nothing that anybody sees. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peers/core_int.h"

/* A mesh of more than all is chosen this often at most: while many become
 * known at once, most of what is chosen first is not what stays. */
#define MESH_MS 1000

static bool is_live(const struct core_peer *cp, const struct core_conn *conn)
{
    return !conn->is_closing &&
           (!conn->is_node || conn->has_hello || cp->is_handover);
}

static enum peer_state derive(struct core_peer *cp)
{
    bool is_greeting = false, is_closing = false;

    LIST_FOREACH (it, tmp, &cp->conns) {
        const struct core_conn *conn =
            LIST_ENTRY(it, struct core_conn, of_peer);

        if (is_live(cp, conn))
            return PEER_CONNECTED;
        if (conn->is_closing)
            is_closing = true;
        else
            is_greeting = true;
    }
    if (is_greeting || cp->is_dialling)
        return PEER_CONNECTING;
    if (cp->is_failed)
        return PEER_FAILED;
    return is_closing ? PEER_DISCONNECTING : PEER_DISCONNECTED;
}

void core_set_lost(struct core *c, struct core_peer *cp, bool is_lost)
{
    if (cp->p.is_lost == is_lost)
        return;
    cp->p.is_lost = is_lost;
    cp->lost_ms = c->now;
    if (is_lost)
        c->lost++;
    else
        c->lost--;
}

static void on_connected(struct core *c, struct core_peer *cp)
{
    struct peer *p = &cp->p;

    if (p->is_lost) {
        p->reconnects++;
        c->stats.reconnects++;
    }
    core_set_lost(c, cp, false);
    if (p->failures >= CORE_GONE_FAILURES)
        c->is_mesh_stale = true;
    p->failures = 0;
    p->last_connected_ms = c->wall;
    p->last_seen_ms = c->wall;
    cp->connected_ms = c->now;
    cp->is_failed = false;
    cp->is_asked = false;
    records_set_proven(c->records, &p->id);
    core_save(c, cp);
}

static void on_left(struct core *c, struct core_peer *cp)
{
    /* One that comes and goes keeps its growing waits. */
    if (c->now - cp->connected_ms >= CORE_STEADY_MS)
        backoff_reset(&cp->p.backoff);
    memset(&cp->p.quality, 0, sizeof cp->p.quality);
    cp->p.has_observed = false;
    cp->p.last_seen_ms = c->wall;
    cp->p.last_connected_ms = c->wall;
    cp->unwanted_ms = 0;
    core_save_later(c, cp);
}

void core_settle(struct core *c, struct core_peer *cp)
{
    enum peer_state old = cp->p.state, state = derive(cp);

    if (state != old) {
        cp->p.state = state;
        cp->p.since_ms = c->wall;
        c->count[old]--;
        c->count[state]++;
        if (state == PEER_CONNECTED)
            on_connected(c, cp);
        if (old == PEER_CONNECTED)
            on_left(c, cp);
        if (state == PEER_CONNECTED || old == PEER_CONNECTED)
            core_links_changed(c);
        core_tell(c, cp, CORE_NEWS_STATE);
    }
    core_plan(c, cp);
}

void core_say_error(struct core_peer *cp, enum err e, const char *text)
{
    if (text == NULL || text[0] == '\0')
        text = err_text(e);
    cp->p.last_err = e;
    snprintf(cp->p.last_error, sizeof cp->p.last_error, "%s", text);
}

/* ---- whom to be connected to --------------------------------------------*/

static bool may_want(const struct core_peer *cp)
{
    return !cp->p.is_banned && cp->p.reputation >= CORE_REPUTATION_MIN;
}

/* Is it worth a place among those who carry the mesh? One that does not
 * answer is not, though it is tried on as if it were (choose_from). */
static bool is_there(const struct core_peer *cp)
{
    return cp->p.state == PEER_CONNECTED || cp->p.failures < CORE_GONE_FAILURES;
}

enum choice { ALL_FIRN, PRESENT_FIRN, ALL_IROH };

static bool is_candidate(const struct core_peer *cp, enum choice what)
{
    if (!may_want(cp) || (cp->p.kind == PEER_IROH) != (what == ALL_IROH))
        return false;
    return what != PRESENT_FIRN || is_there(cp);
}

/* One choice; each of whom it takes becomes wanted. */
static void choose_from(struct core *c, struct mesh_peer *room,
                        enum choice what)
{
    size_t max = c->cfg.max_links, len = 0;

    for (size_t i = 0; i < c->table_len; i++)
        if (is_candidate(c->table[i], what))
            room[len++].id = c->table[i]->p.id;
    if (what == ALL_IROH && max / 4 >= MESH_MIN)
        max /= 4;
    mesh_choose(&c->self, room, len, max);
    for (size_t i = 0; i < len; i++)
        if (room[i].is_wanted)
            core_find(c, &room[i].id)->is_wanted = true;
}

/* A link that is no longer wanted: not yet closed, or a mesh that is coming
 * to be would tear itself. */
static void mark_unwanted(struct core *c, struct core_peer *cp)
{
    if (core_wants(c, cp) || cp->p.state != PEER_CONNECTED) {
        cp->unwanted_ms = 0;
        return;
    }
    if (cp->unwanted_ms == 0)
        cp->unwanted_ms = c->now;
    c->has_unwanted = true;
}

/* Of all that are known, since after a partition those on the other side must
 * be tried again; and of those who are there, since the others carry nothing.
 * Who is there and in the first choice is in the second one too, so that a
 * node has no more links for it. */
void core_choose_mesh(struct core *c)
{
    struct mesh_peer *room;
    bool is_large = c->table_len > c->cfg.max_links;

    if (!c->is_mesh_stale || (is_large && c->now < c->mesh_ms))
        return;
    room = calloc(c->table_len + 1, sizeof *room);
    if (room == NULL)
        return;
    c->is_mesh_stale = false;
    c->has_unwanted = false;
    c->mesh_ms = c->now + MESH_MS;
    for (size_t i = 0; i < c->table_len; i++)
        c->table[i]->is_wanted = false;
    choose_from(c, room, ALL_FIRN);
    choose_from(c, room, PRESENT_FIRN);
    choose_from(c, room, ALL_IROH);
    free(room);
    for (size_t i = 0; i < c->table_len; i++) {
        mark_unwanted(c, c->table[i]);
        core_plan(c, c->table[i]);
    }
}

/* ---- whether discovery is to look about ---------------------------------*/

static bool is_any_lost(const struct core *c)
{
    if (c->lost == 0)
        return false;
    for (size_t i = 0; i < c->table_len; i++) {
        const struct core_peer *cp = c->table[i];

        if (cp->p.is_lost && core_wants(c, cp) &&
            c->now - cp->lost_ms < CORE_LOST_MS)
            return true;
    }
    return false;
}

void core_look(struct core *c)
{
    bool is_looking =
        c->is_online && (c->count[PEER_CONNECTED] == 0 || is_any_lost(c));
    struct core_action *a;

    if (is_looking == c->is_looking)
        return;
    a = core_act(c, CORE_DO_LOOK, NULL);
    if (a == NULL)
        return;
    c->is_looking = is_looking;
    a->is_looking = is_looking;
}
