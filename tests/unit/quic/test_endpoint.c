#include <string.h>

#include "crypto/disco.h"
#include "quic/quic_int.h"
#include "quic_pair.h"

static struct quic_stats stats_of(const struct peer *p)
{
    struct quic_stats s;

    quic_get_stats(p->q, &s);
    return s;
}

static void one_transfer(struct loop *l, struct peer *from, struct peer *to)
{
    struct flow f;

    to->flows_len = 0;
    to->next = (struct flow){.to_send = 1000, .finish = true, .reply = true};
    flow_open(from, &f, 100000, true);
    RUN_UNTIL(l, f.closed && to->flows[0].closed);
    CHECK_EQ_U64(to->flows[0].got, 100000);
    CHECK_EQ_U64(f.got, 1000);
}

TEST(endpoint, opens_and_closes_without_connections)
{
    struct peer p;
    struct loop *l;

    CHECK_OK(loop_new(&l));
    peer_open(&p, l, 1);
    peer_close(&p);
    loop_free(l);
}

TEST(endpoint, a_hundred_lives_leave_nothing_behind)
{
    for (int i = 0; i < 100; i++) {
        struct pair *p = pair_new();

        one_transfer(p->loop, &p->a, &p->b);
        pair_free(p);
    }
}

TEST(endpoint, an_address_in_use_is_reported)
{
    struct pair *p = pair_new();
    struct quic_config cfg;
    struct peer c;
    struct quic *q;
    struct errmsg em = {0};
    char text[ADDR_TEXT_SIZE];

    peer_defaults(&c, p->loop, 3, &cfg);
    cfg.listen = &p->a.addr;
    CHECK_ERR(quic_open(&cfg, &q, &em), ERR_BUSY);
    addr_format(&p->a.addr, text);
    CHECK(strstr(em.text, text) != NULL);
    pair_free(p);
}

TEST(endpoint, bad_settings_are_refused)
{
    struct peer p;
    struct quic_config cfg;
    struct quic *q;
    struct loop *l;

    CHECK_OK(loop_new(&l));
    peer_defaults(&p, l, 1, &cfg);
    cfg.listen_len = 0;
    CHECK_ERR(quic_open(&cfg, &q, NULL), ERR_INVALID);
    peer_defaults(&p, l, 1, &cfg);
    cfg.max_udp_payload = 1199;
    CHECK_ERR(quic_open(&cfg, &q, NULL), ERR_INVALID);
    peer_defaults(&p, l, 1, &cfg);
    cfg.stream_window = cfg.max_stream_window + 1;
    CHECK_ERR(quic_open(&cfg, &q, NULL), ERR_INVALID);
    loop_free(l);
}

TEST(endpoint, tells_its_addresses)
{
    struct peer p;
    struct quic_config cfg;
    struct addr any, out[16];
    struct loop *l;
    size_t n;

    CHECK_OK(loop_new(&l));
    peer_defaults(&p, l, 1, &cfg);
    CHECK_OK(addr_parse("0.0.0.0:0", &any, NULL));
    cfg.listen = &any;
    peer_open_with(&p, &cfg);
    CHECK(addr_is_wildcard(&p.addr));
    n = quic_addresses(p.q, out, 16);
    CHECK(n >= 1);
    for (size_t i = 0; i < n; i++) {
        CHECK(!addr_is_wildcard(&out[i]));
        CHECK_EQ_U64(addr_port(&out[i]), addr_port(&p.addr));
    }
    peer_close(&p);
    loop_free(l);
}

TEST(endpoint, fifty_peers_at_once)
{
    enum { PEERS = 50 };
    static struct peer peers[PEERS];
    static struct flow flows[PEERS];
    struct peer hub;
    struct loop *l;
    unsigned done = 0;

    CHECK_OK(loop_new(&l));
    peer_open(&hub, l, 200);
    hub.next = (struct flow){.to_send = 200000, .finish = true, .reply = true};
    for (uint8_t i = 0; i < PEERS; i++) {
        peer_open(&peers[i], l, i + 1);
        peer_dial(&peers[i], &hub);
    }
    for (int i = 0; i < PEERS; i++)
        flow_open(&peers[i], &flows[i], 200000, true);
    while (done < PEERS) {
        RUN_UNTIL(l, flows[done].closed);
        CHECK_EQ_U64(flows[done].got, 200000);
        CHECK(!flows[done].wrong);
        done++;
    }
    CHECK_EQ_U64(stats_of(&hub).conns_open, PEERS);
    for (int i = 0; i < PEERS; i++)
        peer_close(&peers[i]);
    RUN_UNTIL(l, hub.conns_closed == PEERS);
    CHECK_EQ_U64(stats_of(&hub).conns_open, 0);
    peer_close(&hub);
    loop_free(l);
}

TEST(endpoint, demands_a_retry_under_load)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    pair_defaults(p, &ca, &cb);
    cb.retry_above = 0;
    pair_open_with(p, &ca, &cb);
    CHECK(stats_of(&p->b).retries_sent >= 1);
    one_transfer(p->loop, &p->a, &p->b);
    pair_free(p);
}

