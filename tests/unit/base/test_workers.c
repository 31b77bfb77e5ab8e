#include "base/workers.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/list.h"
#include "base/loop.h"
#include "test.h"

struct job {
    struct work work;
    struct board *board;
    size_t number;
    bool ran;
    size_t rounds_left; /* submits itself again so often */
};

/* What all jobs of a test share. */
struct board {
    struct loop *loop;
    struct workers *ws;
    atomic_size_t started;
    size_t done; /* loop thread only */
    pthread_barrier_t barrier;
};

static struct job *to_job(struct work *w)
{
    return LIST_ENTRY(w, struct job, work);
}

static void board_init(struct board *b, size_t threads)
{
    *b = (struct board){0};
    CHECK_OK(loop_new(&b->loop));
    CHECK_OK(workers_new(b->loop, threads, &b->ws));
    CHECK_EQ_U64(workers_threads(b->ws), threads);
}

static void board_clear(struct board *b)
{
    workers_free(b->ws);
    loop_free(b->loop);
}

static void run(struct work *w)
{
    struct job *j = to_job(w);

    atomic_fetch_add(&j->board->started, 1);
    j->ran = true;
}

static void done(struct work *w)
{
    struct job *j = to_job(w);

    CHECK(loop_is_here(j->board->loop));
    CHECK(j->ran);
    j->ran = false;
    j->board->done++;
    if (j->rounds_left > 0) {
        j->rounds_left--;
        workers_submit(j->board->ws, &j->work);
    }
}

static struct job *submit_jobs(struct board *b, size_t count,
                               void (*run_fn)(struct work *w),
                               void (*done_fn)(struct work *w))
{
    struct job *jobs = calloc(count, sizeof *jobs);

    for (size_t i = 0; i < count; i++) {
        jobs[i].board = b;
        jobs[i].number = i;
        jobs[i].work.run = run_fn;
        jobs[i].work.done = done_fn;
        workers_submit(b->ws, &jobs[i].work);
    }
    return jobs;
}

TEST(workers, every_item_runs_and_is_done_once_on_the_loop)
{
    struct board b;
    struct job *jobs;

    board_init(&b, 4);
    jobs = submit_jobs(&b, 5000, run, done);
    while (b.done < 5000)
        loop_run_once(b.loop, 10000);
    CHECK_EQ_U64(b.started, 5000);
    board_clear(&b);
    CHECK_EQ_U64(b.done, 5000);
    free(jobs);
}

static void check_turn(struct work *w)
{
    struct job *j = to_job(w);

    if (atomic_fetch_add(&j->board->started, 1) == j->number)
        j->ran = true;
}

TEST(workers, items_start_in_the_order_of_submission)
{
    struct board b;
    struct job *jobs;

    board_init(&b, 1);
    jobs = submit_jobs(&b, 500, check_turn, done);
    board_clear(&b);
    CHECK_EQ_U64(b.done, 500);
    free(jobs);
}

static void meet(struct work *w)
{
    struct job *j = to_job(w);

    pthread_barrier_wait(&j->board->barrier);
    j->ran = true;
}

TEST(workers, as_many_items_run_at_once_as_there_are_threads)
{
    struct board b;
    struct job *jobs;

    board_init(&b, 3);
    /* Ends only when three are in `meet` at the same time. */
    pthread_barrier_init(&b.barrier, NULL, 3);
    jobs = submit_jobs(&b, 30, meet, done);
    while (b.done < 30)
        loop_run_once(b.loop, 10000);
    board_clear(&b);
    pthread_barrier_destroy(&b.barrier);
    free(jobs);
}

TEST(workers, freeing_delivers_every_done_without_a_turn_of_the_loop)
{
    struct board b;
    struct job *jobs;

    board_init(&b, 2);
    jobs = submit_jobs(&b, 1000, run, done);
    workers_free(b.ws);
    CHECK_EQ_U64(b.done, 1000);
    loop_free(b.loop);
    free(jobs);
}

TEST(workers, an_item_may_be_submitted_again_from_its_done)
{
    struct board b;
    struct job *jobs;

    board_init(&b, 2);
    jobs = submit_jobs(&b, 10, run, done);
    for (size_t i = 0; i < 10; i++)
        jobs[i].rounds_left = 50;
    while (b.done < 100)
        loop_run_once(b.loop, 10000);
    /* The rest comes while the pool closes. */
    board_clear(&b);
    CHECK_EQ_U64(b.done, 10 * 51);
    free(jobs);
}

static atomic_size_t forgotten;

static void run_and_free(struct work *w)
{
    atomic_fetch_add(&forgotten, 1);
    free(to_job(w));
}

TEST(workers, an_item_without_done_may_free_itself)
{
    struct board b;

    board_init(&b, 2);
    for (size_t i = 0; i < 1000; i++) {
        struct job *j = calloc(1, sizeof *j);

        j->work.run = run_and_free;
        workers_submit(b.ws, &j->work);
    }
    board_clear(&b);
    CHECK_EQ_U64(forgotten, 1000);
}

static void *submit_from_thread(void *arg)
{
    return submit_jobs(arg, 500, run, done);
}

TEST(workers, any_thread_may_submit)
{
    pthread_t threads[3];
    void *jobs[3];
    struct board b;

    board_init(&b, 2);
    for (int i = 0; i < 3; i++)
        CHECK(pthread_create(&threads[i], NULL, submit_from_thread, &b) == 0);
    while (b.done < 3 * 500)
        loop_run_once(b.loop, 10000);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], &jobs[i]);
    board_clear(&b);
    for (int i = 0; i < 3; i++)
        free(jobs[i]);
}

static void look_at_signals(struct work *w)
{
    sigset_t mask;

    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    to_job(w)->ran =
        sigismember(&mask, SIGTERM) == 1 && sigismember(&mask, SIGINT) == 1;
}

TEST(workers, signals_are_left_to_the_other_threads)
{
    struct board b;
    struct job *jobs;
    sigset_t mask;

    board_init(&b, 1);
    jobs = submit_jobs(&b, 1, look_at_signals, done);
    board_clear(&b);
    CHECK_EQ_U64(b.done, 1);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    CHECK(sigismember(&mask, SIGTERM) == 0);
    free(jobs);
}

TEST(workers, starting_and_ending_leaves_nothing)
{
    for (size_t threads = 1; threads <= 64; threads += 9) {
        struct board b;

        board_init(&b, threads);
        board_clear(&b);
    }
    workers_free(NULL);
}
