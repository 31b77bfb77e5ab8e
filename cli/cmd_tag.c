#include "cli/cmd.h"
#include "cli/thing.h"

static struct thing tag_thing(const char *method, const char *name)
{
    return (struct thing){.method = method,
                          .prefix = "/api/v1/tags/",
                          .name = name,
                          .suffix = "",
                          .query = ""};
}

enum err cmd_tag(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct thing t = tag_thing("PUT", opts_arg(o, 0));
    json_t *body = json_pack("{s:s}", "hash", opts_arg(o, 1));
    enum err e = ERR_INVALID;

    if (body == NULL)
        err_set(em, "\"%s\" is not a hash", opts_arg(o, 1));
    else
        e = thing_call(c, &t, body, NULL, em);
    json_decref(body);
    if (e != ERR_OK)
        err_wrap(em, "tag %s", opts_arg(o, 0));
    return e;
}

static enum err untag_one(struct cli *c, const struct opts *o, const char *name,
                          struct errmsg *em)
{
    struct thing t = tag_thing("DELETE", name);

    return thing_call(c, &t, NULL, NULL, em);
}

enum err cmd_untag(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "untag", untag_one);
}
