/* The table of transfers: by id, by age, those that wait, those that ended. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/transfer_int.h"

/* ---- telling ------------------------------------------------------------*/

void transfers_tell(struct transfer *t)
{
    struct blobs *b = t->blobs;
    struct transfer_info *info;

    if (b->listener == NULL)
        return;
    /* Too large for the stack of every caller. */
    info = malloc(sizeof *info);
    if (info == NULL)
        return;
    transfer_describe(t, info);
    b->listener(info, b->listener_arg);
    free(info);
}

static void on_tick(struct timer *timer, void *arg)
{
    struct blobs *b = arg;

    LIST_FOREACH (it, tmp, &b->transfers) {
        struct transfer *t = LIST_ENTRY(it, struct transfer, node);
        uint64_t before = t->shown;

        if (t->state != TRANSFER_RUNNING)
            continue;
        transfer_sample(t);
        if (t->shown != before || t->samples_len == 1)
            transfers_tell(t);
    }
}

/* ---- places -------------------------------------------------------------*/

static void run_next(struct blobs *b)
{
    struct transfer *t =
        LIST_ENTRY(list_pop_front(&b->queue), struct transfer, queue_node);

    b->queue_len--;
    b->active_len++;
    t->has_place = true;
    if (!timer_is_active(b->tick))
        timer_start_repeat(b->tick, PROGRESS_TICK_MS);
    transfer_run(t);
}

void transfers_enqueue(struct transfer *t)
{
    struct blobs *b = t->blobs;

    list_push_back(&b->queue, &t->queue_node);
    b->queue_len++;
    if (b->active_len < b->cfg.max_active && b->queue_len == 1)
        run_next(b);
}

/* ---- history ------------------------------------------------------------*/

static void forget(struct transfer *t)
{
    struct blobs *b = t->blobs;

    list_remove(&t->node);
    map_remove(&b->by_id, &t->id);
    b->ended_len--;
    transfer_free(t);
}

/* The oldest go first. */
static void trim_history(struct blobs *b)
{
    LIST_FOREACH (it, tmp, &b->transfers) {
        struct transfer *t = LIST_ENTRY(it, struct transfer, node);

        if (b->ended_len <= b->cfg.max_history)
            return;
        if (t->state >= TRANSFER_COMPLETED)
            forget(t);
    }
}

void transfers_ended(struct transfer *t)
{
    struct blobs *b = t->blobs;

    if (list_is_linked(&t->queue_node)) {
        list_remove(&t->queue_node);
        b->queue_len--;
    }
    if (t->has_place)
        b->active_len--;
    t->has_place = false;
    b->ended_len++;
    if (b->active_len == 0)
        timer_stop(b->tick);
    /* Not here: someone may be walking over the transfers. */
    loop_defer(b->cfg.loop, &b->tidy);
}

/* After some have ended: the next ones run, the oldest are forgotten. */
static void on_tidy(struct defer *d)
{
    struct blobs *b = LIST_ENTRY(d, struct blobs, tidy);

    while (b->active_len < b->cfg.max_active && !list_is_empty(&b->queue))
        run_next(b);
    trim_history(b);
}

/* ---- what the server calls ----------------------------------------------*/

static struct transfer *find(struct blobs *b, uint64_t id)
{
    return map_get(&b->by_id, &id);
}

static enum err fill_in(struct transfer *t, const struct transfer_request *rq)
{
    t->hash = rq->hash;
    t->is_sequence = rq->is_sequence;
    if (rq->tag != NULL && strlen(rq->tag) > STORE_TAG_MAX)
        return ERR_INVALID;
    if (rq->tag != NULL)
        memcpy(t->tag, rq->tag, strlen(rq->tag));
    if (rq->sources_len > TRANSFER_MAX_SOURCES)
        return ERR_INVALID;
    for (size_t i = 0; i < rq->sources_len; i++) {
        enum err e = sources_add(&t->sources, &rq->sources[i]);

        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

enum err transfer_start(struct blobs *b, const struct transfer_request *rq,
                        transfer_ready_fn *ready, void *arg, uint64_t *id_out)
{
    struct transfer *t;
    enum err e;

    if (b->is_closing)
        return ERR_CLOSED;
    if (b->queue_len >= TRANSFERS_MAX_QUEUED)
        return ERR_LIMIT;
    t = calloc(1, sizeof *t);
    if (t == NULL)
        return ERR_NOMEM;
    t->blobs = b;
    t->id = b->last_id + 1;
    t->ready = ready;
    t->ready_arg = arg;
    t->created_ms = clock_wall_ms();
    list_init(&t->followers);
    limit_own_init(&t->own, PRIORITY_NORMAL, 0);
    t->sources.own = &t->own;
    e = fill_in(t, rq);
    if (e == ERR_OK)
        e = map_set(&b->by_id, &t->id, t);
    if (e != ERR_OK) {
        transfer_free(t);
        return e;
    }
    b->last_id = t->id;
    list_push_back(&b->transfers, &t->node);
    *id_out = t->id;
    transfer_begin(t);
    return ERR_OK;
}

enum err transfer_cancel(struct blobs *b, uint64_t id)
{
    struct transfer *t = find(b, id);

    if (t == NULL)
        return ERR_NOT_FOUND;
    if (t->state >= TRANSFER_COMPLETED)
        return ERR_CONFLICT;
    transfer_end(t, TRANSFER_CANCELLED, ERR_CANCELLED, NULL);
    return ERR_OK;
}

enum err transfer_get(struct blobs *b, uint64_t id, struct transfer_info *out)
{
    struct transfer *t = find(b, id);

    if (t == NULL)
        return ERR_NOT_FOUND;
    transfer_describe(t, out);
    return ERR_OK;
}

size_t transfer_list(struct blobs *b, uint64_t before,
                     struct transfer_info *out, size_t max)
{
    size_t n = 0;

    for (struct list *it = b->transfers.prev; it != &b->transfers && n < max;
         it = it->prev) {
        struct transfer *t = LIST_ENTRY(it, struct transfer, node);

        if (before == 0 || t->id < before)
            transfer_describe(t, &out[n++]);
    }
    return n;
}

void transfer_listen(struct blobs *b, transfer_listener_fn *fn, void *arg)
{
    b->listener = fn;
    b->listener_arg = arg;
}

/* ---- life ---------------------------------------------------------------*/

enum err transfers_init(struct blobs *b)
{
    list_init(&b->transfers);
    list_init(&b->queue);
    map_init(&b->by_id, sizeof(uint64_t), SIZE_MAX);
    map_init(&b->owners, HASH_SIZE, SIZE_MAX);
    b->tidy.fn = on_tidy;
    return timer_new(b->cfg.loop, on_tick, b, &b->tick);
}

void transfers_clear(struct blobs *b)
{
    struct list *node;

    LIST_FOREACH (it, tmp, &b->transfers) {
        struct transfer *t = LIST_ENTRY(it, struct transfer, node);

        if (t->state < TRANSFER_COMPLETED)
            transfer_end(t, TRANSFER_FAILED, ERR_CLOSED, NULL);
    }
    while ((node = list_pop_front(&b->transfers)) != NULL)
        transfer_free(LIST_ENTRY(node, struct transfer, node));
    assert(b->active_len == 0 && b->queue_len == 0 && b->owners.len == 0);
    loop_defer_cancel(&b->tidy);
    timer_free(b->tick);
    map_clear(&b->by_id);
    map_clear(&b->owners);
}
