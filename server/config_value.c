#include "config_value.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A unit: how it is written and how many of the smallest unit it is. */
struct unit {
    const char *name;
    uint64_t factor;
};

static const struct unit size_units[] = {
    {"TiB", UINT64_C(1) << 40},
    {"GiB", 1u << 30},
    {"MiB", 1u << 20},
    {"KiB", 1u << 10},
    {"TB", UINT64_C(1000000000000)},
    {"GB", 1000000000},
    {"MB", 1000000},
    {"kB", 1000},
    {"B", 1},
    {"", 1},
};

static const struct unit duration_units[] = {
    {"h", 3600000},
    {"m", 60000},
    {"s", 1000},
    {"ms", 1},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Digits only: no sign, no space, no overflow. */
static bool read_digits(const char **text, uint64_t *out)
{
    const char *p = *text;
    uint64_t v = 0;

    for (; *p >= '0' && *p <= '9'; p++) {
        if (__builtin_mul_overflow(v, (uint64_t)10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(*p - '0'), &v))
            return false;
    }
    if (p == *text)
        return false;
    *text = p;
    *out = v;
    return true;
}

static bool read_with_unit(const char *text, const struct unit *units,
                           size_t len, uint64_t *out)
{
    uint64_t v;

    if (!read_digits(&text, &v))
        return false;
    /* Zero is zero in every unit, also in none. */
    if (v == 0 && *text == '\0') {
        *out = 0;
        return true;
    }
    for (size_t i = 0; i < len; i++) {
        if (strcmp(text, units[i].name) == 0)
            return !__builtin_mul_overflow(v, units[i].factor, out);
    }
    return false;
}

static bool read_number(const struct setting *s, const char *text,
                        uint64_t *out)
{
    switch (s->type) {
    case SETTING_SIZE:
        return read_with_unit(text, size_units, COUNT(size_units), out);
    case SETTING_DURATION:
        return read_with_unit(text, duration_units, COUNT(duration_units), out);
    default:
        return read_digits(&text, out) && *text == '\0';
    }
}

static enum err parse_number(const struct setting *s, const char *text,
                             uint64_t *field)
{
    uint64_t v;

    if (!read_number(s, text, &v) || v < s->min || v > s->max)
        return ERR_INVALID;
    *field = v;
    return ERR_OK;
}

static enum err parse_bool(const char *text, bool *field)
{
    if (strcmp(text, "true") == 0)
        *field = true;
    else if (strcmp(text, "false") == 0)
        *field = false;
    else
        return ERR_INVALID;
    return ERR_OK;
}

static enum err parse_choice(const struct setting *s, const char *text,
                             unsigned *field)
{
    const char *p = s->choices;
    size_t len = strlen(text);

    for (unsigned i = 0; *p != '\0'; i++) {
        size_t one = strcspn(p, "|");

        if (one == len && memcmp(p, text, len) == 0) {
            *field = i;
            return ERR_OK;
        }
        p += one;
        p += *p == '|';
    }
    return ERR_INVALID;
}

static enum err parse_text(const char *text, char **field)
{
    char *copy = strdup(text);

    if (copy == NULL)
        return ERR_NOMEM;
    free(*field);
    *field = copy;
    return ERR_OK;
}

/* The next of a comma-separated list, trimmed, in memory of its own. False
 * at the end; *item is NULL when memory ran out. */
static bool next_item(const char **rest, char **item)
{
    const char *p = *rest;
    size_t len, end;

    if (p == NULL)
        return false;
    len = strcspn(p, ",");
    *rest = p[len] == ',' ? p + len + 1 : NULL;
    end = len;
    while (end > 0 && p[end - 1] == ' ')
        end--;
    while (end > 0 && *p == ' ') {
        p++;
        end--;
    }
    *item = strndup(p, end);
    return true;
}

static enum err parse_addrs(const struct setting *s, const char *text,
                            struct config_addrs *field, struct errmsg *em)
{
    struct config_addrs out = {0};
    const char *rest = *text == '\0' ? NULL : text;
    char *item;

    while (next_item(&rest, &item)) {
        enum err e = item == NULL ? ERR_NOMEM : ERR_OK;

        if (e == ERR_OK && out.len == CONFIG_MAX_ADDRS)
            e = ERR_INVALID;
        if (e == ERR_OK && addr_parse(item, &out.at[out.len], em) != ERR_OK)
            e = ERR_INVALID;
        free(item);
        if (e != ERR_OK)
            return e;
        out.len++;
    }
    if (out.len < s->min)
        return ERR_INVALID;
    *field = out;
    return ERR_OK;
}

static void texts_clear(struct config_texts *t)
{
    for (size_t i = 0; i < t->len; i++)
        free(t->at[i]);
    t->len = 0;
}

static enum err parse_texts(const char *text, struct config_texts *field)
{
    struct config_texts out = {0};
    const char *rest = *text == '\0' ? NULL : text;
    char *item;
    enum err e = ERR_OK;

    while (e == ERR_OK && next_item(&rest, &item)) {
        if (item == NULL) {
            e = ERR_NOMEM;
        } else if (*item == '\0' || out.len == CONFIG_MAX_TEXTS) {
            free(item);
            e = ERR_INVALID;
        } else {
            out.at[out.len++] = item;
        }
    }
    if (e != ERR_OK) {
        texts_clear(&out);
        return e;
    }
    texts_clear(field);
    *field = out;
    return ERR_OK;
}

enum err value_parse(const struct setting *s, const char *text, void *field,
                     struct errmsg *em)
{
    switch (s->type) {
    case SETTING_BOOL:
        return parse_bool(text, field);
    case SETTING_INT:
    case SETTING_SIZE:
    case SETTING_DURATION:
        return parse_number(s, text, field);
    case SETTING_CHOICE:
        return parse_choice(s, text, field);
    case SETTING_TEXT:
        return parse_text(text, field);
    case SETTING_ADDRS:
        return parse_addrs(s, text, field, em);
    case SETTING_TEXTS:
        return parse_texts(text, field);
    }
    return ERR_INTERNAL;
}

static void format_with_unit(uint64_t v, const struct unit *units, size_t len,
                             char out[static VALUE_TEXT_SIZE])
{
    for (size_t i = 0; i < len; i++) {
        if (v >= units[i].factor && v % units[i].factor == 0) {
            snprintf(out, VALUE_TEXT_SIZE, "%" PRIu64 "%s", v / units[i].factor,
                     units[i].name);
            return;
        }
    }
    snprintf(out, VALUE_TEXT_SIZE, "%" PRIu64, v);
}

void value_format_size(uint64_t bytes, char out[static VALUE_TEXT_SIZE])
{
    format_with_unit(bytes, size_units, 4, out);
}

void value_format_duration(uint64_t ms, char out[static VALUE_TEXT_SIZE])
{
    format_with_unit(ms, duration_units, COUNT(duration_units), out);
}

static enum err format_choice(const struct setting *s, unsigned at,
                              struct buf *out)
{
    const char *p = s->choices;

    for (; at > 0; at--)
        p += strcspn(p, "|") + 1;
    return buf_add(out, p, strcspn(p, "|"));
}

static enum err format_addrs(const struct config_addrs *a, struct buf *out)
{
    char text[ADDR_TEXT_SIZE];
    enum err e = ERR_OK;

    for (size_t i = 0; i < a->len && e == ERR_OK; i++) {
        addr_format(&a->at[i], text);
        e = buf_printf(out, "%s%s", i > 0 ? "," : "", text);
    }
    return e;
}

static enum err format_texts(const struct config_texts *t, struct buf *out)
{
    enum err e = ERR_OK;

    for (size_t i = 0; i < t->len && e == ERR_OK; i++)
        e = buf_printf(out, "%s%s", i > 0 ? "," : "", t->at[i]);
    return e;
}

enum err value_format(const struct setting *s, const void *field,
                      struct buf *out)
{
    char text[VALUE_TEXT_SIZE];

    switch (s->type) {
    case SETTING_BOOL:
        return buf_printf(out, "%s", *(const bool *)field ? "true" : "false");
    case SETTING_INT:
        return buf_printf(out, "%" PRIu64, *(const uint64_t *)field);
    case SETTING_SIZE:
        value_format_size(*(const uint64_t *)field, text);
        return buf_printf(out, "%s", text);
    case SETTING_DURATION:
        value_format_duration(*(const uint64_t *)field, text);
        return buf_printf(out, "%s", text);
    case SETTING_CHOICE:
        return format_choice(s, *(const unsigned *)field, out);
    case SETTING_TEXT:
        return buf_printf(out, "%s", *(char *const *)field);
    case SETTING_ADDRS:
        return format_addrs(field, out);
    case SETTING_TEXTS:
        return format_texts(field, out);
    }
    return ERR_INTERNAL;
}

void value_clear(const struct setting *s, void *field)
{
    if (s->type == SETTING_TEXT) {
        free(*(char **)field);
        *(char **)field = NULL;
    } else if (s->type == SETTING_TEXTS) {
        texts_clear(field);
    }
}
