/* firn watch: follow one transfer to its end, or print every event of the
 * node as it comes. */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/events_follow.h"
#include "cli/follow.h"
#include "cli/term.h"
#include "cli/transfer.h"

static enum err watch_one(struct cli *c, const char *id, struct errmsg *em)
{
    struct follow what = {.id = id, .label = id, .print_json = c->json};
    struct transfer t;
    json_t *last = NULL;
    enum err e = follow_transfer(c, &what, &last, em);

    if (e != ERR_OK)
        return e;
    transfer_read(last, &t);
    e = transfer_result(&t, em);
    if (e == ERR_OK && !c->json) {
        term_put(stdout, t.hash);
        putchar('\n');
    }
    json_decref(last);
    return e;
}

enum err cmd_watch(struct cli *c, const struct opts *o, struct errmsg *em)
{
    const char *id = opts_arg(o, 0);
    const struct events_filter all = {0};
    enum err e = id != NULL ? watch_one(c, id, em) : events_follow(c, &all, em);

    if (e != ERR_OK) {
        if (em->text[0] == '\0')
            err_set(em, "%s", err_text(e));
        err_wrap(em, "watch%s%s", id != NULL ? " " : "", id != NULL ? id : "");
    }
    return e;
}
