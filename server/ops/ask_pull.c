/* A reading has two owners: the http half, and the pull on the loop. The loop
 * lets go when it is told that nobody reads any more, or when blobs goes;
 * whichever comes first ends the pull. */
#include "ops/ask_pull.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "blobs/pull.h"
#include "ops/ops.h"
#include "store/blob.h"
#include "store/store.h"

struct reading {
    atomic_int refs;
    struct pull *pull; /* the loop's; NULL: ended */
    struct ops *ops;
    struct ask_close *close; /* made beforehand, so that closing cannot fail */
};

struct ask_close {
    struct ask ask;
    struct reading *reading; /* the share of the http half */
};

static void unref(struct reading *r)
{
    if (r == NULL || atomic_fetch_sub(&r->refs, 1) > 1)
        return;
    if (r->close != NULL)
        ask_unref(&r->close->ask);
    free(r);
}

/* ---- closing ------------------------------------------------------------*/

/* The pull has ended, or does now. */
static void on_gone(void *arg)
{
    struct reading *r = arg;

    r->pull = NULL;
    unref(r);
}

static void end_pull(struct reading *r)
{
    if (r->pull == NULL)
        return;
    pull_close(r->pull);
    on_gone(r);
}

static void close_run(struct ask *ask)
{
    end_pull(((struct ask_close *)ask)->reading);
    ask_finish(ask, ERR_OK);
}

static void close_release(struct ask *ask)
{
    unref(((struct ask_close *)ask)->reading);
}

static void nobody_waits(struct ask *ask)
{
}

void reading_close(struct reading *r)
{
    struct ask_close *close;

    if (r == NULL)
        return;
    close = r->close;
    r->close = NULL;
    close->reading = r;
    close->ask.done = nobody_waits;
    ops_post(r->ops, &close->ask);
    ask_unref(&close->ask);
}

/* ---- beginning ----------------------------------------------------------*/

static enum err reading_new(struct ask_pull *ask, struct reading **out)
{
    struct reading *r = calloc(1, sizeof *r);
    struct pull_config cfg = {
        .blobs = ops_node(ask->ask.ops)->blobs,
        .hash = ask->hash,
        .begin = ask->begin,
        .timeout_ms = ask->wait_ms,
        .gone = on_gone,
        .arg = r,
    };
    enum err e = ERR_NOMEM;

    if (r == NULL)
        return e;
    atomic_init(&r->refs, 1);
    r->ops = ask->ask.ops;
    r->close = ask_new(sizeof *r->close, close_run, close_release);
    if (r->close != NULL)
        e = pull_open(&cfg, &r->pull);
    if (e != ERR_OK) {
        unref(r);
        return e;
    }
    *out = r;
    return ERR_OK;
}

static void on_size(enum err e, const struct errmsg *em, void *arg)
{
    struct ask_pull *ask = arg;
    struct reading *r = ask->reading;

    if (e == ERR_OK && ask_is_open(&ask->ask)) {
        ask->blob = blob_ref(pull_blob(r->pull));
        atomic_fetch_add(&r->refs, 1);
    } else {
        if (em != NULL && ask_is_open(&ask->ask))
            ask->ask.em = *em;
        ask->reading = NULL;
        end_pull(r);
    }
    ask_finish(&ask->ask, e);
}

/* Without p2p only what is here can be had. */
static void on_local(enum err e, struct blob *b, void *arg)
{
    struct ask_pull *ask = arg;

    if (e == ERR_OK && blob_is_complete(b) && ask_is_open(&ask->ask)) {
        ask->blob = b;
    } else {
        blob_unref(b);
        if (ask_is_open(&ask->ask) && (e == ERR_OK || e == ERR_NOT_FOUND)) {
            ask->is_off = true;
            e = ERR_UNREACHABLE;
        }
    }
    ask_finish(&ask->ask, e);
}

static void pull_run(struct ask *ask)
{
    struct ask_pull *pull = (struct ask_pull *)ask;
    struct node *n = ops_node(ask->ops);
    enum err e;

    if (n->quic == NULL) {
        store_get(n->store, &pull->hash, on_local, pull);
        return;
    }
    e = reading_new(pull, &pull->reading);
    if (e == ERR_OK)
        pull_wait(pull->reading->pull, PULL_SIZE, on_size, pull);
    else
        ask_finish(ask, e);
}

static void pull_release(struct ask *ask)
{
    struct ask_pull *pull = (struct ask_pull *)ask;

    blob_unref(pull->blob);
    reading_close(pull->reading);
}

struct ask_pull *ask_pull_new(void)
{
    return ask_new(sizeof(struct ask_pull), pull_run, pull_release);
}

/* ---- waiting ------------------------------------------------------------*/

static void on_byte(enum err e, const struct errmsg *em, void *arg)
{
    struct ask *ask = arg;

    if (e != ERR_OK && ask_is_open(ask))
        ask->em = *em;
    ask_finish(ask, e);
}

static void wait_run(struct ask *ask)
{
    struct ask_pull_wait *wait = (struct ask_pull_wait *)ask;

    if (wait->reading->pull == NULL)
        ask_finish(ask, ERR_CLOSED);
    else
        pull_wait(wait->reading->pull, wait->at, on_byte, ask);
}

struct ask_pull_wait *ask_pull_wait_new(void)
{
    return ask_new(sizeof(struct ask_pull_wait), wait_run, NULL);
}
