/* The graph of all nodes. */
#include "api/handlers.h"
#include "api/json_peers.h"
#include "api/page.h"
#include "api/reply.h"
#include "ops/ask_network.h"

static void answered(struct call *c)
{
    const struct ask_topology *t = (struct ask_topology *)c->ask;

    if (!reply_is_good(c, SUBJECT_NODE))
        return;
    reply_json(c, 200, json_topology(t->graph, t->wall_ms));
    reply_header(c, "Cache-Control", "private, max-age=1");
}

void handle_topology(struct call *c)
{
    if (check_p2p(c))
        call_ask_timed(c, (struct ask *)ask_topology_new(), answered);
}
