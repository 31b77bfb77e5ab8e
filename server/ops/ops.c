#include "ops/ops.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/rng.h"

#define TICK_MS 500

struct ops {
    struct node *node;
    struct events *events;
    struct mailbox *mailbox;
    struct timer *tick;
    struct list open; /* unanswered ops, in no order */
    atomic_bool closing;
    atomic_ullong seen_ms; /* clock at the last tick */
    char boot[OPS_BOOT_SIZE];
};

void *op_new(size_t size, op_fn *run, op_fn *release)
{
    struct op *op = calloc(1, size);

    if (op == NULL)
        return NULL;
    op->run = run;
    op->release = release;
    atomic_init(&op->refs, 1);
    return op;
}

void op_unref(struct op *op)
{
    if (op == NULL || atomic_fetch_sub(&op->refs, 1) > 1)
        return;
    if (op->release != NULL)
        op->release(op);
    free(op);
}

bool op_is_open(const struct op *op)
{
    return !op->answered;
}

static void answer(struct op *op, enum err e)
{
    if (op->answered)
        return;
    op->answered = true;
    op->err = e;
    list_remove(&op->node);
    op->done(op);
}

void op_finish(struct op *op, enum err e)
{
    answer(op, e);
    op_unref(op);
}

static void on_op(struct mail *m, void *arg)
{
    struct ops *ops = arg;
    struct op *op =
        (struct op *)(void *)((char *)m - offsetof(struct op, mail));

    op->ops = ops;
    if (atomic_load(&ops->closing)) {
        op_finish(op, ERR_CLOSED);
        return;
    }
    op->deadline_ms = op->timeout_ms == 0
                          ? UINT64_MAX
                          : loop_now_ms(ops->node->loop) + op->timeout_ms;
    list_push_back(&ops->open, &op->node);
    op->run(op);
}

static void on_tick(struct timer *t, void *arg)
{
    struct ops *ops = arg;
    uint64_t now = loop_now_ms(ops->node->loop);

    atomic_store(&ops->seen_ms, clock_mono_ms());
    LIST_FOREACH (it, tmp, &ops->open) {
        struct op *op = LIST_ENTRY(it, struct op, node);

        if (op->deadline_ms <= now)
            answer(op, ERR_TIMEOUT);
    }
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
        answer(LIST_ENTRY(ops->open.next, struct op, node), ERR_CLOSED);
    events_close(ops->events);
}

void ops_free(struct ops *ops)
{
    if (ops == NULL)
        return;
    assert(list_is_empty(&ops->open));
    events_free(ops->events);
    timer_free(ops->tick);
    mailbox_free(ops->mailbox);
    free(ops);
}

void ops_post(struct ops *ops, struct op *op)
{
    atomic_fetch_add(&op->refs, 1);
    mailbox_post(ops->mailbox, &op->mail);
}

struct node *ops_node(const struct ops *ops)
{
    return ops->node;
}

struct events *ops_events(const struct ops *ops)
{
    return ops->events;
}

const char *ops_boot(const struct ops *ops)
{
    return ops->boot;
}

uint64_t ops_loop_age_ms(const struct ops *ops)
{
    return clock_mono_ms() - atomic_load(&ops->seen_ms);
}

bool ops_is_closing(const struct ops *ops)
{
    return atomic_load(&ops->closing);
}
