/* The user's side of a stream. What must not happen inside a call of the user
 * (release, stopped, writable) is put on the connection's list of actions and
 * runs from conn_flush(). */
#include "quic/stream.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "quic/conn_int.h"
#include "quic/stream_int.h"

enum err stream_new(struct conn *c, int64_t id, struct stream **out)
{
    struct stream *s = calloc(1, sizeof(*s));

    if (s == NULL)
        return ERR_NOMEM;
    s->c = c;
    s->id = id;
    s->low = true;
    sendq_init(&s->out);
    c->used_ns = loop_now_ns(c->q->loop);
    list_push_back(&c->streams, &s->node);
    *out = s;
    return ERR_OK;
}

/* For conn_flush() to run at its end. */
static void act(struct stream *s)
{
    if (!list_is_linked(&s->action))
        list_push_back(&s->c->actions, &s->action);
}

static void give_back_window(struct stream *s)
{
    if (s->unconsumed != 0 && s->c->ng != NULL)
        ngtcp2_conn_extend_max_offset(s->c->ng, s->unconsumed);
    s->unconsumed = 0;
}

void stream_end(struct stream *s, enum err err)
{
    list_remove(&s->node);
    list_remove(&s->turn);
    list_remove(&s->action);
    s->c->used_ns = loop_now_ns(s->c->q->loop);
    s->tx_closed = true;
    sendq_clear(&s->out);
    give_back_window(s);
    if (s->ops != NULL && s->ops->closed != NULL)
        s->ops->closed(s, err, s->arg);
    /* A callback may have asked for one more action. */
    list_remove(&s->action);
    free(s);
}

void stream_set_ops(struct stream *s, const struct stream_ops *ops, void *arg)
{
    s->ops = ops;
    s->arg = arg;
    /* Nobody is left to give back what was handed over. */
    if (ops == NULL)
        stream_consume(s, (size_t)s->unconsumed);
}

struct conn *stream_conn(const struct stream *s)
{
    return s->c;
}

uint64_t stream_id(const struct stream *s)
{
    return (uint64_t)s->id;
}

void stream_consume(struct stream *s, size_t len)
{
    /* Stopping or detaching gave everything back already. */
    if (len > s->unconsumed)
        len = (size_t)s->unconsumed;
    if (len == 0 || s->c->ng == NULL)
        return;
    s->unconsumed -= len;
    ngtcp2_conn_extend_max_offset(s->c->ng, len);
    /* Fails only without memory, and then the next write says so. */
    (void)ngtcp2_conn_extend_max_stream_offset(s->c->ng, s->id, len);
    conn_touch(s->c);
}

static void want_to_send(struct stream *s)
{
    if (!list_is_linked(&s->turn))
        list_push_back(&s->c->sending, &s->turn);
    conn_touch(s->c);
}

enum err stream_send(struct stream *s, const void *bytes, size_t len,
                     stream_release_fn *release, void *arg)
{
    enum err e;

    if (s->tx_closed || s->c->ng == NULL)
        return ERR_CLOSED;
    e = sendq_add(&s->out, bytes, len, release, arg);
    if (e != ERR_OK)
        return e;
    if (sendq_unsent(&s->out) >= STREAM_LOW_WATER)
        s->low = false;
    want_to_send(s);
    return ERR_OK;
}

enum err stream_send_copy(struct stream *s, const void *bytes, size_t len)
{
    void *copy;
    enum err e;

    assert(len <= STREAM_COPY_MAX);
    copy = malloc(len != 0 ? len : 1);
    if (copy == NULL)
        return ERR_NOMEM;
    memcpy(copy, bytes, len);
    e = stream_send(s, copy, len, free, copy);
    if (e != ERR_OK)
        free(copy);
    return e;
}

void stream_finish(struct stream *s)
{
    if (s->tx_closed || s->c->ng == NULL)
        return;
    s->tx_closed = true;
    s->fin_queued = true;
    want_to_send(s);
}

