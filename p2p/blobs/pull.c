/* Waits end by a defer: what ends them happens in the middle of a fetch. */
#include "blobs/pull.h"

#include <assert.h>
#include <stdlib.h>

#include "base/loop.h"
#include "blobs/blob_fetch.h"
#include "blobs/blobs_int.h"
#include "blobs/pull_int.h"
#include "blobs/transfer_int.h"
#include "crypto/tree.h"
#include "store/blob.h"

struct pull {
    struct pull_config cfg;
    struct list node;     /* blobs.pulls; those that wait longest first */
    struct blob *blob;    /* own reference, once it is known */
    uint64_t at;          /* what is, or was last, waited for */
    bool has_begun;       /* a byte was waited for, and came */
    pull_ready_fn *ready; /* NULL: nobody waits */
    void *arg;
    struct timer *timer;
    struct defer tell;
    enum err err; /* no further wait will end well */
    struct errmsg em;
};

static bool is_of(const struct pull *p, const struct hash *h)
{
    return hash_equal(&p->cfg.hash, h);
}

static bool is_there(const struct pull *p)
{
    uint64_t group = p->at / TREE_GROUP;
    bool is_proven = false;
    uint64_t size;

    if (p->blob == NULL)
        return false;
    size = blob_size(p->blob, &is_proven);
    if (blob_is_complete(p->blob))
        return true;
    if (!is_proven)
        return false;
    return p->at == PULL_SIZE || p->at >= size ||
           blob_has_groups(p->blob, group, group + 1);
}

/* ---- what is fetched next -----------------------------------------------*/

static const struct pull *first_of(const struct blobs *b, const struct hash *h)
{
    const struct pull *any = NULL;

    LIST_FOREACH (it, tmp, &b->pulls) {
        const struct pull *p = LIST_ENTRY(it, struct pull, node);

        if (!is_of(p, h))
            continue;
        if (p->ready != NULL && !is_there(p))
            return p;
        any = p;
    }
    return any;
}

static void steer(struct transfer *t)
{
    const struct pull *p = first_of(t->blobs, &t->hash);
    uint64_t at = UINT64_MAX;

    if (t->blob_fetch == NULL)
        return;
    if (p != NULL)
        at = (p->at == PULL_SIZE ? p->cfg.begin : p->at) / TREE_GROUP;
    blob_fetch_read(t->blob_fetch, at);
}

static void steer_hash(struct blobs *b, const struct hash *h)
{
    struct transfer *t = map_get(&b->owners, h);

    if (t != NULL)
        steer(t);
}

void pulls_begin(struct transfer *t)
{
    if (first_of(t->blobs, &t->hash) != NULL)
        steer(t);
}

/* ---- the end of a wait --------------------------------------------------*/

static void tell_soon(struct pull *p)
{
    loop_defer(p->cfg.blobs->cfg.loop, &p->tell);
}

static void on_tell(struct defer *d)
{
    struct pull *p = LIST_ENTRY(d, struct pull, tell);
    pull_ready_fn *ready = p->ready;
    enum err e = is_there(p) ? ERR_OK : p->err;

    if (ready == NULL)
        return;
    p->ready = NULL;
    timer_stop(p->timer);
    p->has_begun = p->has_begun || (e == ERR_OK && p->at != PULL_SIZE);
    steer_hash(p->cfg.blobs, &p->cfg.hash);
    ready(e, &p->em, p->arg);
}

static void fail(struct pull *p, enum err e, const char *why)
{
    p->err = e;
    err_set(&p->em, "%s", why);
    if (p->ready != NULL)
        tell_soon(p);
}

/* That waits or runs; not one that is paused. */
static const struct transfer *transfer_of(const struct pull *p)
{
    const struct blobs *b = p->cfg.blobs;

    for (struct list *it = b->transfers.prev; it != &b->transfers;
         it = it->prev) {
        const struct transfer *t = LIST_ENTRY(it, struct transfer, node);

        if (t->state < TRANSFER_PAUSED && is_of(p, &t->hash))
            return t;
    }
    return NULL;
}

static void on_timer(struct timer *timer, void *arg)
{
    struct pull *p = arg;
    const struct transfer *t = transfer_of(p);

    if (t != NULL && t->error[0] != '\0')
        fail(p, ERR_TIMEOUT, t->error);
    else if (t != NULL && t->state == TRANSFER_QUEUED)
        fail(p, ERR_TIMEOUT, "its transfer still waits for its turn");
    else
        fail(p, ERR_TIMEOUT, "no peer brought it in time");
}

