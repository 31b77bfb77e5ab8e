/* Reading goes through one cursor that cannot leave the decoded bytes. Every
 * element of a list takes at least one byte, so a list ends, whatever count it
 * claims, when the bytes do. */
#include "crypto/ticket.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/base32.h"

/* Layout, id, relay, 32 addresses as 1.x writes them, format, hash. */
#define WRITE_MAX                                                              \
    (1 + NODE_ID_LEN + 4 + NODE_ADDR_RELAY_SIZE + 2 +                          \
     NODE_ADDR_MAX * (2 + 16 + 3) + 1 + 32)

_Static_assert(sizeof "endpoint" + BASE32_TEXT_LEN(WRITE_MAX) <=
                   TICKET_TEXT_SIZE,
               "every ticket fits its text");

/* Variants of a transport address in iroh 1.x. */
enum { AT_RELAY = 0, AT_IP = 1, AT_CUSTOM = 2 };

static const char *const kind_names[] = {
    [TICKET_BLOB] = "blob",
    [TICKET_NODE] = "node",
    [TICKET_ENDPOINT] = "endpoint",
};

#define KINDS (sizeof kind_names / sizeof kind_names[0])

const char *ticket_kind_name(enum ticket_kind kind)
{
    assert(kind < KINDS);
    return kind_names[kind];
}

/* ---- writing ---- */

/* The buffer was made as large as the largest ticket. */
static void must(enum err e)
{
    assert(e == ERR_OK);
    (void)e;
}

static void put_u8(struct buf *b, uint8_t v)
{
    must(buf_add_u8(b, v));
}

static void put_text(struct buf *b, const char *text)
{
    size_t len = strlen(text);

    must(buf_add_varint(b, len));
    must(buf_add(b, text, len));
}

static void put_addr(struct buf *b, const struct addr *a)
{
    bool v6 = addr_is_v6(a);

    put_u8(b, v6 ? 1 : 0);
    if (v6)
        must(buf_add(b, &a->in6.sin6_addr, 16));
    else
        must(buf_add(b, &a->in.sin_addr, 4));
    must(buf_add_varint(b, addr_port(a)));
}

/* Optional relay, then a set of addresses. */
static void put_node_0_35(struct buf *b, const struct node_addr *na)
{
    put_u8(b, na->relay[0] != '\0');
    if (na->relay[0] != '\0')
        put_text(b, na->relay);
    must(buf_add_varint(b, na->len));
    for (size_t i = 0; i < na->len; i++)
        put_addr(b, &na->addrs[i]);
}

/* One set in which the relay comes first. */
static void put_node_1_x(struct buf *b, const struct node_addr *na)
{
    bool has_relay = na->relay[0] != '\0';

    must(buf_add_varint(b, na->len + has_relay));
    if (has_relay) {
        put_u8(b, AT_RELAY);
        put_text(b, na->relay);
    }
    for (size_t i = 0; i < na->len; i++) {
        put_u8(b, AT_IP);
        put_addr(b, &na->addrs[i]);
    }
}

static void put_ticket(struct buf *b, const struct ticket *t)
{
    put_u8(b, 0); /* layout */
    must(buf_add(b, t->node.id.b, NODE_ID_LEN));
    if (t->kind == TICKET_ENDPOINT)
        put_node_1_x(b, &t->node);
    else
        put_node_0_35(b, &t->node);
    if (t->kind == TICKET_BLOB) {
        put_u8(b, t->is_hashseq);
        must(buf_add(b, t->hash.b, sizeof t->hash.b));
    }
}

void ticket_format(const struct ticket *t, char out[static TICKET_TEXT_SIZE])
{
    uint8_t bytes[WRITE_MAX];
    struct buf b = {.ptr = bytes, .cap = sizeof bytes, .max = sizeof bytes};
    size_t len = strlen(ticket_kind_name(t->kind));

    put_ticket(&b, t);
    memcpy(out, ticket_kind_name(t->kind), len);
    base32_encode(BASE32_RFC4648, bytes, b.len, out + len);
}

/* ---- reading ---- */

/* A postcard option or boolean. */
static bool take_bool(struct cursor *c, bool *out)
{
    uint8_t v;

    if (!cursor_u8(c, &v) || v > 1)
        return false;
    *out = v == 1;
    return true;
}

