/* What is said of a node in TXT records, "key=value" each, as DNS-SD
 * (`_firn._udp`) and iroh's DNS records have it:
 *
 *     id=<64 hex>            DNS-SD: who it is
 *     v=<version>  name=<what the node calls itself>
 *     addr=<ip:port>         once for each address
 *     relay=<url>            iroh; the first one is kept
 *     user-data=<text>       iroh; what an application says of itself
 *
 * Whoever answers on the network wrote them. Reading takes bounded time and
 * memory; keys not known are skipped, and a value that makes no sense costs
 * that value alone.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "crypto/id.h"
#include "crypto/node_addr.h"
#include "discovery/discovery.h"

/* A character-string has one byte for its length. */
#define TXT_STRING_SIZE 256 /* with the NUL */

struct txt {
    bool has_id;
    struct node_id id;
    /* Text without NUL within; who shows it checks it (source_seen does). */
    char name[TXT_STRING_SIZE];    /* "" unknown */
    char version[TXT_STRING_SIZE]; /* "" unknown */
    size_t addrs_len;
    struct addr addrs[NODE_ADDR_MAX]; /* each one that txt_may_tell() */
    char relay[TXT_STRING_SIZE];      /* "" none */
};

void txt_init(struct txt *t);

/* Read one character-string. Keys are compared without regard to case.
 *   ERR_PARSE  a key that is known has a value that makes no sense, or another
 *              id than before; `t` has not changed
 *   ERR_LIMIT  NODE_ADDR_MAX addresses are held already */
ERR_RESULT enum err txt_read(struct txt *t, const void *bytes, size_t len);

/* Can others on the network be told of this address, and believed when they
 * tell it? Not: loopback, wildcard, multicast, port 0; nor link-local IPv6,
 * which means nothing without a zone, and zones are each machine's own. */
bool txt_may_tell(const struct addr *a);

/* What we say of ourselves by DNS-SD: id, v, name, and as many addresses as
 * may be told and fit. */
#define TXT_OURS_ADDRS 16
#define TXT_OURS_MAX (3 + TXT_OURS_ADDRS)
#define TXT_OURS_BYTES 1200 /* at most, with a length byte for each */

struct txt_ours {
    size_t len;
    char text[TXT_OURS_MAX][TXT_STRING_SIZE];
};

/* `name` and `version` are cut after 63 bytes, at a whole character. */
void txt_write(struct txt_ours *out, const struct node_id *id,
               const char *version, const char *name, const struct addr *addrs,
               size_t addrs_len);

/* Copy text, cut after a whole character when `size` (with the NUL) is too
 * small. */
void txt_cut(const char *text, char *out, size_t size);
