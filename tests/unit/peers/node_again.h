/* Read the body of a frame and write it anew; for the tests of the vectors and
 * of random bytes. */
#pragma once

#include "peers/node_msg.h"

static inline enum err hello_again(struct buf *b, const struct node_frame *f)
{
    struct node_hello h;
    enum err e = node_read_hello(f, &h);

    return e == ERR_OK ? node_write_hello(b, &h) : e;
}

static inline enum err ping_again(struct buf *b, const struct node_frame *f)
{
    struct node_ping p;
    enum err e = node_read_ping(f, &p);

    if (e != ERR_OK)
        return e;
    return node_write_ping(b, (enum node_msg_type)f->type, &p);
}

static inline enum err offer_again(struct buf *b, const struct node_frame *f)
{
    struct node_offer offers[NODE_LIST_MAX];
    size_t len;
    enum err e = node_read_offer(f, offers, &len);

    return e == ERR_OK ? node_write_offer(b, offers, len) : e;
}

static inline enum err ask_again(struct buf *b, const struct node_frame *f)
{
    struct record_key keys[NODE_LIST_MAX];
    size_t len;
    enum err e = node_read_ask(f, keys, &len);

    return e == ERR_OK ? node_write_ask(b, keys, len) : e;
}

static inline enum err record_again(struct buf *b, const struct node_frame *f)
{
    const uint8_t *record;
    uint64_t age_ms;
    size_t len;
    enum err e = node_read_record(f, &age_ms, &record, &len);

    return e == ERR_OK ? node_write_record(b, age_ms, record, len) : e;
}

static inline enum err have_ask_again(struct buf *b, const struct node_frame *f)
{
    struct hash hashes[NODE_LIST_MAX];
    uint64_t request;
    size_t len;
    enum err e = node_read_have_ask(f, &request, hashes, &len);

    return e == ERR_OK ? node_write_have_ask(b, request, hashes, len) : e;
}

static inline enum err have_again(struct buf *b, const struct node_frame *f)
{
    struct node_have haves[NODE_LIST_MAX];
    uint64_t request;
    size_t len;
    enum err e = node_read_have(f, &request, haves, &len);

    return e == ERR_OK ? node_write_have(b, request, haves, len) : e;
}

static inline enum err announce_again(struct buf *b, const struct node_frame *f)
{
    struct node_have haves[NODE_LIST_MAX];
    size_t len;
    enum err e = node_read_announce(f, haves, &len);

    return e == ERR_OK ? node_write_announce(b, haves, len) : e;
}

static inline enum err error_again(struct buf *b, const struct node_frame *f)
{
    struct node_error err;
    enum err e = node_read_error(f, &err);

    return e == ERR_OK ? node_write_error(b, &err) : e;
}

/* ERR_UNSUPPORTED: not a type that we know. */
static inline enum err write_again(struct buf *b, const struct node_frame *f)
{
    typedef enum err again_fn(struct buf *, const struct node_frame *);
    static again_fn *const again[NODE_MSG_TYPE_END] = {
        [NODE_MSG_HELLO] = hello_again,       [NODE_MSG_PING] = ping_again,
        [NODE_MSG_PONG] = ping_again,         [NODE_MSG_OFFER] = offer_again,
        [NODE_MSG_ASK] = ask_again,           [NODE_MSG_RECORD] = record_again,
        [NODE_MSG_HAVE_ASK] = have_ask_again, [NODE_MSG_HAVE] = have_again,
        [NODE_MSG_ANNOUNCE] = announce_again, [NODE_MSG_ERROR] = error_again};

    if (f->type >= NODE_MSG_TYPE_END || again[f->type] == NULL)
        return ERR_UNSUPPORTED;
    return again[f->type](b, f);
}
