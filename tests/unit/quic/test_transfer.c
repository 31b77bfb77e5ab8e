#include "quic_pair.h"

TEST(transfer, bytes_go_both_ways_and_end_in_order)
{
    struct pair *p = pair_new();
    struct flow f;

    p->b.next =
        (struct flow){.to_send = 5000000, .finish = true, .reply = true};
    flow_open(&p->a, &f, 3000000, true);
    RUN_UNTIL(p->loop, f.closed && p->b.flows[0].closed);
    CHECK_ERR(f.err, ERR_OK);
    CHECK_ERR(p->b.flows[0].err, ERR_OK);
    CHECK_EQ_U64(f.got, 5000000);
    CHECK_EQ_U64(p->b.flows[0].got, 3000000);
    CHECK(f.fin && p->b.flows[0].fin);
    CHECK(!f.wrong && !p->b.flows[0].wrong);
    CHECK_EQ_U64(f.released, f.pieces);
    pair_free(p);
}

TEST(transfer, both_sides_know_who_the_other_is)
{
    struct pair *p = pair_new();
    struct addr remote;

    CHECK(node_id_equal(conn_peer(p->a.c), &p->b.key.id));
    CHECK(node_id_equal(conn_peer(p->b.c), &p->a.key.id));
    CHECK_STR(conn_alpn(p->a.c), PAIR_ALPN);
    CHECK_STR(conn_alpn(p->b.c), PAIR_ALPN);
    CHECK(conn_was_dialled(p->a.c) && !conn_was_dialled(p->b.c));
    conn_remote(p->a.c, &remote);
    CHECK(addr_equal(&remote, &p->b.addr));
    conn_remote(p->b.c, &remote);
    CHECK(addr_equal(&remote, &p->a.addr));
    pair_free(p);
}

TEST(transfer, a_stream_without_bytes_still_ends)
{
    struct pair *p = pair_new();
    struct flow f;

    p->b.next = (struct flow){.finish = true, .reply = true};
    flow_open(&p->a, &f, 0, true);
    RUN_UNTIL(p->loop, f.closed && p->b.flows[0].closed);
    CHECK(f.fin && p->b.flows[0].fin);
    CHECK_EQ_U64(f.got + p->b.flows[0].got, 0);
    pair_free(p);
}

TEST(transfer, half_closed_streams_go_on_in_the_other_direction)
{
    struct pair *p = pair_new();
    struct flow f;

    flow_open(&p->a, &f, 1000, true);
    RUN_UNTIL(p->loop, p->b.flows_len == 1 && p->b.flows[0].fin);
    CHECK(!f.closed);
    p->b.flows[0].to_send = 2000000;
    p->b.flows[0].finish = true;
    flow_fill(&p->b.flows[0]);
    RUN_UNTIL(p->loop, f.closed);
    CHECK_EQ_U64(f.got, 2000000);
    pair_free(p);
}

TEST(transfer, small_copies_arrive)
{
    struct pair *p = pair_new();
    struct flow f;
    size_t total = 0;

    flow_open(&p->a, &f, 0, false);
    for (size_t n = 1; n < 3000; n += 37) {
        CHECK_OK(stream_send_copy(f.s, pattern() + total, n));
        total += n;
        loop_run_once(p->loop, 0);
    }
    stream_finish(f.s);
    CHECK_ERR(stream_send_copy(f.s, "x", 1), ERR_CLOSED);
    RUN_UNTIL(p->loop, p->b.flows_len == 1 && p->b.flows[0].fin);
    CHECK_EQ_U64(p->b.flows[0].got, total);
    CHECK(!p->b.flows[0].wrong);
    pair_free(p);
}

static bool all_closed(const struct flow *f, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!f[i].closed)
            return false;
    return true;
}

