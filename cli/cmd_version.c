#include <stdio.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/term.h"

/* What the node says of itself; NULL when none answers, which is no failure:
 * this program has a version all the same. */
static json_t *ask_node(struct cli *c)
{
    json_t *v = NULL;

    if (api_call(c, "GET", "/version", NULL, &v, NULL) != ERR_OK)
        return NULL;
    return v;
}

enum err cmd_version(struct cli *c, const struct opts *o, struct errmsg *em)
{
    json_t *node = ask_node(c), *both;
    const char *version = api_str(node, "version");
    enum err e = ERR_OK;

    if (c->json) {
        both = json_pack("{s:s, s:s?}", "firn", FIRN_VERSION, "firnd",
                         *version != '\0' ? version : NULL);
        e = both == NULL ? ERR_NOMEM : cli_print_json(both);
        json_decref(both);
    } else {
        puts("firn " FIRN_VERSION);
        if (*version != '\0' && !c->quiet) {
            fputs("firnd ", stdout);
            term_put(stdout, version);
            putchar('\n');
        }
    }
    json_decref(node);
    return e;
}
