/* A connection, when all goes well:
 *
 *   opened    not banned: the core hears of it, and wants HELLO sent
 *   accepted  wait for the control stream   dialled   open it
 *   data      frames, one by one, to the core
 *   closed    the core hears how it ended
 *
 * HELLO waits in `out` until the stream is there. What can go wrong: the
 * stream ends, no frame can be read, more waits to be sent than a peer that
 * reads would leave; each closes the connection. */
#include "peers/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "peers/peers_int.h"
#include "quic/conn.h"
#include "quic/stream.h"

/* A frame with its length, and what came with its end. */
#define IN_MAX (2 * NODE_FRAME_MAX)

static const char too_slow[] = "it does not read what it is sent";

static struct link *of_conn(const struct peers *p, const struct conn *c)
{
    return map_get(&p->link_of, &c);
}

struct link *link_find(const struct peers *p, uint64_t number)
{
    return map_get(&p->by_number, &number);
}

void link_close(struct link *l, uint64_t code, const char *text)
{
    l->is_over = true;
    conn_close(l->conn, code, text);
}

static void fail(struct link *l, enum node_close code, enum err e,
                 const char *why)
{
    if (l->is_over)
        return;
    l->err = e;
    l->why = why;
    link_close(l, code, why);
}

void link_set_ping(struct link *l, uint64_t ms)
{
    if (l->ping_ms == ms)
        return;
    l->ping_ms = ms;
    conn_set_keep_alive(l->conn, ms);
}

/* ---- frames -------------------------------------------------------------*/

static void give_frame(struct link *l, const struct node_frame *f)
{
    struct core_event e = {.kind = CORE_FRAME, .conn = l->number, .frame = *f};

    pings_look(&l->peers->pings, l, f);
    peers_step(l->peers, &e);
}

/* As many as are whole; returns how much of it they are. */
static size_t give_frames(struct link *l, const uint8_t *bytes, size_t len)
{
    size_t at = 0;

    while (!l->is_over && at < len) {
        struct node_frame f;
        size_t used;
        enum err e = node_frame_read(bytes + at, len - at, &f, &used);

        if (e == ERR_AGAIN)
            break;
        if (e != ERR_OK) {
            struct core_event bad = {.kind = CORE_BAD_FRAME, .conn = l->number};

            peers_step(l->peers, &bad);
            fail(l, NODE_CLOSE_PROTO, ERR_PROTO, "what it sent is no frame");
            break;
        }
        at += used;
        give_frame(l, &f);
    }
    return at;
}

static void take_bytes(struct link *l, const uint8_t *bytes, size_t len)
{
    size_t used = 0;
    enum err e;

    if (l->in.len == 0)
        used = give_frames(l, bytes, len);
    /* Never more than a frame is kept, so in steps that fit. */
    while (used < len && !l->is_over) {
        size_t n = len - used;

        if (n > NODE_FRAME_MAX / 2)
            n = NODE_FRAME_MAX / 2;
        e = buf_add(&l->in, bytes + used, n);
        if (e != ERR_OK) {
            fail(l, NODE_CLOSE_PROTO, e, "no room for a frame of it");
            return;
        }
        used += n;
        buf_drop_front(&l->in, give_frames(l, l->in.ptr, l->in.len));
    }
    if (l->in.len == 0 || l->is_over)
        buf_clear(&l->in);
}

/* ---- the control stream -------------------------------------------------*/

static void on_data(struct stream *s, const uint8_t *bytes, size_t len,
                    bool fin, void *arg)
{
    struct link *l = arg;

    if (l->is_early && buf_add(&l->in, bytes, len) != ERR_OK)
        fail(l, NODE_CLOSE_BYE, ERR_LIMIT, "it was too early");
    else if (!l->is_over && l->is_up)
        take_bytes(l, bytes, len);
    stream_consume(s, len);
    if (fin)
        fail(l, NODE_CLOSE_PROTO, ERR_PROTO, "it ended its control stream");
}

static void on_reset(struct stream *s, uint64_t code, void *arg)
{
    (void)s;
    (void)code;
    fail(arg, NODE_CLOSE_PROTO, ERR_PROTO, "it reset its control stream");
}

