/* The datagrams of iroh's local discovery: bytes to structs and back.
 *
 * DNS messages on the group and port of mDNS, but not DNS-SD: queries ask for
 * PTR, answers hold SRV and TXT and, as additional records, the addresses, all
 * with TTL 0. Two generations that differ in the name of the service. Byte by
 * byte: docs/protocol.md, "Local discovery".
 *
 * Names are read with compression and without regard to case, and written
 * without. Every reader is bounded by the datagram, and each name in it by 255
 * bytes and LAN_JUMPS_MAX pointers, which only lead backwards.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "crypto/node_addr.h"

enum lan_gen {
    LAN_OLD, /* iroh 0.35 to 0.92: _iroh.local.swarm._udp.local. */
    LAN_NEW, /* iroh 0.93 on: _irohv1._udp.local. */
    LAN_GENS
};

#define LAN_ANSWERS_MAX 4 /* nodes read from one datagram; iroh tells of one */
#define LAN_SRVS_MAX 16   /* ports read from one datagram */
#define LAN_JUMPS_MAX 10  /* compression pointers in one name */
#define LAN_DATA_SIZE 246 /* iroh's user data with a NUL */

struct lan_answer {
    enum lan_gen gen;
    struct node_addr node;    /* with one address at least */
    char data[LAN_DATA_SIZE]; /* what the application there says of itself, any
                                 bytes; "" for nothing */
};

struct lan_msg {
    bool asks[LAN_GENS]; /* a query for this generation; then no answers */
    size_t answers_len;
    struct lan_answer answers[LAN_ANSWERS_MAX];
};

/* A datagram from the group. `is_local`: it was sent on this machine, and so
 * loopback addresses in it lead somewhere.
 *   ERR_NOT_FOUND  a good DNS message, but not for us
 *   ERR_PROTO      not a DNS message */
ERR_RESULT enum err lan_wire_read(const uint8_t *bytes, size_t len,
                                  bool is_local, struct lan_msg *out);

/* Append a datagram; ERR_NOMEM, ERR_TOO_LARGE as of buf. Of the addresses of
 * an answer as many as fit into `max` bytes are written, in their order; the
 * relay in the new generation only, user data when it fits. */
ERR_RESULT enum err lan_wire_query(struct buf *b, enum lan_gen gen);
ERR_RESULT enum err lan_wire_answer(struct buf *b, const struct lan_answer *a,
                                    size_t max);
