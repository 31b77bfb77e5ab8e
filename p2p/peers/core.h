/* The core of the peer table: who is known, whom to be connected to, what to
 * say. Pure: no I/O and no clock; what happened goes in, what must be done
 * comes out. docs/protocol.md, "Nodes", has the messages.
 *
 * Connections have numbers, given by the shell, unique and not 0. The core
 * sees the connections of every protocol; those of NODE_ALPN are control
 * connections, and of these one per peer is kept: of two that were opened
 * crosswise the one that the lower id dialled, else the newer. Which one is
 * decided when both have said HELLO, so that a peer does not look gone while
 * one takes the place of the other; and a newer process of the peer (HELLO,
 * session) always replaces the connection of the older one.
 *
 * Thread: none of its own; core_step() does not call back. */
#pragma once

#include "crypto/key.h"
#include "peers/holders.h"
#include "peers/node_msg.h"
#include "peers/peer.h"
#include "peers/records.h"
#include "peers/topology.h"

struct core;

struct core_config {
    const struct key *key; /* borrowed */
    const char *name;      /* ours; borrowed, as the next */
    const char *agent;     /* "firn/0.1.0" */
    uint64_t session;      /* random; also the seed of all chance in the core */
    size_t max_links;      /* to stay connected to so many at most, besides
                              pinned ones; above it a part of the known peers
                              is chosen (mesh.h) */
    uint64_t dead_ms;      /* nothing heard for so long: the peer is dead */
    uint64_t retry_first_ms, retry_max_ms; /* between dials of a peer */
    uint64_t dial_ms;                      /* longest dial */
    uint64_t forget_ms;   /* drop peers not connected nor seen for so long */
    uint64_t links_ms;    /* longest time between our link records in a small
                              cluster; grows with its size */
    bool is_exchange_on;  /* pass on and believe address records */
    bool is_reconnect_on; /* dial by itself; else only for CORE_WANT, once */
};

enum core_event_kind {
    CORE_TICK,        /* at least once a second, and at core_next_ms() */
    CORE_ROW,         /* `peer` as it was saved; before all else */
    CORE_ONLINE,      /* the endpoint is there; `addrs` are ours */
    CORE_OFFLINE,     /* it goes; every connection ends without CORE_DOWN */
    CORE_OWN,         /* what we have: blobs, bytes; `addrs` are ours */
    CORE_SEEN,        /* `node`, `source`, `name`, `agent` */
    CORE_WANT,        /* the same, and an operator wants it: pinned, now */
    CORE_REMOVE,      /* `id`: disconnect and forget */
    CORE_BAN,         /* `id`: disconnect, refuse */
    CORE_UNBAN,       /* `id` */
    CORE_DIAL_FAILED, /* `id`, `err`, `text` */
    CORE_UP,          /* `conn`, `id`, `remote`, `was_dialled`, `is_node` */
    CORE_DOWN,        /* `conn`, `err` (OK: it ended here, on purpose; or
                         `by_peer`), `by_peer` (it closed), `code`, `text` */
    CORE_FRAME,       /* `conn`, `frame` */
    CORE_BAD_FRAME,   /* `conn`: what came is no frame */
    CORE_SAMPLE,      /* `conn`, `quality`, `heard_ms`: core's time at which
                         the connection last received anything */
    CORE_DEED,        /* `id`, `deed` */
    CORE_ASK_HAVE,    /* `conn` (0: all), `request`, `hashes` */
    CORE_ANNOUNCE     /* `haves`: tell all */
};

struct core_event {
    enum core_event_kind kind;
    uint64_t conn;
    struct node_id id;
    const struct peer *peer;
    const struct node_addr *node;
    enum peer_source source;
    const char *name, *agent; /* NULL: unknown */
    const struct addr *addrs;
    size_t addrs_len;
    uint64_t blobs, bytes, uptime_s;
    struct addr remote;
    bool was_dialled, is_node, by_peer;
    uint64_t code; /* that the peer closed with: NODE_CLOSE_... if is_node */
    enum err err;
    const char *text;
    struct node_frame frame;
    const struct peer_quality *quality;
    uint64_t heard_ms;
    enum peer_deed deed;
    uint64_t request;
    const struct hash *hashes;
    const struct node_have *haves;
    size_t len;
};

