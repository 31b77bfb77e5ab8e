/* The ring holds what the counters were at about every second of the last
 * minute; a rate is what was added since the entry that is as old as the
 * window, or since the oldest there is. */
#include "peers/quality.h"

#include <assert.h>

/* Entries are not closer than this, however often it is fed. */
#define STEP_MS 900

static const uint64_t windows_ms[] = {1000, 10000, 60000};

void quality_init(struct quality *q)
{
    *q = (struct quality){0};
}

static unsigned at(const struct quality *q, unsigned age)
{
    return (q->next + QUALITY_SECONDS - 1 - age) % QUALITY_SECONDS;
}

/* The newest entry that is as old as the window, else the oldest. */
static unsigned find(const struct quality *q, uint64_t now_ms, uint64_t window)
{
    unsigned age = 0;

    while (age + 1 < q->len && now_ms - q->at_ms[at(q, age)] < window - 50)
        age++;
    return at(q, age);
}

static uint64_t rate(uint64_t now, uint64_t before, uint64_t passed_ms)
{
    return passed_ms > 0 ? (now - before) * 1000 / passed_ms : 0;
}

static void measure_rates(const struct quality *q, uint64_t now_ms,
                          uint64_t rx_bytes, uint64_t tx_bytes,
                          struct peer_quality *out)
{
    for (size_t i = 0; i < sizeof(windows_ms) / sizeof(windows_ms[0]); i++) {
        unsigned k;

        out->rx_bps[i] = 0;
        out->tx_bps[i] = 0;
        if (q->len == 0)
            continue;
        k = find(q, now_ms, windows_ms[i]);
        out->rx_bps[i] = rate(rx_bytes, q->rx[k], now_ms - q->at_ms[k]);
        out->tx_bps[i] = rate(tx_bytes, q->tx[k], now_ms - q->at_ms[k]);
    }
}

static void remember(struct quality *q, uint64_t now_ms, uint64_t rx_bytes,
                     uint64_t tx_bytes)
{
    if (q->len > 0 && now_ms - q->at_ms[at(q, 0)] < STEP_MS)
        return;
    q->at_ms[q->next] = now_ms;
    q->rx[q->next] = rx_bytes;
    q->tx[q->next] = tx_bytes;
    q->sent[q->next] = q->packets;
    q->gone[q->next] = q->lost;
    q->next = (q->next + 1) % QUALITY_SECONDS;
    if (q->len < QUALITY_SECONDS)
        q->len++;
}

/* A share of the packets since the last time, weighed by how many they are. A
 * loss without a packet sent since counts when the next one is. */
static void measure_loss(struct quality *q, uint64_t packets, uint64_t lost)
{
    uint64_t sent = packets - q->packets;
    double share, weight;

    if (sent == 0)
        return;
    share = (double)(lost - q->lost) / (double)sent;
    weight = (double)sent / QUALITY_LOSS_PACKETS;
    q->loss += (weight < 1 ? weight : 1) * ((share < 1 ? share : 1) - q->loss);
    q->packets = packets;
    q->lost = lost;
}

static double loss_now(const struct quality *q)
{
    unsigned oldest = at(q, q->len > 0 ? q->len - 1 : 0);
    uint64_t sent = q->packets - q->sent[oldest];
    uint64_t gone = q->lost - q->gone[oldest];

    if (q->len == 0 || sent < QUALITY_LOSS_PACKETS)
        return q->loss;
    return gone < sent ? (double)gone / (double)sent : 1;
}

void quality_feed(struct quality *q, uint64_t now_ms, uint64_t rx_bytes,
                  uint64_t tx_bytes, uint64_t packets_tx, uint64_t packets_lost,
                  struct peer_quality *out)
{
    assert(packets_tx >= q->packets && packets_lost >= q->lost);
    measure_loss(q, packets_tx, packets_lost);
    measure_rates(q, now_ms, rx_bytes, tx_bytes, out);
    remember(q, now_ms, rx_bytes, tx_bytes);
    out->loss = loss_now(q);
    out->rx_bytes = rx_bytes;
    out->tx_bytes = tx_bytes;
}
