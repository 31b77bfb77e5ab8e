/* The pools bring a job back through the store's own mailbox, not through
 * theirs, so that closing can wait for it without turning the loop. */
#include "store/job.h"

#include <assert.h>

#include "store/store_int.h"

static void open_job(struct letter *l)
{
    struct job *j = LIST_ENTRY(l, struct job, letter);

    j->next(j);
}

void job_init(struct job *j, struct store *s)
{
    *j = (struct job){.store = s};
    j->letter.open = open_job;
    list_init(&j->node);
    list_init(&j->waiting);
    atomic_fetch_add(&s->jobs, 1);
}

void job_end(struct job *j)
{
    struct store *s = j->store;

    if (j->has_gate)
        job_leave(j);
    atomic_fetch_sub(&s->jobs, 1);
}

void job_later(struct job *j, job_fn *next)
{
    j->next = next;
    store_post(j->store, &j->letter);
}

static void to_db(struct job *j, job_db_fn *step, job_fn *next, bool writes)
{
    j->db = step;
    j->next = next;
    j->writes = writes;
    j->err = ERR_OK;
    mailbox_post(j->store->db_box, &j->letter.mail);
}

void job_db_read(struct job *j, job_db_fn *step, job_fn *next)
{
    to_db(j, step, next, false);
}

void job_db_write(struct job *j, job_db_fn *step, job_fn *next)
{
    to_db(j, step, next, true);
}

static void run_in_pool(struct work *w)
{
    struct job *j = LIST_ENTRY(w, struct job, work);

    j->err = j->pool(j);
    store_post(j->store, &j->letter);
}

static void to_pool(struct job *j, struct workers *pool, job_pool_fn *step,
                    job_fn *next)
{
    j->pool = step;
    j->next = next;
    j->work.run = run_in_pool;
    j->work.done = NULL;
    workers_submit(pool, &j->work);
}

void job_sync(struct job *j, job_pool_fn *step, job_fn *next)
{
    to_pool(j, j->store->flushers, step, next);
}

void job_behind(struct job *j, job_pool_fn *step, job_fn *next)
{
    to_pool(j, j->store->behind, step, next);
}

void job_work(struct job *j, job_pool_fn *step, job_fn *next)
{
    to_pool(j, j->store->workers, step, next);
}

void job_enter(struct job *j, const struct hash *gate, job_fn *next)
{
    struct job *holder = map_get(&j->store->gates, gate);

    assert(!j->has_gate);
    j->gate = *gate;
    j->next = next;
    if (holder != NULL) {
        list_push_back(&holder->waiting, &j->node);
        return;
    }
    j->err = map_set(&j->store->gates, gate, j);
    j->has_gate = j->err == ERR_OK;
    next(j);
}

void job_leave(struct job *j)
{
    struct store *s = j->store;
    struct list *node = list_pop_front(&j->waiting);
    struct job *heir;
    enum err e;

    j->has_gate = false;
    if (node == NULL) {
        map_remove(&s->gates, &j->gate);
        return;
    }
    heir = LIST_ENTRY(node, struct job, node);
    list_splice_back(&heir->waiting, &j->waiting);
    /* The entry is there already: replacing it needs no memory. */
    e = map_set(&s->gates, &j->gate, heir);
    assert(e == ERR_OK);
    (void)e;
    heir->has_gate = true;
    heir->err = ERR_OK;
    store_post(s, &heir->letter);
}
