/* firn watch: follow one transfer to its end, or print every event of the
 * node as it comes. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/follow.h"
#include "cli/human.h"
#include "cli/interrupt.h"
#include "cli/sse.h"
#include "cli/term.h"
#include "cli/transfer.h"

enum { STALL_S = 45, WAIT_MS = 1000, GIVE_UP_MS = 30000 };

static enum err watch_one(struct cli *c, const char *id, struct errmsg *em)
{
    struct follow what = {.id = id, .label = id, .print_json = c->json};
    struct transfer t;
    json_t *last = NULL;
    enum err e = follow_transfer(c, &what, &last, em);

    if (e != ERR_OK)
        return e;
    transfer_read(last, &t);
    e = transfer_result(&t, em);
    if (e == ERR_OK && !c->json) {
        term_put(stdout, t.hash);
        putchar('\n');
    }
    json_decref(last);
    return e;
}

struct stream {
    struct cli *c;
    struct sse sse;
    uint64_t seen_ms; /* when the node last said something */
};

static enum err print_event_json(const struct sse_event *ev, json_t *data)
{
    json_t *v = json_pack("{s:s, s:O?}", "event", ev->type, "data", data);
    enum err e = v == NULL ? ERR_PROTO : cli_print_json(v);

    json_decref(v);
    return e;
}

static void print_progress(const json_t *data)
{
    char done[HUMAN_SIZE], size[HUMAN_SIZE] = "?";
    struct transfer t;

    transfer_read(data, &t);
    human_size(t.done, done);
    if (t.size != TRANSFER_SIZE_UNKNOWN)
        human_size(t.size, size);
    term_put(stdout, t.id);
    fputs("  ", stdout);
    term_put(stdout, t.state);
    printf("  %s of %s  ", done, size);
    term_put(stdout, *t.error != '\0' ? t.error : t.hash);
}

/* A blob's hash; of a tag what it names now, and its name. */
static void print_names(const json_t *data)
{
    const char *hash = api_str(data, "hash"), *name = api_str(data, "name");

    term_put(stdout, *hash != '\0' ? hash : *name != '\0' ? "removed" : "");
    fputs(*name != '\0' ? "  " : "", stdout);
    term_put(stdout, name);
}

static void print_event(const struct sse_event *ev, const json_t *data)
{
    char clock[16];
    time_t now = time(NULL);
    struct tm tm;

    strftime(clock, sizeof clock, "%H:%M:%S", localtime_r(&now, &tm));
    printf("%s  ", clock);
    term_put(stdout, ev->type);
    fputs("  ", stdout);
    if (strcmp(ev->type, "transfer") == 0)
        print_progress(data);
    else
        print_names(data);
    putchar('\n');
}

static enum err on_event(const struct sse_event *ev, void *arg)
{
    struct stream *s = arg;
    json_t *data = json_loads(ev->data, JSON_DECODE_ANY, NULL);
    enum err e = ERR_OK;

    if (s->c->json)
        e = print_event_json(ev, data);
    else
        print_event(ev, data);
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

static enum err listen_once(struct stream *s, struct errmsg *em)
{
    struct http_reply reply;
    struct http_request rq = {
        .method = "GET",
        .path = "/api/v1/events",
        .write = on_bytes,
        .arg = s,
        .accept = "text/event-stream",
        .last_event_id = sse_last_id(&s->sse),
        .stall_s = STALL_S,
    };
    enum err e;

    sse_restart(&s->sse);
    e = http_send(s->c->http, &rq, &reply, em);
    if (e == ERR_OK)
        e = api_problem(&reply, em);
    http_reply_clear(&reply);
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

static enum err watch_all(struct cli *c, struct errmsg *em)
{
    struct stream s = {.c = c};
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

enum err cmd_watch(struct cli *c, const struct opts *o, struct errmsg *em)
{
    const char *id = opts_arg(o, 0);
    enum err e = id != NULL ? watch_one(c, id, em) : watch_all(c, em);

    if (e != ERR_OK) {
        if (em->text[0] == '\0')
            err_set(em, "%s", err_text(e));
        err_wrap(em, "watch%s%s", id != NULL ? " " : "", id != NULL ? id : "");
    }
    return e;
}
