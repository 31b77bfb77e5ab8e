/* RangeSpecSeq: which chunks of which blobs of a request.
 *
 *     varint count, then count pairs (varint delta, RangeSpec): after delta
 *     more positions this RangeSpec applies, until the next pair or for ever.
 *
 * In memory: steps at rising positions, each with the set that holds from
 * there on. Before the first step nothing is selected.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/ranges.h"

struct range_step {
    uint64_t position;
    struct ranges set;
};

struct range_seq {
    struct range_step *at; /* rising positions; `len` of them */
    size_t len;
    size_t cap;
};

void range_seq_init(struct range_seq *s); /* selects nothing */
void range_seq_clear(struct range_seq *s);

/* Read one into an initialised, empty sequence.
 *   ERR_PARSE      cut short, wrong, or positions pass 64 bits
 *   ERR_TOO_LARGE  more than SEQ_MAX_PAIRS
 *   ERR_NOMEM
 * On an error `s` may be half full; clear it. */
ERR_RESULT enum err range_seq_read(struct cursor *c, struct range_seq *s);

/* Append it; steps that change nothing are left out, as encoders should. */
ERR_RESULT enum err range_seq_write(struct buf *b, const struct range_seq *s);

/* Say that from `position` on (not below the last step) `set` holds; copied.
 * Changes nothing when that set holds already. ERR_NOMEM */
ERR_RESULT enum err range_seq_add(struct range_seq *s, uint64_t position,
                                  const struct ranges *set);

/* The first position >= *position that selects anything: true with *position
 * moved there and *set borrowed; false when there is none. */
bool range_seq_next(const struct range_seq *s, uint64_t *position,
                    const struct ranges **set);

/* Is nothing but position 0 selected? Then the root is no hash sequence to
 * the one who answers. */
bool range_seq_is_root_only(const struct range_seq *s);