static void on_stopped(struct stream *s, uint64_t code, void *arg)
{
    (void)s;
    (void)code;
    fail(arg, NODE_CLOSE_PROTO, ERR_PROTO, "it stopped our control stream");
}

static void on_closed(struct stream *s, enum err e, void *arg)
{
    struct link *l = arg;

    (void)s;
    (void)e;
    l->stream = NULL;
}

static const struct stream_ops control_ops = {.data = on_data,
                                              .reset = on_reset,
                                              .stopped = on_stopped,
                                              .closed = on_closed};

static void send_now(struct link *l, const uint8_t *bytes, size_t len)
{
    if (stream_unsent(l->stream) + len > NODE_BACKLOG_MAX) {
        fail(l, NODE_CLOSE_PROTO, ERR_LIMIT, too_slow);
        return;
    }
    for (size_t at = 0; at < len && !l->is_over; at += STREAM_COPY_MAX) {
        size_t n = len - at < STREAM_COPY_MAX ? len - at : STREAM_COPY_MAX;
        enum err e = stream_send_copy(l->stream, bytes + at, n);

        if (e != ERR_OK)
            fail(l, NODE_CLOSE_BYE, e, "a frame could not be queued");
    }
}

void link_send(struct link *l, const uint8_t *bytes, size_t len)
{
    if (l->is_over)
        return;
    if (l->stream != NULL)
        send_now(l, bytes, len);
    else if (buf_add(&l->out, bytes, len) != ERR_OK)
        fail(l, NODE_CLOSE_PROTO, ERR_LIMIT, too_slow);
}

static void has_stream(struct link *l, struct stream *s)
{
    l->stream = s;
    if (l->out.len > 0)
        send_now(l, l->out.ptr, l->out.len);
    buf_clear(&l->out);
}

/* One stream, opened by who dialled. */
static void on_stream(struct conn *c, struct stream *s, void *arg)
{
    struct link *l = arg;

    if (l->stream != NULL || conn_was_dialled(c) || l->is_over) {
        stream_reset(s, 1);
        stream_stop(s, 1);
        return;
    }
    stream_set_ops(s, &control_ops, l);
    has_stream(l, s);
}

static const struct conn_ops node_ops = {.stream = on_stream};

static void open_stream(struct link *l)
{
    struct stream *s;
    enum err e;

    conn_set_ops(l->conn, &node_ops, l);
    e = conn_open_stream(l->conn, &control_ops, l, &s);
    if (e == ERR_OK)
        has_stream(l, s);
    else
        fail(l, NODE_CLOSE_BYE, e, "no control stream could be opened");
}

/* ---- the watch ----------------------------------------------------------*/

static void tell_up(struct link *l)
{
    struct core_event e = {.kind = CORE_UP,
                           .conn = l->number,
                           .id = l->id,
                           .was_dialled = conn_was_dialled(l->conn),
                           .is_node = l->is_node};

    conn_remote(l->conn, &l->remote);
    e.remote = l->remote;
    l->is_up = true;
    peers_step(l->peers, &e);
}

void link_look(struct link *l)
{
    struct addr now;

    conn_remote(l->conn, &now);
    if (l->is_up && !l->is_over && !addr_equal(&now, &l->remote))
        tell_up(l);
}

static void free_link(struct link *l)
{
    struct peers *p = l->peers;

    if (l->meter != NULL && --l->meter->links == 0 &&
        core_peer(p->core, &l->id) == NULL)
        meter_forget(p, &l->id);
    (void)map_remove(&p->link_of, &l->conn);
    (void)map_remove(&p->by_number, &l->number);
    list_remove(&l->node);
    buf_clear(&l->in);
    buf_clear(&l->out);
    free(l);
}

static struct link *new_link(struct peers *p, struct conn *c)
{
    struct link *l = calloc(1, sizeof *l);

    if (l == NULL)
        return NULL;
    l->peers = p;
    l->conn = c;
    l->number = ++p->last_number;
    l->id = *conn_peer(c);
    l->is_node = strcmp(conn_alpn(c), NODE_ALPN) == 0;
    l->is_new = conn_was_dialled(c);
    l->up_ms = l->heard_ms = peers_now(p);
    buf_init(&l->in, IN_MAX);
    buf_init(&l->out, NODE_BACKLOG_MAX);
    list_push_back(&p->links, &l->node);
    if (map_set(&p->link_of, &c, l) != ERR_OK ||
        map_set(&p->by_number, &l->number, l) != ERR_OK) {
        free_link(l);
        return NULL;
    }
    l->meter = meter_take(p, &l->id);
    if (l->meter != NULL)
        l->meter->links++;
    return l;
}

