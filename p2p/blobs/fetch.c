/* A fetch, when all goes well:
 *
 *   FETCH_DIAL   quic_dial() ... on_dialled(): CONNECTED
 *   FETCH_ASK    the owner makes an order, a getter asks it
 *                receipts come, the owner says what was got
 *                on_ended(): ENDED
 *   FETCH_DONE   the owner is told, from the loop
 *
 * Events that arise while the core's actions are carried out wait in a queue
 * until these are all done. */
#include "blobs/fetch.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/loop.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/fetch_core.h"
#include "blobs/getter.h"
#include "blobs/provider.h"
#include "quic/conn.h"
#include "quic/quic.h"
#include "store/blob.h"

#define EVENTS 128
#define STREAM_RETRY_MS 50

/* One request in flight. Outlives the fetch while a worker is at it. */
struct fetch_request {
    struct list node;
    struct fetch *fetch;
    uint32_t id;
    size_t source;
    bool is_refused; /* the peer allows no more streams: asked again soon */
    struct order order;
    struct getter *getter;
    uint64_t verified; /* content bytes */
};

/* One dial under way. Outlives the fetch until quic has answered. */
struct fetch_dial {
    struct fetch *fetch; /* NULL: nobody waits any more */
    size_t source;
};

struct fetch {
    struct fetch_config cfg;
    struct fetch_core core;
    struct timer *timer;
    struct defer tell; /* the end */
    struct list requests;
    struct fetch_dial *dials[FETCH_MAX_SOURCES];
    struct fetch_event events[EVENTS];
    size_t events_begin, events_len;
    bool is_stepping;
    bool is_held;
    enum err result;
};

static void feed(struct fetch *f, struct fetch_event ev);

static struct loop *loop_of(const struct fetch *f)
{
    return f->cfg.blobs->cfg.loop;
}

/* ---- orders and requests ------------------------------------------------*/

static void order_clear(struct order *o)
{
    buf_clear(&o->request);
    for (size_t i = 0; i < o->parts_len; i++)
        blob_unref(o->parts[i].blob);
    for (size_t i = 0; i < o->sets_len; i++)
        ranges_clear(&o->sets[i]);
    free(o->parts);
    free(o->sets);
    free(o->units);
}

static void request_freed(void *arg)
{
    struct fetch_request *rq = arg;

    order_clear(&rq->order);
    free(rq);
}

static void request_drop(struct fetch_request *rq)
{
    list_remove(&rq->node);
    getter_free(rq->getter, request_freed, rq);
}

static struct fetch_request *request_find(struct fetch *f, uint32_t id)
{
    LIST_FOREACH (it, tmp, &f->requests) {
        struct fetch_request *rq = LIST_ENTRY(it, struct fetch_request, node);

        if (rq->id == id)
            return rq;
    }
    return NULL;
}

static uint64_t unit_of(const struct fetch_request *rq, size_t part)
{
    return rq->order.units != NULL ? rq->order.units[part] : 0;
}

/* ---- answers ------------------------------------------------------------*/

static void on_bytes(struct getter *g, size_t len, void *arg)
{
    struct fetch_request *rq = arg;

    source_mark(&rq->fetch->cfg.sources[rq->source]);
    feed(rq->fetch, (struct fetch_event){.kind = FETCH_BYTES, .id = rq->id});
}

static void on_receipts(struct getter *g, const struct receipt *r, size_t len,
                        void *arg)
{
    struct fetch_request *rq = arg;
    struct fetch *f = rq->fetch;
    uint32_t id = rq->id;

    for (size_t i = 0; i < len; i++) {
        rq->verified += r[i].bytes;
        f->cfg.sources[rq->source].info.bytes += r[i].bytes;
        f->cfg.blobs->stats.bytes_rx += r[i].bytes;
        f->cfg.ops->receipt(f, &rq->order, &r[i], f->cfg.arg);
        /* The last receipt ends the fetch, and so this request. */
        if (request_find(f, id) != rq)
            return;
    }
}

static void on_need_blob(struct getter *g, size_t part, void *arg)
{
    struct fetch_request *rq = arg;
    struct fetch *f = rq->fetch;

    f->cfg.ops->need_blob(f, &rq->order.parts[part].hash, f->cfg.arg);
}

