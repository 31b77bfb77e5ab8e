/* Nobody gets in without proving a key. */
#include <gnutls/gnutls.h>

#include "crypto/id.h"
#include "quic/conn_int.h"
#include "quic_pair.h"

static struct quic_stats stats_of(const struct peer *p)
{
    struct quic_stats s;

    quic_get_stats(p->q, &s);
    return s;
}

/* A handshake from `a` to `b` that shows `cred` instead of a's own key. */
static void knock(struct pair *p, gnutls_certificate_credentials_t cred)
{
    struct conn *c;

    CHECK_OK(conn_new_client(p->a.q, &p->b.key.id, &p->b.addr,
                             quic_socket_for(p->a.q, &p->b.addr), PAIR_ALPN,
                             5000, &c));
    conn_ref(c);
    gnutls_credentials_clear(c->tls);
    CHECK(gnutls_credentials_set(c->tls, GNUTLS_CRD_CERTIFICATE, cred) == 0);
    RUN_UNTIL(p->loop, c->state == CONN_ENDED);
    CHECK_EQ_U64(p->b.accepted, 0);
    CHECK_EQ_U64(stats_of(&p->b).handshakes_ok, 0);
    CHECK_EQ_U64(stats_of(&p->b).handshakes_failed, 1);
    conn_unref(c);
}

static struct pair *strangers(void)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    CHECK(p != NULL);
    pair_defaults(p, &ca, &cb);
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    return p;
}

TEST(identity, a_client_without_a_key_is_refused)
{
    struct pair *p = strangers();
    gnutls_certificate_credentials_t cred;

    CHECK(gnutls_certificate_allocate_credentials(&cred) == 0);
    knock(p, cred);
    pair_free(p);
    gnutls_certificate_free_credentials(cred);
}

TEST(identity, a_client_that_shows_a_key_of_another_is_refused)
{
    struct pair *p = strangers();
    gnutls_certificate_credentials_t cred;
    uint8_t seed[KEY_SEED_LEN] = {77};
    uint8_t spki[NODE_ID_SPKI_LEN];
    uint8_t pkcs8[KEY_PKCS8_LEN];
    gnutls_datum_t public = {spki, sizeof(spki)};
    gnutls_datum_t secret = {pkcs8, sizeof(pkcs8)};
    struct key victim;

    key_from_seed(seed, &victim);
    node_id_to_spki(&victim.id, spki);
    key_to_pkcs8(&p->a.key, pkcs8);
    CHECK(gnutls_certificate_allocate_credentials(&cred) == 0);
    gnutls_certificate_set_flags(cred, GNUTLS_CERTIFICATE_SKIP_KEY_CERT_MATCH);
    CHECK(gnutls_certificate_set_rawpk_key_mem(cred, &public, &secret,
                                               GNUTLS_X509_FMT_DER, NULL, 0,
                                               NULL, 0, 0) == 0);
    knock(p, cred);
    pair_free(p);
    gnutls_certificate_free_credentials(cred);
}

TEST(identity, a_server_that_shows_a_key_of_another_is_refused)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    uint8_t seed[KEY_SEED_LEN] = {77};
    struct key victim;

    CHECK(p != NULL);
    pair_defaults(p, &ca, &cb);
    key_from_seed(seed, &victim);
    p->b.key.id = victim.id; /* with the secret it had */
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    CHECK_ERR(peer_try_dial(&p->a, &victim.id, &p->b.addr, 1, PAIR_ALPN, 5000),
              ERR_AUTH);
    CHECK_EQ_U64(stats_of(&p->a).handshakes_ok, 0);
    pair_free(p);
}

TEST(identity, what_a_node_derives_from_its_key_stays_the_same)
{
    uint8_t seed[KEY_SEED_LEN] = {1};
    uint8_t a[32], b[32];
    struct key k;

    key_from_seed(seed, &k);
    tls_derive_secret(&k, "one", a);
    tls_derive_secret(&k, "one", b);
    CHECK_MEM(a, 32, b, 32);
    tls_derive_secret(&k, "two", b);
    CHECK(memcmp(a, b, 32) != 0);
}
