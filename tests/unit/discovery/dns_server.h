/* A DNS server on loopback, on the loop of the test: answers as its table
 * says, in one datagram. */
#pragma once

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uv.h>

#include "base/addr.h"
#include "base/loop.h"
#include "test.h"

enum { DNS_A = 1, DNS_TXT = 16, DNS_AAAA = 28 };

/* What is known of a name. Several rules of one name and type are one answer
 * with several records; a name with rules of other types only has no data. */
struct dns_rule {
    const char *name;
    unsigned type;
    enum { DNS_DATA, DNS_REFUSE, DNS_SILENT, DNS_GARBAGE } how;
    const char *data; /* TXT: one string; A, AAAA: the address */
    uint32_t ttl;
};

struct dns_server {
    uv_udp_t udp;
    struct addr addr;
    const struct dns_rule *rules; /* ends with a NULL name */
    unsigned asked;               /* questions that came */
    uint8_t in[2048];
    uint8_t out[8192];
    size_t len;
};

static inline void dns_put(struct dns_server *s, const void *bytes, size_t len)
{
    CHECK(s->len + len <= sizeof s->out);
    memcpy(s->out + s->len, bytes, len);
    s->len += len;
}

static inline void dns_put_u16(struct dns_server *s, unsigned v)
{
    uint8_t b[2] = {(uint8_t)(v >> 8), (uint8_t)v};

    dns_put(s, b, 2);
}

static inline void dns_put_data(struct dns_server *s, const struct dns_rule *r)
{
    uint8_t data[256];
    size_t len;

    if (r->type == DNS_TXT) {
        len = strlen(r->data) + 1;
        data[0] = (uint8_t)(len - 1);
        memcpy(data + 1, r->data, len - 1);
    } else {
        len = r->type == DNS_A ? 4 : 16;
        CHECK(inet_pton(r->type == DNS_A ? AF_INET : AF_INET6, r->data, data) ==
              1);
    }
    dns_put_u16(s, (unsigned)len);
    dns_put(s, data, len);
}

/* The question's name as text; gives the bytes that the question takes. */
static inline size_t dns_question(const uint8_t *msg, char name[256])
{
    size_t at = 12, n = 0;

    while (msg[at] != 0) {
        memcpy(name + n, msg + at + 1, msg[at]);
        n += msg[at];
        name[n++] = '.';
        at += msg[at] + 1u;
    }
    name[n > 0 ? n - 1 : 0] = '\0';
    return at + 5 - 12;
}

static inline void dns_answer(struct dns_server *s, const char *name,
                              unsigned type, size_t question_len)
{
    unsigned count = 0, code = 3; /* no such name */

    for (const struct dns_rule *r = s->rules; r->name != NULL; r++) {
        if (strcasecmp(r->name, name) != 0)
            continue;
        if (code == 3)
            code = 0;
        if (r->type != type)
            continue;
        if (r->how == DNS_REFUSE)
            code = 5;
        count += r->how == DNS_DATA;
    }
    s->len = 0;
    dns_put(s, s->in, 2); /* the id */
    dns_put_u16(s, 0x8180 | code);
    dns_put_u16(s, 1);
    dns_put_u16(s, count);
    dns_put_u16(s, 0);
    dns_put_u16(s, 0);
    dns_put(s, s->in + 12, question_len);
    for (const struct dns_rule *r = s->rules; r->name != NULL; r++) {
        if (strcasecmp(r->name, name) != 0 || r->type != type ||
            r->how != DNS_DATA)
            continue;
        dns_put_u16(s, 0xc00c); /* the name of the question */
        dns_put_u16(s, type);
        dns_put_u16(s, 1);
        dns_put_u16(s, r->ttl >> 16);
        dns_put_u16(s, r->ttl & 0xffff);
        dns_put_data(s, r);
    }
}

static inline void dns_on_question(uv_udp_t *h, ssize_t n, const uv_buf_t *buf,
                                   const struct sockaddr *from, unsigned flags)
{
    struct dns_server *s = h->data;
    size_t question_len;
    char name[256];
    uv_buf_t out;
    unsigned type;

    if (n < 17 || from == NULL)
        return;
    s->asked++;
    question_len = dns_question(s->in, name);
    type = s->in[12 + question_len - 3];
    dns_answer(s, name, type, question_len);
    for (const struct dns_rule *r = s->rules; r->name != NULL; r++) {
        if (strcasecmp(r->name, name) != 0 || r->type != type)
            continue;
        if (r->how == DNS_SILENT)
            return;
        if (r->how == DNS_GARBAGE)
            s->len = 12 + question_len + 3; /* in the midst of a record */
    }
    if (s->rules[0].name != NULL && s->rules[0].how == DNS_GARBAGE)
        s->out[7] = 1;
    out = uv_buf_init((char *)s->out, (unsigned)s->len);
    uv_udp_try_send(h, &out, 1, from);
}

static inline void dns_alloc(uv_handle_t *h, size_t size, uv_buf_t *buf)
{
    struct dns_server *s = h->data;

    *buf = uv_buf_init((char *)s->in, sizeof s->in);
}

static inline void dns_server_start(struct dns_server *s, struct loop *l,
                                    const struct dns_rule *rules)
{
    int len = sizeof s->addr;

    memset(s, 0, sizeof *s);
    s->rules = rules;
    CHECK_OK(addr_parse("127.0.0.1:0", &s->addr, NULL));
    CHECK(uv_udp_init(loop_uv(l), &s->udp) == 0);
    s->udp.data = s;
    CHECK(uv_udp_bind(&s->udp, &s->addr.sa, 0) == 0);
    CHECK(uv_udp_getsockname(&s->udp, &s->addr.sa, &len) == 0);
    CHECK(uv_udp_recv_start(&s->udp, dns_alloc, dns_on_question) == 0);
}

/* loop_free() waits for it. */
static inline void dns_server_stop(struct dns_server *s)
{
    uv_close((uv_handle_t *)&s->udp, NULL);
}
