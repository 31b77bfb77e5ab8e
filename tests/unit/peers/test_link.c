/* Peers that misbehave on the control stream: each is closed, counted, and
 * harms nobody else. */
#include "base/buf.h"
#include "pnodes.h"

static struct pworld w;
static struct pnode node, good;

/* A bare client that writes bytes on NODE_ALPN. */
struct raw {
    struct key key;
    struct quic *quic;
    struct conn *conn;
    struct stream *s, *second;
    bool is_dialled, gone, is_closed, is_reset;
    uint64_t reset_code;
    struct conn_end end;
    struct buf got;
    bool hold; /* read nothing */
};

static struct raw raw;

static void raw_data(struct stream *s, const uint8_t *bytes, size_t len,
                     bool fin, void *arg)
{
    (void)fin;
    (void)arg;
    if (raw.got.len < 100000)
        CHECK_OK(buf_add(&raw.got, bytes, len));
    if (!raw.hold)
        stream_consume(s, len);
}

static void raw_reset(struct stream *s, uint64_t code, void *arg)
{
    (void)s;
    (void)arg;
    raw.is_reset = true;
    raw.reset_code = code;
}

static void raw_stream_closed(struct stream *s, enum err e, void *arg)
{
    (void)e;
    (void)arg;
    if (s == raw.s)
        raw.s = NULL;
}

static const struct stream_ops raw_stream_ops = {
    .data = raw_data, .reset = raw_reset, .closed = raw_stream_closed};

static void raw_closed(struct conn *c, const struct conn_end *end, void *arg)
{
    (void)c;
    (void)arg;
    raw.is_closed = true;
    raw.end = *end;
}

static const struct conn_ops raw_conn_ops = {.closed = raw_closed};

static void raw_dialled(struct conn *c, enum err status,
                        const struct errmsg *em, void *arg)
{
    (void)em;
    (void)arg;
    CHECK_OK(status);
    raw.is_dialled = true;
    raw.conn = c;
    conn_set_ops(c, &raw_conn_ops, NULL);
}

static void raw_open(bool with_stream)
{
    uint8_t seed[KEY_SEED_LEN] = {77};
    struct quic_config qc;
    struct addr at;

    raw = (struct raw){0};
    buf_init(&raw.got, 1 << 20);
    key_from_seed(seed, &raw.key);
    CHECK_OK(addr_parse("127.0.0.1:0", &at, NULL));
    quic_config_defaults(&qc);
    qc.loop = w.loop;
    qc.key = &raw.key;
    qc.listen = &at;
    qc.listen_len = 1;
    qc.stream_window = qc.max_stream_window = 64 << 10;
    CHECK_OK(quic_open(&qc, &raw.quic, NULL));
    CHECK_OK(quic_dial(raw.quic, &node.key.id, &node.at, 1, NODE_ALPN, 5000,
                       raw_dialled, NULL, NULL));
    RUN_UNTIL(w.loop, raw.is_dialled);
    if (with_stream)
        CHECK_OK(conn_open_stream(raw.conn, &raw_stream_ops, NULL, &raw.s));
}

static void raw_close(void)
{
    quic_close(raw.quic, pnode_on_gone, &raw.gone);
    RUN_UNTIL(w.loop, raw.gone);
    conn_unref(raw.conn);
    buf_clear(&raw.got);
}

static void open_all(void)
{
    world_open(&w);
    pnode_open(&node, &w, 1);
    pnode_open(&good, &w, 2);
    pnode_connect(&good, &node);
    RUN_UNTIL(w.loop, are_connected(&node, &good));
}

/* The good one is as well connected as before. */
static void close_all(void)
{
    struct answered r = {0};

    peers_ping(good.peers, &node.key.id, 10, 100, 10000, on_pinged, &r);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_OK(r.e);
    CHECK_EQ_U64(peers_get(node.peers, &good.key.id)->reconnects, 0);
    raw_close();
    pnode_close(&node);
    pnode_close(&good);
    world_close(&w);
}

static void send_bytes(const void *bytes, size_t len)
{
    for (size_t at = 0; at < len && raw.s != NULL; at += STREAM_COPY_MAX) {
        size_t n = len - at < STREAM_COPY_MAX ? len - at : STREAM_COPY_MAX;

        if (stream_send_copy(raw.s, (const uint8_t *)bytes + at, n) != ERR_OK)
            return;
    }
}

static void add_hello(struct buf *b)
{
    struct node_hello h = {.version = 1,
                           .capabilities = 3,
                           .session = 5,
                           .name = {"raw", 3},
                           .agent = {"raw/1", 5}};

    CHECK_OK(node_write_hello(b, &h));
}

static struct core_stats stats(void)
{
    struct peers_stats st;

    peers_get_stats(node.peers, &st);
    return st.core;
}

static void check_closed(uint64_t code)
{
    RUN_UNTIL(w.loop, raw.is_closed);
    CHECK_ERR(raw.end.err, ERR_REFUSED);
    CHECK_EQ_U64(raw.end.code, code);
}

TEST(link, garbage_is_closed_and_counted)
{
    uint8_t noise[5000];

    open_all();
    raw_open(true);
    memset(noise, 0xff, sizeof noise);
    send_bytes(noise, sizeof noise);
    check_closed(NODE_CLOSE_PROTO);
    CHECK(stats().frames_malformed > 0);
    CHECK(peers_get(node.peers, &raw.key.id)->reputation < 0);
    close_all();
}

