#include "base/loop.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "base/clock.h"
#include "test.h"

/* What happened, as a row of letters. */
static char trace[256];

static void note(char c)
{
    size_t len = strlen(trace);

    CHECK(len + 1 < sizeof trace);
    trace[len] = c;
    trace[len + 1] = '\0';
}

static struct loop *fresh_loop(void)
{
    struct loop *l;

    trace[0] = '\0';
    CHECK_OK(loop_new(&l));
    return l;
}

/* `arg` is const so that it may be a text; none of the callbacks writes. */
static struct timer *fresh_timer(struct loop *l, timer_fn *fn, const void *arg)
{
    struct timer *t;

    CHECK_OK(timer_new(l, fn, (void *)arg, &t));
    return t;
}

static void note_arg(struct timer *t, void *arg)
{
    note(*(const char *)arg);
}

static void stop_loop(struct timer *t, void *arg)
{
    loop_stop(arg);
}

TEST(loop, making_and_freeing_leaves_nothing)
{
    for (int i = 0; i < 100; i++)
        loop_free(fresh_loop());
    loop_free(NULL);
}

TEST(loop, timers_fire_in_order_of_time_and_then_of_start)
{
    struct loop *l = fresh_loop();
    struct timer *a = fresh_timer(l, note_arg, "a");
    struct timer *b = fresh_timer(l, note_arg, "b");
    struct timer *c = fresh_timer(l, note_arg, "c");
    struct timer *end = fresh_timer(l, stop_loop, l);

    timer_start(b, 0);
    timer_start(c, 0);
    timer_start(a, 8);
    timer_start(end, 12);
    CHECK(timer_is_active(a));
    loop_run(l);
    CHECK(!timer_is_active(a));
    CHECK_STR(trace, "bca");
    timer_free(a);
    timer_free(b);
    timer_free(c);
    timer_free(end);
    loop_free(l);
}

static void check_not_early(struct timer *t, void *arg)
{
    CHECK(clock_mono_ns() >= *(const uint64_t *)arg);
    note('x');
}

TEST(loop, a_timer_is_never_early_even_when_the_round_began_long_ago)
{
    struct loop *l = fresh_loop();
    uint64_t due_ns;
    struct timer *t = fresh_timer(l, check_not_early, &due_ns);

    for (uint64_t ms = 1; ms < 8; ms++) {
        uint64_t busy_until = clock_mono_ns() + 3 * CLOCK_NS_PER_MS / 2;

        loop_run_once(l, 0);
        while (clock_mono_ns() < busy_until)
            continue;
        due_ns = clock_mono_ns() + ms * CLOCK_NS_PER_MS;
        timer_start(t, ms);
        while (timer_is_active(t))
            loop_run_once(l, 1000);
    }
    CHECK_STR(trace, "xxxxxxx");
    timer_free(t);
    loop_free(l);
}

static void free_at_third(struct timer *t, void *arg)
{
    note('r');
    if (strlen(trace) < 3)
        return;
    timer_free(t);
    loop_stop(arg);
}

TEST(loop, a_repeating_timer_may_free_itself_in_its_callback)
{
    struct loop *l = fresh_loop();

    timer_start_repeat(fresh_timer(l, free_at_third, l), 1);
    loop_run(l);
    loop_run_once(l, 3);
    CHECK_STR(trace, "rrr");
    loop_free(l);
}

TEST(loop, a_stopped_or_freed_timer_does_not_fire)
{
    struct loop *l = fresh_loop();
    struct timer *a = fresh_timer(l, note_arg, "a");
    struct timer *b = fresh_timer(l, note_arg, "b");

    timer_start(a, 0);
    timer_start(b, 0);
    timer_stop(a);
    timer_free(b);
    timer_free(NULL);
    loop_run_once(l, 5);
    CHECK_STR(trace, "");
    timer_free(a);
    loop_free(l);
}

TEST(loop, a_wait_for_all_time_is_not_a_wait_for_none)
{
    struct loop *l = fresh_loop();
    struct timer *t = fresh_timer(l, note_arg, "a");

    timer_start(t, UINT64_MAX);
    loop_run_once(l, 2);
    CHECK_STR(trace, "");
    CHECK(timer_is_active(t));
    timer_free(t);
    loop_free(l);
}

struct letter {
    struct defer defer;
    struct loop *loop;
    struct letter *then; /* deferred or cancelled when this one runs */
    char c;
};

static void note_letter(struct defer *d)
{
    struct letter *letter = LIST_ENTRY(d, struct letter, defer);

    note(letter->c);
    if (letter->then != NULL)
        loop_defer(letter->loop, &letter->then->defer);
}

static void note_and_cancel(struct defer *d)
{
    struct letter *letter = LIST_ENTRY(d, struct letter, defer);

    note(letter->c);
    loop_defer_cancel(&letter->then->defer);
}

static void defer_arg(struct timer *t, void *arg)
{
    struct letter *letter = arg;

    note('t');
    loop_defer(letter->loop, &letter->defer);
    loop_defer(letter->loop, &letter->defer);
    note('-');
}

