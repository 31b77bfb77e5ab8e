/* Reading goes through one cursor over the body of one frame, which cannot
 * leave it. A list ends at the ceiling of its array whatever count it claims.
 *
 * Writing appends type and body, then puts the length before them: bodies are
 * small, and so no second buffer is needed. */
#include "peers/node_msg.h"

#include <assert.h>
#include <string.h>

#include "peers/fields.h"

const char *node_msg_type_name(uint64_t type)
{
    static const char *const names[NODE_MSG_TYPE_END] = {
#define NODE_MSG_NAME(number, name, text) [number] = text,
        NODE_MSG_TYPES(NODE_MSG_NAME)
#undef NODE_MSG_NAME
    };

    return type < NODE_MSG_TYPE_END ? names[type] : NULL;
}

const char *node_close_text(enum node_close c)
{
    switch (c) {
#define NODE_CLOSE_TEXT(code, name, text)                                      \
    case NODE_CLOSE_##name:                                                    \
        return text;
        NODE_CLOSE_CODES(NODE_CLOSE_TEXT)
#undef NODE_CLOSE_TEXT
    }
    return "closed for a reason of a later version";
}

/* ---- frames ----*/

/* Is a whole varint there, or so many bytes that it must be a wrong one? */
static bool has_varint(const struct cursor *c)
{
    for (const uint8_t *p = c->ptr; p < c->end; p++)
        if (*p < 0x80 || p - c->ptr >= 9)
            return true;
    return false;
}

enum err node_frame_read(const uint8_t *bytes, size_t len,
                         struct node_frame *out, size_t *used)
{
    struct cursor c, inside;
    struct slice content;
    uint64_t content_len, type;

    cursor_init(&c, bytes, len);
    if (!has_varint(&c))
        return ERR_AGAIN;
    if (!cursor_varint(&c, &content_len))
        return ERR_PROTO;
    if (content_len > NODE_FRAME_MAX)
        return ERR_TOO_LARGE;
    if (!cursor_slice(&c, (size_t)content_len, &content))
        return ERR_AGAIN;
    cursor_init(&inside, content.ptr, content.len);
    if (!cursor_varint(&inside, &type))
        return ERR_PROTO;
    out->type = type;
    out->body = inside.ptr;
    out->len = cursor_left(&inside);
    *used = len - cursor_left(&c);
    return ERR_OK;
}

/* ---- reading ----*/

static void open_body(struct cursor *c, const struct node_frame *f)
{
    cursor_init(c, f->body, f->len);
}

static bool take_text(struct cursor *c, struct node_text *out)
{
    struct slice text;

    if (!field_text(c, &text))
        return false;
    *out = (struct node_text){(const char *)text.ptr, text.len};
    return true;
}

static bool take_observed(struct cursor *c, struct node_hello *h)
{
    uint8_t has;

    if (!cursor_u8(c, &has) || has > 1)
        return false;
    h->has_observed = has == 1;
    return !h->has_observed || field_addr(c, &h->observed);
}

static bool take_count(struct cursor *c, uint64_t *out)
{
    return field_number(c, NODE_LIST_MAX, out);
}

static bool take_key(struct cursor *c, struct record_key *out)
{
    return cursor_bytes(c, out->origin.b, sizeof out->origin.b) &&
           cursor_u8(c, &out->kind);
}

/* What follows from the state is not believed but set: of a whole blob all is
 * held, of one that is not there nothing. */
static bool take_state(struct cursor *c, struct node_have *out)
{
    uint8_t state;

    if (!cursor_u8(c, &state) || state > NODE_HAVE_WHOLE ||
        !cursor_varint(c, &out->size) || !cursor_varint(c, &out->held))
        return false;
    out->state = (enum node_have_state)state;
    if (out->state == NODE_HAVE_WHOLE)
        out->held = out->size;
    if (out->state == NODE_HAVE_NOT)
        out->size = out->held = 0;
    return out->size == 0 || out->held <= out->size;
}

enum err node_read_hello(const struct node_frame *f, struct node_hello *out)
{
    struct node_hello h = {0};
    struct cursor c;

    open_body(&c, f);
    if (!cursor_varint(&c, &h.version) || !cursor_varint(&c, &h.capabilities) ||
        !cursor_u64le(&c, &h.session) || !take_text(&c, &h.name) ||
        !take_text(&c, &h.agent) || !take_observed(&c, &h) || h.version == 0)
        return ERR_PROTO;
    *out = h;
    return ERR_OK;
}

enum err node_read_ping(const struct node_frame *f, struct node_ping *out)
{
    struct slice payload;
    struct cursor c;
    uint64_t token, len;

    open_body(&c, f);
    if (!cursor_u64le(&c, &token) ||
        !field_number(&c, NODE_PAYLOAD_MAX, &len) ||
        !cursor_slice(&c, (size_t)len, &payload))
        return ERR_PROTO;
    *out = (struct node_ping){token, payload.ptr, payload.len};
    return ERR_OK;
}

