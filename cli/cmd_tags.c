#include <stdio.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/pages.h"
#include "cli/path.h"
#include "cli/term.h"

static enum err on_tag(const json_t *tag, void *arg)
{
    const struct cli *c = arg;

    if (c->json)
        return cli_print_json(tag);
    /* On a terminal the hash comes first: all are of one length. */
    if (term_is_tty(stdout) && !c->quiet) {
        term_put(stdout, api_str(tag, "hash"));
        fputs("  ", stdout);
    }
    term_put(stdout, api_str(tag, "name"));
    if (!term_is_tty(stdout) && !c->quiet) {
        putchar('\t');
        term_put(stdout, api_str(tag, "hash"));
    }
    putchar('\n');
    return ferror(stdout) ? ERR_IO : ERR_OK;
}

enum err cmd_tags(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct path p;
    enum err e;

    path_start(&p, "/api/v1/tags");
    e = pages_walk(c, &p, on_tag, c, em);
    path_clear(&p);
    return e;
}
