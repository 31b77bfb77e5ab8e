/* The endpoint: opening, rounds, closing.
 *
 * A wake-up: datagrams are read and given to their connections, which become
 * dirty; when the socket is drained, or whatever else ran on the loop is
 * done, the dirty ones are flushed once each and the alarm is set once. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/rng.h"
#include "quic/conn_int.h"
#include "quic/quic_int.h"
#include "quic/quic_limits.h"
#include "quic/tls.h"

/* Path MTUs to try, smallest first: the first that fails ends the search.
 * 1452 and 1472 are IPv6 and IPv4 over Ethernet, 8952 and 8972 the same with
 * jumbo frames, what follows the steps up to a loopback's 64 KiB. */
static const uint16_t known_payloads[] = {1350, 1452, 1472,  4048,
                                          8952, 8972, 16336, 32720};

void quic_config_defaults(struct quic_config *cfg)
{
    *cfg = (struct quic_config){.cc = QUIC_CC_CUBIC,
                                .idle_timeout_ms = 30000,
                                .keep_alive_ms = 10000,
                                .handshake_timeout_ms = 10000,
                                .max_conns = 1024,
                                .max_conns_per_ip = 256,
                                .retry_above = 64,
                                .max_streams = 100,
                                .stream_window = UINT64_C(2) << 20,
                                .max_stream_window = UINT64_C(8) << 20,
                                .conn_window = UINT64_C(4) << 20,
                                .max_conn_window = UINT64_C(16) << 20,
                                .max_udp_payload = 65000,
                                .socket_buffer = UINT64_C(8) << 20};
}

static void expire_due(struct quic *q)
{
    uint64_t now_ns = clock_mono_ns();
    struct expiry *e;

    while ((e = expiry_first(&q->expiries)) != NULL && e->at_ns <= now_ns) {
        struct conn *c = LIST_ENTRY(e, struct conn, expiry);

        /* The flush sets the next one. */
        expiry_set(&q->expiries, e, EXPIRY_NEVER);
        conn_expire(c, now_ns);
    }
}

/* A sender that is paced waits for some microseconds between two runs; that
 * is less than the timer costs, so the loop goes round without waiting. */
#define SPIN_NS 50000

static void set_alarm(struct quic *q)
{
    struct expiry *first = expiry_first(&q->expiries);

    if (first == NULL)
        return;
    if (first->at_ns <= clock_mono_ns() + SPIN_NS)
        quic_wake(q);
    else if (q->alarm != NULL)
        udp_alarm_set(q->alarm, first->at_ns);
}

static void flush_all(struct quic *q)
{
    struct list round;
    struct list *it;

    expire_due(q);
    /* What becomes dirty meanwhile asks for another round by itself. */
    list_init(&round);
    list_splice_back(&round, &q->dirty);
    while ((it = list_pop_front(&round)) != NULL)
        conn_flush(LIST_ENTRY(it, struct conn, dirty));
    set_alarm(q);
}

static void finish_closing(struct quic *q);

static void on_flush(struct defer *d)
{
    struct quic *q = LIST_ENTRY(d, struct quic, flush);

    flush_all(q);
    if (q->closing)
        finish_closing(q);
}

void quic_wake(struct quic *q)
{
    loop_defer(q->loop, &q->flush);
}

static void on_drained(struct udp *u, void *arg)
{
    (void)u;
    (void)arg; /* each touched connection has asked for a flush */
}

static void on_writable(struct udp *u, void *arg)
{
    struct quic *q = arg;

    (void)u;
    LIST_FOREACH (it, tmp, &q->conns) {
        conn_touch(LIST_ENTRY(it, struct conn, node));
    }
}

static void on_alarm(void *arg)
{
    quic_wake(arg);
}

static bool protocols_fit(const struct quic_config *cfg)
{
    for (size_t i = 0; i < cfg->protocols_len; i++) {
        size_t len = strlen(cfg->protocols[i].alpn);

        if (len == 0 || len >= QUIC_ALPN_SIZE)
            return false;
    }
    return cfg->protocols_len <= QUIC_MAX_PROTOCOLS;
}

