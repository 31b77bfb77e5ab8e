/* Rows of transfers and of the peers that they are fetched from.
 *
 * Thread: the store thread, within a transaction where something changes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct db;

/* All that is kept, by id; to be given back with transfer_rows_free(). Rows
 * that make no sense are left out. */
ERR_RESULT enum err
transfer_rows_list(struct db *db, struct store_transfer **out, size_t *len);
void transfer_rows_free(struct store_transfer *rows, size_t len);

/* The largest id that was ever given; 0: none. */
ERR_RESULT enum err transfer_rows_last(struct db *db, uint64_t *out);

/* Delete those that have ended but for the last `max`. */
ERR_RESULT enum err transfer_rows_trim(struct db *db, size_t max);

/* Insert or replace, with all peers. */
ERR_RESULT enum err transfer_row_set(struct db *db,
                                     const struct store_transfer *t);

/* No such row is no error. */
ERR_RESULT enum err transfer_row_delete(struct db *db, uint64_t id);
