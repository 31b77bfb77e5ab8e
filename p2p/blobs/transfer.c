/* The way of a transfer:
 *
 *   transfer_begin()   is the root held?
 *     complete, raw       -> tag, COMPLETED
 *     complete, sequence  -> on_children(): all held -> tag, COMPLETED
 *     else                -> a place: transfer_run()
 *   transfer_run()     fetch the root, look again; fetch the children
 *
 * One that comes back - from a pause, for another attempt, from before a
 * restart - gets its place first and looks into the store then.
 *
 * Two transfers of one hash: the first owns it, the second follows, and looks
 * into the store when the first has ended, whichever way. */
#include "blobs/transfer.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "blobs/blob_fetch.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/children.h"
#include "blobs/pull_int.h"
#include "blobs/seq_fetch.h"
#include "blobs/transfer_int.h"
#include "blobs/want.h"
#include "store/blob.h"

#define ROUNDS_MAX 3

/* ---- completion ---------------------------------------------------------*/

static void fail(struct transfer *t, enum err e, const char *doing)
{
    struct errmsg em = {0};

    err_set(&em, "%s: %s", doing, err_text(e));
    transfer_end(t, TRANSFER_FAILED, e, &em);
}

static void on_tagged(enum err e, void *arg)
{
    struct tag_put *put = arg;
    struct transfer *t = put->transfer;

    free(put);
    if (t == NULL)
        return;
    t->tagging = NULL;
    if (e == ERR_OK)
        transfer_end(t, TRANSFER_COMPLETED, ERR_OK, NULL);
    else
        fail(t, e, "set the tag");
}

/* All is held: the tag, then the end. */
static void complete(struct transfer *t)
{
    struct store_tag tag = {.hash = t->hash, .is_sequence = t->is_sequence};
    struct tag_put *put;

    if (t->tag[0] == '\0') {
        transfer_end(t, TRANSFER_COMPLETED, ERR_OK, NULL);
        return;
    }
    put = calloc(1, sizeof *put);
    if (put == NULL) {
        fail(t, ERR_NOMEM, "set the tag");
        return;
    }
    memcpy(tag.name, t->tag, sizeof tag.name);
    put->transfer = t;
    t->tagging = put;
    store_tag_set(t->blobs->cfg.store, &tag, on_tagged, put);
}

/* ---- the children -------------------------------------------------------*/

static void need_source(struct transfer *t);

static void on_children_done(enum err e, const struct errmsg *em, void *arg)
{
    struct transfer *t = arg;

    transfer_refresh(t);
    if (e != ERR_OK) {
        transfer_fail(t, e, em);
        return;
    }
    t->fetched += seq_fetch_bytes(t->seq_fetch);
    t->base += seq_fetch_bytes(t->seq_fetch);
    seq_fetch_free(t->seq_fetch);
    t->seq_fetch = NULL;
    complete(t);
}

static void fetch_children(struct transfer *t)
{
    struct seq_fetch_config cfg = {
        .blobs = t->blobs,
        .root = t->hash,
        .children = t->children,
        .sources = &t->sources,
        .done = on_children_done,
        .arg = t,
    };
    enum err e = seq_fetch_start(&cfg, &t->seq_fetch);

    if (e != ERR_OK)
        fail(t, e, "fetch the children");
}

static void on_children(enum err e, void *arg)
{
    struct transfer *t = arg;

    if (e == ERR_PARSE) {
        struct errmsg em = {.text = "the blob is no hash sequence: its size "
                                    "is not a multiple of 32"};

        transfer_end(t, TRANSFER_FAILED, e, &em);
        return;
    }
    if (e != ERR_OK) {
        fail(t, e, "look up the children");
        return;
    }
    t->base += children_held_bytes(t->children);
    if (ranges_is_empty(children_missing(t->children)))
        complete(t);
    else
        need_source(t);
}

/* ---- the root -----------------------------------------------------------*/

static void on_root_held(struct transfer *t)
{
    bool is_proven;
    enum err e;

    t->size = t->base = blob_size(t->root, &is_proven);
    t->size_known = !t->is_sequence;
    if (!t->is_sequence) {
        complete(t);
        return;
    }
    e = children_look_up(t->blobs, t->root, on_children, t, &t->children);
    if (e != ERR_OK)
        fail(t, e, "look up the children");
}

