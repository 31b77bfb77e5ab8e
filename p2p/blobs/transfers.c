/* The table of transfers: by id, by age, those that wait, those that ended.
 *
 * Who waits for a place is in the queue. Who waits for the next attempt is in
 * no list: the alarm looks at all of them, and it rings seldom. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
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

static bool has_room(const struct blobs *b)
{
    return b->active_len < b->cfg.max_active && !b->is_held && !b->is_closing;
}

static struct transfer *first(const struct blobs *b)
{
    struct queue_entry *e = queue_first(&b->queue);

    return e != NULL ? LIST_ENTRY(e, struct transfer, turn) : NULL;
}

static void run_first(struct blobs *b)
{
    struct transfer *t = first(b);

    queue_remove(&b->queue, &t->turn);
    b->active_len++;
    t->has_place = true;
    if (!timer_is_active(b->tick))
        timer_start_repeat(b->tick, PROGRESS_TICK_MS);
    transfer_run(t);
}

void transfers_enqueue(struct transfer *t)
{
    struct blobs *b = t->blobs;

    queue_add(&b->queue, &t->turn);
    if (!has_room(b))
        return;
    if (first(b) == t)
        run_first(b);
    else
        loop_defer(b->cfg.loop, &b->tidy);
}

void transfers_resume(struct blobs *b)
{
    b->is_held = false;
    loop_defer(b->cfg.loop, &b->tidy);
}

/* ---- attempts and deadlines ---------------------------------------------*/

/* The wall's clock may be set; so it is looked at now and then. */
#define ALARM_MAX_MS 60000

void transfers_alarm(struct blobs *b, uint64_t at_ms)
{
    uint64_t now = loop_now_ms(b->cfg.loop);

    if (at_ms > now + ALARM_MAX_MS)
        at_ms = now + ALARM_MAX_MS;
    if (at_ms >= b->alarm_ms)
        return;
    b->alarm_ms = at_ms;
    timer_start(b->alarm, at_ms > now ? at_ms - now : 0);
}

void transfers_alarm_for(struct transfer *t)
{
    uint64_t now = loop_now_ms(t->blobs->cfg.loop);
    uint64_t wall = clock_wall_ms();

    if (t->state >= TRANSFER_COMPLETED)
        return;
    if (t->retry_ms != 0)
        transfers_alarm(t->blobs, t->retry_ms);
    if (t->deadline_ms != 0)
        transfers_alarm(t->blobs, t->deadline_ms > wall
                                      ? now + (t->deadline_ms - wall)
                                      : now);
}

static void look_after(struct transfer *t, uint64_t now, uint64_t wall)
{
    struct errmsg em = {.text = "its deadline has passed"};

    if (t->deadline_ms != 0 && wall >= t->deadline_ms) {
        if (t->error[0] != '\0')
            err_set(&em, "its deadline has passed; before that: %s", t->error);
        transfer_end(t, TRANSFER_FAILED, ERR_TIMEOUT, &em);
    } else if (t->retry_ms != 0 && now >= t->retry_ms) {
        t->blobs->retrying_len--;
        t->retry_ms = t->next_attempt_ms = 0;
        transfers_enqueue(t);
    }
}

static void on_alarm(struct timer *timer, void *arg)
{
    struct blobs *b = arg;
    uint64_t now = loop_now_ms(b->cfg.loop), wall = clock_wall_ms();

    b->alarm_ms = UINT64_MAX;
    LIST_FOREACH (it, tmp, &b->transfers) {
        struct transfer *t = LIST_ENTRY(it, struct transfer, node);

        if (t->state < TRANSFER_COMPLETED)
            look_after(t, now, wall);
        transfers_alarm_for(t);
    }
}

/* ---- history ------------------------------------------------------------*/

