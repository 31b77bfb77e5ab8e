/* A provider that misbehaves, by a script: for tests in one process and for
 * the program evil_provider.
 *
 * It holds one blob in memory and answers any Get of it, but in its own way. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/loop.h"
#include "blobs/blobs.h"
#include "blobs/request.h"
#include "crypto/bao_encoder.h"
#include "crypto/hasher.h"
#include "crypto/key.h"
#include "crypto/node_addr.h"
#include "crypto/tree.h"
#include "quic/conn.h"
#include "quic/quic.h"
#include "quic/stream.h"

/* X(NAME, text, what it does with its number N) */
#define EVIL_MODES(X)                                                          \
    X(HONEST, "honest", "answers as it should")                                \
    X(WRONG_BYTE, "wrong-byte", "byte N of the blob is another")               \
    X(WRONG_HASH, "wrong-hash", "byte N of the answer is another")             \
    X(WRONG_SIZE, "wrong-size", "claims N bytes")                              \
    X(STOP_AFTER, "stop-after", "ends after N bytes of the answer")            \
    X(RESET_AFTER, "reset-after", "resets after N bytes of the answer")        \
    X(SILENT_AFTER, "silent-after", "goes silent after N bytes")               \
    X(SILENT, "silent", "never answers")                                       \
    X(GARBAGE, "garbage", "answers with N bytes of noise")                     \
    X(NOT_FOUND, "not-found", "has nothing")                                   \
    X(ENDLESS, "endless", "answers, then goes on for ever")                    \
    X(NOISE, "noise", "sends noise for ever")                                  \
    X(REFUSE, "refuse", "resets with code 1")                                  \
    X(BUSY, "busy", "resets with code 2")                                      \
    X(CLOSE_AFTER, "close-after", "closes the connection after N bytes")

enum evil_mode {
#define EVIL_ENUM(name, text, help) EVIL_##name,
    EVIL_MODES(EVIL_ENUM)
#undef EVIL_ENUM
        EVIL_MODE_COUNT
};

struct evil {
    struct loop *loop;
    struct quic *quic;
    struct key key;
    struct addr at;
    enum evil_mode mode;
    uint64_t n;
    uint8_t *data; /* of the blob; owned */
    uint64_t size;
    uint8_t *outboard;
    struct hash hash;
    struct buf values; /* while the outboard is made */
    uint8_t noise[64 << 10];
    unsigned requests; /* seen so far */
    bool gone;
};

/* One stream. */
struct evil_stream {
    struct evil *evil;
    struct buf request;
    struct buf answer; /* stays until the stream is closed */
    struct stream *stream;
    struct defer delivered; /* all of the answer has arrived */
    bool is_endless;
};

/* ---- the blob -----------------------------------------------------------*/

static inline enum err evil_take_values(void *arg, const struct hash *values,
                                        size_t n)
{
    struct evil *e = arg;

    return buf_add(&e->values, values, n * sizeof *values);
}

/* Takes over `data`, from malloc(). */
static inline enum err evil_set_blob(struct evil *e, uint8_t *data,
                                     uint64_t size)
{
    static struct hasher h;
    enum err err;

    e->data = data;
    e->size = size;
    e->outboard = malloc(tree_outboard_size(size) + 1);
    buf_init(&e->values, SIZE_MAX);
    hasher_init(&h, evil_take_values, e);
    err = e->outboard == NULL ? ERR_NOMEM : hasher_feed(&h, data, size);
    if (err == ERR_OK)
        err = hasher_finish(&h, &e->hash);
    if (err == ERR_OK)
        err = tree_build_outboard((const struct hash *)(void *)e->values.ptr,
                                  tree_groups(size), tree_sink_memory,
                                  e->outboard, &e->hash);
    buf_clear(&e->values);
    return err;
}

/* ---- the answer ---------------------------------------------------------*/