static void on_looked_up(enum err e, struct blob *b, void *arg)
{
    struct transfer *t = arg;

    t->want = NULL;
    blob_unref(t->root);
    t->root = b;
    if (b != NULL)
        pulls_got(t->blobs, b);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        fail(t, e, "look into the store");
    else if (b != NULL && blob_is_complete(b))
        on_root_held(t);
    else
        need_source(t);
}

void transfer_begin(struct transfer *t)
{
    enum err e =
        want_look_up(t->blobs->cfg.store, &t->hash, on_looked_up, t, &t->want);

    if (e != ERR_OK)
        fail(t, e, "look into the store");
}

static void on_root_done(enum err e, const struct errmsg *em, void *arg)
{
    struct transfer *t = arg;
    struct blob_fetch_progress p;

    transfer_refresh(t);
    blob_fetch_get_progress(t->blob_fetch, &p);
    if (e != ERR_OK) {
        transfer_fail(t, e, em);
        return;
    }
    t->fetched += p.fetched;
    blob_fetch_free(t->blob_fetch);
    t->blob_fetch = NULL;
    /* Only what the store says is complete is complete. */
    transfer_begin(t);
}

static void fetch_root(struct transfer *t)
{
    struct blob_fetch_config cfg = {
        .blobs = t->blobs,
        .hash = t->hash,
        .partial = t->root,
        .sources = &t->sources,
        .first = t->is_sequence ? NULL : &t->first,
        .is_searching = transfer_is_searching(t),
        .done = on_root_done,
        .arg = t,
    };
    enum err e = ERR_CORRUPT;

    if (t->rounds++ < ROUNDS_MAX)
        e = blob_fetch_start(&cfg, &t->blob_fetch);
    if (e != ERR_OK)
        fail(t, e, "fetch the blob");
    else
        pulls_begin(t);
}

/* ---- running ------------------------------------------------------------*/

/* True if another transfer fetches this hash already; then wait for it. */
static bool follow(struct transfer *t)
{
    struct transfer *owner = map_get(&t->blobs->owners, &t->hash);

    if (owner == NULL || owner == t)
        return false;
    list_push_back(&owner->followers, &t->follow_node);
    return true;
}

static enum err own(struct transfer *t)
{
    enum err e = ERR_OK;

    if (!t->is_owner)
        e = map_set(&t->blobs->owners, &t->hash, t);
    t->is_owner = e == ERR_OK;
    return e;
}

/* The children are asked of whoever is there when it begins. */
static void find_children(struct transfer *t)
{
    t->waits_for_source = t->sources.len == 0 && transfer_is_searching(t);
    if (t->waits_for_source)
        return;
    if (t->sources.len > 0)
        fetch_children(t);
    else
        transfer_fail(t, ERR_NOT_FOUND, NULL);
}

/* What an earlier attempt says of the sources is over. */
static void begin_attempt(struct transfer *t)
{
    t->state = TRANSFER_RUNNING;
    t->blobs->stats.transfers_retried += t->attempts > 0;
    t->attempts++;
    t->fetched_before = t->fetched;
    t->rounds = 0;
    t->err = ERR_OK;
    t->error[0] = '\0';
    if (t->started_ms == 0)
        t->started_ms = clock_wall_ms();
    for (size_t i = 0; i < t->sources.len; i++) {
        struct transfer_source *info = &t->sources.at[i]->info;

        info->state = SOURCE_IDLE;
        info->err = ERR_OK;
        info->error[0] = '\0';
    }
    transfers_tell(t);
    transfer_tell_ready(t);
}

void transfer_run(struct transfer *t)
{
    if (t->state == TRANSFER_QUEUED)
        begin_attempt(t);
    if (!t->is_fresh)
        transfer_begin(t);
    else if (follow(t))
        return;
    else if (own(t) != ERR_OK || transfer_search(t) != ERR_OK)
        fail(t, ERR_NOMEM, "fetch the blob");
    else if (t->children != NULL)
        find_children(t);
    else
        fetch_root(t);
}

/* Something is missing that only others have. */
static void need_source(struct transfer *t)
{
    struct errmsg em = {.text = "not all of it is held here, and no peer was "
                                "given to fetch it from"};

    t->is_fresh = true;
    if (t->sources.len == 0 && t->blobs->peers.holders == NULL) {
        transfer_end(t, TRANSFER_FAILED, ERR_NOT_FOUND, &em);
        return;
    }
    if (t->has_place) {
        transfer_run(t);
        return;
    }
    transfer_keep(t);
    transfers_enqueue(t);
    if (t->state == TRANSFER_QUEUED && !t->has_place)
        transfer_tell_ready(t);
}
