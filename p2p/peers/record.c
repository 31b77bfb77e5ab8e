/* A record is signed as it stands in memory: what is read is not written anew
 * by those who pass it on, so nobody has to agree on how numbers are written.
 *
 * Ed25519 signs one piece of memory; the words that keep a record from being
 * taken for something else are put before it in a buffer for the moment. */
#include "peers/record.h"

#include <assert.h>
#include <string.h>

#include "peers/fields.h"

static const char context[] = "firn-record-1";
#define CONTEXT_LEN (sizeof context - 1)

/* Origin, kind, three varints, signature. */
_Static_assert(NODE_ID_LEN + 1 + 10 + 5 + 5 + KEY_SIG_LEN + RECORD_BODY_MAX <=
                   RECORD_MAX,
               "the longest record is no longer than RECORD_MAX");

/* Two texts, counts, and links of an id, five varints and the path. */
_Static_assert(2 * (1 + NODE_NAME_MAX) + 3 * 10 + 5 + 2 +
                       RECORD_MAX_LINKS * (NODE_ID_LEN + 4 * 10 + 3 + 1) <=
                   RECORD_BODY_MAX,
               "the longest list of links fits a body");

_Static_assert(2 * (1 + NODE_NAME_MAX) + 2 + NODE_ADDR_RELAY_SIZE + 1 +
                       RECORD_MAX_ADDRS * (1 + 16 + 3) <=
                   RECORD_BODY_MAX,
               "the longest list of addresses fits a body");

#define LOSS_MAX_PPM 1000000

/* ---- records ----*/

struct signed_text {
    uint8_t bytes[CONTEXT_LEN + RECORD_MAX];
    size_t len;
};

static void signed_text(struct signed_text *t, const uint8_t *bytes, size_t len)
{
    assert(len <= RECORD_MAX);
    memcpy(t->bytes, context, CONTEXT_LEN);
    memcpy(t->bytes + CONTEXT_LEN, bytes, len);
    t->len = CONTEXT_LEN + len;
}

static enum err write_unsigned(struct buf *b, const struct record *r)
{
    enum err e = buf_add(b, r->key.origin.b, sizeof r->key.origin.b);

    if (e == ERR_OK)
        e = buf_add_u8(b, r->key.kind);
    if (e == ERR_OK)
        e = buf_add_varint(b, r->seq);
    if (e == ERR_OK)
        e = buf_add_varint(b, r->ttl_s);
    if (e == ERR_OK)
        e = buf_add_varint(b, r->body_len);
    if (e == ERR_OK && r->body_len > 0)
        e = buf_add(b, r->body, r->body_len);
    return e;
}

enum err record_write(struct buf *b, const struct key *key, uint8_t kind,
                      uint64_t seq, uint32_t ttl_s, const void *body,
                      size_t len)
{
    struct record r = {{key->id, kind}, seq, ttl_s, body, len};
    uint8_t signature[KEY_SIG_LEN];
    struct signed_text text;
    size_t start = b->len;
    enum err e;

    assert(seq <= RECORD_SEQ_MAX && ttl_s > 0 && ttl_s <= RECORD_TTL_MAX_S);
    if (len > RECORD_BODY_MAX)
        return ERR_TOO_LARGE;
    e = write_unsigned(b, &r);
    if (e == ERR_OK) {
        signed_text(&text, b->ptr + start, b->len - start);
        key_sign(key, text.bytes, text.len, signature);
        e = buf_add(b, signature, sizeof signature);
    }
    if (e != ERR_OK)
        b->len = start;
    return e;
}

enum err record_read(const uint8_t *bytes, size_t len, struct record *out)
{
    struct slice body, signature;
    struct cursor c;
    struct record r;
    uint64_t ttl_s, body_len;

