#include "api/call.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/api.h"
#include "api/framing.h"
#include "api/handlers.h"
#include "api/linger.h"
#include "api/reply.h"
#include "api/route.h"
#include "base/clock.h"
#include "base/log.h"

const char *call_header(const struct call *c, const char *name)
{
    return MHD_lookup_connection_value(c->conn, MHD_HEADER_KIND, name);
}

/* ---- asking the loop ----------------------------------------------------*/

/* On the loop: from the resumption on the call is its http thread's. */
static void on_answer(struct ask *ask)
{
    struct call *c = ask->owner;

    api_resume(c->api, c->conn);
}

void call_ask(struct call *c, struct ask *ask, call_fn *finish)
{
    if (ask == NULL) {
        reply_err(c, ERR_NOMEM, SUBJECT_NODE, NULL);
        return;
    }
    ask->owner = c;
    ask->done = on_answer;
    /* Suspended before it is posted, or the answer could overtake. */
    if (!api_suspend(c->api, c->conn)) {
        ask_unref(ask);
        reply_err(c, ERR_CLOSED, SUBJECT_NODE, NULL);
        return;
    }
    c->ask = ask;
    c->finish = finish;
    c->is_waiting = true;
    ops_post(api_ops(c->api), ask);
}

void call_ask_timed(struct call *c, struct ask *ask, call_fn *finish)
{
    if (ask != NULL)
        ask->timeout_ms = api_config(c->api)->http_request_timeout_ms;
    call_ask(c, ask, finish);
}

/* ---- headers ------------------------------------------------------------*/

static bool check_origin(struct call *c)
{
    const struct config *cfg = api_config(c->api);
    struct origin_rules rules = {
        .listen = c->listen,
        .hosts = &cfg->http_allowed_hosts,
        .origins = &cfg->http_allowed_origins,
    };
    const char *host = c->uri.authority != NULL ? c->uri.authority : c->host;
    const char *mode = call_header(c, "Sec-Fetch-Mode");
    /* Following a link to the page is harmless: it only shows it. */
    bool is_visit = c->uri.segments_len == 0 && mode != NULL &&
                    strcmp(mode, "navigate") == 0 && c->origin == NULL;

    /* HTTP/1.0 may leave Host out; no browser speaks it. */
    if (host != NULL && !host_is_allowed(&rules, host)) {
        reply_problem(c, PROBLEM_HOST_NOT_ALLOWED, "Host is %.100s", host);
    } else if (!origin_is_allowed(&rules, c->origin, host ? host : "") ||
               (!is_visit &&
                !site_is_allowed(&rules, call_header(c, "Sec-Fetch-Site"),
                                 c->origin))) {
        reply_problem(c, PROBLEM_ORIGIN_NOT_ALLOWED, "Origin is %.100s",
                      c->origin != NULL ? c->origin : "another site");
    } else {
        return true;
    }
    atomic_fetch_add(&api_stats(c->api)->refused, 1);
    return false;
}

static bool parse_target(struct call *c)
{
    struct errmsg em = {0};
    enum err e = uri_parse(c->target, &c->uri, &em);

    if (e == ERR_OK)
        return true;
    if (e == ERR_TOO_LARGE)
        reply_problem(c, PROBLEM_URI_TOO_LONG, "%s", em.text);
    else if (e == ERR_NOMEM)
        reply_err(c, e, SUBJECT_NODE, NULL);
    else
        reply_problem(c, PROBLEM_BAD_REQUEST, "%s", em.text);
    return false;
}

/* What may be done here; also what a browser asks before it lets a page of
 * an allowed origin call. */
static void reply_options(struct call *c)
{
    char allow[ROUTE_ALLOW_SIZE];

    route_allow(&c->uri, allow);
    if (allow[0] == '\0') {
        reply_problem(c, PROBLEM_ROUTE_NOT_FOUND, "%.200s", c->target);
        return;
    }
    reply_empty(c, 204);
    reply_header(c, "Allow", allow);
    if (c->origin != NULL) {
        reply_header(c, "Access-Control-Allow-Methods", allow);
        reply_header(c, "Access-Control-Allow-Headers",
                     "Content-Type, Range, Last-Event-ID");
    }
}

