/* The QUIC endpoint: one node's connections to other nodes.
 *
 * An endpoint owns its UDP sockets, its connections and their streams. It
 * speaks QUIC v1 with TLS 1.3 and raw public keys both ways, as iroh does
 * (docs/protocol.md, "Transport"), and answers and sends DISCO pings so that
 * stock iroh 0.35 lets its packets in.
 *
 *     quic_open -> (quic_dial | accept callback) -> conn -> stream -> bytes
 *
 * One connection per peer and ALPN is kept and reused: quic_dial() to a peer
 * that is connected already answers with that connection.
 *
 * Thread: the loop, for every function and every callback here and in conn.h
 * and stream.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "crypto/id.h"
#include "crypto/key.h"

struct conn;
struct conn_end;
struct loop;
struct quic;

/* A protocol that the endpoint accepts. */
struct quic_protocol {
    const char *alpn; /* e.g. "/iroh-bytes/4"; borrowed for ever */
    /* A peer opened a connection and proved its id. Set callbacks with
     * conn_set_ops() before returning; a connection without is closed. Take
     * a reference to keep the pointer. */
    void (*accept)(struct conn *c, void *arg);
    void *arg;
};

/* Told of every connection, whatever its protocol and whoever dialled: after
 * the handshake, so that the peer's id is proven, and at its end. Both may be
 * NULL. */
struct quic_watch {
    /* Before `accept` or the `done` of a dial. May close the connection with
     * conn_close(): it is then not handed on, and a dial fails with
     * ERR_ACCESS. */
    void (*opened)(struct conn *c, void *arg);
    /* After the connection's own `closed`; once for each `opened`. */
    void (*closed)(struct conn *c, const struct conn_end *end, void *arg);
    void *arg;
};

enum quic_cc { QUIC_CC_CUBIC, QUIC_CC_BBR };

struct quic_config {
    struct loop *loop;         /* borrowed; must outlive the endpoint */
    const struct key *key;     /* borrowed; must outlive the endpoint */
    const struct addr *listen; /* sockets to bind; port 0 picks one */
    size_t listen_len;         /* 1..QUIC_MAX_SOCKETS */
    const struct quic_protocol *protocols;
    size_t protocols_len;
    enum quic_cc cc;
    uint64_t idle_timeout_ms; /* offered; 30000 as iroh */
    uint64_t keep_alive_ms;   /* PING after so long without traffic; 0: off */
    uint64_t handshake_timeout_ms;
    size_t max_conns;           /* ceiling of connections, both directions */
    size_t max_conns_per_ip;    /* ceiling of incoming ones from one address */
    size_t retry_above;         /* more half-open handshakes: demand Retry */
    uint32_t max_streams;       /* concurrent bidi streams a peer may open */
    uint64_t stream_window;     /* first receive window per stream, bytes */
    uint64_t max_stream_window; /* and where it may grow to */
    uint64_t conn_window;       /* the same per connection */
    uint64_t max_conn_window;
    size_t max_udp_payload; /* 1200..65527: largest payload that path MTU
                                 discovery may try */
    size_t socket_buffer;   /* SO_RCVBUF and SO_SNDBUF asked for, bytes */
    struct quic_watch watch;
    bool is_partial_ok; /* an address that cannot be bound is left out, as long
                           as one can be: quic_unbound() */
};

#define QUIC_MAX_SOCKETS 8

/* Fill in the values recommended in docs/protocol.md and design. */
void quic_config_defaults(struct quic_config *cfg);

/* Bind and start.
 *   ERR_BUSY     an address is in use (em says which)
 *   ERR_ACCESS   a port may not be bound
 *   ERR_INVALID  no socket, or a limit out of range
 *   ERR_NOMEM, ERR_LIMIT, ERR_IO */
ERR_RESULT enum err quic_open(const struct quic_config *cfg, struct quic **out,
                              struct errmsg *em);

/* Close gracefully: refuse new ones, send CONNECTION_CLOSE on all
 * connections, run their `closed` callbacks, close the sockets. `done` runs
 * once from the loop, then `q` is gone. */
typedef void quic_closed_fn(void *arg);
void quic_close(struct quic *q, quic_closed_fn *done, void *arg);

/* Ask for a connection to a peer. Answers with an existing one when there is
 * one for this ALPN that this node may open streams on and that was heard of
 * lately. Otherwise tries the
 * addresses (DISCO ping to each, then QUIC to the first that pongs, else in
 * the order given). The result comes by `done`, once, from the loop, never
 * inside this call. On ERR_OK `done` gets a reference to `c` that
 * it owns (conn_unref() when done with it); otherwise `c` is NULL.
 *   ERR_AUTH         the address answered with another identity
 *   ERR_REFUSED      the peer does not speak this ALPN or closed at once. The
 *                    first to say so ends the dial: at once when nobody else
 *                    is left to be asked, else a quarter of a second later
 *   ERR_ACCESS       the watch closed it
 *   ERR_TIMEOUT      no answer from any address
 *   ERR_UNREACHABLE  the kernel refuses to send to every address
 *   ERR_LIMIT        max_conns reached
 *   ERR_CLOSED       the endpoint is closing
 *   ERR_CANCELLED    quic_dial_cancel()
 * `em` tells each address tried with its outcome; on ERR_OK it is empty unless
 * others had been tried in vain before.
 *
 * An answer other than ERR_OK from the call itself means that `done` will not
 * run: ERR_CLOSED, ERR_LIMIT (too many dials), ERR_INVALID (the protocol's
 * name), ERR_NOMEM. `out` may be NULL. */
typedef void quic_dial_fn(struct conn *c, enum err status,
                          const struct errmsg *em, void *arg);
struct dial;
ERR_RESULT enum err quic_dial(struct quic *q, const struct node_id *peer,
                              const struct addr *addrs, size_t addrs_len,
                              const char *alpn, uint64_t timeout_ms,
                              quic_dial_fn *done, void *arg, struct dial **out);
/* `done` will run with ERR_CANCELLED, from the loop. */
void quic_dial_cancel(struct dial *d);

/* The addresses the sockets are bound to (with wildcards as they are). */
size_t quic_bound(const struct quic *q, struct addr *out, size_t max);

/* Addresses of `listen` that could not be bound, with the reason: "1.2.3.4:5:
 * in use by someone else; ..."; "" when all are. Borrowed. */
const char *quic_unbound(const struct quic *q);

/* Addresses to tell others: wildcards replaced by the addresses of all
 * interfaces that are up (loopback only when bound to loopback or when there
 * is nothing else); never a wildcard. */
size_t quic_addresses(const struct quic *q, struct addr *out, size_t max);

/* Walk all established connections, in no order. */
void quic_each_conn(struct quic *q, void (*fn)(struct conn *c, void *arg),
                    void *arg);

/* Counters since the start, for the metrics; all only rise but the gauges. */
struct quic_stats {
    uint64_t conns_open;    /* gauge */
    uint64_t handshakes_ok; /* both directions */
    uint64_t handshakes_failed;
    uint64_t retries_sent;
    uint64_t stateless_resets_sent;
    uint64_t datagrams_rx, datagrams_tx;
    uint64_t bytes_rx, bytes_tx; /* UDP payload */
    uint64_t packets_lost;       /* as ngtcp2 declares them */
    uint64_t datagrams_dropped;  /* not for us, malformed, over a ceiling */
    uint64_t disco_pings_rx, disco_pongs_rx, disco_rejected;
    uint64_t limits_hit; /* how often any ceiling was met */
};
void quic_get_stats(const struct quic *q, struct quic_stats *out);
