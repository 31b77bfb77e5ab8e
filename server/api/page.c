#include "api/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/reply.h"
#include "base/buf.h"
#include "store/store.h"

#define LIMIT_DEFAULT 100
#define LIMIT_MAX 1000
#define LINK_MAX 2048

bool read_hash(struct call *c, const char *text, struct hash *out)
{
    if (hash_parse(text, out) == ERR_OK)
        return true;
    reply_problem(c, PROBLEM_INVALID_HASH, "'%.80s' is not a hash", text);
    return false;
}

bool read_limit(struct call *c, size_t *out)
{
    const char *text = uri_param(&c->uri, "limit");
    size_t v = 0;

    *out = LIMIT_DEFAULT;
    if (text == NULL)
        return true;
    for (const char *p = text; *p >= '0' && *p <= '9' && v <= LIMIT_MAX; p++)
        v = v * 10 + (size_t)(*p - '0');
    if (strspn(text, "0123456789") != strlen(text) || v < 1 || v > LIMIT_MAX) {
        reply_invalid(c, "?limit", "a number from 1 to %d is expected",
                      LIMIT_MAX);
        return false;
    }
    *out = v;
    return true;
}

bool read_flag(struct call *c, const char *name, bool *out)
{
    const char *text = uri_param(&c->uri, name);
    char pointer[32];

    *out = text != NULL && strcmp(text, "true") == 0;
    if (text == NULL || *out || strcmp(text, "false") == 0)
        return true;
    snprintf(pointer, sizeof pointer, "?%s", name);
    reply_invalid(c, pointer, "true or false is expected");
    return false;
}

static bool parse_seconds(const char *text, double *out)
{
    char *end;

    if (*text < '0' || *text > '9' ||
        strspn(text, "0123456789.") != strlen(text))
        return false;
    *out = strtod(text, &end);
    return *end == '\0';
}

bool read_seconds(struct call *c, const char *name, double min, double max,
                  uint64_t *out_ms)
{
    const char *text = uri_param(&c->uri, name);
    char pointer[32];
    double s;

    if (text == NULL)
        return true;
    if (parse_seconds(text, &s) && s >= min && s <= max) {
        *out_ms = (uint64_t)(s * 1000);
        return true;
    }
    snprintf(pointer, sizeof pointer, "?%s", name);
    reply_invalid(c, pointer, "seconds from %g to %g are expected", min, max);
    return false;
}

bool read_peer(struct call *c, const char *text, struct peer_ref *out)
{
    struct errmsg em = {0};

    if (peer_ref_parse(text, out, &em) == ERR_OK)
        return true;
    reply_problem(c, PROBLEM_INVALID_PEER_ID, "'%.80s': %s", text, em.text);
    return false;
}

bool check_p2p(struct call *c)
{
    if (api_config(c->api)->p2p_enabled)
        return true;
    reply_problem(c, PROBLEM_P2P_DISABLED, "p2p.enabled is false");
    return false;
}

bool check_tag(struct call *c, const char *pointer, const char *name)
{
    if (*name != '\0' && strlen(name) <= STORE_TAG_MAX && uri_is_text(name))
        return true;
    reply_invalid(c, pointer,
                  "a tag has 1 to %d bytes of UTF-8 without control "
                  "characters",
                  STORE_TAG_MAX);
    return false;
}

bool read_tag_param(struct call *c, char *out)
{
    const char *tag = uri_param(&c->uri, "tag");

    out[0] = '\0';
    if (tag == NULL)
        return true;
    if (!check_tag(c, "?tag", tag))
        return false;
    snprintf(out, STORE_TAG_MAX + 1, "%s", tag);
    return true;
}

bool parse_transfer_id(const struct call *c, const char *text, uint64_t *out)
{
    struct event_since id;

    if (!event_since_parse(text, ops_transfer_tag(api_ops(c->api)), &id) ||
        id.is_foreign || id.number == 0)
        return false;
    *out = id.number;
    return true;
}

static enum err add_escaped(struct buf *b, const char *s)
{
    enum err e = ERR_OK;

    for (; *s != '\0' && e == ERR_OK; s++) {
        unsigned char ch = (unsigned char)*s;

        if ((ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') ||
            (ch >= 'A' && ch <= 'Z') || ch == '-' || ch == '_' || ch == '.')
            e = buf_add_u8(b, ch);
        else
            e = buf_printf(b, "%%%02X", ch);
    }
    return e;
}

/* The same request with another cursor. */
static void add_link(struct call *c, const char *next)
{
    struct buf link;
    enum err e;

    buf_init(&link, LINK_MAX);
    e = buf_printf(&link, "<%.*s?cursor=", (int)strcspn(c->target, "?"),
                   c->target);
    if (e == ERR_OK)
        e = add_escaped(&link, next);
    for (size_t i = 0; i < c->uri.params_len && e == ERR_OK; i++) {
        if (strcmp(c->uri.params[i].name, "cursor") == 0)
            continue;
        e = buf_printf(&link, "&%s=", c->uri.params[i].name);
        if (e == ERR_OK)
            e = add_escaped(&link, c->uri.params[i].value);
    }
    if (e == ERR_OK)
        e = buf_printf(&link, ">; rel=\"next\"");
    if (e == ERR_OK)
        e = buf_add_u8(&link, '\0');
    if (e == ERR_OK)
        reply_header(c, "Link", (const char *)link.ptr);
    buf_clear(&link);
}

void reply_page(struct call *c, json_t *items, const char *next)
{
    reply_json(c, 200, json_pack("{s:o, s:s?}", "items", items, "next", next));
    if (next != NULL && c->status == 200)
        add_link(c, next);
}
