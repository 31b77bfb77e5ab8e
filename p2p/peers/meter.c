/* Counters of a peer never fall: what a connection had counted is kept when it
 * goes. */
#include "peers/meter.h"

#include <stdlib.h>
#include <string.h>

#include "peers/peers_int.h"
#include "quic/conn.h"

#define SAMPLE_MS 900

struct meter *meter_get(struct peers *p, const struct node_id *id)
{
    return map_get(&p->meter_of, id);
}

struct meter *meter_take(struct peers *p, const struct node_id *id)
{
    struct meter *m = meter_get(p, id);

    if (m != NULL)
        return m;
    m = calloc(1, sizeof *m);
    if (m == NULL || map_set(&p->meter_of, id, m) != ERR_OK) {
        free(m);
        return NULL;
    }
    m->id = *id;
    quality_init(&m->quality);
    return m;
}

static void free_meter(struct peers *p, struct meter *m)
{
    (void)map_remove(&p->meter_of, &m->id);
    free(m);
}

/* One that is still used goes with its last connection. */
void meter_forget(struct peers *p, const struct node_id *id)
{
    struct meter *m = meter_get(p, id);

    if (m != NULL && m->links == 0)
        free_meter(p, m);
}

void meters_clear(struct peers *p)
{
    struct meter *m;
    size_t it = 0;

    while ((m = map_next(&p->meter_of, &it, NULL)) != NULL)
        free(m);
    map_clear(&p->meter_of);
}

void meter_begin(struct meter *m)
{
    m->now_rx = m->now_tx = m->now_packets = m->now_lost = 0;
}

void meter_add(struct meter *m, const struct conn_stats *st)
{
    m->now_rx += st->bytes_rx;
    m->now_tx += st->bytes_tx;
    m->now_packets += st->packets_tx;
    m->now_lost += st->packets_lost;
}

void meter_keep(struct meter *m, const struct conn_stats *st)
{
    m->rx += st->bytes_rx;
    m->tx += st->bytes_tx;
    m->packets += st->packets_tx;
    m->lost += st->packets_lost;
}

static void note_sample(struct meter *m, uint64_t now_ms, uint64_t wall_ms)
{
    if (m->len > 0 && now_ms - m->sampled_ms < SAMPLE_MS)
        return;
    m->sampled_ms = now_ms;
    m->samples[m->next] = (struct peers_sample){
        .wall_ms = wall_ms,
        .rtt_us = m->last.rtt_us,
        .loss = m->last.loss,
        .rx_bps = m->last.rx_bps[0],
        .tx_bps = m->last.tx_bps[0],
    };
    m->next = (m->next + 1) % PEERS_MAX_SAMPLES;
    if (m->len < PEERS_MAX_SAMPLES)
        m->len++;
}

void meter_end(struct meter *m, uint64_t now_ms, uint64_t wall_ms)
{
    quality_feed(&m->quality, now_ms, m->rx + m->now_rx, m->tx + m->now_tx,
                 m->packets + m->now_packets, m->lost + m->now_lost, &m->last);
    note_sample(m, now_ms, wall_ms);
}

size_t peers_samples(const struct peers *p, const struct node_id *id,
                     struct peers_sample *out, size_t max)
{
    const struct meter *m = map_get(&p->meter_of, id);
    size_t n = m == NULL || m->links == 0 ? 0 : m->len;

    if (n > max)
        n = max;
    for (size_t i = 0; i < n; i++)
        out[i] = m->samples[(m->next + PEERS_MAX_SAMPLES - n + i) %
                            PEERS_MAX_SAMPLES];
    return n;
}
