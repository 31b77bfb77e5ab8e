/* firn limits: show the ceilings on speed, or change them. */
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/rate.h"
#include "cli/table.h"
#include "cli/term.h"

#define UP "upload_bytes_per_s"
#define DOWN "download_bytes_per_s"

static const struct table_column columns[] = {
    {"CEILING", false, 0}, {"UPLOAD", true, 0}, {"DOWNLOAD", true, 0}};

static const char *const priorities[] = {"low", "normal", "high", "critical"};

/* ---- showing ------------------------------------------------------------*/

static void put_rate(struct table *t, const json_t *pair, const char *name)
{
    uint64_t rate = api_u64(pair, name, 0);
    char text[HUMAN_SIZE] = "none";

    if (!t->is_tty)
        table_cellf(t, "%llu", (unsigned long long)rate);
    else if (rate > 0)
        human_rate(rate, text);
    if (t->is_tty)
        table_cell(t, text);
}

static void put_row(struct table *t, const char *name, const json_t *pair)
{
    table_cell(t, name);
    put_rate(t, pair, UP);
    put_rate(t, pair, DOWN);
}

static void put_entry(struct table *t, const json_t *v)
{
    char text[96];
    size_t used;
    const json_t *days = json_object_get(v, "days");

    used = (size_t)snprintf(text, sizeof text, "%.8s-%.8s", api_str(v, "from"),
                            api_str(v, "to"));
    for (size_t i = 0; i < json_array_size(days) && i < 7; i++)
        used += (size_t)snprintf(
            text + used, sizeof text - used, "%c%.3s", i == 0 ? ' ' : ',',
            json_string_value(json_array_get(days, i)) != NULL
                ? json_string_value(json_array_get(days, i))
                : "");
    put_row(t, text, v);
}

static void put_rows(struct table *t, const json_t *v, const json_t *items)
{
    const json_t *all = json_object_get(v, "per_priority");
    const json_t *entry;
    size_t i;

    put_row(t, "node", v);
    put_row(t, "now", json_object_get(v, "now"));
    put_row(t, "each peer", json_object_get(v, "per_peer"));
    for (i = 0; i < sizeof priorities / sizeof *priorities; i++)
        put_row(t, priorities[i], json_object_get(all, priorities[i]));
    json_array_foreach(items, i, entry)
    {
        put_entry(t, entry);
    }
}

static enum err show(struct cli *c, const json_t *v, struct errmsg *em)
{
    bool is_tty = term_is_tty(stdout);
    json_t *schedule = NULL;
    struct table t;
    enum err e;

    if (c->json)
        return cli_print_json(v);
    e = api_call(c, "GET", "/api/v1/schedules", NULL, &schedule, em);
    if (e != ERR_OK)
        return e;
    table_init(&t, columns, sizeof columns / sizeof *columns, is_tty, stdout);
    put_rows(&t, v, json_object_get(schedule, "items"));
    e = table_print(&t);
    table_clear(&t);
    json_decref(schedule);
    if (is_tty && json_is_true(json_object_get(v, "exempt_local")))
        puts("\nPeers at local addresses go free.");
    return e;
}

/* ---- changing -----------------------------------------------------------*/

/* The option's speed into an object; "default" as null. */
static enum err take_rate(const struct opts *o, const char *option,
                          json_t *into, const char *field, struct errmsg *em)
{
    const char *text = opts_value(o, option);
    uint64_t rate = 0;
    enum err e;

    if (text == NULL)
        return ERR_OK;
    if (strcmp(text, "default") == 0)
        return json_object_set_new(into, field, json_null()) == 0 ? ERR_OK
                                                                  : ERR_NOMEM;
    e = rate_parse(text, &rate, em);
    if (e != ERR_OK) {
        err_wrap(em, "--%s", option);
        return e;
    }
    return json_object_set_new(into, field, json_integer((json_int_t)rate)) == 0
               ? ERR_OK
               : ERR_NOMEM;
}

/* {} in `into` under `name`; NULL: out of memory. */
static json_t *add_object(json_t *into, const char *name)
{
    json_t *v = json_object();

    return json_object_set_new(into, name, v) == 0 ? v : NULL;
}

static enum err take_priority(const struct opts *o, json_t *patch,
                              json_t **class_out, struct errmsg *em)
{
    const char *name = opts_value(o, "priority");
    json_t *all;

    *class_out = patch;
    if (name == NULL)
        return ERR_OK;
    for (size_t i = 0; i < sizeof priorities / sizeof *priorities; i++) {
        if (strcmp(name, priorities[i]) != 0)
            continue;
        all = add_object(patch, "per_priority");
        *class_out = all != NULL ? add_object(all, name) : NULL;
        return *class_out != NULL ? ERR_OK : ERR_NOMEM;
    }
    err_set(em, "--priority is low, normal, high or critical");
    return ERR_INVALID;
}

static enum err take_exempt(const struct opts *o, json_t *patch,
                            struct errmsg *em)
{
    const char *text = opts_value(o, "exempt-local");

    if (text == NULL)
        return ERR_OK;
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0) {
        err_set(em, "--exempt-local is yes or no");
        return ERR_INVALID;
    }
    return json_object_set_new(patch, "exempt_local",
                               json_boolean(strcmp(text, "yes") == 0)) == 0
               ? ERR_OK
               : ERR_NOMEM;
}

static enum err make_patch(const struct opts *o, json_t *patch,
                           struct errmsg *em)
{
    json_t *class = patch;
    json_t *peer = json_object();
    enum err e = take_priority(o, patch, &class, em);

    if (e == ERR_OK)
        e = take_rate(o, "upload", class, UP, em);
    if (e == ERR_OK)
        e = take_rate(o, "download", class, DOWN, em);
    if (e == ERR_OK)
        e = take_rate(o, "peer-upload", peer, UP, em);
    if (e == ERR_OK)
        e = take_rate(o, "peer-download", peer, DOWN, em);
    if (e == ERR_OK)
        e = take_exempt(o, patch, em);
    if (e == ERR_OK && json_object_size(peer) > 0 &&
        json_object_set(patch, "per_peer", peer) != 0)
        e = ERR_NOMEM;
    json_decref(peer);
    return e;
}

enum err cmd_limits(struct cli *c, const struct opts *o, struct errmsg *em)
{
    json_t *patch = json_object();
    json_t *v = NULL;
    enum err e = make_patch(o, patch, em);

    if (e == ERR_OK && json_object_size(patch) > 0)
        e = api_call(c, "PATCH", "/api/v1/limits", patch, &v, em);
    else if (e == ERR_OK)
        e = api_call(c, "GET", "/api/v1/limits", NULL, &v, em);
    if (e == ERR_OK && (!c->quiet || json_object_size(patch) == 0))
        e = show(c, v, em);
    json_decref(v);
    json_decref(patch);
    return e;
}
