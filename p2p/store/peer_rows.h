/* Rows of peers and of their addresses.
 *
 * Thread: the store thread, within a transaction where something changes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct db;

/* Up to `limit`, those connected last first; an array that the caller frees,
 * NULL when there is none. Rows that make no sense are left out: people may
 * have been at them, and nothing that cannot be learned again is in them. */
ERR_RESULT enum err peer_rows_list(struct db *db, size_t limit,
                                   struct store_peer **out, size_t *len);

/* Insert or replace, with all addresses. */
ERR_RESULT enum err peer_row_set(struct db *db, const struct store_peer *p);

/* No such row is no error. */
ERR_RESULT enum err peer_row_delete(struct db *db, const uint8_t id[static 32]);
