/* Reader of a stream of server-sent events, fed with pieces of any size.
 *
 * Follows the "event stream interpretation" of the HTML standard: lines end
 * by LF, CR LF or CR; an event ends by an empty line; an event cut off by the
 * end of the stream is dropped; an `id` holds until another comes.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define SSE_MAX_LINE (1024 * 1024)
#define SSE_MAX_DATA (4 * 1024 * 1024)

/* Borrowed for the call. */
struct sse_event {
    const char *type; /* "message" when the stream gave none */
    const char *data; /* lines joined by LF; never NULL */
    const char *id;   /* "" while the stream gave none */
};

/* Anything but ERR_OK ends sse_feed() with that result. */
typedef enum err sse_fn(const struct sse_event *ev, void *arg);

struct sse {
    struct buf line;
    struct buf type;
    struct buf data;
    struct buf id;
    uint32_t retry_ms; /* what the stream asked for; 0 while it did not */
    bool at_start;     /* nothing read yet: a byte order mark may come */
    bool after_cr;     /* a LF now belongs to the CR before it */
    bool has_data;
};

void sse_init(struct sse *s);
void sse_clear(struct sse *s);

/* Forget the half-read event, keep the id: for a new connection. */
void sse_restart(struct sse *s);

/*   ERR_TOO_LARGE  a line or an event beyond the ceilings above
 *   ERR_NOMEM      out of memory */
ERR_RESULT enum err sse_feed(struct sse *s, const void *bytes, size_t len,
                             sse_fn *fn, void *arg);

/* The id to resume after, "" when there is none yet. */
const char *sse_last_id(const struct sse *s);
