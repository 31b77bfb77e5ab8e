#include "cli/cmd.h"
#include "cli/peer.h"

static enum err disconnect_one(struct cli *c, const struct opts *o,
                               const char *who, struct errmsg *em)
{
    return peer_call(c, "DELETE", who, "", NULL, NULL, em);
}

enum err cmd_disconnect(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "disconnect", disconnect_one);
}
