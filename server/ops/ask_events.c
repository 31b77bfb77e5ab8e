/* A poll is a sink that takes events until the loop comes round again, then
 * answers: so those that happen together are told together. */
#include "ops/ask_events.h"

#include <inttypes.h>

#include "ops/ops.h"

static struct ask_poll *poll_of(struct event_sink *sink)
{
    return LIST_ENTRY(sink, struct ask_poll, sink);
}

static void answer_soon(struct ask_poll *p)
{
    loop_defer(ops_node(p->ask.ops)->loop, &p->soon);
}

static void finish(struct ask_poll *p, enum err e)
{
    struct events *ev = ops_events(p->ask.ops);

    events_unsubscribe(ev, &p->sink);
    loop_defer_cancel(&p->soon);
    timer_free(p->timer);
    p->timer = NULL;
    /* What was not asked for is behind the client as well. */
    p->next = p->is_full ? p->last : events_number(ev);
    ask_finish(&p->ask, e);
}

static void on_soon(struct defer *d)
{
    finish(LIST_ENTRY(d, struct ask_poll, soon), ERR_OK);
}

static void on_time(struct timer *t, void *arg)
{
    (void)t;
    finish(arg, ERR_OK);
}

static bool on_take(struct event_sink *sink, const struct event_view *e)
{
    struct ask_poll *p = poll_of(sink);
    size_t before = p->events.len;

    answer_soon(p);
    if (buf_printf(&p->events,
                   "%s{\"id\":\"%s-%" PRIu64 "\",\"type\":\"%s\",\"data\":%s}",
                   before > 0 ? "," : "", ops_boot(p->ask.ops), e->number,
                   e->type, e->json) != ERR_OK) {
        p->events.len = before;
        p->is_full = true;
        return false;
    }
    p->last = e->number;
    return true;
}

static void on_lost(struct event_sink *sink)
{
    struct ask_poll *p = poll_of(sink);

    p->is_reset = true;
    answer_soon(p);
}

/* It is full, or the node stops: what there is, is answered. */
static void on_end(struct event_sink *sink)
{
    answer_soon(poll_of(sink));
}

static void run(struct ask *ask)
{
    struct ask_poll *p = (struct ask_poll *)ask;
    enum err e = timer_new(ops_node(ask->ops)->loop, on_time, p, &p->timer);

    p->sink.types = p->types;
    if (e == ERR_OK)
        e = events_subscribe(ops_events(ask->ops), &p->sink, &p->since);
    if (e != ERR_OK)
        finish(p, e);
    else if (p->wait_ms == 0)
        answer_soon(p);
    else
        timer_start(p->timer, p->wait_ms);
}

static void release(struct ask *ask)
{
    buf_clear(&((struct ask_poll *)ask)->events);
}

struct ask_poll *ask_poll_new(size_t max_bytes)
{
    struct ask_poll *p = ask_new(sizeof *p, run, release);

    if (p == NULL)
        return NULL;
    p->sink.take = on_take;
    p->sink.lost = on_lost;
    p->sink.end = on_end;
    p->soon.fn = on_soon;
    buf_init(&p->events, max_bytes);
    return p;
}