static bool take_count(struct cursor *c, uint64_t *out)
{
    return cursor_varint(c, out) && *out <= cursor_left(c);
}

static bool take_text(struct cursor *c, struct slice *out)
{
    uint64_t len;

    return take_count(c, &len) && cursor_slice(c, (size_t)len, out);
}

static bool take_port(struct cursor *c, in_port_t *out)
{
    const uint8_t *start = c->ptr;
    uint64_t v;

    /* A 16-bit varint has at most three bytes. */
    if (!cursor_varint(c, &v) || v > UINT16_MAX || c->ptr - start > 3)
        return false;
    *out = htons((uint16_t)v);
    return true;
}

static bool take_addr(struct cursor *c, struct addr *out)
{
    uint64_t variant;

    *out = (struct addr){0};
    if (!cursor_varint(c, &variant) || variant > 1)
        return false;
    if (variant == 0) {
        out->in.sin_family = AF_INET;
        return cursor_bytes(c, &out->in.sin_addr, 4) &&
               take_port(c, &out->in.sin_port);
    }
    out->in6.sin6_family = AF_INET6;
    return cursor_bytes(c, &out->in6.sin6_addr, 16) &&
           take_port(c, &out->in6.sin6_port);
}

static enum err read_addr(struct cursor *c, struct node_addr *na)
{
    struct addr a;
    enum err e;

    if (!take_addr(c, &a))
        return ERR_PARSE;
    e = node_addr_add(na, &a);
    /* What does not fit is dropped: it is only a hint. */
    return e == ERR_LIMIT ? ERR_OK : e;
}

/* The first relay is kept. */
static enum err read_relay(struct cursor *c, struct node_addr *na)
{
    struct slice url;

    if (!take_text(c, &url))
        return ERR_PARSE;
    if (url.len >= sizeof na->relay)
        return ERR_TOO_LARGE;
    if (memchr(url.ptr, '\0', url.len) != NULL)
        return ERR_PARSE;
    if (na->relay[0] == '\0') {
        memcpy(na->relay, url.ptr, url.len);
        na->relay[url.len] = '\0';
    }
    return ERR_OK;
}

static enum err read_custom(struct cursor *c)
{
    uint64_t id;
    struct slice bytes;

    if (!cursor_varint(c, &id) || !take_text(c, &bytes))
        return ERR_PARSE;
    return ERR_OK;
}

static enum err read_node_0_35(struct cursor *c, struct node_addr *na)
{
    bool has_relay;
    uint64_t count;
    enum err e = ERR_OK;

    if (!take_bool(c, &has_relay))
        return ERR_PARSE;
    if (has_relay)
        e = read_relay(c, na);
    if (e != ERR_OK)
        return e;
    if (!take_count(c, &count))
        return ERR_PARSE;
    while (count-- > 0 && e == ERR_OK)
        e = read_addr(c, na);
    return e;
}

static enum err read_transport_addr(struct cursor *c, struct node_addr *na)
{
    uint64_t variant;

    if (!cursor_varint(c, &variant))
        return ERR_PARSE;
    switch (variant) {
    case AT_RELAY:
        return read_relay(c, na);
    case AT_IP:
        return read_addr(c, na);
    case AT_CUSTOM:
        return read_custom(c);
    default:
        return ERR_PARSE;
    }
}

static enum err read_node_1_x(struct cursor *c, struct node_addr *na)
{
    uint64_t count;
    enum err e = ERR_OK;

    if (!take_count(c, &count))
        return ERR_PARSE;
    while (count-- > 0 && e == ERR_OK)
        e = read_transport_addr(c, na);
    return e;
}

static enum err read_id(struct cursor *c, struct node_addr *na,
                        struct errmsg *em)
{
    uint8_t bytes[NODE_ID_LEN];
    struct node_id id;
    enum err e;

    if (!cursor_bytes(c, bytes, sizeof bytes)) {
        err_set(em, "it ends within the node id");
        return ERR_PARSE;
    }
    e = node_id_from_bytes(bytes, &id);
    if (e != ERR_OK) {
        err_set(em, "its node id is not a public key");
        return e;
    }
    node_addr_init(na, &id);
    return ERR_OK;
}

