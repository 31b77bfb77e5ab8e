/* A JSON object that somebody sent, read strictly: no field twice, none that
 * is not asked for, each of its type.
 *
 *     struct json_in in;
 *     if (!json_in_open(&in, c))
 *         return;
 *     const char *hash = json_in_text(&in, "hash", NULL);
 *     if (json_in_end(&in))
 *         ... all is well; values hold until json_in_close
 *     json_in_close(&in);
 *
 * The first fault is replied, with a pointer to it; every later call of the
 * functions below then does nothing.
 *
 * Thread: the http thread of the call. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/call.h"

#define JSON_IN_MAX_FIELDS 16

struct json_in {
    struct call *call;
    json_t *root;
    bool failed; /* and replied */
    const char *asked[JSON_IN_MAX_FIELDS];
    size_t asked_len;
};

/* False: replied. */
bool json_in_open(struct json_in *in, struct call *c);
void json_in_close(struct json_in *in);

/* NULL when absent or null. */
const char *json_in_text(struct json_in *in, const char *name);
json_t *json_in_array(struct json_in *in, const char *name);

/* Of any type, null too; NULL when absent. */
json_t *json_in_any(struct json_in *in, const char *name);

/* Left alone when absent or null. */
void json_in_number(struct json_in *in, const char *name, double min,
                    double max, double *out);
void json_in_integer(struct json_in *in, const char *name, uint64_t min,
                     uint64_t max, uint64_t *out);

/* Were all fields asked for, and none at fault? */
bool json_in_end(struct json_in *in);

/* Reply that something further down is at fault: `pointer` is one already. */
void json_in_refuse_at(struct json_in *in, const char *pointer,
                       const char *what);

/* Reply that a field is at fault. */
void json_in_refuse(struct json_in *in, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
