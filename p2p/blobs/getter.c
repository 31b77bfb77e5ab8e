/* The way of a byte:
 *
 *   data()   copied into the run being filled
 *   submit() the run is full, or RUN_DELAY_MS old, or the last: queued; when
 *            no worker has the receiver, up to RUNS_PER_WORK go to one; under
 *            a ceiling as much of them as was paid for
 *   run()    a worker feeds the receiver
 *   done()   receipts to the owner, runs back to the pool, next runs
 *
 * The end of the stream is noted when it comes and told when all runs before
 * it were verified: what came before a failure is kept. */
#include "blobs/getter.h"

#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/workers.h"
#include "blobs/blobs_limits.h"
#include "blobs/limits.h"
#include "blobs/run_pool.h"
#include "quic/conn.h"
#include "quic/stream.h"

struct getter {
    struct work work; /* first: a work is cast back to its getter */
    struct getter_config cfg;
    struct stream *stream; /* NULL once it is gone or given up */
    struct timer *timer;   /* sends a run that does not fill */
    struct defer wake;     /* to start outside a call of the owner */
    struct run *filling;
    struct list queue; /* runs for the worker, in order */
    struct run *busy[RUNS_PER_WORK];
    size_t busy_len;
    bool is_working; /* a worker has the receiver */
    bool is_held;
    bool needs_blob;
    bool has_ended; /* told, or freed */
    bool is_dead;   /* freed while a worker is at it */
    getter_freed_fn *freed;
    void *freed_arg;
    size_t pending; /* bytes received and not yet verified */
    size_t owed;    /* of them not given back to the window */
    bool is_over;   /* no more bytes will come, for the reason in `end` */
    struct getter_end end;
    struct limit_flow flow;
    size_t paid; /* bytes that may go to the worker; SIZE_MAX: any */
    size_t fed;  /* that it took the last time */
    struct receiver receiver;
};

static const struct stream_ops getter_stream_ops;
static void go_on(struct getter *g);

/* ---- ends ---------------------------------------------------------------*/

static void put_runs(struct getter *g)
{
    struct list *node;

    if (g->filling != NULL)
        run_put(g->cfg.runs, g->filling);
    g->filling = NULL;
    while ((node = list_pop_front(&g->queue)) != NULL)
        run_put(g->cfg.runs, LIST_ENTRY(node, struct run, node));
    for (size_t i = 0; i < g->busy_len; i++)
        run_put(g->cfg.runs, g->busy[i]);
    g->busy_len = 0;
}

static void let_stream_go(struct getter *g)
{
    struct stream *s = g->stream;

    if (s == NULL)
        return;
    g->stream = NULL;
    stream_set_ops(s, NULL, NULL);
    stream_reset(s, 0);
    stream_stop(s, 0);
}

static void finally_free(struct getter *g)
{
    getter_freed_fn *freed = g->freed;
    void *arg = g->freed_arg;

    put_runs(g);
    receiver_clear(&g->receiver);
    timer_free(g->timer);
    free(g);
    if (freed != NULL)
        freed(arg);
}

void getter_free(struct getter *g, getter_freed_fn *done, void *arg)
{
    if (g == NULL) {
        if (done != NULL)
            done(arg);
        return;
    }
    let_stream_go(g);
    limit_flow_close(&g->flow);
    if (g->timer != NULL)
        timer_stop(g->timer);
    loop_defer_cancel(&g->wake);
    g->has_ended = true;
    g->is_dead = true;
    g->freed = done;
    g->freed_arg = arg;
    if (!g->is_working)
        finally_free(g);
}

static void tell_end(struct getter *g, enum err e)
{
    g->has_ended = true;
    g->end.err = e;
    timer_stop(g->timer);
    let_stream_go(g);
    limit_flow_close(&g->flow);
    g->cfg.ops->ended(g, &g->end, g->cfg.arg);
}

/* All that came is verified and the answer is not complete: what does that
 * say? Where a size is due, "not available here". */
static enum err meaning(const struct getter *g)
{
    bool is_between = receiver_is_between(&g->receiver);

    if (g->end.err == ERR_RESET && is_between) {
        if (g->end.code == 1)
            return ERR_REFUSED;
        return g->end.code == 2 ? ERR_LIMIT : ERR_NOT_FOUND;
    }
    if (g->end.err == ERR_TRUNCATED && is_between)
        return ERR_NOT_FOUND;
    return g->end.err;
}

/* ---- the worker ---------------------------------------------------------*/

static void on_work(struct work *w)
{
    struct getter *g = (struct getter *)w;
    struct receiver *r = &g->receiver;

    if (r->state == RECEIVER_NEEDS_BLOB)
        receiver_resume(r);
    g->fed = 0;
    for (size_t i = 0; i < g->busy_len; i++) {
        struct run *run = g->busy[i];
        size_t most = g->paid - g->fed;
        size_t len = run->len - run->at;

        len = receiver_feed(r, run->bytes + run->at, len < most ? len : most);
        run->at += len;
        g->fed += len;
    }
}

