/* Ops on the node as a whole: addresses, measurements, event streams. Fill in
 * the fields above the line, post, read those below it when `err` is ERR_OK.
 *
 * Thread: see op.h. */
#pragma once

#include "blobs/blobs.h"
#include "crypto/node_addr.h"
#include "ops/events.h"
#include "ops/op.h"
#include "quic/quic.h"
#include "store/store.h"

/* Who and where we are. */
struct op_node_addr {
    struct op op;
    /* ---- */
    struct node_addr node; /* what to tell others */
    struct addr bound[QUIC_MAX_SOCKETS];
    size_t bound_len;
};
struct op_node_addr *op_node_addr_new(void);

/* All counters at one moment. */
struct op_stats {
    struct op op;
    /* ---- */
    struct store_stats store;
    struct quic_stats quic;
    struct blobs_stats blobs;
    size_t event_clients;
    size_t sockets;
};
struct op_stats *op_stats_new(void);

/* Begin to listen: see events_subscribe() for the errors. */
struct op_listen {
    struct op op;
    struct event_sink *sink;
    struct event_since since;
};
struct op_listen *op_listen_new(void);
