/* What only time shows of connections: silence, a HELLO that never came, links
 * that the mesh has no more use for. */
#include <stdio.h>

#include "peers/core_int.h"

/* A surplus link is kept for so long, so that the peer learns of others. */
#define SURPLUS_MS 4000

void core_on_sample(struct core *c, const struct core_event *e)
{
    struct core_conn *conn = core_conn(c, e->conn);
    char text[64];

    if (conn == NULL || conn->is_closing)
        return;
    if (conn->peer->p.conn == conn->number || conn->peer->p.conn == 0)
        conn->peer->p.quality = *e->quality;
    if (e->heard_ms > c->now || c->now - e->heard_ms < c->cfg.dead_ms)
        return;
    c->stats.dead++;
    snprintf(text, sizeof text, "nothing was heard for %.1f s",
             (double)(c->now - e->heard_ms) / 1000);
    core_break(c, conn, NODE_CLOSE_DEAD, ERR_TIMEOUT, text);
}

static void close_unwanted(struct core *c, struct core_conn *conn)
{
    struct core_peer *cp = conn->peer;

    cp->is_failed = false;
    core_close(c, conn, NODE_CLOSE_UNWANTED);
    core_settle(c, cp);
}

static void check_wanted(struct core *c)
{
    size_t max = 2 * c->cfg.max_links;

    if (!c->has_unwanted && c->links_len <= max)
        return;
    LIST_FOREACH (it, tmp, &c->links) {
        struct core_conn *conn = LIST_ENTRY(it, struct core_conn, node);
        uint64_t since = conn->peer->unwanted_ms;

        if (since == 0 || core_wants(c, conn->peer))
            continue;
        /* What the other one dialled is for him to close: he wants it. */
        if (conn->was_dialled && c->now - since >= CORE_UNWANTED_MS) {
            close_unwanted(c, conn);
        } else if (c->links_len > max && c->now - conn->up_ms >= SURPLUS_MS) {
            c->stats.limits_hit++;
            close_unwanted(c, conn);
        }
    }
}

void core_check_links(struct core *c)
{
    LIST_FOREACH (it, tmp, &c->greeting) {
        struct core_conn *conn = LIST_ENTRY(it, struct core_conn, node);

        if (c->now - conn->up_ms >= c->cfg.dial_ms)
            core_break(c, conn, NODE_CLOSE_DEAD, ERR_TIMEOUT,
                       "it did not say hello");
    }
    check_wanted(c);
}
