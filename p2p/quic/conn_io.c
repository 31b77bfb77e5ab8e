/* Reading, writing and deadlines.
 *
 * Writing puts packets of one size one after the other into the endpoint's
 * buffer and sends them with one call. A packet that is larger, goes another
 * way or carries another ECN mark starts a new run; a smaller one ends the
 * run. A connection writes at most QUIC_TX_TURN bytes, or what its pacing
 * allows, and then waits for its deadline. */
#include <string.h>

#include "base/clock.h"
#include "quic/conn_int.h"
#include "quic/stream_int.h"

void conn_touch(struct conn *c)
{
    if (c->q == NULL || c->state == CONN_ENDED)
        return;
    if (!list_is_linked(&c->dirty))
        list_push_back(&c->q->dirty, &c->dirty);
    quic_wake(c->q);
}

uint64_t conn_clock(struct conn *c, uint64_t now_ns)
{
    if (now_ns > c->seen_ns)
        c->seen_ns = now_ns;
    return c->seen_ns;
}

void conn_read(struct conn *c, const ngtcp2_path *path, uint8_t ecn,
               const uint8_t *datagram, size_t len, uint64_t now_ns)
{
    ngtcp2_pkt_info pi = {.ecn = ecn};
    int rc;

    c->bytes_rx += len;
    c->packets_rx++;
    if (c->want_close)
        return;
    c->got_packets = true;
    c->heard_ns = now_ns;
    conn_touch(c);
    rc = ngtcp2_conn_read_pkt(c->ng, path, &pi, datagram, len,
                              conn_clock(c, now_ns));
    if (rc != 0)
        conn_fail(c, rc);
}

void conn_expire(struct conn *c, uint64_t now_ns)
{
    int rc;

    if (c->state == CONN_ENDED) {
        conn_forget(c);
        return;
    }
    conn_touch(c);
    rc = ngtcp2_conn_handle_expiry(c->ng, conn_clock(c, now_ns));
    if (rc != 0)
        conn_fail(c, rc);
}

/* The run being put together. */
struct batch {
    struct quic *q;
    struct conn *c;
    size_t start; /* of the run, in quic.tx */
    size_t len;
    size_t segment;
    size_t count;
    ngtcp2_path_storage path;
    uint8_t ecn;
};

static void send_batch(struct batch *b)
{
    struct addr local;
    struct addr remote;
    struct udp *udp = b->path.path.user_data;
    struct udp_out o = {.bytes = b->q->tx + b->start,
                        .len = b->len,
                        .segment = b->segment,
                        .remote = &remote,
                        .ecn = b->ecn};

    if (b->len == 0)
        return;
    b->c->bytes_tx += b->len;
    b->c->packets_tx += b->count;
    if (addr_from_sockaddr(b->path.path.remote.addr, &remote) == ERR_OK) {
        /* On a dialled connection the kernel chooses our address. */
        if (!b->c->dialled &&
            addr_from_sockaddr(b->path.path.local.addr, &local) == ERR_OK)
            o.local = &local;
        /* What cannot be sent is lost like any other packet. */
        (void)!quic_send(b->q, udp, &o);
    }
    b->start = 0;
    b->len = 0;
    b->count = 0;
}

static void begin_batch(struct batch *b, const ngtcp2_path_storage *ps,
                        uint8_t ecn, size_t at, size_t len)
{
    b->start = at;
    b->len = len;
    b->segment = len;
    b->count = 1;
    b->ecn = ecn;
    ngtcp2_path_storage_zero(&b->path);
    ngtcp2_path_copy(&b->path.path, &ps->path);
}

static bool fits_batch(const struct batch *b, const ngtcp2_path_storage *ps,
                       uint8_t ecn, size_t len)
{
    return b->len != 0 && len <= b->segment && ecn == b->ecn &&
           b->len + len <= QUIC_TX_BYTES && b->count < QUIC_TX_SEGMENTS &&
           b->path.path.user_data == ps->path.user_data &&
           ngtcp2_path_eq(&b->path.path, &ps->path);
}

/* A packet of `len` bytes was written behind the run. */
static void add_packet(struct batch *b, const ngtcp2_path_storage *ps,
                       uint8_t ecn, size_t len)
{
    size_t at = b->start + b->len;

    if (fits_batch(b, ps, ecn, len)) {
        b->len += len;
        b->count++;
    } else {
        send_batch(b);
        begin_batch(b, ps, ecn, at, len);
    }
    if (len < b->segment || b->count == QUIC_TX_SEGMENTS ||
        b->start + b->len + b->segment > QUIC_TX_BYTES)
        send_batch(b);
}

struct packet {
    uint8_t *dest;
    size_t cap;
    ngtcp2_path_storage ps;
    ngtcp2_pkt_info pi;
    uint64_t now_ns;
    bool started; /* frames are in it, ngtcp2 waits for more */
};

