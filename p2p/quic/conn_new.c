/* How a connection begins: limits and parameters for ngtcp2, a TLS session,
 * ids that lead to it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "quic/conn_int.h"

/* A handshake packet that gets lost (stock iroh 0.35 loses the one that
 * overtakes our ping) is sent again after three of these, not after a
 * second. */
#define INITIAL_RTT_NS (100 * CLOCK_NS_PER_MS)

static void fill_settings(struct conn *c, uint64_t timeout_ms,
                          ngtcp2_settings *s)
{
    const struct quic *q = c->q;

    ngtcp2_settings_default(s);
    s->initial_ts = conn_clock(c, clock_mono_ns());
    s->initial_rtt = INITIAL_RTT_NS;
    s->cc_algo =
        q->cfg.cc == QUIC_CC_BBR ? NGTCP2_CC_ALGO_BBR : NGTCP2_CC_ALGO_CUBIC;
    s->handshake_timeout = timeout_ms * CLOCK_NS_PER_MS;
    s->max_window = q->cfg.max_conn_window;
    s->max_stream_window = q->cfg.max_stream_window;
    s->max_tx_udp_payload_size = q->cfg.max_udp_payload;
    s->pmtud_probes = q->probes;
    s->pmtud_probeslen = q->probes_len;
    s->no_pmtud = q->probes_len == 0;
}

static void fill_params(const struct quic *q, ngtcp2_transport_params *p)
{
    ngtcp2_transport_params_default(p);
    p->initial_max_stream_data_bidi_local = q->cfg.stream_window;
    p->initial_max_stream_data_bidi_remote = q->cfg.stream_window;
    p->initial_max_data = q->cfg.conn_window;
    p->initial_max_streams_bidi = q->cfg.max_streams;
    p->max_idle_timeout = q->cfg.idle_timeout_ms * CLOCK_NS_PER_MS;
    p->max_udp_payload_size = NGTCP2_DEFAULT_MAX_RECV_UDP_PAYLOAD_SIZE;
    p->active_connection_id_limit = 7;
}

static ngtcp2_conn *get_ng(ngtcp2_crypto_conn_ref *ref)
{
    return ((struct conn *)ref->user_data)->ng;
}

/* The server takes any peer with a valid key; the client only the one it
 * asked for. */
static bool check_peer(void *user, const struct node_id *peer)
{
    struct conn *c = user;

    c->answered = *peer;
    if (!c->dialled) {
        c->peer = *peer;
        c->has_peer = true;
        return true;
    }
    c->wrong_peer = !node_id_equal(&c->peer, peer);
    return !c->wrong_peer;
}

static struct conn *alloc_conn(struct quic *q)
{
    struct conn *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->refs = 1;
    c->q = q;
    c->link.ref.get_conn = get_ng;
    c->link.ref.user_data = c;
    c->link.check_peer = check_peer;
    list_init(&c->streams);
    list_init(&c->sending);
    list_init(&c->blocked);
    list_init(&c->actions);
    return c;
}

static void random_cid(ngtcp2_cid *cid, size_t len)
{
    cid->datalen = len;
    rng_bytes(cid->data, len);
}

/* Undo whatever had been done; nobody has seen it yet. */
static void discard(struct conn *c)
{
    for (size_t i = 0; i < c->cids_len; i++)
        quic_remove_cid(c->q, &c->cids[i]);
    if (c->tls != NULL)
        gnutls_deinit(c->tls);
    if (c->ng != NULL)
        ngtcp2_conn_del(c->ng);
    free(c);
}

/* The last steps for both directions: from here it is the endpoint's. */
static enum err admit(struct conn *c)
{
    struct quic *q = c->q;
    enum err e =
        expiry_reserve(&q->expiries, q->conns_len + q->lingering_len + 1);

    if (e != ERR_OK)
        return e;
    ngtcp2_conn_set_tls_native_handle(c->ng, c->tls);
    list_push_back(&q->conns, &c->node);
    q->conns_len++;
    conn_set_keep_alive(c, q->cfg.keep_alive_ms);
    return ERR_OK;
}

static enum err own_cid(struct conn *c, const ngtcp2_cid *cid)
{
    enum err e = quic_add_cid(c->q, cid, c);

