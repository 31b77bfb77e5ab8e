/* The table of routes: what the REST interface consists of. Each line is an
 * operation of openapi/openapi.yaml, by the same id; a test compares both.
 *
 * Thread: any; constant. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "api/call.h"

enum route_body {
    BODY_NONE,          /* a body is thrown away */
    BODY_JSON,          /* gathered before the handler runs */
    BODY_JSON_OPTIONAL, /* the same, and there may be none */
    BODY_UPLOAD         /* given to the upload as it comes */
};

struct route {
    const char *method;
    const char *path;  /* "/api/v1/blobs/{hash}" */
    const char *id;    /* operationId */
    const char *query; /* names of parameters taken, separated by spaces */
    enum route_body body;
    call_fn *handle;
};

extern const struct route routes[];
extern const size_t routes_len;

enum route_match {
    ROUTE_FOUND,
    ROUTE_NO_PATH,
    ROUTE_NO_METHOD /* the path exists for other methods */
};

/* Find the route; HEAD finds that of GET. `args` gets what stands for {...}. */
enum route_match route_find(const struct uri *u, const char *method,
                            const struct route **out,
                            const char *args[CALL_MAX_PATH_ARGS]);

/* "GET, HEAD, OPTIONS": what the path takes; "" for an unknown path. */
#define ROUTE_ALLOW_SIZE 64
void route_allow(const struct uri *u, char out[static ROUTE_ALLOW_SIZE]);

/* Is this parameter in the route's list? */
bool route_takes(const struct route *r, const char *param);
