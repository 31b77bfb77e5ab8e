/* Connections, from the core's side.
 *
 *   UP      the peer is known from now on; on a control connection HELLO goes
 *           out at once
 *   HELLO   the peer is connected; of two such connections one stays
 *   DOWN    how it ended says whether the peer was lost, or left */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "peers/core_int.h"

/* A peer may have so many control connections without HELLO. */
#define MAX_GREETING 3

/* ---- up -----------------------------------------------------------------*/

static void say_hello(struct core *c, const struct core_conn *conn)
{
    size_t begin = core_begin(c);
    struct node_hello h = {
        .version = NODE_VERSION,
        .capabilities = NODE_CAP_RECORDS | NODE_CAP_HAVE,
        .session = c->cfg.session,
        .name = {c->name, strlen(c->name)},
        .agent = {c->agent, strlen(c->agent)},
        .has_observed = true,
        .observed = conn->remote,
    };

    core_send(c, conn, begin, NODE_MSG_HELLO,
              node_write_hello(&c->out->bytes, &h));
}

static struct core_conn *new_conn(struct core *c, struct core_peer *cp,
                                  const struct core_event *e)
{
    struct core_conn *conn = calloc(1, sizeof *conn);

    if (conn == NULL || map_set(&c->conns, &e->conn, conn) != ERR_OK) {
        free(conn);
        return NULL;
    }
    conn->number = e->conn;
    conn->peer = cp;
    conn->remote = e->remote;
    conn->was_dialled = e->was_dialled;
    conn->is_node = e->is_node;
    conn->up_ms = c->now;
    list_push_back(&cp->conns, &conn->of_peer);
    if (conn->is_node)
        list_push_back(&c->greeting, &conn->node);
    return conn;
}

/* It is the answer to a dial of ours. */
static void dialled(struct core *c, struct core_peer *cp,
                    const struct core_event *e)
{
    if (!e->was_dialled || !cp->is_dialling || e->is_node != cp->dial_is_node)
        return;
    core_end_dial(c, cp);
    if (!e->is_node && cp->is_refused && cp->p.kind != PEER_IROH) {
        cp->p.kind = PEER_IROH;
        c->is_mesh_stale = true;
    }
}

static struct core_peer *find_caller(struct core *c, const struct core_event *e)
{
    enum peer_source source =
        e->was_dialled ? PEER_SOURCE_MANUAL : PEER_SOURCE_INBOUND;
    struct core_peer *cp = core_find(c, &e->id);
    bool is_new = cp == NULL;

    if (is_new)
        cp = core_add(c, &e->id, source);
    if (cp == NULL)
        return NULL;
    if (is_new || !e->was_dialled)
        (void)peer_add_addr(&cp->p, &e->remote, source, c->wall);
    /* Also where it came from: if that is where it listens, it is known to be
     * reachable there. */
    peer_addr_worked(&cp->p, &e->remote, c->wall);
    if (is_new) {
        c->stats.discovered[source]++;
        core_tell(c, cp, CORE_NEWS_DISCOVERED);
        core_save(c, cp);
    }
    return cp;
}

/* One who opens connection after connection keeps the newest. */
static void limit_greeting(struct core *c, struct core_peer *cp)
{
    struct core_conn *oldest = NULL;
    size_t n = 0;

    LIST_FOREACH (it, tmp, &cp->conns) {
        struct core_conn *conn = LIST_ENTRY(it, struct core_conn, of_peer);

        if (!conn->is_node || conn->is_closing || conn->has_hello)
            continue;
        if (n++ == 0)
            oldest = conn;
    }
    if (n <= MAX_GREETING)
        return;
    c->stats.limits_hit++;
    core_close(c, oldest, NODE_CLOSE_DUPLICATE);
}

static void set_present(struct core_peer *cp, const struct core_conn *conn)
{
    cp->p.remote = conn->remote;
    cp->p.was_dialled = conn->was_dialled;
}

void core_on_up(struct core *c, const struct core_event *e)
{
    struct core_peer *cp;
    struct core_conn *conn;

    if (!c->is_online)
        return;
    if (node_id_equal(&e->id, &c->self)) {
        core_act_close(c, &e->id, e->conn, NODE_CLOSE_UNWANTED);
        return;
    }
    if (core_is_banned(c, &e->id)) {
        core_act_close(c, &e->id, e->conn, NODE_CLOSE_BANNED);
        return;
    }
    cp = find_caller(c, e);
    conn = core_conn(c, e->conn);
    /* A dial may be answered with a connection that was there. */
    if (cp != NULL && conn == NULL)
        conn = new_conn(c, cp, e);
    else if (conn != NULL)
        conn = conn->peer == cp ? conn : NULL;
    if (conn == NULL) {
        core_act_close(c, &e->id, e->conn, NODE_CLOSE_UNWANTED);
        return;
    }
    dialled(c, cp, e);
    if (conn->is_node && !conn->has_hello) {
        limit_greeting(c, cp);
        say_hello(c, conn);
    }
    conn->remote = e->remote; /* it may have moved */
    if (cp->p.conn == 0 || cp->p.conn == conn->number)
        set_present(cp, conn);
    core_settle(c, cp);
}

/* ---- HELLO --------------------------------------------------------------*/

static bool is_dialled_by_lower(const struct core *c,
                                const struct core_conn *conn)
{
    bool is_self_lower = node_id_compare(&c->self, &conn->peer->p.id) < 0;

    return conn->was_dialled == is_self_lower;
}

/* Does the new one replace the one there is? Both ends answer alike. */
static bool is_better(const struct core *c, const struct core_conn *conn,
                      const struct core_conn *old)
{
    bool is_lower = is_dialled_by_lower(c, conn);

    if (conn->session != old->session)
        return true; /* the old one leads to a process that is gone */
    if (is_lower == is_dialled_by_lower(c, old))
        return true;
    return is_lower;
}