    cursor_init(&c, bytes, len);
    if (!cursor_bytes(&c, r.key.origin.b, sizeof r.key.origin.b) ||
        !cursor_u8(&c, &r.key.kind) ||
        !field_number(&c, RECORD_SEQ_MAX, &r.seq) ||
        !field_number(&c, RECORD_TTL_MAX_S, &ttl_s) || ttl_s == 0 ||
        !field_number(&c, RECORD_BODY_MAX, &body_len) ||
        !cursor_slice(&c, (size_t)body_len, &body) ||
        !cursor_slice(&c, KEY_SIG_LEN, &signature) || cursor_left(&c) > 0 ||
        len > RECORD_MAX)
        return ERR_PROTO;
    r.ttl_s = (uint32_t)ttl_s;
    r.body = body.ptr;
    r.body_len = body.len;
    *out = r;
    return ERR_OK;
}

enum err record_verify(const uint8_t *bytes, size_t len)
{
    struct signed_text text;
    struct node_id origin;

    assert(len > NODE_ID_LEN + KEY_SIG_LEN && len <= RECORD_MAX);
    memcpy(origin.b, bytes, sizeof origin.b);
    signed_text(&text, bytes, len - KEY_SIG_LEN);
    return key_verify(&origin, text.bytes, text.len, bytes + len - KEY_SIG_LEN);
}

/* ---- addresses ----*/

static enum err write_names(struct buf *b, const char *name, const char *agent)
{
    enum err e = field_add_text(b, name, strlen(name));

    return e == ERR_OK ? field_add_text(b, agent, strlen(agent)) : e;
}

static bool read_names(struct cursor *c, char name[static NODE_NAME_MAX + 1],
                       char agent[static NODE_NAME_MAX + 1])
{
    return field_name(c, name) && field_name(c, agent);
}

/* Others could do nothing with the useless ones; of the rest the first. */
static size_t choose_addrs(const struct node_addr *node,
                           const struct addr *chosen[static RECORD_MAX_ADDRS])
{
    size_t len = 0;

    for (size_t i = 0; i < node->len && len < RECORD_MAX_ADDRS; i++)
        if (!field_addr_is_useless(&node->addrs[i]))
            chosen[len++] = &node->addrs[i];
    return len;
}

static enum err write_addresses(struct buf *b, const struct record_addresses *a)
{
    const struct addr *chosen[RECORD_MAX_ADDRS];
    size_t len = choose_addrs(&a->node, chosen);
    size_t relay_len = strlen(a->node.relay);
    enum err e = write_names(b, a->name, a->agent);

    if (e == ERR_OK)
        e = buf_add_varint(b, relay_len);
    if (e == ERR_OK && relay_len > 0)
        e = buf_add(b, a->node.relay, relay_len);
    if (e == ERR_OK)
        e = buf_add_varint(b, len);
    for (size_t i = 0; e == ERR_OK && i < len; i++)
        e = field_add_addr(b, chosen[i]);
    return e;
}

enum err record_write_addresses(struct buf *b, const struct record_addresses *a)
{
    size_t start = b->len;
    enum err e = write_addresses(b, a);

    if (e != ERR_OK)
        b->len = start;
    return e;
}

/* A URL is printable ASCII. */
static bool read_relay(struct cursor *c, struct node_addr *node)
{
    struct slice url;
    uint64_t len;

    if (!field_number(c, sizeof node->relay - 1, &len) ||
        !cursor_slice(c, (size_t)len, &url))
        return false;
    for (size_t i = 0; i < url.len; i++)
        if (url.ptr[i] <= 0x20 || url.ptr[i] >= 0x7f)
            return false;
    memcpy(node->relay, url.ptr, url.len);
    node->relay[url.len] = '\0';
    return true;
}

static bool read_addrs(struct cursor *c, struct node_addr *node)
{
    struct addr a;
    uint64_t count;

    if (!field_number(c, RECORD_MAX_ADDRS, &count))
        return false;
    for (uint64_t i = 0; i < count; i++) {
        if (!field_addr(c, &a))
            return false;
        if (!field_addr_is_useless(&a) && node_addr_add(node, &a) != ERR_OK)
            return false;
    }
    return true;
}

