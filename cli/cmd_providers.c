#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/pages.h"
#include "cli/table.h"
#include "cli/term.h"
#include "cli/when.h"

#define SIZE_UNKNOWN UINT64_MAX

static const struct table_column columns[] = {
    {"NAME", false, 0}, {"SIZE", true, 0}, {"HELD", true, 0},
    {"HEARD", true, 0}, {"ID", false, 0},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static enum err ask(struct cli *c, const struct opts *o, json_t **out,
                    struct errmsg *em)
{
    struct path p;
    enum err e;

    path_start(&p, "/api/v1/blobs/");
    path_segment(&p, opts_arg(o, 0));
    path_fixed(&p, "/providers");
    path_query(&p, "timeout", opts_value(o, "timeout"));
    e = api_call(c, "GET", path_text(&p), NULL, out, em);
    path_clear(&p);
    return e;
}

static enum err note_name(const json_t *peer, void *arg)
{
    json_t *names = arg;

    return json_object_set_new(names, api_str(peer, "id"),
                               json_string(api_str(peer, "name"))) == 0
               ? ERR_OK
               : ERR_NOMEM;
}

/* Names of the peers by id. Without them the table has ids all the same. */
static json_t *ask_names(struct cli *c)
{
    json_t *names = json_object();
    struct path p;

    path_start(&p, "/api/v1/peers");
    if (names != NULL)
        (void)!pages_walk(c, &p, note_name, names, NULL);
    path_clear(&p);
    return names;
}

static void put_row(struct table *t, const json_t *v, const json_t *names)
{
    const char *id = api_str(v, "peer"), *name = api_str(names, id);
    uint64_t size = api_u64(v, "size", SIZE_UNKNOWN);
    bool is_whole = strcmp(api_str(v, "state"), "complete") == 0;
    char text[HUMAN_SIZE] = "?", ago[HUMAN_SIZE];
    unsigned percent = 0;

    if (size != SIZE_UNKNOWN) {
        human_size(size, text);
        percent = human_percent(api_u64(v, "held_bytes", 0), size);
    }
    /* What is partial is never shown as whole, whatever the numbers say. */
    percent = is_whole ? 100 : percent < 100 ? percent : 99;
    when_ago(api_str(v, "heard"), ago);
    table_cell(t, *name != '\0' ? name : "-");
    table_cell(t, text);
    table_cellf(t, "%u%%", percent);
    table_cell(t, ago);
    table_cell(t, id);
}

static void put_fields(struct table *t, const json_t *v)
{
    uint64_t size = api_u64(v, "size", SIZE_UNKNOWN);

    table_cell(t, api_str(v, "peer"));
    table_cell(t, api_str(v, "state"));
    if (size == SIZE_UNKNOWN)
        table_cell(t, "");
    else
        table_cellf(t, "%" PRIu64, size);
    table_cellf(t, "%" PRIu64, api_u64(v, "held_bytes", 0));
    table_cell(t, api_str(v, "heard"));
}

static enum err print_table(struct cli *c, const json_t *items)
{
    bool is_tty = term_is_tty(stdout);
    json_t *names = is_tty ? ask_names(c) : NULL;
    const json_t *v;
    struct table t;
    size_t i;
    enum err e;

    table_init(&t, columns, COLUMNS, is_tty, stdout);
    json_array_foreach(items, i, v)
    {
        if (is_tty)
            put_row(&t, v, names);
        else
            put_fields(&t, v);
    }
    e = table_print(&t);
    table_clear(&t);
    json_decref(names);
    return e;
}

static enum err print_each(const struct cli *c, const json_t *items)
{
    enum err e = ERR_OK;
    const json_t *v;
    size_t i;

    json_array_foreach(items, i, v)
    {
        if (c->json)
            e = cli_print_json(v);
        else
            puts(api_str(v, "peer"));
        if (e != ERR_OK)
            break;
    }
    return e;
}

enum err cmd_providers(struct cli *c, const struct opts *o, struct errmsg *em)
{
    unsigned timeout_s;
    json_t *v = NULL, *items;
    enum err e = opts_number(o, "timeout", &timeout_s, em);

    if (e == ERR_OK)
        e = ask(c, o, &v, em);
    items = json_object_get(v, "items");
    if (e == ERR_OK && (c->json || c->quiet))
        e = print_each(c, items);
    else if (e == ERR_OK)
        e = print_table(c, items);
    if (e == ERR_OK && json_array_size(items) == 0) {
        err_set(em, "no connected peer says to have it");
        e = ERR_NOT_FOUND;
    }
    if (e != ERR_OK)
        err_wrap(em, "providers %s", opts_arg(o, 0));
    json_decref(v);
    return e;
}
