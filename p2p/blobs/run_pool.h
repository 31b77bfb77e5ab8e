/* Runs: the buffers that take received bytes from the loop to a worker. A few
 * are kept, so that their pages stay warm.
 *
 * Thread: the loop. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "blobs/blobs_limits.h"

struct run {
    struct list node;
    size_t len; /* bytes in it */
    size_t at;  /* of them taken by the receiver */
    uint8_t bytes[RUN_SIZE];
};

struct run_pool {
    struct list free;
    size_t len; /* of them */
    size_t out; /* runs in use */
};

void run_pool_init(struct run_pool *p);
void run_pool_clear(struct run_pool *p); /* asserts that all are back */

struct run *run_get(struct run_pool *p); /* NULL: out of memory */
void run_put(struct run_pool *p, struct run *r);
