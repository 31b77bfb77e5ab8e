/* One question to the store for a blob, that may be taken back.
 *
 * Thread: the loop. */
#pragma once

#include "base/err.h"
#include "store/store.h"

struct want;

/* As store_get() and store_want(). `done` runs once, unless cancelled.
 * ERR_NOMEM */
ERR_RESULT enum err want_look_up(struct store *s, const struct hash *h,
                                 store_blob_fn *done, void *arg,
                                 struct want **out);
ERR_RESULT enum err want_start(struct store *s, const struct hash *h,
                               store_blob_fn *done, void *arg,
                               struct want **out);

/* `done` will not run. Not after it has. May be NULL. */
void want_cancel(struct want *w);
