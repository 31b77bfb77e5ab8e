#include "quic/ping.h"

#include <stdlib.h>
#include <string.h>

#include "quic/quic_int.h"
#include "quic/quic_limits.h"
#include "quic/udp.h"

struct ping_key {
    struct list node;
    struct node_id id;
    struct box_key key;
};

void ping_init(struct ping *p)
{
    *p = (struct ping){0};
    map_init(&p->keys, NODE_ID_LEN, QUIC_MAX_BOX_KEYS);
    list_init(&p->used);
}

static void drop_key(struct ping *p, struct ping_key *k)
{
    map_remove(&p->keys, &k->id);
    list_remove(&k->node);
    explicit_bzero(k, sizeof(*k));
    free(k);
}

void ping_clear(struct ping *p)
{
    LIST_FOREACH (it, tmp, &p->used) {
        drop_key(p, LIST_ENTRY(it, struct ping_key, node));
    }
    map_clear(&p->keys);
}

static enum err make_key(struct quic *q, const struct node_id *peer,
                         struct ping_key **out)
{
    struct ping *p = &q->ping;
    struct ping_key *k;
    enum err e;

    if (p->keys.len == QUIC_MAX_BOX_KEYS)
        drop_key(p, LIST_ENTRY(p->used.next, struct ping_key, node));
    k = calloc(1, sizeof(*k));
    if (k == NULL)
        return ERR_NOMEM;
    k->id = *peer;
    e = box_shared(q->cfg.key, peer, &k->key);
    if (e == ERR_OK)
        e = map_set(&p->keys, &k->id, k);
    if (e != ERR_OK) {
        free(k);
        return e;
    }
    list_push_back(&p->used, &k->node);
    *out = k;
    return ERR_OK;
}

/* The secret shared with a node. `ours` are never limited: we chose whom. */
static enum err get_key(struct quic *q, const struct node_id *peer, bool ours,
                        uint64_t now_ns, const struct box_key **out)
{
    struct ping *p = &q->ping;
    struct ping_key *k = map_get(&p->keys, peer);
    enum err e;

    if (k == NULL) {
        if (!ours && !rate_take(&p->new_keys, QUIC_BOX_KEYS_PER_S, now_ns)) {
            quic_count_limit(q);
            return ERR_LIMIT;
        }
        e = make_key(q, peer, &k);
        if (e != ERR_OK)
            return e;
    } else {
        list_remove(&k->node);
        list_push_back(&p->used, &k->node);
    }
    *out = &k->key;
    return ERR_OK;
}

static enum err send_msg(struct quic *q, struct udp *u,
                         const struct box_key *key, const struct disco_msg *m,
                         const struct addr *remote, const struct addr *local)
{
    uint8_t bytes[DISCO_SEAL_SIZE];
    size_t len = disco_seal(key, m, bytes);
    struct udp_out o = {.bytes = bytes,
                        .len = len,
                        .segment = len,
                        .remote = remote,
                        .local = local};

    return quic_send(q, u, &o);
}

static void answer(struct quic *q, const struct quic_datagram *d,
                   const struct box_key *key, const struct disco_msg *m)
{
    struct disco_msg pong = {
        .type = DISCO_PONG, .sender = q->cfg.key->id, .seen = d->remote};

    q->stats.disco_pings_rx++;
    memcpy(pong.tx, m->tx, sizeof(pong.tx));
    /* A lost pong is asked for again. */
    if (d->udp != NULL)
        (void)!send_msg(q, d->udp, key, &pong, &d->remote, &d->local);
}

static enum err open_msg(struct quic *q, const struct quic_datagram *d,
                         struct disco_msg *m, const struct box_key **key)
{
    struct node_id sender;
    enum err e = disco_sender(d->bytes, d->len, &sender);

    if (e != ERR_OK)
        return e;
    e = get_key(q, &sender, dial_expects(q, &sender), d->now_ns, key);
    if (e != ERR_OK)
        return e;
    return disco_open(*key, d->bytes, d->len, m);
}

void ping_received(struct quic *q, const struct quic_datagram *d)
{
    const struct box_key *key;
    struct disco_msg m;

    if (!rate_take(&q->ping.pings, QUIC_PINGS_PER_S, d->now_ns)) {
        quic_count_limit(q);
        q->stats.disco_rejected++;
        return;
    }
    if (open_msg(q, d, &m, &key) != ERR_OK) {
        q->stats.disco_rejected++;
        return;
    }
    if (m.type == DISCO_PING) {
        answer(q, d, key, &m);
    } else if (m.type == DISCO_PONG) {
        q->stats.disco_pongs_rx++;
        dial_pong(q, &m.sender, m.tx, &d->remote);
    }
}

enum err ping_send(struct quic *q, struct udp *u, const struct node_id *peer,
                   const struct addr *remote,
                   const uint8_t tx[static DISCO_TX_LEN])
{
    struct disco_msg m = {.type = DISCO_PING, .sender = q->cfg.key->id};
    const struct box_key *key;
    enum err e = get_key(q, peer, true, 0, &key);

    if (e != ERR_OK)
        return e;
    memcpy(m.tx, tx, sizeof(m.tx));
    return send_msg(q, u, key, &m, remote, NULL);
}
