#include "cli/cmd.h"
#include "cli/events_follow.h"

enum err cmd_events(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct events_filter f = {.types = opts_value(o, "types"),
                              .since = opts_value(o, "since")};
    enum err e = events_follow(c, &f, em);

    if (e != ERR_OK) {
        if (em->text[0] == '\0')
            err_set(em, "%s", err_text(e));
        err_wrap(em, "events");
    }
    return e;
}
