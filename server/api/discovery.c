/* What each source of peers sees. */
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/json_peers.h"
#include "api/page.h"
#include "api/reply.h"
#include "ops/ask_network.h"

static void answered(struct call *c)
{
    const struct ask_discovery *d = (struct ask_discovery *)c->ask;
    json_t *sources;

    if (!reply_is_good(c, SUBJECT_NODE))
        return;
    sources = json_array();
    for (size_t i = 0; i < ASK_SOURCES && sources != NULL; i++) {
        if (!json_push(sources, json_source(&d->sources[i]))) {
            json_decref(sources);
            sources = NULL;
        }
    }
    reply_json(c, 200, json_pack("{s:o}", "sources", sources));
}

void handle_discovery(struct call *c)
{
    if (check_p2p(c))
        call_ask_timed(c, (struct ask *)ask_discovery_new(), answered);
}
