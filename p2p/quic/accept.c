/* Datagrams that belong to no connection: a first Initial, an unknown
 * version, or something for a connection that is gone.
 *
 * Every answer is smaller than what it answers and has a ceiling per second,
 * so that the endpoint is of no use to flood a third. The state that an
 * Initial costs is bounded: from cfg.retry_above unfinished handshakes on, a
 * client must first show by a Retry token that its address is its own. */
#include <string.h>

#include "base/log.h"
#include "base/rng.h"
#include "quic/conn_int.h"
#include "quic/quic_int.h"
#include "quic/quic_limits.h"

/* One client may have a whole IPv6 /64, so that counts as one address. */
void quic_ip_key(const struct addr *a, uint8_t out[static 16])
{
    memset(out, 0, 16);
    if (addr_is_v6(a)) {
        memcpy(out, &a->in6.sin6_addr, 8);
    } else {
        memset(out, 0xff, 8); /* no IPv6 network begins so */
        memcpy(out + 8, &a->in.sin_addr, 4);
    }
}

static size_t ip_count(const struct quic *q, const uint8_t key[static 16])
{
    return (size_t)(uintptr_t)map_get(&q->by_ip, key);
}

static enum err ip_take(struct quic *q, const uint8_t key[static 16])
{
    return map_set(&q->by_ip, key, (void *)(uintptr_t)(ip_count(q, key) + 1));
}

void quic_ip_release(struct quic *q, const uint8_t key[static 16])
{
    size_t n = ip_count(q, key);

    /* Replacing a value that is there takes no memory. */
    if (n > 1)
        (void)!map_set(&q->by_ip, key, (void *)(uintptr_t)(n - 1));
    else
        map_remove(&q->by_ip, key);
}

static void drop(struct quic *q)
{
    q->stats.datagrams_dropped++;
}

static void drop_limited(struct quic *q)
{
    quic_count_limit(q);
    drop(q);
}

static void reply(struct quic *q, const struct quic_datagram *d,
                  const uint8_t *bytes, ngtcp2_ssize len)
{
    struct udp_out o = {.bytes = bytes,
                        .len = (size_t)len,
                        .segment = (size_t)len,
                        .remote = &d->remote,
                        .local = &d->local};

    if (len > 0)
        (void)!quic_send(q, d->udp, &o);
}

static void negotiate_version(struct quic *q, const struct quic_datagram *d,
                              const ngtcp2_version_cid *vc)
{
    static const uint32_t versions[] = {NGTCP2_PROTO_VER_V1};
    uint8_t out[NGTCP2_MAX_UDP_PAYLOAD_SIZE];
    uint8_t unused;

    drop(q);
    if (d->len < NGTCP2_MAX_UDP_PAYLOAD_SIZE)
        return;
    if (!rate_take(&q->versions, QUIC_VERSIONS_PER_S, d->now_ns)) {
        quic_count_limit(q);
        return;
    }
    rng_bytes(&unused, 1);
    reply(q, d, out,
          ngtcp2_pkt_write_version_negotiation(
              out, sizeof(out), unused, vc->scid, vc->scidlen, vc->dcid,
              vc->dcidlen, versions, sizeof(versions) / sizeof(versions[0])));
}

/* The shortest datagram that may be answered by a reset: so that two
 * endpoints that both forgot do not play ping-pong, the answer is shorter. */
#define RESET_MIN                                                              \
    (NGTCP2_MIN_STATELESS_RESET_RANDLEN + NGTCP2_STATELESS_RESET_TOKENLEN + 1)
#define RESET_RANDOM_MAX 24