TEST(transfer, a_hundred_streams_at_once)
{
    struct pair *p = pair_new();
    static struct flow f[100];

    p->b.next = (struct flow){.to_send = 100000, .finish = true, .reply = true};
    for (size_t i = 0; i < 100; i++)
        flow_open(&p->a, &f[i], 1000 * i, true);
    RUN_UNTIL(p->loop, all_closed(f, 100));
    for (size_t i = 0; i < 100; i++) {
        CHECK_EQ_U64(f[i].got, 100000);
        CHECK(!f[i].wrong && f[i].err == ERR_OK);
        CHECK_EQ_U64(p->b.flows[i].got, 1000 * i);
    }
    pair_free(p);
}

TEST(transfer, the_stream_limit_gives_way_when_streams_close)
{
    struct pair *p = pair_new();
    static struct flow f[101];

    for (size_t i = 0; i < 100; i++)
        flow_open(&p->a, &f[i], 10, false);
    CHECK_ERR(conn_open_stream(p->a.c, &flow_ops, &f[100], &f[100].s),
              ERR_AGAIN);
    RUN_UNTIL(p->loop, p->b.flows_len == 100);
    for (size_t i = 0; i < 10; i++) {
        stream_finish(f[i].s);
        stream_finish(p->b.flows[i].s);
    }
    RUN_UNTIL(p->loop, all_closed(f, 10));
    RUN_UNTIL(p->loop, conn_open_stream(p->a.c, &flow_ops, &f[100],
                                        &f[100].s) == ERR_OK);
    pair_free(p);
}

TEST(transfer, four_hundred_streams_one_after_the_other)
{
    struct pair *p = pair_new();
    struct flow f;

    p->b.next = (struct flow){.to_send = 3000, .finish = true, .reply = true};
    for (int i = 0; i < 400; i++) {
        flow_open(&p->a, &f, 500, true);
        RUN_UNTIL(p->loop, f.closed);
        CHECK_EQ_U64(f.got, 3000);
    }
    pair_free(p);
}

TEST(transfer, a_receiver_that_does_not_consume_stops_the_sender)
{
    struct pair *p = pair_new();
    struct flow f;
    uint64_t until;

    p->b.next = (struct flow){.hold = true};
    flow_open(&p->a, &f, 20000000, true);
    until = clock_mono_ms() + 300;
    while (clock_mono_ms() < until)
        loop_run_once(p->loop, 10);
    CHECK(p->b.flows[0].got <= 2u << 20);
    CHECK(p->b.flows[0].got >= 1u << 20);
    CHECK(stream_unsent(f.s) > 0);
    p->b.flows[0].hold = false;
    stream_consume(p->b.flows[0].s, (size_t)p->b.flows[0].held);
    RUN_UNTIL(p->loop, p->b.flows[0].fin);
    CHECK_EQ_U64(p->b.flows[0].got, 20000000);
    CHECK(!p->b.flows[0].wrong);
    pair_free(p);
}

TEST(transfer, one_stalled_stream_does_not_stop_another)
{
    struct pair *p = pair_new();
    struct flow stalled, f;

    p->b.next = (struct flow){.hold = true};
    flow_open(&p->a, &stalled, 20000000, true);
    RUN_UNTIL(p->loop, p->b.flows_len == 1 && p->b.flows[0].got >= 1u << 20);
    p->b.next = (struct flow){0};
    flow_open(&p->a, &f, 10000000, true);
    RUN_UNTIL(p->loop, p->b.flows_len == 2 && p->b.flows[1].fin);
    CHECK_EQ_U64(p->b.flows[1].got, 10000000);
    pair_free(p);
}

TEST(transfer, reset_reaches_the_receiver_and_releases_the_bytes)
{
    struct pair *p = pair_new();
    struct flow f;

    p->b.next = (struct flow){.hold = true};
    flow_open(&p->a, &f, 20000000, true);
    RUN_UNTIL(p->loop, p->b.flows_len == 1 && p->b.flows[0].got > 100000);
    stream_reset(f.s, 77);
    CHECK_ERR(stream_send_copy(f.s, "x", 1), ERR_CLOSED);
    f.to_send = 0;
    RUN_UNTIL(p->loop, p->b.flows[0].resets == 1);
    CHECK_EQ_U64(p->b.flows[0].code, 77);
    CHECK_EQ_U64(f.released, f.pieces);
    stream_finish(p->b.flows[0].s);
    RUN_UNTIL(p->loop, f.closed && p->b.flows[0].closed);
    pair_free(p);
}

