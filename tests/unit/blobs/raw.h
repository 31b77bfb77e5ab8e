/* A bare client: an endpoint without a store that writes bytes to a node and
 * collects what it answers. */
#pragma once

#include "base/buf.h"
#include "nodes.h"

struct raw {
    struct world *world;
    struct key key;
    struct quic *quic;
    struct conn *conn;
    bool is_dialled, gone;
    enum err status;
};

struct exchange {
    struct stream *s;
    struct buf got;
    size_t stop_after; /* STOP_SENDING when so much has come; 0: never */
    bool fin, is_reset, closed;
    uint64_t code;
};

static void raw_data(struct stream *s, const uint8_t *bytes, size_t len,
                     bool fin, void *arg)
{
    struct exchange *x = arg;

    CHECK_OK(buf_add(&x->got, bytes, len));
    stream_consume(s, len);
    x->fin = x->fin || fin;
    if (x->stop_after != 0 && x->got.len >= x->stop_after) {
        stream_stop(s, 0);
        x->stop_after = 0;
    }
}

static void raw_reset(struct stream *s, uint64_t code, void *arg)
{
    struct exchange *x = arg;

    (void)s;
    x->is_reset = true;
    x->code = code;
}

static void raw_closed(struct stream *s, enum err err, void *arg)
{
    struct exchange *x = arg;

    (void)s;
    (void)err;
    x->closed = true;
    x->s = NULL;
}

static const struct stream_ops raw_ops = {
    .data = raw_data, .reset = raw_reset, .closed = raw_closed};

static void raw_dialled(struct conn *c, enum err status,
                        const struct errmsg *em, void *arg)
{
    struct raw *r = arg;

    (void)em;
    r->is_dialled = true;
    r->status = status;
    r->conn = c;
}

static UNUSED void raw_open(struct raw *r, struct world *w, uint8_t seed,
                            const struct node_addr *to)
{
    uint8_t bytes[KEY_SEED_LEN] = {seed};
    struct quic_config qc;
    struct addr at;

    *r = (struct raw){.world = w};
    key_from_seed(bytes, &r->key);
    CHECK_OK(addr_parse("127.0.0.1:0", &at, NULL));
    quic_config_defaults(&qc);
    qc.loop = w->loop;
    qc.key = &r->key;
    qc.listen = &at;
    qc.listen_len = 1;
    CHECK_OK(quic_open(&qc, &r->quic, NULL));
    CHECK_OK(quic_dial(r->quic, &to->id, to->addrs, to->len, BLOBS_ALPN, 5000,
                       raw_dialled, r, NULL));
    RUN_UNTIL(w->loop, r->is_dialled);
    CHECK_OK(r->status);
}

static UNUSED void raw_close(struct raw *r)
{
    quic_close(r->quic, node_on_gone, &r->gone);
    RUN_UNTIL(r->world->loop, r->gone);
    conn_unref(r->conn);
}

static UNUSED void raw_send(struct exchange *x, const void *bytes, size_t len)
{
    for (size_t at = 0; at < len; at += STREAM_COPY_MAX) {
        size_t left = len - at;

        CHECK_OK(
            stream_send_copy(x->s, (const uint8_t *)bytes + at,
                             left < STREAM_COPY_MAX ? left : STREAM_COPY_MAX));
    }
}

/* Begin an exchange; the caller ends it with exchange_clear(). */
static UNUSED void raw_begin(struct raw *r, struct exchange *x)
{
    *x = (struct exchange){0};
    buf_init(&x->got, SIZE_MAX);
    CHECK_OK(conn_open_stream(r->conn, &raw_ops, x, &x->s));
}

static UNUSED void exchange_clear(struct exchange *x)
{
    if (x->s != NULL) {
        stream_set_ops(x->s, NULL, NULL);
        stream_reset(x->s, 0);
        stream_stop(x->s, 0);
    }
    buf_clear(&x->got);
}

static UNUSED void raw_start(struct raw *r, const void *request, size_t len,
                             struct exchange *x)
{
    raw_begin(r, x);
    raw_send(x, request, len);
    stream_finish(x->s);
}

/* A whole exchange, to the end of the answer. */
static UNUSED void raw_ask(struct raw *r, const void *request, size_t len,
                           struct exchange *x)
{
    raw_start(r, request, len, x);
    RUN_UNTIL(r->world->loop, x->fin || x->is_reset || x->closed);
}