static void send_reset(struct quic *q, const struct quic_datagram *d,
                       const ngtcp2_version_cid *vc)
{
    uint8_t token[NGTCP2_STATELESS_RESET_TOKENLEN];
    uint8_t noise[RESET_RANDOM_MAX];
    uint8_t out[sizeof(noise) + sizeof(token)];
    size_t noise_len = sizeof(noise);
    ngtcp2_cid cid;

    drop(q);
    if (d->len < RESET_MIN)
        return;
    if (!rate_take(&q->resets, QUIC_RESETS_PER_S, d->now_ns)) {
        quic_count_limit(q);
        return;
    }
    if (noise_len + sizeof(token) >= d->len)
        noise_len = d->len - 1 - sizeof(token);
    ngtcp2_cid_init(&cid, vc->dcid, vc->dcidlen);
    if (ngtcp2_crypto_generate_stateless_reset_token(
            token, q->reset_secret, sizeof(q->reset_secret), &cid) != 0)
        return;
    rng_bytes(noise, noise_len);
    q->stats.stateless_resets_sent++;
    reply(q, d, out,
          ngtcp2_pkt_write_stateless_reset(out, sizeof(out), token, noise,
                                           noise_len));
}

static void refuse(struct quic *q, const struct quic_datagram *d,
                   const ngtcp2_pkt_hd *hd, uint64_t code)
{
    uint8_t out[NGTCP2_MAX_UDP_PAYLOAD_SIZE];

    drop(q);
    if (!rate_take(&q->refusals, QUIC_REFUSALS_PER_S, d->now_ns))
        return;
    reply(q, d, out,
          ngtcp2_crypto_write_connection_close(out, sizeof(out), hd->version,
                                               &hd->scid, &hd->dcid, code, NULL,
                                               0));
}

static void send_retry(struct quic *q, const struct quic_datagram *d,
                       const ngtcp2_pkt_hd *hd)
{
    uint8_t token[NGTCP2_CRYPTO_MAX_RETRY_TOKENLEN2];
    uint8_t out[512];
    ngtcp2_cid scid = {.datalen = QUIC_CID_LEN};
    ngtcp2_ssize token_len;

    if (!rate_take(&q->retries, QUIC_RETRIES_PER_S, d->now_ns)) {
        drop_limited(q);
        return;
    }
    rng_bytes(scid.data, scid.datalen);
    token_len = ngtcp2_crypto_generate_retry_token2(
        token, q->token_secret, sizeof(q->token_secret), hd->version,
        (const ngtcp2_sockaddr *)&d->remote.sa, addr_len(&d->remote), &scid,
        &hd->dcid, d->now_ns);
    if (token_len < 0) {
        drop(q);
        return;
    }
    q->stats.retries_sent++;
    reply(q, d, out,
          ngtcp2_crypto_write_retry(out, sizeof(out), hd->version, &hd->scid,
                                    &scid, &hd->dcid, token,
                                    (size_t)token_len));
}

enum token { TOKEN_NONE, TOKEN_GOOD, TOKEN_BAD };

/* Only our own Retry makes tokens; others (say, of an earlier life of this
 * address) count as none. */
static enum token check_token(const struct quic *q,
                              const struct quic_datagram *d,
                              const ngtcp2_pkt_hd *hd, ngtcp2_cid *odcid)
{
    if (hd->tokenlen == 0 || hd->token[0] != NGTCP2_CRYPTO_TOKEN_MAGIC_RETRY2)
        return TOKEN_NONE;
    return ngtcp2_crypto_verify_retry_token2(
               odcid, hd->token, hd->tokenlen, q->token_secret,
               sizeof(q->token_secret), hd->version,
               (const ngtcp2_sockaddr *)&d->remote.sa, addr_len(&d->remote),
               &hd->dcid, QUIC_RETRY_VALID_NS, d->now_ns) == 0
               ? TOKEN_GOOD
               : TOKEN_BAD;
}

