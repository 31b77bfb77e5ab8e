/* Where a node may be found: its id and hints. Only the id is sure; the TLS
 * handshake proves it whatever the hints were worth.
 *
 * Text: "ID@192.0.2.7:8421", "ID@[2001:db8::1]:8421", or "ID" alone.
 *
 * Thread: none of its own. A plain value; copying it is fine. */
#pragma once

#include <stddef.h>

#include "base/addr.h"
#include "base/err.h"
#include "crypto/id.h"

/* More hints than this are dropped: trying them all would outlast any
 * deadline. */
#define NODE_ADDR_MAX 32
#define NODE_ADDR_RELAY_SIZE 512 /* with the NUL */
#define NODE_ADDR_TEXT_SIZE (NODE_ID_HEX_SIZE + ADDR_TEXT_SIZE)

struct node_addr {
    struct node_id id;
    size_t len;                       /* addresses held */
    struct addr addrs[NODE_ADDR_MAX]; /* in addr_compare order, no duplicates */
    char relay[NODE_ADDR_RELAY_SIZE]; /* URL as it was given; "" for none */
};

/* An id without hints. */
void node_addr_init(struct node_addr *na, const struct node_id *id);

/* Known already: nothing changes. ERR_LIMIT: NODE_ADDR_MAX are held. */
ERR_RESULT enum err node_addr_add(struct node_addr *na, const struct addr *a);

/* Read the text form.
 *   ERR_PARSE    id, address or port missing or wrong; `em` says which
 *   ERR_INVALID  the id is not a key, or port 0 or a wildcard was given,
 *                where nobody can be reached */
ERR_RESULT enum err node_addr_parse(const char *text, struct node_addr *out,
                                    struct errmsg *em);

/* The id and one of the addresses; `at` >= na->len gives the id alone. */
void node_addr_format(const struct node_addr *na, size_t at,
                      char out[static NODE_ADDR_TEXT_SIZE]);