static enum err check_config(const struct quic_config *cfg, struct errmsg *em)
{
    if (cfg->listen_len < 1 || cfg->listen_len > QUIC_MAX_SOCKETS)
        err_set(em, "number of addresses to listen on is not 1 to %d",
                QUIC_MAX_SOCKETS);
    else if (cfg->max_udp_payload < NGTCP2_MAX_UDP_PAYLOAD_SIZE ||
             cfg->max_udp_payload > NGTCP2_DEFAULT_MAX_RECV_UDP_PAYLOAD_SIZE)
        err_set(em, "UDP payload limit is not 1200 to 65527 bytes");
    else if (cfg->stream_window > cfg->max_stream_window ||
             cfg->conn_window > cfg->max_conn_window ||
             cfg->max_conn_window > NGTCP2_MAX_VARINT)
        err_set(em, "a receive window is larger than its limit");
    else if (!protocols_fit(cfg))
        err_set(em, "too many protocols, or a name that is empty or too long");
    else
        return ERR_OK;
    return ERR_INVALID;
}

static void choose_probes(struct quic *q)
{
    size_t max = q->cfg.max_udp_payload;
    size_t n = sizeof(known_payloads) / sizeof(known_payloads[0]);

    for (size_t i = 0; i < n; i++)
        if (known_payloads[i] < max)
            q->probes[q->probes_len++] = known_payloads[i];
    if (max > NGTCP2_MAX_UDP_PAYLOAD_SIZE)
        q->probes[q->probes_len++] = (uint16_t)max;
}

static enum err copy_protocols(struct quic *q, const struct quic_config *cfg)
{
    size_t size = cfg->protocols_len * sizeof(*cfg->protocols);

    q->protocols = malloc(size != 0 ? size : 1);
    if (q->protocols == NULL)
        return ERR_NOMEM;
    if (size != 0)
        memcpy(q->protocols, cfg->protocols, size);
    q->cfg.protocols = q->protocols;
    return ERR_OK;
}

static void init_tables(struct quic *q)
{
    map_init(&q->by_cid, sizeof(struct quic_cid_key), SIZE_MAX);
    map_init(&q->by_token, NGTCP2_STATELESS_RESET_TOKENLEN, SIZE_MAX);
    map_init(&q->by_ip, 16, SIZE_MAX);
    list_init(&q->conns);
    list_init(&q->lingering);
    list_init(&q->dirty);
    list_init(&q->attempts);
    expiry_heap_init(&q->expiries);
    ping_init(&q->ping);
    q->flush.fn = on_flush;
}

/* Is it the fault of the address, and may the node do without? Then it is
 * noted. */
static bool is_left_out(struct quic *q, const struct addr *a, enum err e)
{
    size_t at = strlen(q->unbound);
    char text[ADDR_TEXT_SIZE];

    if (!q->cfg.is_partial_ok || e == ERR_NOMEM || e == ERR_LIMIT)
        return false;
    addr_format(a, text);
    snprintf(q->unbound + at, sizeof(q->unbound) - at, "%s%s: %s",
             at > 0 ? "; " : "", text, err_text(e));
    log_warn(LOG_QUIC, "endpoint: cannot listen on %s: %s", text, err_text(e));
    return true;
}

const char *quic_unbound(const struct quic *q)
{
    return q->unbound;
}

static enum err open_sockets(struct quic *q, const struct quic_config *cfg,
                             struct errmsg *em)
{
    struct udp_events ev = {.received = quic_received,
                            .drained = on_drained,
                            .writable = on_writable,
                            .arg = q};
    enum err e = udp_alarm_new(q->loop, on_alarm, q, &q->alarm);

    if (e == ERR_OK)
        q->handles_open++;
    for (size_t i = 0; e == ERR_OK && i < cfg->listen_len; i++) {
        e = udp_open(q->loop, &cfg->listen[i], cfg->socket_buffer, &ev,
                     &q->sockets[q->sockets_len], em);
        if (e == ERR_OK) {
            q->sockets_len++;
            q->handles_open++;
        } else if (is_left_out(q, &cfg->listen[i], e)) {
            e = i + 1 == cfg->listen_len && q->sockets_len == 0 ? e : ERR_OK;
        }
    }
    return e;
}

static void free_endpoint(struct quic *q)
{
    map_clear(&q->by_cid);
    map_clear(&q->by_token);
    map_clear(&q->by_ip);
    expiry_heap_clear(&q->expiries);
    ping_clear(&q->ping);
    tls_free(q->tls);
    free(q->protocols);
    free(q->tx);
    explicit_bzero(q->reset_secret, sizeof(q->reset_secret));
    free(q);
}