enum err node_read_offer(const struct node_frame *f, struct node_offer *out,
                         size_t *len)
{
    struct cursor c;
    uint64_t count;

    open_body(&c, f);
    if (!take_count(&c, &count))
        return ERR_PROTO;
    for (uint64_t i = 0; i < count; i++)
        if (!take_key(&c, &out[i].key) || !cursor_varint(&c, &out[i].seq))
            return ERR_PROTO;
    *len = (size_t)count;
    return ERR_OK;
}

enum err node_read_ask(const struct node_frame *f, struct record_key *out,
                       size_t *len)
{
    struct cursor c;
    uint64_t count;

    open_body(&c, f);
    if (!take_count(&c, &count))
        return ERR_PROTO;
    for (uint64_t i = 0; i < count; i++)
        if (!take_key(&c, &out[i]))
            return ERR_PROTO;
    *len = (size_t)count;
    return ERR_OK;
}

enum err node_read_record(const struct node_frame *f, uint64_t *age_ms,
                          const uint8_t **record, size_t *len)
{
    struct slice bytes;
    struct cursor c;
    uint64_t age, bytes_len;

    open_body(&c, f);
    if (!cursor_varint(&c, &age) || !field_number(&c, RECORD_MAX, &bytes_len) ||
        !cursor_slice(&c, (size_t)bytes_len, &bytes))
        return ERR_PROTO;
    *age_ms = age;
    *record = bytes.ptr;
    *len = bytes.len;
    return ERR_OK;
}

enum err node_read_have_ask(const struct node_frame *f, uint64_t *request,
                            struct hash *out, size_t *len)
{
    struct cursor c;
    uint64_t number, count;

    open_body(&c, f);
    if (!cursor_varint(&c, &number) || !take_count(&c, &count))
        return ERR_PROTO;
    for (uint64_t i = 0; i < count; i++)
        if (!cursor_bytes(&c, out[i].b, sizeof out[i].b))
            return ERR_PROTO;
    *request = number;
    *len = (size_t)count;
    return ERR_OK;
}

enum err node_read_have(const struct node_frame *f, uint64_t *request,
                        struct node_have *out, size_t *len)
{
    struct cursor c;
    uint64_t number, count;

    open_body(&c, f);
    if (!cursor_varint(&c, &number) || !take_count(&c, &count))
        return ERR_PROTO;
    for (uint64_t i = 0; i < count; i++) {
        out[i].hash = (struct hash){{0}};
        if (!take_state(&c, &out[i]))
            return ERR_PROTO;
    }
    *request = number;
    *len = (size_t)count;
    return ERR_OK;
}

enum err node_read_announce(const struct node_frame *f, struct node_have *out,
                            size_t *len)
{
    struct cursor c;
    uint64_t count;

    open_body(&c, f);
    if (!take_count(&c, &count))
        return ERR_PROTO;
    for (uint64_t i = 0; i < count; i++)
        if (!cursor_bytes(&c, out[i].hash.b, sizeof out[i].hash.b) ||
            !take_state(&c, &out[i]))
            return ERR_PROTO;
    *len = (size_t)count;
    return ERR_OK;
}

enum err node_read_error(const struct node_frame *f, struct node_error *out)
{
    struct node_error err = {0};
    struct cursor c;

    open_body(&c, f);
    if (!cursor_varint(&c, &err.type) || !cursor_varint(&c, &err.code) ||
        !take_text(&c, &err.text))
        return ERR_PROTO;
    *out = err;
    return ERR_OK;
}

/* ---- writing ----*/

/* A frame begins at `start` with its type; e is kept from field to field, so
 * that the last step can see whether all went well. */
struct frame {
    struct buf *b;
    size_t start;
    enum err e;
};

static void put_varint(struct frame *f, uint64_t v)
{
    if (f->e == ERR_OK)
        f->e = buf_add_varint(f->b, v);
}

static void put_u8(struct frame *f, uint8_t v)
{
    if (f->e == ERR_OK)
        f->e = buf_add_u8(f->b, v);
}

static void put_u64le(struct frame *f, uint64_t v)
{
    if (f->e == ERR_OK)
        f->e = buf_add_u64le(f->b, v);
}

static void put_bytes(struct frame *f, const void *bytes, size_t len)
{
    if (f->e == ERR_OK && len > 0)
        f->e = buf_add(f->b, bytes, len);
}

static void put_text(struct frame *f, const struct node_text *t)
{
    if (f->e == ERR_OK)
        f->e = field_add_text(f->b, t->ptr, t->len);
}

static void put_key(struct frame *f, const struct record_key *k)
{
    put_bytes(f, k->origin.b, sizeof k->origin.b);
    put_u8(f, k->kind);
}

