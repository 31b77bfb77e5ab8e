/* Asks on the node as a whole: addresses, measurements, event streams. Fill in
 * the fields above the line, post, read those below it when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "blobs/blobs.h"
#include "blobs/limits.h"
#include "crypto/node_addr.h"
#include "node_p2p.h"
#include "ops/ask.h"
#include "ops/diag.h"
#include "ops/events.h"
#include "quic/quic.h"
#include "store/store.h"

#define NODE_OBSERVED_MAX 16

/* Who and where we are. */
struct ask_node_addr {
    struct ask ask;
    /* ---- */
    struct node_addr node; /* what to tell others */
    struct addr bound[QUIC_MAX_SOCKETS];
    size_t bound_len;
    enum p2p_state p2p;
    char p2p_error[ERRMSG_MAX];
    char not_bound[ERRMSG_MAX]; /* as quic_unbound() */
    struct addr observed[NODE_OBSERVED_MAX];
    size_t observed_len;
    uint64_t connected, known; /* peers */
};
struct ask_node_addr *ask_node_addr_new(void);

/* Measurements of one peer. */
struct peer_traffic {
    struct node_id id;
    struct peer_quality quality;
};

/* All counters at one moment. */
struct ask_stats {
    struct ask ask;
    /* ---- */
    struct store_stats store;
    struct quic_stats quic;
    struct blobs_stats blobs;
    struct limits_stats limits;
    size_t event_clients;
    uint64_t events; /* in all */
    enum p2p_state p2p;
    char p2p_error[ERRMSG_MAX];
    char not_bound[ERRMSG_MAX];
    uint64_t errors; /* of background work */
    struct diag_task tasks[DIAG_MAX_TASKS];
    size_t tasks_len;
    bool has_peers; /* p2p is not disabled; else the rest is zero */
    struct peers_stats peers;
    struct discovery_status discovery[DISCOVERY_KINDS];
    struct peer_traffic *top; /* connected, the most traffic first */
    size_t top_len;
};
struct ask_stats *ask_stats_new(void);

/* Begin to listen: see events_subscribe() for the errors. */
struct ask_listen {
    struct ask ask;
    struct event_sink *sink;
    struct event_since since;
};
struct ask_listen *ask_listen_new(void);
