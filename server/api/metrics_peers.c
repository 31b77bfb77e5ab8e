#include "api/metrics_peers.h"

#include <inttypes.h>

static void add_table(struct metrics *m, const struct core_stats *s)
{
    metrics_family(m, "firn_peers", "gauge", "Peers known, by state.");
    for (int i = 0; i < PEER_STATES; i++)
        metrics_add(m, "{state=\"%s\"} %" PRIu64,
                    peer_state_name((enum peer_state)i), s->peers[i]);
    metrics_gauge(m, "firn_peers_banned", "Peers banned.", s->banned);
    metrics_counter(m, "firn_peer_reconnects_total",
                    "Peers connected again after a loss.", s->reconnects);
    metrics_counter(m, "firn_peer_dials_total",
                    "Attempts to connect to a peer.", s->dials);
    metrics_counter(m, "firn_peer_dials_failed_total", "Those that failed.",
                    s->dials_failed);
    metrics_counter(m, "firn_peer_deaths_total",
                    "Connections given up because nothing was heard.", s->dead);
    metrics_counter(m, "firn_peer_duplicates_total",
                    "Connections closed because another to the same peer was "
                    "kept.",
                    s->duplicates);
    metrics_counter(m, "firn_peer_limits_hit_total",
                    "How often a ceiling of the peer table was met.",
                    s->limits_hit);
}

static void add_paths(struct metrics *m, const struct peers_stats *s)
{
    static const char *const names[] = {
        [RECORD_PATH_UNKNOWN] = "unknown",
        [RECORD_PATH_IPV4] = "ipv4",
        [RECORD_PATH_IPV6] = "ipv6",
    };

    metrics_family(m, "firn_path_selected_total", "counter",
                   "Connections to peers, by the way they took.");
    for (int i = 0; i <= RECORD_PATH_IPV6; i++)
        metrics_add(m, "{path=\"%s\"} %" PRIu64, names[i], s->path_selected[i]);
    metrics_family(m, "firn_path_fallbacks_total", "counter",
                   "Connections for which an address failed and another one "
                   "worked.");
    metrics_add(m,
                "{from=\"direct\",to=\"direct\",reason=\"no_answer\"} "
                "%" PRIu64,
                s->path_fallbacks);
}

static void add_messages(struct metrics *m, const struct core_stats *s)
{
    metrics_family(m, "firn_node_messages_total", "counter",
                   "Messages of the node protocol.");
    for (int t = 1; t < NODE_MSG_TYPE_END; t++) {
        const char *name = node_msg_type_name((uint64_t)t);

        metrics_add(m, "{type=\"%s\",direction=\"in\"} %" PRIu64, name,
                    s->frames_rx[t]);
        metrics_add(m, "{type=\"%s\",direction=\"out\"} %" PRIu64, name,
                    s->frames_tx[t]);
    }
    metrics_counter(m, "firn_node_messages_unknown_total",
                    "Messages of a type not known here.", s->frames_unknown);
    metrics_counter(m, "firn_node_messages_malformed_total",
                    "Messages that made no sense.", s->frames_malformed);
    metrics_counter(m, "firn_node_messages_limited_total",
                    "Messages over a ceiling.", s->frames_limited);
    metrics_family(m, "firn_node_message_bytes_total", "counter",
                   "Bytes of messages of the node protocol.");
    metrics_add(m, "{direction=\"in\"} %" PRIu64, s->bytes_rx);
    metrics_add(m, "{direction=\"out\"} %" PRIu64, s->bytes_tx);
    metrics_gauge(m, "firn_records", "Signed records of nodes kept.",
                  s->records);
    metrics_gauge(m, "firn_record_bytes", "Bytes of them.", s->records_bytes);
    metrics_counter(m, "firn_records_refused_total",
                    "Records not taken: wrong signature, too old, too many.",
                    s->records_refused);
    metrics_gauge(m, "firn_holders", "Blobs that a peer is known to have.",
                  s->holders);
}

