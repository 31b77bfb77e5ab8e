/* How a connection ends.
 *
 *     conn_fail, conn_end_by_user --> last words --> finish --> lingering
 *     conn_drop ------------------------------------> finish --> forgotten
 *
 * finish() frees all that ngtcp2 and TLS hold, runs the callbacks of streams
 * and connection, and leaves a small rest that only answers what still comes
 * with the last words, at most as often as datagrams double. After three
 * probe timeouts the rest goes as well. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "quic/conn_int.h"
#include "quic/stream_int.h"

static void set_reason(struct conn_end *end, const uint8_t *text, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len && n < sizeof(end->reason) - 1; i++)
        end->reason[n++] =
            text[i] >= ' ' && text[i] <= '~' ? (char)text[i] : '?';
    end->reason[n] = '\0';
}

/* TLS alerts that say something about keys and protocols. */
static enum err err_from_alert(uint64_t alert)
{
    switch (alert) {
    case 40:  /* handshake_failure */
    case 42:  /* bad_certificate */
    case 43:  /* unsupported_certificate */
    case 46:  /* certificate_unknown */
    case 49:  /* access_denied */
    case 51:  /* decrypt_error: a signature does not fit */
    case 116: /* certificate_required */
        return ERR_AUTH;
    case 120: /* no_application_protocol */
        return ERR_REFUSED;
    default:
        return ERR_PROTO;
    }
}

static enum err err_from_transport(uint64_t code)
{
    if (code == NGTCP2_NO_ERROR)
        return ERR_CLOSED;
    if (code == NGTCP2_CONNECTION_REFUSED || code == NGTCP2_INVALID_TOKEN)
        return ERR_REFUSED;
    if (code >= NGTCP2_CRYPTO_ERROR && code <= NGTCP2_CRYPTO_ERROR + 0xff)
        return err_from_alert(code - NGTCP2_CRYPTO_ERROR);
    return ERR_PROTO;
}

static void end_from_ccerr(const ngtcp2_ccerr *e, bool by_peer,
                           struct conn_end *end)
{
    *end = (struct conn_end){.by_peer = by_peer, .code = e->error_code};
    end->is_app = e->type == NGTCP2_CCERR_TYPE_APPLICATION;
    if (end->is_app)
        end->err = by_peer && e->error_code != 0 ? ERR_REFUSED : ERR_CLOSED;
    else
        end->err = err_from_transport(e->error_code);
    set_reason(end, e->reason, e->reasonlen);
}

static void keep_last_words(struct conn *c, const uint8_t *bytes, size_t len,
                            const ngtcp2_path *path)
{
    struct conn_last_words *w = &c->last;

    w->udp = path->user_data;
    if (addr_from_sockaddr(path->remote.addr, &w->remote) != ERR_OK ||
        addr_from_sockaddr(path->local.addr, &w->local) != ERR_OK)
        return;
    w->bytes = malloc(len);
    if (w->bytes == NULL)
        return;
    memcpy(w->bytes, bytes, len);
    w->len = len;
}

static void say_last_words(struct conn *c)
{
    struct udp_out o = {.bytes = c->last.bytes,
                        .len = c->last.len,
                        .segment = c->last.len,
                        .remote = &c->last.remote,
                        .local = c->dialled ? NULL : &c->last.local};

    if (c->last.bytes != NULL)
        (void)!quic_send(c->q, c->last.udp, &o);
}

static void write_close(struct conn *c, const ngtcp2_ccerr *e)
{
    ngtcp2_path_storage ps;
    ngtcp2_pkt_info pi;
    ngtcp2_ssize n;

    ngtcp2_path_storage_zero(&ps);
    n = ngtcp2_conn_write_connection_close(c->ng, &ps.path, &pi, c->q->tx,
                                           NGTCP2_MAX_UDP_PAYLOAD_SIZE, e,
                                           conn_clock(c, clock_mono_ns()));
    if (n <= 0)
        return;
    keep_last_words(c, c->q->tx, (size_t)n, &ps.path);
    say_last_words(c);
}

void conn_repeat_last_words(struct conn *c)
{
    uint64_t n = ++c->last.asked;

    if ((n & (n - 1)) == 0)
        say_last_words(c);
}

static void end_streams(struct conn *c, const struct conn_end *end)
{
    struct list *it;

    while ((it = list_pop_front(&c->streams)) != NULL)
        stream_end(LIST_ENTRY(it, struct stream, node),
                   end->err != ERR_OK ? end->err : ERR_CLOSED);
}

static void count_end(struct conn *c)
{
    struct quic *q = c->q;

    q->conns_len--;
    if (c->state == CONN_OPEN)
        q->stats.conns_open--;
    else
        q->stats.handshakes_failed++;
    if (c->state == CONN_HANDSHAKE && !c->dialled)
        q->half_open--;
    if (c->counted_ip)
        quic_ip_release(q, c->ip_key);
    c->lost_before = conn_count_lost(c); /* which nobody can ask any more */
    q->stats.packets_lost += c->lost_before;
}

static void free_engine(struct conn *c)
{
    ngtcp2_conn *ng = c->ng;

    while (c->tokens_len != 0)
        quic_remove_token(c, c->tokens[0]);
    c->ng = NULL;
    ngtcp2_conn_del(ng);
    gnutls_deinit(c->tls);
    c->tls = NULL;
}

