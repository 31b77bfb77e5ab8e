#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cli/opts.h"

struct given {
    const struct opt *opt;
    const char *value; /* NULL for a switch */
};

struct opts {
    struct given *given;
    size_t given_len;
    const char **args;
    size_t args_len;
};

/* Where the parsing stands. */
struct parse {
    const struct opt *tables[2];
    int argc;
    const char *const *argv;
    int at;
    struct opts *o;
};

void opts_free(struct opts *o)
{
    if (o == NULL)
        return;
    free(o->given);
    free(o->args);
    free(o);
}

static const struct opt *find_long(const struct parse *p, const char *name,
                                   size_t len)
{
    for (int t = 0; t < 2; t++) {
        for (const struct opt *s = p->tables[t]; s && s->name; s++) {
            if (strlen(s->name) == len && memcmp(s->name, name, len) == 0)
                return s;
        }
    }
    return NULL;
}

static const struct opt *find_short(const struct parse *p, char letter)
{
    for (int t = 0; t < 2; t++) {
        for (const struct opt *s = p->tables[t]; s && s->name; s++) {
            if (s->letter == letter)
                return s;
        }
    }
    return NULL;
}

/* Entries of `given` that can be filled: a word each, and every distinct
 * switch of the clusters. */
static size_t given_max(const struct parse *p)
{
    size_t n = (size_t)p->argc;

    for (int t = 0; t < 2; t++) {
        for (const struct opt *s = p->tables[t]; s && s->name; s++)
            n++;
    }
    return n + 1;
}

static void add_given(struct parse *p, const struct opt *s, const char *value)
{
    assert(p->o->given_len < given_max(p));
    p->o->given[p->o->given_len++] = (struct given){s, value};
}

/* The value that stands in the next word. */
static enum err take_value(struct parse *p, const struct opt *s,
                           struct errmsg *em)
{
    if (p->at == p->argc) {
        err_set(em, "--%s needs a value: --%s %s", s->name, s->name, s->value);
        return ERR_INVALID;
    }
    add_given(p, s, p->argv[p->at++]);
    return ERR_OK;
}

static enum err take_long(struct parse *p, const char *word, struct errmsg *em)
{
    size_t len = strcspn(word, "=");
    const struct opt *s = find_long(p, word, len);

    if (s == NULL) {
        err_set(em, "unknown option --%.*s", (int)len, word);
        return ERR_INVALID;
    }
    if (word[len] == '=' && s->value == NULL) {
        err_set(em, "--%s takes no value", s->name);
        return ERR_INVALID;
    }
    if (word[len] == '=')
        add_given(p, s, word + len + 1);
    else if (s->value != NULL)
        return take_value(p, s, em);
    else
        add_given(p, s, NULL);
    return ERR_OK;
}

/* "-q", "-oFILE", "-o FILE", "-qo FILE". */
static enum err take_short(struct parse *p, const char *word, struct errmsg *em)
{
    for (; *word != '\0'; word++) {
        const struct opt *s = find_short(p, *word);

        if (s == NULL) {
            err_set(em, "unknown option -%c", *word);
            return ERR_INVALID;
        }
        if (s->value == NULL) {
            /* A cluster of switches may be longer than argv has words. */
            if (!opts_has(p->o, s->name))
                add_given(p, s, NULL);
            continue;
        }
        if (word[1] == '\0')
            return take_value(p, s, em);
        add_given(p, s, word + 1);
        return ERR_OK;
    }
    return ERR_OK;
}

static void take_rest(struct parse *p)
{
    while (p->at < p->argc)
        p->o->args[p->o->args_len++] = p->argv[p->at++];
}

static enum err parse_all(struct parse *p, bool stop_at_arg, struct errmsg *em)
{
    enum err e = ERR_OK;

    while (p->at < p->argc && e == ERR_OK) {
        const char *word = p->argv[p->at++];

        if (strcmp(word, "--") == 0) {
            take_rest(p);
        } else if (strncmp(word, "--", 2) == 0) {
            e = take_long(p, word + 2, em);
        } else if (word[0] == '-' && word[1] != '\0') {
            e = take_short(p, word + 1, em);
        } else if (stop_at_arg) {
            p->at--;
            take_rest(p);
        } else {
            p->o->args[p->o->args_len++] = word;
        }
    }
    return e;
}

enum err opts_parse(const struct opt *own, const struct opt *shared, int argc,
                    const char *const *argv, bool stop_at_arg,
                    struct opts **out, struct errmsg *em)
{
    struct parse p = {{own, shared}, argc, argv, 0, NULL};
    enum err e = ERR_NOMEM;

    p.o = calloc(1, sizeof *p.o);
    if (p.o == NULL)
        return ERR_NOMEM;
    p.o->given = calloc(given_max(&p), sizeof *p.o->given);
    p.o->args = calloc((size_t)argc + 1, sizeof *p.o->args);
    if (p.o->given == NULL || p.o->args == NULL)
        goto fail;
    e = parse_all(&p, stop_at_arg, em);
    if (e != ERR_OK)
        goto fail;
    *out = p.o;
    return ERR_OK;

fail:
    opts_free(p.o);
    return e;
}

/* Was this entry given by the option of that name? */
static bool is_named(const struct given *g, const char *name)
{
    assert(g->opt != NULL);
    return strcmp(g->opt->name, name) == 0;
}

bool opts_has(const struct opts *o, const char *name)
{
    for (size_t i = 0; i < o->given_len; i++) {
        if (is_named(&o->given[i], name))
            return true;
    }
    return false;
}

const char *opts_nth(const struct opts *o, const char *name, size_t n)
{
    for (size_t i = 0; i < o->given_len; i++) {
        if (is_named(&o->given[i], name) && n-- == 0)
            return o->given[i].value;
    }
    return NULL;
}

const char *opts_value(const struct opts *o, const char *name)
{
    const char *last = NULL;

    for (size_t i = 0; i < o->given_len; i++) {
        if (is_named(&o->given[i], name))
            last = o->given[i].value;
    }
    return last;
}

size_t opts_args(const struct opts *o)
{
    return o->args_len;
}

const char *opts_arg(const struct opts *o, size_t i)
{
    return i < o->args_len ? o->args[i] : NULL;
}

enum err opts_number(const struct opts *o, const char *name, unsigned *out,
                     struct errmsg *em)
{
    const char *text = opts_value(o, name);
    char *end;
    unsigned long v;

    if (text == NULL)
        return ERR_OK;
    v = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || v == 0 || v > 1000000) {
        err_set(em, "--%s: \"%s\" is not a whole number from 1 to 1000000",
                name, text);
        return ERR_INVALID;
    }
    *out = (unsigned)v;
    return ERR_OK;
}
