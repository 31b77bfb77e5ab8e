/* Reading: the questions first, since one that matches makes the datagram a
 * query. Otherwise the records, section by section: SRV and TXT of the answer
 * section by whom they belong to, then the addresses of the additional section
 * by the name an SRV has pointed at. Whatever belongs to others (the port is
 * that of mDNS) is stepped over.
 *
 * Writing: which addresses fit is reckoned first, so that the counts in the
 * header are known before a record is written. */
#include "discovery/lan_wire.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define HEADER_LEN 12
#define FLAGS_ANSWER 0x8400 /* an answer, with authority */
#define CLASS_IN 1
#define NAME_MAX_LEN 254 /* without the empty label at its end */
#define RECORD_LEN 10    /* type, class, TTL, length */

enum {
    TYPE_A = 1,
    TYPE_PTR = 12,
    TYPE_TXT = 16,
    TYPE_AAAA = 28,
    TYPE_SRV = 33
};
enum section { ANSWER, AUTHORITY, ADDITIONAL, SECTIONS };

/* Labels, each after its length; lower case; the empty one is left out. */
struct name {
    size_t len;
    uint8_t b[NAME_MAX_LEN];
};

struct service {
    const char *labels; /* as in struct name */
    size_t len;
};

#define SERVICE(text)                                                          \
    {                                                                          \
        (text), sizeof(text) - 1                                               \
    }
static const struct service services[LAN_GENS] = {
    [LAN_OLD] = SERVICE("\x05_iroh\x05local\x05swarm\x04_udp\x05local"),
    [LAN_NEW] = SERVICE("\x07_irohv1\x04_udp\x05local"),
};
static const struct service local = SERVICE("\x05local");

/* Reading. */

struct srv {
    size_t answer; /* index into lan_msg.answers */
    uint16_t port;
    struct name target;
};

struct reader {
    const uint8_t *bytes;
    size_t len;
    struct cursor c;
    bool is_local;
    struct lan_msg *msg;
    size_t srvs_len;
    struct srv srvs[LAN_SRVS_MAX];
};

