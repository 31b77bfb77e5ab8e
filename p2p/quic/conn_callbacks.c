/* What ngtcp2 tells about a connection, turned into calls on it and its
 * streams. They run inside ngtcp2's read, write and expiry functions. */
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "quic/conn_int.h"
#include "quic/stream_int.h"

static void fill_random(uint8_t *dest, size_t len, const ngtcp2_rand_ctx *ctx)
{
    (void)ctx;
    rng_bytes(dest, len);
}

static int on_new_cid(ngtcp2_conn *ng, ngtcp2_cid *cid, uint8_t *token,
                      size_t len, void *user)
{
    struct conn *c = user;

    (void)ng;
    if (c->cids_len == QUIC_MAX_CIDS)
        return NGTCP2_ERR_CALLBACK_FAILURE;
    cid->datalen = len;
    rng_bytes(cid->data, len);
    if (ngtcp2_crypto_generate_stateless_reset_token(
            token, c->q->reset_secret, sizeof(c->q->reset_secret), cid) != 0 ||
        quic_add_cid(c->q, cid, c) != ERR_OK)
        return NGTCP2_ERR_CALLBACK_FAILURE;
    c->cids[c->cids_len++] = *cid;
    return 0;
}

static int on_remove_cid(ngtcp2_conn *ng, const ngtcp2_cid *cid, void *user)
{
    struct conn *c = user;

    (void)ng;
    for (size_t i = 0; i < c->cids_len; i++) {
        if (!ngtcp2_cid_eq(&c->cids[i], cid))
            continue;
        quic_remove_cid(c->q, cid);
        c->cids[i] = c->cids[--c->cids_len];
        break;
    }
    return 0;
}

static int on_peer_cid(ngtcp2_conn *ng, ngtcp2_connection_id_status_type type,
                       uint64_t seq, const ngtcp2_cid *cid,
                       const uint8_t *token, void *user)
{
    (void)ng;
    (void)seq;
    (void)cid;
    if (token == NULL)
        return 0;
    if (type == NGTCP2_CONNECTION_ID_STATUS_TYPE_ACTIVATE)
        quic_add_token(user, token);
    else
        quic_remove_token(user, token);
    return 0;
}

#define NO_APPLICATION_PROTOCOL 120

static int refuse_protocol(struct conn *c)
{
    c->fail_code = NGTCP2_CRYPTO_ERROR | NO_APPLICATION_PROTOCOL;
    return NGTCP2_ERR_CALLBACK_FAILURE;
}

static int dialled_is_open(struct conn *c)
{
    if (!tls_session_has_alpn(c->tls, c->alpn))
        return refuse_protocol(c);
    conn_established(c);
    if (conn_watch_opened(c))
        dial_established(c);
    else
        dial_forbidden(c);
    return 0;
}

/* GnuTLS lets a client pass that names no protocol at all; we do not. */
static int accepted_is_open(struct conn *c)
{
    size_t i = tls_session_protocol(c->q->tls, c->tls);
    const struct quic_protocol *p;

    if (i == SIZE_MAX || !c->has_peer)
        return refuse_protocol(c);
    p = &c->q->protocols[i];
    snprintf(c->alpn, sizeof(c->alpn), "%s", p->alpn);
    conn_established(c);
    if (!conn_watch_opened(c))
        return 0;
    p->accept(c, p->arg);
    if (c->ops == NULL)
        conn_close(c, 0, "");
    return 0;
}

static int on_handshake_completed(ngtcp2_conn *ng, void *user)
{
    struct conn *c = user;

    (void)ng;
    return c->dialled ? dialled_is_open(c) : accepted_is_open(c);
}

