#include "blobs/check_ahead.h"

#include <stdlib.h>

#include "blobs/blobs_limits.h"
#include "crypto/tree.h"
#include "store/blob.h"

/* One run on a worker. It may outlive the answer that wanted it. */
struct check_work {
    struct work work;
    struct check_ahead *owner; /* NULL: nobody waits any more */
    struct blob *blob;
    uint64_t begin, end;
    enum err err;
    size_t *works;
};

void check_ahead_init(struct check_ahead *c, struct workers *workers,
                      size_t *works, check_ahead_fn *wake, void *arg)
{
    *c = (struct check_ahead){
        .workers = workers, .works = works, .wake = wake, .arg = arg};
}

void check_ahead_start(struct check_ahead *c, struct blob *b,
                       const struct ranges *groups)
{
    check_ahead_stop(c);
    c->blob = blob_ref(b);
    c->groups = groups;
    c->checked = 0;
    c->failed = ERR_OK;
}

void check_ahead_stop(struct check_ahead *c)
{
    if (c->work != NULL)
        c->work->owner = NULL;
    c->work = NULL;
    blob_unref(c->blob);
    c->blob = NULL;
}

static void run_check(struct work *w)
{
    struct check_work *cw = (struct check_work *)w;

    cw->err = blob_check(cw->blob, cw->begin, cw->end);
}

static void check_done(struct work *w)
{
    struct check_work *cw = (struct check_work *)w;
    struct check_ahead *c = cw->owner;

    --*cw->works;
    if (c != NULL) {
        c->work = NULL;
        if (cw->err == ERR_OK)
            c->checked = cw->end;
        else
            c->failed = cw->err;
    }
    blob_unref(cw->blob);
    free(cw);
    if (c != NULL)
        c->wake(c->arg);
}

/* The next run that is not checked: at or behind `checked`, within one range,
 * not longer than a run. */
static bool next_run(const struct check_ahead *c, struct range *run)
{
    for (size_t i = 0; i < c->groups->len; i++) {
        const struct range *r = &c->groups->at[i];

        if (r->end <= c->checked)
            continue;
        run->begin = r->begin > c->checked ? r->begin : c->checked;
        run->end = r->end;
        if (run->end - run->begin > CHECK_RUN_GROUPS)
            run->end = run->begin + CHECK_RUN_GROUPS;
        return true;
    }
    return false;
}

static void submit(struct check_ahead *c, const struct range *run)
{
    struct check_work *cw = calloc(1, sizeof *cw);

    if (cw == NULL) {
        c->failed = ERR_NOMEM;
        return;
    }
    cw->work.run = run_check;
    cw->work.done = check_done;
    cw->owner = c;
    cw->blob = blob_ref(c->blob);
    cw->begin = run->begin;
    cw->end = run->end;
    cw->works = c->works;
    c->work = cw;
    ++*c->works;
    workers_submit(c->workers, &cw->work);
}

/* A blob of one group takes less time to hash than to hand over. */
static bool is_small(const struct check_ahead *c)
{
    bool is_proven;

    return blob_size(c->blob, &is_proven) <= TREE_GROUP;
}

static void check_now(struct check_ahead *c, const struct range *run)
{
    enum err e = blob_check(c->blob, run->begin, run->end);

    if (e == ERR_OK)
        c->checked = run->end;
    else
        c->failed = e;
}

/* Move `checked` on to the run behind `group`, as far as it can be had now. */
static void go_ahead(struct check_ahead *c, uint64_t group)
{
    struct range run;

    while (c->work == NULL && c->failed == ERR_OK &&
           c->checked <= group + CHECK_RUN_GROUPS && next_run(c, &run)) {
        if (blob_is_checked(c->blob, run.begin, run.end))
            c->checked = run.end;
        else if (is_small(c))
            check_now(c, &run);
        else
            submit(c, &run);
    }
}

enum err check_ahead_ready(struct check_ahead *c, uint64_t group)
{
    go_ahead(c, group);
    if (group < c->checked)
        return ERR_OK;
    return c->failed != ERR_OK ? c->failed : ERR_AGAIN;
}
