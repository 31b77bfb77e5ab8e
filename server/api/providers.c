/* Which peers have a blob. */
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/json_peers.h"
#include "api/page.h"
#include "api/reply.h"
#include "ops/ask_peers.h"

#define TIMEOUT_MS 2000
#define TIMEOUT_MIN_S 0.1
#define TIMEOUT_MAX_S 30
#define SLACK_MS 2000

static json_t *provider(const struct provider *p)
{
    return json_pack(
        "{s:o, s:s, s:o, s:o, s:o}", "peer", json_node_id(&p->peer), "state",
        p->is_whole ? "complete" : "partial", "size",
        p->size > 0 || p->is_whole ? json_u64(p->size) : json_null(),
        "held_bytes", json_u64(p->held_bytes), "heard",
        json_time(p->heard_wall_ms));
}

static void answered(struct call *c)
{
    const struct ask_providers *ask = (struct ask_providers *)c->ask;
    json_t *items;

    if (!reply_is_good(c, SUBJECT_PEER))
        return;
    items = json_array();
    for (size_t i = 0; i < ask->len && items != NULL; i++) {
        if (!json_push(items, provider(&ask->items[i]))) {
            json_decref(items);
            items = NULL;
        }
    }
    reply_json(c, 200, json_pack("{s:o}", "items", items));
}

void handle_blob_providers(struct call *c)
{
    struct ask_providers *ask;
    uint64_t timeout_ms = TIMEOUT_MS;
    struct hash hash;

    if (!check_p2p(c) || !read_hash(c, c->args[0], &hash) ||
        !read_seconds(c, "timeout", TIMEOUT_MIN_S, TIMEOUT_MAX_S, &timeout_ms))
        return;
    ask = ask_providers_new();
    if (ask != NULL) {
        ask->hash = hash;
        ask->timeout_ms = timeout_ms;
        ask->ask.timeout_ms = timeout_ms + SLACK_MS;
    }
    call_ask(c, (struct ask *)ask, answered);
}