static void linger(struct conn *c, uint64_t pto_ns)
{
    struct quic *q = c->q;
    uint64_t for_ns = 3 * pto_ns;

    if (for_ns > QUIC_LINGER_MAX_NS)
        for_ns = QUIC_LINGER_MAX_NS;
    if (q->lingering_len == QUIC_MAX_LINGERING) {
        quic_count_limit(q);
        conn_forget(LIST_ENTRY(q->lingering.next, struct conn, node));
    }
    list_push_back(&q->lingering, &c->node);
    q->lingering_len++;
    expiry_set(&q->expiries, &c->expiry, clock_mono_ns() + for_ns);
    quic_wake(q);
}

static void log_end(const struct conn *c, const struct conn_end *end)
{
    char peer[NODE_ID_SHORT_SIZE];

    if (!log_enabled(LOG_DEBUG) || !c->has_peer)
        return;
    node_id_short(&c->peer, peer);
    log_debug(LOG_QUIC, "%s %s: %s, code %llu%s%s", peer, c->alpn,
              err_text(end->err), (unsigned long long)end->code,
              end->reason[0] != '\0' ? ": " : "", end->reason);
}

static void finish(struct conn *c, const struct conn_end *end, bool lingers)
{
    enum conn_state was = c->state;
    uint64_t pto_ns = ngtcp2_conn_get_pto(c->ng);

    assert(was != CONN_ENDED);
    log_end(c, end);
    conn_remote(c, &c->last.remote);
    count_end(c);
    list_remove(&c->node);
    list_remove(&c->dirty);
    c->state = CONN_ENDED;
    free_engine(c);
    conn_ref(c);
    if (lingers)
        linger(c, pto_ns);
    end_streams(c, end);
    if (was == CONN_OPEN && c->ops != NULL && c->ops->closed != NULL)
        c->ops->closed(c, end, c->arg);
    c->ops = NULL;
    conn_watch_closed(c, end);
    if (c->attempt != NULL)
        dial_failed(c, end);
    if (!lingers)
        conn_forget(c);
    conn_unref(c);
}

/* The endpoint's own reference goes. */
void conn_forget(struct conn *c)
{
    struct quic *q = c->q;

    if (q == NULL)
        return;
    assert(c->state == CONN_ENDED);
    for (size_t i = 0; i < c->cids_len; i++)
        quic_remove_cid(q, &c->cids[i]);
    c->cids_len = 0;
    if (list_is_linked(&c->node)) {
        list_remove(&c->node);
        q->lingering_len--;
    }
    expiry_set(&q->expiries, &c->expiry, EXPIRY_NEVER);
    c->q = NULL;
    conn_unref(c);
}

void conn_drop(struct conn *c, const struct conn_end *end)
{
    finish(c, end, false);
}

static void fail_with(struct conn *c, const ngtcp2_ccerr *e)
{
    struct conn_end end;

    end_from_ccerr(e, false, &end);
    if (c->wrong_peer)
        end.err = ERR_AUTH;
    write_close(c, e);
    finish(c, &end, c->last.bytes != NULL);
}

static void fail_by_peer(struct conn *c)
{
    struct conn_end end;

    if (c->was_reset)
        end = (struct conn_end){.err = ERR_RESET, .by_peer = true};
    else
        end_from_ccerr(ngtcp2_conn_get_ccerr(c->ng), true, &end);
    finish(c, &end, !c->was_reset);
}

static void fail_by_timeout(struct conn *c)
{
    struct conn_end end = {.err = ERR_TIMEOUT};

    conn_drop(c, &end);
}

void conn_fail(struct conn *c, int liberr)
{
    struct conn_end dropped = {.err = ERR_PROTO};
    ngtcp2_ccerr e;

    ngtcp2_ccerr_default(&e);
    switch (liberr) {
    case NGTCP2_ERR_DRAINING:
        fail_by_peer(c);
        return;
    case NGTCP2_ERR_IDLE_CLOSE:
    case NGTCP2_ERR_HANDSHAKE_TIMEOUT:
        fail_by_timeout(c);
        return;
    case NGTCP2_ERR_DROP_CONN:
    case NGTCP2_ERR_RETRY:
    case NGTCP2_ERR_CLOSING:
    case NGTCP2_ERR_RECV_VERSION_NEGOTIATION:
        conn_drop(c, &dropped);
        return;
    case NGTCP2_ERR_CRYPTO:
        ngtcp2_ccerr_set_tls_alert(&e, ngtcp2_conn_get_tls_alert(c->ng), NULL,
                                   0);
        break;
    default:
        ngtcp2_ccerr_set_liberr(&e, liberr, NULL, 0);
        break;
    }
    if (c->fail_code != 0)
        ngtcp2_ccerr_set_transport_error(&e, c->fail_code, NULL, 0);
    fail_with(c, &e);
}

void conn_end_by_user(struct conn *c)
{
    ngtcp2_ccerr e;

    ngtcp2_ccerr_default(&e);
    ngtcp2_ccerr_set_application_error(&e, c->close_code,
                                       (const uint8_t *)c->close_reason,
                                       strlen(c->close_reason));
    fail_with(c, &e);
}