TEST(endpoint, after_a_crash_the_peer_hears_of_it_by_stateless_reset)
{
    struct pair *p = pair_new();
    struct quic_config cb;
    struct addr where = p->b.addr;
    bool gone = false;
    struct flow f;

    quic_crash(p->b.q, peer_on_gone, &gone);
    RUN_UNTIL(p->loop, gone);
    conn_unref(p->b.c);
    CHECK(conn_is_open(p->a.c));
    /* The same node again, at the same address. */
    peer_defaults(&p->b, p->loop, 2, &cb);
    cb.listen = &where;
    peer_open_with(&p->b, &cb);
    flow_open(&p->a, &f, 100000, true);
    RUN_UNTIL(p->loop, p->a.conns_closed == 1);
    CHECK_ERR(p->a.end.err, ERR_RESET);
    CHECK(stats_of(&p->b).stateless_resets_sent > 0);
    peer_dial(&p->a, &p->b);
    one_transfer(p->loop, &p->a, &p->b);
    pair_free(p);
}

TEST(endpoint, closing_in_mid_transfer_releases_everything)
{
    struct pair *p = pair_new();
    static struct flow f[20];

    p->b.next = (struct flow){.to_send = 50000000};
    for (int i = 0; i < 20; i++)
        flow_open(&p->a, &f[i], 50000000, true);
    RUN_UNTIL(p->loop, f[0].got > 1000000 || f[19].got > 1000000);
    peer_close(&p->b);
    RUN_UNTIL(p->loop, p->a.conns_closed == 1);
    for (int i = 0; i < 20; i++) {
        CHECK(f[i].closed);
        CHECK_EQ_U64(f[i].released, f[i].pieces);
    }
    conn_unref(p->b.c);
    peer_close(&p->a);
    loop_free(p->loop);
    free(p);
}

struct rude {
    struct peer *p;
    int what;
};

static void rude_data(struct stream *s, const uint8_t *bytes, size_t len,
                      bool fin, void *arg)
{
    struct rude *r = arg;

    (void)bytes;
    (void)fin;
    switch (r->what) {
    case 0:
        conn_close(stream_conn(s), 9, "rude");
        break;
    case 1:
        stream_reset(s, 1);
        stream_stop(s, 1);
        stream_set_ops(s, NULL, NULL);
        break;
    default:
        quic_close(r->p->q, peer_on_gone, &r->p->gone);
        break;
    }
    stream_consume(s, len);
}

static const struct stream_ops rude_ops = {.data = rude_data};

static void rude_stream(struct conn *c, struct stream *s, void *arg)
{
    (void)c;
    stream_set_ops(s, &rude_ops, arg);
}

static const struct conn_ops rude_conn_ops = {.stream = rude_stream};

TEST(endpoint, anything_may_be_called_inside_a_callback)
{
    for (int what = 0; what < 3; what++) {
        struct pair *p = pair_new();
        struct rude r = {.p = &p->b, .what = what};
        struct flow f;

        conn_set_ops(p->b.c, &rude_conn_ops, &r);
        flow_open(&p->a, &f, 3000000, true);
        RUN_UNTIL(p->loop, f.closed || f.stops == 1);
        if (what == 2) {
            RUN_UNTIL(p->loop, p->b.gone);
            conn_unref(p->b.c);
            p->b.c = NULL;
        } else {
            peer_close(&p->b);
        }
        peer_close(&p->a);
        loop_free(p->loop);
        free(p);
    }
}

/* Datagrams as a stranger might send them. */
static void inject(struct peer *p, const uint8_t *bytes, size_t len)
{
    struct quic_datagram d = {.bytes = bytes,
                              .len = len,
                              .local = p->addr,
                              .now_ns = clock_mono_ns()};

    CHECK_OK(addr_parse("127.0.0.9:999", &d.remote, NULL));
    quic_dispatch(p->q, &d);
}

static void make_initial(uint8_t *out, size_t len, uint32_t n, uint32_t version)
{
    memset(out, 0, len);
    out[0] = 0xc3;
    out[1] = (uint8_t)(version >> 24);
    out[2] = (uint8_t)(version >> 16);
    out[3] = (uint8_t)(version >> 8);
    out[4] = (uint8_t)version;
    out[5] = 8;
    memcpy(out + 6, &n, sizeof(n));
    out[14] = 8;
    memcpy(out + 15, &n, sizeof(n));
    out[23] = 0;    /* no token */
    out[24] = 0x44; /* length of the rest, as two bytes */
    out[25] = (uint8_t)(len - 26);
    out[24] = (uint8_t)(0x40 | ((len - 26) >> 8));
}