static bool take_u16(struct cursor *c, uint16_t *out)
{
    uint8_t high, low;

    if (!cursor_u8(c, &high) || !cursor_u8(c, &low))
        return false;
    *out = (uint16_t)(high << 8 | low);
    return true;
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

static bool take_label(struct cursor *c, uint8_t len, struct name *n)
{
    struct slice s;

    if (n->len + 1 + len > NAME_MAX_LEN || !cursor_slice(c, len, &s))
        return false;
    n->b[n->len++] = len;
    for (size_t i = 0; i < len; i++)
        n->b[n->len++] = lower(s.ptr[i]);
    return true;
}

/* Go on where a pointer leads. It must lead before everything of this name
 * that was read, so that the way has an end. */
static bool follow(const struct reader *r, uint8_t high, struct cursor *c,
                   size_t *limit)
{
    uint8_t low;
    size_t at;

    if (!cursor_u8(c, &low))
        return false;
    at = (size_t)(high & 0x3f) << 8 | low;
    if (at >= *limit)
        return false;
    *limit = at;
    cursor_init(c, r->bytes + at, r->len - at);
    return true;
}

static bool read_name(struct reader *r, struct name *n)
{
    size_t limit = (size_t)(r->c.ptr - r->bytes);
    struct cursor c = r->c;
    int jumps = 0;
    uint8_t first;

    n->len = 0;
    for (;;) {
        if (!cursor_u8(&c, &first))
            return false;
        if (first == 0)
            break;
        if (first < 0x40) {
            if (!take_label(&c, first, n))
                return false;
            continue;
        }
        /* The record goes on behind its first pointer. */
        if (first < 0xc0 || jumps == LAN_JUMPS_MAX || cursor_left(&c) == 0)
            return false;
        if (jumps++ == 0)
            cursor_init(&r->c, c.ptr + 1, cursor_left(&c) - 1);
        if (!follow(r, first, &c, &limit))
            return false;
    }
    if (jumps == 0)
        r->c = c;
    return true;
}

static bool is_name(const struct name *n, const struct service *s)
{
    return n->len == s->len && memcmp(n->b, s->labels, s->len) == 0;
}

/* Is it one label and then the service? */
static bool is_under(const struct name *n, const struct service *s)
{
    size_t first = n->len > 0 ? n->b[0] + 1u : 0;

    return first > 0 && n->len == first + s->len &&
           memcmp(n->b + first, s->labels, s->len) == 0;
}

static bool read_question(struct reader *r)
{
    struct name n;
    uint16_t type, class;

    if (!read_name(r, &n) || !take_u16(&r->c, &type) ||
        !take_u16(&r->c, &class))
        return false;
    for (size_t g = 0; g < LAN_GENS; g++)
        if (type == TYPE_PTR && class == CLASS_IN && is_name(&n, &services[g]))
            r->msg->asks[g] = true;
    return true;
}

/* The answer that a record belongs to; NULL when it is of no service of ours,
 * of no node, or of one node too many. */
static struct lan_answer *answer_of(struct reader *r, const struct name *owner)
{
    struct lan_msg *m = r->msg;
    struct lan_answer *a;
    struct node_id id;
    size_t gen = 0;

    while (gen < LAN_GENS && !is_under(owner, &services[gen]))
        gen++;
    if (gen == LAN_GENS || node_id_parse_n((const char *)owner->b + 1,
                                           owner->b[0], &id, NULL) != ERR_OK)
        return NULL;
    for (size_t i = 0; i < m->answers_len; i++)
        if (m->answers[i].gen == gen &&
            node_id_equal(&m->answers[i].node.id, &id))
            return &m->answers[i];
    if (m->answers_len == LAN_ANSWERS_MAX)
        return NULL;
    a = &m->answers[m->answers_len++];
    a->gen = (enum lan_gen)gen;
    node_addr_init(&a->node, &id);
    a->data[0] = '\0';
    return a;
}

static bool read_srv(struct reader *r, const struct name *owner)
{
    uint16_t priority, weight, port;
    const struct lan_answer *a;
    struct name target;
    struct srv *s;

    if (!take_u16(&r->c, &priority) || !take_u16(&r->c, &weight) ||
        !take_u16(&r->c, &port) || !read_name(r, &target))
        return false;
    if (port == 0 || r->srvs_len == LAN_SRVS_MAX || !is_under(&target, &local))
        return true;
    a = answer_of(r, owner);
    if (a == NULL)
        return true;
    s = &r->srvs[r->srvs_len++];
    s->answer = (size_t)(a - r->msg->answers);
    s->port = port;
    s->target = target;
    return true;
}

static bool is_visible(const struct slice *s)
{
    for (size_t i = 0; i < s->len; i++)
        if (s->ptr[i] <= ' ' || s->ptr[i] >= 0x7f)
            return false;
    return true;
}

/* What stands behind `key`, when the string begins with it. */
static bool has_key(const struct slice *s, const char *key, struct slice *value)
{
    size_t len = strlen(key);

    if (s->len < len || memcmp(s->ptr, key, len) != 0)
        return false;
    *value = (struct slice){s->ptr + len, s->len - len};
    return true;
}

static void read_attribute(struct lan_answer *a, const struct slice *s)
{
    struct slice v;

    if (has_key(s, "relay=", &v) && a->gen == LAN_NEW && is_visible(&v)) {
        assert(v.len < NODE_ADDR_RELAY_SIZE);
        memcpy(a->node.relay, v.ptr, v.len);
        a->node.relay[v.len] = '\0';
    } else if (has_key(s, "user-data=", &v) && v.len < LAN_DATA_SIZE) {
        memcpy(a->data, v.ptr, v.len);
        a->data[v.len] = '\0';
    }
}

static bool read_txt(struct reader *r, const struct name *owner, size_t len)
{
    struct lan_answer *a = answer_of(r, owner);
    struct slice all, s;
    struct cursor c;
    uint8_t n;

    if (!cursor_slice(&r->c, len, &all))
        return false;
    cursor_init(&c, all.ptr, all.len);
    while (cursor_left(&c) > 0) {
        if (!cursor_u8(&c, &n) || !cursor_slice(&c, n, &s))
            return false;
        if (a != NULL)
            read_attribute(a, &s);
    }
    return true;
}

/* Could a node be reached there? Link-local addresses of IPv6 mean nothing
 * without the interface. */
static bool is_usable(const struct reader *r, const struct addr *a)
{
    uint32_t ip;

    if (addr_is_wildcard(a) || (addr_is_loopback(a) && !r->is_local))
        return false;
    if (addr_is_v6(a))
        return !IN6_IS_ADDR_MULTICAST(&a->in6.sin6_addr) &&
               !IN6_IS_ADDR_LINKLOCAL(&a->in6.sin6_addr);
    ip = ntohl(a->in.sin_addr.s_addr);
    return ip >> 24 != 0 && ip >> 28 < 0xe; /* neither multicast nor beyond */
}

static bool take_ip(struct cursor *c, uint16_t type, struct addr *out)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

    if (type == TYPE_A)
        return cursor_bytes(c, &in.sin_addr, sizeof in.sin_addr) &&
               addr_from_sockaddr((struct sockaddr *)&in, out) == ERR_OK;
    return cursor_bytes(c, &in6.sin6_addr, sizeof in6.sin6_addr) &&
           addr_from_sockaddr((struct sockaddr *)&in6, out) == ERR_OK;
}

