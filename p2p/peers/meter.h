/* What is measured of a peer: the sum over all its connections, whatever their
 * protocols, those that are gone included.
 *
 * Thread: the loop. */
#pragma once

#include "base/list.h"
#include "peers/peers.h"
#include "peers/quality.h"

struct conn_stats;

struct meter {
    struct node_id id;
    size_t links;                   /* that are open */
    uint64_t rx, tx, packets, lost; /* of connections that are gone */
    uint64_t now_rx, now_tx, now_packets, now_lost; /* of the open ones */
    struct quality quality;
    struct peer_quality last; /* what it came to */
    struct peers_sample samples[PEERS_MAX_SAMPLES];
    unsigned next, len;
    uint64_t sampled_ms;
    uint64_t round_ms; /* measured in this round already */
};

/* NULL: no memory, or none there. */
struct meter *meter_get(struct peers *p, const struct node_id *id);
struct meter *meter_take(struct peers *p, const struct node_id *id);
void meter_forget(struct peers *p, const struct node_id *id);
void meters_clear(struct peers *p);

/* A round of measuring: begin, add each connection, end. */
void meter_begin(struct meter *m);
void meter_add(struct meter *m, const struct conn_stats *st);
void meter_end(struct meter *m, uint64_t now_ms, uint64_t wall_ms);

/* A connection is gone; these are its last counts. */
void meter_keep(struct meter *m, const struct conn_stats *st);
