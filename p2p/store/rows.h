/* Rows of blobs and what hangs on them; keeps db->tally.
 *
 * Thread: the store thread, within a transaction where something changes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

struct db;
struct ranges;

/* As stored; the numbers are part of the file format. */
enum row_state {
    ROW_PARTIAL = 0,   /* groups missing, or not known */
    ROW_UNFLUSHED = 1, /* complete, but maybe not yet on disk */
    ROW_COMPLETE = 2   /* complete and on disk */
};

struct row {
    uint64_t size;
    bool is_proven;
    enum row_state state;
    uint64_t held_bytes;
    int64_t content; /* id of inline content; 0: in files, or nowhere */
    uint64_t added_ms;
};

/* ERR_NOT_FOUND; ERR_CORRUPT when the row makes no sense. */
ERR_RESULT enum err row_get(struct db *db, const struct hash *h,
                            struct row *out);

/* Insert or replace. `old` is what row_get() gave, NULL when there was
 * nothing. Inline content that `new` no longer names is removed. */
ERR_RESULT enum err row_put(struct db *db, const struct hash *h,
                            const struct row *old, const struct row *new);
ERR_RESULT enum err row_delete(struct db *db, const struct hash *h,
                               const struct row *old);

/* Inline content: at most STORE_INLINE_MAX bytes. */
ERR_RESULT enum err row_add_content(struct db *db, const void *bytes,
                                    size_t len, int64_t *id);
/* ERR_NOT_FOUND; ERR_CORRUPT when it is not `len` bytes long. */
ERR_RESULT enum err row_get_content(struct db *db, int64_t id, void *out,
                                    size_t len);

/* Groups held by a partial blob, as of the last time it was closed.
 * ERR_NOT_FOUND: not known. */
ERR_RESULT enum err row_get_held(struct db *db, const struct hash *h,
                                 struct ranges *out);
ERR_RESULT enum err row_set_held(struct db *db, const struct hash *h,
                                 const struct ranges *held);
ERR_RESULT enum err row_forget_held(struct db *db, const struct hash *h);

/* Add up all rows into db->tally and db->sure. */
ERR_RESULT enum err rows_count(struct db *db);
