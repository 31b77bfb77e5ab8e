/* Fields that messages and bodies of records have in common. Internal to
 * peers.
 *
 *     text     varint length (at most NODE_NAME_MAX), UTF-8 that people see
 *     address  00, 4 bytes, port varint; or 01, 16 bytes, port varint
 *
 * Readers return false, and leave the cursor failed or behind the field, when
 * it is malformed.
 *
 * Thread: any; no state. */
#pragma once

#include "base/addr.h"
#include "base/buf.h"
#include "peers/peers_limits.h"

/* Borrowed from the cursor's bytes. */
bool field_text(struct cursor *c, struct slice *out);
/* The same, copied, with a NUL. */
bool field_name(struct cursor *c, char out[static NODE_NAME_MAX + 1]);
/* IPv4-mapped becomes plain IPv4. */
bool field_addr(struct cursor *c, struct addr *out);
/* A varint of at most `max`. */
bool field_number(struct cursor *c, uint64_t max, uint64_t *out);

/* Texts of ours are fit to be sent: asserted. ERR_NOMEM, ERR_TOO_LARGE */
ERR_RESULT enum err field_add_text(struct buf *b, const char *text, size_t len);
ERR_RESULT enum err field_add_addr(struct buf *b, const struct addr *a);

/* Of no use to whoever is told: wildcard, multicast, port 0. */
bool field_addr_is_useless(const struct addr *a);
