/* Calls of the REST interface that take and give JSON, and the way a refusal
 * is told: the problem document's own words, then what to do about it.
 *
 * Thread: main. */
#pragma once

#include <jansson.h>

#include "base/err.h"
#include "cli/cli.h"

#define API_STALL_S 60 /* a node that says nothing for so long is stuck */

/* `path` begins with "/api/v1"; `body` and `out` may be NULL. An answer
 * without a body gives *out = NULL. The caller drops *out with json_decref.
 * Results as http_send() and api_problem(). */
ERR_RESULT enum err api_call(struct cli *c, const char *method,
                             const char *path, const json_t *body, json_t **out,
                             struct errmsg *em);

/* The same for a call that may work for as long as it needs. */
ERR_RESULT enum err api_call_slow(struct cli *c, const char *method,
                                  const char *path, const json_t *body,
                                  json_t **out, struct errmsg *em);

/* Judge an answer by its status; anything but 2xx becomes an error told in
 * the words of its problem document:
 *   ERR_INVALID 400 about a hash, a ticket or the like
 *   ERR_NOT_FOUND 404, 410   ERR_MISMATCH 422 about content
 *   ERR_CONFLICT 409, 412    ERR_TIMEOUT 408, 504
 *   ERR_REFUSED  the rest */
ERR_RESULT enum err api_problem(const struct http_reply *r, struct errmsg *em);

/* The body of an answer. ERR_PROTO when it is not a JSON object. */
ERR_RESULT enum err api_parse(const struct http_reply *r, json_t **out,
                              struct errmsg *em);

/* Fields of an object, borrowed; "" or `otherwise` when absent or of another
 * type. Negative numbers count as absent. */
const char *api_str(const json_t *obj, const char *key);
uint64_t api_u64(const json_t *obj, const char *key, uint64_t otherwise);
