#include "config.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_value.h"

#define ENV_PREFIX "FIRN_"

static void *field_of(struct config *c, size_t at)
{
    return (char *)c + config_settings[at].offset;
}

const char *setting_type_name(enum setting_type t)
{
    static const char *const names[] = {
        [SETTING_BOOL] = "bool",       [SETTING_INT] = "int",
        [SETTING_SIZE] = "size",       [SETTING_DURATION] = "duration",
        [SETTING_CHOICE] = "choice",   [SETTING_TEXT] = "text",
        [SETTING_ADDRS] = "addresses", [SETTING_TEXTS] = "list",
    };

    return names[t];
}

size_t config_find(const char *name)
{
    size_t at = 0;

    while (at < config_settings_len &&
           strcmp(config_settings[at].name, name) != 0)
        at++;
    return at;
}

/* Edits (insert, drop, replace) from `a` to `b`, both short. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[CONFIG_ENV_SIZE + 1];
    size_t len = strlen(b);

    for (size_t j = 0; j <= len; j++)
        row[j] = (unsigned)j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        unsigned diagonal = row[0];

        row[0] = (unsigned)i + 1;
        for (size_t j = 0; j < len; j++) {
            unsigned best = diagonal + (a[i] != b[j]);

            diagonal = row[j + 1];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (diagonal + 1 < best)
                best = diagonal + 1;
            row[j + 1] = best;
        }
    }
    return row[len];
}

/* Is `name` the last part of a setting's name? People forget the group. */
static bool is_last_part(const char *full, const char *name)
{
    const char *dot = strrchr(full, '.');

    return dot != NULL && strcmp(dot + 1, name) == 0;
}

const char *config_nearest(const char *name)
{
    const char *nearest = NULL;
    unsigned best = 4;

    if (strlen(name) >= CONFIG_ENV_SIZE)
        return NULL;
    for (size_t i = 0; i < config_settings_len; i++) {
        const char *candidate = config_settings[i].name;
        unsigned d =
            is_last_part(candidate, name) ? 0 : distance(name, candidate);

        if (d < best) {
            best = d;
            nearest = candidate;
        }
    }
    return nearest;
}

void config_env_name(const struct setting *s, char out[static CONFIG_ENV_SIZE])
{
    size_t len =
        (size_t)snprintf(out, CONFIG_ENV_SIZE, ENV_PREFIX "%s", s->name);

    for (size_t i = 0; i < len && i < CONFIG_ENV_SIZE; i++)
        out[i] = out[i] == '.' ? '_' : (char)toupper((unsigned char)out[i]);
}

static void allowed_range(const struct setting *s, const char *what,
                          void (*format)(uint64_t, char *), char *out,
                          size_t size)
{
    char min[VALUE_TEXT_SIZE], max[VALUE_TEXT_SIZE];

    format(s->min, min);
    format(s->max, max);
    if (s->max == UINT64_MAX)
        snprintf(out, size, "%s from %s on", what, min);
    else
        snprintf(out, size, "%s from %s to %s", what, min, max);
}

static void format_plain(uint64_t v, char *out)
{
    snprintf(out, VALUE_TEXT_SIZE, "%" PRIu64, v);
}

static void allowed_choices(const struct setting *s, char *out, size_t size)
{
    size_t len = 0;

    for (const char *p = s->choices; *p != '\0';) {
        size_t one = strcspn(p, "|");
        bool is_last = p[one] == '\0';

        len +=
            (size_t)snprintf(out + len, len < size ? size - len : 0, "%s%.*s",
                             p == s->choices ? ""
                             : is_last       ? " or "
                                             : ", ",
                             (int)one, p);
        p += one + !is_last;
    }
}

