#include "discovery/avahi_link.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/list.h"

struct avahi_link {
    struct mailbox *to_thread;
    int wake_fd; /* the thread waits in poll(), not at its mailbox */
    avahi_word_fn *fn;
    void *arg;

    pthread_mutex_t lock;    /* guards what follows */
    struct mailbox *to_loop; /* NULL: the loop does not listen any more */
    unsigned holders;
    size_t words;           /* under way to the loop */
    bool is_thirsty;        /* the thread waits for room */
    uint64_t busy_since_ms; /* 0: not busy */
};

static void wake(struct avahi_link *k)
{
    uint64_t one = 1;
    ssize_t n;

    /* Full means that it will wake anyway. */
    do
        n = write(k->wake_fd, &one, sizeof one);
    while (n < 0 && errno == EINTR);
}

static void free_orders(struct mail *m)
{
    struct mail *next;

    for (; m != NULL; m = next) {
        next = m->next;
        free(LIST_ENTRY(m, struct avahi_order, mail));
    }
}

void avahi_link_unref(struct avahi_link *k)
{
    unsigned left;

    pthread_mutex_lock(&k->lock);
    left = --k->holders;
    pthread_mutex_unlock(&k->lock);
    if (left > 0)
        return;
    assert(k->to_loop == NULL);
    free_orders(mailbox_wait(k->to_thread, 0));
    mailbox_free(k->to_thread);
    close(k->wake_fd);
    pthread_mutex_destroy(&k->lock);
    free(k);
}

/* ---- loop ---- */

static void on_mail(struct mail *m, void *arg)
{
    struct avahi_word *w = LIST_ENTRY(m, struct avahi_word, mail);
    struct avahi_link *k = arg;
    bool is_thirsty;

    pthread_mutex_lock(&k->lock);
    k->words--;
    is_thirsty = k->is_thirsty;
    k->is_thirsty = false;
    pthread_mutex_unlock(&k->lock);
    if (is_thirsty)
        wake(k);
    if (k->fn != NULL)
        k->fn(w, k->arg);
    free(w);
}

enum err avahi_link_new(struct loop *l, avahi_word_fn *fn, void *arg,
                        struct avahi_link **out)
{
    struct avahi_link *k = calloc(1, sizeof *k);
    enum err e;

    if (k == NULL)
        return ERR_NOMEM;
    k->fn = fn;
    k->arg = arg;
    k->holders = 2;
    k->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (k->wake_fd < 0) {
        free(k);
        return ERR_LIMIT;
    }
    pthread_mutex_init(&k->lock, NULL);
    e = mailbox_new_thread(&k->to_thread);
    if (e == ERR_OK)
        e = mailbox_new_loop(l, on_mail, k, &k->to_loop);
    if (e != ERR_OK) {
        mailbox_free(k->to_thread);
        close(k->wake_fd);
        pthread_mutex_destroy(&k->lock);
        free(k);
        return e;
    }
    *out = k;
    return ERR_OK;
}

void avahi_link_order(struct avahi_link *k, struct avahi_order *o)
{
    mailbox_post(k->to_thread, &o->mail);
    wake(k);
}

void avahi_link_close(struct avahi_link *k)
{
    struct mailbox *mb = k->to_loop;

    pthread_mutex_lock(&k->lock);
    k->to_loop = NULL; /* nobody posts from here on */
    pthread_mutex_unlock(&k->lock);
    k->fn = NULL;
    mailbox_drain(mb);
    mailbox_free(mb);
    wake(k);
    avahi_link_unref(k);
}

uint64_t avahi_link_busy_ms(struct avahi_link *k)
{
    uint64_t since;

    pthread_mutex_lock(&k->lock);
    since = k->busy_since_ms;
    pthread_mutex_unlock(&k->lock);
    return since == 0 ? 0 : clock_mono_ms() - since;
}

/* ---- thread ---- */

bool avahi_link_tell(struct avahi_link *k, struct avahi_word *w)
{
    bool is_closed, has_room;

    pthread_mutex_lock(&k->lock);
    is_closed = k->to_loop == NULL;
    has_room = k->words < AVAHI_LINK_WORDS;
    if (!is_closed && has_room) {
        k->words++;
        mailbox_post(k->to_loop, &w->mail);
    } else {
        k->is_thirsty = true;
    }
    pthread_mutex_unlock(&k->lock);
    if (is_closed)
        free(w);
    return is_closed || has_room;
}

int avahi_link_fd(const struct avahi_link *k)
{
    return k->wake_fd;
}

struct mail *avahi_link_orders(struct avahi_link *k, bool *stop)
{
    uint64_t count;
    ssize_t n;

    /* Before the rest is looked at: what comes later wakes anew. */
    do
        n = read(k->wake_fd, &count, sizeof count);
    while (n < 0 && errno == EINTR);
    pthread_mutex_lock(&k->lock);
    *stop = k->to_loop == NULL;
    pthread_mutex_unlock(&k->lock);
    return mailbox_wait(k->to_thread, 0);
}

void avahi_link_set_busy(struct avahi_link *k, bool is_busy)
{
    uint64_t now = clock_mono_ms();

    pthread_mutex_lock(&k->lock);
    k->busy_since_ms = is_busy ? now : 0;
    pthread_mutex_unlock(&k->lock);
}
