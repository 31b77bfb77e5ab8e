/* The way of a transfer:
 *
 *   transfer_begin()   is the root held?
 *     complete, raw       -> tag, COMPLETED
 *     complete, sequence  -> on_children(): all held -> tag, COMPLETED
 *     else                -> a place: transfer_run()
 *   transfer_run()     fetch the root, look again; fetch the children
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
#include "blobs/search.h"
#include "blobs/seq_fetch.h"
#include "blobs/transfer_int.h"
#include "blobs/want.h"
#include "store/blob.h"

#define ROUNDS_MAX 3

/* A tag on its way into the store. Outlives the transfer. */
struct tag_put {
    struct transfer *transfer; /* NULL: nobody waits any more */
};

/* ---- ends ---------------------------------------------------------------*/

/* Everything that is under way, and the connections. */
static void let_go(struct transfer *t)
{
    want_cancel(t->want);
    t->want = NULL;
    if (t->tagging != NULL)
        t->tagging->transfer = NULL;
    t->tagging = NULL;
    blob_fetch_free(t->blob_fetch);
    t->blob_fetch = NULL;
    seq_fetch_free(t->seq_fetch);
    t->seq_fetch = NULL;
    children_free(t->children);
    t->children = NULL;
    search_free(t->search);
    t->search = NULL;
    blob_unref(t->root);
    t->root = NULL;
    for (size_t i = 0; i < t->sources.len; i++) {
        struct transfer_source *info = &t->sources.at[i]->info;

        source_clear(t->sources.at[i]);
        source_stop_sampling(t->sources.at[i]);
        if (info->state == SOURCE_ACTIVE || info->state == SOURCE_CONNECTING)
            info->state = SOURCE_IDLE;
    }
}

/* Those who waited for this one look for themselves; one of them will own the
 * hash then. */
static void give_up_hash(struct transfer *t)
{
    struct list *node;

    if (t->is_owner)
        map_remove(&t->blobs->owners, &t->hash);
    t->is_owner = false;
    while ((node = list_pop_front(&t->followers)) != NULL)
        transfer_begin(LIST_ENTRY(node, struct transfer, follow_node));
}

static void count_end(struct transfer *t)
{
    static const double bounds[] = BLOBS_DURATION_BOUNDS;
    struct blobs_stats *st = &t->blobs->stats;
    double s = (double)(t->ended_ms - t->started_ms) / 1000;
    size_t i = 0;

    st->transfers_failed += t->state == TRANSFER_FAILED;
    st->transfers_cancelled += t->state == TRANSFER_CANCELLED;
    if (t->state != TRANSFER_COMPLETED)
        return;
    st->transfers_completed++;
    if (t->started_ms == 0) {
        st->local_hits++;
        return;
    }
    while (i < BLOBS_DURATION_BUCKETS - 1 && s > bounds[i])
        i++;
    st->duration_count[i]++;
    st->duration_sum_s += s;
}

static void tell_ready(struct transfer *t)
{
    transfer_ready_fn *ready = t->ready;

    t->ready = NULL;
    if (ready != NULL)
        ready(t->id, t->ready_arg);
}

static void log_end(const struct transfer *t)
{
    char h[HASH_SHORT_SIZE];

    hash_format_short(&t->hash, h);
    if (t->state == TRANSFER_FAILED)
        log_warn(LOG_BLOBS, "transfer %" PRIu64 " of %s: failed: %s", t->id, h,
                 t->error);
    else
        log_info(LOG_BLOBS,
                 "transfer %" PRIu64 " of %s: %s, %" PRIu64 " bytes, %" PRIu64
                 " fetched, %" PRIu64 " ms",
                 t->id, h, transfer_state_name(t->state), t->shown, t->fetched,
                 t->started_ms == 0 ? 0 : t->ended_ms - t->started_ms);
}

void transfer_end(struct transfer *t, enum transfer_state state, enum err e,
                  const struct errmsg *em)
{
    assert(state >= TRANSFER_COMPLETED && t->state < TRANSFER_COMPLETED);
    transfer_refresh(t);
    if (state == TRANSFER_COMPLETED) {
        t->size = t->shown;
        t->size_known = true;
    }
    t->state = state;
    t->err = e;
    t->ended_ms = clock_wall_ms();
    if (e != ERR_OK)
        snprintf(t->error, sizeof t->error, "%s",
                 em != NULL && em->text[0] != '\0' ? em->text : err_text(e));
    t->fetched = transfer_fetched(t);
    let_go(t);
    list_remove(&t->follow_node);
    count_end(t);
    log_end(t);
    transfers_tell(t);
    tell_ready(t);
    give_up_hash(t);
    transfers_ended(t);
}

static void fail(struct transfer *t, enum err e, const char *doing)
{
    struct errmsg em = {0};

    err_set(&em, "%s: %s", doing, err_text(e));
    transfer_end(t, TRANSFER_FAILED, e, &em);
}

void transfer_free(struct transfer *t)
{
    let_go(t);
    sources_clear(&t->sources);
    free(t);
}

/* ---- completion ---------------------------------------------------------*/

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
        transfer_end(t, TRANSFER_FAILED, e, em);
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
        struct errmsg why = em != NULL ? *em : (struct errmsg){0};

        e = transfer_verdict(t, e, &why);
        transfer_end(t, TRANSFER_FAILED, e, &why);
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
        .is_searching = transfer_is_searching(t),
        .done = on_root_done,
        .arg = t,
    };
    enum err e = ERR_CORRUPT;

    if (t->rounds++ < ROUNDS_MAX)
        e = blob_fetch_start(&cfg, &t->blob_fetch);
    if (e != ERR_OK)
        fail(t, e, "fetch the blob");
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
    struct errmsg em = {0};
    enum err e = ERR_NOT_FOUND;

    t->waits_for_source = t->sources.len == 0 && transfer_is_searching(t);
    if (t->waits_for_source)
        return;
    if (t->sources.len > 0) {
        fetch_children(t);
        return;
    }
    e = transfer_verdict(t, e, &em);
    transfer_end(t, TRANSFER_FAILED, e, &em);
}

void transfer_run(struct transfer *t)
{
    if (t->state == TRANSFER_QUEUED) {
        t->state = TRANSFER_RUNNING;
        t->started_ms = clock_wall_ms();
        transfers_tell(t);
        tell_ready(t);
    }
    if (follow(t))
        return;
    if (own(t) != ERR_OK || transfer_search(t) != ERR_OK)
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

    if (t->sources.len == 0 && t->blobs->peers.holders == NULL) {
        transfer_end(t, TRANSFER_FAILED, ERR_NOT_FOUND, &em);
    } else if (t->has_place) {
        transfer_run(t);
    } else {
        transfers_enqueue(t);
        if (t->state == TRANSFER_QUEUED && !t->has_place)
            tell_ready(t);
    }
}
