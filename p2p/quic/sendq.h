/* Bytes waiting to be sent and to be acknowledged: a ring of borrowed pieces
 * with a `release` each. Nothing is copied and, once the ring has its size,
 * nothing is allocated.
 *
 *     acked <= sent <= queued, offsets in the stream
 *
 * Thread: none of its own. */
#pragma once

#include <ngtcp2/ngtcp2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

typedef void sendq_release_fn(void *arg);

struct sendq_piece {
    const uint8_t *bytes;
    size_t len;
    sendq_release_fn *release; /* may be NULL */
    void *arg;
};

struct sendq {
    struct sendq_piece *ring;
    size_t cap;        /* a power of two, or zero */
    size_t head;       /* the oldest piece that is not acknowledged */
    size_t len;        /* pieces held */
    size_t next;       /* pieces from head to the first with unsent bytes */
    size_t next_off;   /* bytes of that one that were sent */
    uint64_t head_off; /* stream offset of the oldest piece */
    uint64_t sent;
    uint64_t queued;
};

void sendq_init(struct sendq *q);
/* Release all and free. */
void sendq_clear(struct sendq *q);

/* ERR_NOMEM: `release` will not run. */
ERR_RESULT enum err sendq_add(struct sendq *q, const void *bytes, size_t len,
                              sendq_release_fn *release, void *arg);

static inline uint64_t sendq_unsent(const struct sendq *q)
{
    return q->queued - q->sent;
}

/* The unsent pieces in order, at most `max`; returns how many. */
size_t sendq_peek(const struct sendq *q, ngtcp2_vec *out, size_t max);

/* The next `len` bytes, as sendq_peek() gave them, are on their way. */
void sendq_mark_sent(struct sendq *q, size_t len);

/* All before `offset` was acknowledged: release the pieces that are whole. */
void sendq_acked(struct sendq *q, uint64_t offset);

/* Release every piece: the receiver will not have them. */
void sendq_drop(struct sendq *q);