static bool is_banned(const struct peers *p, const struct node_id *id)
{
    return core_is_banned(p->core, id);
}

/* Before the rows are read, who is banned is not known; so it waits. */
static void begin(struct link *l)
{
    if (is_banned(l->peers, &l->id)) {
        link_close(l, NODE_CLOSE_BANNED, node_close_text(NODE_CLOSE_BANNED));
        return;
    }
    tell_up(l);
    if (l->in.len > 0)
        buf_drop_front(&l->in, give_frames(l, l->in.ptr, l->in.len));
}

void links_begin(struct peers *p)
{
    LIST_FOREACH (it, tmp, &p->links) {
        struct link *l = LIST_ENTRY(it, struct link, node);

        if (!l->is_early)
            continue;
        l->is_early = false;
        if (!l->is_over)
            begin(l);
    }
}

void link_opened(struct conn *c, void *arg)
{
    struct peers *p = arg;
    bool is_self = node_id_equal(conn_peer(c), &p->cfg.key->id);
    struct link *l;

    if (is_self && strcmp(conn_alpn(c), NODE_ALPN) != 0)
        return;
    if (is_self || (!p->is_online && p->is_loaded)) {
        conn_close(c, NODE_CLOSE_BYE, "");
        return;
    }
    if (is_banned(p, conn_peer(c))) {
        conn_close(c, NODE_CLOSE_BANNED, node_close_text(NODE_CLOSE_BANNED));
        return;
    }
    l = new_link(p, c);
    if (l == NULL) {
        conn_close(c, NODE_CLOSE_BYE, err_text(ERR_NOMEM));
        return;
    }
    link_set_ping(l, p->cfg.ping_ms);
    l->is_early = !p->is_loaded;
    if (!l->is_early)
        tell_up(l);
}

void link_accepted(struct conn *c, void *arg)
{
    struct link *l = of_conn(arg, c);

    if (l != NULL)
        conn_set_ops(c, &node_ops, l);
}

bool link_dialled(struct peers *p, struct conn *c)
{
    struct link *l = of_conn(p, c);
    bool is_new;

    if (l == NULL || l->is_over)
        return false;
    is_new = l->is_new;
    l->is_new = false;
    if (is_new && l->is_node)
        open_stream(l);
    else
        tell_up(l);
    if (!l->is_node && !l->is_over && p->cfg.adopt != NULL)
        p->cfg.adopt(c, p->cfg.adopt_arg);
    return true;
}

/* How it ended, as the core wants to hear it. */
static void tell_down(struct link *l, const struct conn_end *end)
{
    struct core_event e = {.kind = CORE_DOWN,
                           .conn = l->number,
                           .by_peer = end->by_peer && end->is_app,
                           .code = end->code,
                           .err = end->err,
                           .text = end->reason};

    if (l->err != ERR_OK) {
        e.err = l->err;
        e.text = l->why;
        e.by_peer = false;
    } else if (end->err == ERR_CLOSED && !end->by_peer) {
        e.err = ERR_OK;
    }
    l->is_up = false;
    peers_step(l->peers, &e);
}

void link_closed(struct conn *c, const struct conn_end *end, void *arg)
{
    struct peers *p = arg;
    struct link *l = of_conn(p, c);
    struct conn_stats st;

    if (l == NULL)
        return;
    conn_get_stats(c, &st);
    if (l->meter != NULL)
        meter_keep(l->meter, &st);
    l->is_over = true;
    if (l->is_up)
        tell_down(l, end);
    pings_link_gone(&p->pings, l->number);
    have_link_gone(p, l->number);
    free_link(l);
}

void links_detach(struct peers *p)
{
    LIST_FOREACH (it, tmp, &p->links) {
        struct link *l = LIST_ENTRY(it, struct link, node);

        l->is_up = false;
        l->is_early = false;
        l->is_over = true;
    }
}
