#include "discovery/txt.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void txt_init(struct txt *t)
{
    *t = (struct txt){.has_id = false};
}

/* ---- addresses ---- */

static bool is_multicast(const struct addr *a)
{
    if (addr_is_v6(a))
        return IN6_IS_ADDR_MULTICAST(&a->in6.sin6_addr);
    return (ntohl(a->in.sin_addr.s_addr) >> 28) >= 0xe;
}

bool txt_may_tell(const struct addr *a)
{
    if (addr_port(a) == 0 || addr_is_wildcard(a) || addr_is_loopback(a))
        return false;
    if (addr_is_v6(a) && IN6_IS_ADDR_LINKLOCAL(&a->in6.sin6_addr))
        return false;
    return !is_multicast(a);
}

static bool has_addr(const struct txt *t, const struct addr *a)
{
    for (size_t i = 0; i < t->addrs_len; i++)
        if (addr_equal(&t->addrs[i], a))
            return true;
    return false;
}

static enum err read_addr(struct txt *t, const char *value)
{
    struct addr a;

    if (strchr(value, '%') != NULL) /* a zone of somebody else's machine */
        return ERR_PARSE;
    if (addr_parse(value, &a, NULL) != ERR_OK || !txt_may_tell(&a))
        return ERR_PARSE;
    if (has_addr(t, &a))
        return ERR_OK;
    if (t->addrs_len == NODE_ADDR_MAX)
        return ERR_LIMIT;
    t->addrs[t->addrs_len++] = a;
    return ERR_OK;
}

/* ---- the other keys ---- */

static enum err read_id(struct txt *t, const char *value)
{
    struct node_id id;

    if (strlen(value) != NODE_ID_HEX_SIZE - 1)
        return ERR_PARSE;
    if (node_id_parse(value, &id, NULL) != ERR_OK)
        return ERR_PARSE;
    if (t->has_id && !node_id_equal(&id, &t->id))
        return ERR_PARSE;
    t->has_id = true;
    t->id = id;
    return ERR_OK;
}

/* A URL has no spaces, and we show it to people. */
static enum err read_relay(struct txt *t, const char *value)
{
    for (const char *p = value; *p != '\0'; p++)
        if (*p <= 0x20 || *p >= 0x7f)
            return ERR_PARSE;
    if (*value == '\0')
        return ERR_PARSE;
    if (t->relay[0] == '\0')
        memcpy(t->relay, value, strlen(value) + 1);
    return ERR_OK;
}

static enum err read_name(struct txt *t, const char *value)
{
    memcpy(t->name, value, strlen(value) + 1);
    return ERR_OK;
}

static enum err read_version(struct txt *t, const char *value)
{
    memcpy(t->version, value, strlen(value) + 1);
    return ERR_OK;
}

/* An application's own text may be anything; it is the nearest to a name that
 * an iroh node tells, and a name proper goes before it. */
static enum err read_user_data(struct txt *t, const char *value)
{
    return t->name[0] == '\0' ? read_name(t, value) : ERR_OK;
}

static const struct {
    const char *key;
    enum err (*read)(struct txt *t, const char *value);
} keys[] = {
    {"id", read_id},     {"name", read_name},   {"v", read_version},
    {"addr", read_addr}, {"relay", read_relay}, {"user-data", read_user_data},
};

enum err txt_read(struct txt *t, const void *bytes, size_t len)
{
    char text[TXT_STRING_SIZE];
    size_t key_len;

    if (len >= sizeof text)
        return ERR_PARSE;
    if (len > 0)
        memcpy(text, bytes, len);
    text[len] = '\0';
    key_len = strcspn(text, "=");
    if (text[key_len] != '=')
        return ERR_OK; /* a key without a value: none of ours */
    text[key_len] = '\0';
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcasecmp(text, keys[i].key) != 0)
            continue;
        if (strlen(text + key_len + 1) != len - key_len - 1)
            return ERR_PARSE; /* a NUL within */
        return keys[i].read(t, text + key_len + 1);
    }
    return ERR_OK;
}

/* ---- what we say ---- */

void txt_cut(const char *text, char *out, size_t size)
{
    size_t len = strlen(text);

    assert(size > 0);
    if (len >= size) {
        len = size - 1;
        while (len > 0 && ((uint8_t)text[len] & 0xc0) == 0x80)
            len--;
    }
    memcpy(out, text, len);
    out[len] = '\0';
}

__attribute__((format(printf, 3, 4))) static void
put(struct txt_ours *out, size_t *bytes, const char *fmt, ...)
{
    char *text = out->text[out->len];
    va_list args;
    int len;

    va_start(args, fmt);
    len = vsnprintf(text, TXT_STRING_SIZE, fmt, args);
    va_end(args);
    assert(len > 0 && len < TXT_STRING_SIZE);
    if (*bytes + (size_t)len + 1 > TXT_OURS_BYTES)
        return;
    *bytes += (size_t)len + 1;
    out->len++;
}

void txt_write(struct txt_ours *out, const struct node_id *id,
               const char *version, const char *name, const struct addr *addrs,
               size_t addrs_len)
{
    char hex[NODE_ID_HEX_SIZE], text[ADDR_TEXT_SIZE];
    char short_name[SIGHTING_TEXT_SIZE], short_version[SIGHTING_TEXT_SIZE];
    size_t bytes = 0;

    out->len = 0;
    node_id_hex(id, hex);
    txt_cut(name, short_name, sizeof short_name);
    txt_cut(version, short_version, sizeof short_version);
    put(out, &bytes, "id=%s", hex);
    put(out, &bytes, "v=%s", short_version);
    put(out, &bytes, "name=%s", short_name);
    for (size_t i = 0; i < addrs_len && out->len < TXT_OURS_MAX; i++) {
        if (!txt_may_tell(&addrs[i]))
            continue;
        addr_format(&addrs[i], text);
        put(out, &bytes, "addr=%s", text);
    }
}
