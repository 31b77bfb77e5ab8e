/* Hash map from fixed-length keys to pointers, open addressing, keyed with a
 * random seed so that a peer who chooses keys cannot choose collisions.
 *
 * Keys are copied into the map. Values are borrowed; removing or freeing does
 * not touch them. Walking order is unspecified.
 *
 * Thread: none of its own. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct map {
    size_t key_len;
    size_t len;  /* entries held */
    size_t cap;  /* slots, a power of two or zero */
    size_t max;  /* refuse to hold more entries; SIZE_MAX for none */
    uint64_t seed[2];
    void *slots;
};

/* `key_len` 1..64 bytes. Allocates nothing. */
void map_init(struct map *m, size_t key_len, size_t max);
void map_clear(struct map *m);

/* NULL when absent. */
void *map_get(const struct map *m, const void *key);

/* Insert or replace; `value` must not be NULL.
 *   ERR_LIMIT  `max` entries are held already
 *   ERR_NOMEM  out of memory */
ERR_RESULT enum err map_set(struct map *m, const void *key, void *value);

/* The value removed, NULL when there was none. */
void *map_remove(struct map *m, const void *key);

/* Walk: start with *it = 0; NULL at the end. The map must not be changed
 * meanwhile, except by removing the entry just returned. */
void *map_next(const struct map *m, size_t *it, const void **key_out);
