/* The routes whose answer is a stream of events, or the events that a client
 * waits for with one call after the other. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/page.h"
#include "api/reply.h"
#include "api/sse.h"
#include "ops/ask_events.h"
#include "ops/ask_node.h"

#define WAIT_MAX_S 600

/* Between the question to the loop and its answer. */
static void drop(void *state)
{
    sse_drop(state);
}

static void stream(struct call *c, struct sse *s)
{
    struct MHD_Response *r = sse_response(s);

    if (r == NULL)
        sse_drop(s);
    reply_response(c, 200, r);
    if (r == NULL)
        return;
    reply_header(c, "Content-Type", "text/event-stream");
    reply_header(c, "Cache-Control", "no-store");
    reply_header(c, "X-Accel-Buffering", "no");
}

static void answered(struct call *c)
{
    enum err e = c->ask->err;
    struct sse *s = c->state;

    if (e == ERR_OK) {
        c->state_free = NULL;
        stream(c, s);
    } else if (e == ERR_EXISTS) {
        /* What a browser takes as: do not come back. */
        reply_empty(c, 204);
    } else if (e == ERR_LIMIT) {
        reply_problem(c, PROBLEM_TOO_BUSY,
                      "events.max_clients are listening already");
    } else {
        reply_err(c, e, SUBJECT_TRANSFER, &c->ask->em);
    }
}

/* Header first: it is what a browser updates by itself. */
static bool read_since(struct call *c, struct event_since *out)
{
    const char *header = call_header(c, "Last-Event-ID");
    const char *param = uri_param(&c->uri, "since");
    const char *text = header != NULL && *header != '\0' ? header : param;

    *out = (struct event_since){0};
    if (text == NULL || event_since_parse(text, ops_boot(api_ops(c->api)), out))
        return true;
    reply_invalid(c, text == param ? "?since" : "",
                  "an event's id is expected");
    return false;
}

static void listen_to(struct call *c, unsigned types, uint64_t transfer)
{
    const struct config *cfg = api_config(c->api);
    struct event_since since;
    struct ask_listen *ask;
    struct sse *s;

    if (!read_since(c, &since))
        return;
    ask = ask_listen_new();
    if (ask == NULL ||
        sse_new(c->api, c->conn, cfg->events_backlog, &s) != ERR_OK) {
        ask_unref((struct ask *)ask);
        reply_err(c, ERR_NOMEM, SUBJECT_NODE, NULL);
        return;
    }
    c->state = s;
    c->state_free = drop;
    ask->sink = sse_sink(s);
    ask->sink->types = types;
    ask->sink->one_transfer = transfer != 0;
    ask->sink->transfer = transfer;
    ask->since = since;
    call_ask(c, &ask->ask, answered);
}

static bool add_type(const char *name, size_t len, unsigned *types)
{
    for (int t = 0; t < EVENT_TYPE_COUNT; t++) {
        const char *known = event_type_name((enum event_type)t);

        if (strlen(known) == len && memcmp(known, name, len) == 0) {
            *types |= 1u << t;
            return true;
        }
    }
    return false;
}

static bool read_types(struct call *c, unsigned *types)
{
    const char *p = uri_param(&c->uri, "types");

    *types = 0;
    while (p != NULL) {
        size_t len = strcspn(p, ",");

        if (!add_type(p, len, types)) {
            reply_invalid(c, "?types", "there is no event type '%.*s'",
                          len > 40 ? 40 : (int)len, p);
            return false;
        }
        p = p[len] == ',' ? p + len + 1 : NULL;
    }
    return true;
}

/* ---- long poll ----------------------------------------------------------*/

/* The events are JSON already. */
static void poll_reply(struct call *c, const struct ask_poll *poll)
{
    struct buf text;
    enum err e;

    buf_init(&text, poll->events.max + 256);
    e = buf_printf(&text, "{\"events\":[");
    if (e == ERR_OK)
        e = buf_add(&text, poll->events.ptr, poll->events.len);
    if (e == ERR_OK)
        e = buf_printf(&text, "],\"next\":\"%s-%" PRIu64 "\",\"reset\":%s}\n",
                       ops_boot(api_ops(c->api)), poll->next,
                       poll->is_reset ? "true" : "false");
    if (e == ERR_OK)
        reply_text(c, 200, "application/json", (const char *)text.ptr,
                   text.len);
    else
        reply_err(c, e, SUBJECT_NODE, NULL);
    buf_clear(&text);
    reply_header(c, "Cache-Control", "no-store");
}

static void poll_answered(struct call *c)
{
    if (c->ask->err == ERR_OK)
        poll_reply(c, (struct ask_poll *)c->ask);
    else if (c->ask->err == ERR_LIMIT)
        reply_problem(c, PROBLEM_TOO_BUSY,
                      "events.max_clients are listening already");
    else
        reply_err(c, c->ask->err, SUBJECT_NODE, &c->ask->em);
}

static bool is_poll(const struct call *c)
{
    const char *accept = call_header(c, "Accept");

    return uri_param(&c->uri, "wait") != NULL ||
           (accept != NULL && strstr(accept, "application/json") != NULL &&
            strstr(accept, "text/event-stream") == NULL);
}

static void poll_for(struct call *c, unsigned types)
{
    struct event_since since;
    struct ask_poll *poll;
    uint64_t wait_ms = 0;

    if (!read_since(c, &since) ||
        !read_seconds(c, "wait", 0, WAIT_MAX_S, &wait_ms))
        return;
    poll = ask_poll_new(api_config(c->api)->events_backlog);
    if (poll != NULL) {
        poll->types = types;
        poll->since = since;
        poll->wait_ms = wait_ms;
    }
    call_ask(c, (struct ask *)poll, poll_answered);
}

void handle_events(struct call *c)
{
    unsigned types;

    if (!read_types(c, &types))
        return;
    if (is_poll(c))
        poll_for(c, types);
    else
        listen_to(c, types, 0);
}

void handle_transfer_events(struct call *c)
{
    uint64_t id;

    if (parse_transfer_id(c, c->args[0], &id))
        listen_to(c, 0, id);
    else
        reply_problem(c, PROBLEM_TRANSFER_NOT_FOUND,
                      "no transfer of this process is '%.60s'", c->args[0]);
}
