/* Every allocation of an endpoint's life fails once: opening, dialling, a
 * handshake, a stream each way, closing. Whatever fails must be told, and
 * nothing may be left. */
#include "fault.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "quic/conn.h"
#include "quic/quic.h"
#include "quic/stream.h"
#include "test.h"

#define ALPN "/firn/fault/1"
#define BYTES 200000

struct life {
    struct loop *loop;
    struct quic *a, *b;
    struct addr b_addr;
    bool a_gone, b_gone;
    bool dialled;
    enum err status;
    struct conn *c;
    uint64_t got;
    unsigned ends; /* of streams and connections */
};

static uint8_t bytes[BYTES];

static void on_gone(void *arg)
{
    *(bool *)arg = true;
}

static void on_data(struct stream *s, const uint8_t *data, size_t len, bool fin,
                    void *arg)
{
    struct life *l = arg;

    (void)data;
    l->got += len;
    stream_consume(s, len);
    if (fin)
        stream_finish(s);
}

static void on_stream_closed(struct stream *s, enum err err, void *arg)
{
    (void)s;
    (void)err;
    ((struct life *)arg)->ends++;
}

static const struct stream_ops stream_ops_ = {.data = on_data,
                                              .closed = on_stream_closed};

static void on_stream(struct conn *c, struct stream *s, void *arg)
{
    (void)c;
    stream_set_ops(s, &stream_ops_, arg);
    if (stream_send(s, bytes, sizeof(bytes), NULL, NULL) != ERR_OK)
        stream_reset(s, 1);
}

static void on_conn_closed(struct conn *c, const struct conn_end *end,
                           void *arg)
{
    (void)c;
    (void)end;
    ((struct life *)arg)->ends++;
}

static const struct conn_ops conn_ops_ = {.stream = on_stream,
                                          .closed = on_conn_closed};

static void on_accept(struct conn *c, void *arg)
{
    conn_set_ops(c, &conn_ops_, arg);
}

static void on_dialled(struct conn *c, enum err status, const struct errmsg *em,
                       void *arg)
{
    struct life *l = arg;

    (void)em;
    CHECK(!l->dialled);
    l->dialled = true;
    l->status = status;
    l->c = c;
    if (c != NULL)
        conn_set_ops(c, &conn_ops_, l);
}

static bool run_until(struct life *l, const bool *flag, uint64_t ms)
{
    uint64_t end = clock_mono_ms() + ms;

    while (!*flag && clock_mono_ms() < end)
        loop_run_once(l->loop, 10);
    return *flag;
}

static enum err open_one(struct life *l, uint8_t first, struct key *key,
                         struct quic **out)
{
    struct quic_protocol p = {.alpn = ALPN, .accept = on_accept, .arg = l};
    uint8_t seed[KEY_SEED_LEN] = {first};
    struct quic_config cfg;
    struct addr listen;

    key_from_seed(seed, key);
    CHECK_OK(addr_parse("127.0.0.1:0", &listen, NULL));
    quic_config_defaults(&cfg);
    cfg.loop = l->loop;
    cfg.key = key;
    cfg.listen = &listen;
    cfg.listen_len = 1;
    cfg.protocols = &p;
    cfg.protocols_len = 1;
    cfg.handshake_timeout_ms = 2000;
    cfg.socket_buffer = 1 << 20;
    return quic_open(&cfg, out, NULL);
}

static void exchange(struct life *l)
{
    struct stream *s;
    bool enough = false;
    uint64_t end = clock_mono_ms() + 2000;

    if (conn_open_stream(l->c, &stream_ops_, l, &s) != ERR_OK)
        return;
    if (stream_send(s, bytes, sizeof(bytes), NULL, NULL) != ERR_OK ||
        stream_send_copy(s, "end", 3) != ERR_OK) {
        stream_reset(s, 1);
        return;
    }
    stream_finish(s);
    while (!enough && clock_mono_ms() < end) {
        loop_run_once(l->loop, 10);
        enough = l->ends != 0 || l->got == 2 * BYTES + 3;
    }
    CHECK(enough); /* whatever failed was told */
}

static void live(struct life *l, const struct key *b)
{
    if (quic_dial(l->a, &b->id, &l->b_addr, 1, ALPN, 3000, on_dialled, l,
                  NULL) != ERR_OK)
        return;
    CHECK(run_until(l, &l->dialled, 10000));
    CHECK((l->status == ERR_OK) == (l->c != NULL));
    if (l->c != NULL)
        exchange(l);
}

static void close_one(struct life *l, struct quic *q, bool *gone)
{
    if (q == NULL)
        return;
    quic_close(q, on_gone, gone);
    CHECK(run_until(l, gone, 5000));
}

static void whole_life(void *arg)
{
    struct life l = {0};
    struct key a, b;

    (void)arg;
    if (loop_new(&l.loop) != ERR_OK)
        return;
    if (open_one(&l, 1, &a, &l.a) == ERR_OK &&
        open_one(&l, 2, &b, &l.b) == ERR_OK) {
        CHECK_EQ_U64(quic_bound(l.b, &l.b_addr, 1), 1);
        live(&l, &b);
    }
    conn_unref(l.c);
    close_one(&l, l.a, &l.a_gone);
    close_one(&l, l.b, &l.b_gone);
    loop_free(l.loop);
}

TEST(endpoint, bears_any_allocation_failing)
{
    log_setup(LOG_ERROR, LOG_TEXT);
    CHECK(fault_each_alloc(whole_life, NULL) > 30);
}
