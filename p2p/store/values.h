/* The values of a blob's groups while it is being hashed: in memory at first,
 * then in a nameless temporary file, so that memory stays bounded however
 * large the blob is.
 *
 * Thread: none of its own. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

struct mapping;

struct values {
    int dir_fd;      /* where a file is made; borrowed */
    struct hash *at; /* those not in the file */
    size_t len, cap;
    int fd;           /* -1 while all are in memory */
    uint64_t in_file; /* values */
    struct mapping *map;
};

void values_init(struct values *v, int dir_fd);
void values_clear(struct values *v);

/* A hasher_values_fn; `arg` is the struct values. ERR_NOMEM, ERR_NO_SPACE,
 * ERR_IO. */
enum err values_add(void *arg, const struct hash *values, size_t n);

/* All that were added, in order; borrowed until cleared. */
ERR_RESULT enum err values_all(struct values *v, const struct hash **out,
                               uint64_t *n);