static bool check_query(struct call *c)
{
    char pointer[80];

    for (size_t i = 0; i < c->uri.params_len; i++) {
        const char *name = c->uri.params[i].name;

        snprintf(pointer, sizeof pointer, "?%.70s", name);
        if (!route_takes(c->route, name)) {
            reply_invalid(c, pointer, "there is no such query parameter");
            return false;
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(c->uri.params[j].name, name) == 0 &&
                strcmp(name, "exclude") != 0) {
                reply_invalid(c, pointer, "it is given more than once");
                return false;
            }
        }
    }
    return true;
}

static bool find_route(struct call *c, const char *method)
{
    char allow[ROUTE_ALLOW_SIZE];

    switch (route_find(&c->uri, method, &c->route, c->args)) {
    case ROUTE_FOUND:
        return check_query(c);
    case ROUTE_NO_METHOD:
        route_allow(&c->uri, allow);
        reply_problem(c, PROBLEM_METHOD_NOT_ALLOWED, "%.20s is not among %s",
                      method, allow);
        reply_header(c, "Allow", allow);
        return false;
    default:
        reply_problem(c, PROBLEM_ROUTE_NOT_FOUND, "%.200s", c->target);
        return false;
    }
}

static bool is_json_type(const char *type)
{
    size_t len = strlen("application/json");

    return type != NULL && strncasecmp(type, "application/json", len) == 0 &&
           (type[len] == '\0' || type[len] == ';' || type[len] == ' ');
}

static bool takes_json(const struct call *c)
{
    return c->route->body == BODY_JSON || c->route->body == BODY_JSON_OPTIONAL;
}

static void open_json(struct call *c)
{
    uint64_t max = api_config(c->api)->http_max_json_bytes;
    const char *type = call_header(c, "Content-Type");

    buf_init(&c->body, max);
    if (c->route->body == BODY_JSON_OPTIONAL && !c->is_chunked &&
        c->body_len == 0)
        return;
    if (!is_json_type(type))
        reply_problem(c, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                      "Content-Type is %.80s",
                      type != NULL ? type : "not given");
    else if (c->body_len > max)
        reply_problem(c, PROBLEM_TOO_LARGE, "http.max_json_bytes is %" PRIu64,
                      max);
}

static void begin(struct call *c, const char *method, const char *version)
{
    c->has_begun = true;
    c->is_head = strcmp(method, "HEAD") == 0;
    api_call_has_headers(c->api, c->conn);
    if (!framing_check(c, version) || !parse_target(c) || !check_origin(c))
        return;
    if (strcmp(method, "OPTIONS") == 0)
        reply_options(c);
    else if (!find_route(c, method))
        return;
    else if (takes_json(c))
        open_json(c);
    else if (c->route->body == BODY_UPLOAD)
        upload_open(c);
    if (c->response == NULL && c->route != NULL &&
        c->route->body == BODY_UPLOAD)
        api_call_takes_body(c->api, c->conn, true);
}

/* ---- answering ----------------------------------------------------------*/

static void add_cors(struct call *c)
{
    const struct config *cfg = api_config(c->api);
    struct origin_rules rules = {.listen = c->listen,
                                 .hosts = &cfg->http_allowed_hosts,
                                 .origins = &cfg->http_allowed_origins};

    if (c->origin == NULL || !origin_is_listed(&rules, c->origin))
        return;
    reply_header(c, "Access-Control-Allow-Origin", c->origin);
    reply_header(c, "Access-Control-Expose-Headers",
                 "Location, Link, X-Request-Id, X-Firn-State");
    reply_header(c, "Vary", "Origin");
}

static enum MHD_Result queue(struct call *c)
{
    struct MHD_Response *r = c->response;

    enum MHD_Result ok;

    c->response = NULL;
    if (r == NULL)
        return MHD_NO;
    ok = MHD_queue_response(c->conn, c->status, r);
    MHD_destroy_response(r);
    return ok;
}

/* libmicrohttpd fills the buffer of a connection with zeros between requests,
 * and so makes all of it resident: few may wait so. */
static bool may_stay(const struct call *c)
{
    return !api_is_stopping(c->api) &&
           atomic_load(&api_stats(c->api)->connections) <=
               api_config(c->api)->http_max_idle_connections;
}

static enum MHD_Result answer(struct call *c)
{
    add_cors(c);
    if (!may_stay(c))
        reply_header(c, "Connection", "close");
    return queue(c);
}

