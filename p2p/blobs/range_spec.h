/* RangeSpec: which chunks of one blob, as it is on the wire.
 *
 *     varint count, then count varints: widths. From chunk 0, "off", each
 *     width moves on and toggles; what holds at the end holds for ever.
 *
 * In memory it is a set of chunk numbers (base/ranges.h).
 *
 * Thread: any; no state. */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/ranges.h"

/* Read one; `out` must be initialised and empty. What begins at the very last
 * number is lowered to BAO_LAST_CHUNK, which asks for the same.
 *   ERR_PARSE      cut short, not a varint, or the widths pass 64 bits
 *   ERR_TOO_LARGE  more than SPEC_MAX_WIDTHS
 *   ERR_NOMEM */
ERR_RESULT enum err range_spec_read(struct cursor *c, struct ranges *out);

/* Append one. BAO_LAST_CHUNK without end is written as iroh writes it.
 *   ERR_TOO_LARGE, ERR_NOMEM  from the buffer */
ERR_RESULT enum err range_spec_write(struct buf *b, const struct ranges *set);
