/* The inside of a connection.
 *
 * A connection is touched by three things: a datagram (conn_read), its
 * deadline (conn_expire), a call of its user. Each only notes what is to be
 * written and puts the connection on the endpoint's dirty list; conn_flush()
 * writes, once per wake-up, and then runs what must not run inside a call of
 * the user. ngtcp2's read, write and close functions are called from nowhere
 * else, so they never nest. */
#pragma once

#include <gnutls/gnutls.h>
#include <ngtcp2/ngtcp2.h>
#include <ngtcp2/ngtcp2_crypto.h>

#include "base/list.h"
#include "quic/conn.h"
#include "quic/expiry.h"
#include "quic/quic_int.h"
#include "quic/quic_limits.h"
#include "quic/tls.h"

enum conn_state {
    CONN_HANDSHAKE, /* not yet shown to anyone */
    CONN_OPEN,
    CONN_ENDED, /* ng is gone; perhaps lingering for its last words */
};

/* A CONNECTION_CLOSE kept to be repeated. */
struct conn_last_words {
    uint8_t *bytes; /* NULL when there are none (draining) */
    size_t len;
    struct udp *udp;
    struct addr local;
    struct addr remote;
    uint64_t asked; /* datagrams that came since */
};

struct conn {
    size_t refs;
    struct quic *q; /* NULL once the endpoint has forgotten it */
    enum conn_state state;
    bool dialled;
    bool has_peer;
    struct node_id peer;
    char alpn[QUIC_ALPN_SIZE]; /* "" until agreed on */
    const struct conn_ops *ops;
    void *arg;

    ngtcp2_conn *ng;
    uint64_t used_ns;  /* when a stream last began or ended */
    uint64_t heard_ns; /* when the last datagram came */
    uint64_t seen_ns;  /* latest time told to ng: it must never go back */
    gnutls_session_t tls;
    struct tls_link link;
    struct udp *udp;   /* dialled: the socket chosen */
    struct list node;  /* quic.conns, then quic.lingering */
    struct list dirty; /* quic.dirty */
    struct expiry expiry;
    ngtcp2_cid cids[QUIC_MAX_CIDS]; /* that lead here */
    size_t cids_len;
    /* By which the peer may tell that it has forgotten the connection. */
    uint8_t tokens[QUIC_MAX_TOKENS][NGTCP2_STATELESS_RESET_TOKENLEN];
    size_t tokens_len;
    uint8_t ip_key[16]; /* accepted: entry of quic.by_ip */
    bool counted_ip;

    struct list streams; /* all, struct stream.node */
    struct list sending; /* those with something to send, in turn */
    struct list blocked; /* those that flow control stopped */
    struct list actions; /* those with something to tell their user */
    bool got_packets;    /* since the last flush */

    bool want_close; /* by the user */
    uint64_t close_code;
    char close_reason[128];
    bool was_reset;          /* by a stateless reset */
    bool wrong_peer;         /* dialled: the key is another's */
    struct node_id answered; /* and whose */
    uint64_t fail_code;      /* transport code for a failed callback, 0: none */

    struct attempt *attempt; /* dialled, not finished: dial.c */
    size_t candidate;        /* which of its addresses */

    struct conn_last_words last;

    uint64_t keep_alive_ms; /* 0: never */
    uint64_t probe_ms;      /* 0: nobody waits */
    bool is_watched;        /* `opened` of the watch ran, `closed` is owed */
    uint64_t since_ms;
    uint64_t bytes_rx, bytes_tx, packets_rx, packets_tx;
    uint64_t lost_before; /* by streams that are gone */
    uint64_t lost_told;   /* already in the endpoint's counter */
};

/* conn_new.c */

/* Dial: one handshake to one address. It reports to dial.c. */
ERR_RESULT enum err conn_new_client(struct quic *q, const struct node_id *peer,
                                    const struct addr *remote, struct udp *udp,
                                    const char *alpn, uint64_t timeout_ms,
                                    struct conn **out);

/* Accept: what the first datagram told. */
struct conn_hello {
    const ngtcp2_pkt_hd *hd;
    const ngtcp2_cid *odcid; /* of the first Initial, before a Retry */
    bool after_retry;
    const ngtcp2_path *path;
};
ERR_RESULT enum err conn_new_server(struct quic *q, const struct conn_hello *h,
                                    struct conn **out);

extern const ngtcp2_callbacks conn_client_callbacks; /* conn_callbacks.c */
extern const ngtcp2_callbacks conn_server_callbacks;

/* conn_io.c */
void conn_read(struct conn *c, const ngtcp2_path *path, uint8_t ecn,
               const uint8_t *datagram, size_t len, uint64_t now_ns);
void conn_expire(struct conn *c, uint64_t now_ns);
void conn_flush(struct conn *c);

/* The time to tell ng: now, but not before what it was told last. */
uint64_t conn_clock(struct conn *c, uint64_t now_ns);

/* Put on the dirty list. */
void conn_touch(struct conn *c);

/* conn_end.c */

/* ngtcp2 answered `liberr`: tell the peer if it may be told, and end. */
void conn_fail(struct conn *c, int liberr);
/* The user's close, or the endpoint's: tell the peer, and end. */
void conn_end_by_user(struct conn *c);
/* End without a word. */
void conn_drop(struct conn *c, const struct conn_end *end);
/* Something came for an ended connection. */
void conn_repeat_last_words(struct conn *c);
/* The endpoint lets go: ids, deadline, list, reference. */
void conn_forget(struct conn *c);

/* conn.c */

/* The handshake is complete and the peer proven: count it as open. */
void conn_established(struct conn *c);
/* ngtcp2's form of two addresses, which must outlive `out`. */
void conn_path(const struct addr *local, const struct addr *remote,
               struct udp *udp, ngtcp2_path *out);
/* Tell the endpoint's watch. False: it closed the connection. */
bool conn_watch_opened(struct conn *c);
void conn_watch_closed(struct conn *c, const struct conn_end *end);
/* Packets with stream data that were declared lost. Others are not counted:
 * above all no path MTU probes, of which some are meant to get lost. */
uint64_t conn_count_lost(const struct conn *c);