static void forget(struct transfer *t)
{
    struct blobs *b = t->blobs;

    list_remove(&t->node);
    map_remove(&b->by_id, &t->id);
    b->ended_len--;
    transfer_drop_row(t);
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

void transfers_left(struct transfer *t)
{
    struct blobs *b = t->blobs;

    queue_remove(&b->queue, &t->turn);
    if (t->has_place)
        b->active_len--;
    t->has_place = false;
    b->ended_len += t->state >= TRANSFER_COMPLETED;
    if (b->active_len == 0)
        timer_stop(b->tick);
    /* Not here: someone may be walking over the transfers. */
    loop_defer(b->cfg.loop, &b->tidy);
}

/* After some have left: the next ones run, the oldest are forgotten. */
static void on_tidy(struct defer *d)
{
    struct blobs *b = LIST_ENTRY(d, struct blobs, tidy);

    while (has_room(b) && first(b) != NULL)
        run_first(b);
    trim_history(b);
}

/* ---- what the server calls ----------------------------------------------*/

static struct transfer *find(struct blobs *b, uint64_t id)
{
    return map_get(&b->by_id, &id);
}

static enum err fill_sources(struct transfer *t,
                             const struct transfer_request *rq)
{
    enum err e = ERR_OK;

    if (rq->sources_len > TRANSFER_MAX_SOURCES)
        return ERR_INVALID;
    for (size_t i = 0; e == ERR_OK && i < rq->sources_len; i++)
        e = sources_add(&t->sources, &rq->sources[i]);
    return e;
}

static enum err fill_first(struct transfer *t,
                           const struct transfer_request *rq)
{
    enum err e = ERR_OK;

    if (rq->first_len > TRANSFER_MAX_FIRST)
        return ERR_INVALID;
    for (size_t i = 0; e == ERR_OK && i < rq->first_len; i++)
        e = ranges_add(&t->first, rq->first[i].begin, rq->first[i].end);
    return e;
}

static enum err fill_in(struct transfer *t, const struct transfer_request *rq)
{
    enum priority p = rq->has_priority ? rq->priority : PRIORITY_NORMAL;
    enum err e;

    t->hash = rq->hash;
    t->is_sequence = rq->is_sequence;
    t->deadline_ms = rq->deadline_ms;
    t->turn.priority = p;
    limit_own_init(&t->own, p, rq->max_bps);
    if (rq->tag != NULL && strlen(rq->tag) > STORE_TAG_MAX)
        return ERR_INVALID;
    if (rq->tag != NULL)
        memcpy(t->tag, rq->tag, strlen(rq->tag));
    e = fill_sources(t, rq);
    return e == ERR_OK ? fill_first(t, rq) : e;
}

struct transfer *transfer_new(struct blobs *b)
{
    struct transfer *t = calloc(1, sizeof *t);

    if (t == NULL)
        return NULL;
    t->blobs = b;
    list_init(&t->followers);
    ranges_init(&t->first);
    limit_own_init(&t->own, PRIORITY_NORMAL, 0);
    t->sources.own = &t->own;
    backoff_init(&t->backoff, b->cfg.retry_first_ms, b->cfg.retry_max_ms);
    return t;
}

enum err transfers_add(struct transfer *t)
{
    enum err e = map_set(&t->blobs->by_id, &t->id, t);

    if (e == ERR_OK)
        list_push_back(&t->blobs->transfers, &t->node);
    return e;
}

enum err transfer_start(struct blobs *b, const struct transfer_request *rq,
                        transfer_ready_fn *ready, void *arg, uint64_t *id_out)
{
    struct transfer *t;
    enum err e;

    if (b->is_closing)
        return ERR_CLOSED;
    if (b->queue.len + b->retrying_len + b->paused_len >= TRANSFERS_MAX_QUEUED)
        return ERR_LIMIT;
    t = transfer_new(b);
    if (t == NULL)
        return ERR_NOMEM;
    t->id = b->last_id + 1;
    t->ready = ready;
    t->ready_arg = arg;
    t->created_ms = clock_wall_ms();
    e = fill_in(t, rq);
    if (e == ERR_OK)
        e = transfers_add(t);
    if (e != ERR_OK) {
        transfer_free(t);
        return e;
    }
    b->last_id = t->id;
    t->turn.rank = queue_new_rank(&b->queue);
    *id_out = t->id;
    transfers_alarm_for(t);
    transfer_begin(t);
    return ERR_OK;
}

/* ---- patching -----------------------------------------------------------*/

static void set_priority(struct transfer *t, enum priority p)
{
    bool is_waiting = list_is_linked(&t->turn.node);

    queue_remove(&t->blobs->queue, &t->turn);
    t->turn.priority = p;
    if (is_waiting)
        queue_add(&t->blobs->queue, &t->turn);
}

/* Ranks of others are written only when they had to be changed. */
static void set_position(struct transfer *t, size_t position)
{
    struct blobs *b = t->blobs;

    if (!queue_move(&b->queue, &t->turn, position))
        return;
    LIST_FOREACH (it, tmp, &b->queue.lines[t->turn.priority])
        transfer_keep(LIST_ENTRY(it, struct transfer, turn.node));
}

static void set_paused(struct transfer *t, bool is_paused)
{
    if (is_paused && t->state != TRANSFER_PAUSED) {
        transfer_pause(t);
    } else if (!is_paused && t->state == TRANSFER_PAUSED) {
        t->blobs->paused_len--;
        t->state = TRANSFER_QUEUED;
        transfers_enqueue(t);
    } else if (!is_paused && t->retry_ms != 0) {
        t->blobs->retrying_len--;
        t->retry_ms = t->next_attempt_ms = 0;
        transfers_enqueue(t);
    }
}

enum err transfer_patch(struct blobs *b, uint64_t id,
                        const struct transfer_patch *p)
{
    struct transfer *t = find(b, id);
    enum priority priority;

    if (t == NULL)
        return ERR_NOT_FOUND;
    if (t->state >= TRANSFER_COMPLETED)
        return ERR_CONFLICT;
    if (p->position > 0 && !list_is_linked(&t->turn.node))
        return ERR_CONFLICT;
    priority = p->has_priority ? p->priority : t->turn.priority;
    limit_own_set(b->limits, &t->own, priority,
                  p->has_max_bps ? p->max_bps : t->own.bytes_per_s);
    if (priority != t->turn.priority)
        set_priority(t, priority);
    if (p->position > 0)
        set_position(t, p->position);
    if (p->has_paused)
        set_paused(t, p->is_paused);
    transfer_keep(t);
    transfers_tell(t);
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

const char *transfer_tag(const struct blobs *b)
{
    return b->tag;
}

enum err transfers_init(struct blobs *b)
{
    enum err e;

    list_init(&b->transfers);
    queue_init(&b->queue);
    map_init(&b->by_id, sizeof(uint64_t), SIZE_MAX);
    map_init(&b->owners, HASH_SIZE, SIZE_MAX);
    b->tidy.fn = on_tidy;
    b->alarm_ms = UINT64_MAX;
    snprintf(b->tag, sizeof b->tag, "%06x", (unsigned)rng_below(1u << 24));
    e = timer_new(b->cfg.loop, on_tick, b, &b->tick);
    return e == ERR_OK ? timer_new(b->cfg.loop, on_alarm, b, &b->alarm) : e;
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
    assert(b->active_len == 0 && b->queue.len == 0 && b->owners.len == 0);
    loop_defer_cancel(&b->tidy);
    timer_free(b->tick);
    timer_free(b->alarm);
    map_clear(&b->by_id);
    map_clear(&b->owners);
}
