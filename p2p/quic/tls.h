/* TLS 1.3 for QUIC with raw public keys both ways (RFC 7250): a node's
 * certificate is its Ed25519 key, and nothing else is accepted.
 *
 * Thread: the loop. */
#pragma once

#include <gnutls/gnutls.h>
#include <ngtcp2/ngtcp2_crypto.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "crypto/id.h"
#include "crypto/key.h"

struct tls;
struct quic_protocol;

/* What all sessions of an endpoint share. `protocols` is borrowed.
 * ERR_NOMEM, ERR_INTERNAL (`em` says what GnuTLS said). */
ERR_RESULT enum err tls_new(const struct key *key,
                            const struct quic_protocol *protocols,
                            size_t protocols_len, struct tls **out,
                            struct errmsg *em);
void tls_free(struct tls *t); /* may be NULL */

/* How a session finds its connection; lives in the connection. */
struct tls_link {
    ngtcp2_crypto_conn_ref ref; /* first: ngtcp2 sees only this */
    /* The peer has shown its key and is about to prove it. False ends the
     * handshake with bad_certificate. `user` is ref.user_data. */
    bool (*check_peer)(void *user, const struct node_id *peer);
};

/* A session. Client: `peer` names the server in SNI, `alpn` is the one
 * protocol offered. Server: both are NULL. ERR_NOMEM, ERR_INTERNAL. */
ERR_RESULT enum err tls_session_new(const struct tls *t, struct tls_link *link,
                                    const struct node_id *peer,
                                    const char *alpn, gnutls_session_t *out);

/* The protocol agreed on: which of those given to tls_new(); SIZE_MAX when
 * there is none. */
size_t tls_session_protocol(const struct tls *t, gnutls_session_t s);

/* Did the server agree to exactly this one? */
bool tls_session_has_alpn(gnutls_session_t s, const char *alpn);

/* 32 bytes that follow from the node's key and the label, the same after a
 * restart. */
void tls_derive_secret(const struct key *key, const char *label,
                       uint8_t out[static 32]);
