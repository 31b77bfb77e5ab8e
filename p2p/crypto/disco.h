/* DISCO: the small sealed datagrams by which iroh up to 0.95 learns which UDP
 * addresses belong to whom. Bytes to structs and back; no sockets, no timers.
 *
 *     6   magic 54 53 f0 9f 92 ac
 *     32  id of the sender
 *     16  tag           } box between sender and receiver,
 *     n   ciphertext    } nonce at the very end
 *     24  nonce
 *
 * On receipt: disco_is(), then disco_sender() to find the box key, then
 * disco_open().
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "crypto/box.h"
#include "crypto/id.h"

#define DISCO_TX_LEN 12
#define DISCO_HEADER_LEN 38
#define DISCO_OVERHEAD (DISCO_HEADER_LEN + BOX_TAG_LEN + BOX_NONCE_LEN)
#define DISCO_PING_LEN 124 /* what disco_seal() makes of a ping */
#define DISCO_PONG_LEN 111
#define DISCO_SEAL_SIZE 128 /* room that is always enough for disco_seal() */
#define DISCO_OPEN_MAX 1500 /* longer datagrams are not opened */

enum disco_type {
    DISCO_PING = 1,
    DISCO_PONG = 2,
    DISCO_CALL_ME_MAYBE = 3, /* read so that it can be ignored by name */
};

struct disco_msg {
    enum disco_type type;
    uint8_t tx[DISCO_TX_LEN]; /* ping: chosen at random; pong: the ping's */
    struct node_id sender;    /* in the header, and inside a ping again */
    bool by_relay;            /* pong: the ping came over a relay, not UDP */
    struct addr seen;         /* pong by UDP: where the ping came from */
};

/* Is this datagram DISCO, and not QUIC? Looks at the magic and the length. */
bool disco_is(const uint8_t *datagram, size_t len);

/* Is it STUN? Only relays send that; drop it. */
bool disco_is_stun(const uint8_t *datagram, size_t len);

/* Who says to have sent it (only where disco_is). ERR_INVALID: not a key. */
ERR_RESULT enum err disco_sender(const uint8_t *datagram, size_t len,
                                 struct node_id *out);

/* Open and read. `k` is the box key with disco_sender().
 *   ERR_AUTH         not sealed by the sender for us
 *   ERR_UNSUPPORTED  another version or type: ignore it
 *   ERR_PROTO        sealed well, but nonsense inside
 *   ERR_TOO_LARGE    longer than DISCO_OPEN_MAX */
ERR_RESULT enum err disco_open(const struct box_key *k, const uint8_t *datagram,
                               size_t len, struct disco_msg *out);

/* A whole datagram for a ping or a pong by UDP, with a random nonce; returns
 * its length. `m->sender` must be our own id. */
size_t disco_seal(const struct box_key *k, const struct disco_msg *m,
                  uint8_t out[static DISCO_SEAL_SIZE]);

/* The same with a nonce given, to compare with recorded datagrams. */
size_t disco_seal_with(const struct box_key *k, const struct disco_msg *m,
                       const uint8_t nonce[static BOX_NONCE_LEN],
                       uint8_t out[static DISCO_SEAL_SIZE]);
