/* The event loop: a thin owner around one libuv loop, with timers and work
 * that runs "right after this callback".
 *
 * Everything in p2p/ that is not said to be thread-safe belongs to the thread
 * that runs the loop. To reach it from elsewhere, post to a mailbox.
 *
 * Closing: every timer, mailbox and worker pool made on a loop is freed first;
 * loop_free() then runs the loop dry and asserts that nothing is left. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/list.h"

struct loop;
struct timer;

/* ERR_NOMEM, or the translated libuv failure (out of descriptors: ERR_LIMIT) */
ERR_RESULT enum err loop_new(struct loop **out);
void loop_free(struct loop *l); /* may be NULL */

/* Runs until loop_stop(). Call once at a time. */
void loop_run(struct loop *l);

/* One round: waits for at most `max_wait_ms` for something to happen. For
 * tests and for closing. */
void loop_run_once(struct loop *l, uint64_t max_wait_ms);

/* Ends loop_run() after the present round. Loop thread only. */
void loop_stop(struct loop *l);

/* Is the caller on the thread that runs (or last ran) this loop? */
bool loop_is_here(const struct loop *l);

/* Time at the start of the present round, CLOCK_MONOTONIC. Cheap. */
uint64_t loop_now_ns(const struct loop *l);
uint64_t loop_now_ms(const struct loop *l);

/* The uv_loop_t inside, for the few files that may speak libuv. */
void *loop_uv(struct loop *l);

/* Translate a libuv result. Lives here so that no other file needs to. */
enum err err_from_uv(int status);

/* A timer with millisecond resolution. The callback runs on the loop and may
 * start, stop or free the timer. */
typedef void timer_fn(struct timer *t, void *arg);
ERR_RESULT enum err timer_new(struct loop *l, timer_fn *fn, void *arg,
                              struct timer **out);
void timer_free(struct timer *t); /* may be NULL; the callback won't run */
void timer_start(struct timer *t, uint64_t after_ms);
void timer_start_repeat(struct timer *t, uint64_t every_ms);
void timer_stop(struct timer *t);
bool timer_is_active(const struct timer *t);

/* Run `fn` once, soon: after the callback that is running now has returned,
 * before the loop waits again. The node lives in the caller's struct; zero it
 * before first use. Adding a deferral that is already waiting does nothing. */
struct defer {
    struct list node;
    void (*fn)(struct defer *d);
};
void loop_defer(struct loop *l, struct defer *d);
void loop_defer_cancel(struct defer *d);
