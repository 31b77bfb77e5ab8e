/* When the groups of a blob that was whole no longer agree with its tree, it
 * may be the tree that is damaged. Then the content alone still hashes to the
 * name of the blob, and the tree can be made anew from it.
 *
 * Reads all of it once, piece by piece on the workers. Thread: the loop. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct blob;
struct store;

typedef void heal_fn(bool is_healed, void *arg);

/* `b` is borrowed until `done`, which runs on the loop, later. Afterwards all
 * groups are right, or nothing is changed. ERR_NOMEM: `done` will not run. */
ERR_RESULT enum err heal_start(struct store *s, struct blob *b, heal_fn *done,
                               void *arg);