static void admit(struct quic *q, const struct quic_datagram *d,
                  const ngtcp2_pkt_hd *hd, const ngtcp2_cid *odcid)
{
    struct conn_hello h = {.hd = hd,
                           .odcid = odcid != NULL ? odcid : &hd->dcid,
                           .after_retry = odcid != NULL};
    ngtcp2_path path;
    struct conn *c;

    conn_path(&d->local, &d->remote, d->udp, &path);
    h.path = &path;
    if (conn_new_server(q, &h, &c) != ERR_OK) {
        drop_limited(q);
        return;
    }
    q->half_open++;
    quic_ip_key(&d->remote, c->ip_key);
    c->counted_ip = ip_take(q, c->ip_key) == ERR_OK;
    conn_read(c, &path, d->ecn, d->bytes, d->len, d->now_ns);
}

static bool is_full_for(const struct quic *q, const struct addr *remote)
{
    uint8_t key[16];

    quic_ip_key(remote, key);
    return ip_count(q, key) >= q->cfg.max_conns_per_ip;
}

static bool is_idle(const struct conn *c)
{
    return conn_is_open(c) && c->refs == 1 && list_is_empty(&c->streams);
}

/* Below the ceiling, or so after the connection that has been of no use for
 * the longest was closed: whoever opens many and does nothing with them does
 * not shut the others out. */
static bool make_room(struct quic *q)
{
    struct conn *oldest = NULL;

    if (q->conns_len < q->cfg.max_conns)
        return true;
    quic_count_limit(q);
    LIST_FOREACH (it, tmp, &q->conns) {
        struct conn *c = LIST_ENTRY(it, struct conn, node);

        if (is_idle(c) && (oldest == NULL || c->used_ns < oldest->used_ns))
            oldest = c;
    }
    if (oldest == NULL)
        return false;
    conn_close(oldest, 0, "idle, and others want in");
    conn_end_by_user(oldest);
    return q->conns_len < q->cfg.max_conns;
}

static void initial(struct quic *q, const struct quic_datagram *d)
{
    ngtcp2_pkt_hd hd;
    ngtcp2_cid odcid;
    enum token t;

    if (q->closing || ngtcp2_accept(&hd, d->bytes, d->len) != 0) {
        drop(q);
        return;
    }
    t = check_token(q, d, &hd, &odcid);
    if (t == TOKEN_BAD) {
        refuse(q, d, &hd, NGTCP2_INVALID_TOKEN);
    } else if (q->half_open >= QUIC_MAX_HALF_OPEN) {
        drop_limited(q);
    } else if (t == TOKEN_NONE && q->half_open >= q->cfg.retry_above) {
        send_retry(q, d, &hd);
    } else if (is_full_for(q, &d->remote)) {
        quic_count_limit(q);
        refuse(q, d, &hd, NGTCP2_CONNECTION_REFUSED);
    } else if (!make_room(q)) {
        refuse(q, d, &hd, NGTCP2_CONNECTION_REFUSED);
    } else {
        admit(q, d, &hd, t == TOKEN_GOOD ? &odcid : NULL);
    }
}

/* A stateless reset looks like any short packet, but for its end. */
static struct conn *find_reset(const struct quic *q,
                               const struct quic_datagram *d)
{
    if (d->len < RESET_MIN - 1)
        return NULL;
    return map_get(&q->by_token,
                   d->bytes + d->len - NGTCP2_STATELESS_RESET_TOKENLEN);
}

static void unknown_short(struct quic *q, const struct quic_datagram *d,
                          const ngtcp2_version_cid *vc)
{
    struct conn *c = find_reset(q, d);

    if (c != NULL)
        quic_give_to(c, d);
    else
        send_reset(q, d, vc);
}

void quic_stranger(struct quic *q, const struct quic_datagram *d,
                   const ngtcp2_version_cid *vc)
{
    bool is_long = (d->bytes[0] & 0x80) != 0;

    if (!is_long)
        unknown_short(q, d, vc);
    else if (vc->version == NGTCP2_PROTO_VER_V1)
        initial(q, d);
    else if (vc->version != 0) /* 0: version negotiation itself */
        negotiate_version(q, d, vc);
    else
        drop(q);
}
