/* Collects what the decoder has verified and writes it in long runs: data with
 * one gathered write, parents that follow each other with another; then the
 * groups become held.
 *
 * Thread: a worker, one at a time. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "base/err.h"
#include "crypto/tree.h"

struct blob;

#define GATHER_PIECES 128
#define GATHER_PARENTS 256

/* Told of each run of groups that has become held. */
typedef enum err gather_held_fn(void *arg, uint64_t begin, uint64_t end,
                                uint64_t bytes);

struct gather {
    struct blob *blob; /* borrowed */
    gather_held_fn *held;
    void *arg;
    uint64_t offset; /* of the first byte in iov */
    uint64_t bytes;  /* in iov */
    size_t iov_len;
    struct iovec iov[GATHER_PIECES];
    uint64_t first; /* index of the first parent */
    size_t parents_len;
    uint8_t parents[GATHER_PARENTS * TREE_PARENT];
};

void gather_init(struct gather *g, struct blob *blob, gather_held_fn *held,
                 void *arg);

/* Parents before the data they lead to; data in whole groups. The bytes of
 * data must stay until the flush. Errors of the store, ERR_NOMEM. */
ERR_RESULT enum err gather_parent(struct gather *g, uint64_t index,
                                  const uint8_t pair[static TREE_PARENT]);
ERR_RESULT enum err gather_data(struct gather *g, uint64_t offset,
                                const uint8_t *bytes, size_t len);
ERR_RESULT enum err gather_flush(struct gather *g);
