/* The requests of a fetch: made by the owner's order, asked by a getter,
 * answered with receipts. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/fetch_int.h"
#include "blobs/getter.h"
#include "blobs/history.h"
#include "crypto/tree.h"
#include "quic/conn.h"
#include "store/blob.h"

#define ALIVE_EVERY_MS 50
#define PROBES 4 /* of a silent connection before it counts as stalled */

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
    struct fetch *f = rq->fetch;
    uint32_t id = rq->id;

    list_remove(&rq->node);
    order_clear(&rq->order);
    free(rq);
    if (f != NULL && f->cfg.ops->over != NULL)
        f->cfg.ops->over(f, id, f->cfg.arg);
}

static void leave_source(struct fetch_request *rq)
{
    struct source *s = rq->fetch->cfg.sources->at[rq->source];

    if (!rq->is_open)
        return;
    rq->is_open = false;
    if (--s->asked > 0)
        return;
    if (s->conn != NULL)
        conn_set_probe(s->conn, 0);
    if (s->info.state == SOURCE_ACTIVE)
        s->info.state = SOURCE_IDLE;
}

static void request_drop(struct fetch_request *rq)
{
    leave_source(rq);
    list_remove(&rq->node);
    list_push_back(&rq->fetch->leaving, &rq->node);
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

/* The clock of silence starts anew. */
static void still_alive(struct fetch_request *rq)
{
    rq->told_ms = loop_now_ms(fetch_loop(rq->fetch));
    source_mark(rq->fetch->cfg.sources->at[rq->source]);
    fetch_feed(rq->fetch,
               (struct fetch_event){.kind = FETCH_BYTES, .id = rq->id});
}

/* Comes for every packet: the core need not hear each time. */
static void on_bytes(struct getter *g, size_t len, void *arg)
{
    struct fetch_request *rq = arg;

    source_mark(rq->fetch->cfg.sources->at[rq->source]);
    if (loop_now_ms(fetch_loop(rq->fetch)) - rq->told_ms >= ALIVE_EVERY_MS)
        still_alive(rq);
}

static uint64_t count_missing(const struct fetch *f, uint64_t begin,
                              uint64_t end)
{
    const struct ranges *m = &f->core.missing;
    uint64_t n = 0;

    for (size_t i = 0; i < m->len && m->at[i].begin < end; i++) {
        uint64_t from = m->at[i].begin > begin ? m->at[i].begin : begin;
        uint64_t to = m->at[i].end < end ? m->at[i].end : end;

        n += to > from ? to - from : 0;
    }
    return n;
}

/* Bytes that nobody had brought before. The last group may be a short one. */
static uint64_t fresh_bytes(const struct fetch *f, const struct receipt *r)
{
    uint64_t begin = r->kind == RECEIPT_SMALL ? 0 : r->begin;
    uint64_t end = r->kind == RECEIPT_SMALL ? 1 : r->end;
    uint64_t fresh;

    if (!f->cfg.is_swarm || r->bytes == 0)
        return r->bytes;
    fresh = count_missing(f, begin, end);
    if (fresh == end - begin)
        return r->bytes;
    if (!ranges_has(&f->core.missing, end - 1))
        return fresh * TREE_GROUP;
    return r->bytes - (end - begin - fresh) * TREE_GROUP;
}

static void take_receipt(struct fetch *f, struct fetch_request *rq,
                         const struct receipt *r)
{
    struct transfer_source *info = &f->cfg.sources->at[rq->source]->info;
    struct blobs_stats *st = &f->cfg.blobs->stats;
    uint64_t fresh = fresh_bytes(f, r);

    rq->verified += r->bytes;
    info->bytes += fresh;
    st->bytes_rx += fresh;
    history_add(f->cfg.blobs->history, &info->peer, fresh, 0);
    st->bytes_wasted += r->bytes - fresh;
    f->receipt_of = rq->id;
    f->cfg.ops->receipt(f, &rq->order, r, fresh, f->cfg.arg);
    f->receipt_of = 0;
}

static void on_receipts(struct getter *g, const struct receipt *r, size_t len,
                        void *arg)
{
    struct fetch_request *rq = arg;
    struct fetch *f = rq->fetch;
    uint32_t id = rq->id;

    for (size_t i = 0; i < len; i++) {
        take_receipt(f, rq, &r[i]);
        /* The last receipt ends the fetch, and so this request. */
        if (request_find(f, id) != rq)
            return;
    }
}

static void on_need_blob(struct getter *g, size_t part, uint64_t size,
                         void *arg)
{
    struct fetch_request *rq = arg;
    struct fetch *f = rq->fetch;
    struct fetch_need need = {
        .id = rq->id, .hash = &rq->order.parts[part].hash, .size = size};

    f->cfg.ops->need_blob(f, &need, f->cfg.arg);
}

/* Bytes of an answer that led to nothing; hashes are 1/256 of it, and the proof
 * of a size. */
static void count_wasted(struct fetch *f, const struct fetch_request *rq,
                         uint64_t bytes)
{
    uint64_t useful = rq->verified + rq->verified / 256 + 4096;

    if (bytes > useful)
        f->cfg.blobs->stats.bytes_wasted += bytes - useful;
}

/* Who knows the peers hears what this one did; what the network did, or we,
 * is not its fault, and neither is having nothing. */
static void tell_peers(struct fetch *f, size_t source, enum err did)
{
    const struct blobs_peers *p = &f->cfg.blobs->peers;

    if (p->did != NULL)
        p->did(&f->cfg.sources->at[source]->node.id, did, p->arg);
}

static void tell_ended(struct fetch *f, const struct fetch_request *rq,
                       enum err e)
{
    switch (e) {
    case ERR_TOO_LARGE: /* a size that is a lie */
    case ERR_CONFLICT:
    case ERR_MISMATCH:
        tell_peers(f, rq->source, ERR_MISMATCH);
        break;
    case ERR_TRUNCATED: /* of a swarm: no fault, it holds a part */
        if (!f->cfg.is_swarm)
            tell_peers(f, rq->source, e);
        break;
    case ERR_OK:
    case ERR_RESET:
    case ERR_PROTO:
        tell_peers(f, rq->source, e);
        break;
    default:
        break;
    }
}

static void note_failure(struct fetch *f, struct fetch_request *rq,
                         const struct getter_end *end)
{
    struct source *s = f->cfg.sources->at[rq->source];
    const struct part *p = NULL;

    if (end->err == ERR_CLOSED && f->cfg.blobs->quic == NULL) {
        source_fail(s, ERR_CLOSED, "p2p is off");
        return;
    }
    if (f->cfg.is_sequence && end->fault.part < rq->order.parts_len)
        p = &rq->order.parts[end->fault.part];
    source_fail_answer(s, end, p != NULL ? &p->hash : NULL);
    log_info(LOG_BLOBS, "fetch: %s", s->info.error);
}

/* In a swarm a source that lacked something may still be of use; what it
 * lacked stays written until it brings something. */
static void feed_end(struct fetch *f, size_t source, struct fetch_event ev)
{
    struct source *s = f->cfg.sources->at[source];

    fetch_feed(f, ev);
    if (!f->cfg.is_swarm)
        return;
    if (f->core.source[source].state == FETCH_FAILED) {
        if (ev.err == ERR_TRUNCATED)
            tell_peers(f, source, ev.err);
    } else if (s->info.state == SOURCE_FAILED && !f->core.is_done) {
        s->info.state = s->asked > 0 ? SOURCE_ACTIVE : SOURCE_IDLE;
    }
}

/* It holds a part, or nothing: what does it hold? */
static bool tells_of_gap(enum err e)
{
    return e == ERR_NOT_FOUND || e == ERR_TRUNCATED;
}

void fetch_look_at_pace(struct fetch *f)
{
    bool is_paced = false;

    LIST_FOREACH (it, tmp, &f->requests) {
        struct fetch_request *rq = LIST_ENTRY(it, struct fetch_request, node);

        if (rq->getter != NULL && getter_is_paced(rq->getter))
            is_paced = true;
    }
    if (is_paced == f->is_paced)
        return;
    f->is_paced = is_paced;
    fetch_feed(f, (struct fetch_event){.kind = FETCH_PACED, .begin = is_paced});
}

static void on_ended(struct getter *g, const struct getter_end *end, void *arg)
{
    struct fetch_request *rq = arg;
    struct fetch *f = rq->fetch;
    size_t source = rq->source;
    struct source *s = f->cfg.sources->at[source];
    struct fetch_event ev = {
        .kind = FETCH_ENDED, .id = rq->id, .err = end->err};

    /* The core may have done with it. */
    fetch_look_at_pace(f);
    if (request_find(f, ev.id) != rq)
        return;
    if (end->err != ERR_OK && end->fault.is_ours) {
        ev = (struct fetch_event){.kind = FETCH_BROKEN, .err = end->err};
    } else if (end->err != ERR_OK) {
        f->cfg.blobs->stats.verify_failures += end->err == ERR_MISMATCH;
        count_wasted(f, rq, end->bytes);
        note_failure(f, rq, end);
    }
    if (!end->fault.is_ours)
        tell_ended(f, rq, end->err);
    if (end->err == ERR_NOT_FOUND)
        ev.begin = unit_of(rq, end->fault.part);
    if (tells_of_gap(end->err))
        fetch_watch(f);
    if (end->err == ERR_CLOSED)
        source_clear(s);
    request_drop(rq);
    feed_end(f, source, ev);
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
    struct source *s = f->cfg.sources->at[rq->source];
    uint64_t max = b->cfg.max_blob_bytes;
    struct getter_config cfg = {
        .loop = b->cfg.loop,
        .workers = b->cfg.workers,
        .runs = &b->runs,
        .works = &b->works,
        .limits = b->limits,
        .own = f->cfg.sources->own,
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
        s->asked++;
        rq->is_open = true;
        source_mark(s);
        conn_set_probe(s->conn, f->core.cfg.first_byte_ms / PROBES);
    }
    return rq->is_refused ? ERR_OK : e;
}

static void ask_failed(struct fetch *f, struct fetch_request *rq, enum err e)
{
    struct source *s = f->cfg.sources->at[rq->source];
    struct fetch_event ev = {.kind =
                                 e == ERR_CLOSED ? FETCH_ENDED : FETCH_BROKEN,
                             .id = rq->id,
                             .err = e};

    if (e == ERR_CLOSED) {
        source_fail(s, e, "connection lost");
        source_clear(s);
    }
    request_drop(rq);
    fetch_feed(f, ev);
}

void fetch_ask(struct fetch *f, const struct fetch_action *a)
{
    struct fetch_request *rq = calloc(1, sizeof *rq);
    enum err e;

    if (rq == NULL) {
        fetch_feed(
            f, (struct fetch_event){.kind = FETCH_BROKEN, .err = ERR_NOMEM});
        return;
    }
    rq->fetch = f;
    rq->id = a->id;
    rq->source = a->source;
    buf_init(&rq->order.request, REQUEST_MAX);
    list_push_back(&f->requests, &rq->node);
    e = f->cfg.ops->order(f, a->units, a->wants_last, &rq->order, f->cfg.arg);
    if (e == ERR_OK)
        e = open_stream(f, rq);
    if (e != ERR_OK)
        ask_failed(f, rq, e);
}

/* By now a stream may be free. Waiting for it is not the peer's silence. */
void fetch_ask_again(struct fetch *f)
{
    LIST_FOREACH (it, tmp, &f->requests) {
        struct fetch_request *rq = LIST_ENTRY(it, struct fetch_request, node);
        enum err e;

        if (!rq->is_refused)
            continue;
        fetch_feed(f, (struct fetch_event){.kind = FETCH_BYTES, .id = rq->id});
        e = open_stream(f, rq);
        if (e != ERR_OK)
            ask_failed(f, rq, e);
    }
}

bool fetch_any_refused(const struct fetch *f)
{
    LIST_FOREACH (it, tmp, &f->requests)
        if (LIST_ENTRY(it, struct fetch_request, node)->is_refused)
            return true;
    return false;
}

/* Nothing came for too long. A connection on which nothing at all came, not
 * even the answers to our probes, is dead without knowing it, as when the peer
 * was restarted or has moved; then another may be tried. */
void fetch_stalled(struct fetch *f, uint32_t id)
{
    struct fetch_request *rq = request_find(f, id);
    struct fetch_event ev = {.kind = FETCH_ENDED, .id = id, .err = ERR_TIMEOUT};
    struct source *s;
    char what[80];

    if (rq == NULL)
        return;
    /* It is we who are slow: bytes wait for a worker or for the disk. */
    if (rq->getter != NULL && getter_is_busy(rq->getter)) {
        still_alive(rq);
        return;
    }
    s = f->cfg.sources->at[rq->source];
    snprintf(what, sizeof what, "sent nothing for %" PRIu64 " s",
             rq->verified > 0 ? f->core.cfg.stall_ms / 1000
                              : f->core.cfg.first_byte_ms / 1000);
    if (!source_has_moved(s) && s->conn != NULL) {
        ev.err = ERR_CLOSED;
        conn_close(s->conn, 0, "");
    }
    source_fail(s, ERR_TIMEOUT, what);
    log_info(LOG_BLOBS, "fetch: %s", s->info.error);
    if (ev.err == ERR_TIMEOUT)
        tell_peers(f, rq->source,
                   rq->verified > 0 ? ERR_TRUNCATED : ERR_TIMEOUT);
    if (ev.err == ERR_CLOSED)
        source_clear(s);
    count_wasted(f, rq, getter_bytes(rq->getter));
    request_drop(rq);
    fetch_feed(f, ev);
}

/* An answer that brought the last of it needs no end of its own. */
void fetch_drop(struct fetch *f, uint32_t id)
{
    struct fetch_request *rq = request_find(f, id);

    if (rq == NULL)
        return;
    if (rq->verified > 0 && f->core.is_done && f->core.result == ERR_OK)
        tell_peers(f, rq->source, ERR_OK);
    if (rq->getter != NULL)
        count_wasted(f, rq, getter_bytes(rq->getter));
    request_drop(rq);
}

void fetch_drop_all(struct fetch *f)
{
    struct list *node;

    LIST_FOREACH (it, tmp, &f->requests)
        request_drop(LIST_ENTRY(it, struct fetch_request, node));
    while ((node = list_pop_front(&f->leaving)) != NULL)
        LIST_ENTRY(node, struct fetch_request, node)->fetch = NULL;
}

/* ---- what the owner says ------------------------------------------------*/

void fetch_give(struct fetch *f, uint32_t id, struct blob *b, enum err e)
{
    struct fetch_request *rq = request_find(f, id);

    if (b == NULL)
        fetch_feed(f, (struct fetch_event){.kind = FETCH_BROKEN, .err = e});
    else if (rq != NULL && rq->getter != NULL && getter_waits(rq->getter))
        getter_give(rq->getter, b);
    else
        blob_unref(b);
}

void fetch_refuse(struct fetch *f, uint32_t id, uint64_t size)
{
    struct fetch_request *rq = request_find(f, id);
    struct getter_end end = {.err = ERR_CONFLICT};

    if (rq == NULL || rq->getter == NULL)
        return;
    end.bytes = getter_bytes(rq->getter);
    end.fault.size = size;
    on_ended(rq->getter, &end, rq);
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
