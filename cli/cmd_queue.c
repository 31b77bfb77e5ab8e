/* firn pause, resume, priority: PATCH of a transfer. */
#include "cli/cmd.h"
#include "cli/thing.h"

static enum err patch(struct cli *c, const char *id, const char *field,
                      const char *value, struct errmsg *em)
{
    struct thing t = {.method = "PATCH",
                      .prefix = "/api/v1/transfers/",
                      .name = id,
                      .suffix = "",
                      .query = ""};
    json_t *body = json_pack("{s:s}", field, value);
    enum err e = ERR_NOMEM;

    if (body != NULL)
        e = thing_call(c, &t, body, NULL, em);
    json_decref(body);
    return e;
}

static enum err pause_one(struct cli *c, const struct opts *o, const char *id,
                          struct errmsg *em)
{
    return patch(c, id, "state", "paused", em);
}

enum err cmd_pause(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "pause", pause_one);
}

static enum err resume_one(struct cli *c, const struct opts *o, const char *id,
                           struct errmsg *em)
{
    return patch(c, id, "state", "running", em);
}

enum err cmd_resume(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "resume", resume_one);
}

enum err cmd_priority(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return patch(c, opts_arg(o, 0), "priority", opts_arg(o, 1), em);
}
