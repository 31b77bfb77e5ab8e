#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/dot.h"
#include "cli/human.h"
#include "cli/peer.h"
#include "cli/table.h"
#include "cli/term.h"
#include "cli/when.h"

static const struct table_column node_columns[] = {
    {"NODE", false, 0},    {"ID", false, 0}, {"STATE", false, 0},
    {"VERSION", false, 2}, {"UP", true, 0},  {"BLOBS", true, 1},
    {"BYTES", true, 0},
};

static const struct table_column link_columns[] = {
    {"LINK", false, 0}, {"", false, 0},      {"RTT", true, 0},
    {"LOSS", true, 0},  {"IN", true, 0},     {"OUT", true, 1},
    {"PATH", false, 2}, {"SINCE", false, 0},
};

enum {
    NODE_COLUMNS = sizeof node_columns / sizeof *node_columns,
    LINK_COLUMNS = sizeof link_columns / sizeof *link_columns,
};

/* What a state means, in words. */
static const struct {
    const char *state, *words;
} states[] = {
    {"self", "this node"},
    {"connected", "connected to us"},
    {"reachable", "connected to others"},
    {"lost", "lost"},
};

static const char *state_words(const char *state)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (strcmp(states[i].state, state) == 0)
            return states[i].words;
    }
    return state;
}

static void put_node_row(struct table *t, const json_t *v)
{
    const char *name = api_str(v, "name"), *version = api_str(v, "version");
    char id[PEER_SHORT_SIZE], up[HUMAN_SIZE] = "-", bytes[HUMAN_SIZE];

    peer_short_id(api_str(v, "id"), id);
    if (json_is_integer(json_object_get(v, "uptime_s")))
        human_duration(api_u64(v, "uptime_s", 0), up);
    human_size(api_u64(v, "bytes", 0), bytes);
    table_cell(t, *name != '\0' ? name : "-");
    table_cell(t, id);
    table_cell(t, state_words(api_str(v, "state")));
    table_cell(t, *version != '\0' ? version : "-");
    table_cell(t, up);
    if (json_is_integer(json_object_get(v, "blobs"))) {
        table_cellf(t, "%" PRIu64, api_u64(v, "blobs", 0));
        table_cell(t, bytes);
    } else {
        table_cell(t, "-");
        table_cell(t, "-");
    }
}

/* A number as the node gave it; nothing when it gave none. */
static void put_number(struct table *t, const json_t *v, const char *key)
{
    const json_t *n = json_object_get(v, key);

    if (json_is_number(n))
        table_cellf(t, "%.15g", json_number_value(n));
    else
        table_cell(t, "");
}

static void put_node_fields(struct table *t, const json_t *v)
{
    table_cell(t, "node");
    table_cell(t, api_str(v, "name"));
    table_cell(t, api_str(v, "id"));
    table_cell(t, api_str(v, "state"));
    table_cell(t, api_str(v, "version"));
    put_number(t, v, "uptime_s");
    put_number(t, v, "blobs");
    put_number(t, v, "bytes");
}

/* The name behind an id, else the short id. */
static void put_end(struct table *t, const json_t *names, const char *id)
{
    const char *name = api_str(names, id);
    char short_id[PEER_SHORT_SIZE];

    peer_short_id(id, short_id);
    table_cell(t, *name != '\0' ? name : short_id);
}

static void put_rate(struct table *t, const json_t *v, const char *key)
{
    char text[HUMAN_SIZE];

    human_rate(api_u64(v, key, 0), text);
    table_cell(t, text);
}

static void put_link_row(struct table *t, const json_t *v, const json_t *names)
{
    const json_t *rtt = json_object_get(v, "rtt_ms");
    const json_t *loss = json_object_get(v, "loss");
    char text[32], since[HUMAN_SIZE];

    put_end(t, names, api_str(v, "from"));
    put_end(t, names, api_str(v, "to"));
    peer_rtt_text(json_is_number(rtt) ? json_number_value(rtt) : -1, text,
                  sizeof text);
    table_cell(t, text);
    if (json_is_number(loss))
        table_cellf(t, "%.1f%%", json_number_value(loss) * 100);
    else
        table_cell(t, "-");
    put_rate(t, v, "rx_bps");
    put_rate(t, v, "tx_bps");
    table_cell(t, api_str(v, "path"));
    when_ago(api_str(v, "since"), since);
    table_cell(t, since);
}

