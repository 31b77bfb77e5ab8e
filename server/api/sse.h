/* One client of server-sent events: a bounded queue between the loop, which
 * pushes frames, and the http thread, which sends them.
 *
 *     loop: push ----> backlog ----> http: read
 *           wakes the connection     suspends it when there is nothing
 *
 * A client that lets the backlog fill is ended; it comes back with the id of
 * the last event it saw. Two sides hold the stream, the loop as long as it is
 * subscribed, the http side until the response is gone; the last frees it.
 *
 * Threads: as each function says. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <microhttpd.h>

#include "base/err.h"
#include "ops/events.h"

struct api;
struct sse;

/* [http] For a connection. The caller sets types or transfer in the sink and
 * subscribes it. */
ERR_RESULT enum err sse_new(struct api *api, struct MHD_Connection *conn,
                            size_t max_backlog, struct sse **out);
struct event_sink *sse_sink(struct sse *s);

/* [http] The response; from now on it holds the http side's share. NULL: out
 * of memory. */
struct MHD_Response *sse_response(struct sse *s);

/* [http] Instead of a response: let go. The subscription was answered, or
 * never asked for. */
void sse_drop(struct sse *s);
