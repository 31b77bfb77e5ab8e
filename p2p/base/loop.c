/* One libuv loop and three handles of our own on it.
 *
 * A round of libuv is: timers, idle, prepare, wait and I/O, check, closing.
 * Deferrals run in prepare (for what timers asked) and in check (for what I/O
 * asked). What is deferred by a deferral waits for the next of the two, so a
 * deferral that renews itself cannot hold up the loop; while any is waiting,
 * the idle handle is active, and libuv then does not block. */
#include "base/loop.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "base/clock.h"

struct loop {
    uv_loop_t uv;
    uv_prepare_t prepare;
    uv_check_t check;
    uv_idle_t idle;     /* active while `defers` is not empty */
    uv_timer_t wait;    /* bounds loop_run_once() */
    struct list defers; /* struct defer */
    uint64_t now_ns;    /* 0: to be read when next asked for */
    _Atomic(pthread_t) thread;
};

struct timer {
    uv_timer_t uv;
    struct loop *loop;
    timer_fn *fn;
    void *arg;
};

enum err err_from_uv(int status)
{
    if (status >= 0)
        return ERR_OK;
    switch (status) {
    case UV_EOF:
        return ERR_CLOSED;
    case UV_ECHARSET:
        return ERR_PARSE;
    case UV_EAI_AGAIN:
        return ERR_AGAIN;
    case UV_EAI_MEMORY:
        return ERR_NOMEM;
    case UV_EAI_NODATA:
    case UV_EAI_NONAME:
        return ERR_NOT_FOUND;
    default:
        /* On this system libuv's other codes are errno, negated. */
        return err_from_errno(-status);
    }
}

static void run_defers(struct loop *l)
{
    struct list round, *node;

    list_init(&round);
    list_splice_back(&round, &l->defers);
    while ((node = list_pop_front(&round)) != NULL) {
        struct defer *d = LIST_ENTRY(node, struct defer, node);

        d->fn(d);
    }
    if (list_is_empty(&l->defers))
        uv_idle_stop(&l->idle);
}

static void on_prepare(uv_prepare_t *h)
{
    struct loop *l = h->data;

    run_defers(l);
    l->now_ns = 0;
}

static void on_check(uv_check_t *h)
{
    struct loop *l = h->data;

    run_defers(l);
    l->now_ns = 0;
}

/* Its being active is all that is wanted of it. */
static void on_idle(uv_idle_t *h)
{
    (void)h;
}

static void on_wait_over(uv_timer_t *h)
{
    (void)h;
}

enum err loop_new(struct loop **out)
{
    struct loop *l = calloc(1, sizeof *l);
    int rc;

    if (l == NULL)
        return ERR_NOMEM;
    rc = uv_loop_init(&l->uv);
    if (rc != 0) {
        free(l);
        return err_from_uv(rc);
    }
    list_init(&l->defers);
    uv_prepare_init(&l->uv, &l->prepare);
    uv_check_init(&l->uv, &l->check);
    uv_idle_init(&l->uv, &l->idle);
    uv_timer_init(&l->uv, &l->wait);
    l->prepare.data = l;
    l->check.data = l;
    /* An active handle also keeps uv_run() from ending for lack of work. */
    uv_prepare_start(&l->prepare, on_prepare);
    uv_check_start(&l->check, on_check);
    atomic_store(&l->thread, pthread_self());
    *out = l;
    return ERR_OK;
}

static void report_open(uv_handle_t *h, void *arg)
{
    bool *clean = arg;

    if (uv_is_closing(h))
        return;
    fprintf(stderr, "loop_free: a %s handle was never freed\n",
            uv_handle_type_name(h->type));
    *clean = false;
}

void loop_free(struct loop *l)
{
    bool clean = true;
    int rc;

    if (l == NULL)
        return;
    do
        uv_run(&l->uv, UV_RUN_NOWAIT);
    while (!list_is_empty(&l->defers));
    uv_close((uv_handle_t *)&l->prepare, NULL);
    uv_close((uv_handle_t *)&l->check, NULL);
    uv_close((uv_handle_t *)&l->idle, NULL);
    uv_close((uv_handle_t *)&l->wait, NULL);
    /* Named here, since a forgotten handle would make uv_run() wait for ever
     * or uv_loop_close() fail without saying of what. */
    uv_walk(&l->uv, report_open, &clean);
    assert(clean);
    uv_run(&l->uv, UV_RUN_DEFAULT);
    rc = uv_loop_close(&l->uv);
    assert(rc == 0 && list_is_empty(&l->defers));
    (void)rc;
    free(l);
}

