/* One QUIC connection to one peer.
 *
 *     dialled/accepted --> OPEN --close, error, idle, peer--> CLOSED
 *
 * A connection is counted: the endpoint holds one reference while it is open,
 * whoever keeps a pointer holds another. After `closed` ran, every call is
 * harmless and opening a stream answers ERR_CLOSED.
 *
 * When the endpoint holds as many connections as it may and another peer
 * knocks, the one that has had no stream for the longest, and that nobody else
 * holds a reference to, is closed.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "crypto/id.h"

struct conn;
struct stream;
struct stream_ops;

/* Why a connection ended. */
struct conn_end {
    enum err err; /* ERR_CLOSED: by us, or by the peer with code 0
                     ERR_REFUSED: by the peer with another application code
                     ERR_TIMEOUT: idle for too long
                     ERR_RESET: the peer has forgotten it (stateless reset)
                     ERR_AUTH, ERR_PROTO: the handshake or the peer failed */
    bool by_peer;
    bool is_app; /* `code` is an application code, else a transport one */
    uint64_t code;
    char reason[128]; /* peer's text, sanitised: printable ASCII only */
};

struct conn_ops {
    /* The peer opened a bidirectional stream. Set its callbacks with
     * stream_set_ops() before returning; a stream without is reset. */
    void (*stream)(struct conn *c, struct stream *s, void *arg);
    /* Exactly once. All streams of the connection have had their `closed`
     * before. May be NULL. */
    void (*closed)(struct conn *c, const struct conn_end *end, void *arg);
};

/* `ops` is borrowed and must stay (make it static const). NULL detaches. */
void conn_set_ops(struct conn *c, const struct conn_ops *ops, void *arg);

struct conn *conn_ref(struct conn *c);
void conn_unref(struct conn *c); /* may be NULL */

const struct node_id *conn_peer(const struct conn *c);
void conn_remote(const struct conn *c, struct addr *out);
const char *conn_alpn(const struct conn *c);
bool conn_is_open(const struct conn *c);
bool conn_was_dialled(const struct conn *c); /* by us */

/* Start closing with an application code; `closed` runs from the loop. */
void conn_close(struct conn *c, uint64_t code, const char *reason);

/* Open a bidirectional stream.
 *   ERR_CLOSED  the connection is closed or closing
 *   ERR_AGAIN   the peer's stream limit is reached; try when one has closed
 *   ERR_NOMEM */
ERR_RESULT enum err conn_open_stream(struct conn *c,
                                     const struct stream_ops *ops, void *arg,
                                     struct stream **out);

/* PING this connection after so long without traffic; 0: never. Overrides
 * quic_config.keep_alive_ms. */
void conn_set_keep_alive(struct conn *c, uint64_t ms);

/* Somebody waits for an answer on it: PING after `ms` without traffic as well,
 * if that is sooner, so that silence and death can be told apart; 0: nobody
 * any more. */
void conn_set_probe(struct conn *c, uint64_t ms);

/* When the last datagram of it came: base/clock.h, monotonic. */
uint64_t conn_heard_ms(const struct conn *c);

struct conn_stats {
    uint64_t since_ms; /* loop time at which it was established */
    uint64_t rtt_ns;   /* smoothed */
    uint64_t rtt_min_ns;
    uint64_t rtt_var_ns;
    uint64_t cwnd; /* bytes */
    uint64_t bytes_in_flight;
    uint64_t bytes_rx, bytes_tx;
    uint64_t packets_rx, packets_tx, packets_lost;
    size_t udp_payload; /* present path MTU, as UDP payload */
};
void conn_get_stats(const struct conn *c, struct conn_stats *out);