static enum err read_content(struct cursor *c, struct ticket *t,
                             struct errmsg *em)
{
    uint64_t format;

    if (!cursor_varint(c, &format) ||
        !cursor_bytes(c, t->hash.b, sizeof t->hash.b)) {
        err_set(em, "it ends within the hash");
        return ERR_PARSE;
    }
    if (format > 1) {
        err_set(em, "it names an unknown blob format");
        return ERR_PARSE;
    }
    t->is_hashseq = format == 1;
    return ERR_OK;
}

static enum err read_layout(struct cursor *c, struct errmsg *em)
{
    uint64_t layout;

    if (!cursor_varint(c, &layout)) {
        err_set(em, "it is empty");
        return ERR_PARSE;
    }
    if (layout != 0) {
        err_set(em, "its layout is newer than this program");
        return ERR_UNSUPPORTED;
    }
    return ERR_OK;
}

static enum err read_ticket(struct cursor *c, struct ticket *t,
                            struct errmsg *em)
{
    enum err e;

    e = read_layout(c, em);
    if (e == ERR_OK)
        e = read_id(c, &t->node, em);
    if (e != ERR_OK)
        return e;
    if (t->kind == TICKET_ENDPOINT)
        e = read_node_1_x(c, &t->node);
    else
        e = read_node_0_35(c, &t->node);
    if (e != ERR_OK) {
        err_set(em, e == ERR_TOO_LARGE ? "its relay URL is too long"
                                       : "its list of addresses is damaged");
        return e;
    }
    if (t->kind == TICKET_BLOB)
        e = read_content(c, t, em);
    return e;
}

/* The kind at the front of `text`; none of the names begins another. */
static enum err find_kind(const char *text, enum ticket_kind *out,
                          struct errmsg *em)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (strncmp(text, kind_names[i], strlen(kind_names[i])) == 0) {
            *out = (enum ticket_kind)i;
            return ERR_OK;
        }
    }
    if (strncmp(text, "doc", 3) == 0) {
        err_set(em, "a document ticket, where a blob, node or endpoint "
                    "ticket is expected");
        return ERR_UNSUPPORTED;
    }
    err_set(em, "a ticket begins with \"blob\", \"node\" or \"endpoint\"");
    return ERR_PARSE;
}

static enum err decode(const char *text, struct ticket *t, struct errmsg *em)
{
    uint8_t bytes[BASE32_BYTES_LEN(TICKET_PARSE_MAX)];
    struct cursor c;
    const char *body;
    size_t len;
    enum err e;

    e = find_kind(text, &t->kind, em);
    if (e != ERR_OK)
        return e;
    body = text + strlen(kind_names[t->kind]);
    len = strlen(body);
    e = base32_decode(BASE32_RFC4648, body, len, bytes);
    if (e != ERR_OK) {
        err_set(em, "it is cut short or has a letter that does not belong");
        return ERR_PARSE;
    }
    cursor_init(&c, bytes, BASE32_BYTES_LEN(len));
    return read_ticket(&c, t, em);
}

enum err ticket_parse_any(const char *text, struct ticket *out,
                          struct errmsg *em)
{
    struct ticket t = {0};
    enum err e;

    if (strnlen(text, TICKET_PARSE_MAX + 1) > TICKET_PARSE_MAX) {
        err_set(em, "read ticket: longer than %d characters", TICKET_PARSE_MAX);
        return ERR_TOO_LARGE;
    }
    e = decode(text, &t, em);
    if (e == ERR_OK)
        *out = t;
    else
        err_wrap(em, "read ticket");
    return e;
}

enum err ticket_parse(const char *text, enum ticket_kind kind,
                      struct ticket *out, struct errmsg *em)
{
    struct ticket t;
    enum err e;

    e = ticket_parse_any(text, &t, em);
    if (e != ERR_OK)
        return e;
    if (t.kind != kind) {
        err_set(em, "read ticket: it is a %s ticket, not a %s ticket",
                ticket_kind_name(t.kind), ticket_kind_name(kind));
        return ERR_PARSE;
    }
    *out = t;
    return ERR_OK;
}