static bool read_ip(struct reader *r, const struct name *owner, uint16_t type)
{
    struct addr ip;

    if (!take_ip(&r->c, type, &ip))
        return false;
    if (!is_usable(r, &ip))
        return true;
    for (size_t i = 0; i < r->srvs_len; i++) {
        const struct srv *s = &r->srvs[i];
        enum err e;

        if (s->target.len != owner->len ||
            memcmp(s->target.b, owner->b, owner->len) != 0)
            continue;
        addr_set_port(&ip, s->port);
        e = node_addr_add(&r->msg->answers[s->answer].node, &ip);
        (void)e; /* more than are kept: the others will do */
    }
    return true;
}

/* Read what belongs to us; what does not is left unread. */
static bool read_data(struct reader *r, enum section in,
                      const struct name *owner, uint16_t type, size_t len)
{
    if (in == ANSWER && type == TYPE_SRV)
        return read_srv(r, owner);
    if (in == ANSWER && type == TYPE_TXT)
        return read_txt(r, owner, len);
    if (in == ADDITIONAL && (type == TYPE_A || type == TYPE_AAAA))
        return read_ip(r, owner, type);
    return true;
}

static bool read_record(struct reader *r, enum section in)
{
    uint16_t type, class, len;
    struct name owner;
    struct slice data;
    struct cursor after;
    uint8_t ttl[4];

    if (!read_name(r, &owner) || !take_u16(&r->c, &type) ||
        !take_u16(&r->c, &class) || !cursor_bytes(&r->c, ttl, sizeof ttl) ||
        !take_u16(&r->c, &len))
        return false;
    after = r->c;
    if (!cursor_slice(&after, len, &data))
        return false;
    if (class == CLASS_IN && !read_data(r, in, &owner, type, len))
        return false;
    /* Something may be left over, but nothing of the next record be read. */
    if (r->c.ptr > after.ptr)
        return false;
    r->c = after;
    return true;
}

/* A node without an address is not told of. */
static void drop_unreachable(struct lan_msg *m)
{
    size_t kept = 0;

    for (size_t i = 0; i < m->answers_len; i++) {
        if (m->answers[i].node.len == 0)
            continue;
        if (kept != i)
            m->answers[kept] = m->answers[i];
        kept++;
    }
    m->answers_len = kept;
}

static enum err read_all(struct reader *r)
{
    uint16_t id, flags, questions, records[SECTIONS];

    if (!take_u16(&r->c, &id) || !take_u16(&r->c, &flags) ||
        !take_u16(&r->c, &questions))
        return ERR_PROTO;
    for (size_t s = 0; s < SECTIONS; s++)
        if (!take_u16(&r->c, &records[s]))
            return ERR_PROTO;
    for (size_t i = 0; i < questions; i++)
        if (!read_question(r))
            return ERR_PROTO;
    if (r->msg->asks[LAN_OLD] || r->msg->asks[LAN_NEW])
        return ERR_OK;
    for (size_t s = 0; s < SECTIONS; s++)
        for (size_t i = 0; i < records[s]; i++)
            if (!read_record(r, (enum section)s))
                return ERR_PROTO;
    drop_unreachable(r->msg);
    return r->msg->answers_len > 0 ? ERR_OK : ERR_NOT_FOUND;
}