enum core_action_kind {
    CORE_DO_DIAL,    /* `id`, `addrs`, is_node: NODE_ALPN, else what iroh
                         speaks; ends in CORE_UP or CORE_DIAL_FAILED */
    CORE_DO_CANCEL,  /* the dial to `id` is of no more use: neither UP nor
                         DIAL_FAILED is to follow */
    CORE_DO_CLOSE,   /* `conn`, `close`; ends in CORE_DOWN */
    CORE_DO_SEND,    /* `conn`, `bytes` */
    CORE_DO_SAVE,    /* the row of `id` changed */
    CORE_DO_FORGET,  /* the row of `id` goes; so does its struct peer */
    CORE_DO_TELL,    /* `id`: `news`, for whoever watches */
    CORE_DO_RESOLVE, /* `id`: ask discovery for its addresses */
    CORE_DO_LOOK,    /* `is_looking`: discovery, look around */
    CORE_DO_HAVE,    /* `conn`, `request`, `hashes`: look, and answer by
                         core_answer_have() */
    CORE_DO_HEARD,   /* `id`, `request`, `haves`: the answer of a peer */
    CORE_DO_HOLDS,   /* `id`, `haves`: an announcement of a peer */
    CORE_DO_PONG     /* `conn`, `token` */
};

enum core_news {
    CORE_NEWS_DISCOVERED, /* known from now on */
    CORE_NEWS_STATE,      /* its state changed */
    CORE_NEWS_BANNED,     /* or not any more */
    CORE_NEWS_ADDRESSES,  /* others than before */
    CORE_NEWS_FORGOTTEN
};

struct core_action {
    enum core_action_kind kind;
    struct node_id id;
    uint64_t conn;
    bool is_node, is_looking;
    enum node_close close;
    enum core_news news;
    struct addr addrs[PEER_MAX_ADDRS];
    size_t addrs_len;
    uint64_t request, token;
    size_t begin, end;         /* SEND: in core_actions.bytes */
    const struct hash *hashes; /* borrowed until the next step */
    const struct node_have *haves;
    size_t len;
};

/* What one step asks for, in order. Zero it before first use; it keeps its
 * memory from step to step. */
struct core_actions {
    struct core_action *at;
    size_t len, cap;
    struct buf bytes;
    bool is_short; /* memory ran out: some are missing; the shell closes the
                      connections concerned at the next tick */
};
void core_actions_init(struct core_actions *a);
void core_actions_clear(struct core_actions *a);

/* ERR_NOMEM, ERR_INVALID */
ERR_RESULT enum err core_new(const struct core_config *cfg, struct core **out);
void core_free(struct core *c);

/* `now`: monotonic milliseconds; `wall`: wall clock, for what people see. The
 * actions of the step before are dropped first. */
void core_step(struct core *c, uint64_t now, uint64_t wall,
               const struct core_event *e, struct core_actions *out);

/* When the next CORE_TICK is due at the latest. */
uint64_t core_next_ms(const struct core *c);

/* The frame that answers CORE_DO_HAVE. */
ERR_RESULT enum err core_answer_have(uint64_t request,
                                     const struct node_have *haves, size_t len,
                                     struct buf *out);

/* ---- looking; borrowed until the next step ------------------------------*/

const struct peer *core_peer(const struct core *c, const struct node_id *id);
/* Walk; *it = 0 first; NULL at the end. In no order. */
const struct peer *core_next_peer(const struct core *c, size_t *it);
const struct records *core_records(const struct core *c);
const struct holders *core_holders(const struct core *c);
bool core_is_banned(const struct core *c, const struct node_id *id);

struct core_stats {
    uint64_t peers[PEER_STATES]; /* gauges, as `banned` */
    uint64_t banned;
    uint64_t discovered[PEER_SOURCE_COUNT];
    uint64_t dials, dials_failed, reconnects, duplicates, dead;
    uint64_t frames_rx[NODE_MSG_TYPE_END], frames_tx[NODE_MSG_TYPE_END];
    uint64_t frames_unknown, frames_malformed, frames_limited;
    uint64_t bytes_rx, bytes_tx;              /* frames of the node protocol */
    uint64_t records, records_bytes, holders; /* gauges */
    uint64_t records_refused;
    uint64_t limits_hit;
};
void core_get_stats(const struct core *c, struct core_stats *out);

/* Bytes held for the table: peers, connections, what waits to be said. */
size_t core_table_bytes(const struct core *c);

/* Asserts the invariants of the README, all of them. In builds without
 * optimisation core_step() does so, the rarer the more peers there are. */
void core_check(const struct core *c);