/* The right answer, but for a byte of the content. */
static inline enum err evil_encode(struct evil_stream *es,
                                   const struct ranges *chunks)
{
    struct evil *e = es->evil;
    struct bao_source source = {
        .size = e->size, .data = e->data, .outboard = e->outboard};
    struct bao_encoder *enc = malloc(sizeof *enc);
    struct bao_piece p;
    enum err err = enc == NULL ? ERR_NOMEM : ERR_OK;

    if (err == ERR_OK)
        bao_encoder_init(enc, &source, chunks, NULL);
    while (err == ERR_OK) {
        err = bao_encoder_next(enc, &p);
        if (err != ERR_OK)
            break;
        err = buf_add(&es->answer, p.ptr, p.len);
        if (e->mode == EVIL_WRONG_BYTE && p.is_data && e->n >= p.offset &&
            e->n < p.offset + p.len)
            es->answer.ptr[es->answer.len - p.len + (e->n - p.offset)] ^= 1;
    }
    free(enc);
    return err == ERR_CLOSED ? ERR_OK : err;
}

static inline void evil_spoil(struct evil_stream *es)
{
    struct evil *e = es->evil;
    struct buf *a = &es->answer;

    switch (e->mode) {
    case EVIL_WRONG_HASH:
        if (e->n < a->len)
            a->ptr[e->n] ^= 1;
        break;
    case EVIL_WRONG_SIZE:
        for (size_t i = 0; i < 8 && i < a->len; i++)
            a->ptr[i] = (uint8_t)(e->n >> 8 * i);
        break;
    case EVIL_STOP_AFTER:
    case EVIL_RESET_AFTER:
    case EVIL_SILENT_AFTER:
    case EVIL_CLOSE_AFTER:
        if (e->n < a->len)
            a->len = e->n;
        break;
    case EVIL_GARBAGE:
        a->len = 0;
        while (a->len < e->n && buf_add(a, e->noise, sizeof e->noise) == ERR_OK)
            ;
        a->len = a->len < e->n ? a->len : e->n;
        break;
    case EVIL_ENDLESS:
    case EVIL_NOISE:
        es->is_endless = true;
        break;
    default:
        break;
    }
    if (e->mode == EVIL_NOISE || e->mode == EVIL_NOT_FOUND)
        a->len = 0;
}

static inline void evil_go_on(struct stream *s, struct evil_stream *es)
{
    struct evil *e = es->evil;

    while (es->is_endless && stream_unsent(s) < 2 * STREAM_LOW_WATER)
        if (stream_send(s, e->noise, sizeof e->noise, NULL, NULL) != ERR_OK)
            es->is_endless = false;
}

static inline void evil_end(struct stream *s, struct evil_stream *es)
{
    switch (es->evil->mode) {
    case EVIL_RESET_AFTER:
    case EVIL_CLOSE_AFTER:
        break; /* once it was delivered */
    case EVIL_SILENT_AFTER:
        break;
    case EVIL_ENDLESS:
    case EVIL_NOISE:
        evil_go_on(s, es);
        break;
    default:
        stream_finish(s);
    }
}

static inline void evil_delivered(struct defer *d)
{
    struct evil_stream *es = LIST_ENTRY(d, struct evil_stream, delivered);

    if (es->evil->mode == EVIL_RESET_AFTER)
        stream_reset(es->stream, 3);
    else if (es->evil->mode == EVIL_CLOSE_AFTER)
        conn_close(stream_conn(es->stream), 0, "");
}

static inline void evil_released(void *arg)
{
    struct evil_stream *es = arg;

    loop_defer(es->evil->loop, &es->delivered);
}

