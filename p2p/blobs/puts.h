/* Small blobs on their way into the store: counts them, holds the fetch back
 * when there are too many, and knows when the last is in.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct hash;
struct puts;
struct store;

struct puts_ops {
    void (*full)(bool is_full, void *arg); /* receive no further; go on */
    void (*failed)(enum err e, void *arg); /* the first failure */
    void (*empty)(void *arg);              /* the last is in */
};

/* `ops` is borrowed and must stay. ERR_NOMEM */
ERR_RESULT enum err puts_new(struct store *store, const struct puts_ops *ops,
                             void *arg, struct puts **out);

/* No callback runs any more. May be NULL. */
void puts_free(struct puts *p);

/* Copies the bytes, which are known to be right. */
void puts_add(struct puts *p, const struct hash *h, const void *bytes,
              size_t len);

bool puts_is_empty(const struct puts *p);
