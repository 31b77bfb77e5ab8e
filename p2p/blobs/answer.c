#include "blobs/answer.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/loop.h"
#include "blobs/blobs.h"
#include "blobs/blobs_limits.h"
#include "blobs/get_answer.h"
#include "blobs/history.h"
#include "blobs/observer.h"
#include "blobs/provider_int.h"
#include "blobs/uploads.h"
#include "quic/conn.h"
#include "quic/stream.h"

static const struct stream_ops answer_ops;

enum err answer_new(struct provider *p, struct provider_conn *pc,
                    struct stream *s)
{
    struct answer *a = calloc(1, sizeof *a);

    if (a == NULL)
        return ERR_NOMEM;
    a->provider = p;
    a->conn = pc;
    a->stream = s;
    a->moved_ms = loop_now_ms(p->cfg.loop);
    buf_init(&a->bytes, REQUEST_MAX);
    provider_watch(p, a);
    stream_set_ops(s, &answer_ops, a);
    return ERR_OK;
}

static struct blobs_stats *stats(struct answer *a)
{
    return a->provider->cfg.stats;
}

static void count_bytes(struct answer *a)
{
    uint64_t bytes;

    if (a->get == NULL)
        return;
    bytes = get_answer_bytes(a->get);
    if (a->upload == NULL && bytes > 0)
        a->upload = uploads_open(a->provider->cfg.uploads,
                                 conn_peer(a->conn->conn), &a->request.hash);
    uploads_add(a->upload, bytes - a->bytes_counted);
    stats(a)->bytes_tx += bytes - a->bytes_counted;
    history_add(a->provider->cfg.history, conn_peer(a->conn->conn), 0,
                bytes - a->bytes_counted);
    a->bytes_counted = bytes;
}

/* ---- ends ---------------------------------------------------------------*/

/* Nothing more is queued on the stream. */
static void end(struct answer *a)
{
    count_bytes(a);
    uploads_close(a->upload);
    a->upload = NULL;
    get_answer_free(a->get);
    a->get = NULL;
    observer_free(a->observer);
    a->observer = NULL;
    request_clear(&a->request);
    buf_clear(&a->bytes);
    a->provider->request_bytes -= a->counted;
    a->counted = 0;
    if (a->state == ANSWER_WAITING)
        provider_leave(a->provider, a);
    a->state = ANSWER_ENDING;
}

void answer_refuse(struct answer *a, uint64_t code)
{
    stream_stop(a->stream, 0);
    stream_reset(a->stream, code);
    end(a);
}

static void refuse_for_limit(struct answer *a)
{
    stats(a)->requests_limited++;
    answer_refuse(a, ANSWER_LIMIT);
}

static void on_get_done(enum err e, void *arg)
{
    struct answer *a = arg;

    if (e == ERR_NOT_FOUND)
        stats(a)->requests_not_found++;
    if (e == ERR_OK || e == ERR_NOT_FOUND) {
        stream_finish(a->stream);
    } else {
        char h[HASH_SHORT_SIZE];

        hash_format_short(&a->request.hash, h);
        log_error(LOG_BLOBS, "answer %s with %s: %s", a->conn->name, h,
                  err_text(e));
        stream_reset(a->stream, ANSWER_BROKEN);
    }
    end(a);
}

/* ---- running ------------------------------------------------------------*/

static void run_get(struct answer *a)
{
    struct get_answer_config cfg = {
        .store = a->provider->cfg.store,
        .workers = a->provider->cfg.workers,
        .works = a->provider->cfg.works,
        .limits = a->provider->cfg.limits,
        .stream = a->stream,
        .request = &a->request,
        .done = on_get_done,
        .arg = a,
    };

    if (get_answer_new(&cfg, &a->get) == ERR_OK)
        get_answer_start(a->get);
    else
        on_get_done(ERR_NOMEM, a);
}

void answer_run(struct answer *a)
{
    a->state = ANSWER_RUNNING;
    a->moved_ms = loop_now_ms(a->provider->cfg.loop);
    if (a->request.kind != REQUEST_OBSERVE)
        run_get(a);
    else if (observer_new(a->provider->cfg.store, a->stream, &a->request.hash,
                          &a->observer) != ERR_OK)
        on_get_done(ERR_NOMEM, a);
}

