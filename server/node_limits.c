#include "node_limits.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "base/loop.h"
#include "blobs/blobs.h"
#include "node.h"

static void path_of(const struct node *n, char out[static PATH_MAX + 16])
{
    snprintf(out, PATH_MAX + 16, "%s/limits", n->data_dir);
}

/* ---- state --------------------------------------------------------------*/

void node_limits_initial(const struct node *n, struct limits_config *out)
{
    const struct config *c = n->config;

    *out = (struct limits_config){
        .total = {c->limits_upload, c->limits_download},
        .per_peer = {c->limits_per_peer_upload, c->limits_per_peer_download},
        .is_local_exempt = c->limits_exempt_local,
    };
}

void node_limits_get(const struct node *n, struct saved_limits *out)
{
    const struct limits *l = blobs_limits(n->blobs);

    limits_get(l, &out->limits);
    out->schedule = *limits_schedule(l);
}

static void put_into_force(struct node *n, const struct saved_limits *s)
{
    struct limits *l = blobs_limits(n->blobs);

    limits_set(l, &s->limits);
    limits_set_schedule(l, &s->schedule);
}

/* ---- saving -------------------------------------------------------------*/

static void save(struct node *n);

static struct node *node_of(struct work *w)
{
    return LIST_ENTRY(w, struct node, limits.work);
}

static void on_write(struct work *w)
{
    struct node *n = node_of(w);
    char path[PATH_MAX + 16];

    path_of(n, path);
    n->limits.result = limits_write(path, &n->limits.text);
}

static void answer(struct list *wishes, enum err e)
{
    struct list *node;

    while ((node = list_pop_front(wishes)) != NULL) {
        struct limits_wish *w = LIST_ENTRY(node, struct limits_wish, node);

        w->done(w, e);
    }
}

static void on_written(struct work *w)
{
    struct node *n = node_of(w);
    struct list saved;

    if (n->limits.result != ERR_OK)
        log_error(LOG_NODE, "save the limits in %s: %s", n->data_dir,
                  err_text(n->limits.result));
    list_init(&saved);
    list_splice_back(&saved, &n->limits.saving);
    answer(&saved, n->limits.result);
    save(n);
}

/* One write at a time; it is for all that were wished for before it. */
static void save(struct node *n)
{
    struct node_limits *nl = &n->limits;
    struct saved_limits now;
    enum err e;

    if (list_is_empty(&nl->wishes) || !list_is_empty(&nl->saving))
        return;
    node_limits_get(n, &now);
    nl->text.len = 0;
    e = limits_format(&now, &nl->text);
    list_splice_back(&nl->saving, &nl->wishes);
    if (e == ERR_OK)
        workers_submit(n->workers, &nl->work);
    else
        answer(&nl->saving, e);
}

void node_limits_set(struct node *n, const struct saved_limits *s,
                     struct limits_wish *w)
{
    put_into_force(n, s);
    list_push_back(&n->limits.wishes, &w->node);
    save(n);
}

/* ---- life ---------------------------------------------------------------*/

enum err node_limits_open(struct node *n, struct errmsg *em)
{
    struct saved_limits s = {0};
    char path[PATH_MAX + 16];
    enum err e;

    list_init(&n->limits.wishes);
    list_init(&n->limits.saving);
    buf_init(&n->limits.text, 1 << 20);
    n->limits.work.run = on_write;
    n->limits.work.done = on_written;
    path_of(n, path);
    node_limits_initial(n, &s.limits);
    e = limits_read(path, &s, em);
    if (e == ERR_NOT_FOUND)
        e = ERR_OK;
    if (e == ERR_OK) {
        put_into_force(n, &s);
        return ERR_OK;
    }
    if (em->text[0] == '\0')
        err_set(em, "%s", err_text(e));
    err_wrap(em, "read %s (remove it to start with the settings)", path);
    return e;
}

void node_limits_close(struct node *n)
{
    if (n->limits.wishes.next == NULL)
        return;
    while (!list_is_empty(&n->limits.saving))
        loop_run_once(n->loop, 100);
    assert(list_is_empty(&n->limits.wishes));
    buf_clear(&n->limits.text);
}
