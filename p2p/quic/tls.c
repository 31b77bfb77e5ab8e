/* Settings as docs/protocol.md has them: only TLS 1.3, only raw keys, only
 * Ed25519; the server asks for the client's key and will not go on without.
 * Servers look at no name; clients send the one made from the server's id.
 * No session tickets: every handshake shows both keys. */
#include "quic/tls.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <ngtcp2/ngtcp2_crypto_gnutls.h>
#include <stdlib.h>
#include <string.h>

#include "quic/quic.h"
#include "quic/quic_limits.h"

#define PRIORITY                                                               \
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:"                                           \
    "-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:"                \
    "-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:"              \
    "-SIGN-ALL:+SIGN-EDDSA-ED25519:-CTYPE-ALL:+CTYPE-RAWPK:"                   \
    "%DISABLE_TLS13_COMPAT_MODE"

struct tls {
    gnutls_certificate_credentials_t cred;
    gnutls_priority_t priority;
    const struct quic_protocol *protocols;
    size_t protocols_len;
};

static enum err err_from_gnutls(int rc, const char *what, struct errmsg *em)
{
    if (rc >= 0)
        return ERR_OK;
    err_set(em, "%s: %s", what, gnutls_strerror(rc));
    return rc == GNUTLS_E_MEMORY_ERROR ? ERR_NOMEM : ERR_INTERNAL;
}

/* Exactly one entry, an Ed25519 key in the one form, and one that the
 * connection agrees to. GnuTLS has yet to check the signature made with it;
 * the handshake does not complete when that fails. */
static int verify_peer(gnutls_session_t s)
{
    struct tls_link *link = gnutls_session_get_ptr(s);
    struct node_id peer;
    unsigned int n = 0;
    const gnutls_datum_t *keys = gnutls_certificate_get_peers(s, &n);

    if (keys == NULL || n != 1 ||
        gnutls_certificate_type_get2(s, GNUTLS_CTYPE_PEERS) != GNUTLS_CRT_RAWPK)
        return GNUTLS_E_CERTIFICATE_ERROR;
    if (node_id_from_spki(keys[0].data, keys[0].size, &peer) != ERR_OK)
        return GNUTLS_E_CERTIFICATE_ERROR;
    return link->check_peer(link->ref.user_data, &peer)
               ? 0
               : GNUTLS_E_CERTIFICATE_ERROR;
}

static int set_key(struct tls *t, const struct key *key)
{
    uint8_t spki[NODE_ID_SPKI_LEN];
    uint8_t pkcs8[KEY_PKCS8_LEN];
    gnutls_datum_t public = {spki, sizeof(spki)};
    gnutls_datum_t secret = {pkcs8, sizeof(pkcs8)};
    int rc;

    node_id_to_spki(&key->id, spki);
    key_to_pkcs8(key, pkcs8);
    rc = gnutls_certificate_set_rawpk_key_mem(
        t->cred, &public, &secret, GNUTLS_X509_FMT_DER, NULL, 0, NULL, 0, 0);
    gnutls_memset(pkcs8, 0, sizeof(pkcs8));
    return rc;
}

enum err tls_new(const struct key *key, const struct quic_protocol *protocols,
                 size_t protocols_len, struct tls **out, struct errmsg *em)
{
    struct tls *t = calloc(1, sizeof(*t));
    enum err e;

    if (t == NULL)
        return ERR_NOMEM;
    t->protocols = protocols;
    t->protocols_len = protocols_len;
    e = err_from_gnutls(gnutls_certificate_allocate_credentials(&t->cred),
                        "TLS credentials", em);
    if (e == ERR_OK)
        e = err_from_gnutls(set_key(t, key), "TLS key", em);
    if (e == ERR_OK)
        e = err_from_gnutls(gnutls_priority_init(&t->priority, PRIORITY, NULL),
                            "TLS settings", em);
    if (e != ERR_OK) {
        tls_free(t);
        return e;
    }
    gnutls_certificate_set_verify_function(t->cred, verify_peer);
    *out = t;
    return ERR_OK;
}