static ngtcp2_ssize write_rest(struct conn *c, struct packet *p, int64_t id)
{
    return ngtcp2_conn_writev_stream(
        c->ng, &p->ps.path, &p->pi, p->dest, p->cap, NULL,
        NGTCP2_WRITE_STREAM_FLAG_NONE, id, NULL, 0, p->now_ns);
}

/* Nothing (more) of streams. ngtcp2 does not tell that a peer has stopped
 * reading, except to who writes to that stream: so the packet without stream
 * data is written in the name of one stream after the other. */
static ngtcp2_ssize write_and_probe(struct conn *c, struct packet *p)
{
    struct list *it = c->streams.next;

    if (p->started || !c->got_packets)
        return write_rest(c, p, -1);
    for (int i = 0; i < QUIC_STOP_PROBES && it != &c->streams; i++) {
        struct stream *s = LIST_ENTRY(it, struct stream, node);
        ngtcp2_ssize n;

        it = it->next;
        if (!stream_can_probe(s))
            continue;
        list_remove(&s->node);
        list_push_back(&c->streams, &s->node);
        n = write_rest(c, p, s->id);
        if (n == NGTCP2_ERR_STREAM_SHUT_WR)
            stream_peer_stopped(s, 0);
        else if (n != 0)
            return n;
    }
    c->got_packets = false;
    return write_rest(c, p, -1);
}

static ngtcp2_ssize write_stream(struct conn *c, struct stream *s,
                                 struct packet *p)
{
    struct stream_offer o;
    ngtcp2_ssize taken = -1;
    uint32_t flags = 0;
    ngtcp2_ssize n;

    stream_offer(s, &o);
    if (o.fin)
        flags |= NGTCP2_WRITE_STREAM_FLAG_FIN;
    if (s->turn.next != s->turn.prev)
        flags |= NGTCP2_WRITE_STREAM_FLAG_MORE;
    n = ngtcp2_conn_writev_stream(c->ng, &p->ps.path, &p->pi, p->dest, p->cap,
                                  &taken, flags, s->id, o.vecs, o.len,
                                  p->now_ns);
    if (taken >= 0)
        stream_sent(s, &o, (size_t)taken);
    return n;
}

/* One packet: its length, 0 when nothing may or need be sent now, or an error
 * of ngtcp2. */
static ngtcp2_ssize write_packet(struct conn *c, struct packet *p)
{
    p->started = false;
    while (!list_is_empty(&c->sending)) {
        struct stream *s = LIST_ENTRY(c->sending.next, struct stream, turn);
        ngtcp2_ssize n = write_stream(c, s, p);

        if (n == NGTCP2_ERR_WRITE_MORE)
            p->started = true;
        else if (n == NGTCP2_ERR_STREAM_DATA_BLOCKED)
            stream_block(s);
        else if (n == NGTCP2_ERR_STREAM_SHUT_WR ||
                 n == NGTCP2_ERR_STREAM_NOT_FOUND)
            stream_peer_stopped(s, 0);
        else
            return n;
    }
    return write_and_probe(c, p);
}

/* Is the socket of the present path waiting for room? Then the endpoint will
 * touch the connection when there is some. */
static bool is_blocked(const struct conn *c)
{
    return udp_is_blocked(ngtcp2_conn_get_path(c->ng)->user_data);
}

static int write_packets(struct conn *c, uint64_t now_ns)
{
    struct batch b = {.q = c->q, .c = c};
    struct packet p = {.now_ns = now_ns};
    size_t turn = 0;
    ngtcp2_ssize n = 0;

    ngtcp2_path_storage_zero(&p.ps);
    while (turn < QUIC_TX_TURN && !is_blocked(c)) {
        p.dest = c->q->tx + b.start + b.len;
        p.cap = c->q->cfg.max_udp_payload;
        n = write_packet(c, &p);
        if (n <= 0)
            break;
        turn += (size_t)n;
        add_packet(&b, &p.ps, p.pi.ecn, (size_t)n);
    }
    send_batch(&b);
    ngtcp2_conn_update_pkt_tx_time(c->ng, now_ns);
    return n < 0 ? (int)n : 0;
}

static void run_actions(struct conn *c)
{
    struct list *it;

    while ((it = list_pop_front(&c->actions)) != NULL)
        stream_run_action(LIST_ENTRY(it, struct stream, action));
}

/* Flow control may have moved, or the peer stopped reading. */
static void try_blocked(struct conn *c)
{
    if (c->got_packets)
        list_splice_back(&c->sending, &c->blocked);
}

void conn_flush(struct conn *c)
{
    int rc;

    if (c->state == CONN_ENDED)
        return;
    if (c->want_close) {
        conn_end_by_user(c);
        return;
    }
    try_blocked(c);
    rc = write_packets(c, conn_clock(c, clock_mono_ns()));
    if (rc != 0) {
        conn_fail(c, rc);
        return;
    }
    run_actions(c);
    expiry_set(&c->q->expiries, &c->expiry,
               is_blocked(c) ? EXPIRY_NEVER : ngtcp2_conn_get_expiry(c->ng));
}