/* Bytes of a failed answer that led to nothing; hashes are 1/256 of it. */
static void count_wasted(struct fetch *f, const struct fetch_request *rq,
                         const struct getter_end *end)
{
    uint64_t useful = rq->verified + rq->verified / 256 + 64;

    if (end->err == ERR_MISMATCH)
        f->cfg.blobs->stats.verify_failures++;
    if (end->bytes > useful)
        f->cfg.blobs->stats.bytes_wasted += end->bytes - useful;
}

static void note_failure(struct fetch *f, struct fetch_request *rq,
                         const struct getter_end *end)
{
    struct source *s = &f->cfg.sources[rq->source];
    const struct part *p = NULL;

    if (f->cfg.is_sequence && end->fault.part < rq->order.parts_len)
        p = &rq->order.parts[end->fault.part];
    source_fail_answer(s, end, p != NULL ? &p->hash : NULL);
    log_info(LOG_BLOBS, "fetch: %s", s->info.error);
}

static void on_ended(struct getter *g, const struct getter_end *end, void *arg)
{
    struct fetch_request *rq = arg;
    struct fetch *f = rq->fetch;
    struct source *s = &f->cfg.sources[rq->source];
    struct fetch_event ev = {
        .kind = FETCH_ENDED, .id = rq->id, .err = end->err};

    if (end->err == ERR_OK) {
        s->info.state = SOURCE_IDLE;
    } else if (end->fault.is_ours) {
        ev = (struct fetch_event){.kind = FETCH_BROKEN, .err = end->err};
    } else {
        count_wasted(f, rq, end);
        note_failure(f, rq, end);
    }
    if (end->err == ERR_NOT_FOUND)
        ev.begin = unit_of(rq, end->fault.part);
    if (end->err == ERR_CLOSED)
        source_clear(s);
    request_drop(rq);
    feed(f, ev);
}

static const struct getter_ops getter_ops = {
    .bytes = on_bytes,
    .receipts = on_receipts,
    .need_blob = on_need_blob,
    .ended = on_ended,
};

/* ---- asking -------------------------------------------------------------*/

static enum err open_stream(struct fetch *f, struct fetch_request *rq)
{
    struct blobs *b = f->cfg.blobs;
    struct source *s = &f->cfg.sources[rq->source];
    uint64_t max = b->cfg.max_blob_bytes;
    struct getter_config cfg = {
        .loop = b->cfg.loop,
        .workers = b->cfg.workers,
        .runs = &b->runs,
        .works = &b->works,
        .conn = s->conn,
        .request = &rq->order.request,
        .parts = rq->order.parts,
        .parts_len = rq->order.parts_len,
        .max_size = max != 0 ? max : UINT64_MAX,
        .ops = &getter_ops,
        .arg = rq,
    };
    enum err e = getter_new(&cfg, &rq->getter);

    rq->is_refused = e == ERR_AGAIN;
    if (e == ERR_OK) {
        getter_hold(rq->getter, f->is_held);
        s->info.state = SOURCE_ACTIVE;
        source_mark(s);
    }
    return rq->is_refused ? ERR_OK : e;
}

static void ask_failed(struct fetch *f, struct fetch_request *rq, enum err e)
{
    struct source *s = &f->cfg.sources[rq->source];
    struct fetch_event ev = {.kind =
                                 e == ERR_CLOSED ? FETCH_ENDED : FETCH_BROKEN,
                             .id = rq->id,
                             .err = e};

    if (e == ERR_CLOSED) {
        source_fail(s, e, "connection lost");
        source_clear(s);
    }
    request_drop(rq);
    feed(f, ev);
}

static void ask(struct fetch *f, const struct fetch_action *a)
{
    struct fetch_request *rq = calloc(1, sizeof *rq);
    enum err e;

    if (rq == NULL) {
        feed(f, (struct fetch_event){.kind = FETCH_BROKEN, .err = ERR_NOMEM});
        return;
    }
    rq->fetch = f;
    rq->id = a->id;
    rq->source = a->source;
    buf_init(&rq->order.request, REQUEST_MAX);
    list_push_back(&f->requests, &rq->node);
    e = f->cfg.ops->order(f, a->units, &rq->order, f->cfg.arg);
    if (e == ERR_OK)
        e = open_stream(f, rq);
    if (e != ERR_OK)
        ask_failed(f, rq, e);
}

