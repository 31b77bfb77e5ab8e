#include "cli/cmd.h"
#include "cli/thing.h"

static enum err remove_one(struct cli *c, const struct opts *o,
                           const char *hash, struct errmsg *em)
{
    struct thing t = {.method = "DELETE",
                      .prefix = "/api/v1/blobs/",
                      .name = hash,
                      .suffix = "",
                      .query = opts_has(o, "force") ? "?force=true" : ""};

    return thing_call(c, &t, NULL, NULL, em);
}

enum err cmd_rm(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "rm", remove_one);
}