enum err lan_wire_read(const uint8_t *bytes, size_t len, bool is_local,
                       struct lan_msg *out)
{
    struct reader r;
    enum err e;

    r.bytes = bytes;
    r.len = len;
    r.is_local = is_local;
    r.msg = out;
    r.srvs_len = 0;
    cursor_init(&r.c, bytes, len);
    out->asks[LAN_OLD] = out->asks[LAN_NEW] = false;
    out->answers_len = 0;
    e = read_all(&r);
    if (e != ERR_OK)
        out->answers_len = 0;
    return e;
}

/* Writing. */

static enum err add_u16(struct buf *b, uint16_t v)
{
    uint8_t bytes[2] = {(uint8_t)(v >> 8), (uint8_t)(v & 0xff)};

    return buf_add(b, bytes, sizeof bytes);
}

static enum err add_header(struct buf *b, uint16_t flags, uint16_t questions,
                           uint16_t answers, uint16_t additional)
{
    const uint16_t words[] = {0, flags, questions, answers, 0, additional};
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < sizeof words / sizeof *words; i++)
        e = add_u16(b, words[i]);
    return e;
}

/* A name that ends in `s`, after `first` unless that is NULL. */
static enum err add_name(struct buf *b, const char *first,
                         const struct service *s)
{
    enum err e = ERR_OK;

    if (first != NULL) {
        e = buf_add_u8(b, (uint8_t)strlen(first));
        if (e == ERR_OK)
            e = buf_add(b, first, strlen(first));
    }
    if (e == ERR_OK)
        e = buf_add(b, s->labels, s->len);
    return e == ERR_OK ? buf_add_u8(b, 0) : e;
}

static size_t name_len(const char *first, const struct service *s)
{
    return 1 + strlen(first) + s->len + 1;
}

static enum err add_record(struct buf *b, uint16_t type, size_t len)
{
    enum err e = add_u16(b, type);

    if (e == ERR_OK)
        e = add_u16(b, CLASS_IN);
    if (e == ERR_OK)
        e = buf_add(b, "\0\0\0", 4); /* TTL 0 */
    return e == ERR_OK ? add_u16(b, (uint16_t)len) : e;
}

enum err lan_wire_query(struct buf *b, enum lan_gen gen)
{
    enum err e = add_header(b, 0, 1, 0, 0);

    if (e == ERR_OK)
        e = add_name(b, NULL, &services[gen]);
    if (e == ERR_OK)
        e = add_u16(b, TYPE_PTR);
    return e == ERR_OK ? add_u16(b, CLASS_IN) : e;
}

/* "<id>-65535" */
#define TARGET_SIZE (NODE_ID_BASE32_SIZE + 6)

struct writer {
    const struct service *service;
    char label[NODE_ID_BASE32_SIZE];
    struct addr addrs[NODE_ADDR_MAX]; /* those that fit */
    size_t addrs_len;
    uint16_t ports[NODE_ADDR_MAX]; /* each once */
    size_t ports_len;
    char txt[2][1 + 255 + 1]; /* the strings of the TXT record */
    size_t txts_len;
    size_t txt_bytes; /* with their lengths */
    size_t left;      /* room in the datagram */
};

static void target_of(const struct writer *w, uint16_t port,
                      char out[static TARGET_SIZE])
{
    snprintf(out, TARGET_SIZE, "%s-%u", w->label, port);
}

static bool has_port(const struct writer *w, uint16_t port)
{
    for (size_t i = 0; i < w->ports_len; i++)
        if (w->ports[i] == port)
            return true;
    return false;
}

