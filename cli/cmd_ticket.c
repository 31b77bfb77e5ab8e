#include <stdio.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/term.h"
#include "cli/thing.h"

static enum err print_ticket(const struct cli *c, const json_t *v)
{
    if (c->json)
        return cli_print_json(v);
    term_put(stdout, api_str(v, "ticket"));
    putchar('\n');
    return ERR_OK;
}

enum err cmd_ticket(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct thing t = {.method = "GET",
                      .prefix = "/api/v1/blobs/",
                      .name = opts_arg(o, 0),
                      .suffix = "/ticket",
                      .query =
                          opts_has(o, "endpoint") ? "?format=endpoint" : ""};
    json_t *v = NULL;
    enum err e = thing_call(c, &t, NULL, &v, em);

    if (e == ERR_OK)
        e = print_ticket(c, v);
    else
        err_wrap(em, "ticket %s", opts_arg(o, 0));
    json_decref(v);
    return e;
}
