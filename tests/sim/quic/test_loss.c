/* Two endpoints with a bad network between them: a relay in the same loop
 * that drops, delays and so reorders datagrams, the same way in every run. */
#include <netinet/udp.h>
#include <unistd.h>

#include "../../unit/quic/quic_pair.h"
#include "quic/udp.h"

#define HELD_MAX 4096
#define SIDES 2

struct held {
    uint64_t due_ns;
    unsigned to;
    size_t len;
    uint8_t *bytes;
};

/* Side 0 is what `a` sees, side 1 what `b` sees. */
struct relay {
    struct loop *loop;
    struct udp *side[SIDES];
    struct addr peer[SIDES];
    bool known[SIDES];
    struct timer *timer;
    struct held held[HELD_MAX];
    size_t held_len;
    uint32_t seed;
    unsigned drop_percent;
    unsigned delay_ms, jitter_ms;
    size_t mtu; /* larger datagrams vanish; 0: none do */
    unsigned closed;
    uint64_t passed, dropped;
};

static uint32_t draw(struct relay *r, uint32_t below)
{
    r->seed = r->seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)r->seed * below) >> 32);
}

static void deliver(struct relay *r, unsigned to, const uint8_t *bytes,
                    size_t len)
{
    struct udp_out o = {
        .bytes = bytes, .len = len, .segment = len, .remote = &r->peer[to]};

    if (r->known[to])
        (void)!udp_send(r->side[to], &o);
}

static void pass(struct relay *r, unsigned to, const uint8_t *bytes, size_t len)
{
    struct held *h;

    if (draw(r, 100) < r->drop_percent || r->held_len == HELD_MAX ||
        (r->mtu != 0 && len > r->mtu)) {
        r->dropped++;
        return;
    }
    r->passed++;
    h = &r->held[r->held_len++];
    h->due_ns = clock_mono_ns() + r->delay_ms * CLOCK_NS_PER_MS;
    if (r->jitter_ms != 0)
        h->due_ns += draw(r, r->jitter_ms) * CLOCK_NS_PER_MS;
    h->to = to;
    h->len = len;
    h->bytes = malloc(len);
    CHECK(h->bytes != NULL);
    memcpy(h->bytes, bytes, len);
}

static void on_tick(struct timer *t, void *arg)
{
    struct relay *r = arg;
    uint64_t now = clock_mono_ns();
    size_t kept = 0;

    (void)t;
    for (size_t i = 0; i < r->held_len; i++) {
        struct held h = r->held[i];

        if (h.due_ns > now) {
            r->held[kept++] = h;
            continue;
        }
        deliver(r, h.to, h.bytes, h.len);
        free(h.bytes);
    }
    r->held_len = kept;
}

static void on_received(struct udp *u, const struct udp_run *run, void *arg)
{
    struct relay *r = arg;
    unsigned from = u == r->side[0] ? 0 : 1;

    r->peer[from] = run->remote;
    r->known[from] = true;
    for (size_t at = 0; at < run->len; at += run->segment)
        pass(r, 1 - from, run->bytes + at,
             run->len - at < run->segment ? run->len - at : run->segment);
}

static void ignore(struct udp *u, void *arg)
{
    (void)u;
    (void)arg;
}

static struct relay *relay_new(struct loop *l, uint32_t seed)
{
    struct relay *r = calloc(1, sizeof(*r));
    struct udp_events ev = {.received = on_received,
                            .drained = ignore,
                            .writable = ignore,
                            .arg = r};
    struct addr any;

    CHECK(r != NULL);
    r->loop = l;
    r->seed = seed;
    CHECK_OK(addr_parse("127.0.0.1:0", &any, NULL));
    for (int i = 0; i < SIDES; i++)
        CHECK_OK(udp_open(l, &any, 1 << 20, &ev, &r->side[i], NULL));
    CHECK_OK(timer_new(l, on_tick, r, &r->timer));
    timer_start_repeat(r->timer, 1);
    return r;
}

static void on_side_closed(void *arg)
{
    ++*(unsigned *)arg;
}

static void relay_free(struct relay *r)
{
    timer_free(r->timer);
    for (int i = 0; i < SIDES; i++)
        udp_close(r->side[i], on_side_closed, &r->closed);
    RUN_UNTIL(r->loop, r->closed == SIDES);
    for (size_t i = 0; i < r->held_len; i++)
        free(r->held[i].bytes);
    free(r);
}

/* `a` dials `b` through the relay; both send `bytes` to each other. */
static struct conn_stats cross(struct relay *r, struct pair *p, uint64_t bytes)
{
    struct flow f;
    struct conn_stats stats;

    r->peer[1] = p->b.addr;
    r->known[1] = true;
    CHECK_OK(peer_try_dial(&p->a, &p->b.key.id, udp_bound(r->side[0]), 1,
                           PAIR_ALPN, 15000));
    p->b.next = (struct flow){.to_send = bytes, .finish = true, .reply = true};
    flow_open(&p->a, &f, bytes, true);
    RUN_UNTIL(p->loop, f.closed && p->b.flows_len == 1);
    CHECK_ERR(f.err, ERR_OK);
    CHECK_EQ_U64(f.got, bytes);
    CHECK_EQ_U64(p->b.flows[0].got, bytes);
    CHECK(!f.wrong && !p->b.flows[0].wrong);
    CHECK_EQ_U64(f.released, f.pieces);
    conn_get_stats(p->a.c, &stats);
    return stats;
}