void config_allowed(const struct setting *s, char *out, size_t size)
{
    switch (s->type) {
    case SETTING_BOOL:
        snprintf(out, size, "true or false");
        break;
    case SETTING_INT:
        allowed_range(s, "a number", format_plain, out, size);
        break;
    case SETTING_SIZE:
        allowed_range(s, "a size (as 16MiB)", value_format_size, out, size);
        break;
    case SETTING_DURATION:
        allowed_range(s, "a duration (as 1500ms, 30s, 5m, 1h)",
                      value_format_duration, out, size);
        break;
    case SETTING_CHOICE:
        allowed_choices(s, out, size);
        break;
    case SETTING_TEXT:
        snprintf(out, size, "a text");
        break;
    case SETTING_ADDRS:
        snprintf(out, size, "%s %d of ip:port or [ip]:port",
                 s->min > 0 ? "1 to" : "up to", CONFIG_MAX_ADDRS);
        break;
    case SETTING_TEXTS:
        snprintf(out, size, "up to %d texts", CONFIG_MAX_TEXTS);
        break;
    }
}

/* As root the data belongs to the system, else to the user. */
static const char *initial_of(const struct setting *s)
{
    if (strcmp(s->name, "data_dir") == 0 && geteuid() == 0)
        return "/var/lib/firn";
    return s->initial;
}

enum err config_init(struct config *c)
{
    memset(c, 0, sizeof *c);
    for (size_t i = 0; i < config_settings_len; i++) {
        const struct setting *s = &config_settings[i];
        enum err e = value_parse(s, initial_of(s), field_of(c, i), NULL);

        if (e != ERR_OK) {
            config_clear(c);
            return e;
        }
    }
    return ERR_OK;
}

void config_clear(struct config *c)
{
    for (size_t i = 0; i < config_settings_len; i++) {
        value_clear(&config_settings[i], field_of(c, i));
        free(c->origin[i].where);
        c->origin[i].where = NULL;
    }
}

static enum err refuse_name(const char *name, struct errmsg *em)
{
    const char *nearest = config_nearest(name);

    if (nearest != NULL)
        err_set(em, "unknown setting '%.60s'; did you mean '%s'?", name,
                nearest);
    else
        err_set(em, "unknown setting '%.60s'; firnd --help-settings lists them",
                name);
    return ERR_NOT_FOUND;
}

static void refuse_value(const struct setting *s, const char *text,
                         struct errmsg *why, struct errmsg *em)
{
    char allowed[200];

    config_allowed(s, allowed, sizeof allowed);
    err_set(em, "%s: '%.80s' is not allowed; it takes %s%s%s", s->name, text,
            allowed, why->text[0] != '\0' ? ": " : "", why->text);
}

enum err config_set(struct config *c, const char *name, const char *text,
                    enum config_source source, const char *where,
                    struct errmsg *em)
{
    size_t at = config_find(name);
    struct errmsg why = {0};
    char *copy;
    enum err e;

    if (at == config_settings_len)
        return refuse_name(name, em);
    copy = strdup(where);
    if (copy == NULL)
        return ERR_NOMEM;
    e = value_parse(&config_settings[at], text, field_of(c, at), &why);
    if (e != ERR_OK) {
        if (e == ERR_INVALID)
            refuse_value(&config_settings[at], text, &why, em);
        free(copy);
        return e;
    }
    free(c->origin[at].where);
    c->origin[at] = (struct config_origin){source, copy};
    return ERR_OK;
}

/* The setting whose variable this is, or config_settings_len. */
static size_t find_env(const char *var, size_t len)
{
    size_t at;

    for (at = 0; at < config_settings_len; at++) {
        char name[CONFIG_ENV_SIZE];

        config_env_name(&config_settings[at], name);
        if (strlen(name) == len && memcmp(name, var, len) == 0)
            break;
    }
    return at;
}

/* What would be the setting's name: FIRN_HTTP_LISTN -> http.listn. */
static void name_from_env(const char *var, size_t len, char *out, size_t size)
{
    size_t n = 0;

    for (size_t i = strlen(ENV_PREFIX); i < len && n + 1 < size; i++)
        out[n++] = (char)tolower((unsigned char)var[i]);
    out[n] = '\0';
    n = strcspn(out, "_");
    if (out[n] == '_')
        out[n] = '.';
}

