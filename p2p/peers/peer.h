/* What is known of one peer. Part of the pure core: no I/O, no clock.
 *
 *     DISCONNECTED --dial--> CONNECTING --handshake--> CONNECTED
 *     CONNECTING --no address answered--> FAILED --its time has come-->
 *         CONNECTING
 *     CONNECTED --we close--> DISCONNECTING --closed--> DISCONNECTED
 *     CONNECTED --lost--> FAILED, or DISCONNECTED when the peer said goodbye
 *     any --the peer connects to us--> CONNECTED
 *
 * Thread: the core's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/backoff.h"
#include "base/err.h"
#include "base/list.h"
#include "crypto/id.h"
#include "crypto/node_addr.h"
#include "peers/peers_limits.h"

enum peer_state {
    PEER_DISCONNECTED,
    PEER_CONNECTING,
    PEER_CONNECTED,
    PEER_DISCONNECTING,
    PEER_FAILED,
    PEER_STATES
};
const char *peer_state_name(enum peer_state s); /* "disconnected", ... */

enum peer_kind { PEER_UNKNOWN, PEER_FIRN, PEER_IROH };
const char *peer_kind_name(enum peer_kind k); /* "unknown", "firn", "iroh" */

/* Where an address came from. X(NAME, text) */
#define PEER_SOURCES(X)                                                        \
    X(MANUAL, "manual")                                                        \
    X(TICKET, "ticket") X(STATIC, "static") X(MDNS, "mdns") X(LAN, "lan")      \
        X(DNS, "dns") X(EXCHANGE, "exchange") X(INBOUND, "inbound")
enum peer_source {
#define PEER_SOURCE_ENUM(name, text) PEER_SOURCE_##name,
    PEER_SOURCES(PEER_SOURCE_ENUM)
#undef PEER_SOURCE_ENUM
        PEER_SOURCE_COUNT
};
const char *peer_source_name(enum peer_source s);

struct peer_addr {
    struct addr addr;
    enum peer_source source;
    uint64_t seen_ms;    /* wall clock, when it was last told */
    uint64_t last_ok_ms; /* wall clock; 0: never worked */
};

/* What a peer did, for its reputation. X(NAME, text, points) */
#define PEER_DEEDS(X)                                                          \
    X(SERVED, "served", 1) /* brought what it was asked for */                 \
    X(WRONG_DATA, "wrong_data", -50)                                           \
    X(STALLED, "stalled", -10)    /* stopped in the middle */                  \
    X(TIMED_OUT, "timed_out", -5) /* never answered */                         \
    X(BROKE_PROTOCOL, "broke_protocol", -20)
enum peer_deed {
#define PEER_DEED_ENUM(name, text, points) PEER_DEED_##name,
    PEER_DEEDS(PEER_DEED_ENUM)
#undef PEER_DEED_ENUM
        PEER_DEED_COUNT
};
const char *peer_deed_name(enum peer_deed d);
int peer_deed_points(enum peer_deed d); /* what it adds to the reputation */

#define PEER_REPUTATION_MIN (-100)
#define PEER_REPUTATION_MAX 100

/* Measurements of a connected peer, over all its connections; see quality.h
 * for how they are made. */
struct peer_quality {
    uint64_t rtt_us, rtt_var_us;   /* 0: not measured */
    double loss;                   /* share of what we sent lately, 0..1 */
    uint64_t cwnd;                 /* bytes */
    uint64_t rx_bps[3], tx_bps[3]; /* bytes per second over 1, 10, 60 s */
    uint64_t rx_bytes, tx_bytes;   /* UDP payload in all since the start */
};

struct peer {
    struct node_id id;
    enum peer_state state;
    uint64_t since_ms; /* wall clock of this state */
    enum peer_kind kind;
    char name[NODE_NAME_MAX + 1];
    char agent[NODE_NAME_MAX + 1]; /* "firn/0.1.0"; "" unknown */
    char relay[NODE_ADDR_RELAY_SIZE];
    struct peer_addr addrs[PEER_MAX_ADDRS];
    size_t addrs_len;
    enum peer_source discovered_by;       /* the first word of it */
    uint64_t first_seen_ms, last_seen_ms; /* wall clock */
    uint64_t last_connected_ms;           /* wall clock; 0: never */
    bool is_pinned; /* an operator wants it: always connected */
    bool is_banned;
    bool is_inbound_only; /* no address that could be dialled */
    bool was_dialled;     /* the present connection: by us */
    struct addr remote;   /* CONNECTED: where it is */
    bool has_observed;
    struct addr observed; /* where it says to see us */
    int reputation;
    uint64_t deeds[PEER_DEED_COUNT];
    uint64_t reconnects;   /* connected again after a loss */
    uint32_t failures;     /* dials in a row */
    uint64_t next_dial_ms; /* core's time; 0: none planned */
    enum err last_err;
    char last_error[256]; /* for people: what happened last that was not well;
                             "" nothing */
    struct peer_quality quality;

    /* Private to the core. */
    struct backoff backoff;
    struct list node;
    uint64_t conn;    /* number of the control connection; 0: none */
    uint64_t session; /* of its process, from HELLO */
    bool is_lost;     /* was connected and lost; the next counts as again */
};

/* Remember an address; newer words replace the oldest ones of the least sure
 * sources. False: it was known, or is of no use (wildcard, multicast, port
 * 0). */
bool peer_add_addr(struct peer *p, const struct addr *a, enum peer_source src,
                   uint64_t wall_ms);
void peer_addr_worked(struct peer *p, const struct addr *a, uint64_t wall_ms);

/* Addresses to dial, the best first: worked last, then by source. Those of
 * INBOUND only of a Firn node, which listens where it dials from. */
size_t peer_dial_addrs(const struct peer *p, struct addr *out, size_t max);

/* From 0 (unusable) to 1 (a quiet local network):
 *
 *     1 / (1 + rtt / 100 ms) * 1 / (1 + loss / 1 %) * min(1, 1 + reputation / 100)
 *
 * Not connected: 0. RTT not measured counts as 100 ms. */
double peer_score(const struct peer *p);