size_t stream_unsent(const struct stream *s)
{
    return (size_t)sendq_unsent(&s->out);
}

void stream_reset(struct stream *s, uint64_t code)
{
    if (s->c->ng == NULL)
        return;
    s->tx_closed = true;
    s->fin_queued = false;
    list_remove(&s->turn);
    (void)ngtcp2_conn_shutdown_stream_write(s->c->ng, 0, s->id, code);
    s->tell_release = true;
    act(s);
    conn_touch(s->c);
}

void stream_stop(struct stream *s, uint64_t code)
{
    if (s->c->ng == NULL || s->rx_dropped)
        return;
    s->rx_dropped = true;
    (void)ngtcp2_conn_shutdown_stream_read(s->c->ng, 0, s->id, code);
    give_back_window(s);
    conn_touch(s->c);
}

void stream_received(struct stream *s, const uint8_t *bytes, size_t len,
                     bool fin)
{
    s->unconsumed += len;
    if (s->ops == NULL || s->ops->data == NULL || s->rx_dropped ||
        s->c->want_close) {
        stream_consume(s, len);
        return;
    }
    s->ops->data(s, bytes, len, fin, s->arg);
}

void stream_was_reset(struct stream *s, uint64_t code)
{
    if (s->ops != NULL && s->ops->reset != NULL && !s->rx_dropped)
        s->ops->reset(s, code, s->arg);
}

void stream_acked(struct stream *s, uint64_t until)
{
    sendq_acked(&s->out, until);
}

void stream_offer(const struct stream *s, struct stream_offer *o)
{
    o->len = sendq_peek(&s->out, o->vecs, STREAM_VECS);
    o->bytes = 0;
    for (size_t i = 0; i < o->len; i++)
        o->bytes += o->vecs[i].len;
    o->fin = s->fin_queued && o->bytes == sendq_unsent(&s->out);
}

/* Streams take turns of QUIC_TX_TURN bytes, so that a connection's streams
 * share it evenly while packets stay full. */
void stream_sent(struct stream *s, const struct stream_offer *o, size_t taken)
{
    sendq_mark_sent(&s->out, taken);
    s->turn_bytes += taken;
    if (o->fin && taken == o->bytes)
        s->fin_sent = true;
    if (sendq_unsent(&s->out) == 0 && (!s->fin_queued || s->fin_sent)) {
        list_remove(&s->turn);
        s->turn_bytes = 0;
    } else if (s->turn_bytes >= QUIC_TX_TURN / 4) {
        list_remove(&s->turn);
        list_push_back(&s->c->sending, &s->turn);
        s->turn_bytes = 0;
    }
    if (!s->low && sendq_unsent(&s->out) < STREAM_LOW_WATER)
        act(s);
}

void stream_block(struct stream *s)
{
    list_remove(&s->turn);
    list_push_back(&s->c->blocked, &s->turn);
}

void stream_peer_stopped(struct stream *s, uint64_t code)
{
    list_remove(&s->turn);
    s->tx_closed = true;
    s->fin_queued = false;
    s->tell_release = true;
    s->tell_stopped = true;
    s->stopped_code = code;
    act(s);
}

bool stream_can_probe(const struct stream *s)
{
    return s->out.sent != 0 && !s->tx_closed && !list_is_linked(&s->turn);
}

void stream_run_action(struct stream *s)
{
    if (s->tell_release) {
        s->tell_release = false;
        sendq_drop(&s->out);
    }
    if (s->tell_stopped) {
        s->tell_stopped = false;
        if (s->ops != NULL && s->ops->stopped != NULL)
            s->ops->stopped(s, s->stopped_code, s->arg);
    }
    if (!s->low && sendq_unsent(&s->out) < STREAM_LOW_WATER) {
        s->low = true;
        if (s->ops != NULL && s->ops->writable != NULL && !s->tx_closed)
            s->ops->writable(s, s->arg);
    }
}