static enum err read_variable(struct config *c, const char *var,
                              struct errmsg *em)
{
    size_t len = strcspn(var, "=");
    size_t at = find_env(var, len);
    char name[CONFIG_ENV_SIZE], where[CONFIG_ENV_SIZE];
    enum err e;

    snprintf(where, sizeof where, "%.*s", (int)len, var);
    if (at < config_settings_len) {
        e = config_set(c, config_settings[at].name, var + len + 1, CONFIG_ENV,
                       where, em);
    } else {
        name_from_env(var, len, name, sizeof name);
        e = refuse_name(name, em);
    }
    if (e != ERR_OK)
        err_wrap(em, "environment variable %s", where);
    return e;
}

enum err config_read_env(struct config *c, const char *const *env,
                         struct errmsg *em)
{
    for (; *env != NULL; env++) {
        enum err e;

        if (strncmp(*env, ENV_PREFIX, strlen(ENV_PREFIX)) != 0 ||
            strncmp(*env, "FIRN_URL=", 9) == 0)
            continue;
        e = read_variable(c, *env, em);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

enum err config_read_flag(struct config *c, const char *flag, struct errmsg *em)
{
    const char *name = flag + 2, *value = strchr(flag, '=');
    char where[80], key[80];
    size_t at;
    enum err e;

    if (strncmp(flag, "--", 2) != 0) {
        err_set(em, "'%.60s' is no setting; settings are --name=value", flag);
        return ERR_INVALID;
    }
    snprintf(key, sizeof key, "%.*s",
             (int)(value == NULL ? strlen(name) : (size_t)(value - name)),
             name);
    snprintf(where, sizeof where, "--%.70s", key);
    at = config_find(key);
    if (value == NULL && at < config_settings_len &&
        config_settings[at].type != SETTING_BOOL) {
        err_set(em, "%s needs a value: %s=VALUE", where, where);
        return ERR_INVALID;
    }
    e = config_set(c, key, value == NULL ? "true" : value + 1, CONFIG_FLAG,
                   where, em);
    if (e != ERR_OK)
        err_wrap(em, "%s", where);
    return e;
}

static enum err check_order(const char *low_name, uint64_t low,
                            const char *high_name, uint64_t high,
                            struct errmsg *em)
{
    if (low <= high)
        return ERR_OK;
    err_set(em, "%s is larger than %s", low_name, high_name);
    return ERR_INVALID;
}

/* Whoever reaches the port may do anything, so it takes a clear word. */
static enum err check_exposure(const struct config *c, struct errmsg *em)
{
    char text[ADDR_TEXT_SIZE];

    for (size_t i = 0; i < c->http_listen.len && !c->http_insecure; i++) {
        const struct addr *a = &c->http_listen.at[i];

        if (addr_is_loopback(a))
            continue;
        addr_format(a, text);
        err_set(em,
                "http.listen: %s can be reached by others, who could then "
                "read, add and delete everything, as there is no access "
                "control yet; listen on 127.0.0.1 (and forward a port to it), "
                "or set http.insecure=true if all who reach it may do that",
                text);
        return ERR_INVALID;
    }
    return ERR_OK;
}

enum err config_check(const struct config *c, struct errmsg *em)
{
    enum err e = check_exposure(c, em);

    if (e == ERR_OK)
        e = check_order("p2p.stream_window", c->p2p_stream_window,
                        "p2p.max_stream_window", c->p2p_max_stream_window, em);
    if (e == ERR_OK)
        e = check_order("p2p.connection_window", c->p2p_connection_window,
                        "p2p.max_connection_window",
                        c->p2p_max_connection_window, em);
    if (e == ERR_OK)
        e = check_order("peers.ping_interval", c->peers_ping_interval_ms,
                        "peers.dead_after", c->peers_dead_after_ms, em);
    if (e == ERR_OK && c->data_dir[0] == '\0') {
        err_set(em, "data_dir is empty; name a directory");
        e = ERR_INVALID;
    }
    return e;
}

enum err config_format(const struct config *c, size_t at, struct buf *out)
{
    return value_format(&config_settings[at],
                        (const char *)c + config_settings[at].offset, out);
}
