/* One locked list, two ways to wake its receiver.
 *
 * The receiver is woken under the lock: it must take the lock to see the mail,
 * so it cannot free the mailbox while the poster is still in here. */
#include "base/mailbox.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <uv.h>

#include "base/clock.h"
#include "base/loop.h"

struct mailbox {
    pthread_mutex_t lock; /* guards the four below */
    struct mail *first;   /* oldest */
    struct mail **last;   /* where the next is linked in */
    bool interrupted;
    pthread_cond_t filled; /* thread receiver */

    mailbox_fn *fn; /* loop receiver; NULL for a thread */
    void *arg;
    uv_async_t wake;
};

/* Receiver: the whole list, the mailbox is empty afterwards. Locked. */
static struct mail *take_all(struct mailbox *mb)
{
    struct mail *m = mb->first;

    mb->first = NULL;
    mb->last = &mb->first;
    return m;
}

static bool deliver(struct mailbox *mb)
{
    /* The last mail may bring the order to free this mailbox. */
    mailbox_fn *fn = mb->fn;
    void *arg = mb->arg;
    struct mail *m, *next;
    bool any;

    pthread_mutex_lock(&mb->lock);
    m = take_all(mb);
    pthread_mutex_unlock(&mb->lock);
    any = m != NULL;
    for (; m != NULL; m = next) {
        next = m->next;
        fn(m, arg);
    }
    return any;
}

static void on_wake(uv_async_t *h)
{
    deliver(h->data);
}

bool mailbox_drain(struct mailbox *mb)
{
    assert(mb->fn != NULL);
    return deliver(mb);
}

/* Deadlines are on the clock that nobody sets. */
static int init_cond(pthread_cond_t *cond)
{
    pthread_condattr_t attr;
    int rc = pthread_condattr_init(&attr);

    if (rc != 0)
        return rc;
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    rc = pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
    return rc;
}

static void destroy(struct mailbox *mb)
{
    pthread_cond_destroy(&mb->filled);
    pthread_mutex_destroy(&mb->lock);
    free(mb);
}

static enum err new_mailbox(struct mailbox **out)
{
    struct mailbox *mb = calloc(1, sizeof *mb);
    int rc;

    if (mb == NULL)
        return ERR_NOMEM;
    rc = pthread_mutex_init(&mb->lock, NULL);
    if (rc != 0) {
        free(mb);
        return ERR_LIMIT;
    }
    rc = init_cond(&mb->filled);
    if (rc != 0) {
        pthread_mutex_destroy(&mb->lock);
        free(mb);
        return ERR_LIMIT;
    }
    mb->last = &mb->first;
    *out = mb;
    return ERR_OK;
}

enum err mailbox_new_loop(struct loop *l, mailbox_fn *fn, void *arg,
                          struct mailbox **out)
{
    struct mailbox *mb;
    enum err e;
    int rc;

    assert(fn != NULL);
    e = new_mailbox(&mb);
    if (e != ERR_OK)
        return e;
    rc = uv_async_init(loop_uv(l), &mb->wake, on_wake);
    if (rc != 0) {
        destroy(mb);
        return err_from_uv(rc);
    }
    mb->wake.data = mb;
    mb->fn = fn;
    mb->arg = arg;
    *out = mb;
    return ERR_OK;
}

enum err mailbox_new_thread(struct mailbox **out)
{
    return new_mailbox(out);
}

static void on_closed(uv_handle_t *h)
{
    destroy(h->data);
}

void mailbox_free(struct mailbox *mb)
{
    bool is_empty;

    if (mb == NULL)
        return;
    pthread_mutex_lock(&mb->lock);
    is_empty = mb->first == NULL;
    pthread_mutex_unlock(&mb->lock);
    assert(is_empty);
    (void)is_empty;
    if (mb->fn != NULL)
        uv_close((uv_handle_t *)&mb->wake, on_closed);
    else
        destroy(mb);
}

void mailbox_post(struct mailbox *mb, struct mail *m)
{
    bool was_empty;

    m->next = NULL;
    pthread_mutex_lock(&mb->lock);
    was_empty = mb->first == NULL;
    *mb->last = m;
    mb->last = &m->next;
    if (was_empty && mb->fn != NULL)
        uv_async_send(&mb->wake);
    else if (was_empty)
        pthread_cond_signal(&mb->filled);
    pthread_mutex_unlock(&mb->lock);
}

/* Saturates, as UINT64_MAX means for ever and other large waits nearly so. */
static struct timespec deadline(uint64_t wait_ms)
{
    uint64_t max_ms = UINT64_C(1000) * 60 * 60 * 24 * 365;
    uint64_t at = clock_mono_ns() +
                  (wait_ms < max_ms ? wait_ms : max_ms) * CLOCK_NS_PER_MS;

    return (struct timespec){.tv_sec = (time_t)(at / CLOCK_NS_PER_S),
                             .tv_nsec = (long)(at % CLOCK_NS_PER_S)};
}

/* Wait until there is something to report or time is out. Locked. */
static void wait_filled(struct mailbox *mb, uint64_t max_wait_ms)
{
    struct timespec until = deadline(max_wait_ms);
    int rc = 0;

    while (mb->first == NULL && !mb->interrupted && rc != ETIMEDOUT) {
        if (max_wait_ms == UINT64_MAX)
            rc = pthread_cond_wait(&mb->filled, &mb->lock);
        else
            rc = pthread_cond_timedwait(&mb->filled, &mb->lock, &until);
    }
}

struct mail *mailbox_wait(struct mailbox *mb, uint64_t max_wait_ms)
{
    struct mail *m;

    assert(mb->fn == NULL);
    pthread_mutex_lock(&mb->lock);
    wait_filled(mb, max_wait_ms);
    m = take_all(mb);
    if (m == NULL)
        mb->interrupted = false;
    pthread_mutex_unlock(&mb->lock);
    return m;
}

void mailbox_interrupt(struct mailbox *mb)
{
    pthread_mutex_lock(&mb->lock);
    mb->interrupted = true;
    pthread_cond_signal(&mb->filled);
    pthread_mutex_unlock(&mb->lock);
}
