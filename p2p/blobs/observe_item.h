/* One item of the answer to Observe: what the answering side holds.
 *
 *     varint length, then: varint size (0: unknown), varint count, count
 *     varints: boundaries, absolute chunk numbers, rising
 *
 * A set with the last chunk in it is without end; so the size is proven if and
 * only if the set is without end and the size is not 0 (or the blob is empty).
 *
 * Thread: any; no state. */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/ranges.h"

#define OBSERVE_ITEM_MAX (1u << 20) /* bytes of one item that is read */

/* Append one. ERR_TOO_LARGE, ERR_NOMEM */
ERR_RESULT enum err observe_item_write(struct buf *b, uint64_t size,
                                       const struct ranges *chunks);

/* Read the next item into an initialised, empty set.
 *   ERR_AGAIN      not all of it is there; the cursor has not moved
 *   ERR_PARSE      damaged
 *   ERR_TOO_LARGE  above OBSERVE_ITEM_MAX or SPEC_MAX_WIDTHS
 *   ERR_NOMEM */
ERR_RESULT enum err observe_item_read(struct cursor *c, uint64_t *size,
                                      struct ranges *chunks);