    if (e == ERR_OK)
        c->cids[c->cids_len++] = *cid;
    return e;
}

static enum err from_ng(int rc)
{
    return rc == 0 ? ERR_OK : rc == NGTCP2_ERR_NOMEM ? ERR_NOMEM : ERR_INTERNAL;
}

static enum err start_client(struct conn *c, const ngtcp2_path *path,
                             uint64_t timeout_ms)
{
    ngtcp2_settings settings;
    ngtcp2_transport_params params;
    ngtcp2_cid scid;
    ngtcp2_cid dcid;
    enum err e;

    fill_settings(c, timeout_ms, &settings);
    fill_params(c->q, &params);
    random_cid(&scid, QUIC_CID_LEN);
    random_cid(&dcid, 16);
    e = own_cid(c, &scid);
    if (e != ERR_OK)
        return e;
    return from_ng(ngtcp2_conn_client_new(
        &c->ng, &dcid, &scid, path, NGTCP2_PROTO_VER_V1, &conn_client_callbacks,
        &settings, &params, NULL, c));
}

enum err conn_new_client(struct quic *q, const struct node_id *peer,
                         const struct addr *remote, struct udp *udp,
                         const char *alpn, uint64_t timeout_ms,
                         struct conn **out)
{
    struct conn *c = alloc_conn(q);
    ngtcp2_path path;
    enum err e;

    if (c == NULL)
        return ERR_NOMEM;
    c->dialled = true;
    c->has_peer = true;
    c->peer = *peer;
    snprintf(c->alpn, sizeof(c->alpn), "%s", alpn);
    c->udp = udp;
    c->last.remote = *remote;
    conn_path(udp_bound(udp), remote, udp, &path);
    e = start_client(c, &path, timeout_ms);
    if (e == ERR_OK)
        e = tls_session_new(q->tls, &c->link, peer, alpn, &c->tls);
    if (e == ERR_OK)
        e = admit(c);
    if (e != ERR_OK) {
        discard(c);
        return e;
    }
    *out = c;
    return ERR_OK;
}

static void fill_server_params(const struct quic *q, const struct conn_hello *h,
                               const ngtcp2_cid *scid,
                               ngtcp2_transport_params *p)
{
    fill_params(q, p);
    p->original_dcid = *h->odcid;
    p->original_dcid_present = 1;
    if (h->after_retry) {
        p->retry_scid = h->hd->dcid;
        p->retry_scid_present = 1;
    }
    p->stateless_reset_token_present =
        ngtcp2_crypto_generate_stateless_reset_token(
            p->stateless_reset_token, q->reset_secret, sizeof(q->reset_secret),
            scid) == 0;
}

static enum err start_server(struct conn *c, const struct conn_hello *h)
{
    ngtcp2_settings settings;
    ngtcp2_transport_params params;
    ngtcp2_cid scid;
    enum err e;

    random_cid(&scid, QUIC_CID_LEN);
    fill_settings(c, c->q->cfg.handshake_timeout_ms, &settings);
    fill_server_params(c->q, h, &scid, &params);
    if (h->after_retry) {
        settings.token = h->hd->token;
        settings.tokenlen = h->hd->tokenlen;
        settings.token_type = NGTCP2_TOKEN_TYPE_RETRY;
    }
    e = own_cid(c, &scid);
    /* The client goes on using the id that it chose, until it hears of
     * ours. */
    if (e == ERR_OK)
        e = own_cid(c, &h->hd->dcid);
    if (e != ERR_OK)
        return e;
    return from_ng(ngtcp2_conn_server_new(
        &c->ng, &h->hd->scid, &scid, h->path, h->hd->version,
        &conn_server_callbacks, &settings, &params, NULL, c));
}

enum err conn_new_server(struct quic *q, const struct conn_hello *h,
                         struct conn **out)
{
    struct conn *c = alloc_conn(q);
    enum err e;

    if (c == NULL)
        return ERR_NOMEM;
    e = start_server(c, h);
    if (e == ERR_OK)
        e = tls_session_new(q->tls, &c->link, NULL, NULL, &c->tls);
    if (e == ERR_OK)
        e = admit(c);
    if (e != ERR_OK) {
        discard(c);
        return e;
    }
    *out = c;
    return ERR_OK;
}