TEST(endpoint, a_flood_of_initials_costs_no_lasting_state)
{
    struct pair *p = pair_new();
    uint8_t initial[1200];

    for (uint32_t i = 0; i < 20000; i++) {
        make_initial(initial, sizeof(initial), i, 1);
        inject(&p->b, initial, sizeof(initial));
        if (i % 64 == 0)
            loop_run_once(p->loop, 0);
    }
    loop_run_once(p->loop, 0);
    CHECK(p->b.q->half_open <= p->b.q->cfg.retry_above);
    CHECK(p->b.q->conns_len <= p->b.q->cfg.retry_above + 1);
    one_transfer(p->loop, &p->a, &p->b);
    pair_free(p);
}

TEST(endpoint, strangers_are_answered_at_a_limited_rate)
{
    struct pair *p = pair_new();
    uint8_t bytes[1200];

    memset(bytes, 0x4a, sizeof(bytes));
    for (uint32_t i = 0; i < 5000; i++) {
        memcpy(bytes + 1, &i, sizeof(i));
        inject(&p->b, bytes, 100);
    }
    CHECK(stats_of(&p->b).stateless_resets_sent < 500);
    CHECK(stats_of(&p->b).limits_hit > 4000);
    pair_free(p);
}

TEST(endpoint, nonsense_is_dropped_and_counted)
{
    struct pair *p = pair_new();
    uint8_t bytes[1500];
    uint64_t before = stats_of(&p->b).datagrams_dropped;

    for (size_t len = 1; len <= sizeof(bytes); len += 7) {
        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)(i * len + (len >> 2));
        inject(&p->b, bytes, len);
    }
    CHECK(stats_of(&p->b).datagrams_dropped > before + 100);
    one_transfer(p->loop, &p->a, &p->b);
    pair_free(p);
}

TEST(endpoint, unknown_versions_are_negotiated_only_when_padded)
{
    struct pair *p = pair_new();
    uint8_t initial[1200];
    uint64_t before = stats_of(&p->b).datagrams_dropped;

    make_initial(initial, sizeof(initial), 7, 0x1a2a3a4a);
    inject(&p->b, initial, sizeof(initial));
    inject(&p->b, initial, 100);
    CHECK_EQ_U64(stats_of(&p->b).datagrams_dropped, before + 2);
    CHECK_EQ_U64(p->b.q->half_open, 0);
    pair_free(p);
}

TEST(endpoint, pings_are_answered)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    pair_defaults(p, &ca, &cb);
    pair_open_with(p, &ca, &cb);
    CHECK(stats_of(&p->b).disco_pings_rx >= 1);
    CHECK(stats_of(&p->a).disco_pongs_rx >= 1);
    pair_free(p);
}

TEST(endpoint, pings_of_many_strangers_do_not_fill_the_memory)
{
    struct pair *p = pair_new();

    for (int i = 0; i < 1000; i++) {
        struct disco_msg m = {.type = DISCO_PING};
        uint8_t seed[KEY_SEED_LEN] = {(uint8_t)i, (uint8_t)(i >> 8), 7};
        uint8_t bytes[DISCO_SEAL_SIZE];
        struct box_key box;
        struct key k;

        key_from_seed(seed, &k);
        m.sender = k.id;
        CHECK_OK(box_shared(&k, &p->b.key.id, &box));
        inject(&p->b, bytes, disco_seal(&box, &m, bytes));
    }
    CHECK(p->b.q->ping.keys.len <= 256);
    CHECK(stats_of(&p->b).disco_rejected > 0);
    CHECK(stats_of(&p->b).disco_pings_rx >= 200);
    pair_free(p);
}

static void count_conn(struct conn *c, void *arg)
{
    CHECK(conn_is_open(c));
    ++*(unsigned *)arg;
}

TEST(endpoint, walks_its_connections)
{
    struct pair *p = pair_new();
    unsigned n = 0;

    peer_dial(&p->b, &p->a);
    RUN_UNTIL(p->loop, p->a.accepted == 1);
    quic_each_conn(p->a.q, count_conn, &n);
    CHECK_EQ_U64(n, 2);
    pair_free(p);
}

static void forget(struct peer *p)
{
    conn_unref(p->c);
    p->c = NULL;
}

TEST(endpoint, an_idle_connection_makes_room_when_it_is_full)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    struct peer c, d;
    struct flow f;

    CHECK(p != NULL);
    pair_defaults(p, &ca, &cb);
    cb.max_conns = 2;
    pair_open_with(p, &ca, &cb);
    flow_open(&p->a, &f, 10, false); /* this one is in use */
    RUN_UNTIL(p->loop, p->b.flows_len == 1);
    forget(&p->b);
    peer_open(&c, p->loop, 3);
    peer_dial(&c, &p->b);
    RUN_UNTIL(p->loop, p->b.accepted == 2);
    forget(&p->b);
    peer_open(&d, p->loop, 4);
    peer_dial(&d, &p->b);
    RUN_UNTIL(p->loop, c.conns_closed == 1);
    CHECK(conn_is_open(p->a.c));
    CHECK(conn_is_open(d.c));
    CHECK(stats_of(&p->b).limits_hit > 0);
    peer_close(&c);
    peer_close(&d);
    pair_free(p);
}
