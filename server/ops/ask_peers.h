/* Asks on peers. Fill in the fields above the line, post, read those below it
 * when `err` is ERR_OK.
 *
 * All but the list: ERR_CLOSED and `is_off` when p2p is off; where a peer is
 * named, ERR_NOT_FOUND when none is, ERR_CONFLICT when several are.
 *
 * Thread: see ask.h. */
#pragma once

#include "crypto/node_addr.h"
#include "ops/ask.h"
#include "ops/peer_order.h"
#include "peers/peers.h"

/* An id, or how one begins. */
struct peer_ref {
    size_t prefix_len; /* hex digits; 0: `id` is whole */
    char prefix[NODE_ID_HEX_SIZE];
    struct node_id id;
};

#define PEER_PREFIX_MIN 8

/* ERR_PARSE, ERR_INVALID: `em` says why. [any thread] */
ERR_RESULT enum err peer_ref_parse(const char *text, struct peer_ref *out,
                                   struct errmsg *em);

struct ask_peer_list {
    struct ask ask;
    unsigned states; /* bit for each peer_state; 0: all */
    bool has_kind;
    enum peer_kind kind;
    enum peer_sort sort;
    bool has_cursor;
    struct peer_place after;
    size_t limit;
    /* ---- */
    struct peer *items;
    size_t len;
    bool more;
};
struct ask_peer_list *ask_peer_list_new(void);

/* A peer as it is now. */
struct ask_peer_get {
    struct ask ask;
    struct peer_ref ref;
    /* ---- */
    struct peer peer;
    uint64_t now_ms; /* of the loop, to which next_dial_ms belongs */
    struct peers_sample samples[PEERS_MAX_SAMPLES];
    size_t samples_len;
};
struct ask_peer_get *ask_peer_get_new(void);

/* Errors as peers_add(), with `em`. */
struct ask_peer_add {
    struct ask ask;
    struct node_addr node;
    enum peer_source source;
    uint64_t timeout_ms;
    /* ---- */
    bool is_off;
    bool was_connected;
    struct peer peer;
};
struct ask_peer_add *ask_peer_add_new(void);

/* ERR_UNREACHABLE: it is not connected; ERR_TIMEOUT: some came perhaps. */
struct ask_peer_ping {
    struct ask ask;
    struct peer_ref ref;
    uint32_t count;
    size_t size;
    uint64_t timeout_ms;
    /* ---- */
    bool is_off;
    struct node_id id;
    struct peers_pings pings; /* also with ERR_TIMEOUT */
};
struct ask_peer_ping *ask_peer_ping_new(void);

/* ERR_INVALID: that is ourselves. */
enum peer_deal { PEER_DEAL_REMOVE, PEER_DEAL_BAN, PEER_DEAL_UNBAN };
struct ask_peer_deal {
    struct ask ask;
    struct peer_ref ref;
    enum peer_deal deal;
};
struct ask_peer_deal *ask_peer_deal_new(void);

/* Who has a blob. Never waits longer than `timeout_ms`. */
struct provider {
    struct node_id peer;
    bool is_whole;
    uint64_t size, held_bytes;
    uint64_t heard_wall_ms;
};
struct ask_providers {
    struct ask ask;
    struct hash hash;
    uint64_t timeout_ms;
    /* ---- */
    struct provider *items; /* by id */
    size_t len;
};
struct ask_providers *ask_providers_new(void);