TEST(transfer, stop_reaches_a_sender_that_is_blocked)
{
    struct pair *p = pair_new();
    struct flow f;

    p->b.next = (struct flow){.hold = true};
    flow_open(&p->a, &f, 20000000, true);
    RUN_UNTIL(p->loop, p->b.flows_len == 1 && p->b.flows[0].got > 100000);
    stream_stop(p->b.flows[0].s, 5);
    RUN_UNTIL(p->loop, f.stops == 1);
    CHECK_EQ_U64(f.released, f.pieces);
    CHECK_ERR(stream_send_copy(f.s, "x", 1), ERR_CLOSED);
    stream_finish(p->b.flows[0].s);
    RUN_UNTIL(p->loop, f.closed && p->b.flows[0].closed);
    pair_free(p);
}

TEST(transfer, stop_reaches_a_sender_that_is_idle)
{
    struct pair *p = pair_new();
    struct flow f;

    flow_open(&p->a, &f, 1000, false);
    RUN_UNTIL(p->loop, p->b.flows_len == 1 && p->b.flows[0].got == 1000);
    stream_stop(p->b.flows[0].s, 5);
    RUN_UNTIL(p->loop, f.stops == 1);
    pair_free(p);
}

TEST(transfer, a_stream_nobody_wants_is_reset)
{
    struct pair *p = pair_new();
    struct flow f;

    p->b.ignore_streams = true;
    flow_open(&p->a, &f, 1000, false);
    RUN_UNTIL(p->loop, f.resets == 1 && f.stops == 1 && f.closed);
    pair_free(p);
}

TEST(transfer, stopped_streams_give_their_window_back)
{
    struct pair *p = pair_new();
    static struct flow f[20];

    /* Together far more than the connection's window. */
    p->b.next = (struct flow){.hold = true};
    for (int i = 0; i < 20; i++) {
        flow_open(&p->a, &f[i], 3000000, true);
        RUN_UNTIL(p->loop, p->b.flows_len == (unsigned)i + 1 &&
                               p->b.flows[i].got > 1000000);
        stream_stop(p->b.flows[i].s, 0);
        stream_set_ops(p->b.flows[i].s, NULL, NULL);
        RUN_UNTIL(p->loop, f[i].stops == 1);
    }
    pair_free(p);
}

TEST(transfer, closing_tells_the_other_side_code_and_reason)
{
    struct pair *p = pair_new();
    struct flow f;

    flow_open(&p->a, &f, 30000000, true);
    RUN_UNTIL(p->loop, p->b.flows_len == 1 && p->b.flows[0].got > 100000);
    conn_close(p->a.c, 42, "enough \x01 is enough");
    CHECK(p->a.conns_closed == 0); /* not inside the call */
    CHECK(!conn_is_open(p->a.c));
    RUN_UNTIL(p->loop, p->a.conns_closed == 1 && p->b.conns_closed == 1);
    CHECK(p->b.end.by_peer && p->b.end.is_app);
    CHECK_EQ_U64(p->b.end.code, 42);
    CHECK_STR(p->b.end.reason, "enough ? is enough");
    CHECK_ERR(p->b.end.err, ERR_REFUSED);
    CHECK(!p->a.end.by_peer);
    CHECK_ERR(p->a.end.err, ERR_CLOSED);
    CHECK(f.closed && f.err != ERR_OK);
    CHECK(p->b.flows[0].closed);
    CHECK_EQ_U64(f.released, f.pieces);
    CHECK_ERR(conn_open_stream(p->a.c, &flow_ops, &f, &f.s), ERR_CLOSED);
    conn_close(p->a.c, 1, "again");
    pair_free(p);
}

static void transfer_with(struct quic_config *ca, struct quic_config *cb,
                          struct pair *p, uint64_t bytes)
{
    struct flow f;

