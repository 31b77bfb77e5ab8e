/* What is checked behind, after the start: files against rows, and unsure
 * blobs against their trees. One thing at a time; those asked for go first,
 * since they do not wait here.
 *
 * Thread: the loop. */
#pragma once

#include "base/err.h"
#include "store/store.h"

ERR_RESULT enum err sweep_start(struct store *s);
void sweep_free(struct store *s); /* after its last job has ended */

/* Remove the files of a hash that has no row. ERR_CONFLICT: it has. */
void remove_orphan(struct store *s, const struct hash *h, store_done_fn *done,
                   void *arg);
