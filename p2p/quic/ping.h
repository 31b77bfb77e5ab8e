/* DISCO on the endpoint's sockets: answers pings, sends pings for dials.
 *
 * A ping opens with the secret of the two nodes, which costs a scalar
 * multiplication the first time; the secrets of the last QUIC_MAX_BOX_KEYS
 * nodes are kept, and new ones are made at a limited rate.
 *
 * Thread: the loop. */
#pragma once

#include "base/err.h"
#include "base/list.h"
#include "base/map.h"
#include "crypto/disco.h"
#include "crypto/id.h"
#include "quic/rate.h"

struct quic;
struct quic_datagram;
struct udp;

struct ping {
    struct map keys;  /* node id -> struct ping_key */
    struct list used; /* most lately used at the back */
    struct rate pings;
    struct rate new_keys;
};

void ping_init(struct ping *p);
void ping_clear(struct ping *p);

/* A datagram for which disco_is() holds. */
void ping_received(struct quic *q, const struct quic_datagram *d);

/* Send a ping. ERR_UNREACHABLE, ERR_IO, ERR_NOMEM, ERR_INVALID. */
ERR_RESULT enum err ping_send(struct quic *q, struct udp *u,
                              const struct node_id *peer,
                              const struct addr *remote,
                              const uint8_t tx[static DISCO_TX_LEN]);
