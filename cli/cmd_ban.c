#include "cli/cmd.h"
#include "cli/peer.h"

static enum err ban_one(struct cli *c, const struct opts *o, const char *who,
                        struct errmsg *em)
{
    return peer_call(c, "POST", who, "/ban", NULL, NULL, em);
}

static enum err unban_one(struct cli *c, const struct opts *o, const char *who,
                          struct errmsg *em)
{
    return peer_call(c, "POST", who, "/unban", NULL, NULL, em);
}

enum err cmd_ban(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "ban", ban_one);
}

enum err cmd_unban(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "unban", unban_one);
}
