#include "ops/events.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/map.h"
#include "blobs/transfer.h"
#include "ops/ops.h"

#define RETRY_MS 2000 /* what clients are told to wait before coming back */

struct event {
    struct list node;
    uint64_t number;
    enum event_type type;
    uint64_t transfer;         /* TRANSFER: its id */
    enum transfer_state state; /* TRANSFER */
    char *json;
};

struct events {
    struct ops *ops;
    struct event_feed feed;
    event_render_fn *render;
    struct mailbox *leaving;
    struct timer *heartbeat;
    struct list history; /* struct event, oldest first */
    size_t history_len;
    size_t history_max;
    struct map last; /* transfer id -> its event in the history */
    uint64_t number; /* of the newest event */
    uint64_t lost;   /* of the newest event that fell out of the history */
    struct list sinks;
    size_t sinks_len;
    bool closing;
};

const char *event_type_name(enum event_type t)
{
    static const char *const names[] = {
#define EVENT_NAME(name, text) [EVENT_##name] = text,
        EVENT_TYPES(EVENT_NAME)
#undef EVENT_NAME
    };

    return names[t];
}

bool event_since_parse(const char *text, const char *boot,
                       struct event_since *out)
{
    uint64_t number = 0;
    const char *p = text + OPS_BOOT_SIZE - 1;

    if (strspn(text, "0123456789abcdef") != OPS_BOOT_SIZE - 1 || *p++ != '-' ||
        *p == '\0')
        return false;
    for (; *p != '\0'; p++) {
        if (*p < '0' || *p > '9' ||
            __builtin_mul_overflow(number, (uint64_t)10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(*p - '0'), &number))
            return false;
    }
    *out = (struct event_since){
        .is_given = true,
        .is_foreign = memcmp(text, boot, OPS_BOOT_SIZE - 1) != 0,
        .number = number,
    };
    return true;
}

/* ---- sinks --------------------------------------------------------------*/

static void end_sink(struct events *ev, struct event_sink *sink)
{
    if (!list_is_linked(&sink->node))
        return;
    list_remove(&sink->node);
    ev->sinks_len--;
    sink->end(sink);
}

static void push(struct events *ev, struct event_sink *sink, const char *frame,
                 size_t len)
{
    if (!sink->push(sink, frame, len))
        end_sink(ev, sink);
}

static bool is_final(enum transfer_state s)
{
    return s >= TRANSFER_COMPLETED;
}

static const char *name_for(const struct event_sink *sink,
                            const struct event *e)
{
    if (!sink->one_transfer)
        return event_type_name(e->type);
    return is_final(e->state) ? transfer_state_name(e->state) : "progress";
}

static bool wants(const struct event_sink *sink, const struct event *e)
{
    if (sink->one_transfer)
        return e->type == EVENT_TRANSFER && e->transfer == sink->transfer;
    return sink->types == 0 || (sink->types & (1u << e->type)) != 0;
}

static void send_frame(struct events *ev, struct event_sink *sink,
                       const struct event *e)
{
    char *frame;
    int len =
        asprintf(&frame, "id: %s-%" PRIu64 "\nevent: %s\ndata: %s\n\n",
                 ops_boot(ev->ops), e->number, name_for(sink, e), e->json);

    /* Better no stream than one with a hole. */
    if (len < 0) {
        end_sink(ev, sink);
        return;
    }
    push(ev, sink, frame, (size_t)len);
    free(frame);
}

static void send_event(struct events *ev, struct event_sink *sink,
                       const struct event *e)
{
    struct event_view view = {
        .number = e->number, .type = name_for(sink, e), .json = e->json};

    if (sink->take == NULL)
        send_frame(ev, sink, e);
    else if (!sink->take(sink, &view))
        end_sink(ev, sink);
    if (sink->one_transfer && is_final(e->state))
        end_sink(ev, sink);
}

static void send_reset(struct events *ev, struct event_sink *sink)
{
    char frame[256];
    int len = snprintf(frame, sizeof frame,
                       "id: %s-%" PRIu64 "\nevent: reset\ndata: "
                       "{\"reason\":\"events were lost; read the lists "
                       "anew\"}\n\n",
                       ops_boot(ev->ops), ev->number);

    if (sink->lost != NULL)
        sink->lost(sink);
    else
        push(ev, sink, frame, (size_t)len);
}

