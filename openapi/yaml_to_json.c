/* yaml_to_json IN OUT: the YAML of openapi.yaml as compact JSON. Used by the
 * build.
 *
 * Plain scalars become null, booleans or numbers where they look like such,
 * quoted and block scalars are texts; keys are always texts. Anchors, aliases
 * and tags are refused, for the document has no use for them. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define DEPTH_MAX 64

struct writer {
    FILE *out;
    int depth;
    struct {
        bool is_map;
        size_t len; /* keys and values so far */
    } level[DEPTH_MAX];
};

static _Noreturn void fail(const yaml_event_t *ev, const char *what)
{
    fprintf(stderr, "line %zu: %s\n", ev->start_mark.line + 1, what);
    exit(1);
}

static void put_text(FILE *out, const char *s, size_t len)
{
    putc('"', out);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20)
            fprintf(out, "\\u%04x", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

/* As JSON writes numbers; "0.1.0" and "017" are none. */
static bool is_number(const char *s)
{
    if (*s == '-')
        s++;
    if (*s == '0' && isdigit((unsigned char)s[1]))
        return false;
    if (!isdigit((unsigned char)*s))
        return false;
    s += strspn(s, "0123456789");
    if (*s == '.') {
        s++;
        if (!isdigit((unsigned char)*s))
            return false;
        s += strspn(s, "0123456789");
    }
    return *s == '\0';
}

static bool is_key(const struct writer *w)
{
    return w->depth > 0 && w->level[w->depth - 1].is_map &&
           w->level[w->depth - 1].len % 2 == 0;
}

static void put_scalar(struct writer *w, const yaml_event_t *ev, bool key)
{
    const char *s = (const char *)ev->data.scalar.value;
    bool is_plain = ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

    if (ev->data.scalar.anchor != NULL || ev->data.scalar.tag != NULL)
        fail(ev, "anchors and tags are not taken");
    if (!key && is_plain &&
        (strcmp(s, "true") == 0 || strcmp(s, "false") == 0 ||
         strcmp(s, "null") == 0 || is_number(s)))
        fputs(s, w->out);
    else
        put_text(w->out, s, ev->data.scalar.length);
}

/* What goes before a key or value. */
static void separate(struct writer *w)
{
    size_t len;

    if (w->depth == 0)
        return;
    len = w->level[w->depth - 1].len++;
    if (w->level[w->depth - 1].is_map && len % 2 == 1)
        putc(':', w->out);
    else if (len > 0)
        putc(',', w->out);
}

static void enter(struct writer *w, const yaml_event_t *ev, bool is_map)
{
    if (is_key(w))
        fail(ev, "a key must be a text");
    separate(w);
    if (w->depth == DEPTH_MAX)
        fail(ev, "nested too deeply");
    w->level[w->depth].is_map = is_map;
    w->level[w->depth++].len = 0;
    putc(is_map ? '{' : '[', w->out);
}

static void take(struct writer *w, const yaml_event_t *ev)
{
    bool key;

    switch (ev->type) {
    case YAML_SCALAR_EVENT:
        key = is_key(w);
        separate(w);
        put_scalar(w, ev, key);
        break;
    case YAML_MAPPING_START_EVENT:
        enter(w, ev, true);
        break;
    case YAML_SEQUENCE_START_EVENT:
        enter(w, ev, false);
        break;
    case YAML_MAPPING_END_EVENT:
        w->depth--;
        putc('}', w->out);
        break;
    case YAML_SEQUENCE_END_EVENT:
        w->depth--;
        putc(']', w->out);
        break;
    case YAML_ALIAS_EVENT:
        fail(ev, "aliases are not taken");
    default:
        break;
    }
}

static void convert(FILE *in, FILE *out)
{
    struct writer w = {.out = out};
    yaml_parser_t parser;
    bool ended = false;

    if (!yaml_parser_initialize(&parser))
        exit(1);
    yaml_parser_set_input_file(&parser, in);
    while (!ended) {
        yaml_event_t ev;

        if (!yaml_parser_parse(&parser, &ev)) {
            fprintf(stderr, "line %zu: %s\n", parser.problem_mark.line + 1,
                    parser.problem);
            exit(1);
        }
        take(&w, &ev);
        ended = ev.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&ev);
    }
    yaml_parser_delete(&parser);
    putc('\n', out);
}

int main(int argc, char **argv)
{
    FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL;
    FILE *out = in != NULL ? fopen(argv[2], "w") : NULL;

    if (out == NULL) {
        fprintf(stderr, "usage: yaml_to_json IN OUT\n");
        return 1;
    }
    convert(in, out);
    fclose(in);
    return fclose(out) == 0 ? 0 : 1;
}
