/* Makers of loops, timers, mailboxes and pools hand out nothing half-built,
 * and leave nothing behind, when memory runs out. What libuv and the C library
 * allocate for themselves is not made to fail. */
#include "base/loop.h"
#include "base/mailbox.h"
#include "base/workers.h"

#include "fault.h"
#include "test.h"

static void nothing(struct timer *t, void *arg)
{
    (void)t, (void)arg;
}

static void no_mail(struct mail *m, void *arg)
{
    (void)m, (void)arg;
}

static void make_on_loop(struct loop *l)
{
    struct mailbox *on_loop = NULL, *on_thread = NULL;
    struct workers *ws = NULL;
    struct timer *t = NULL;

    CHECK((timer_new(l, nothing, NULL, &t) == ERR_OK) == (t != NULL));
    CHECK((mailbox_new_loop(l, no_mail, NULL, &on_loop) == ERR_OK) ==
          (on_loop != NULL));
    CHECK((mailbox_new_thread(&on_thread) == ERR_OK) == (on_thread != NULL));
    CHECK((workers_new(l, 2, &ws) == ERR_OK) == (ws != NULL));
    workers_free(ws);
    mailbox_free(on_thread);
    mailbox_free(on_loop);
    timer_free(t);
}

static void make_all(void *arg)
{
    struct loop *l = NULL;
    enum err e = loop_new(&l);

    (void)arg;
    CHECK((e == ERR_OK) == (l != NULL));
    CHECK(e == ERR_OK || e == ERR_NOMEM);
    if (l != NULL)
        make_on_loop(l);
    loop_free(l);
}

TEST(threads, nothing_is_half_built_when_memory_runs_out)
{
    CHECK(fault_each_alloc(make_all, NULL) >= 6);
}
