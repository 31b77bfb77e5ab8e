/* Rows of tags.
 *
 * Thread: the store thread, within a transaction where something changes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "store/store.h"

struct db;

/* 1..STORE_TAG_MAX bytes of UTF-8 without control characters? */
bool tag_is_valid(const char *name);

/* Copy a name, cut to what a tag can have. */
void tag_copy_name(char to[static STORE_TAG_MAX + 1], const char *from);

/* ERR_NOT_FOUND. */
ERR_RESULT enum err tag_row_get(struct db *db, const char *name,
                                struct store_tag *out);
ERR_RESULT enum err tag_row_set(struct db *db, const struct store_tag *tag);
/* `out` is what it was. ERR_NOT_FOUND. */
ERR_RESULT enum err tag_row_delete(struct db *db, const char *name,
                                   struct store_tag *out);

/* Up to `limit` tags behind `after`, in order of name; `*len` of them. */
ERR_RESULT enum err tag_rows_list(struct db *db, const char *after,
                                  size_t limit, struct store_tag *out,
                                  size_t *len);

/* Names of all tags of a blob, sorted, as one allocation; NULL and 0 when
 * there are none. */
ERR_RESULT enum err tag_rows_of(struct db *db, const struct hash *h,
                                char ***out, size_t *len);
