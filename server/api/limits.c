#include "api/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/reply.h"

static const char *const rate_names[LIMIT_DIRS] = {
    [LIMIT_UP] = "upload_bytes_per_s",
    [LIMIT_DOWN] = "download_bytes_per_s",
};

/* ---- both resources -----------------------------------------------------*/

struct ask_limits *limits_ask(const struct call *c, enum limits_verb verb)
{
    struct ask_limits *al = ask_limits_new(verb);
    const char *if_match = call_header(c, "If-Match");

    if (al == NULL || verb == LIMITS_GET || if_match == NULL ||
        strcmp(if_match, "*") == 0)
        return al;
    al->has_if_match = true;
    /* One that is too long is none of ours, cut or not. */
    if (strlen(if_match) < sizeof al->if_match)
        memcpy(al->if_match, if_match, strlen(if_match));
    return al;
}

void limits_answer(struct call *c, json_t *(*json)(const struct ask_limits *))
{
    const struct ask_limits *al = (struct ask_limits *)c->ask;

    if (c->ask->err == ERR_CONFLICT) {
        reply_problem(c, PROBLEM_PRECONDITION_FAILED, "its ETag is %s now",
                      al->tag);
        return;
    }
    if (!reply_is_good(c, SUBJECT_NODE))
        return;
    reply_json(c, 200, json(al));
    reply_header(c, "ETag", al->tag);
}

bool limits_read_rate(struct json_in *in, const char *pointer, const json_t *v,
                      uint64_t *out)
{
    json_int_t n = json_integer_value(v);
    char what[96];

    if (json_is_integer(v) && n >= 0 &&
        n <= (json_int_t)LIMITS_MAX_BYTES_PER_S) {
        *out = (uint64_t)n;
        return true;
    }
    snprintf(what, sizeof what,
             "a whole number of bytes per second from 0 to %" PRIu64
             " is expected",
             LIMITS_MAX_BYTES_PER_S);
    json_in_refuse_at(in, pointer, what);
    return false;
}

/* ---- out ----------------------------------------------------------------*/

static json_t *json_pair(const uint64_t v[LIMIT_DIRS])
{
    return json_pack("{s:I, s:I}", rate_names[LIMIT_UP],
                     (json_int_t)v[LIMIT_UP], rate_names[LIMIT_DOWN],
                     (json_int_t)v[LIMIT_DOWN]);
}

static json_t *json_priorities(const struct limits_config *l)
{
    json_t *all = json_object();

    for (int p = 0; p < PRIORITIES && all != NULL; p++) {
        if (json_object_set_new(all, priority_name((enum priority)p),
                                json_pair(l->per_priority[p])) != 0) {
            json_decref(all);
            all = NULL;
        }
    }
    return all;
}

static json_t *json_limits(const struct ask_limits *al)
{
    const struct limits_config *l = &al->state.limits;

    return json_pack("{s:I, s:I, s:o, s:o, s:b, s:o}", rate_names[LIMIT_UP],
                     (json_int_t)l->total[LIMIT_UP], rate_names[LIMIT_DOWN],
                     (json_int_t)l->total[LIMIT_DOWN], "per_peer",
                     json_pair(l->per_peer), "per_priority", json_priorities(l),
                     "exempt_local", (int)l->is_local_exempt, "now",
                     json_pair(al->now));
}

static void answered(struct call *c)
{
    limits_answer(c, json_limits);
}

void handle_limits_get(struct call *c)
{
    call_ask_timed(c, (struct ask *)limits_ask(c, LIMITS_GET), answered);
}

/* ---- in: a merge patch (RFC 7396); null means what the settings say ------*/

static void read_number(struct json_in *in, const char *at, const char *name,
                        const json_t *v, struct patch_u64 *out)
{
    char pointer[96];

    if (v == NULL)
        return;
    snprintf(pointer, sizeof pointer, "%s/%s", at, name);
    if (json_is_null(v))
        out->kind = PATCH_RESET;
    else if (limits_read_rate(in, pointer, v, &out->value))
        out->kind = PATCH_SET;
}

/* An object of both directions, or null for both of them. */
static void read_pair(struct json_in *in, const char *at, const json_t *v,
                      struct patch_u64 out[LIMIT_DIRS])
{
    size_t found = 0;

    if (v == NULL)
        return;
    if (!json_is_object(v) && !json_is_null(v)) {
        json_in_refuse_at(in, at, "an object is expected");
        return;
    }
    for (int d = 0; d < LIMIT_DIRS; d++) {
        const json_t *n =
            json_is_null(v) ? v : json_object_get(v, rate_names[d]);

        found += n != NULL;
        read_number(in, at, rate_names[d], n, &out[d]);
    }
    if (json_is_object(v) && json_object_size(v) != found)
        json_in_refuse_at(in, at,
                          "upload_bytes_per_s and download_bytes_per_s are "
                          "its fields");
}

static void read_priorities(struct json_in *in, json_t *v,
                            struct patch_u64 out[PRIORITIES][LIMIT_DIRS])
{
    const char *at = "/per_priority";
    size_t found = 0;

    if (v == NULL)
        return;
    if (!json_is_object(v) && !json_is_null(v)) {
        json_in_refuse_at(in, at, "an object is expected");
        return;
    }
    for (int p = 0; p < PRIORITIES; p++) {
        const char *name = priority_name((enum priority)p);
        const json_t *one = json_is_null(v) ? v : json_object_get(v, name);
        char pointer[64];

        found += one != NULL;
        snprintf(pointer, sizeof pointer, "%s/%s", at, name);
        read_pair(in, pointer, one, out[p]);
    }
    if (json_is_object(v) && json_object_size(v) != found)
        json_in_refuse_at(in, at,
                          "low, normal, high and critical are its "
                          "fields");
}

static void read_exempt(struct json_in *in, const json_t *v,
                        struct patch_u64 *out)
{
    if (v == NULL)
        return;
    if (!json_is_boolean(v) && !json_is_null(v)) {
        json_in_refuse(in, "exempt_local", "true or false is expected");
        return;
    }
    out->kind = json_is_null(v) ? PATCH_RESET : PATCH_SET;
    out->value = json_is_true(v);
}

static bool read_patch(struct call *c, struct limits_patch *out)
{
    struct json_in in;
    bool is_good;

    if (!json_in_open(&in, c))
        return false;
    for (int d = 0; d < LIMIT_DIRS; d++)
        read_number(&in, "", rate_names[d], json_in_any(&in, rate_names[d]),
                    &out->total[d]);
    read_pair(&in, "/per_peer", json_in_any(&in, "per_peer"), out->per_peer);
    read_priorities(&in, json_in_any(&in, "per_priority"), out->per_priority);
    read_exempt(&in, json_in_any(&in, "exempt_local"), &out->is_local_exempt);
    is_good = json_in_end(&in);
    json_in_close(&in);
    return is_good;
}

void handle_limits_patch(struct call *c)
{
    struct limits_patch patch = {0};
    struct ask_limits *al;

    if (!read_patch(c, &patch))
        return;
    al = limits_ask(c, LIMITS_PATCH);
    if (al != NULL)
        al->patch = patch;
    call_ask_timed(c, (struct ask *)al, answered);
}