static bool is_limited(const struct getter *g)
{
    return limit_piece(&g->flow) != SIZE_MAX;
}

/* Bytes that were verified make room for others; under a ceiling so many for
 * so many. */
static void settle(struct getter *g, size_t len)
{
    size_t kept = 0;

    g->pending -= len;
    if (is_limited(g))
        kept = g->pending < g->owed ? g->pending : g->owed;
    else if (g->pending > RUNS_EAGER)
        kept = g->owed;
    if (g->stream != NULL && g->owed > kept)
        stream_consume(g->stream, g->owed - kept);
    g->owed = kept;
}

/* Runs that are used up go back; what is left of others comes again. */
static void take_back_runs(struct getter *g)
{
    for (size_t i = g->busy_len; i-- > 0;) {
        if (g->busy[i]->at < g->busy[i]->len)
            list_push_front(&g->queue, &g->busy[i]->node);
        else
            run_put(g->cfg.runs, g->busy[i]);
    }
    g->busy_len = 0;
    settle(g, g->fed);
    if (g->paid != SIZE_MAX)
        g->paid -= g->fed;
}

static void on_work_done(struct work *w)
{
    struct getter *g = (struct getter *)w;

    --*g->cfg.works;
    if (!g->is_dead && g->receiver.receipts_len > 0)
        g->cfg.ops->receipts(g, g->receiver.receipts, g->receiver.receipts_len,
                             g->cfg.arg);
    g->is_working = false;
    if (g->is_dead) {
        finally_free(g);
        return;
    }
    receiver_forget(&g->receiver);
    take_back_runs(g);
    go_on(g);
}

/* May the first run, or a piece of it, go to the worker? Without a ceiling
 * all may. */
static bool may_submit(struct getter *g)
{
    const struct run *run = LIST_ENTRY(g->queue.next, struct run, node);
    size_t piece = limit_piece(&g->flow);

    if (piece == SIZE_MAX) {
        g->paid = SIZE_MAX;
        return limit_take(&g->flow, 0);
    }
    if (g->paid == SIZE_MAX)
        g->paid = 0;
    if (g->paid > 0 || list_is_empty(&g->queue))
        return true;
    piece = piece < run->len - run->at ? piece : run->len - run->at;
    if (!limit_take(&g->flow, piece))
        return false;
    g->paid = piece;
    return true;
}

static void submit(struct getter *g)
{
    struct list *node;

    while (g->busy_len < RUNS_PER_WORK &&
           (node = list_pop_front(&g->queue)) != NULL)
        g->busy[g->busy_len++] = LIST_ENTRY(node, struct run, node);
    g->is_working = true;
    ++*g->cfg.works;
    workers_submit(g->cfg.workers, &g->work);
}

/* A run goes when it is full, when it is the last, or when it has waited. */
static void queue_filling(struct getter *g)
{
    if (g->filling == NULL)
        return;
    list_push_back(&g->queue, &g->filling->node);
    g->filling = NULL;
    timer_stop(g->timer);
}

/* What is next, with no worker at it? */
static void go_on(struct getter *g)
{
    const struct receiver *r = &g->receiver;

    if (g->has_ended || g->is_working || g->is_held || g->needs_blob)
        return;
    if (r->state == RECEIVER_FAULT) {
        g->end.fault = r->fault;
        tell_end(g, r->fault.err);
    } else if (r->state == RECEIVER_DONE) {
        tell_end(g, ERR_OK);
    } else if (r->state == RECEIVER_NEEDS_BLOB &&
               r->parts[r->at].blob == NULL) {
        g->needs_blob = true;
        g->cfg.ops->need_blob(g, r->at, r->size, g->cfg.arg);
    } else if (r->state == RECEIVER_NEEDS_BLOB || !list_is_empty(&g->queue)) {
        if (may_submit(g))
            submit(g);
    } else if (g->is_over) {
        g->end.fault.part = r->at;
        g->end.fault.size = r->size;
        tell_end(g, meaning(g));
    }
}

static void on_wake(struct defer *d)
{
    go_on(LIST_ENTRY(d, struct getter, wake));
}

bool getter_is_busy(const struct getter *g)
{
    return g->pending > 0 || g->is_working || g->is_held || g->needs_blob ||
           limit_is_holding(&g->flow);
}

bool getter_is_paced(const struct getter *g)
{
    return limit_is_holding(&g->flow);
}

bool getter_waits(const struct getter *g)
{
    return g->needs_blob;
}

uint64_t getter_bytes(const struct getter *g)
{
    return g->end.bytes;
}

