#include <string.h>

#include "cli/sse.h"

void sse_init(struct sse *s)
{
    memset(s, 0, sizeof *s);
    buf_init(&s->line, SSE_MAX_LINE);
    buf_init(&s->type, SSE_MAX_LINE);
    buf_init(&s->data, SSE_MAX_DATA);
    buf_init(&s->id, SSE_MAX_LINE);
    s->at_start = true;
}

void sse_clear(struct sse *s)
{
    buf_clear(&s->line);
    buf_clear(&s->type);
    buf_clear(&s->data);
    buf_clear(&s->id);
}

void sse_restart(struct sse *s)
{
    s->line.len = 0;
    s->type.len = 0;
    s->data.len = 0;
    s->has_data = false;
    s->after_cr = false;
    s->at_start = true;
}

/* The buffer as a string; "" when it was never filled. */
static const char *text_of(const struct buf *b)
{
    return b->len == 0 ? "" : (const char *)b->ptr;
}

const char *sse_last_id(const struct sse *s)
{
    return text_of(&s->id);
}

/* Replace the buffer's text, NUL included; empty text leaves it empty. */
static enum err set_text(struct buf *b, const char *text, size_t len)
{
    enum err e;

    b->len = 0;
    if (len == 0)
        return ERR_OK;
    e = buf_add(b, text, len);
    return e != ERR_OK ? e : buf_add_u8(b, '\0');
}

static void set_retry(struct sse *s, const char *value, size_t len)
{
    uint32_t ms = 0;

    /* "consists of only ASCII digits"; a silly wait is cut to an hour. */
    for (size_t i = 0; i < len; i++) {
        if (value[i] < '0' || value[i] > '9')
            return;
        ms = ms * 10 + (uint32_t)(value[i] - '0');
        if (ms > 3600 * 1000)
            ms = 3600 * 1000;
    }
    if (len > 0)
        s->retry_ms = ms;
}

static enum err add_data(struct sse *s, const char *value, size_t len)
{
    enum err e = ERR_OK;

    if (s->has_data)
        e = buf_add_u8(&s->data, '\n');
    if (e == ERR_OK)
        e = buf_add(&s->data, value, len);
    s->has_data = true;
    return e;
}

static bool is_field(const char *line, size_t len, const char *name)
{
    return len == strlen(name) && memcmp(line, name, len) == 0;
}

static enum err take_field(struct sse *s, const char *line, size_t len)
{
    const char *colon = memchr(line, ':', len);
    size_t name_len = colon != NULL ? (size_t)(colon - line) : len;
    const char *value = colon != NULL ? colon + 1 : line + len;
    size_t value_len = len - (size_t)(value - line);

    if (value_len > 0 && *value == ' ') {
        value++;
        value_len--;
    }
    if (is_field(line, name_len, "data"))
        return add_data(s, value, value_len);
    if (is_field(line, name_len, "event"))
        return set_text(&s->type, value, value_len);
    if (is_field(line, name_len, "id")) {
        /* A NUL inside would cut what we send back as Last-Event-ID. */
        if (memchr(value, '\0', value_len) != NULL)
            return ERR_OK;
        return set_text(&s->id, value, value_len);
    }
    if (is_field(line, name_len, "retry"))
        set_retry(s, value, value_len);
    return ERR_OK;
}

static enum err dispatch(struct sse *s, sse_fn *fn, void *arg)
{
    struct sse_event ev = {.type = "message", .id = sse_last_id(s)};
    enum err e = ERR_OK;

    if (s->has_data) {
        e = buf_add_u8(&s->data, '\0');
        if (e != ERR_OK)
            return e;
        ev.data = (const char *)s->data.ptr;
        if (s->type.len > 0)
            ev.type = text_of(&s->type);
        e = fn(&ev, arg);
    }
    s->data.len = 0;
    s->type.len = 0;
    s->has_data = false;
    return e;
}

static enum err end_line(struct sse *s, sse_fn *fn, void *arg)
{
    const char *line = s->line.len > 0 ? (const char *)s->line.ptr : "";
    size_t len = s->line.len;
    enum err e = ERR_OK;

    if (s->at_start && len >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
        line += 3;
        len -= 3;
    }
    s->at_start = false;
    if (len == 0)
        e = dispatch(s, fn, arg);
    else if (*line != ':')
        e = take_field(s, line, len);
    s->line.len = 0;
    return e;
}

/* Bytes up to the next line end. */
static size_t line_part(const char *p, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (p[i] == '\n' || p[i] == '\r')
            return i;
    }
    return len;
}

enum err sse_feed(struct sse *s, const void *bytes, size_t len, sse_fn *fn,
                  void *arg)
{
    const char *p = bytes;

    while (len > 0) {
        size_t part;
        enum err e;

        if (s->after_cr && *p == '\n') {
            s->after_cr = false;
            p++;
            len--;
            continue;
        }
        s->after_cr = false;
        part = line_part(p, len);
        e = buf_add(&s->line, p, part);
        if (e != ERR_OK)
            return e;
        p += part;
        len -= part;
        if (len == 0)
            break;
        s->after_cr = *p == '\r';
        p++;
        len--;
        e = end_line(s, fn, arg);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}