TEST(link, a_frame_that_is_too_long_is_closed_at_its_length)
{
    static const uint8_t length[] = {0x81, 0x80, 0x04}; /* 65,537 */

    open_all();
    raw_open(true);
    send_bytes(length, sizeof length);
    check_closed(NODE_CLOSE_PROTO);
    close_all();
}

/* Cut at every place, a byte at a time, and a frame of the longest kind. */
TEST(link, frames_come_in_any_pieces)
{
    struct buf b;
    uint64_t before;

    open_all();
    raw_open(true);
    buf_init(&b, 1 << 20);
    add_hello(&b);
    for (size_t i = 0; i < b.len; i++) {
        send_bytes(b.ptr + i, 1);
        loop_run_once(w.loop, 1);
    }
    RUN_UNTIL(w.loop,
              peers_get(node.peers, &raw.key.id)->state == PEER_CONNECTED);
    CHECK_STR(peers_get(node.peers, &raw.key.id)->name, "raw");
    buf_clear(&b);
    /* Type 99 and 65,535 bytes. */
    CHECK_OK(buf_add_varint(&b, NODE_FRAME_MAX));
    CHECK_OK(buf_add_u8(&b, 99));
    CHECK_OK(buf_reserve(&b, NODE_FRAME_MAX));
    memset(b.ptr + b.len, 0, NODE_FRAME_MAX - 1);
    b.len += NODE_FRAME_MAX - 1;
    before = stats().frames_unknown;
    send_bytes(b.ptr, b.len);
    send_bytes(b.ptr, b.len);
    RUN_UNTIL(w.loop, stats().frames_unknown == before + 2);
    CHECK(!raw.is_closed);
    buf_clear(&b);
    close_all();
}

TEST(link, who_opens_the_stream_and_says_nothing_is_closed)
{
    open_all();
    raw_open(true);
    send_bytes("", 0);
    check_closed(NODE_CLOSE_DEAD);
    CHECK(pnode_state(&node, &good) == PEER_CONNECTED);
    close_all();
}

TEST(link, who_opens_no_stream_is_closed)
{
    open_all();
    raw_open(false);
    check_closed(NODE_CLOSE_DEAD);
    close_all();
}

TEST(link, who_ends_the_stream_is_closed)
{
    struct buf b;

    open_all();
    raw_open(true);
    buf_init(&b, 1000);
    add_hello(&b);
    send_bytes(b.ptr, b.len);
    buf_clear(&b);
    stream_finish(raw.s);
    check_closed(NODE_CLOSE_PROTO);
    CHECK(strstr(peers_get(node.peers, &raw.key.id)->last_error,
                 "ended its control stream") != NULL);
    close_all();
}

TEST(link, a_second_stream_is_refused_and_the_first_goes_on)
{
    struct stream *second;
    struct buf b;

    open_all();
    raw_open(true);
    buf_init(&b, 1000);
    add_hello(&b);
    send_bytes(b.ptr, b.len);
    buf_clear(&b);
    CHECK_OK(conn_open_stream(raw.conn, &raw_stream_ops, NULL, &second));
    CHECK_OK(stream_send_copy(second, "x", 1));
    RUN_UNTIL(w.loop, raw.is_reset);
    CHECK_EQ_U64(raw.reset_code, 1);
    RUN_UNTIL(w.loop,
              peers_get(node.peers, &raw.key.id)->state == PEER_CONNECTED);
    CHECK(!raw.is_closed);
    close_all();
}

TEST(link, who_stops_our_side_is_closed)
{
    struct buf b;

    open_all();
    raw_open(true);
    buf_init(&b, 1000);
    add_hello(&b);
    send_bytes(b.ptr, b.len);
    buf_clear(&b);
    stream_stop(raw.s, 0);
    /* It is noticed when something is to be sent. */
    check_closed(NODE_CLOSE_PROTO);
    close_all();
}

TEST(link, a_flood_of_frames_is_cut_off)
{
    struct buf b;

    open_all();
    raw_open(true);
    buf_init(&b, 1 << 20);
    add_hello(&b);
    send_bytes(b.ptr, b.len);
    buf_clear(&b);
    for (unsigned i = 0; i < 5000; i++) {
        struct node_ping ping = {.token = i};

        CHECK_OK(node_write_ping(&b, NODE_MSG_PING, &ping));
    }
    send_bytes(b.ptr, b.len);
    buf_clear(&b);
    check_closed(NODE_CLOSE_PROTO);
    CHECK(stats().frames_limited > 0);
    close_all();
}

/* Each PING asks for a PONG of a thousand bytes, which it does not read. */
TEST(link, who_does_not_read_is_cut_off)
{
    uint8_t payload[NODE_PAYLOAD_MAX] = {0};
    struct node_ping ping = {.payload = payload, .len = sizeof payload};
    uint64_t until = clock_mono_ms() + 60000;
    struct buf b;

    open_all();
    raw_open(true);
    buf_init(&b, 1 << 20);
    add_hello(&b);
    for (unsigned i = 0; i < 100; i++)
        CHECK_OK(node_write_ping(&b, NODE_MSG_PING, &ping));
    raw.hold = true;
    while (!raw.is_closed) {
        send_bytes(b.ptr, b.len);
        loop_run_once(w.loop, 20);
        CHECK(clock_mono_ms() < until);
    }
    buf_clear(&b);
    CHECK_EQ_U64(raw.end.code, NODE_CLOSE_PROTO);
    CHECK(strstr(peers_get(node.peers, &raw.key.id)->last_error,
                 "does not read") != NULL);
    close_all();
}
