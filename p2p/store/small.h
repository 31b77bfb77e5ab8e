/* Blobs of at most one group: content in the database. */
#pragma once

#include <stddef.h>

#include "base/err.h"
#include "crypto/hash.h"

struct blob;
struct db;
struct store;

/* What became of a row. */
enum row_change { ROW_SAME, ROW_MADE, ROW_FILLED };

/* Put content in, unless it is there. On the store thread, in a transaction. */
ERR_RESULT enum err small_put_row(struct db *db, const struct hash *h,
                                  const void *bytes, size_t len,
                                  enum row_change *change);

/* After the commit, on the loop: an open handle and the listener follow. */
void small_tell(struct store *s, const struct hash *h, const void *bytes,
                size_t len, enum row_change change);

/* A partial handle that is open gets its content. Loop. */
void blob_fill_small(struct blob *b, const void *bytes, size_t len);