static void plan_addr(struct writer *w, const struct addr *a)
{
    uint16_t port = addr_port(a);
    bool is_new = !has_port(w, port);
    char target[TARGET_SIZE];
    size_t need;

    target_of(w, port, target);
    need = name_len(target, &local) + RECORD_LEN + (addr_is_v6(a) ? 16 : 4);
    if (is_new)
        need += name_len(w->label, w->service) + RECORD_LEN + 6 +
                name_len(target, &local);
    if (need > w->left)
        return;
    w->left -= need;
    w->addrs[w->addrs_len++] = *a;
    if (is_new)
        w->ports[w->ports_len++] = port;
}

static void plan_txt(struct writer *w, const char *key, const char *value)
{
    size_t len = strlen(key) + strlen(value), need = 1 + len;

    if (w->txts_len == 0)
        need += name_len(w->label, w->service) + RECORD_LEN;
    if (value[0] == '\0' || len > 255 || need > w->left)
        return;
    w->left -= need;
    w->txt_bytes += 1 + len;
    snprintf(w->txt[w->txts_len++], sizeof w->txt[0], "%s%s", key, value);
}

static enum err add_srv(struct buf *b, const struct writer *w, uint16_t port)
{
    char target[TARGET_SIZE];
    enum err e = add_name(b, w->label, w->service);

    target_of(w, port, target);
    if (e == ERR_OK)
        e = add_record(b, TYPE_SRV, 6 + name_len(target, &local));
    if (e == ERR_OK)
        e = buf_add(b, "\0\0\0", 4); /* priority and weight */
    if (e == ERR_OK)
        e = add_u16(b, port);
    return e == ERR_OK ? add_name(b, target, &local) : e;
}

static enum err add_txt(struct buf *b, const struct writer *w)
{
    enum err e;

    if (w->txts_len == 0)
        return ERR_OK;
    e = add_name(b, w->label, w->service);
    if (e == ERR_OK)
        e = add_record(b, TYPE_TXT, w->txt_bytes);
    for (size_t i = 0; e == ERR_OK && i < w->txts_len; i++) {
        e = buf_add_u8(b, (uint8_t)strlen(w->txt[i]));
        if (e == ERR_OK)
            e = buf_add(b, w->txt[i], strlen(w->txt[i]));
    }
    return e;
}

static enum err add_ip(struct buf *b, const struct writer *w,
                       const struct addr *a)
{
    bool is_v6 = addr_is_v6(a);
    char target[TARGET_SIZE];
    enum err e;

    target_of(w, addr_port(a), target);
    e = add_name(b, target, &local);
    if (e == ERR_OK)
        e = add_record(b, is_v6 ? TYPE_AAAA : TYPE_A, is_v6 ? 16 : 4);
    if (e != ERR_OK)
        return e;
    return is_v6 ? buf_add(b, &a->in6.sin6_addr, 16)
                 : buf_add(b, &a->in.sin_addr, 4);
}

static enum err add_all(struct buf *b, const struct writer *w)
{
    size_t answers = w->ports_len + (w->txts_len > 0);
    enum err e = add_header(b, FLAGS_ANSWER, 0, (uint16_t)answers,
                            (uint16_t)w->addrs_len);

    for (size_t i = 0; e == ERR_OK && i < w->ports_len; i++)
        e = add_srv(b, w, w->ports[i]);
    if (e == ERR_OK)
        e = add_txt(b, w);
    for (size_t i = 0; e == ERR_OK && i < w->addrs_len; i++)
        e = add_ip(b, w, &w->addrs[i]);
    return e;
}

enum err lan_wire_answer(struct buf *b, const struct lan_answer *a, size_t max)
{
    struct writer w = {.service = &services[a->gen]};

    assert(max > HEADER_LEN);
    w.left = max - HEADER_LEN;
    node_id_base32(&a->node.id, w.label);
    /* One address first: an answer without any is worth nothing. */
    if (a->node.len > 0)
        plan_addr(&w, &a->node.addrs[0]);
    if (a->gen == LAN_NEW)
        plan_txt(&w, "relay=", a->node.relay);
    plan_txt(&w, "user-data=", a->data);
    for (size_t i = 1; i < a->node.len; i++)
        plan_addr(&w, &a->node.addrs[i]);
    return add_all(b, &w);
}