static void put_link_fields(struct table *t, const json_t *v)
{
    table_cell(t, "link");
    table_cell(t, api_str(v, "from"));
    table_cell(t, api_str(v, "to"));
    put_number(t, v, "rtt_ms");
    put_number(t, v, "loss");
    put_number(t, v, "rx_bps");
    put_number(t, v, "tx_bps");
    table_cell(t, api_str(v, "path"));
    table_cell(t, api_str(v, "since"));
}

/* Names by id, for the ends of links; NULL: out of memory. */
static json_t *names_by_id(const json_t *nodes)
{
    json_t *names = json_object();
    const json_t *v;
    size_t i;

    json_array_foreach(nodes, i, v)
    {
        if (json_object_set_new(names, api_str(v, "id"),
                                json_string(api_str(v, "name"))) != 0) {
            json_decref(names);
            return NULL;
        }
    }
    return names;
}

static enum err print_nodes(const json_t *nodes, bool is_tty)
{
    const json_t *v;
    struct table t;
    size_t i;
    enum err e;

    /* For scripts a line says first what it is about. */
    table_init(&t, node_columns, is_tty ? NODE_COLUMNS : NODE_COLUMNS + 1,
               is_tty, stdout);
    json_array_foreach(nodes, i, v)
    {
        if (is_tty)
            put_node_row(&t, v);
        else
            put_node_fields(&t, v);
    }
    e = table_print(&t);
    table_clear(&t);
    return e;
}

static enum err print_links(const json_t *links, const json_t *names,
                            bool is_tty)
{
    const json_t *v;
    struct table t;
    size_t i;
    enum err e;

    table_init(&t, link_columns, is_tty ? LINK_COLUMNS : LINK_COLUMNS + 1,
               is_tty, stdout);
    json_array_foreach(links, i, v)
    {
        if (is_tty)
            put_link_row(&t, v, names);
        else
            put_link_fields(&t, v);
    }
    if (is_tty && table_rows(&t) > 0)
        putchar('\n');
    e = table_print(&t);
    table_clear(&t);
    return e;
}

static enum err print_tables(struct cli *c, const json_t *v)
{
    const json_t *nodes = json_object_get(v, "nodes");
    const json_t *links = json_object_get(v, "links");
    json_t *names = names_by_id(nodes);
    bool is_tty = term_is_tty(stdout);
    enum err e = ERR_NOMEM;

    if (names == NULL)
        return e;
    e = print_nodes(nodes, is_tty);
    if (e == ERR_OK)
        e = print_links(links, names, is_tty);
    if (e == ERR_OK && is_tty)
        cli_note(c, "%zu node%s, %zu link%s", json_array_size(nodes),
                 json_array_size(nodes) == 1 ? "" : "s", json_array_size(links),
                 json_array_size(links) == 1 ? "" : "s");
    json_decref(names);
    return e;
}

static void print_ids(const json_t *nodes)
{
    const json_t *v;
    size_t i;

    json_array_foreach(nodes, i, v)
    {
        term_put(stdout, api_str(v, "id"));
        putchar('\n');
    }
}

enum err cmd_topology(struct cli *c, const struct opts *o, struct errmsg *em)
{
    json_t *v = NULL;
    enum err e = api_call(c, "GET", "/api/v1/topology", NULL, &v, em);

    if (e != ERR_OK)
        return e;
    if (opts_has(o, "dot"))
        e = dot_print(stdout, v);
    else if (c->json)
        e = cli_print_json(v);
    else if (c->quiet)
        print_ids(json_object_get(v, "nodes"));
    else
        e = print_tables(c, v);
    json_decref(v);
    return e;
}
