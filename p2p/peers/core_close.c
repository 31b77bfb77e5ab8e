/* How connections end from our side. One that we close is of no more account
 * from then on, whenever its CORE_DOWN may come. */
#include <assert.h>
#include <stdlib.h>

#include "peers/core_int.h"

struct core_conn *core_conn(const struct core *c, uint64_t number)
{
    return map_get(&c->conns, &number);
}

static void leave_list(struct core *c, struct core_conn *conn)
{
    if (list_is_linked(&conn->node) && conn->has_hello)
        c->links_len--;
    list_remove(&conn->node);
    if (conn->peer != NULL && conn->peer->p.conn == conn->number)
        conn->peer->p.conn = 0;
}

void core_close(struct core *c, struct core_conn *conn, enum node_close code)
{
    if (conn->is_closing)
        return;
    core_act_close(c, &conn->peer->p.id, conn->number, code);
    leave_list(c, conn);
    conn->is_closing = true;
}

void core_close_all(struct core *c, struct core_peer *cp, enum node_close code)
{
    LIST_FOREACH (it, tmp, &cp->conns) {
        core_close(c, LIST_ENTRY(it, struct core_conn, of_peer), code);
    }
    cp->is_handover = false;
}

void core_free_conn(struct core *c, struct core_conn *conn)
{
    leave_list(c, conn);
    list_remove(&conn->of_peer);
    (void)map_remove(&c->conns, &conn->number);
    free(conn->offers);
    free(conn);
}

void core_drop_conns(struct core *c)
{
    struct core_conn *conn;
    size_t it = 0;

    while ((conn = map_next(&c->conns, &it, NULL)) != NULL)
        core_free_conn(c, conn);
    assert(c->links_len == 0 && c->conns.len == 0);
}

bool core_has_greeting(const struct core_peer *cp)
{
    LIST_FOREACH (it, tmp, &cp->conns) {
        const struct core_conn *conn =
            LIST_ENTRY(it, struct core_conn, of_peer);

        if (conn->is_node && !conn->is_closing && !conn->has_hello)
            return true;
    }
    return false;
}

void core_lose(struct core *c, struct core_peer *cp, enum err e,
               const char *text)
{
    bool was_connected = cp->p.state == PEER_CONNECTED;

    core_say_error(cp, e, text);
    cp->is_failed = true;
    if (!was_connected && cp->p.failures < UINT32_MAX)
        cp->p.failures++;
    if (was_connected)
        cp->is_try_node = true;
    if (c->now - cp->connected_ms >= CORE_STEADY_MS && was_connected)
        backoff_reset(&cp->p.backoff);
    cp->is_handover &= core_has_greeting(cp);
    core_back_off(c, cp);
    core_settle(c, cp);
    if (was_connected && cp->p.state != PEER_CONNECTED)
        core_set_lost(c, cp, true);
}

void core_break(struct core *c, struct core_conn *conn, enum node_close code,
                enum err e, const char *text)
{
    struct core_peer *cp = conn->peer;

    if (conn->is_closing)
        return;
    core_close(c, conn, code);
    if (!conn->is_node && cp->p.conn != 0)
        core_settle(c, cp); /* the control connection tells how the peer is */
    else
        core_lose(c, cp, e, text);
}
