/* What has moved between this node and others, for charts. */
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/reply.h"
#include "ops/ask_transfers.h"

static json_t *json_totals(const struct history_bytes *b)
{
    return json_pack("{s:o, s:o}", "in", json_u64(b->in), "out",
                     json_u64(b->out));
}

static json_t *json_rates(const struct history_bytes *b)
{
    return json_pack("{s:o, s:o}", "in_bps", json_u64(b->in), "out_bps",
                     json_u64(b->out));
}

static json_t *json_peer(const struct history_peer *p)
{
    char id[NODE_ID_HEX_SIZE];

    node_id_hex(&p->id, id);
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "id", id, "in",
                     json_u64(p->total.in), "out", json_u64(p->total.out),
                     "in_bps", json_u64(p->rate.in), "out_bps",
                     json_u64(p->rate.out));
}

static json_t *json_peers(const struct history_view *v)
{
    json_t *out = json_array();

    for (size_t i = 0; i < v->peers_len; i++) {
        if (!json_push(out, json_peer(&v->peers[i]))) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

static json_t *json_points(const struct history_bytes *at, size_t len,
                           uint64_t from_ms, int step_s)
{
    json_t *in = json_array(), *out = json_array();

    for (size_t i = 0; i < len; i++) {
        if (!json_push(in, json_u64(at[i].in)) ||
            !json_push(out, json_u64(at[i].out))) {
            json_decref(in);
            json_decref(out);
            return NULL;
        }
    }
    return json_pack("{s:o, s:i, s:o, s:o}", "from", json_time(from_ms),
                     "step_s", step_s, "in", in, "out", out);
}

static void stats_answered(struct call *c)
{
    const struct ask_transfer_stats *stats =
        (struct ask_transfer_stats *)c->ask;
    const struct history_view *v = stats->view;

    if (!reply_is_good(c, SUBJECT_TRANSFER))
        return;
    reply_json(c, 200,
               json_pack("{s:o, s:o, s:o, s:o, s:o}", "totals",
                         json_totals(&v->total), "rates", json_rates(&v->rate),
                         "peers", json_peers(v), "seconds",
                         json_points(v->seconds, v->seconds_len,
                                     stats->seconds_from_ms, 1),
                         "minutes",
                         json_points(v->minutes, v->minutes_len,
                                     stats->minutes_from_ms, 60)));
}

void handle_transfer_stats(struct call *c)
{
    call_ask_timed(c, (struct ask *)ask_transfer_stats_new(), stats_answered);
}
