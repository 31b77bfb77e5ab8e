/* What peers say. A frame costs a token of its peer's; who has none left is
 * not heard, and who goes on all the same is cut off. What is not understood
 * is answered and survived, what is malformed is not. */
#include <stdio.h>

#include "peers/core_int.h"

#define TOKEN 1000 /* thousandths */

/* ---- how much -----------------------------------------------------------*/

static bool take_token(struct core *c, struct core_peer *cp)
{
    const uint64_t full = (uint64_t)NODE_FRAMES_BURST * TOKEN;
    uint64_t passed = c->now - cp->tokens_ms;

    cp->tokens_ms = c->now;
    /* NODE_FRAMES_PER_S a second are as many thousandths a millisecond. */
    if (passed >= full / NODE_FRAMES_PER_S)
        cp->tokens = full;
    else
        cp->tokens += passed * NODE_FRAMES_PER_S;
    if (cp->tokens >= full) {
        cp->tokens = full;
        cp->over = 0;
    }
    if (cp->tokens < TOKEN)
        return false;
    cp->tokens -= TOKEN;
    return true;
}

/* Records that we asked for come as fast as they may. */
static bool is_invited(struct core_conn *conn, uint64_t type)
{
    if (type != NODE_MSG_RECORD || conn->invited == 0)
        return false;
    conn->invited--;
    return true;
}

static void on_too_many(struct core *c, struct core_conn *conn)
{
    c->stats.frames_limited++;
    if (++conn->peer->over < NODE_FRAMES_BURST)
        return;
    core_on_deed(c, &conn->peer->p.id, PEER_DEED_BROKE_PROTOCOL);
    core_break(c, conn, NODE_CLOSE_PROTO, ERR_LIMIT, "it sent too many frames");
}

/* ---- errors -------------------------------------------------------------*/

static void say_error(struct core *c, const struct core_conn *conn,
                      uint64_t type, enum node_error_code code)
{
    size_t begin = core_begin(c);
    struct node_error err = {.type = type, .code = code, .text = {"", 0}};

    core_send(c, conn, begin, NODE_MSG_ERROR,
              node_write_error(&c->out->bytes, &err));
}

void core_malformed(struct core *c, struct core_conn *conn, uint64_t type)
{
    if (conn->is_closing)
        return;
    c->stats.frames_malformed++;
    say_error(c, conn, type, NODE_ERROR_MALFORMED);
    core_on_deed(c, &conn->peer->p.id, PEER_DEED_BROKE_PROTOCOL);
    core_break(c, conn, NODE_CLOSE_PROTO, ERR_PROTO, NULL);
}

static enum err read_error(struct core *c, struct core_conn *conn,
                           const struct node_frame *f)
{
    struct node_error err;
    char text[128];
    enum err e = node_read_error(f, &err);

    if (e != ERR_OK)
        return e;
    snprintf(text, sizeof text, "it did not like a frame of type %llu: %.*s",
             (unsigned long long)err.type, (int)err.text.len,
             err.text.len == 0 ? "" : err.text.ptr);
    core_say_error(conn->peer, ERR_PROTO, text);
    return ERR_OK;
}

/* ---- small ones ---------------------------------------------------------*/

static enum err read_hello(struct core *c, struct core_conn *conn,
                           const struct node_frame *f)
{
    struct node_hello h;
    enum err e = node_read_hello(f, &h);

    if (e == ERR_OK)
        core_on_hello(c, conn, &h);
    return e;
}

static enum err read_ping(struct core *c, struct core_conn *conn,
                          const struct node_frame *f)
{
    struct node_ping ping;
    size_t begin = core_begin(c);
    enum err e = node_read_ping(f, &ping);

    if (e != ERR_OK)
        return e;
    core_send(c, conn, begin, NODE_MSG_PONG,
              node_write_ping(&c->out->bytes, NODE_MSG_PONG, &ping));
    return ERR_OK;
}

static enum err read_pong(struct core *c, struct core_conn *conn,
                          const struct node_frame *f)
{
    struct node_ping pong;
    struct core_action *a;
    enum err e = node_read_ping(f, &pong);

    if (e != ERR_OK)
        return e;
    a = core_act(c, CORE_DO_PONG, &conn->peer->p.id);
    if (a != NULL) {
        a->conn = conn->number;
        a->token = pong.token;
    }
    return ERR_OK;
}

/* ---- all ----------------------------------------------------------------*/

/* ERR_PROTO: malformed. */
typedef enum err reader(struct core *c, struct core_conn *conn,
                        const struct node_frame *f);

static reader *const readers[NODE_MSG_TYPE_END] = {
    [NODE_MSG_HELLO] = read_hello,
    [NODE_MSG_PING] = read_ping,
    [NODE_MSG_PONG] = read_pong,
    [NODE_MSG_OFFER] = core_read_offer,
    [NODE_MSG_ASK] = core_read_ask,
    [NODE_MSG_RECORD] = core_read_record,
    [NODE_MSG_HAVE_ASK] = core_read_have_ask,
    [NODE_MSG_HAVE] = core_read_have,
    [NODE_MSG_ANNOUNCE] = core_read_announce,
    [NODE_MSG_ERROR] = read_error,
};

void core_on_frame(struct core *c, const struct core_event *e)
{
    struct core_conn *conn = core_conn(c, e->conn);
    const struct node_frame *f = &e->frame;

    if (conn == NULL || conn->is_closing || !conn->is_node)
        return;
    c->stats.bytes_rx += f->len;
    if (!is_invited(conn, f->type) && !take_token(c, conn->peer)) {
        on_too_many(c, conn);
        return;
    }
    if (!conn->has_hello && f->type != NODE_MSG_HELLO) {
        core_malformed(c, conn, f->type);
        return;
    }
    if (f->type >= NODE_MSG_TYPE_END || readers[f->type] == NULL) {
        c->stats.frames_unknown++;
        say_error(c, conn, f->type, NODE_ERROR_UNKNOWN_TYPE);
        return;
    }
    c->stats.frames_rx[f->type]++;
    if (readers[f->type](c, conn, f) != ERR_OK)
        core_malformed(c, conn, f->type);
}
