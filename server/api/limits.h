/* What the resources of limits.c and schedules.c have in common.
 *
 * Thread: the http thread of the call. */
#pragma once

#include <jansson.h>

#include "api/call.h"
#include "api/json_in.h"
#include "ops/ask_limits.h"

#define LIMITS_MAX_BYTES_PER_S BUCKET_MAX_RATE

/* NULL: out of memory. If-Match is taken from the call. */
struct ask_limits *limits_ask(const struct call *c, enum limits_verb verb);

/* Give the answer with its ETag; `json` makes it of the state. */
void limits_answer(struct call *c, json_t *(*json)(const struct ask_limits *));

/* An integer of bytes per second at `pointer`; false: replied. */
bool limits_read_rate(struct json_in *in, const char *pointer, const json_t *v,
                      uint64_t *out);
