/* Stopping and starting the p2p engine. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/reply.h"
#include "ops/ask_p2p.h"

static void answered(struct call *c)
{
    const struct ask_p2p *ask = (struct ask_p2p *)c->ask;

    if (ask->ask.err != ERR_OK) {
        reply_err(c, ask->ask.err, SUBJECT_P2P, &ask->ask.em);
        return;
    }
    reply_json(c, 200,
               json_pack("{s:b, s:o}", "running", (int)ask->is_running, "p2p",
                         json_addresses(ask->bound, ask->bound_len)));
}

static void post(struct call *c, bool run)
{
    struct ask_p2p *ask = ask_p2p_new(run);

    if (ask != NULL)
        ask->ask.timeout_ms = api_config(c->api)->http_request_timeout_ms;
    call_ask(c, (struct ask *)ask, answered);
}

void handle_p2p_start(struct call *c)
{
    post(c, true);
}

void handle_p2p_stop(struct call *c)
{
    post(c, false);
}