/* A refusal although the body is still to come. */
static enum MHD_Result answer_early(struct call *c)
{
    bool has_body = c->is_chunked || c->body_len > 0;

    if (c->closes) {
        linger_close(c);
        return MHD_NO;
    }
    /* A client that waits with its body is answered before it; that ends the
     * connection. */
    if (has_body && c->expects_100)
        return answer(c);
    c->discards = true;
    if (!has_body)
        return MHD_YES;
    if (c->is_chunked || c->body_len > LINGER_SMALL)
        linger_start(c);
    return MHD_YES;
}

static enum MHD_Result take_body(struct call *c, const char *data, size_t len)
{
    if (c->is_answered_raw)
        return linger_goes_on(c, len) ? MHD_YES : MHD_NO;
    if (c->discards)
        return MHD_YES;
    if (c->route->body == BODY_UPLOAD) {
        upload_data(c, data, len);
    } else if (takes_json(c)) {
        if (buf_add(&c->body, data, len) != ERR_OK)
            reply_problem(c, PROBLEM_TOO_LARGE, "http.max_json_bytes is %zu",
                          c->body.max);
    }
    if (c->response != NULL) {
        c->discards = true;
        linger_start(c);
    }
    return MHD_YES;
}

/* The request is complete, or the loop has answered. */
static enum MHD_Result proceed(struct call *c)
{
    if (c->is_answered_raw)
        return MHD_NO;
    if (c->is_waiting) {
        struct ask *answered = c->ask;

        c->is_waiting = false;
        c->finish(c);
        /* It may have asked again. */
        if (c->ask == answered)
            c->ask = NULL;
        ask_unref(answered);
    } else if (c->response == NULL) {
        if (c->route->body == BODY_UPLOAD)
            api_call_takes_body(c->api, c->conn, false);
        c->route->handle(c);
    }
    if (c->is_waiting)
        return MHD_YES;
    return answer(c);
}

/* ---- libmicrohttpd's side -----------------------------------------------*/

void *call_on_target(struct api *api, const struct addr *listen,
                     const char *target, struct MHD_Connection *conn)
{
    uint64_t number = api_call_begins(api, conn);
    struct call *c = calloc(1, sizeof *c);

    if (c == NULL) {
        api_call_ends(api, conn);
        return NULL;
    }
    c->api = api;
    c->conn = conn;
    c->listen = listen;
    c->started_ns = clock_mono_ns();
    snprintf(c->id, sizeof c->id, "%s-%" PRIu64, ops_boot(api_ops(api)),
             number);
    c->target = strdup(target);
    return c;
}

enum MHD_Result call_on_request(void *cls, struct MHD_Connection *conn,
                                const char *url, const char *method,
                                const char *version, const char *data,
                                size_t *len, void **context)
{
    struct call *c = *context;

    if (c == NULL || c->target == NULL)
        return MHD_NO;
    if (!c->has_begun) {
        begin(c, method, version);
        return c->response != NULL ? answer_early(c) : MHD_YES;
    }
    if (*len > 0) {
        enum MHD_Result goes_on = take_body(c, data, *len);

        *len = 0;
        return goes_on;
    }
    return proceed(c);
}

static void account(struct call *c)
{
    unsigned route = (unsigned)routes_len;
    uint64_t took = clock_mono_ns() - c->started_ns;

    if (c->status == 0)
        return;
    if (c->route != NULL)
        route = (unsigned)(c->route - routes);
    http_stats_count(api_stats(c->api), route, c->status, took);
    log_debug(LOG_HTTP, "request %s: %s: %u in %.3f ms", c->id, c->target,
              c->status, (double)took / 1e6);
}

void call_on_completed(void *cls, struct MHD_Connection *conn, void **context,
                       enum MHD_RequestTerminationCode why)
{
    struct call *c = *context;

    *context = NULL;
    if (c == NULL)
        return;
    account(c);
    if (c->state_free != NULL)
        c->state_free(c->state);
    ask_unref(c->ask);
    if (c->response != NULL)
        MHD_destroy_response(c->response);
    buf_clear(&c->body);
    uri_clear(&c->uri);
    free(c->target);
    api_call_ends(c->api, conn);
    free(c);
}
