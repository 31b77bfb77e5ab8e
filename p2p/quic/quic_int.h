/* The inside of the endpoint. */
#pragma once

#include <ngtcp2/ngtcp2.h>

#include "base/list.h"
#include "base/loop.h"
#include "base/map.h"
#include "quic/expiry.h"
#include "quic/ping.h"
#include "quic/quic.h"
#include "quic/rate.h"
#include "quic/udp.h"

#define QUIC_MAX_PROBES 12

/* A run that is almost full, and one more packet of any size. */
#define QUIC_TX_BUFFER (2u * 65536)

struct conn;
struct conn_end;
struct tls;

/* The key of quic.by_cid: an id of any length, padded with zeros. */
struct quic_cid_key {
    uint8_t len;
    uint8_t bytes[NGTCP2_MAX_CIDLEN];
};

struct quic {
    struct quic_config cfg; /* `listen` is not kept */
    struct quic_protocol *protocols;
    struct loop *loop;
    struct tls *tls;
    struct udp *sockets[QUIC_MAX_SOCKETS];
    size_t sockets_len;
    char unbound[QUIC_MAX_SOCKETS * (ADDR_TEXT_SIZE + 48)];
    struct udp_alarm *alarm;
    struct expiry_heap expiries;

    struct map by_cid;            /* id -> struct conn, ended ones included */
    struct quic_cid_key last_cid; /* of the datagram before, and whose: */
    struct conn *last_conn;       /* NULL when not known any more */
    struct map by_token;          /* stateless reset token -> struct conn */
    struct map by_ip;             /* 16 bytes -> number of accepted ones */
    struct list conns;            /* not ended */
    size_t conns_len;
    size_t half_open;      /* accepted, in handshake */
    struct list lingering; /* ended, oldest first */
    size_t lingering_len;
    struct list dirty;
    struct defer flush;
    struct list attempts; /* dial.c */
    size_t dials_len;
    struct ping ping;

    uint8_t reset_secret[32]; /* from the node's key: survives a restart */
    uint8_t token_secret[32]; /* random */
    struct rate resets, versions, refusals, retries;
    uint16_t probes[QUIC_MAX_PROBES]; /* path MTUs to try */
    size_t probes_len;
    uint8_t *tx; /* QUIC_TX_BUFFER, for what is being sent */

    struct quic_stats stats;
    bool closing;
    size_t handles_open; /* sockets and alarm not yet closed */
    quic_closed_fn *closed;
    void *closed_arg;
};

/* dispatch.c */

/* One datagram, as if a socket had brought it. Foreign bytes start here. */
struct quic_datagram {
    const uint8_t *bytes;
    size_t len;
    struct udp *udp; /* where answers go; NULL: nowhere (fuzzing) */
    struct addr local;
    struct addr remote;
    uint8_t ecn;
    uint64_t now_ns;
};
void quic_dispatch(struct quic *q, const struct quic_datagram *d);

/* A socket's event. */
void quic_received(struct udp *u, const struct udp_run *run, void *arg);

/* The ids that lead to a connection; the caller keeps them in conn.cids. */
ERR_RESULT enum err quic_add_cid(struct quic *q, const ngtcp2_cid *cid,
                                 struct conn *c);
/* Harmless for an id that is not there. */
void quic_remove_cid(struct quic *q, const ngtcp2_cid *cid);
/* The tokens by which the peer may tell that it forgot the connection. */
void quic_add_token(struct conn *c, const uint8_t *token);
/* Harmless for one that was not added. */
void quic_remove_token(struct conn *c, const uint8_t *token);
/* A ceiling was met. */
void quic_count_limit(struct quic *q);

/* Ask for a flush, and set the alarm to the first deadline. */
void quic_wake(struct quic *q);

/* Send one datagram or run, counting it. */
enum err quic_send(struct quic *q, struct udp *u, const struct udp_out *o);

/* The socket to reach `remote` from, NULL when there is none of its kind. */
struct udp *quic_socket_for(const struct quic *q, const struct addr *remote);

/* A datagram that is for this connection. */
void quic_give_to(struct conn *c, const struct quic_datagram *d);

/* accept.c: a datagram for no known connection. */
void quic_stranger(struct quic *q, const struct quic_datagram *d,
                   const ngtcp2_version_cid *vc);
void quic_ip_key(const struct addr *a, uint8_t out[static 16]);
void quic_ip_release(struct quic *q, const uint8_t key[static 16]);

/* dial.c */
struct attempt;
void dial_established(struct conn *c);
void dial_forbidden(struct conn *c); /* the watch closed it */
void dial_failed(struct conn *c, const struct conn_end *end);
void dial_pong(struct quic *q, const struct node_id *from,
               const uint8_t tx[static 12], const struct addr *remote);
bool dial_expects(const struct quic *q, const struct node_id *from);
void dial_close_all(struct quic *q);

/* For tests: close the sockets and forget everything without a word to
 * anyone, as a crash would. `done` as in quic_close(). */
void quic_crash(struct quic *q, quic_closed_fn *done, void *arg);
