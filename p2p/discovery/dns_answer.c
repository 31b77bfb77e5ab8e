#include "discovery/dns_answer.h"

#include <stdbool.h>

#include "base/buf.h"

#define TYPE_TXT 16
#define CLASS_IN 1

static bool read_u16(struct cursor *c, uint16_t *out)
{
    uint8_t hi, lo;

    if (!cursor_u8(c, &hi) || !cursor_u8(c, &lo))
        return false;
    *out = (uint16_t)(hi << 8 | lo);
    return true;
}

static bool read_u32(struct cursor *c, uint32_t *out)
{
    uint16_t hi, lo;

    if (!read_u16(c, &hi) || !read_u16(c, &lo))
        return false;
    *out = (uint32_t)hi << 16 | lo;
    return true;
}

/* A name ends with an empty label or with a pointer. */
static bool skip_name(struct cursor *c)
{
    struct slice label;
    uint8_t len, low;

    while (cursor_u8(c, &len)) {
        if (len == 0)
            return true;
        if ((len & 0xc0) == 0xc0)
            return cursor_u8(c, &low);
        if ((len & 0xc0) != 0 || !cursor_slice(c, len, &label))
            return false;
    }
    return false;
}

static bool read_strings(struct slice data, dns_answer_fn *fn, void *arg)
{
    struct cursor c;
    struct slice text;
    uint8_t len;

    cursor_init(&c, data.ptr, data.len);
    while (cursor_left(&c) > 0) {
        if (!cursor_u8(&c, &len) || !cursor_slice(&c, len, &text))
            return false;
        fn(text.ptr, text.len, arg);
    }
    return true;
}

static bool read_record(struct cursor *c, dns_answer_fn *fn, void *arg,
                        uint32_t *min_ttl)
{
    uint16_t type, class, len;
    struct slice data;
    uint32_t ttl;

    if (!skip_name(c) || !read_u16(c, &type) || !read_u16(c, &class) ||
        !read_u32(c, &ttl) || !read_u16(c, &len) ||
        !cursor_slice(c, len, &data))
        return false;
    /* Others lead to these: the server has followed aliases for us. */
    if (type != TYPE_TXT || class != CLASS_IN)
        return true;
    if (ttl < *min_ttl)
        *min_ttl = ttl;
    return read_strings(data, fn, arg);
}

enum err dns_answer_txt(const uint8_t *msg, size_t len, dns_answer_fn *fn,
                        void *arg, uint32_t *ttl_s)
{
    uint16_t id, flags, questions, answers, authorities, more, type, class;
    uint32_t ttl = UINT32_MAX;
    struct cursor c;

    cursor_init(&c, msg, len);
    if (!read_u16(&c, &id) || !read_u16(&c, &flags) ||
        !read_u16(&c, &questions) || !read_u16(&c, &answers) ||
        !read_u16(&c, &authorities) || !read_u16(&c, &more))
        return ERR_PROTO;
    for (; questions > 0; questions--)
        if (!skip_name(&c) || !read_u16(&c, &type) || !read_u16(&c, &class))
            return ERR_PROTO;
    for (; answers > 0; answers--)
        if (!read_record(&c, fn, arg, &ttl))
            return ERR_PROTO;
    *ttl_s = ttl;
    return ERR_OK;
}
