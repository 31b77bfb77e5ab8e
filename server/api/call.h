/* One HTTP call, from its headers to its answer.
 *
 *     headers      call_begin: checks, route; an upload is opened
 *     body         gathered, or given to the upload piece by piece
 *     end of body  the route's handler: answers at once, or asks the loop
 *     asked        the connection is suspended; when the loop has answered,
 *                  the `finish` given to call_ask() makes the reply
 *     completed    everything is freed, in every case
 *
 * A handler gives exactly one reply (reply_*), or asks exactly once before
 * that. A call belongs to its http thread, but while it is suspended nobody
 * touches it.
 *
 * Thread: the http thread of the connection. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <microhttpd.h>

#include "api/origin.h"
#include "api/problem.h"
#include "api/status.h"
#include "api/uri.h"
#include "base/buf.h"
#include "base/err.h"
#include "ops/ask.h"

struct api;
struct call;
struct route;

typedef void call_fn(struct call *c);

#define CALL_ID_SIZE 32
#define CALL_MAX_PATH_ARGS 2

struct call {
    struct api *api;
    struct MHD_Connection *conn;
    const struct addr *listen; /* where it came in */
    char *target;              /* as it came */
    char id[CALL_ID_SIZE];     /* X-Request-Id */
    uint64_t started_ns;

    bool has_begun;    /* headers were seen */
    bool is_head;      /* HEAD */
    bool expects_100;  /* the client waits before it sends the body */
    bool is_chunked;   /* body of unknown length */
    uint64_t body_len; /* as announced */
    struct uri uri;
    const char *host;
    const char *origin; /* NULL: none */
    const struct route *route;
    const char *args[CALL_MAX_PATH_ARGS]; /* of "{...}" in the path */

    struct buf body;      /* JSON routes */
    bool discards;        /* what is left of the body is thrown away */
    bool is_answered_raw; /* the answer left already; see linger.h */
    uint64_t discarded;
    uint64_t linger_until_ns;

    struct ask *ask; /* the question, then its answer */
    call_fn *finish;
    bool is_waiting; /* suspended for it */

    void *state; /* of the handler */
    void (*state_free)(void *state);

    struct MHD_Response *response;
    const char *text; /* the response's body, when it is text of ours */
    size_t text_len;
    unsigned status;
    bool closes; /* where the request ends is not sure */
};

/* The value of a request header, NULL when absent. */
const char *call_header(const struct call *c, const char *name);

/* Suspend and post; `finish` runs with c->ask answered. Takes over `ask`;
 * NULL means that memory ran out, which is replied. */
void call_ask(struct call *c, struct ask *ask, call_fn *finish);

/* The same, and the answer must come within http.request_timeout. */
void call_ask_timed(struct call *c, struct ask *ask, call_fn *finish);

/* Called by libmicrohttpd; wired up in api.c. */
void *call_on_target(struct api *api, const struct addr *listen,
                     const char *target, struct MHD_Connection *conn);
enum MHD_Result call_on_request(void *cls, struct MHD_Connection *conn,
                                const char *url, const char *method,
                                const char *version, const char *data,
                                size_t *len, void **context);
void call_on_completed(void *cls, struct MHD_Connection *conn, void **context,
                       enum MHD_RequestTerminationCode why);