/* Streams were refused because too many were open; by now one may be free.
 * Waiting for it is not the peer's silence. */
static bool ask_again(struct fetch *f)
{
    bool is_waiting = false;

    LIST_FOREACH (it, tmp, &f->requests) {
        struct fetch_request *rq = LIST_ENTRY(it, struct fetch_request, node);
        enum err e;

        if (!rq->is_refused)
            continue;
        feed(f, (struct fetch_event){.kind = FETCH_BYTES, .id = rq->id});
        e = open_stream(f, rq);
        if (e != ERR_OK)
            ask_failed(f, rq, e);
        else
            is_waiting = is_waiting || rq->is_refused;
    }
    return is_waiting;
}

/* Nothing came for too long. A connection on which nothing at all came may be
 * dead without knowing it, as when the peer was restarted; then another may be
 * tried. */
static void stalled(struct fetch *f, uint32_t id)
{
    struct fetch_request *rq = request_find(f, id);
    struct fetch_event ev = {.kind = FETCH_ENDED, .id = id, .err = ERR_TIMEOUT};
    struct source *s;
    char what[80];

    if (rq == NULL)
        return;
    s = &f->cfg.sources[rq->source];
    snprintf(what, sizeof what, "sent nothing for %" PRIu64 " s",
             rq->verified > 0 ? f->core.cfg.stall_ms / 1000
                              : f->core.cfg.first_byte_ms / 1000);
    if (!source_has_moved(s) && s->conn != NULL) {
        ev.err = ERR_CLOSED;
        conn_close(s->conn, 0, "");
    }
    source_fail(s, ERR_TIMEOUT, what);
    log_info(LOG_BLOBS, "fetch: %s", s->info.error);
    if (ev.err == ERR_CLOSED)
        source_clear(s);
    request_drop(rq);
    feed(f, ev);
}

/* ---- connections --------------------------------------------------------*/

static const char *after_colon(const struct errmsg *em, enum err e)
{
    return em != NULL && em->text[0] != '\0' ? em->text : err_text(e);
}

static void not_connected(struct fetch *f, size_t source, enum err e,
                          const struct errmsg *em)
{
    struct source *s = &f->cfg.sources[source];
    char what[200];

    if (e == ERR_AUTH)
        snprintf(what, sizeof what, "answered as another node: %.150s",
                 after_colon(em, e));
    else
        snprintf(what, sizeof what, "cannot connect: %.150s",
                 after_colon(em, e));
    source_fail(s, e, what);
    log_info(LOG_BLOBS, "fetch: %s", s->info.error);
    feed(f, (struct fetch_event){
                .kind = FETCH_NOT_CONNECTED, .source = source, .err = e});
}

static void on_dialled(struct conn *c, enum err status, const struct errmsg *em,
                       void *arg)
{
    struct fetch_dial *d = arg;
    struct fetch *f = d->fetch;
    size_t source = d->source;
    struct source *s;

    free(d);
    if (f == NULL) {
        if (status == ERR_OK)
            conn_unref(c);
        return;
    }
    f->dials[source] = NULL;
    s = &f->cfg.sources[source];
    s->dial = NULL;
    if (status != ERR_OK) {
        not_connected(f, source, status, em);
        return;
    }
    s->conn = c;
    s->info.state = SOURCE_IDLE;
    s->info.err = ERR_OK;
    s->info.error[0] = '\0';
    provider_serve(f->cfg.blobs->provider, c);
    feed(f, (struct fetch_event){.kind = FETCH_CONNECTED, .source = source});
}

static void dial_anew(struct fetch *f, size_t source)
{
    struct blobs *b = f->cfg.blobs;
    struct source *s = &f->cfg.sources[source];
    struct fetch_dial *d = calloc(1, sizeof *d);
    struct errmsg em = {.text = "p2p is off"};
    enum err e = ERR_NOMEM;

    s->info.state = SOURCE_CONNECTING;
    if (d != NULL && b->quic == NULL)
        e = ERR_CLOSED;
    else if (d != NULL)
        e = quic_dial(b->quic, &s->node.id, s->node.addrs, s->node.len,
                      BLOBS_ALPN, b->cfg.connect_timeout_ms, on_dialled, d,
                      &s->dial);
    if (e != ERR_OK) {
        free(d);
        not_connected(f, source, e, b->quic == NULL ? &em : NULL);
        return;
    }
    d->fetch = f;
    d->source = source;
    f->dials[source] = d;
}

