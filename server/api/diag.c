/* What runs in the background. */
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/json_peers.h"
#include "api/page.h"
#include "api/reply.h"
#include "ops/ask_diag.h"
#include "ops/ask_node.h"

/* ---- tasks --------------------------------------------------------------*/

static json_t *task(const struct diag_task *t)
{
    const struct peers_task_state *s = &t->state;

    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "name", t->name, "runs",
                     json_u64(s->runs), "errors", json_u64(s->errors),
                     "last_run", json_time(s->last_run_ms), "last_error",
                     json_text(s->last_error), "last_error_at",
                     json_time(s->last_error_ms));
}

static void tasks_answered(struct call *c)
{
    const struct ask_tasks *tasks = (struct ask_tasks *)c->ask;
    json_t *items;

    if (!reply_is_good(c, SUBJECT_NODE))
        return;
    items = json_array();
    for (size_t i = 0; i < tasks->len && items != NULL; i++) {
        if (!json_push(items, task(&tasks->items[i]))) {
            json_decref(items);
            items = NULL;
        }
    }
    reply_json(c, 200, json_pack("{s:o}", "items", items));
}

void handle_diag_tasks(struct call *c)
{
    call_ask_timed(c, (struct ask *)ask_tasks_new(), tasks_answered);
}

/* ---- errors -------------------------------------------------------------*/

static json_t *error(const struct diag_error *e)
{
    return json_pack("{s:o, s:s, s:s}", "time", json_time(e->wall_ms), "task",
                     e->task, "text", e->text);
}

static void errors_answered(struct call *c)
{
    const struct ask_errors *errors = (struct ask_errors *)c->ask;
    json_t *items;

    if (!reply_is_good(c, SUBJECT_NODE))
        return;
    items = json_array();
    for (size_t i = 0; i < errors->len && items != NULL; i++) {
        if (!json_push(items, error(&errors->items[i]))) {
            json_decref(items);
            items = NULL;
        }
    }
    reply_json(c, 200,
               json_pack("{s:o, s:o}", "total", json_u64(errors->total),
                         "items", items));
}

void handle_diag_errors(struct call *c)
{
    call_ask_timed(c, (struct ask *)ask_errors_new(), errors_answered);
}

/* ---- services -----------------------------------------------------------*/

static json_t *message_types(const struct core_stats *s)
{
    json_t *out = json_array();

    for (int t = 1; t < NODE_MSG_TYPE_END && out != NULL; t++) {
        if (!json_push(out, json_pack("{s:i, s:s, s:o, s:o}", "type", t, "name",
                                      node_msg_type_name((uint64_t)t), "rx",
                                      json_u64(s->frames_rx[t]), "tx",
                                      json_u64(s->frames_tx[t])))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

static void services_answered(struct call *c)
{
    const struct core_stats *s =
        &((const struct ask_stats *)c->ask)->peers.core;

    if (!reply_is_good(c, SUBJECT_NODE))
        return;
    reply_json(c, 200,
               json_pack("{s:s, s:o, s:o, s:o, s:o}", "protocol", NODE_ALPN,
                         "items", message_types(s), "unknown",
                         json_u64(s->frames_unknown), "malformed",
                         json_u64(s->frames_malformed), "limited",
                         json_u64(s->frames_limited)));
}

void handle_diag_services(struct call *c)
{
    if (check_p2p(c))
        call_ask_timed(c, (struct ask *)ask_stats_new(), services_answered);
}
