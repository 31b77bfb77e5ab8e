#include "ops/ops.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/rng.h"
#include "blobs/blobs.h"
#include "blobs/transfer.h"
#include "ops/diag.h"

#define TICK_MS 500
#define TICKS_PER_LOOK 2

struct ops {
    struct node *node;
    struct events *events;
    struct diag *diag;
    struct mailbox *mailbox;
    struct timer *tick;
    unsigned ticks;
    struct list open; /* unanswered asks, in no order */
    atomic_bool closing;
    atomic_ullong seen_ms; /* clock at the last tick */
    char boot[OPS_BOOT_SIZE];
};

void *ask_new(size_t size, ask_fn *run, ask_fn *release)
{
    struct ask *ask = calloc(1, size);

    if (ask == NULL)
        return NULL;
    ask->run = run;
    ask->release = release;
    atomic_init(&ask->refs, 1);
    return ask;
}

void ask_unref(struct ask *ask)
{
    if (ask == NULL || atomic_fetch_sub(&ask->refs, 1) > 1)
        return;
    if (ask->release != NULL)
        ask->release(ask);
    free(ask);
}

bool ask_is_open(const struct ask *ask)
{
    return !ask->answered;
}

static void answer(struct ask *ask, enum err e)
{
    if (ask->answered)
        return;
    ask->answered = true;
    ask->err = e;
    list_remove(&ask->node);
    ask->done(ask);
}

void ask_finish(struct ask *ask, enum err e)
{
    answer(ask, e);
    ask_unref(ask);
}

static void on_op(struct mail *m, void *arg)
{
    struct ops *ops = arg;
    struct ask *ask =
        (struct ask *)(void *)((char *)m - offsetof(struct ask, mail));

    ask->ops = ops;
    if (atomic_load(&ops->closing)) {
        ask_finish(ask, ERR_CLOSED);
        return;
    }
    ask->deadline_ms = ask->timeout_ms == 0
                           ? UINT64_MAX
                           : loop_now_ms(ops->node->loop) + ask->timeout_ms;
    list_push_back(&ops->open, &ask->node);
    ask->run(ask);
}

static void on_tick(struct timer *t, void *arg)
{
    struct ops *ops = arg;
    uint64_t now = loop_now_ms(ops->node->loop);

    atomic_store(&ops->seen_ms, clock_mono_ms());
    LIST_FOREACH (it, tmp, &ops->open) {
        struct ask *ask = LIST_ENTRY(it, struct ask, node);

        if (ask->deadline_ms <= now)
            answer(ask, ERR_TIMEOUT);
    }
    if (++ops->ticks % TICKS_PER_LOOK != 0)
        return;
    diag_look(ops->diag);
    blobs_tick(ops->node->blobs);
}

enum err ops_new(struct node *node, event_render_fn *render, struct ops **out)
{
    struct ops *ops = calloc(1, sizeof *ops);
    enum err e;

    if (ops == NULL)
        return ERR_NOMEM;
    ops->node = node;
    list_init(&ops->open);
    atomic_init(&ops->seen_ms, clock_mono_ms());
    snprintf(ops->boot, sizeof ops->boot, "%06x",
             (unsigned)rng_below(1u << 24));

    e = mailbox_new_loop(node->loop, on_op, ops, &ops->mailbox);
    if (e == ERR_OK)
        e = timer_new(node->loop, on_tick, ops, &ops->tick);
    if (e == ERR_OK)
        e = diag_new(ops, &ops->diag);
    if (e == ERR_OK)
        e = events_new(ops, render, &ops->events);
    if (e != ERR_OK) {
        ops_free(ops);
        return e;
    }
    timer_start_repeat(ops->tick, TICK_MS);
    *out = ops;
    return ERR_OK;
}

void ops_close(struct ops *ops)
{
    atomic_store(&ops->closing, true);
    while (!list_is_empty(&ops->open))
        answer(LIST_ENTRY(ops->open.next, struct ask, node), ERR_CLOSED);
    events_close(ops->events);
}

void ops_free(struct ops *ops)
{
    if (ops == NULL)
        return;
    assert(list_is_empty(&ops->open));
    /* What the http threads posted last is still on its way. */
    loop_run_once(ops->node->loop, 0);
    events_free(ops->events);
    timer_free(ops->tick);
    diag_free(ops->diag);
    mailbox_free(ops->mailbox);
    free(ops);
}

void ops_post(struct ops *ops, struct ask *ask)
{
    atomic_fetch_add(&ask->refs, 1);
    mailbox_post(ops->mailbox, &ask->mail);
}

struct node *ops_node(const struct ops *ops)
{
    return ops->node;
}

struct events *ops_events(const struct ops *ops)
{
    return ops->events;
}

struct diag *ops_diag(const struct ops *ops)
{
    return ops->diag;
}

const char *ops_boot(const struct ops *ops)
{
    return ops->boot;
}

const char *ops_transfer_tag(const struct ops *ops)
{
    return transfer_tag(ops->node->blobs);
}

uint64_t ops_loop_age_ms(const struct ops *ops)
{
    return clock_mono_ms() - atomic_load(&ops->seen_ms);
}

bool ops_is_closing(const struct ops *ops)
{
    return atomic_load(&ops->closing);
}