static void add_discovery(struct metrics *m, const struct ask_stats *s)
{
    metrics_family(m, "firn_discovered_peers_total", "counter",
                   "Peers heard of for the first time, by how.");
    for (int i = 0; i < PEER_SOURCE_COUNT; i++)
        metrics_add(m, "{method=\"%s\"} %" PRIu64,
                    peer_source_name((enum peer_source)i),
                    s->peers.core.discovered[i]);
    metrics_family(m, "firn_discovery_failures_total", "counter",
                   "Failures of sources of discovery.");
    for (int k = 0; k < DISCOVERY_KINDS; k++)
        for (int f = 0; f < DISCOVERY_FAULT_COUNT; f++)
            metrics_add(m, "{method=\"%s\",reason=\"%s\"} %" PRIu64,
                        discovery_kind_name((enum discovery_kind)k),
                        discovery_fault_name((enum discovery_fault)f),
                        s->discovery[k].faults[f]);
    metrics_family(m, "firn_discovery_running", "gauge",
                   "1 when a source works, else 0.");
    for (int k = 0; k < DISCOVERY_KINDS; k++)
        metrics_add(m, "{method=\"%s\"} %d",
                    discovery_kind_name((enum discovery_kind)k),
                    s->discovery[k].state == DISCOVERY_RUNNING);
}

/* One sample for each of the peers with the most traffic; how many is bounded,
 * so a label may name them. */
static void add_top(struct metrics *m, const struct ask_stats *s,
                    const char *name, const char *help,
                    double (*value)(const struct peer_quality *q))
{
    char peer[NODE_ID_SHORT_SIZE];

    metrics_family(m, name, "gauge", help);
    for (size_t i = 0; i < s->top_len; i++) {
        node_id_short(&s->top[i].id, peer);
        metrics_add(m, "{peer=\"%s\"} %.9g", peer, value(&s->top[i].quality));
    }
}

static double rtt(const struct peer_quality *q)
{
    return (double)q->rtt_us / 1e6;
}

static double loss(const struct peer_quality *q)
{
    return q->loss;
}

static double received(const struct peer_quality *q)
{
    return (double)q->rx_bps[1];
}

static double sent(const struct peer_quality *q)
{
    return (double)q->tx_bps[1];
}

static void add_tasks(struct metrics *m, const struct ask_stats *s)
{
    metrics_family(m, "firn_task_runs_total", "counter",
                   "Runs of work in the background.");
    for (size_t i = 0; i < s->tasks_len; i++)
        metrics_add(m, "{task=\"%s\"} %" PRIu64, s->tasks[i].name,
                    s->tasks[i].state.runs);
    metrics_family(m, "firn_task_errors_total", "counter",
                   "Those that failed.");
    for (size_t i = 0; i < s->tasks_len; i++)
        metrics_add(m, "{task=\"%s\"} %" PRIu64, s->tasks[i].name,
                    s->tasks[i].state.errors);
}

void metrics_peers(struct metrics *m, const struct ask_stats *s)
{
    metrics_family(m, "firn_p2p_running", "gauge",
                   "1 when the p2p engine runs, else 0.");
    metrics_add(m, " %d", s->p2p == P2P_RUNNING);
    add_tasks(m, s);
    metrics_counter(m, "firn_events_total", "Events recorded.", s->events);
    if (!s->has_peers)
        return;
    add_table(m, &s->peers.core);
    add_paths(m, &s->peers);
    add_messages(m, &s->peers.core);
    add_discovery(m, s);
    add_top(m, s, "firn_peer_rtt_seconds", "Round-trip time to a peer.", rtt);
    add_top(m, s, "firn_peer_loss_ratio",
            "Share of what was sent to a peer lately that was lost.", loss);
    add_top(m, s, "firn_peer_receive_bytes_per_second",
            "Bytes a second from a peer, over 10 seconds.", received);
    add_top(m, s, "firn_peer_send_bytes_per_second",
            "Bytes a second to a peer, over 10 seconds.", sent);
}
