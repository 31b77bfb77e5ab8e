/* Where each datagram goes, by its connection id, and the tables for that. */
#include <string.h>

#include "base/clock.h"
#include "quic/conn_int.h"
#include "quic/quic_int.h"
#include "quic/quic_limits.h"

static void cid_key(const uint8_t *bytes, size_t len, struct quic_cid_key *k)
{
    memset(k, 0, sizeof(*k));
    k->len = (uint8_t)len;
    memcpy(k->bytes, bytes, len);
}

enum err quic_add_cid(struct quic *q, const ngtcp2_cid *cid, struct conn *c)
{
    struct quic_cid_key k;

    cid_key(cid->data, cid->datalen, &k);
    q->last_conn = NULL;
    return map_set(&q->by_cid, &k, c);
}

void quic_remove_cid(struct quic *q, const ngtcp2_cid *cid)
{
    struct quic_cid_key k;

    cid_key(cid->data, cid->datalen, &k);
    map_remove(&q->by_cid, &k);
    q->last_conn = NULL;
}

/* Datagrams come in runs for one connection, so most need no look-up. */
static struct conn *find_conn(struct quic *q, const ngtcp2_version_cid *vc)
{
    struct quic_cid_key k;

    if (vc->dcidlen > NGTCP2_MAX_CIDLEN)
        return NULL;
    if (q->last_conn != NULL && vc->dcidlen == q->last_cid.len &&
        memcmp(vc->dcid, q->last_cid.bytes, vc->dcidlen) == 0)
        return q->last_conn;
    cid_key(vc->dcid, vc->dcidlen, &k);
    q->last_conn = map_get(&q->by_cid, &k);
    q->last_cid = k;
    return q->last_conn;
}

/* Without room for it the connection ends by its timeout instead. */
void quic_add_token(struct conn *c, const uint8_t *token)
{
    if (c->tokens_len == QUIC_MAX_TOKENS ||
        map_set(&c->q->by_token, token, c) != ERR_OK)
        return;
    memcpy(c->tokens[c->tokens_len++], token, sizeof(c->tokens[0]));
}

void quic_remove_token(struct conn *c, const uint8_t *token)
{
    for (size_t i = 0; i < c->tokens_len; i++) {
        if (memcmp(c->tokens[i], token, sizeof(c->tokens[i])) != 0)
            continue;
        /* Another peer may have chosen the same. */
        if (map_get(&c->q->by_token, token) == c)
            map_remove(&c->q->by_token, token);
        memmove(c->tokens[i], c->tokens[--c->tokens_len], sizeof(c->tokens[i]));
        return;
    }
}

void quic_count_limit(struct quic *q)
{
    q->stats.limits_hit++;
}

enum err quic_send(struct quic *q, struct udp *u, const struct udp_out *o)
{
    if (u == NULL)
        return ERR_UNREACHABLE;
    q->stats.datagrams_tx += (o->len + o->segment - 1) / o->segment;
    q->stats.bytes_tx += o->len;
    return udp_send(u, o);
}

void quic_give_to(struct conn *c, const struct quic_datagram *d)
{
    ngtcp2_path path;

    if (c->state == CONN_ENDED) {
        conn_repeat_last_words(c);
        return;
    }
    /* A dialled connection leaves its own address to the kernel and does not
     * want to hear of changes. */
    conn_path(c->dialled ? udp_bound(c->udp) : &d->local, &d->remote,
              c->dialled ? c->udp : d->udp, &path);
    conn_read(c, &path, d->ecn, d->bytes, d->len, d->now_ns);
}

static void dispatch_quic(struct quic *q, const struct quic_datagram *d)
{
    ngtcp2_version_cid vc;
    struct conn *c;
    int rc = ngtcp2_pkt_decode_version_cid(&vc, d->bytes, d->len, QUIC_CID_LEN);

    if (rc != 0 && rc != NGTCP2_ERR_VERSION_NEGOTIATION) {
        q->stats.datagrams_dropped++;
        return;
    }
    c = find_conn(q, &vc);
    if (c != NULL)
        quic_give_to(c, d);
    else
        quic_stranger(q, d, &vc);
}

void quic_dispatch(struct quic *q, const struct quic_datagram *d)
{
    q->stats.datagrams_rx++;
    q->stats.bytes_rx += d->len;
    if (disco_is(d->bytes, d->len))
        ping_received(q, d);
    else if (disco_is_stun(d->bytes, d->len))
        q->stats.datagrams_dropped++;
    else
        dispatch_quic(q, d);
}

void quic_received(struct udp *u, const struct udp_run *run, void *arg)
{
    struct quic *q = arg;
    struct quic_datagram d = {.udp = u,
                              .local = run->local,
                              .remote = run->remote,
                              .ecn = run->ecn,
                              .now_ns = clock_mono_ns()};

    for (size_t at = 0; at < run->len; at += run->segment) {
        d.bytes = run->bytes + at;
        d.len = run->len - at < run->segment ? run->len - at : run->segment;
        quic_dispatch(q, &d);
    }
}