void loop_run(struct loop *l)
{
    atomic_store(&l->thread, pthread_self());
    uv_run(&l->uv, UV_RUN_DEFAULT);
    /* Newer versions of libuv end at once when a timer has stopped them. */
    run_defers(l);
    l->now_ns = 0;
}

void loop_run_once(struct loop *l, uint64_t max_wait_ms)
{
    atomic_store(&l->thread, pthread_self());
    l->now_ns = 0;
    if (max_wait_ms == 0) {
        uv_run(&l->uv, UV_RUN_NOWAIT);
    } else {
        uv_update_time(&l->uv);
        uv_timer_start(&l->wait, on_wait_over, max_wait_ms, 0);
        uv_run(&l->uv, UV_RUN_ONCE);
        uv_timer_stop(&l->wait);
    }
    /* UV_RUN_ONCE runs timers last, behind check. */
    run_defers(l);
    l->now_ns = 0;
}

void loop_stop(struct loop *l)
{
    uv_stop(&l->uv);
}

bool loop_is_here(const struct loop *l)
{
    return pthread_equal(atomic_load(&l->thread), pthread_self());
}

/* libuv's own time is too coarse to measure round trips with, and there is no
 * hook between its wait and the first callback. So the clock is read by the
 * first who asks in a round. */
uint64_t loop_now_ns(const struct loop *l)
{
    if (l->now_ns == 0)
        ((struct loop *)l)->now_ns = clock_mono_ns();
    return l->now_ns;
}

uint64_t loop_now_ms(const struct loop *l)
{
    return loop_now_ns(l) / CLOCK_NS_PER_MS;
}

void *loop_uv(struct loop *l)
{
    return &l->uv;
}

static void on_timer(uv_timer_t *h)
{
    struct timer *t = h->data;

    t->fn(t, t->arg);
}

enum err timer_new(struct loop *l, timer_fn *fn, void *arg, struct timer **out)
{
    struct timer *t = calloc(1, sizeof *t);

    if (t == NULL)
        return ERR_NOMEM;
    uv_timer_init(&l->uv, &t->uv);
    t->uv.data = t;
    t->loop = l;
    t->fn = fn;
    t->arg = arg;
    *out = t;
    return ERR_OK;
}

static void on_timer_closed(uv_handle_t *h)
{
    free(h->data);
}

void timer_free(struct timer *t)
{
    if (t != NULL)
        uv_close((uv_handle_t *)&t->uv, on_timer_closed);
}

/* libuv counts from the start of the round, in whole milliseconds rounded
 * down; a long callback would make the timer early. Counted from now and
 * rounded up, it never is. */
static uint64_t uv_delay(struct loop *l, uint64_t after_ms)
{
    uint64_t now = (clock_mono_ns() + CLOCK_NS_PER_MS - 1) / CLOCK_NS_PER_MS;
    uint64_t uv = uv_now(&l->uv);
    uint64_t lag = now > uv ? now - uv : 0;

    if (after_ms == 0)
        return 0;
    return after_ms > UINT64_MAX - lag ? UINT64_MAX : after_ms + lag;
}

void timer_start(struct timer *t, uint64_t after_ms)
{
    uv_timer_start(&t->uv, on_timer, uv_delay(t->loop, after_ms), 0);
}

void timer_start_repeat(struct timer *t, uint64_t every_ms)
{
    assert(every_ms > 0);
    uv_timer_start(&t->uv, on_timer, uv_delay(t->loop, every_ms), every_ms);
}

void timer_stop(struct timer *t)
{
    uv_timer_stop(&t->uv);
}

bool timer_is_active(const struct timer *t)
{
    return uv_is_active((const uv_handle_t *)&t->uv) != 0;
}

void loop_defer(struct loop *l, struct defer *d)
{
    if (list_is_linked(&d->node))
        return;
    list_push_back(&l->defers, &d->node);
    uv_idle_start(&l->idle, on_idle);
}

void loop_defer_cancel(struct defer *d)
{
    list_remove(&d->node);
}
