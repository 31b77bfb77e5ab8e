/* The http half of the REST interface: libmicrohttpd on its own threads. The
 * front door of the folder.
 *
 *     api_start -> (serves) -> api_stop -> stopped callback -> api_free
 *
 * Stopping: accept no more; end the event streams; let running calls go on for
 * http.drain_timeout; answer what still waits for the loop; stop the threads,
 * with no connection suspended. The loop runs on meanwhile.
 *
 * Threads: as each function says. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <microhttpd.h>

#include "api/http_stats.h"
#include "base/addr.h"
#include "base/err.h"
#include "config.h"
#include "ops/ops.h"

struct api;

/* [loop] Bind all addresses, then serve; those that cannot be bound are left
 * out. None could be: ERR_BUSY, ERR_ACCESS, ERR_INVALID, and `em` says which
 * address and what to do. */
ERR_RESULT enum err api_start(const struct config *config, struct ops *ops,
                              struct api **out, struct errmsg *em);

/* [loop] `stopped` runs once from the loop; then no http thread is left. */
typedef void api_stopped_fn(void *arg);
void api_stop(struct api *api, api_stopped_fn *stopped, void *arg);
void api_free(struct api *api); /* after `stopped`; may be NULL */

/* [any] The addresses served, ports filled in. */
size_t api_bound(const struct api *api, struct addr *out, size_t max);

/* [any] The addresses that could not be bound, each with the reason; NULL
 * behind the last. */
const char *api_not_bound(const struct api *api, size_t at);

/* ---- for the calls ------------------------------------------------------*/

/* [any] What the calls work with. */
const struct config *api_config(const struct api *api);
/* [any] The other half. */
struct ops *api_ops(const struct api *api);
/* [any] Counters to add to. */
struct http_stats *api_stats(struct api *api);

/* [http] Suspend a connection; false when the node stops and nobody may wait
 * any more. [any] Wake it. */
bool api_suspend(struct api *api, struct MHD_Connection *conn);
void api_resume(struct api *api, struct MHD_Connection *conn);

/* [any] */
bool api_is_stopping(const struct api *api);

/* [http] A call begins and ends; its headers are complete. */
uint64_t api_call_begins(struct api *api, struct MHD_Connection *conn);
void api_call_has_headers(struct api *api, struct MHD_Connection *conn);
void api_call_ends(struct api *api, struct MHD_Connection *conn);

/* [http] An upload begins, or all of it has come. In between it is watched
 * whether the client is still there. */
void api_call_takes_body(struct api *api, struct MHD_Connection *conn,
                         bool takes);

/* JSON of events, for ops_new(). */
char *event_render(const struct event_facts *facts, const char *boot);