    pair_open_with(p, ca, cb);
    p->b.next = (struct flow){.to_send = bytes, .finish = true, .reply = true};
    flow_open(&p->a, &f, bytes, true);
    RUN_UNTIL(p->loop, f.closed);
    CHECK_EQ_U64(f.got, bytes);
    CHECK_EQ_U64(p->b.flows[0].got, bytes);
    CHECK(!f.wrong && !p->b.flows[0].wrong);
}

TEST(transfer, the_path_mtu_grows_to_the_limit)
{
    static const size_t limits[] = {1200, 1452, 8952, 65000};

    for (size_t i = 0; i < 4; i++) {
        struct pair *p = calloc(1, sizeof(*p));
        struct quic_config ca, cb;
        struct conn_stats stats;

        pair_defaults(p, &ca, &cb);
        ca.max_udp_payload = limits[i];
        cb.max_udp_payload = limits[i];
        transfer_with(&ca, &cb, p, 10000000);
        conn_get_stats(p->a.c, &stats);
        CHECK_EQ_U64(stats.udp_payload, limits[i]);
        CHECK(stats.bytes_rx > 10000000 && stats.bytes_tx > 10000000);
        CHECK(stats.rtt_ns > 0);
        pair_free(p);
    }
}

TEST(transfer, bbr_works_as_well)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    pair_defaults(p, &ca, &cb);
    ca.cc = cb.cc = QUIC_CC_BBR;
    transfer_with(&ca, &cb, p, 10000000);
    pair_free(p);
}

TEST(transfer, ipv6_works_as_well)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    struct addr any;

    pair_defaults(p, &ca, &cb);
    CHECK_OK(addr_parse("[::1]:0", &any, NULL));
    ca.listen = cb.listen = &any;
    transfer_with(&ca, &cb, p, 10000000);
    CHECK(addr_is_v6(&p->b.addr));
    pair_free(p);
}

TEST(transfer, wildcard_sockets_answer_from_the_address_that_was_asked)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    struct addr any, target, remote;

    pair_defaults(p, &ca, &cb);
    CHECK_OK(addr_parse("0.0.0.0:0", &any, NULL));
    ca.listen = cb.listen = &any;
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    CHECK_OK(addr_parse("127.0.0.5:0", &target, NULL));
    addr_set_port(&target, addr_port(&p->b.addr));
    CHECK_OK(peer_try_dial(&p->a, &p->b.key.id, &target, 1, PAIR_ALPN, 5000));
    conn_remote(p->a.c, &remote);
    CHECK(addr_equal(&remote, &target));
    pair_free(p);
}

TEST(transfer, an_idle_connection_ends_by_itself)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    pair_defaults(p, &ca, &cb);
    ca.idle_timeout_ms = 300;
    ca.keep_alive_ms = cb.keep_alive_ms = 0;
    pair_open_with(p, &ca, &cb);
    RUN_UNTIL(p->loop, p->a.conns_closed == 1 && p->b.conns_closed == 1);
    CHECK_ERR(p->a.end.err, ERR_TIMEOUT);
    CHECK_ERR(p->b.end.err, ERR_TIMEOUT);
    pair_free(p);
}

TEST(transfer, keep_alive_keeps_it)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    uint64_t until;

    pair_defaults(p, &ca, &cb);
    ca.idle_timeout_ms = cb.idle_timeout_ms = 1000;
    ca.keep_alive_ms = 200;
    pair_open_with(p, &ca, &cb);
    until = clock_mono_ms() + 2500;
    while (clock_mono_ms() < until)
        loop_run_once(p->loop, 10);
    CHECK(conn_is_open(p->a.c) && conn_is_open(p->b.c));
    pair_free(p);
}

TEST(transfer, an_idle_connection_lets_the_loop_sleep)
{
    struct pair *p = pair_new();
    struct flow f;
    unsigned rounds = 0;
    uint64_t until;

    p->b.next = (struct flow){.to_send = 5000000};
    flow_open(&p->a, &f, 5000000, false);
    RUN_UNTIL(p->loop, f.got == 5000000);
    until = clock_mono_ms() + 1000;
    while (clock_mono_ms() < until) {
        loop_run_once(p->loop, 100);
        rounds++;
    }
    CHECK(rounds < 200);
    pair_free(p);
}