static void put_state(struct frame *f, const struct node_have *h)
{
    bool is_there = h->state != NODE_HAVE_NOT;
    uint64_t held = h->state == NODE_HAVE_WHOLE ? h->size : h->held;

    put_u8(f, (uint8_t)h->state);
    put_varint(f, is_there ? h->size : 0);
    put_varint(f, is_there ? held : 0);
}

static void begin(struct frame *f, struct buf *b, enum node_msg_type type)
{
    *f = (struct frame){b, b->len, ERR_OK};
    put_varint(f, type);
}

/* Lists of ours are never longer. */
static void put_count(struct frame *f, size_t len)
{
    assert(len <= NODE_LIST_MAX);
    put_varint(f, len);
}

/* All of it is appended, or nothing. */
static enum err end(struct frame *f)
{
    size_t len = f->b->len - f->start, prefix;
    uint8_t *at, length[3];

    assert(f->e != ERR_OK || len <= NODE_FRAME_MAX);
    put_varint(f, len);
    if (f->e != ERR_OK) {
        f->b->len = f->start;
        return f->e;
    }
    /* The length stands behind its frame: turn the two round. */
    prefix = f->b->len - f->start - len;
    at = f->b->ptr + f->start;
    assert(prefix <= sizeof length);
    memcpy(length, at + len, prefix);
    memmove(at + prefix, at, len);
    memcpy(at, length, prefix);
    return ERR_OK;
}

enum err node_write_hello(struct buf *b, const struct node_hello *h)
{
    struct frame f;

    begin(&f, b, NODE_MSG_HELLO);
    put_varint(&f, h->version);
    put_varint(&f, h->capabilities);
    put_u64le(&f, h->session);
    put_text(&f, &h->name);
    put_text(&f, &h->agent);
    put_u8(&f, h->has_observed);
    if (f.e == ERR_OK && h->has_observed)
        f.e = field_add_addr(b, &h->observed);
    return end(&f);
}

enum err node_write_ping(struct buf *b, enum node_msg_type type,
                         const struct node_ping *p)
{
    struct frame f;

    assert(type == NODE_MSG_PING || type == NODE_MSG_PONG);
    assert(p->len <= NODE_PAYLOAD_MAX);
    begin(&f, b, type);
    put_u64le(&f, p->token);
    put_varint(&f, p->len);
    put_bytes(&f, p->payload, p->len);
    return end(&f);
}

enum err node_write_offer(struct buf *b, const struct node_offer *o, size_t len)
{
    struct frame f;

    begin(&f, b, NODE_MSG_OFFER);
    put_count(&f, len);
    for (size_t i = 0; i < len; i++) {
        put_key(&f, &o[i].key);
        put_varint(&f, o[i].seq);
    }
    return end(&f);
}

enum err node_write_ask(struct buf *b, const struct record_key *k, size_t len)
{
    struct frame f;

    begin(&f, b, NODE_MSG_ASK);
    put_count(&f, len);
    for (size_t i = 0; i < len; i++)
        put_key(&f, &k[i]);
    return end(&f);
}

enum err node_write_record(struct buf *b, uint64_t age_ms,
                           const uint8_t *record, size_t len)
{
    struct frame f;

    assert(len <= RECORD_MAX);
    begin(&f, b, NODE_MSG_RECORD);
    put_varint(&f, age_ms);
    put_varint(&f, len);
    put_bytes(&f, record, len);
    return end(&f);
}

enum err node_write_have_ask(struct buf *b, uint64_t request,
                             const struct hash *h, size_t len)
{
    struct frame f;

    begin(&f, b, NODE_MSG_HAVE_ASK);
    put_varint(&f, request);
    put_count(&f, len);
    for (size_t i = 0; i < len; i++)
        put_bytes(&f, h[i].b, sizeof h[i].b);
    return end(&f);
}

enum err node_write_have(struct buf *b, uint64_t request,
                         const struct node_have *h, size_t len)
{
    struct frame f;

    begin(&f, b, NODE_MSG_HAVE);
    put_varint(&f, request);
    put_count(&f, len);
    for (size_t i = 0; i < len; i++)
        put_state(&f, &h[i]);
    return end(&f);
}

enum err node_write_announce(struct buf *b, const struct node_have *h,
                             size_t len)
{
    struct frame f;

    begin(&f, b, NODE_MSG_ANNOUNCE);
    put_count(&f, len);
    for (size_t i = 0; i < len; i++) {
        put_bytes(&f, h[i].hash.b, sizeof h[i].hash.b);
        put_state(&f, &h[i]);
    }
    return end(&f);
}

enum err node_write_error(struct buf *b, const struct node_error *e)
{
    struct frame f;

    begin(&f, b, NODE_MSG_ERROR);
    put_varint(&f, e->type);
    put_varint(&f, e->code);
    put_text(&f, &e->text);
    return end(&f);
}
