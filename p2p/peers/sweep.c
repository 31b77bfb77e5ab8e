/* About once a second: what each connection has counted goes to the meter of
 * its peer, and from there with a sign of life to the core, which finds the
 * dead. Only connections are walked, never all known peers.
 *
 * How often a silent connection is pinged follows from how sure its numbers
 * are: PING_FACTOR times as often while it is young, while its round-trip time
 * varies, or while it loses packets. */
#include "base/clock.h"
#include "peers/peers_int.h"
#include "quic/conn.h"
#include "store/store.h"

#define PING_FACTOR 4
#define YOUNG_MS 15000
#define OWN_MS 5000
/* A connection that the core does not call its own goes after so many times
 * the longest dial: what it wanted done was lost when memory was short. */
#define STRAY_FACTOR 4

/* ---- quality ------------------------------------------------------------*/

static void begin_round(struct peers *p)
{
    LIST_FOREACH (it, tmp, &p->links) {
        struct link *l = LIST_ENTRY(it, struct link, node);

        if (l->meter != NULL)
            meter_begin(l->meter);
    }
}

static bool is_control(const struct peers *p, const struct link *l)
{
    const struct peer *peer = core_peer(p->core, &l->id);

    return peer != NULL && (peer->conn == l->number || peer->conn == 0);
}

static void count(struct peers *p, struct link *l, uint64_t now_ms)
{
    struct conn_stats st;

    conn_get_stats(l->conn, &st);
    if (st.packets_rx != l->packets_rx) {
        l->packets_rx = st.packets_rx;
        l->heard_ms = now_ms;
    }
    if (l->meter == NULL)
        return;
    meter_add(l->meter, &st);
    if (!is_control(p, l))
        return;
    l->meter->last.rtt_us = st.rtt_ns / 1000;
    l->meter->last.rtt_var_us = st.rtt_var_ns / 1000;
    l->meter->last.cwnd = st.cwnd;
}

/* Once for each meter, whichever of its links comes first. */
static void end_round(struct peers *p, uint64_t now_ms)
{
    uint64_t wall_ms = clock_wall_ms();

    LIST_FOREACH (it, tmp, &p->links) {
        struct meter *m = LIST_ENTRY(it, struct link, node)->meter;

        if (m == NULL || m->round_ms == now_ms)
            continue;
        m->round_ms = now_ms;
        meter_end(m, now_ms, wall_ms);
    }
}

static void measure(struct peers *p, uint64_t now_ms)
{
    begin_round(p);
    LIST_FOREACH (it, tmp, &p->links) {
        count(p, LIST_ENTRY(it, struct link, node), now_ms);
    }
    end_round(p, now_ms);
}

/* ---- each connection ----------------------------------------------------*/

static bool is_unsure(const struct link *l, uint64_t now_ms)
{
    const struct peer_quality *q = &l->meter->last;

    return now_ms - l->up_ms < YOUNG_MS || q->rtt_var_us > q->rtt_us / 3 ||
           q->loss > 0.005;
}

static void adapt_ping(struct peers *p, struct link *l, uint64_t now_ms)
{
    uint64_t ms = p->cfg.ping_ms;

    if (l->meter == NULL || l->is_over)
        return;
    if (l->is_node && is_unsure(l, now_ms))
        ms = ms / PING_FACTOR > 0 ? ms / PING_FACTOR : 1;
    link_set_ping(l, ms);
}

static bool is_stray(const struct peers *p, const struct link *l,
                     uint64_t now_ms)
{
    const struct peer *peer = core_peer(p->core, &l->id);

    if (peer == NULL || peer->is_banned)
        return true;
    return l->is_node && peer->conn != l->number &&
           now_ms - l->up_ms > STRAY_FACTOR * p->cfg.dial_ms;
}

static void sample(struct peers *p, struct link *l)
{
    static const struct peer_quality unknown;
    struct core_event e = {.kind = CORE_SAMPLE,
                           .conn = l->number,
                           .quality =
                               l->meter != NULL ? &l->meter->last : &unknown,
                           .heard_ms = l->heard_ms};

    peers_step(p, &e);
}

static void look_at_links(struct peers *p, uint64_t now_ms)
{
    LIST_FOREACH (it, tmp, &p->links) {
        struct link *l = LIST_ENTRY(it, struct link, node);

        adapt_ping(p, l, now_ms);
        link_look(l);
        if (l->is_up && !l->is_over)
            sample(p, l);
        if (l->is_up && !l->is_over && is_stray(p, l, now_ms))
            link_close(l, NODE_CLOSE_BYE, "");
    }
}

/* ---- ourselves ----------------------------------------------------------*/

void peers_tell_own(struct peers *p, enum core_event_kind kind)
{
    struct addr addrs[RECORD_MAX_ADDRS];
    struct store_stats st;
    struct core_event e = {.kind = kind, .addrs = addrs};

    store_get_stats(p->cfg.store, &st);
    e.blobs = st.blobs_complete;
    e.bytes = st.bytes_complete;
    e.addrs_len = quic_addresses(p->quic, addrs, RECORD_MAX_ADDRS);
    if (p->discovery != NULL)
        discovery_announce(p->discovery, addrs, e.addrs_len);
    peers_step(p, &e);
}

static void note_records(struct peers *p)
{
    for (uint8_t kind = RECORD_ADDRESSES; kind <= RECORD_LINKS; kind++) {
        struct record_key key = {.origin = p->cfg.key->id, .kind = kind};
        const struct records_entry *at =
            records_get(core_records(p->core), &key);

        if (at == NULL || at->seq == p->own_seq[kind])
            continue;
        p->own_seq[kind] = at->seq;
        peers_task_ran(p, PEERS_TASK_RECORDS, ERR_OK, NULL);
    }
}

void peers_sweep(struct peers *p)
{
    uint64_t now_ms = peers_now(p);

    peers_task_ran(p, PEERS_TASK_SWEEP, ERR_OK, NULL);
    if (!p->is_online)
        return;
    measure(p, now_ms);
    look_at_links(p, now_ms);
    if (now_ms >= p->own_ms) {
        p->own_ms = now_ms + OWN_MS;
        peers_tell_own(p, CORE_OWN);
    }
    note_records(p);
}
