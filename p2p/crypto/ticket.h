/* Tickets: one line of text that says where something is.
 *
 *     blob...      a node, a hash, and what the hash names (iroh 0.35 and 1.x)
 *     node...      a node (iroh 0.35)
 *     endpoint...  a node (iroh 1.x)
 *
 * The text is the kind and the base32 of a postcard record; docs/protocol.md
 * has the bytes. Tickets come from strangers: reading one takes bounded time
 * and memory, whatever it says. Like iroh, the reader ignores what follows
 * the record and does not insist on the order of addresses.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "crypto/hash.h"
#include "crypto/node_addr.h"

enum ticket_kind { TICKET_BLOB, TICKET_NODE, TICKET_ENDPOINT };

struct ticket {
    enum ticket_kind kind;
    struct node_addr node;
    struct hash hash; /* TICKET_BLOB only */
    bool is_hashseq;  /* TICKET_BLOB only: the blob is a list of hashes */
};

#define TICKET_TEXT_SIZE 2560 /* longest text written, with the NUL */
#define TICKET_PARSE_MAX 8192 /* longest text read */

/* "blob", "node", "endpoint". */
const char *ticket_kind_name(enum ticket_kind kind);

/* Addresses are written in iroh's order. The text always fits. */
void ticket_format(const struct ticket *t, char out[static TICKET_TEXT_SIZE]);

/* Read a ticket of any kind; `out->kind` tells which. A ticket that names a
 * relay and no address is read all right: node.len is 0 and node.relay is set.
 * Of more than NODE_ADDR_MAX addresses the first are kept, of several relays
 * the first, of addresses that are neither IP nor relay none.
 *
 *   ERR_PARSE      no ticket, or a damaged one; `em` says where
 *   ERR_TOO_LARGE  longer than TICKET_PARSE_MAX, or a relay URL that is too
 *   ERR_INVALID    the node id is not a key
 *   ERR_UNSUPPORTED  a ticket of a kind or layout not known here */
ERR_RESULT enum err ticket_parse_any(const char *text, struct ticket *out,
                                     struct errmsg *em);

/* The same, and ERR_PARSE when it is of another kind. */
ERR_RESULT enum err ticket_parse(const char *text, enum ticket_kind kind,
                                 struct ticket *out, struct errmsg *em);