/* A peer that takes nothing holds a place that others wait for. */
static void tick_running(struct answer *a, uint64_t now_ms)
{
    size_t unsent = stream_unsent(a->stream);

    if (unsent != a->unsent || unsent == 0)
        a->moved_ms = now_ms;
    a->unsent = unsent;
    if (now_ms - a->moved_ms < ANSWER_STALL_MS)
        return;
    log_warn(LOG_BLOBS, "answer %s: took nothing for %d s, given up",
             a->conn->name, ANSWER_STALL_MS / 1000);
    refuse_for_limit(a);
}

void answer_tick(struct answer *a, uint64_t now_ms)
{
    if (a->state == ANSWER_READING) {
        if (now_ms - a->moved_ms >= REQUEST_TIMEOUT_MS)
            refuse_for_limit(a);
    } else if (a->observer != NULL) {
        observer_tick(a->observer);
    } else if (a->state != ANSWER_WAITING) {
        tick_running(a, now_ms);
    }
    count_bytes(a);
}

/* ---- reading ------------------------------------------------------------*/

static void on_request(struct answer *a)
{
    enum err e = request_read(a->bytes.ptr, a->bytes.len, &a->request);

    buf_clear(&a->bytes);
    if (e == ERR_OK) {
        stats(a)->requests_rx++;
        provider_enter(a->provider, a);
        return;
    }
    stats(a)->requests_bad++;
    log_debug(LOG_BLOBS, "answer %s: bad request: %s", a->conn->name,
              err_text(e));
    if (e == ERR_TOO_LARGE || e == ERR_NOMEM) {
        refuse_for_limit(a);
    } else {
        stream_finish(a->stream);
        end(a);
    }
}

/* A Push is known by its first byte: its data need not come. */
static bool is_push(const struct answer *a)
{
    return a->bytes.len > 0 && a->bytes.ptr[0] == REQUEST_PUSH;
}

static void add_bytes(struct answer *a, const uint8_t *bytes, size_t len)
{
    struct provider *p = a->provider;

    if (p->request_bytes + len > REQUESTS_MAX_BYTES ||
        buf_add(&a->bytes, bytes, len) != ERR_OK) {
        refuse_for_limit(a);
        return;
    }
    p->request_bytes += len;
    a->counted += len;
    if (is_push(a)) {
        stats(a)->requests_bad++;
        answer_refuse(a, ANSWER_REFUSED);
    }
}

static void on_data(struct stream *s, const uint8_t *bytes, size_t len,
                    bool fin, void *arg)
{
    struct answer *a = arg;

    stream_consume(s, len);
    if (a->state != ANSWER_READING)
        return;
    add_bytes(a, bytes, len);
    if (fin && a->state == ANSWER_READING)
        on_request(a);
}

/* Half a request is none. */
static void on_reset(struct stream *s, uint64_t code, void *arg)
{
    struct answer *a = arg;

    if (a->state != ANSWER_READING)
        return;
    stats(a)->requests_bad++;
    answer_refuse(a, ANSWER_REFUSED);
}

static void on_stopped(struct stream *s, uint64_t code, void *arg)
{
    struct answer *a = arg;

    stream_stop(s, 0);
    if (a->state != ANSWER_ENDING)
        end(a);
}

static void on_writable(struct stream *s, void *arg)
{
    struct answer *a = arg;

    a->moved_ms = loop_now_ms(a->provider->cfg.loop);
    if (a->get != NULL)
        get_answer_writable(a->get);
}

static void on_closed(struct stream *s, enum err err, void *arg)
{
    struct answer *a = arg;

    if (a->state != ANSWER_ENDING)
        end(a);
    provider_leave(a->provider, a);
    free(a);
}

static const struct stream_ops answer_ops = {
    .data = on_data,
    .reset = on_reset,
    .stopped = on_stopped,
    .writable = on_writable,
    .closed = on_closed,
};
