#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "cli/api.h"
#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/path.h"
#include "cli/progress.h"
#include "cli/sse.h"
#include "cli/transfer.h"

enum {
    STALL_S = 45, /* three missed heartbeats */
    WAIT_FIRST_MS = 250,
    WAIT_MAX_MS = 5000,
    GIVE_UP_MS = 30000,
};

struct watch {
    const struct follow *what;
    struct sse sse;
    struct progress bar;
    json_t *last; /* of the last event; NULL before the first */
    bool is_over;
    uint64_t seen_ms; /* when the node last said something */
    uint32_t wait_ms; /* before the next attempt */
};

/* A reader at the other end of a pipe wants the line now. */
static enum err print_now(const json_t *v)
{
    enum err e = cli_print_json(v);

    return e == ERR_OK && fflush(stdout) != 0 ? ERR_IO : e;
}

/* A step of a transfer: keep it, show it. Data that is not a transfer is
 * skipped: a later node may send more kinds of events. */
static enum err on_event(const struct sse_event *ev, void *arg)
{
    struct watch *w = arg;
    json_t *v = json_loads(ev->data, 0, NULL);
    struct transfer t;

    transfer_read(v, &t);
    if (*t.state == '\0') {
        json_decref(v);
        return ERR_OK;
    }
    json_decref(w->last);
    w->last = v;
    w->is_over = transfer_is_over(&t);
    progress_update(&w->bar, t.done, t.size, clock_mono_ms());
    return w->what->print_json ? print_now(v) : ERR_OK;
}

static enum err on_bytes(void *arg, const void *bytes, size_t len)
{
    struct watch *w = arg;
    enum err e;

    w->seen_ms = clock_mono_ms();
    w->wait_ms = WAIT_FIRST_MS;
    e = sse_feed(&w->sse, bytes, len, on_event, w);
    /* The node ends the stream as well; this end does not wait for it. */
    return e == ERR_OK && w->is_over ? ERR_CLOSED : e;
}

/* One connection's worth of events. */
static enum err listen_once(struct cli *c, struct watch *w, struct errmsg *em)
{
    struct path p;
    struct http_reply reply;
    struct http_request rq = {
        .method = "GET",
        .write = on_bytes,
        .arg = w,
        .accept = "text/event-stream",
        .last_event_id = sse_last_id(&w->sse),
        .stall_s = STALL_S,
        .deadline_ms = w->what->deadline_ms,
    };
    enum err e;

    path_start(&p, "/api/v1/transfers/");
    path_segment(&p, w->what->id);
    path_fixed(&p, "/events");
    rq.path = path_text(&p);
    sse_restart(&w->sse);
    e = http_send(c->http, &rq, &reply, em);
    if (e == ERR_OK)
        e = api_problem(&reply, em);
    http_reply_clear(&reply);
    path_clear(&p);
    return w->is_over ? ERR_OK : e;
}

/* Worth another attempt? Silence and breaks are; a refusal, our own deadline
 * and Ctrl-C are not. */
static bool may_retry(const struct watch *w, enum err e)
{
    uint64_t now = clock_mono_ms();

    if (w->what->deadline_ms != 0 && now >= w->what->deadline_ms)
        return false;
    if (interrupt_seen() || now - w->seen_ms > GIVE_UP_MS + STALL_S * 1000)
        return false;
    if (e == ERR_UNREACHABLE)
        return now - w->seen_ms <= GIVE_UP_MS;
    return e == ERR_OK || e == ERR_RESET || e == ERR_TIMEOUT;
}

static void wait_a_little(struct watch *w)
{
    uint32_t ms = w->wait_ms > w->sse.retry_ms ? w->wait_ms : w->sse.retry_ms;
    struct timespec ts;

    if (ms > WAIT_MAX_MS)
        ms = WAIT_MAX_MS;
    ts = (struct timespec){ms / 1000, (long)(ms % 1000) * 1000000};
    /* Ctrl-C cuts the wait short, which is wanted. */
    nanosleep(&ts, NULL);
    w->wait_ms = w->wait_ms * 2 < WAIT_MAX_MS ? w->wait_ms * 2 : WAIT_MAX_MS;
}

static enum err listen_to_end(struct cli *c, struct watch *w, struct errmsg *em)
{
    for (;;) {
        struct errmsg why = {0};
        enum err e = listen_once(c, w, &why);

        if (w->is_over)
            return ERR_OK;
        if (!may_retry(w, e)) {
            /* A stream that keeps ending early says nothing was wrong. */
            if (e == ERR_OK)
                err_set(&why, "the node's events ended before the transfer");
            err_set(em, "%s", why.text);
            return e == ERR_OK ? ERR_RESET : e;
        }
        wait_a_little(w);
    }
}

enum err follow_transfer(struct cli *c, const struct follow *what,
                         json_t **last, struct errmsg *em)
{
    struct watch w = {
        .what = what, .seen_ms = clock_mono_ms(), .wait_ms = WAIT_FIRST_MS};
    enum err e;

    sse_init(&w.sse);
    progress_start(&w.bar, cli_shows_progress(c), what->label, 0,
                   PROGRESS_UNKNOWN, clock_mono_ms());
    e = listen_to_end(c, &w, em);
    progress_end(&w.bar);
    sse_clear(&w.sse);
    if (e != ERR_OK) {
        json_decref(w.last);
        return e;
    }
    *last = w.last;
    return ERR_OK;
}