enum err record_read_addresses(const struct record *r,
                               struct record_addresses *out)
{
    struct record_addresses a = {.name = ""};
    struct cursor c;

    node_addr_init(&a.node, &r->key.origin);
    cursor_init(&c, r->body, r->body_len);
    if (!read_names(&c, a.name, a.agent) || !read_relay(&c, &a.node) ||
        !read_addrs(&c, &a.node))
        return ERR_PROTO;
    *out = a;
    return ERR_OK;
}

/* ---- links ----*/

static enum err write_link(struct buf *b, const struct record_link *l)
{
    const uint64_t numbers[] = {l->rtt_us, l->loss_ppm, l->rx_bps, l->tx_bps,
                                l->since_s};
    enum err e = buf_add(b, l->to.b, sizeof l->to.b);

    assert(l->loss_ppm <= LOSS_MAX_PPM);
    for (size_t i = 0; e == ERR_OK && i < sizeof numbers / sizeof *numbers; i++)
        e = buf_add_varint(b, numbers[i]);
    if (e == ERR_OK)
        e = buf_add_u8(b, l->path);
    return e;
}

static enum err write_links(struct buf *b, const struct record_links *l)
{
    const uint64_t numbers[] = {l->uptime_s, l->blobs, l->bytes, l->interval_s,
                                l->len};
    enum err e = write_names(b, l->name, l->agent);

    assert(l->len <= RECORD_MAX_LINKS);
    assert(l->interval_s > 0 && l->interval_s <= RECORD_TTL_MAX_S);
    for (size_t i = 0; e == ERR_OK && i < sizeof numbers / sizeof *numbers; i++)
        e = buf_add_varint(b, numbers[i]);
    for (size_t i = 0; e == ERR_OK && i < l->len; i++)
        e = write_link(b, &l->links[i]);
    return e;
}

enum err record_write_links(struct buf *b, const struct record_links *l)
{
    size_t start = b->len;
    enum err e = write_links(b, l);

    if (e != ERR_OK)
        b->len = start;
    return e;
}

static bool read_link(struct cursor *c, struct record_link *l)
{
    uint64_t loss_ppm;

    if (!cursor_bytes(c, l->to.b, sizeof l->to.b) ||
        !cursor_varint(c, &l->rtt_us) ||
        !field_number(c, LOSS_MAX_PPM, &loss_ppm) ||
        !cursor_varint(c, &l->rx_bps) || !cursor_varint(c, &l->tx_bps) ||
        !cursor_varint(c, &l->since_s) || !cursor_u8(c, &l->path))
        return false;
    l->loss_ppm = (uint32_t)loss_ppm;
    /* Ways that a later version may have are links all the same. */
    if (l->path > RECORD_PATH_IPV6)
        l->path = RECORD_PATH_UNKNOWN;
    return true;
}

static bool read_links(struct cursor *c, const struct record *r,
                       struct record_links *out)
{
    uint64_t interval_s, count;

    if (!read_names(c, out->name, out->agent) ||
        !cursor_varint(c, &out->uptime_s) || !cursor_varint(c, &out->blobs) ||
        !cursor_varint(c, &out->bytes) ||
        !field_number(c, RECORD_TTL_MAX_S, &interval_s) || interval_s == 0 ||
        !field_number(c, RECORD_MAX_LINKS, &count))
        return false;
    for (uint64_t i = 0; i < count; i++)
        if (!read_link(c, &out->links[i]) ||
            node_id_equal(&out->links[i].to, &r->key.origin))
            return false;
    out->interval_s = (uint32_t)interval_s;
    out->len = (size_t)count;
    return true;
}

enum err record_read_links(const struct record *r, struct record_links *out)
{
    struct cursor c;

    cursor_init(&c, r->body, r->body_len);
    return read_links(&c, r, out) ? ERR_OK : ERR_PROTO;
}
