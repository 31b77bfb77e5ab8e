/* How good a connection is, from what QUIC counts: loss over the packets sent
 * in the last minute, or over the last QUALITY_LOSS_PACKETS when these were
 * fewer, so that a burst of losses neither is all there is nor is forgotten at
 * once; bytes per second over three windows. One is kept per peer, fed about
 * once a second. Pure.
 *
 * Thread: none of its own. */
#pragma once

#include <stdint.h>

#include "peers/peer.h"

#define QUALITY_SECONDS 61
#define QUALITY_LOSS_PACKETS 256

struct quality {
    uint64_t at_ms[QUALITY_SECONDS]; /* ring of the last minute */
    uint64_t rx[QUALITY_SECONDS], tx[QUALITY_SECONDS];
    uint64_t sent[QUALITY_SECONDS], gone[QUALITY_SECONDS]; /* packets */
    unsigned next, len;
    uint64_t packets, lost; /* when last fed */
    double loss; /* of about the last QUALITY_LOSS_PACKETS */
};

void quality_init(struct quality *q);

/* Counters of all connections of a peer; they never fall. Fills in loss and
 * rates of *out. */
void quality_feed(struct quality *q, uint64_t now_ms, uint64_t rx_bytes,
                  uint64_t tx_bytes, uint64_t packets_tx, uint64_t packets_lost,
                  struct peer_quality *out);
