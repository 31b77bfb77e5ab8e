/* One connection after the other, each resumed after the last event seen. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "cli/api.h"
#include "cli/event_line.h"
#include "cli/events_follow.h"
#include "cli/interrupt.h"
#include "cli/path.h"

enum { STALL_S = 45, WAIT_MS = 1000, GIVE_UP_MS = 30000 };

struct stream {
    struct cli *c;
    const struct events_filter *filter;
    struct sse sse;
    uint64_t seen_ms; /* when the node last said something */
};

static enum err print_json(const struct sse_event *ev, json_t *data)
{
    json_t *v = json_pack("{s:s, s:s*, s:O?}", "event", ev->type, "id",
                          *ev->id != '\0' ? ev->id : NULL, "data", data);
    enum err e = v == NULL ? ERR_PROTO : cli_print_json(v);

    json_decref(v);
    return e;
}

static enum err on_event(const struct sse_event *ev, void *arg)
{
    struct stream *s = arg;
    json_t *data = json_loads(ev->data, JSON_DECODE_ANY, NULL);
    enum err e = ERR_OK;

    if (s->c->json)
        e = print_json(ev, data);
    else
        event_line_print(ev->type, data);
    /* A reader at the other end of a pipe wants the line now. */
    if (e == ERR_OK && fflush(stdout) != 0)
        e = ERR_IO;
    json_decref(data);
    return e;
}

static enum err on_bytes(void *arg, const void *bytes, size_t len)
{
    struct stream *s = arg;

    s->seen_ms = clock_mono_ms();
    return sse_feed(&s->sse, bytes, len, on_event, s);
}

/* The last event seen here, else the one that was named. */
static const char *resume_after(const struct stream *s)
{
    const char *seen = sse_last_id(&s->sse);

    return *seen != '\0' ? seen : s->filter->since;
}

static enum err listen_once(struct stream *s, struct errmsg *em)
{
    struct path p;
    struct http_reply reply;
    struct http_request rq = {
        .method = "GET",
        .write = on_bytes,
        .arg = s,
        .accept = "text/event-stream",
        .last_event_id = resume_after(s),
        .stall_s = STALL_S,
    };
    enum err e;

    path_start(&p, "/api/v1/events");
    path_query(&p, "types", s->filter->types);
    rq.path = path_text(&p);
    sse_restart(&s->sse);
    e = http_send(s->c->http, &rq, &reply, em);
    if (e == ERR_OK)
        e = api_problem(&reply, em);
    http_reply_clear(&reply);
    path_clear(&p);
    return e;
}

/* The first attempt must find a node; later a node may be away for a while. */
static bool may_retry(const struct stream *s, enum err e)
{
    if (interrupt_seen() || s->seen_ms == 0)
        return false;
    if (e == ERR_UNREACHABLE)
        return clock_mono_ms() - s->seen_ms <= GIVE_UP_MS;
    return e == ERR_OK || e == ERR_RESET || e == ERR_TIMEOUT;
}

enum err events_follow(struct cli *c, const struct events_filter *f,
                       struct errmsg *em)
{
    struct stream s = {.c = c, .filter = f};
    const struct timespec wait = {WAIT_MS / 1000, WAIT_MS % 1000 * 1000000L};
    enum err e;

    sse_init(&s.sse);
    for (;;) {
        struct errmsg why = {0};

        e = listen_once(&s, &why);
        if (!may_retry(&s, e)) {
            err_set(em, "%s", why.text);
            break;
        }
        nanosleep(&wait, NULL);
    }
    sse_clear(&s.sse);
    /* Ctrl-C is how one leaves. */
    return interrupt_seen() ? ERR_OK : e;
}