static void on_handle_closed(void *arg)
{
    struct quic *q = arg;
    quic_closed_fn *closed = q->closed;
    void *closed_arg = q->closed_arg;

    if (--q->handles_open > 0)
        return;
    free_endpoint(q);
    if (closed != NULL)
        closed(closed_arg);
}

static void close_handles(struct quic *q)
{
    struct udp_alarm *alarm = q->alarm;
    size_t n = q->sockets_len;

    q->alarm = NULL;
    q->sockets_len = 0;
    loop_defer_cancel(&q->flush);
    for (size_t i = 0; i < n; i++)
        udp_close(q->sockets[i], on_handle_closed, q);
    if (alarm != NULL)
        udp_alarm_free(alarm, on_handle_closed, q);
}

static enum err build(struct quic *q, const struct quic_config *cfg,
                      struct errmsg *em)
{
    enum err e = copy_protocols(q, cfg);

    if (e != ERR_OK)
        return e;
    q->tx = malloc(QUIC_TX_BUFFER);
    if (q->tx == NULL)
        return ERR_NOMEM;
    e = tls_new(cfg->key, q->protocols, cfg->protocols_len, &q->tls, em);
    if (e != ERR_OK)
        return e;
    choose_probes(q);
    tls_derive_secret(cfg->key, "firn stateless reset", q->reset_secret);
    rng_bytes(q->token_secret, sizeof(q->token_secret));
    return open_sockets(q, cfg, em);
}

enum err quic_open(const struct quic_config *cfg, struct quic **out,
                   struct errmsg *em)
{
    struct quic *q;
    enum err e = check_config(cfg, em);

    if (e != ERR_OK)
        return e;
    q = calloc(1, sizeof(*q));
    if (q == NULL)
        return ERR_NOMEM;
    q->cfg = *cfg;
    q->cfg.listen = NULL;
    q->loop = cfg->loop;
    init_tables(q);
    e = build(q, cfg, em);
    if (e == ERR_OK) {
        *out = q;
        return ERR_OK;
    }
    err_wrap(em, "open QUIC endpoint");
    if (q->handles_open != 0)
        close_handles(q);
    else
        free_endpoint(q);
    return e;
}

static void forget_all(struct quic *q, struct list *conns)
{
    LIST_FOREACH (it, tmp, conns) {
        conn_forget(LIST_ENTRY(it, struct conn, node));
    }
}

/* Every connection said its last words in the flush before. */
static void finish_closing(struct quic *q)
{
    if (!list_is_empty(&q->conns) || q->dials_len != 0)
        return;
    forget_all(q, &q->lingering);
    assert(q->by_cid.len == 0 && q->by_token.len == 0 && q->by_ip.len == 0 &&
           q->conns_len == 0);
    close_handles(q);
}

void quic_close(struct quic *q, quic_closed_fn *done, void *arg)
{
    assert(!q->closing);
    q->closing = true;
    q->closed = done;
    q->closed_arg = arg;
    LIST_FOREACH (it, tmp, &q->conns) {
        conn_close(LIST_ENTRY(it, struct conn, node), 0, "");
    }
    dial_close_all(q);
    quic_wake(q);
}

void quic_crash(struct quic *q, quic_closed_fn *done, void *arg)
{
    struct conn_end end = {.err = ERR_CLOSED};

    assert(!q->closing);
    q->closing = true;
    q->closed = done;
    q->closed_arg = arg;
    dial_close_all(q);
    LIST_FOREACH (it, tmp, &q->conns) {
        conn_drop(LIST_ENTRY(it, struct conn, node), &end);
    }
    quic_wake(q);
}

void quic_each_conn(struct quic *q, void (*fn)(struct conn *c, void *arg),
                    void *arg)
{
    LIST_FOREACH (it, tmp, &q->conns) {
        struct conn *c = LIST_ENTRY(it, struct conn, node);

        if (conn_is_open(c))
            fn(c, arg);
    }
}

static void add_lost(struct conn *c, void *arg)
{
    *(uint64_t *)arg += conn_count_lost(c);
}

void quic_get_stats(const struct quic *q, struct quic_stats *out)
{
    *out = q->stats;
    quic_each_conn((struct quic *)(uintptr_t)q, add_lost, &out->packets_lost);
}
