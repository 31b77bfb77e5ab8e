/* The user's side of a connection. Nothing here writes: conn_flush() does. */
#include "quic/conn.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "quic/conn_int.h"
#include "quic/stream_int.h"

void conn_set_ops(struct conn *c, const struct conn_ops *ops, void *arg)
{
    c->ops = ops;
    c->arg = arg;
}

struct conn *conn_ref(struct conn *c)
{
    c->refs++;
    return c;
}

void conn_unref(struct conn *c)
{
    if (c == NULL || --c->refs > 0)
        return;
    assert(c->ng == NULL && c->tls == NULL && c->q == NULL);
    assert(list_is_empty(&c->streams));
    free(c->last.bytes);
    free(c);
}

const struct node_id *conn_peer(const struct conn *c)
{
    return &c->peer;
}

void conn_remote(const struct conn *c, struct addr *out)
{
    *out = c->last.remote;
    if (c->ng != NULL)
        (void)!addr_from_sockaddr(ngtcp2_conn_get_path(c->ng)->remote.addr,
                                  out);
}

const char *conn_alpn(const struct conn *c)
{
    return c->alpn;
}

bool conn_is_open(const struct conn *c)
{
    return c->state == CONN_OPEN && !c->want_close;
}

bool conn_was_dialled(const struct conn *c)
{
    return c->dialled;
}

void conn_close(struct conn *c, uint64_t code, const char *reason)
{
    if (c->state == CONN_ENDED || c->want_close)
        return;
    c->want_close = true;
    c->close_code = code;
    snprintf(c->close_reason, sizeof(c->close_reason), "%s",
             reason != NULL ? reason : "");
    conn_touch(c);
}

static enum err open_id(struct conn *c, struct stream *s)
{
    int rc = ngtcp2_conn_open_bidi_stream(c->ng, &s->id, s);

    switch (rc) {
    case 0:
        return ERR_OK;
    case NGTCP2_ERR_STREAM_ID_BLOCKED:
        return ERR_AGAIN;
    case NGTCP2_ERR_NOMEM:
        return ERR_NOMEM;
    default:
        return ERR_CLOSED;
    }
}

enum err conn_open_stream(struct conn *c, const struct stream_ops *ops,
                          void *arg, struct stream **out)
{
    struct stream *s;
    enum err e;

    if (!conn_is_open(c))
        return ERR_CLOSED;
    e = stream_new(c, -1, &s);
    if (e != ERR_OK)
        return e;
    e = open_id(c, s);
    if (e != ERR_OK) {
        list_remove(&s->node);
        free(s);
        return e;
    }
    s->ops = ops;
    s->arg = arg;
    *out = s;
    return ERR_OK;
}

uint64_t conn_count_lost(const struct conn *c)
{
    uint64_t lost = c->lost_before;

    if (c->ng == NULL)
        return lost;
    LIST_FOREACH (it, tmp, &c->streams) {
        struct stream *s = LIST_ENTRY(it, struct stream, node);

        lost += ngtcp2_conn_get_stream_loss_count(c->ng, s->id);
    }
    return lost;
}

void conn_get_stats(const struct conn *c, struct conn_stats *out)
{
    ngtcp2_conn_info info;

    *out = (struct conn_stats){.since_ms = c->since_ms,
                               .bytes_rx = c->bytes_rx,
                               .bytes_tx = c->bytes_tx,
                               .packets_rx = c->packets_rx,
                               .packets_tx = c->packets_tx,
                               .packets_lost = conn_count_lost(c)};
    if (c->ng == NULL)
        return;
    ngtcp2_conn_get_conn_info(c->ng, &info);
    out->rtt_ns = info.smoothed_rtt;
    out->rtt_min_ns = info.min_rtt != UINT64_MAX ? info.min_rtt : 0;
    out->rtt_var_ns = info.rttvar;
    out->cwnd = info.cwnd;
    out->bytes_in_flight = info.bytes_in_flight;
    out->udp_payload = ngtcp2_conn_get_path_max_tx_udp_payload_size(c->ng);
}

static void set_keep_alive(struct conn *c)
{
    uint64_t ms = c->keep_alive_ms;

    if (c->ng == NULL)
        return;
    if (c->probe_ms != 0 && (ms == 0 || c->probe_ms < ms))
        ms = c->probe_ms;
    ngtcp2_conn_set_keep_alive_timeout(c->ng, ms != 0 ? ms * CLOCK_NS_PER_MS
                                                      : UINT64_MAX);
    conn_touch(c); /* the flush sets the deadline */
}

void conn_set_keep_alive(struct conn *c, uint64_t ms)
{
    c->keep_alive_ms = ms;
    set_keep_alive(c);
}

void conn_set_probe(struct conn *c, uint64_t ms)
{
    c->probe_ms = ms;
    set_keep_alive(c);
}

uint64_t conn_heard_ms(const struct conn *c)
{
    return c->heard_ns / CLOCK_NS_PER_MS;
}

bool conn_watch_opened(struct conn *c)
{
    const struct quic_watch *w = &c->q->cfg.watch;

    c->is_watched = true;
    if (w->opened != NULL)
        w->opened(c, w->arg);
    return !c->want_close;
}

void conn_watch_closed(struct conn *c, const struct conn_end *end)
{
    const struct quic_watch *w = &c->q->cfg.watch;

    if (c->is_watched && w->closed != NULL)
        w->closed(c, end, w->arg);
    c->is_watched = false;
}

void conn_established(struct conn *c)
{
    struct quic *q = c->q;

    c->state = CONN_OPEN;
    c->since_ms = loop_now_ms(q->loop);
    c->used_ns = loop_now_ns(q->loop);
    q->stats.handshakes_ok++;
    q->stats.conns_open++;
    if (!c->dialled)
        q->half_open--;
}

void conn_path(const struct addr *local, const struct addr *remote,
               struct udp *udp, ngtcp2_path *out)
{
    *out = (ngtcp2_path){
        .local = {(ngtcp2_sockaddr *)(uintptr_t)&local->sa, addr_len(local)},
        .remote = {(ngtcp2_sockaddr *)(uintptr_t)&remote->sa, addr_len(remote)},
        .user_data = udp};
}
