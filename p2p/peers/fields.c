#include "peers/fields.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

bool field_number(struct cursor *c, uint64_t max, uint64_t *out)
{
    uint64_t v;

    if (!cursor_varint(c, &v) || v > max)
        return false;
    *out = v;
    return true;
}

bool field_text(struct cursor *c, struct slice *out)
{
    uint64_t len;

    return field_number(c, NODE_NAME_MAX, &len) &&
           cursor_slice(c, (size_t)len, out) &&
           utf8_is_text(out->ptr, out->len);
}

bool field_name(struct cursor *c, char out[static NODE_NAME_MAX + 1])
{
    struct slice text;

    if (!field_text(c, &text))
        return false;
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
    return true;
}

static bool take_port(struct cursor *c, in_port_t *out)
{
    uint64_t port;

    if (!field_number(c, UINT16_MAX, &port))
        return false;
    *out = htons((uint16_t)port);
    return true;
}

bool field_addr(struct cursor *c, struct addr *out)
{
    struct addr a = {0};
    uint8_t family;

    if (!cursor_u8(c, &family) || family > 1)
        return false;
    if (family == 0) {
        a.in.sin_family = AF_INET;
        if (!cursor_bytes(c, &a.in.sin_addr, 4) ||
            !take_port(c, &a.in.sin_port))
            return false;
    } else {
        a.in6.sin6_family = AF_INET6;
        if (!cursor_bytes(c, &a.in6.sin6_addr, 16) ||
            !take_port(c, &a.in6.sin6_port))
            return false;
    }
    return addr_from_sockaddr(&a.sa, out) == ERR_OK;
}

enum err field_add_text(struct buf *b, const char *text, size_t len)
{
    enum err e;

    assert(len <= NODE_NAME_MAX && utf8_is_text(text, len));
    e = buf_add_varint(b, len);
    if (e == ERR_OK && len > 0)
        e = buf_add(b, text, len);
    return e;
}

enum err field_add_addr(struct buf *b, const struct addr *a)
{
    bool is_v6 = addr_is_v6(a);
    enum err e = buf_add_u8(b, is_v6 ? 1 : 0);

    if (e == ERR_OK)
        e = is_v6 ? buf_add(b, &a->in6.sin6_addr, 16)
                  : buf_add(b, &a->in.sin_addr, 4);
    if (e == ERR_OK)
        e = buf_add_varint(b, addr_port(a));
    return e;
}

static bool is_multicast(const struct addr *a)
{
    if (addr_is_v6(a))
        return IN6_IS_ADDR_MULTICAST(&a->in6.sin6_addr);
    return IN_MULTICAST(ntohl(a->in.sin_addr.s_addr)) ||
           a->in.sin_addr.s_addr == htonl(INADDR_BROADCAST);
}

bool field_addr_is_useless(const struct addr *a)
{
    return addr_port(a) == 0 || addr_is_wildcard(a) || is_multicast(a);
}
