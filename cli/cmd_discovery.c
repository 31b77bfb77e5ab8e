#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/peer.h"
#include "cli/table.h"
#include "cli/term.h"
#include "cli/when.h"

static const struct table_column source_columns[] = {
    {"SOURCE", false, 0}, {"STATE", false, 0},   {"SINCE", false, 1},
    {"TELLS", false, 0},  {"SEES", true, 0},     {"FOUND", true, 2},
    {"FAULTS", true, 0},  {"TROUBLE", false, 0},
};

static const struct table_column sighting_columns[] = {
    {"SEEN BY", false, 0}, {"NAME", false, 0}, {"ID", false, 0},
    {"VERSION", false, 2}, {"LAST", false, 1}, {"ADDRESSES", false, 0},
};

enum {
    SOURCE_COLUMNS = sizeof source_columns / sizeof *source_columns,
    SIGHTING_COLUMNS = sizeof sighting_columns / sizeof *sighting_columns,
};

static uint64_t sum_of(const json_t *faults)
{
    uint64_t sum = 0;
    const json_t *v;
    const char *key;

    /* Only reads; jansson's walk has no form for that. */
    json_object_foreach((json_t *)faults, key, v)
    {
        if (json_is_integer(v) && json_integer_value(v) > 0)
            sum += (uint64_t)json_integer_value(v);
    }
    return sum;
}

static void put_source_row(struct table *t, const json_t *v)
{
    char since[HUMAN_SIZE];

    when_ago(api_str(v, "since"), since);
    table_cell(t, api_str(v, "name"));
    table_cell(t, api_str(v, "state"));
    table_cell(t, since);
    table_cell(t, json_is_true(json_object_get(v, "announced")) ? "yes" : "-");
    table_cellf(t, "%zu", json_array_size(json_object_get(v, "sightings")));
    table_cellf(t, "%" PRIu64, api_u64(v, "discovered", 0));
    table_cellf(t, "%" PRIu64, sum_of(json_object_get(v, "faults")));
    table_cell(t, api_str(v, "error"));
}

static void put_source_fields(struct table *t, const json_t *v)
{
    table_cell(t, "source");
    table_cell(t, api_str(v, "name"));
    table_cell(t, api_str(v, "state"));
    table_cell(t, api_str(v, "since"));
    table_cell(t, json_is_true(json_object_get(v, "announced")) ? "yes" : "no");
    table_cellf(t, "%zu", json_array_size(json_object_get(v, "sightings")));
    table_cellf(t, "%" PRIu64, api_u64(v, "discovered", 0));
    table_cellf(t, "%" PRIu64, sum_of(json_object_get(v, "faults")));
    table_cell(t, api_str(v, "error"));
}

/* All addresses in one cell. */
static void put_addresses(struct table *t, const json_t *list)
{
    char text[512] = "";
    const json_t *v;
    size_t i, used = 0;

    json_array_foreach(list, i, v)
    {
        const char *addr = json_string_value(v);

        if (addr == NULL || used + strlen(addr) + 2 > sizeof text)
            break;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                 used > 0 ? "," : "", addr);
    }
    table_cell(t, text);
}

static void put_sighting(struct table *t, const char *source, const json_t *v,
                         bool is_tty)
{
    const char *name = api_str(v, "name"), *version = api_str(v, "version");
    const char *nothing = is_tty ? "-" : "", *last = api_str(v, "last_seen");
    char id[PEER_SHORT_SIZE], ago[HUMAN_SIZE];

    peer_short_id(api_str(v, "id"), id);
    when_ago(last, ago);
    if (!is_tty)
        table_cell(t, "sighting");
    table_cell(t, source);
    table_cell(t, *name != '\0' ? name : nothing);
    table_cell(t, is_tty ? id : api_str(v, "id"));
    table_cell(t, *version != '\0' ? version : nothing);
    table_cell(t, is_tty ? ago : last);
    put_addresses(t, json_object_get(v, "addresses"));
}

static enum err print_sources(const json_t *sources, bool is_tty)
{
    const json_t *v;
    struct table t;
    size_t i;
    enum err e;

    /* For scripts a line says first what it is about. */
    table_init(&t, source_columns, is_tty ? SOURCE_COLUMNS : SOURCE_COLUMNS + 1,
               is_tty, stdout);
    json_array_foreach(sources, i, v)
    {
        if (is_tty)
            put_source_row(&t, v);
        else
            put_source_fields(&t, v);
    }
    e = table_print(&t);
    table_clear(&t);
    return e;
}

static enum err print_sightings(const json_t *sources, bool is_tty)
{
    const json_t *source, *v;
    struct table t;
    size_t i, k;
    enum err e;

    table_init(&t, sighting_columns,
               is_tty ? SIGHTING_COLUMNS : SIGHTING_COLUMNS + 1, is_tty,
               stdout);
    json_array_foreach(sources, i, source)
    {
        json_array_foreach(json_object_get(source, "sightings"), k, v)
        {
            put_sighting(&t, api_str(source, "name"), v, is_tty);
        }
    }
    if (is_tty && table_rows(&t) > 0)
        putchar('\n');
    e = table_print(&t);
    table_clear(&t);
    return e;
}

/* With -q: the ids seen, each as often as a source sees it. */
static void print_ids(const json_t *sources)
{
    const json_t *source, *v;
    size_t i, k;

    json_array_foreach(sources, i, source)
    {
        json_array_foreach(json_object_get(source, "sightings"), k, v)
        {
            term_put(stdout, api_str(v, "id"));
            putchar('\n');
        }
    }
}

static enum err print_json(const json_t *sources)
{
    enum err e = ERR_OK;
    const json_t *v;
    size_t i;

    json_array_foreach(sources, i, v)
    {
        e = cli_print_json(v);
        if (e != ERR_OK)
            break;
    }
    return e;
}

enum err cmd_discovery(struct cli *c, const struct opts *o, struct errmsg *em)
{
    bool is_tty = term_is_tty(stdout);
    const json_t *sources;
    json_t *v = NULL;
    enum err e = api_call(c, "GET", "/api/v1/discovery", NULL, &v, em);

    if (e != ERR_OK)
        return e;
    sources = json_object_get(v, "sources");
    if (c->json) {
        e = print_json(sources);
    } else if (c->quiet) {
        print_ids(sources);
    } else {
        e = print_sources(sources, is_tty);
        if (e == ERR_OK)
            e = print_sightings(sources, is_tty);
    }
    json_decref(v);
    return e;
}