void getter_give(struct getter *g, struct blob *b)
{
    g->cfg.parts[g->receiver.at].blob = b;
    g->needs_blob = false;
    loop_defer(g->cfg.loop, &g->wake);
}

void getter_hold(struct getter *g, bool hold)
{
    if (g->is_held == hold)
        return;
    g->is_held = hold;
    if (!hold)
        loop_defer(g->cfg.loop, &g->wake);
}

/* ---- the stream ---------------------------------------------------------*/

static void over(struct getter *g, enum err why)
{
    if (g->is_over)
        return;
    g->is_over = true;
    g->end.err = why;
    queue_filling(g);
    loop_defer(g->cfg.loop, &g->wake);
}

static bool add(struct getter *g, const uint8_t *bytes, size_t len)
{
    while (len > 0) {
        size_t take;

        if (g->filling == NULL) {
            g->filling = run_get(g->cfg.runs);
            if (g->filling == NULL)
                return false;
            timer_start(g->timer, RUN_DELAY_MS);
        }
        take = RUN_SIZE - g->filling->len;
        take = take < len ? take : len;
        memcpy(g->filling->bytes + g->filling->len, bytes, take);
        g->filling->len += take;
        bytes += take;
        len -= take;
        if (g->filling->len == RUN_SIZE)
            queue_filling(g);
    }
    return true;
}

static void on_data(struct stream *s, const uint8_t *bytes, size_t len,
                    bool fin, void *arg)
{
    struct getter *g = arg;

    g->end.bytes += len;
    g->pending += len;
    if (g->pending <= RUNS_EAGER && !is_limited(g))
        stream_consume(s, len);
    else
        g->owed += len;
    if (!add(g, bytes, len)) {
        g->end.fault.is_ours = true;
        over(g, ERR_NOMEM);
        return;
    }
    if (fin)
        over(g, ERR_TRUNCATED);
    else if (!list_is_empty(&g->queue))
        loop_defer(g->cfg.loop, &g->wake);
    if (len > 0)
        g->cfg.ops->bytes(g, len, g->cfg.arg);
}

static void on_reset(struct stream *s, uint64_t code, void *arg)
{
    struct getter *g = arg;

    g->end.code = code;
    over(g, ERR_RESET);
}

static void on_closed(struct stream *s, enum err err, void *arg)
{
    struct getter *g = arg;

    g->stream = NULL;
    g->end.conn_err = err;
    over(g, err == ERR_OK ? ERR_TRUNCATED : ERR_CLOSED);
}

static const struct stream_ops getter_stream_ops = {
    .data = on_data,
    .reset = on_reset,
    .closed = on_closed,
};

static void on_timer(struct timer *t, void *arg)
{
    struct getter *g = arg;

    /* While we hold back, what trickles in is gathered in one run. */
    if (limit_is_waiting(&g->flow)) {
        timer_start(t, RUN_DELAY_MS);
        return;
    }
    queue_filling(g);
    go_on(g);
}

static void on_turn(void *arg)
{
    go_on(arg);
}

/* ---- life ---------------------------------------------------------------*/

static enum err ask(struct getter *g, const struct buf *request)
{
    enum err e =
        conn_open_stream(g->cfg.conn, &getter_stream_ops, g, &g->stream);

    for (size_t at = 0; e == ERR_OK && at < request->len;
         at += STREAM_COPY_MAX) {
        size_t left = request->len - at;

        e = stream_send_copy(g->stream, request->ptr + at,
                             left < STREAM_COPY_MAX ? left : STREAM_COPY_MAX);
    }
    if (e == ERR_OK)
        stream_finish(g->stream);
    return e;
}

static enum err open_flow(struct getter *g)
{
    struct addr remote;

    conn_remote(g->cfg.conn, &remote);
    return limit_flow_open(g->cfg.limits, &g->flow, LIMIT_DOWN,
                           conn_peer(g->cfg.conn), &remote, g->cfg.own, on_turn,
                           g);
}

enum err getter_new(const struct getter_config *cfg, struct getter **out)
{
    struct getter *g = calloc(1, sizeof *g);
    enum err e;

    if (g == NULL)
        return ERR_NOMEM;
    g->cfg = *cfg;
    g->cfg.request = NULL;
    g->work.run = on_work;
    g->work.done = on_work_done;
    g->wake.fn = on_wake;
    list_init(&g->queue);
    receiver_init(&g->receiver, cfg->parts, cfg->parts_len, cfg->max_size);
    e = timer_new(cfg->loop, on_timer, g, &g->timer);
    if (e == ERR_OK)
        e = open_flow(g);
    if (e == ERR_OK)
        e = ask(g, cfg->request);
    if (e != ERR_OK) {
        getter_free(g, NULL, NULL);
        return e;
    }
    *out = g;
    return ERR_OK;
}