void pulls_got(struct blobs *b, struct blob *blob)
{
    LIST_FOREACH (it, tmp, &b->pulls) {
        struct pull *p = LIST_ENTRY(it, struct pull, node);

        if (!is_of(p, blob_hash(blob)))
            continue;
        if (p->blob == NULL)
            p->blob = blob_ref(blob);
        if (p->ready != NULL && is_there(p))
            tell_soon(p);
    }
}

/* Who has had a part of it waits for the next attempt. */
void pulls_failed(struct transfer *t)
{
    bool is_over = t->state >= TRANSFER_COMPLETED;

    LIST_FOREACH (it, tmp, &t->blobs->pulls) {
        struct pull *p = LIST_ENTRY(it, struct pull, node);

        if (is_of(p, &t->hash) && (is_over || !p->has_begun) &&
            (!is_over || transfer_of(p) == NULL))
            fail(p, t->err, t->error);
    }
}

/* ---- its transfer -------------------------------------------------------*/

/* More urgent if need be, and not after a pause between attempts. */
static enum err join(struct blobs *b, const struct transfer *t)
{
    struct transfer_patch patch = {
        .has_paused = true,
        .has_priority = t->turn.priority < PRIORITY_HIGH,
        .priority = PRIORITY_HIGH,
    };

    return transfer_patch(b, t->id, &patch);
}

/* One that an operator has paused stays so; another takes its place. */
static enum err join_or_start(struct pull *p)
{
    struct transfer_request rq = {
        .hash = p->cfg.hash, .has_priority = true, .priority = PRIORITY_HIGH};
    const struct transfer *t = transfer_of(p);
    uint64_t id;

    if (t != NULL)
        return join(p->cfg.blobs, t);
    return transfer_start(p->cfg.blobs, &rq, NULL, NULL, &id);
}

/* ---- life ---------------------------------------------------------------*/

enum err pull_open(const struct pull_config *cfg, struct pull **out)
{
    struct pull *p = calloc(1, sizeof *p);
    enum err e = ERR_NOMEM;

    if (p == NULL)
        return e;
    p->cfg = *cfg;
    p->at = PULL_SIZE;
    p->tell.fn = on_tell;
    list_push_back(&cfg->blobs->pulls, &p->node);
    cfg->blobs->stats.pulls_active++;
    e = timer_new(cfg->blobs->cfg.loop, on_timer, p, &p->timer);
    if (e == ERR_OK)
        e = join_or_start(p);
    if (e != ERR_OK) {
        pull_close(p);
        return e;
    }
    cfg->blobs->stats.pulls++;
    steer_hash(cfg->blobs, &cfg->hash);
    *out = p;
    return ERR_OK;
}

void pull_wait(struct pull *p, uint64_t at, pull_ready_fn *ready, void *arg)
{
    assert(p->ready == NULL);
    p->at = at;
    p->ready = ready;
    p->arg = arg;
    if (p->err != ERR_OK || is_there(p)) {
        tell_soon(p);
        return;
    }
    list_remove(&p->node);
    list_push_back(&p->cfg.blobs->pulls, &p->node);
    timer_start(p->timer, p->cfg.timeout_ms);
    steer_hash(p->cfg.blobs, &p->cfg.hash);
}

struct blob *pull_blob(const struct pull *p)
{
    return p->blob;
}

void pull_close(struct pull *p)
{
    struct blobs *b = p->cfg.blobs;
    struct hash hash = p->cfg.hash;

    list_remove(&p->node);
    loop_defer_cancel(&p->tell);
    timer_free(p->timer);
    blob_unref(p->blob);
    free(p);
    b->stats.pulls_active--;
    steer_hash(b, &hash);
}

void pulls_init(struct blobs *b)
{
    list_init(&b->pulls);
}

void pulls_clear(struct blobs *b)
{
    struct errmsg em = {.text = "the node stops"};

    while (!list_is_empty(&b->pulls)) {
        struct pull *p = LIST_ENTRY(b->pulls.next, struct pull, node);
        pull_ready_fn *ready = p->ready;

        p->ready = NULL;
        /* It may be closed by that. */
        if (ready != NULL) {
            ready(ERR_CLOSED, &em, p->arg);
            continue;
        }
        p->cfg.gone(p->cfg.arg);
        pull_close(p);
    }
}