/* An earlier fetch of the same transfer may have left its connection. */
static void dial(struct fetch *f, size_t source)
{
    struct source *s = &f->cfg.sources[source];

    if (s->conn != NULL && conn_is_open(s->conn)) {
        feed(f,
             (struct fetch_event){.kind = FETCH_CONNECTED, .source = source});
        return;
    }
    source_clear(s);
    dial_anew(f, source);
}

static void hang_up(struct fetch *f, size_t source)
{
    struct source *s = &f->cfg.sources[source];

    if (f->dials[source] != NULL) {
        f->dials[source]->fetch = NULL;
        f->dials[source] = NULL;
        quic_dial_cancel(s->dial);
        s->dial = NULL;
    }
    if (s->info.state == SOURCE_CONNECTING)
        s->info.state = SOURCE_IDLE;
}

/* ---- the core -----------------------------------------------------------*/

static void carry_out(struct fetch *f, const struct fetch_action *a)
{
    struct fetch_request *rq;

    switch (a->kind) {
    case FETCH_DIAL:
        dial(f, a->source);
        break;
    case FETCH_HANG_UP:
        hang_up(f, a->source);
        break;
    case FETCH_ASK:
        ask(f, a);
        break;
    case FETCH_STALLED:
        stalled(f, a->id);
        break;
    case FETCH_DROP:
        rq = request_find(f, a->id);
        if (rq != NULL)
            request_drop(rq);
        break;
    case FETCH_DONE:
        f->result = a->err;
        loop_defer(loop_of(f), &f->tell);
        break;
    }
}

static void arm_timer(struct fetch *f, bool is_waiting)
{
    uint64_t now = loop_now_ms(loop_of(f));
    uint64_t due = fetch_core_due_ms(&f->core);

    if (is_waiting && due > now + STREAM_RETRY_MS)
        due = now + STREAM_RETRY_MS;
    if (due == UINT64_MAX)
        timer_stop(f->timer);
    else
        timer_start(f->timer, due > now ? due - now : 0);
}

static bool any_refused(const struct fetch *f)
{
    LIST_FOREACH (it, tmp, &f->requests)
        if (LIST_ENTRY(it, struct fetch_request, node)->is_refused)
            return true;
    return false;
}

static void feed(struct fetch *f, struct fetch_event ev)
{
    struct fetch_actions acts;

    assert(f->events_len < EVENTS);
    f->events[(f->events_begin + f->events_len++) % EVENTS] = ev;
    if (f->is_stepping)
        return;
    f->is_stepping = true;
    while (f->events_len > 0) {
        ev = f->events[f->events_begin];
        f->events_begin = (f->events_begin + 1) % EVENTS;
        f->events_len--;
        fetch_core_step(&f->core, loop_now_ms(loop_of(f)), &ev, &acts);
        for (size_t i = 0; i < acts.len; i++)
            carry_out(f, &acts.at[i]);
    }
    f->is_stepping = false;
    /* Bytes only move the deadline away; the timer finds that out. */
    if (ev.kind != FETCH_BYTES && ev.kind != FETCH_GOT)
        arm_timer(f, any_refused(f));
}

static void on_timer(struct timer *t, void *arg)
{
    struct fetch *f = arg;

    (void)ask_again(f);
    feed(f, (struct fetch_event){.kind = FETCH_TIME});
}

/* ---- the end ------------------------------------------------------------*/

/* Why it failed, for a person: what each source did. */
static void tell_failure(const struct fetch *f, struct errmsg *em)
{
    size_t n = 0;

    for (size_t i = 0; i < f->cfg.sources_len; i++) {
        const char *text = f->cfg.sources[i].info.error;

        if (text[0] == '\0' || n >= sizeof em->text - 1)
            continue;
        n += (size_t)snprintf(em->text + n, sizeof em->text - n, "%s%s",
                              n > 0 ? "; " : "", text);
    }
    if (n == 0)
        err_set(em, "%s", err_text(f->result));
}

