#include "cli/cmd.h"
#include "cli/thing.h"

static enum err cancel_one(struct cli *c, const struct opts *o, const char *id,
                           struct errmsg *em)
{
    struct thing t = {.method = "DELETE",
                      .prefix = "/api/v1/transfers/",
                      .name = id,
                      .suffix = "",
                      .query = ""};

    return thing_call(c, &t, NULL, NULL, em);
}

enum err cmd_cancel(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "cancel", cancel_one);
}
