/* Records: what a node says of itself and others pass on. Signed by their
 * origin, so that whoever passes them on cannot alter them.
 *
 *     origin (32)  kind u8  seq varint  ttl_s varint  body (varint length)
 *     signature (64), Ed25519 over "firn-record-1" and all before it
 *
 * Of each origin and kind only the one with the highest `seq` counts. A node
 * begins with the wall clock in milliseconds and counts on; when it hears a
 * higher number of its own it goes on behind that.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/err.h"
#include "crypto/id.h"
#include "crypto/key.h"
#include "crypto/node_addr.h"
#include "peers/peers_limits.h"

enum record_kind {
    RECORD_ADDRESSES = 1, /* where the node can be reached: peer exchange */
    RECORD_LINKS = 2      /* what it is connected to: topology */
};

struct record_key {
    struct node_id origin;
    uint8_t kind;
};

/* The body is borrowed from the bytes it was read from. */
struct record {
    struct record_key key;
    uint64_t seq;
    uint32_t ttl_s;
    const uint8_t *body;
    size_t body_len;
};

/* Longest record in bytes. */
#define RECORD_MAX (RECORD_BODY_MAX + 160)

/* Highest number; a higher one is malformed. So there is always a next one for
 * a node that has heard of its own. */
#define RECORD_SEQ_MAX (UINT64_MAX >> 1)

/* Sign and append, or nothing on failure. `seq` at most RECORD_SEQ_MAX, `ttl_s`
 * 1 to RECORD_TTL_MAX_S: asserted. ERR_TOO_LARGE, ERR_NOMEM */
ERR_RESULT enum err record_write(struct buf *b, const struct key *key,
                                 uint8_t kind, uint64_t seq, uint32_t ttl_s,
                                 const void *body, size_t len);

/* Take apart; the signature is not looked at.
 *   ERR_PROTO  malformed, too long, a ttl of 0 or above RECORD_TTL_MAX_S, a
 *              number above RECORD_SEQ_MAX, or bytes behind its end */
ERR_RESULT enum err record_read(const uint8_t *bytes, size_t len,
                                struct record *out);

/* ERR_AUTH: not signed by its origin. `bytes` were read well before. */
ERR_RESULT enum err record_verify(const uint8_t *bytes, size_t len);

/* ---- bodies -------------------------------------------------------------*/

/* RECORD_ADDRESSES. Wildcard, multicast and port-0 addresses are dropped, on
 * either side; of more than RECORD_MAX_ADDRS the first are written. */
struct record_addresses {
    char name[NODE_NAME_MAX + 1];
    char agent[NODE_NAME_MAX + 1];
    struct node_addr node; /* of the origin */
};

/* RECORD_LINKS */
struct record_link {
    struct node_id to; /* not the origin; not checked to be a key: it is shown,
                          nothing else */
    uint64_t rtt_us;
    uint32_t loss_ppm; /* of what the origin sends on it; at most 1,000,000 */
    uint64_t rx_bps, tx_bps;
    uint64_t since_s; /* for how long it has been up */
    uint8_t path;     /* enum record_path */
};
enum record_path { RECORD_PATH_UNKNOWN, RECORD_PATH_IPV4, RECORD_PATH_IPV6 };

struct record_links {
    char name[NODE_NAME_MAX + 1];
    char agent[NODE_NAME_MAX + 1];
    uint64_t uptime_s;
    uint64_t blobs, bytes;
    uint32_t interval_s; /* the next one comes after so long at the latest; 1
                            to RECORD_TTL_MAX_S */
    size_t len;          /* at most RECORD_MAX_LINKS */
    struct record_link links[RECORD_MAX_LINKS];
};

/* Append a body, or nothing on failure. What is given is ours and within the
 * ceilings: asserted. ERR_NOMEM, ERR_TOO_LARGE (of `b`) */
ERR_RESULT enum err record_write_addresses(struct buf *b,
                                           const struct record_addresses *a);
ERR_RESULT enum err record_write_links(struct buf *b,
                                       const struct record_links *l);
/* ERR_PROTO: malformed; of links `*out` may have been written to. */
ERR_RESULT enum err record_read_addresses(const struct record *r,
                                          struct record_addresses *out);
ERR_RESULT enum err record_read_links(const struct record *r,
                                      struct record_links *out);
