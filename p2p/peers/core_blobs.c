/* Who has which blob: questions, answers, announcements. An answer names no
 * hashes, so the questions are kept until it is here. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "peers/core_int.h"

/* ---- asked by a peer ----------------------------------------------------*/

enum err core_read_have_ask(struct core *c, struct core_conn *conn,
                            const struct node_frame *f)
{
    uint64_t request;
    size_t len;
    struct core_action *a;
    enum err e = node_read_have_ask(f, &request, c->hashes, &len);

    if (e != ERR_OK)
        return e;
    a = core_act(c, CORE_DO_HAVE, &conn->peer->p.id);
    if (a == NULL)
        return ERR_OK;
    a->conn = conn->number;
    a->request = request;
    a->hashes = c->hashes;
    a->len = len;
    return ERR_OK;
}

enum err core_answer_have(uint64_t request, const struct node_have *haves,
                          size_t len, struct buf *out)
{
    return node_write_have(out, request, haves, len);
}

/* ---- what peers have ----------------------------------------------------*/

static void note(struct core *c, const struct core_conn *conn, size_t len,
                 enum core_action_kind kind, uint64_t request)
{
    struct core_action *a = core_act(c, kind, &conn->peer->p.id);

    for (size_t i = 0; i < len; i++)
        holders_note(c->holders, c->now, &conn->peer->p.id, &c->haves[i]);
    if (a == NULL)
        return;
    a->conn = conn->number;
    a->request = request;
    a->haves = c->haves;
    a->len = len;
}

static struct core_request *find_request(const struct core *c, uint64_t request)
{
    LIST_FOREACH (it, tmp, &c->requests) {
        struct core_request *r = LIST_ENTRY(it, struct core_request, node);

        if (r->request == request)
            return r;
    }
    return NULL;
}

enum err core_read_have(struct core *c, struct core_conn *conn,
                        const struct node_frame *f)
{
    uint64_t request;
    size_t len;
    struct core_request *r;
    enum err e = node_read_have(f, &request, c->haves, &len);

    if (e != ERR_OK)
        return e;
    r = find_request(c, request);
    /* Too late, or never asked. */
    if (r == NULL || (r->conn != 0 && r->conn != conn->number))
        return ERR_OK;
    if (len != r->len)
        return ERR_PROTO;
    for (size_t i = 0; i < len; i++)
        c->haves[i].hash = r->hashes[i];
    note(c, conn, len, CORE_DO_HEARD, request);
    return ERR_OK;
}

enum err core_read_announce(struct core *c, struct core_conn *conn,
                            const struct node_frame *f)
{
    size_t len;
    enum err e = node_read_announce(f, c->haves, &len);

    if (e == ERR_OK)
        note(c, conn, len, CORE_DO_HOLDS, 0);
    return e;
}

/* ---- asking and telling -------------------------------------------------*/

static void end_request(struct core *c, struct core_request *r)
{
    list_remove(&r->node);
    c->requests_len--;
    free(r);
}

static bool remember(struct core *c, const struct core_event *e)
{
    struct core_request *r;

    if (c->requests_len >= CORE_MAX_REQUESTS) {
        c->stats.limits_hit++;
        end_request(c, LIST_ENTRY(c->requests.next, struct core_request, node));
    }
    r = malloc(sizeof *r + e->len * sizeof r->hashes[0]);
    if (r == NULL)
        return false;
    *r = (struct core_request){.request = e->request,
                               .conn = e->conn,
                               .sent_ms = c->now,
                               .len = e->len};
    memcpy(r->hashes, e->hashes, e->len * sizeof r->hashes[0]);
    list_push_back(&c->requests, &r->node);
    c->requests_len++;
    return true;
}

static bool can_have(const struct core_conn *conn)
{
    return (conn->capabilities & NODE_CAP_HAVE) != 0;
}

void core_on_ask_have(struct core *c, const struct core_event *e)
{
    struct core_conn *only = e->conn == 0 ? NULL : core_conn(c, e->conn);

    assert(e->len >= 1 && e->len <= NODE_LIST_MAX);
    assert(find_request(c, e->request) == NULL);
    if (!remember(c, e)) {
        c->out->is_short = true;
        return;
    }
    LIST_FOREACH (it, tmp, &c->links) {
        const struct core_conn *conn = LIST_ENTRY(it, struct core_conn, node);
        size_t begin = core_begin(c);

        if (!can_have(conn) || (e->conn != 0 && conn != only))
            continue;
        core_send(
            c, conn, begin, NODE_MSG_HAVE_ASK,
            node_write_have_ask(&c->out->bytes, e->request, e->hashes, e->len));
    }
}

static void announce(struct core *c, const struct node_have *haves, size_t len)
{
    LIST_FOREACH (it, tmp, &c->links) {
        const struct core_conn *conn = LIST_ENTRY(it, struct core_conn, node);
        size_t begin = core_begin(c);

        if (can_have(conn))
            core_send(c, conn, begin, NODE_MSG_ANNOUNCE,
                      node_write_announce(&c->out->bytes, haves, len));
    }
}

void core_on_announce(struct core *c, const struct core_event *e)
{
    for (size_t at = 0; at < e->len; at += NODE_LIST_MAX) {
        size_t len = e->len - at;

        announce(c, e->haves + at, len < NODE_LIST_MAX ? len : NODE_LIST_MAX);
    }
}

void core_expire_requests(struct core *c)
{
    LIST_FOREACH (it, tmp, &c->requests) {
        struct core_request *r = LIST_ENTRY(it, struct core_request, node);

        if (c->now - r->sent_ms < CORE_REQUEST_MS)
            break;
        end_request(c, r);
    }
}

void core_drop_requests(struct core *c)
{
    while (!list_is_empty(&c->requests))
        end_request(c, LIST_ENTRY(c->requests.next, struct core_request, node));
    assert(c->requests_len == 0);
}
