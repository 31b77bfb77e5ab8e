#include "signals.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mailbox.h"

struct signals {
    struct mail mail;
    struct mailbox *mailbox;
    pthread_t thread;
    int signum;
    signals_fn *fn;
    void *arg;
};

static void ending_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
}

void signals_block(void)
{
    sigset_t set;

    ending_signals(&set);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void *wait_for_signals(void *arg)
{
    struct signals *s = arg;
    sigset_t set;
    int signum;

    ending_signals(&set);
    while (sigwait(&set, &signum) != 0)
        continue;
    s->signum = signum;
    mailbox_post(s->mailbox, &s->mail);

    while (sigwait(&set, &signum) != 0)
        continue;
    /* Asked twice: whoever asks does not want to wait for anything. What was
     * promised is on disk already. */
    _exit(128 + signum);
}

static void on_mail(struct mail *m, void *arg)
{
    struct signals *s = arg;

    s->fn(s->signum, s->arg);
}

enum err signals_start(struct loop *loop, signals_fn *fn, void *arg,
                       struct signals **out)
{
    struct signals *s = calloc(1, sizeof *s);
    enum err e;

    if (s == NULL)
        return ERR_NOMEM;
    s->fn = fn;
    s->arg = arg;
    e = mailbox_new_loop(loop, on_mail, s, &s->mailbox);
    if (e == ERR_OK &&
        pthread_create(&s->thread, NULL, wait_for_signals, s) != 0)
        e = ERR_LIMIT;
    if (e != ERR_OK) {
        mailbox_free(s->mailbox);
        free(s);
        return e;
    }
    *out = s;
    return ERR_OK;
}

void signals_stop(struct signals *s)
{
    if (s == NULL)
        return;
    /* sigwait() is where it waits and where it may be cancelled. */
    pthread_cancel(s->thread);
    pthread_join(s->thread, NULL);
    mailbox_free(s->mailbox);
    free(s);
}
