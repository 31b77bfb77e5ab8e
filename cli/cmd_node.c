#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/term.h"

static void print_field(const char *name, const char *value)
{
    printf("%-10s", name);
    term_put(stdout, value);
    putchar('\n');
}

static void print_addresses(const char *name, const json_t *list)
{
    size_t i;
    const json_t *v;

    json_array_foreach(list, i, v)
    {
        if (json_is_string(v))
            print_field(i == 0 ? name : "", json_string_value(v));
    }
}

/* Only what is not as it should be. */
static void print_p2p(const json_t *p2p)
{
    const char *state = api_str(p2p, "state");

    if (strcmp(state, "running") != 0)
        print_field("p2p", state);
    if (*api_str(p2p, "error") != '\0')
        print_field("", api_str(p2p, "error"));
    print_addresses("not bound", json_object_get(p2p, "not_bound"));
}

static void print_peers(const json_t *peers)
{
    char text[64];

    snprintf(text, sizeof text, "%" PRIu64 " connected, %" PRIu64 " known",
             api_u64(peers, "connected", 0), api_u64(peers, "known", 0));
    print_field("peers", text);
}

static void print_node(const json_t *node)
{
    char up[HUMAN_SIZE];

    human_duration(api_u64(node, "uptime_s", 0), up);
    print_field("name", api_str(node, "name"));
    print_field("id", api_str(node, "id"));
    print_field("version", api_str(node, "version"));
    print_field("state", api_str(node, "state"));
    print_field("up", up);
    print_field("http", api_str(node, "http"));
    print_addresses("listens", json_object_get(node, "addresses"));
    print_addresses("seen at", json_object_get(node, "observed_addresses"));
    print_p2p(json_object_get(node, "p2p"));
    print_peers(json_object_get(node, "peers"));
    print_field("data", api_str(node, "data_dir"));
    print_field("ticket", api_str(node, "ticket"));
}

enum err cmd_node(struct cli *c, const struct opts *o, struct errmsg *em)
{
    json_t *node = NULL;
    enum err e = api_call(c, "GET", "/api/v1/node", NULL, &node, em);

    if (e != ERR_OK)
        return e;
    if (c->json)
        e = cli_print_json(node);
    else if (c->quiet)
        printf("%s\n", api_str(node, "id"));
    else
        print_node(node);
    json_decref(node);
    return e;
}