static void take_hello(struct core *c, struct core_peer *cp,
                       const struct node_hello *h)
{
    if (cp->p.kind != PEER_FIRN)
        c->is_mesh_stale = true;
    cp->p.kind = PEER_FIRN;
    cp->is_try_node = false;
    core_set_name(cp->p.name, h->name.ptr, h->name.len);
    core_set_name(cp->p.agent, h->agent.ptr, h->agent.len);
    cp->p.has_observed = h->has_observed;
    if (h->has_observed)
        cp->p.observed = h->observed;
    cp->p.session = h->session;
}

/* The peer was lost and nobody noticed before it was back. */
static void note_restart(struct core *c, struct core_peer *cp)
{
    if (cp->p.state != PEER_CONNECTED)
        return;
    cp->p.reconnects++;
    c->stats.reconnects++;
    cp->p.since_ms = c->wall;
    cp->p.last_connected_ms = c->wall;
    cp->connected_ms = c->now;
    core_say_error(cp, ERR_RESET, "it was restarted");
    core_tell(c, cp, CORE_NEWS_STATE);
    core_save(c, cp);
}

/* False: this one goes, the other one stays. */
static bool settle_duplicate(struct core *c, struct core_conn *conn)
{
    struct core_peer *cp = conn->peer;
    struct core_conn *old = cp->p.conn == 0 ? NULL : core_conn(c, cp->p.conn);

    if (old == NULL)
        return true;
    c->stats.duplicates++;
    if (!is_better(c, conn, old)) {
        core_close(c, conn, NODE_CLOSE_DUPLICATE);
        return false;
    }
    if (conn->session != old->session)
        note_restart(c, cp);
    core_close(c, old, NODE_CLOSE_DUPLICATE);
    return true;
}

void core_on_hello(struct core *c, struct core_conn *conn,
                   const struct node_hello *h)
{
    struct core_peer *cp = conn->peer;

    if (conn->has_hello) {
        if (conn->session != h->session)
            core_malformed(c, conn, NODE_MSG_HELLO);
        else
            take_hello(c, cp, h);
        return;
    }
    conn->session = h->session;
    conn->capabilities = h->capabilities;
    if (!settle_duplicate(c, conn)) {
        core_settle(c, cp);
        return;
    }
    conn->has_hello = true;
    list_remove(&conn->node);
    list_push_back(&c->links, &conn->node);
    c->links_len++;
    cp->p.conn = conn->number;
    cp->is_handover = false;
    set_present(cp, conn);
    take_hello(c, cp, h);
    core_cancel_dial(c, cp);
    if (!core_wants(c, cp)) {
        cp->unwanted_ms = c->now;
        c->has_unwanted = true;
    }
    core_settle(c, cp);
    if (conn->capabilities & NODE_CAP_RECORDS)
        core_offer_all(c, conn);
}

/* ---- down ---------------------------------------------------------------*/

/* The peer left, or sent us away: no failure, but not to be dialled at once. */
static void leave(struct core *c, struct core_peer *cp,
                  const struct core_event *e)
{
    const char *text = e->text;

    if (text == NULL || text[0] == '\0')
        text = node_close_text((enum node_close)e->code);
    core_say_error(cp, ERR_CLOSED, text);
    cp->is_failed = false;
    cp->is_handover &= core_has_greeting(cp);
    core_back_off(c, cp);
    if (e->code == NODE_CLOSE_BANNED || e->code == NODE_CLOSE_REMOVED)
        core_plan_at(c, cp, c->now + CORE_SENT_AWAY_MS);
    core_settle(c, cp);
}

static void on_node_closed(struct core *c, struct core_peer *cp,
                           const struct core_event *e, bool was_greeted)
{
    switch (e->code) {
    case NODE_CLOSE_DUPLICATE:
        /* The other one was greeted over there, and soon will be here. */
        if (was_greeted && core_has_greeting(cp))
            cp->is_handover = true;
        if (cp->p.conn == 0 && !cp->is_handover)
            core_back_off(c, cp);
        core_settle(c, cp);
        break;
    case NODE_CLOSE_BYE:
    case NODE_CLOSE_BANNED:
    case NODE_CLOSE_UNWANTED:
    case NODE_CLOSE_REMOVED:
        leave(c, cp, e);
        break;
    default:
        core_lose(c, cp, ERR_CLOSED, e->text);
        break;
    }
}

static void on_other_ended(struct core *c, struct core_peer *cp,
                           const struct core_event *e)
{
    if (!e->by_peer && e->err != ERR_OK) {
        core_lose(c, cp, e->err, e->text);
        return;
    }
    cp->is_failed = false;
    core_back_off(c, cp);
    core_settle(c, cp);
}

void core_on_down(struct core *c, const struct core_event *e)
{
    struct core_conn *conn = core_conn(c, e->conn);
    struct core_peer *cp;
    bool was_closing, is_node, was_greeted;

    if (conn == NULL)
        return;
    cp = conn->peer;
    was_closing = conn->is_closing;
    is_node = conn->is_node;
    was_greeted = conn->has_hello;
    core_free_conn(c, conn);
    if (cp == NULL)
        return;
    if (was_closing) {
        cp->is_handover &= core_has_greeting(cp);
        core_settle(c, cp);
    } else if (!is_node && cp->p.conn != 0) {
        core_settle(c, cp); /* the control connection tells how the peer is */
    } else if (is_node && e->by_peer) {
        on_node_closed(c, cp, e, was_greeted);
    } else {
        on_other_ended(c, cp, e);
    }
}
