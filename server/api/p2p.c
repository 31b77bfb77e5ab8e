/* Stopping and starting the p2p engine. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/page.h"
#include "api/reply.h"
#include "ops/ask_p2p.h"

static void answered(struct call *c)
{
    const struct ask_p2p *ask = (struct ask_p2p *)c->ask;

    if (!reply_is_good(c, SUBJECT_P2P))
        return;
    reply_json(c, 200,
               json_pack("{s:b, s:o}", "running", (int)ask->is_running, "p2p",
                         json_addresses(ask->bound, ask->bound_len)));
}

void handle_p2p_start(struct call *c)
{
    if (check_p2p(c))
        call_ask_timed(c, (struct ask *)ask_p2p_new(true), answered);
}

void handle_p2p_stop(struct call *c)
{
    if (check_p2p(c))
        call_ask_timed(c, (struct ask *)ask_p2p_new(false), answered);
}