static struct pair *unconnected(enum quic_cc cc)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    CHECK(p != NULL);
    pair_defaults(p, &ca, &cb);
    ca.cc = cb.cc = cc;
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    return p;
}

TEST(loss, a_clean_relay_changes_nothing)
{
    struct pair *p = unconnected(QUIC_CC_CUBIC);
    struct relay *r = relay_new(p->loop, 1);

    cross(r, p, 1000000);
    CHECK_EQ_U64(r->dropped, 0);
    relay_free(r);
    pair_free(p);
}

TEST(loss, what_is_lost_is_sent_again)
{
    static const enum quic_cc ccs[] = {QUIC_CC_CUBIC, QUIC_CC_BBR};

    for (unsigned i = 0; i < 6; i++) {
        struct pair *p = unconnected(ccs[i % 2]);
        struct relay *r = relay_new(p->loop, 100 + i);

        r->drop_percent = 5;
        r->delay_ms = 2;
        cross(r, p, 300000);
        CHECK(r->dropped > 0);
        relay_free(r);
        pair_free(p);
    }
}

TEST(loss, a_fifth_lost_and_all_reordered)
{
    struct pair *p = unconnected(QUIC_CC_CUBIC);
    struct relay *r = relay_new(p->loop, 7);

    r->drop_percent = 20;
    r->delay_ms = 1;
    r->jitter_ms = 8;
    cross(r, p, 100000);
    relay_free(r);
    pair_free(p);
}

TEST(loss, the_path_mtu_stays_below_what_the_path_takes)
{
    struct pair *p = unconnected(QUIC_CC_CUBIC);
    struct relay *r = relay_new(p->loop, 9);
    struct conn_stats stats;

    r->mtu = 1400;
    r->delay_ms = 1;
    stats = cross(r, p, 500000);
    CHECK(stats.udp_payload <= 1400);
    CHECK(stats.udp_payload >= 1200);
    relay_free(r);
    pair_free(p);
}

TEST(loss, a_changed_address_of_the_dialler_is_followed)
{
    struct pair *p = unconnected(QUIC_CC_CUBIC);
    struct relay *r = relay_new(p->loop, 11);
    struct addr any, before, after;
    struct udp_events ev = {.received = on_received,
                            .drained = ignore,
                            .writable = ignore,
                            .arg = r};
    unsigned closed = 0;
    struct flow f;

    cross(r, p, 100000);
    conn_remote(p->b.c, &before);
    /* As a router that forgot its table: another port towards `b`. */
    udp_close(r->side[1], on_side_closed, &closed);
    CHECK_OK(addr_parse("127.0.0.1:0", &any, NULL));
    CHECK_OK(udp_open(p->loop, &any, 1 << 20, &ev, &r->side[1], NULL));
    p->b.flows_len = 0;
    flow_open(&p->a, &f, 100000, true);
    RUN_UNTIL(p->loop, f.closed && closed == 1);
    CHECK_ERR(f.err, ERR_OK);
    conn_remote(p->b.c, &after);
    CHECK(!addr_equal(&before, &after));
    CHECK(addr_equal(&after, udp_bound(r->side[1])));
    relay_free(r);
    pair_free(p);
}

TEST(loss, a_cut_line_ends_by_the_idle_timeout)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    struct relay *r;
    struct flow f;

    CHECK(p != NULL);
    pair_defaults(p, &ca, &cb);
    ca.idle_timeout_ms = cb.idle_timeout_ms = 500;
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    r = relay_new(p->loop, 13);
    cross(r, p, 10000);
    r->drop_percent = 100;
    flow_open(&p->a, &f, 1000000, true);
    RUN_UNTIL(p->loop, p->a.conns_closed == 1 && p->b.conns_closed == 1);
    CHECK_ERR(p->a.end.err, ERR_TIMEOUT);
    CHECK(f.closed);
    CHECK_ERR(f.err, ERR_TIMEOUT);
    CHECK_EQ_U64(f.released, f.pieces);
    relay_free(r);
    pair_free(p);
}

TEST(loss, a_connection_that_has_fallen_silent_is_not_used_again)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    struct relay *r;
    struct conn *first;
    uint64_t until;

    CHECK(p != NULL);
    pair_defaults(p, &ca, &cb);
    ca.keep_alive_ms = 200;
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    r = relay_new(p->loop, 17);
    cross(r, p, 10000);
    first = conn_ref(p->a.c);
    r->drop_percent = 100;
    until = clock_mono_ms() + 600;
    while (clock_mono_ms() < until)
        loop_run_once(p->loop, 10);
    peer_dial(&p->a, &p->b); /* by the straight way */
    CHECK(p->a.c != first);
    CHECK(conn_is_open(first));
    conn_unref(first);
    relay_free(r);
    pair_free(p);
}