static void note_and_stop(struct defer *d)
{
    struct letter *letter = LIST_ENTRY(d, struct letter, defer);

    note(letter->c);
    loop_stop(letter->loop);
}

/* Would never end if the loop waited first, since nothing else is to come. */
TEST(loop, a_deferral_runs_once_after_the_callback_and_before_the_loop_waits)
{
    struct loop *l = fresh_loop();
    struct letter d = {.defer.fn = note_and_stop, .loop = l, .c = 'd'};
    struct timer *t = fresh_timer(l, defer_arg, &d);

    timer_start(t, 1);
    loop_run(l);
    loop_run_once(l, 0);
    CHECK_STR(trace, "t-d");
    timer_free(t);
    loop_free(l);
}

TEST(loop, deferrals_made_outside_of_a_callback_keep_the_loop_from_waiting)
{
    struct loop *l = fresh_loop();
    struct letter c = {.defer.fn = note_letter, .loop = l, .c = 'c'};
    struct letter b = {
        .defer.fn = note_letter, .loop = l, .then = &c, .c = 'b'};
    struct letter a = {
        .defer.fn = note_letter, .loop = l, .then = &b, .c = 'a'};

    loop_defer(l, &a.defer);
    while (strlen(trace) < 3)
        loop_run_once(l, UINT64_MAX / 2);
    CHECK_STR(trace, "abc");
    loop_free(l);
}

TEST(loop, a_deferral_that_renews_itself_does_not_hold_up_a_timer)
{
    struct loop *l = fresh_loop();
    struct letter a = {.defer.fn = note_letter, .loop = l, .c = 'a'};
    struct letter b = {.defer.fn = note_letter, .loop = l, .c = 'b'};
    struct timer *end = fresh_timer(l, stop_loop, l);

    a.then = &b;
    b.then = &a;
    loop_defer(l, &a.defer);
    timer_start(end, 0);
    loop_run(l);
    CHECK(trace[0] == 'a');
    loop_defer_cancel(&a.defer);
    loop_defer_cancel(&b.defer);
    timer_free(end);
    loop_free(l);
}

TEST(loop, a_cancelled_deferral_does_not_run_not_even_in_the_same_round)
{
    struct loop *l = fresh_loop();
    struct letter b = {.defer.fn = note_letter, .loop = l, .c = 'b'};
    struct letter a = {
        .defer.fn = note_and_cancel, .loop = l, .then = &b, .c = 'a'};

    loop_defer(l, &a.defer);
    loop_defer(l, &b.defer);
    loop_run_once(l, 0);
    loop_run_once(l, 0);
    CHECK_STR(trace, "a");
    loop_free(l);
}

TEST(loop, freeing_runs_what_is_still_deferred)
{
    struct loop *l = fresh_loop();
    struct letter b = {.defer.fn = note_letter, .loop = l, .c = 'b'};
    struct letter a = {
        .defer.fn = note_letter, .loop = l, .then = &b, .c = 'a'};

    loop_defer(l, &a.defer);
    loop_free(l);
    CHECK_STR(trace, "ab");
}

static void busy_then_look(struct timer *t, void *arg)
{
    struct loop *l = arg;
    uint64_t now = loop_now_ns(l);

    while (clock_mono_ns() < now + 2 * CLOCK_NS_PER_MS)
        continue;
    CHECK_EQ_U64(loop_now_ns(l), now);
    CHECK_EQ_U64(loop_now_ms(l), now / CLOCK_NS_PER_MS);
    note('x');
}

TEST(loop, time_stands_still_within_a_round_and_goes_on_with_the_next)
{
    struct loop *l = fresh_loop();
    struct timer *t = fresh_timer(l, busy_then_look, l);
    uint64_t before = loop_now_ns(l);

    timer_start(t, 0);
    loop_run_once(l, 0);
    CHECK_STR(trace, "x");
    CHECK(loop_now_ns(l) >= before + 2 * CLOCK_NS_PER_MS);
    timer_free(t);
    loop_free(l);
}

static void *is_here(void *arg)
{
    static const int yes;

    return loop_is_here(arg) ? (void *)&yes : NULL;
}

TEST(loop, it_knows_its_thread)
{
    struct loop *l = fresh_loop();
    void *there;
    pthread_t t;

    CHECK(loop_is_here(l));
    CHECK(pthread_create(&t, NULL, is_here, l) == 0);
    pthread_join(t, &there);
    CHECK(there == NULL);
    loop_free(l);
}

TEST(loop, results_of_libuv_are_translated)
{
    CHECK_ERR(err_from_uv(0), ERR_OK);
    CHECK_ERR(err_from_uv(17), ERR_OK);
    CHECK_ERR(err_from_uv(UV_EADDRINUSE), ERR_BUSY);
    CHECK_ERR(err_from_uv(UV_EMFILE), ERR_LIMIT);
    CHECK_ERR(err_from_uv(UV_EOF), ERR_CLOSED);
    CHECK_ERR(err_from_uv(UV_EAI_NONAME), ERR_NOT_FOUND);
    CHECK_ERR(err_from_uv(UV_UNKNOWN), ERR_IO);
}