static inline void evil_answer(struct stream *s, struct evil_stream *es)
{
    struct evil *e = es->evil;
    struct request r;
    const struct ranges *set;
    uint64_t position = 0;

    e->requests++;
    if (e->mode == EVIL_SILENT)
        return;
    if (e->mode == EVIL_REFUSE || e->mode == EVIL_BUSY) {
        stream_reset(s, e->mode == EVIL_REFUSE ? 1 : 2);
        return;
    }
    if (request_read(es->request.ptr, es->request.len, &r) != ERR_OK) {
        stream_finish(s);
        return;
    }
    if (hash_equal(&r.hash, &e->hash) &&
        range_seq_next(&r.seq, &position, &set) && position == 0)
        (void)!evil_encode(es, set);
    request_clear(&r);
    evil_spoil(es);
    es->stream = s;
    if (es->answer.len == 0)
        evil_released(es);
    else
        (void)!stream_send(s, es->answer.ptr, es->answer.len, evil_released,
                           es);
    evil_end(s, es);
}

/* ---- streams ------------------------------------------------------------*/

static inline void evil_data(struct stream *s, const uint8_t *bytes, size_t len,
                             bool fin, void *arg)
{
    struct evil_stream *es = arg;

    stream_consume(s, len);
    (void)!buf_add(&es->request, bytes, len);
    if (fin)
        evil_answer(s, es);
}

static inline void evil_writable(struct stream *s, void *arg)
{
    evil_go_on(s, arg);
}

static inline void evil_stopped(struct stream *s, uint64_t code, void *arg)
{
    struct evil_stream *es = arg;

    (void)s;
    (void)code;
    es->is_endless = false;
}

static inline void evil_closed(struct stream *s, enum err err, void *arg)
{
    struct evil_stream *es = arg;

    (void)s;
    (void)err;
    loop_defer_cancel(&es->delivered);
    buf_clear(&es->request);
    buf_clear(&es->answer);
    free(es);
}

static const struct stream_ops evil_stream_ops = {.data = evil_data,
                                                  .writable = evil_writable,
                                                  .stopped = evil_stopped,
                                                  .closed = evil_closed};

static inline void evil_stream(struct conn *c, struct stream *s, void *arg)
{
    struct evil_stream *es = calloc(1, sizeof *es);

    (void)c;
    if (es == NULL)
        return;
    es->evil = arg;
    es->delivered.fn = evil_delivered;
    buf_init(&es->request, 1 << 20);
    buf_init(&es->answer, SIZE_MAX);
    stream_set_ops(s, &evil_stream_ops, es);
}

static const struct conn_ops evil_conn_ops = {.stream = evil_stream};

static inline void evil_accept(struct conn *c, void *arg)
{
    conn_set_ops(c, &evil_conn_ops, arg);
}

/* ---- life ---------------------------------------------------------------*/

static inline enum err evil_open(struct evil *e, struct loop *l, uint8_t seed,
                                 const char *listen, struct errmsg *em)
{
    uint8_t bytes[KEY_SEED_LEN] = {seed, 0xe};
    struct quic_protocol protocol = {
        .alpn = BLOBS_ALPN, .accept = evil_accept, .arg = e};
    struct quic_config qc;
    struct addr at;
    enum err err = addr_parse(listen, &at, em);

    if (err != ERR_OK)
        return err;
    e->loop = l;
    for (size_t i = 0; i < sizeof e->noise; i++)
        e->noise[i] = (uint8_t)(i * i * 2654435761u >> 7);
    key_from_seed(bytes, &e->key);
    quic_config_defaults(&qc);
    qc.loop = l;
    qc.key = &e->key;
    qc.listen = &at;
    qc.listen_len = 1;
    qc.protocols = &protocol;
    qc.protocols_len = 1;
    err = quic_open(&qc, &e->quic, em);
    if (err == ERR_OK)
        (void)quic_bound(e->quic, &e->at, 1);
    return err;
}

static inline void evil_gone(void *arg)
{
    *(bool *)arg = true;
}

static inline void evil_close(struct evil *e)
{
    quic_close(e->quic, evil_gone, &e->gone);
    while (!e->gone)
        loop_run_once(e->loop, 10);
    free(e->data);
    free(e->outboard);
}