void tls_free(struct tls *t)
{
    if (t == NULL)
        return;
    if (t->priority != NULL)
        gnutls_priority_deinit(t->priority);
    if (t->cred != NULL)
        gnutls_certificate_free_credentials(t->cred);
    free(t);
}

static gnutls_datum_t alpn_datum(const char *alpn)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)alpn,
                            (unsigned int)strlen(alpn)};
}

static int set_client(gnutls_session_t s, const struct node_id *peer,
                      const char *alpn)
{
    gnutls_datum_t offer = alpn_datum(alpn);
    char sni[NODE_ID_SNI_SIZE];
    int rc;

    node_id_sni(peer, sni);
    rc = gnutls_server_name_set(s, GNUTLS_NAME_DNS, sni, strlen(sni));
    if (rc == 0)
        rc = gnutls_alpn_set_protocols(s, &offer, 1, GNUTLS_ALPN_MANDATORY);
    return rc == 0 ? ngtcp2_crypto_gnutls_configure_client_session(s) : rc;
}

static int set_server(const struct tls *t, gnutls_session_t s)
{
    gnutls_datum_t known[QUIC_MAX_PROTOCOLS];
    size_t n = 0;
    int rc;

    for (; n < t->protocols_len && n < QUIC_MAX_PROTOCOLS; n++)
        known[n] = alpn_datum(t->protocols[n].alpn);
    rc = gnutls_alpn_set_protocols(s, known, (unsigned int)n,
                                   GNUTLS_ALPN_MANDATORY);
    if (rc != 0)
        return rc;
    gnutls_certificate_server_set_request(s, GNUTLS_CERT_REQUIRE);
    return ngtcp2_crypto_gnutls_configure_server_session(s);
}

enum err tls_session_new(const struct tls *t, struct tls_link *link,
                         const struct node_id *peer, const char *alpn,
                         gnutls_session_t *out)
{
    unsigned int flags = (peer != NULL ? GNUTLS_CLIENT : GNUTLS_SERVER) |
                         GNUTLS_ENABLE_RAWPK | GNUTLS_NO_END_OF_EARLY_DATA |
                         GNUTLS_NO_TICKETS;
    gnutls_session_t s;
    int rc = gnutls_init(&s, flags);

    if (rc != 0)
        return err_from_gnutls(rc, "", NULL);
    gnutls_session_set_ptr(s, link);
    rc = gnutls_priority_set(s, t->priority);
    if (rc == 0)
        rc = gnutls_credentials_set(s, GNUTLS_CRD_CERTIFICATE, t->cred);
    if (rc == 0)
        rc = peer != NULL ? set_client(s, peer, alpn) : set_server(t, s);
    if (rc != 0) {
        gnutls_deinit(s);
        return err_from_gnutls(rc < 0 ? rc : GNUTLS_E_INTERNAL_ERROR, "", NULL);
    }
    *out = s;
    return ERR_OK;
}

bool tls_session_has_alpn(gnutls_session_t s, const char *alpn)
{
    gnutls_datum_t got;

    return gnutls_alpn_get_selected_protocol(s, &got) == 0 &&
           got.size == strlen(alpn) && memcmp(got.data, alpn, got.size) == 0;
}

size_t tls_session_protocol(const struct tls *t, gnutls_session_t s)
{
    for (size_t i = 0; i < t->protocols_len; i++)
        if (tls_session_has_alpn(s, t->protocols[i].alpn))
            return i;
    return SIZE_MAX;
}

void tls_derive_secret(const struct key *key, const char *label,
                       uint8_t out[static 32])
{
    /* The first half of the secret is the seed. */
    int rc = gnutls_hmac_fast(GNUTLS_MAC_SHA256, key->secret, KEY_SEED_LEN,
                              label, strlen(label), out);

    if (rc != 0)
        abort(); /* SHA-256 of a fixed key: cannot fail but for no library */
}
