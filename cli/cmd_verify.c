#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/term.h"
#include "cli/thing.h"

/* The node says {"ok":false} of a damaged blob, with status 200: checking it
 * worked. */
static bool is_damaged(const json_t *v)
{
    return json_is_false(json_object_get(v, "ok"));
}

static enum err verify_one(struct cli *c, const struct opts *o,
                           const char *hash, struct errmsg *em)
{
    struct thing t = {.method = "POST",
                      .prefix = "/api/v1/blobs/",
                      .name = hash,
                      .suffix = "/verify",
                      .query = "",
                      .is_slow = true};
    json_t *v = NULL;
    enum err e = thing_call(c, &t, NULL, &v, em);

    if (e == ERR_OK && c->json)
        e = cli_print_json(v);
    if (e == ERR_OK && is_damaged(v)) {
        err_set(em, "damaged on the node's disk; fetch it again to mend it");
        e = ERR_MISMATCH;
    } else if (e == ERR_OK && !c->json) {
        term_put(stdout, hash);
        puts(c->quiet ? "" : "  ok");
    }
    json_decref(v);
    return e;
}

enum err cmd_verify(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "verify", verify_one);
}
