/* Requests to the node. One connection, reused; bodies of any size stream
 * through in both directions in bounded memory.
 *
 * Thread: main. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/err.h"

struct http;

/* Up to `cap` bytes of the body to send; *len_out = 0 at its end. */
typedef enum err http_read_fn(void *arg, void *out, size_t cap,
                              size_t *len_out);

/* A piece of a received body. */
typedef enum err http_write_fn(void *arg, const void *bytes, size_t len);

/* The body's length became known (UINT64_MAX: it did not). */
typedef void http_size_fn(void *arg, uint64_t size);

#define HTTP_SIZE_UNKNOWN UINT64_MAX

struct http_request {
    const char *method; /* "GET" */
    const char *path;   /* escaped, with query; NULL: making it failed */

    const char *json; /* body, or NULL */

    http_read_fn *read; /* body as a stream, or NULL */
    uint64_t size;      /* of that stream, or HTTP_SIZE_UNKNOWN */

    http_write_fn *write;  /* takes the body of a 2xx answer, or NULL */
    http_size_fn *on_size; /* before the first `write`; may be NULL */
    void *arg;             /* for the three */

    const char *accept;        /* NULL: application/json */
    const char *last_event_id; /* NULL or "": not sent */
    uint32_t stall_s;     /* give up after so long without a byte; 0: never */
    uint64_t deadline_ms; /* on clock_mono_ms(); 0: none */
};

struct http_reply {
    long status;
    char type[64];   /* media type without parameters, "" when not given */
    char date[40];   /* the server's clock as it was sent, "" when it was not */
    struct buf body; /* what `write` did not take; at most 64 MiB */
};

/* `base` is the node's URL: http(s)://host[:port][/prefix].
 *   ERR_INVALID  it is no such URL
 *   ERR_NOMEM    out of memory */
ERR_RESULT enum err http_new(const char *base, struct http **out,
                             struct errmsg *em);
void http_free(struct http *h); /* may be NULL */

/* The node's URL, without a slash at the end. */
const char *http_base(const struct http *h);

/* Where on this machine the URL leads; false when it leads elsewhere. */
bool http_is_here(const struct http *h, struct addr *out);

/* Send and receive. ERR_OK says only that an answer came, with any status.
 * `out` is always safe to clear afterwards.
 *   ERR_UNREACHABLE  nothing listens there
 *   ERR_TIMEOUT      the deadline passed, or nothing moved for `stall_s`
 *   ERR_CANCELLED    interrupt_seen()
 *   ERR_RESET        the connection broke in the middle
 *   ERR_PROTO        what answers does not speak HTTP
 * or what `read` or `write` returned, then `em` is left to them. */
ERR_RESULT enum err http_send(struct http *h, const struct http_request *rq,
                              struct http_reply *out, struct errmsg *em);
void http_reply_clear(struct http_reply *r);