static void on_tell(struct defer *d)
{
    struct fetch *f = LIST_ENTRY(d, struct fetch, tell);
    struct errmsg em = {0};

    timer_stop(f->timer);
    for (size_t i = 0; i < f->cfg.sources_len; i++) {
        struct transfer_source *info = &f->cfg.sources[i].info;

        if (f->result != ERR_OK || info->bytes == 0 ||
            info->state == SOURCE_FAILED)
            continue;
        info->state = SOURCE_DONE;
        info->err = ERR_OK;
        info->error[0] = '\0';
    }
    if (f->result != ERR_OK)
        tell_failure(f, &em);
    f->cfg.ops->done(f, f->result, &em, f->cfg.arg);
}

/* ---- life ---------------------------------------------------------------*/

enum err fetch_new(const struct fetch_config *cfg, struct fetch **out)
{
    const struct blobs_config *bc = &cfg->blobs->cfg;
    struct fetch_core_config cc = {
        .sources = cfg->sources_len,
        .max_requests = 1,
        .max_ranges = ORDER_MAX_RANGES,
        .max_misses = cfg->max_misses,
        .max_reconnects = SOURCE_MAX_RECONNECTS,
        .dial_stagger_ms = DIAL_STAGGER_MS,
        .first_byte_ms = FIRST_BYTE_TIMEOUT_MS,
        .stall_ms = bc->stall_timeout_ms,
    };
    struct fetch *f = calloc(1, sizeof *f);
    enum err e;

    if (f == NULL)
        return ERR_NOMEM;
    if (cc.first_byte_ms > cc.stall_ms)
        cc.first_byte_ms = cc.stall_ms;
    f->cfg = *cfg;
    f->tell.fn = on_tell;
    list_init(&f->requests);
    e = fetch_core_init(&f->core, &cc, cfg->missing);
    if (e == ERR_OK)
        e = timer_new(bc->loop, on_timer, f, &f->timer);
    if (e != ERR_OK) {
        fetch_free(f);
        return e;
    }
    f->cfg.missing = NULL;
    *out = f;
    return ERR_OK;
}

void fetch_start(struct fetch *f)
{
    feed(f, (struct fetch_event){.kind = FETCH_START});
}

void fetch_free(struct fetch *f)
{
    struct list *node;

    if (f == NULL)
        return;
    assert(!f->is_stepping);
    while ((node = list_pop_front(&f->requests)) != NULL)
        request_drop(LIST_ENTRY(node, struct fetch_request, node));
    for (size_t i = 0; i < f->cfg.sources_len; i++)
        hang_up(f, i);
    loop_defer_cancel(&f->tell);
    timer_free(f->timer);
    fetch_core_clear(&f->core);
    free(f);
}

/* ---- what the owner says ------------------------------------------------*/

void fetch_got(struct fetch *f, uint64_t begin, uint64_t end)
{
    feed(f,
         (struct fetch_event){.kind = FETCH_GOT, .begin = begin, .end = end});
}

void fetch_count(struct fetch *f, uint64_t units)
{
    feed(f, (struct fetch_event){.kind = FETCH_COUNT, .end = units});
}

void fetch_give(struct fetch *f, struct blob *b, enum err e)
{
    LIST_FOREACH (it, tmp, &f->requests) {
        struct fetch_request *rq = LIST_ENTRY(it, struct fetch_request, node);

        if (rq->getter == NULL || b == NULL ||
            !getter_waits_for(rq->getter, blob_hash(b)))
            continue;
        getter_give(rq->getter, b);
        return;
    }
    blob_unref(b);
    if (b == NULL)
        feed(f, (struct fetch_event){.kind = FETCH_BROKEN, .err = e});
}

void fetch_hold(struct fetch *f, bool hold)
{
    f->is_held = hold;
    LIST_FOREACH (it, tmp, &f->requests) {
        struct fetch_request *rq = LIST_ENTRY(it, struct fetch_request, node);

        if (rq->getter != NULL)
            getter_hold(rq->getter, hold);
    }
}
