/* The settings file, read event by event, so that every complaint has its
 * line. Nested maps and dotted names mean the same; lists are joined by
 * commas, the form that flags have as well.
 *
 *     document = map of (name: value | name: map | name: list of values)
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "config.h"

#define FILE_MAX (1u << 20)
#define DEPTH_MAX 8
#define NAME_MAX_LEN 128
#define LIST_MAX (64u << 10)

struct reader {
    struct config *config;
    const char *file;
    yaml_parser_t parser;
    struct errmsg *em;
    bool seen[CONFIG_MAX_SETTINGS]; /* names met so far: twice is a mistake */
};

static enum err next(struct reader *r, yaml_event_t *ev)
{
    if (yaml_parser_parse(&r->parser, ev))
        return ERR_OK;
    err_set(r->em, "%s:%zu: not YAML: %s", r->file,
            r->parser.problem_mark.line + 1,
            r->parser.problem != NULL ? r->parser.problem : "cannot be read");
    return ERR_PARSE;
}

static enum err refuse(struct reader *r, const yaml_event_t *ev,
                       const char *what)
{
    err_set(r->em, "%s:%zu: %s", r->file, ev->start_mark.line + 1, what);
    return ERR_PARSE;
}

static const char *text_of(const yaml_event_t *ev)
{
    return (const char *)ev->data.scalar.value;
}

static bool has_nul(const yaml_event_t *ev)
{
    return strlen(text_of(ev)) != ev->data.scalar.length;
}

static enum err set(struct reader *r, const char *name, const char *text,
                    size_t line)
{
    char where[300];
    size_t at = config_find(name);
    enum err e;

    snprintf(where, sizeof where, "%.250s:%zu", r->file, line);
    if (at < config_settings_len && r->seen[at]) {
        err_set(r->em, "%s: %s is set twice", where, name);
        return ERR_INVALID;
    }
    e = config_set(r->config, name, text, CONFIG_FILE, where, r->em);
    if (e != ERR_OK)
        err_wrap(r->em, "%s", where);
    else
        r->seen[at] = true;
    return e;
}

static enum err read_list(struct reader *r, const char *name, size_t line)
{
    struct buf joined;
    yaml_event_t ev;
    enum err e;

    buf_init(&joined, LIST_MAX);
    for (;;) {
        e = next(r, &ev);
        if (e != ERR_OK)
            break;
        if (ev.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&ev);
            e = buf_add_u8(&joined, '\0');
            if (e == ERR_OK)
                e = set(r, name, (const char *)joined.ptr, line);
            break;
        }
        if (ev.type != YAML_SCALAR_EVENT || has_nul(&ev))
            e = refuse(r, &ev, "a list takes plain values only");
        else
            e = buf_printf(&joined, "%s%s", joined.len > 0 ? "," : "",
                           text_of(&ev));
        yaml_event_delete(&ev);
        if (e != ERR_OK)
            break;
    }
    buf_clear(&joined);
    return e;
}

static enum err read_map(struct reader *r, const char *prefix, int depth);

/* What follows a name. */
static enum err read_value(struct reader *r, const char *name, int depth)
{
    yaml_event_t ev;
    enum err e = next(r, &ev);

    if (e != ERR_OK)
        return e;
    switch (ev.type) {
    case YAML_SCALAR_EVENT:
        if (has_nul(&ev))
            e = refuse(r, &ev, "a value has a zero byte");
        else
            e = set(r, name, text_of(&ev), ev.start_mark.line + 1);
        break;
    case YAML_SEQUENCE_START_EVENT:
        e = read_list(r, name, ev.start_mark.line + 1);
        break;
    case YAML_MAPPING_START_EVENT:
        e = read_map(r, name, depth + 1);
        break;
    default:
        e = refuse(r, &ev, "aliases are not taken; write the value out");
    }
    yaml_event_delete(&ev);
    return e;
}

static enum err read_pair(struct reader *r, const char *prefix,
                          const yaml_event_t *key, int depth)
{
    char name[NAME_MAX_LEN];
    int len;

    if (key->type != YAML_SCALAR_EVENT || has_nul(key))
        return refuse(r, key, "a setting's name is expected");
    len = snprintf(name, sizeof name, "%s%s%s", prefix,
                   *prefix != '\0' ? "." : "", text_of(key));
    if (len < 0 || (size_t)len >= sizeof name)
        return refuse(r, key, "no setting has so long a name");
    return read_value(r, name, depth);
}

static enum err read_map(struct reader *r, const char *prefix, int depth)
{
    enum err e = ERR_OK;

    while (e == ERR_OK) {
        yaml_event_t ev;
        bool is_end;

        e = next(r, &ev);
        if (e != ERR_OK)
            break;
        is_end = ev.type == YAML_MAPPING_END_EVENT;
        if (!is_end)
            e = depth > DEPTH_MAX ? refuse(r, &ev, "nested too deeply")
                                  : read_pair(r, prefix, &ev, depth);
        yaml_event_delete(&ev);
        if (is_end)
            break;
    }
    return e;
}

/* One document at most, and it is a map; a file of comments is fine. */
static enum err read_stream(struct reader *r)
{
    int documents = 0;
    enum err e = ERR_OK;

    while (e == ERR_OK) {
        yaml_event_t ev;
        yaml_event_type_t type;

        e = next(r, &ev);
        if (e != ERR_OK)
            break;
        type = ev.type;
        if (type == YAML_DOCUMENT_START_EVENT && ++documents > 1)
            e = refuse(r, &ev, "a second document; one is taken");
        else if (type == YAML_MAPPING_START_EVENT)
            e = read_map(r, "", 0);
        else if (type == YAML_SEQUENCE_START_EVENT ||
                 type == YAML_ALIAS_EVENT ||
                 (type == YAML_SCALAR_EVENT && *text_of(&ev) != '\0'))
            e = refuse(r, &ev, "settings are written as 'name: value'");
        yaml_event_delete(&ev);
        if (type == YAML_STREAM_END_EVENT)
            break;
    }
    return e;
}

enum err config_read_yaml(struct config *c, const char *name, const char *text,
                          size_t len, struct errmsg *em)
{
    struct reader r = {.config = c, .file = name, .em = em};
    enum err e;

    if (!yaml_parser_initialize(&r.parser))
        return ERR_NOMEM;
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, len);
    e = read_stream(&r);
    yaml_parser_delete(&r.parser);
    return e;
}

static enum err read_all(FILE *f, char **out, size_t *len)
{
    char *text = malloc(FILE_MAX + 1);

    if (text == NULL)
        return ERR_NOMEM;
    *len = fread(text, 1, FILE_MAX + 1, f);
    if (ferror(f) || *len > FILE_MAX) {
        free(text);
        return ferror(f) ? err_from_errno(errno) : ERR_TOO_LARGE;
    }
    *out = text;
    return ERR_OK;
}

enum err config_read_file(struct config *c, const char *path, struct errmsg *em)
{
    FILE *f = fopen(path, "re");
    char *text = NULL;
    size_t len;
    enum err e;

    if (f == NULL) {
        e = err_from_errno(errno);
        err_set(em, "settings file %s: %s", path, err_text(e));
        return e;
    }
    e = read_all(f, &text, &len);
    fclose(f);
    if (e != ERR_OK)
        err_set(em, "settings file %s: %s", path, err_text(e));
    else
        e = config_read_yaml(c, path, text, len, em);
    free(text);
    return e;
}
