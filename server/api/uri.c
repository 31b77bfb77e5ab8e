#include "api/uri.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

size_t uri_char_len(const char *text)
{
    const uint8_t *s = (const uint8_t *)text;
    size_t len = s[0] < 0x80   ? 1
                 : s[0] < 0xc2 ? 0
                 : s[0] < 0xe0 ? 2
                 : s[0] < 0xf0 ? 3
                 : s[0] < 0xf5 ? 4
                               : 0;

    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    }
    if (s[0] < 0x20 || s[0] == 0x7f || (s[0] == 0xc2 && s[1] < 0xa0) ||
        (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
        (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return len;
}

bool uri_is_text(const char *text)
{
    while (*text != '\0') {
        size_t len = uri_char_len(text);

        if (len == 0)
            return false;
        text += len;
    }
    return true;
}

/* Decode in place: the text only gets shorter. */
static enum err decode(char *s, bool plus_is_space, struct errmsg *em)
{
    char *start = s, *to = s;

    for (; *s != '\0'; s++) {
        if (*s == '+' && plus_is_space) {
            *to++ = ' ';
        } else if (*s == '%') {
            int high = hex_value(s[1]);
            int low = high < 0 ? -1 : hex_value(s[2]);

            if (low < 0) {
                err_set(em, "a percent sign without two hex digits");
                return ERR_PARSE;
            }
            *to = (char)(high * 16 + low);
            if (*to++ == '\0') {
                err_set(em, "a zero byte in the target");
                return ERR_PARSE;
            }
            s += 2;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
    if (!uri_is_text(start)) {
        err_set(em, "the target is not UTF-8, or has control characters");
        return ERR_PARSE;
    }
    return ERR_OK;
}

static enum err split_path(struct uri *u, char *path, struct errmsg *em)
{
    char *rest = path + 1;

    if (*rest == '\0')
        return ERR_OK;
    while (rest != NULL) {
        char *segment = strsep(&rest, "/");
        enum err e = decode(segment, false, em);

        if (e != ERR_OK)
            return e;
        /* No route is that deep; what is left over makes it unknown. */
        if (u->segments_len == URI_MAX_SEGMENTS)
            return ERR_OK;
        u->segments[u->segments_len++] = segment;
    }
    return ERR_OK;
}

static enum err split_query(struct uri *u, char *query, struct errmsg *em)
{
    while (query != NULL && *query != '\0') {
        char *value = strsep(&query, "&");
        char *name = strsep(&value, "=");
        enum err e = decode(name, true, em);

        if (e == ERR_OK && value != NULL)
            e = decode(value, true, em);
        if (e != ERR_OK)
            return e;
        if (u->params_len == URI_MAX_PARAMS) {
            err_set(em, "more than %d query parameters", URI_MAX_PARAMS);
            return ERR_PARSE;
        }
        u->params[u->params_len++] =
            (struct uri_param){name, value != NULL ? value : ""};
    }
    return ERR_OK;
}

/* "http://host:port/path" is how proxies ask, and HTTP wants it understood.
 * The authority is moved to the front of its slashes, so that it can be ended
 * without overwriting the path's first byte. */
static char *strip_authority(struct uri *u, char *text)
{
    char *authority = NULL, *path;
    size_t len;

    if (strncasecmp(text, "http://", 7) == 0)
        authority = text + 7;
    else if (strncasecmp(text, "https://", 8) == 0)
        authority = text + 8;
    if (authority == NULL)
        return text;
    len = strcspn(authority, "/?");
    path = authority + len;
    memmove(text, authority, len);
    text[len] = '\0';
    u->authority = text;
    return path;
}

static enum err parse(struct uri *u, struct errmsg *em)
{
    static char root[] = "/";
    char *path = strip_authority(u, u->text), *query;
    enum err e;

    if (strcmp(path, "*") == 0) {
        u->is_asterisk = true;
        return ERR_OK;
    }
    query = strchr(path, '?');
    if (query != NULL) {
        *query++ = '\0';
        u->has_query = true;
    }
    if (*path == '\0' && u->authority != NULL)
        path = root;
    if (*path != '/') {
        err_set(em, "the target must begin with a slash");
        return ERR_PARSE;
    }
    e = split_path(u, path, em);
    return e == ERR_OK ? split_query(u, query, em) : e;
}

enum err uri_parse(const char *target, struct uri *out, struct errmsg *em)
{
    struct uri u = {0};
    enum err e;

    if (strlen(target) > URI_MAX) {
        err_set(em, "the target is longer than %d bytes", URI_MAX);
        return ERR_TOO_LARGE;
    }
    u.text = strdup(target);
    if (u.text == NULL)
        return ERR_NOMEM;
    e = parse(&u, em);
    if (e != ERR_OK) {
        uri_clear(&u);
        return e;
    }
    *out = u;
    return ERR_OK;
}

void uri_clear(struct uri *u)
{
    free(u->text);
    u->text = NULL;
}

const char *uri_param(const struct uri *u, const char *name)
{
    for (size_t i = 0; i < u->params_len; i++) {
        if (strcmp(u->params[i].name, name) == 0)
            return u->params[i].value;
    }
    return NULL;
}
