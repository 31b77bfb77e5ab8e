/* A locked queue, some threads that take from it, and a mailbox back.
 *
 * Freeing first lets everything run out: wait until no item is queued or
 * running, deliver what is done, and once more as long as a `done` has
 * submitted anew. Only then are the threads told to end. */
#include "base/workers.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/list.h"
#include "base/loop.h"

#define WORKERS_MAX 64

struct workers {
    pthread_mutex_t lock; /* guards the five below */
    pthread_cond_t queued;
    pthread_cond_t settled; /* `open` has become zero */
    struct mail *first;     /* oldest not yet started */
    struct mail **last;
    size_t open; /* submitted, and neither forgotten nor posted back */
    bool ending;

    struct mailbox *done; /* finished items, to the loop */
    size_t thread_count;
    pthread_t threads[WORKERS_MAX];
};

static struct work *to_work(struct mail *m)
{
    return LIST_ENTRY(m, struct work, mail);
}

/* The next item; NULL when the pool ends. Locked. */
static struct work *next_item(struct workers *ws)
{
    struct mail *m;

    while (ws->first == NULL && !ws->ending)
        pthread_cond_wait(&ws->queued, &ws->lock);
    m = ws->first;
    if (m == NULL)
        return NULL;
    ws->first = m->next;
    if (ws->first == NULL)
        ws->last = &ws->first;
    return to_work(m);
}

static void run_item(struct workers *ws, struct work *w)
{
    bool comes_back = w->done != NULL;

    w->run(w);
    /* Without a `done` the item may be gone by now. */
    if (comes_back)
        mailbox_post(ws->done, &w->mail);
}

static void *worker_main(void *arg)
{
    struct workers *ws = arg;
    struct work *w;

    pthread_mutex_lock(&ws->lock);
    while ((w = next_item(ws)) != NULL) {
        pthread_mutex_unlock(&ws->lock);
        run_item(ws, w);
        pthread_mutex_lock(&ws->lock);
        if (--ws->open == 0)
            pthread_cond_signal(&ws->settled);
    }
    pthread_mutex_unlock(&ws->lock);
    return NULL;
}

static void on_done(struct mail *m, void *arg)
{
    struct work *w = to_work(m);

    (void)arg;
    w->done(w);
}

static enum err start_threads(struct workers *ws, size_t count)
{
    sigset_t all, old;
    char name[16];
    int rc = 0;

    /* Signals are for the loop's thread; new threads inherit the mask. */
    sigfillset(&all);
    /* But for what a thread brings on itself: a fault while it is blocked
     * kills the process whatever handler there is. */
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGSEGV);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGILL);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    while (ws->thread_count < count && rc == 0) {
        pthread_t *t = &ws->threads[ws->thread_count];

        rc = pthread_create(t, NULL, worker_main, ws);
        if (rc != 0)
            break;
        snprintf(name, sizeof name, "firn-work-%zu", ws->thread_count);
        pthread_setname_np(*t, name);
        ws->thread_count++;
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return rc == 0 ? ERR_OK : ERR_LIMIT;
}

enum err workers_new(struct loop *l, size_t threads, struct workers **out)
{
    struct workers *ws;
    enum err e;

    assert(threads >= 1 && threads <= WORKERS_MAX);
    ws = calloc(1, sizeof *ws);
    if (ws == NULL)
        return ERR_NOMEM;
    pthread_mutex_init(&ws->lock, NULL);
    pthread_cond_init(&ws->queued, NULL);
    pthread_cond_init(&ws->settled, NULL);
    ws->last = &ws->first;
    e = mailbox_new_loop(l, on_done, NULL, &ws->done);
    if (e == ERR_OK)
        e = start_threads(ws, threads);
    if (e != ERR_OK) {
        workers_free(ws);
        return e;
    }
    *out = ws;
    return ERR_OK;
}

/* Wait until nothing is queued or running, and deliver. False when there was
 * nothing to deliver either: then all is over, since only a `done` can still
 * submit. */
static bool settle(struct workers *ws)
{
    pthread_mutex_lock(&ws->lock);
    while (ws->open > 0)
        pthread_cond_wait(&ws->settled, &ws->lock);
    pthread_mutex_unlock(&ws->lock);
    return mailbox_drain(ws->done);
}

static void end_threads(struct workers *ws)
{
    pthread_mutex_lock(&ws->lock);
    ws->ending = true;
    pthread_cond_broadcast(&ws->queued);
    pthread_mutex_unlock(&ws->lock);
    for (size_t i = 0; i < ws->thread_count; i++)
        pthread_join(ws->threads[i], NULL);
}

void workers_free(struct workers *ws)
{
    if (ws == NULL)
        return;
    while (ws->done != NULL && settle(ws))
        continue;
    end_threads(ws);
    mailbox_free(ws->done);
    pthread_cond_destroy(&ws->settled);
    pthread_cond_destroy(&ws->queued);
    pthread_mutex_destroy(&ws->lock);
    free(ws);
}

void workers_submit(struct workers *ws, struct work *w)
{
    w->mail.next = NULL;
    pthread_mutex_lock(&ws->lock);
    assert(!ws->ending);
    *ws->last = &w->mail;
    ws->last = &w->mail.next;
    ws->open++;
    pthread_cond_signal(&ws->queued);
    pthread_mutex_unlock(&ws->lock);
}

size_t workers_threads(const struct workers *ws)
{
    return ws->thread_count;
}