static void on_heartbeat(struct timer *t, void *arg)
{
    static const char beat[] = ": still here\n\n";
    struct events *ev = arg;

    LIST_FOREACH (it, tmp, &ev->sinks) {
        struct event_sink *sink = LIST_ENTRY(it, struct event_sink, node);

        if (sink->push != NULL)
            push(ev, sink, beat, strlen(beat));
    }
}

/* ---- the history --------------------------------------------------------*/

static void forget(struct events *ev, struct event *e)
{
    if (e->type == EVENT_TRANSFER && map_get(&ev->last, &e->transfer) == e)
        map_remove(&ev->last, &e->transfer);
    list_remove(&e->node);
    ev->history_len--;
    free(e->json);
    free(e);
}

static struct event *event_new(struct events *ev,
                               const struct event_facts *facts)
{
    struct event *e = calloc(1, sizeof *e);

    if (e == NULL)
        return NULL;
    e->json = ev->render(facts, ops_transfer_tag(ev->ops));
    if (e->json == NULL) {
        free(e);
        return NULL;
    }
    e->type = facts->type;
    if (facts->type == EVENT_TRANSFER) {
        e->transfer = facts->transfer->id;
        e->state = facts->transfer->state;
    }
    return e;
}

static void remember(struct events *ev, struct event *e)
{
    struct event *before = NULL;

    if (e->type == EVENT_TRANSFER)
        before = map_get(&ev->last, &e->transfer);
    if (before != NULL)
        forget(ev, before);
    list_push_back(&ev->history, &e->node);
    ev->history_len++;
    /* Without the index a late listener is given a fresh picture instead. */
    if (e->type == EVENT_TRANSFER)
        (void)!map_set(&ev->last, &e->transfer, e);
    while (ev->history_len > ev->history_max) {
        struct event *oldest = LIST_ENTRY(ev->history.next, struct event, node);

        ev->lost = oldest->number;
        forget(ev, oldest);
    }
}

void events_publish(struct events *ev, const struct event_facts *facts)
{
    struct event *e = event_new(ev, facts);

    /* Out of memory: the number is used up and counts as lost, so that
     * whoever comes back is told. */
    if (e == NULL) {
        ev->lost = ++ev->number;
        return;
    }
    e->number = ++ev->number;
    LIST_FOREACH (it, tmp, &ev->sinks) {
        struct event_sink *sink = LIST_ENTRY(it, struct event_sink, node);

        if (wants(sink, e))
            send_event(ev, sink, e);
    }
    remember(ev, e);
}

/* ---- subscribing --------------------------------------------------------*/

static void replay(struct events *ev, struct event_sink *sink,
                   const struct event_since *since)
{
    if (!since->is_given)
        return;
    if (since->is_foreign || since->number > ev->number ||
        since->number < ev->lost) {
        send_reset(ev, sink);
        return;
    }
    LIST_FOREACH (it, tmp, &ev->history) {
        struct event *e = LIST_ENTRY(it, struct event, node);

        if (e->number > since->number && wants(sink, e) &&
            list_is_linked(&sink->node))
            send_event(ev, sink, e);
    }
}

/* The event that tells how a transfer stands: from the history, else made
 * anew. `*made` is the caller's to free. */
static enum err transfer_event(struct events *ev, uint64_t id,
                               struct event **out, struct event **made)
{
    struct transfer_info *info;
    enum err e;

    *made = NULL;
    *out = map_get(&ev->last, &id);
    if (*out != NULL)
        return ERR_OK;
    info = malloc(sizeof *info);
    if (info == NULL)
        return ERR_NOMEM;
    e = transfer_get(ops_node(ev->ops)->blobs, id, info);
    if (e == ERR_OK) {
        *made = event_new(ev, &(struct event_facts){.type = EVENT_TRANSFER,
                                                    .transfer = info});
        e = *made == NULL ? ERR_NOMEM : ERR_OK;
    }
    free(info);
    if (e == ERR_OK) {
        (*made)->number = ev->number;
        *out = *made;
    }
    return e;
}