static int on_stream_open(ngtcp2_conn *ng, int64_t id, void *user)
{
    struct conn *c = user;
    struct stream *s;

    if (stream_new(c, id, &s) != ERR_OK)
        return NGTCP2_ERR_CALLBACK_FAILURE;
    ngtcp2_conn_set_stream_user_data(ng, id, s);
    if (c->ops != NULL && c->ops->stream != NULL && !c->want_close)
        c->ops->stream(c, s, c->arg);
    if (s->ops == NULL) {
        stream_reset(s, 0);
        stream_stop(s, 0);
    }
    return 0;
}

static int on_stream_data(ngtcp2_conn *ng, uint32_t flags, int64_t id,
                          uint64_t offset, const uint8_t *data, size_t len,
                          void *user, void *stream_user)
{
    (void)ng;
    (void)id;
    (void)offset;
    (void)user;
    stream_received(stream_user, data, len,
                    (flags & NGTCP2_STREAM_DATA_FLAG_FIN) != 0);
    return 0;
}

static int on_acked(ngtcp2_conn *ng, int64_t id, uint64_t offset, uint64_t len,
                    void *user, void *stream_user)
{
    (void)ng;
    (void)id;
    (void)user;
    stream_acked(stream_user, offset + len);
    return 0;
}

static int on_stream_reset(ngtcp2_conn *ng, int64_t id, uint64_t final_size,
                           uint64_t code, void *user, void *stream_user)
{
    (void)ng;
    (void)id;
    (void)final_size;
    (void)user;
    stream_was_reset(stream_user, code);
    return 0;
}

static int on_stream_close(ngtcp2_conn *ng, uint32_t flags, int64_t id,
                           uint64_t code, void *user, void *stream_user)
{
    struct conn *c = user;

    (void)flags;
    (void)code;
    c->lost_before += ngtcp2_conn_get_stream_loss_count(ng, id);
    if (!ngtcp2_conn_is_local_stream(ng, id))
        ngtcp2_conn_extend_max_streams_bidi(ng, 1);
    stream_end(stream_user, ERR_OK);
    return 0;
}

static int on_stateless_reset(ngtcp2_conn *ng,
                              const ngtcp2_pkt_stateless_reset *sr, void *user)
{
    (void)ng;
    (void)sr;
    ((struct conn *)user)->was_reset = true;
    return 0;
}

#define COMMON_CALLBACKS                                                       \
    .recv_crypto_data = ngtcp2_crypto_recv_crypto_data_cb,                     \
    .encrypt = ngtcp2_crypto_encrypt_cb, .decrypt = ngtcp2_crypto_decrypt_cb,  \
    .hp_mask = ngtcp2_crypto_hp_mask_cb,                                       \
    .update_key = ngtcp2_crypto_update_key_cb,                                 \
    .delete_crypto_aead_ctx = ngtcp2_crypto_delete_crypto_aead_ctx_cb,         \
    .delete_crypto_cipher_ctx = ngtcp2_crypto_delete_crypto_cipher_ctx_cb,     \
    .get_path_challenge_data = ngtcp2_crypto_get_path_challenge_data_cb,       \
    .version_negotiation = ngtcp2_crypto_version_negotiation_cb,               \
    .rand = fill_random, .get_new_connection_id = on_new_cid,                  \
    .remove_connection_id = on_remove_cid, .dcid_status = on_peer_cid,         \
    .handshake_completed = on_handshake_completed,                             \
    .stream_open = on_stream_open, .recv_stream_data = on_stream_data,         \
    .acked_stream_data_offset = on_acked, .stream_reset = on_stream_reset,     \
    .stream_close = on_stream_close,                                           \
    .recv_stateless_reset = on_stateless_reset

const ngtcp2_callbacks conn_client_callbacks = {
    COMMON_CALLBACKS,
    .client_initial = ngtcp2_crypto_client_initial_cb,
    .recv_retry = ngtcp2_crypto_recv_retry_cb,
};

const ngtcp2_callbacks conn_server_callbacks = {
    COMMON_CALLBACKS,
    .recv_client_initial = ngtcp2_crypto_recv_client_initial_cb,
};
