#include <stdio.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/path.h"
#include "cli/term.h"

static enum err print_ticket(const struct cli *c, const json_t *v)
{
    if (c->json)
        return cli_print_json(v);
    term_put(stdout, api_str(v, "ticket"));
    putchar('\n');
    return ERR_OK;
}

static enum err ask(struct cli *c, const struct opts *o, json_t **out,
                    struct errmsg *em)
{
    struct path p;
    enum err e;

    path_start(&p, "/api/v1/blobs/");
    path_segment(&p, opts_arg(o, 0));
    path_fixed(&p, "/ticket");
    path_query(&p, "format", opts_has(o, "endpoint") ? "endpoint" : NULL);
    path_query(&p, "sequence", opts_has(o, "sequence") ? "true" : NULL);
    e = api_call(c, "GET", path_text(&p), NULL, out, em);
    path_clear(&p);
    return e;
}

enum err cmd_ticket(struct cli *c, const struct opts *o, struct errmsg *em)
{
    json_t *v = NULL;
    enum err e = ask(c, o, &v, em);

    if (e == ERR_OK)
        e = print_ticket(c, v);
    else
        err_wrap(em, "ticket %s", opts_arg(o, 0));
    json_decref(v);
    return e;
}