static void add_sink(struct events *ev, struct event_sink *sink)
{
    char hello[64];
    int len = snprintf(hello, sizeof hello, "retry: %d\n\n", RETRY_MS);

    list_push_back(&ev->sinks, &sink->node);
    ev->sinks_len++;
    if (sink->push != NULL)
        push(ev, sink, hello, (size_t)len);
}

static enum err subscribe_transfer(struct events *ev, struct event_sink *sink,
                                   const struct event_since *since)
{
    struct event *now, *made;
    enum err e = transfer_event(ev, sink->transfer, &now, &made);
    bool is_known;

    if (e != ERR_OK)
        return e;
    is_known = since->is_given && !since->is_foreign && made == NULL &&
               since->number >= now->number;
    if (is_known && is_final(now->state))
        return ERR_EXISTS;
    add_sink(ev, sink);
    if (!is_known && list_is_linked(&sink->node))
        send_event(ev, sink, now);
    if (made != NULL) {
        free(made->json);
        free(made);
    }
    return ERR_OK;
}

enum err events_subscribe(struct events *ev, struct event_sink *sink,
                          const struct event_since *since)
{
    if (ev->closing)
        return ERR_CLOSED;
    if (ev->sinks_len >= ops_node(ev->ops)->config->events_max_clients)
        return ERR_LIMIT;
    if (sink->one_transfer)
        return subscribe_transfer(ev, sink, since);
    add_sink(ev, sink);
    replay(ev, sink, since);
    return ERR_OK;
}

static void on_leave(struct mail *m, void *arg)
{
    struct events *ev = arg;
    struct event_sink *sink =
        (struct event_sink *)(void *)((char *)m -
                                      offsetof(struct event_sink, mail));

    end_sink(ev, sink);
    sink->left(sink);
}

void events_leave(struct events *ev, struct event_sink *sink)
{
    mailbox_post(ev->leaving, &sink->mail);
}

void events_unsubscribe(struct events *ev, struct event_sink *sink)
{
    if (!list_is_linked(&sink->node))
        return;
    list_remove(&sink->node);
    ev->sinks_len--;
}

uint64_t events_number(const struct events *ev)
{
    return ev->number;
}

size_t events_sinks(const struct events *ev)
{
    return ev->sinks_len;
}

/* ---- life ---------------------------------------------------------------*/

enum err events_new(struct ops *ops, event_render_fn *render,
                    struct events **out)
{
    struct events *ev = calloc(1, sizeof *ev);
    struct loop *loop = ops_node(ops)->loop;
    enum err e;

    if (ev == NULL)
        return ERR_NOMEM;
    ev->ops = ops;
    ev->render = render;
    ev->history_max = ops_node(ops)->config->events_history;
    list_init(&ev->history);
    list_init(&ev->sinks);
    map_init(&ev->last, sizeof(uint64_t), SIZE_MAX);
    e = mailbox_new_loop(loop, on_leave, ev, &ev->leaving);
    if (e == ERR_OK)
        e = timer_new(loop, on_heartbeat, ev, &ev->heartbeat);
    if (e != ERR_OK) {
        events_free(ev);
        return e;
    }
    timer_start_repeat(ev->heartbeat,
                       ops_node(ops)->config->events_heartbeat_ms);
    event_feed_start(&ev->feed, ops);
    *out = ev;
    return ERR_OK;
}

void events_close(struct events *ev)
{
    if (ev->closing)
        return;
    ev->closing = true;
    event_feed_stop(&ev->feed);
    while (!list_is_empty(&ev->sinks))
        end_sink(ev, LIST_ENTRY(ev->sinks.next, struct event_sink, node));
}

void events_free(struct events *ev)
{
    if (ev == NULL)
        return;
    assert(list_is_empty(&ev->sinks));
    while (!list_is_empty(&ev->history))
        forget(ev, LIST_ENTRY(ev->history.next, struct event, node));
    map_clear(&ev->last);
    timer_free(ev->heartbeat);
    mailbox_free(ev->leaving);
    free(ev);
}
