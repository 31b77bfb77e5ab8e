#include "quic/udp.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "quic_pair.h"

struct box {
    struct loop *loop;
    struct udp *u;
    unsigned datagrams, runs, drained;
    size_t bytes;
    size_t last_len;
    struct addr from, to;
    uint8_t ecn;
    bool wrong;
    bool gone;
};

static void on_received(struct udp *u, const struct udp_run *run, void *arg)
{
    struct box *b = arg;

    CHECK(u == b->u);
    b->runs++;
    b->from = run->remote;
    b->to = run->local;
    b->ecn = run->ecn;
    for (size_t at = 0; at < run->len; at += run->segment) {
        size_t n = run->len - at < run->segment ? run->len - at : run->segment;

        b->wrong |= memcmp(run->bytes + at, pattern() + b->bytes, n) != 0;
        b->datagrams++;
        b->bytes += n;
        b->last_len = n;
    }
}

static void on_drained(struct udp *u, void *arg)
{
    (void)u;
    ((struct box *)arg)->drained++;
}

static void on_writable(struct udp *u, void *arg)
{
    (void)u;
    (void)arg;
}

static void box_open(struct box *b, struct loop *l, const char *where)
{
    struct udp_events ev = {.received = on_received,
                            .drained = on_drained,
                            .writable = on_writable,
                            .arg = b};
    struct addr a;

    *b = (struct box){.loop = l};
    CHECK_OK(addr_parse(where, &a, NULL));
    CHECK_OK(udp_open(l, &a, 1 << 20, &ev, &b->u, NULL));
    CHECK(addr_port(udp_bound(b->u)) != 0);
}

static void box_close(struct box *b)
{
    udp_close(b->u, peer_on_gone, &b->gone);
    RUN_UNTIL(b->loop, b->gone);
}

static enum err send_run(struct box *from, const struct box *to, size_t len,
                         size_t segment, uint8_t ecn)
{
    struct udp_out o = {.bytes = pattern(),
                        .len = len,
                        .segment = segment,
                        .remote = udp_bound(to->u),
                        .ecn = ecn};

    return udp_send(from->u, &o);
}

static void run_arrives(const char *where)
{
    struct loop *l;
    struct box a, b;

    CHECK_OK(loop_new(&l));
    box_open(&a, l, where);
    box_open(&b, l, where);
    CHECK_OK(send_run(&a, &b, 10 * 1400 + 300, 1400, 2));
    RUN_UNTIL(l, b.datagrams == 11);
    CHECK_EQ_U64(b.bytes, 10 * 1400 + 300);
    CHECK_EQ_U64(b.last_len, 300);
    CHECK(!b.wrong);
    CHECK_EQ_U64(b.ecn, 2);
    CHECK(addr_equal(&b.from, udp_bound(a.u)));
    CHECK(addr_equal(&b.to, udp_bound(b.u)));
    CHECK(b.drained > 0);
    box_close(&a);
    box_close(&b);
    loop_free(l);
}

TEST(udp, a_run_arrives_as_it_was_sent)
{
    run_arrives("127.0.0.1:0");
    run_arrives("[::1]:0");
}

TEST(udp, one_datagram_of_every_size)
{
    static const size_t sizes[] = {1, 2, 1199, 1472, 1473, 9000, 65000};
    struct loop *l;
    struct box a, b;

    CHECK_OK(loop_new(&l));
    box_open(&a, l, "127.0.0.1:0");
    box_open(&b, l, "127.0.0.1:0");
    for (size_t i = 0; i < 7; i++) {
        b.datagrams = 0;
        b.bytes = 0;
        CHECK_OK(send_run(&a, &b, sizes[i], sizes[i], 0));
        RUN_UNTIL(l, b.datagrams == 1);
        CHECK_EQ_U64(b.last_len, sizes[i]);
        CHECK(!b.wrong);
    }
    box_close(&a);
    box_close(&b);
    loop_free(l);
}

TEST(udp, too_large_for_the_path_is_told)
{
    struct loop *l;
    struct box a;

    CHECK_OK(loop_new(&l));
    box_open(&a, l, "127.0.0.1:0");
    CHECK_ERR(send_run(&a, &a, 65510, 65510, 0), ERR_TOO_LARGE);
    box_close(&a);
    loop_free(l);
}

TEST(udp, a_foreign_network_is_unreachable_from_loopback)
{
    struct loop *l;
    struct box a;
    struct addr far;
    struct udp_out o = {
        .bytes = pattern(), .len = 10, .segment = 10, .remote = &far};

    CHECK_OK(loop_new(&l));
    box_open(&a, l, "127.0.0.1:0");
    CHECK_OK(addr_parse("203.0.113.9:9", &far, NULL));
    CHECK_ERR(udp_send(a.u, &o), ERR_UNREACHABLE);
    box_close(&a);
    loop_free(l);
}

TEST(udp, an_unknown_local_address_cannot_be_bound)
{
    struct loop *l;
    struct addr far;
    struct udp_events ev = {.received = on_received};
    struct udp *u;
    struct errmsg em = {0};

    CHECK_OK(loop_new(&l));
    CHECK_OK(addr_parse("203.0.113.9:9", &far, NULL));
    CHECK_ERR(udp_open(l, &far, 65536, &ev, &u, &em), ERR_INVALID);
    CHECK(strstr(em.text, "203.0.113.9:9") != NULL);
    loop_free(l);
}

static void on_alarm(void *arg)
{
    ++*(unsigned *)arg;
}

TEST(udp, the_alarm_rings_in_microseconds)
{
    struct loop *l;
    struct udp_alarm *a;
    unsigned rung = 0;
    bool gone = false;
    uint64_t begun;

    CHECK_OK(loop_new(&l));
    CHECK_OK(udp_alarm_new(l, on_alarm, &rung, &a));
    begun = clock_mono_ns();
    udp_alarm_set(a, begun + 200000);
    RUN_UNTIL(l, rung == 1);
    CHECK(clock_mono_ns() - begun >= 200000);
    udp_alarm_set(a, 0); /* long past: at once */
    RUN_UNTIL(l, rung == 2);
    /* A later time does not push an earlier one away. */
    begun = clock_mono_ns();
    udp_alarm_set(a, begun + 1000000);
    udp_alarm_set(a, begun + 3600 * CLOCK_NS_PER_S);
    RUN_UNTIL(l, rung == 3);
    udp_alarm_free(a, peer_on_gone, &gone);
    RUN_UNTIL(l, gone);
    loop_free(l);
}
