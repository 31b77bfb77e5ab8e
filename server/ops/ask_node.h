/* Asks on the node as a whole: addresses, measurements, event streams. Fill in
 * the fields above the line, post, read those below it when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "blobs/blobs.h"
#include "crypto/node_addr.h"
#include "node_p2p.h"
#include "ops/ask.h"
#include "ops/events.h"
#include "quic/quic.h"
#include "store/store.h"

/* Who and where we are. */
struct ask_node_addr {
    struct ask ask;
    /* ---- */
    struct node_addr node; /* what to tell others */
    struct addr bound[QUIC_MAX_SOCKETS];
    size_t bound_len;
    enum p2p_state p2p;
};
struct ask_node_addr *ask_node_addr_new(void);

/* All counters at one moment. */
struct ask_stats {
    struct ask ask;
    /* ---- */
    struct store_stats store;
    struct quic_stats quic;
    struct blobs_stats blobs;
    size_t event_clients;
    enum p2p_state p2p;
};
struct ask_stats *ask_stats_new(void);

/* Begin to listen: see events_subscribe() for the errors. */
struct ask_listen {
    struct ask ask;
    struct event_sink *sink;
    struct event_since since;
};
struct ask_listen *ask_listen_new(void);
