/* Endpoints for tests: several in one loop, streams that check what they get.
 *
 * Every byte of a stream follows from its offset, so a flow can tell whether
 * what it got is right without keeping it. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "quic/conn.h"
#include "quic/quic.h"
#include "quic/stream.h"
#include "test.h"

#define UNUSED __attribute__((unused))
#define PAIR_ALPN "/firn/test/1"
#define PAIR_WAIT_MS 20000

/* Run the loop until the condition holds; fails the test after a while. */
#define RUN_UNTIL(loop, cond)                                                  \
    do {                                                                       \
        uint64_t until_ = clock_mono_ms() + PAIR_WAIT_MS;                      \
        while (!(cond)) {                                                      \
            loop_run_once((loop), 10);                                         \
            if (clock_mono_ms() > until_)                                      \
                test_fail(__FILE__, __LINE__, "never came true: %s", #cond);   \
        }                                                                      \
    } while (0)

#define PATTERN 1000003u /* prime, so that a shift by whole pieces shows */

static const uint8_t *pattern(void)
{
    static uint8_t bytes[PATTERN];
    uint32_t x = 1;

    if (bytes[0] == 0)
        for (size_t i = 0; i < PATTERN; i++) {
            x = x * 1664525u + 1013904223u;
            bytes[i] = (uint8_t)((x >> 24) | 1);
        }
    return bytes;
}

/* One stream, seen from one side. */
struct flow {
    struct stream *s;
    uint64_t to_send; /* bytes still to be queued */
    uint64_t queued;
    uint64_t got;
    uint64_t held; /* received, not given back */
    bool hold;     /* do not give back */
    bool finish;   /* FIN after the last byte */
    bool reply;    /* once the peer has finished, send `to_send` bytes */
    bool wrong;    /* something that came was not what it should be */
    bool fin, closed;
    unsigned resets, stops, released, pieces;
    uint64_t code;
    enum err err;
};

static UNUSED void flow_released(void *arg)
{
    ((struct flow *)arg)->released++;
}

static void flow_fill(struct flow *f)
{
    while (f->to_send != 0 && stream_unsent(f->s) < 2 * STREAM_LOW_WATER) {
        size_t at = f->queued % PATTERN;
        size_t n = PATTERN - at;

        if (n > 300000)
            n = 300000;
        if (n > f->to_send)
            n = (size_t)f->to_send;
        CHECK_OK(stream_send(f->s, pattern() + at, n, flow_released, f));
        f->pieces++;
        f->queued += n;
        f->to_send -= n;
    }
    if (f->to_send == 0 && f->finish)
        stream_finish(f->s);
}

static void flow_data(struct stream *s, const uint8_t *bytes, size_t len,
                      bool fin, void *arg)
{
    struct flow *f = arg;
    size_t done = 0;

    while (done < len) {
        size_t at = (f->got + done) % PATTERN;
        size_t n = PATTERN - at < len - done ? PATTERN - at : len - done;

        if (memcmp(bytes + done, pattern() + at, n) != 0)
            f->wrong = true;
        done += n;
    }
    f->got += len;
    f->fin = f->fin || fin;
    if (f->hold)
        f->held += len;
    else
        stream_consume(s, len);
    if (fin && f->reply)
        flow_fill(f);
}

static void flow_reset(struct stream *s, uint64_t code, void *arg)
{
    struct flow *f = arg;

    (void)s;
    f->resets++;
    f->code = code;
}

static void flow_stopped(struct stream *s, uint64_t code, void *arg)
{
    struct flow *f = arg;

    (void)s;
    (void)code;
    f->stops++;
    f->to_send = 0;
}

static void flow_writable(struct stream *s, void *arg)
{
    (void)s;
    flow_fill(arg);
}

static void flow_closed(struct stream *s, enum err err, void *arg)
{
    struct flow *f = arg;

    (void)s;
    CHECK(!f->closed);
    f->closed = true;
    f->err = err;
    f->s = NULL;
}

static const struct stream_ops flow_ops = {.data = flow_data,
                                           .reset = flow_reset,
                                           .stopped = flow_stopped,
                                           .writable = flow_writable,
                                           .closed = flow_closed};

#define PEER_MAX_FLOWS 512

struct peer {
    struct loop *loop;
    struct quic *q;
    struct key key;
    struct addr addr;
    bool gone;
    /* The last connection, held, and how many there were. */
    struct conn *c;
    unsigned accepted, conns_closed;
    struct conn_end end;
    /* Streams that the other side opened. */
    struct flow flows[PEER_MAX_FLOWS];
    unsigned flows_len;
    struct flow next; /* what a new one shall do */
    bool ignore_streams;
    /* Result of a dial. */
    bool dialled;
    unsigned dials_done;
    enum err status;
    struct errmsg em;
};

static void peer_conn_closed(struct conn *c, const struct conn_end *end,
                             void *arg)
{
    struct peer *p = arg;

    (void)c;
    p->end = *end;
    p->conns_closed++;
}

static void peer_stream(struct conn *c, struct stream *s, void *arg)
{
    struct peer *p = arg;
    struct flow *f = &p->flows[p->flows_len];

    (void)c;
    if (p->ignore_streams)
        return;
    CHECK(p->flows_len < PEER_MAX_FLOWS);
    p->flows_len++;
    *f = p->next;
    f->s = s;
    stream_set_ops(s, &flow_ops, f);
    if (!f->reply)
        flow_fill(f);
}

static const struct conn_ops peer_conn_ops = {.stream = peer_stream,
                                              .closed = peer_conn_closed};

static void peer_take(struct peer *p, struct conn *c)
{
    conn_unref(p->c);
    p->c = conn_ref(c);
    conn_set_ops(c, &peer_conn_ops, p);
}

static void peer_accept(struct conn *c, void *arg)
{
    struct peer *p = arg;

    p->accepted++;
    peer_take(p, c);
}

static void peer_defaults(struct peer *p, struct loop *l, uint8_t seed,
                          struct quic_config *cfg)
{
    static struct addr listen;
    uint8_t bytes[KEY_SEED_LEN] = {seed};

    *p = (struct peer){.loop = l};
    key_from_seed(bytes, &p->key);
    CHECK_OK(addr_parse("127.0.0.1:0", &listen, NULL));
    quic_config_defaults(cfg);
    cfg->loop = l;
    cfg->key = &p->key;
    cfg->listen = &listen;
    cfg->listen_len = 1;
    cfg->socket_buffer = 1 << 20;
}

static void peer_open_with(struct peer *p, struct quic_config *cfg)
{
    static struct quic_protocol protocol;
    struct errmsg em = {0};
    enum err e;

    protocol = (struct quic_protocol){
        .alpn = PAIR_ALPN, .accept = peer_accept, .arg = p};
    cfg->protocols = &protocol;
    cfg->protocols_len = 1;
    e = quic_open(cfg, &p->q, &em);
    if (e != ERR_OK)
        test_fail(__FILE__, __LINE__, "quic_open: %s", em.text);
    CHECK_EQ_U64(quic_bound(p->q, &p->addr, 1), 1);
}

static UNUSED void peer_open(struct peer *p, struct loop *l, uint8_t seed)
{
    struct quic_config cfg;

    peer_defaults(p, l, seed, &cfg);
    peer_open_with(p, &cfg);
}

static void peer_on_gone(void *arg)
{
    *(bool *)arg = true;
}

static UNUSED void peer_close(struct peer *p)
{
    quic_close(p->q, peer_on_gone, &p->gone);
    RUN_UNTIL(p->loop, p->gone);
    conn_unref(p->c);
    p->c = NULL;
}

static void peer_on_dialled(struct conn *c, enum err status,
                            const struct errmsg *em, void *arg)
{
    struct peer *p = arg;

    p->dialled = true;
    p->dials_done++;
    p->status = status;
    p->em = *em;
    if (status == ERR_OK)
        peer_take(p, c);
    else
        CHECK(c == NULL);
    conn_unref(c);
}

static UNUSED enum err peer_try_dial(struct peer *p, const struct node_id *id,
                                     const struct addr *addrs, size_t len,
                                     const char *alpn, uint64_t timeout_ms)
{
    p->dialled = false;
    CHECK_OK(quic_dial(p->q, id, addrs, len, alpn, timeout_ms, peer_on_dialled,
                       p, NULL));
    CHECK(!p->dialled); /* never inside the call */
    RUN_UNTIL(p->loop, p->dialled);
    return p->status;
}

static UNUSED void peer_dial(struct peer *p, const struct peer *to)
{
    enum err e = peer_try_dial(p, &to->key.id, &to->addr, 1, PAIR_ALPN, 10000);

    if (e != ERR_OK)
        test_fail(__FILE__, __LINE__, "dial: %s", p->em.text);
}

/* Open a stream that sends `bytes` and, if told so, then FIN. */
static UNUSED void flow_open(struct peer *p, struct flow *f, uint64_t bytes,
                             bool finish)
{
    *f = (struct flow){.to_send = bytes, .finish = finish};
    CHECK_OK(conn_open_stream(p->c, &flow_ops, f, &f->s));
    flow_fill(f);
}

/* A pair that is connected: `a` dialled `b`. */
struct pair {
    struct loop *loop;
    struct peer a, b;
};

static UNUSED void pair_open_with(struct pair *p, struct quic_config *ca,
                                  struct quic_config *cb)
{
    peer_open_with(&p->a, ca);
    peer_open_with(&p->b, cb);
    peer_dial(&p->a, &p->b);
    RUN_UNTIL(p->loop, p->b.accepted == 1);
}

static UNUSED void pair_defaults(struct pair *p, struct quic_config *ca,
                                 struct quic_config *cb)
{
    log_setup(LOG_WARN, LOG_TEXT);
    CHECK_OK(loop_new(&p->loop));
    peer_defaults(&p->a, p->loop, 1, ca);
    peer_defaults(&p->b, p->loop, 2, cb);
}

static UNUSED struct pair *pair_new(void)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    CHECK(p != NULL);
    pair_defaults(p, &ca, &cb);
    pair_open_with(p, &ca, &cb);
    return p;
}

static UNUSED void pair_free(struct pair *p)
{
    peer_close(&p->a);
    peer_close(&p->b);
    loop_free(p->loop);
    free(p);
}
