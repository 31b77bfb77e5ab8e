/* /metrics in Prometheus' text format. Names: `firn_`, base units, `_total`
 * for what only rises; no ids as labels. */
#include <inttypes.h>
#include <stdarg.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/metrics_http.h"
#include "api/metrics_peers.h"
#include "api/metrics_process.h"
#include "api/metrics_text.h"
#include "api/reply.h"
#include "base/clock.h"
#include "base/log.h"
#include "ops/ask_node.h"

static void add_node(struct metrics *m, const struct node *n)
{
    metrics_family(m, "firn_build_info", "gauge", "Version of the program.");
    metrics_add(m, "{version=\"%s\"} 1", FIRN_VERSION);
    metrics_family(m, "firn_uptime_seconds", "gauge",
                   "Time since the node was started.");
    metrics_add(m, " %.3f",
                (double)(clock_mono_ms() - n->started_mono_ms) / 1000);
}

static void add_store(struct metrics *m, const struct store_stats *s)
{
    metrics_family(m, "firn_blobs", "gauge", "Blobs held.");
    metrics_add(m, "{state=\"complete\"} %" PRIu64, s->blobs_complete);
    metrics_add(m, "{state=\"partial\"} %" PRIu64, s->blobs_partial);
    metrics_family(m, "firn_blob_store_bytes", "gauge",
                   "Bytes of blobs held and verified.");
    metrics_add(m, "{state=\"complete\"} %" PRIu64, s->bytes_complete);
    metrics_add(m, "{state=\"partial\"} %" PRIu64, s->bytes_partial);
    metrics_gauge(m, "firn_tags", "Tags.", s->tags);
    metrics_gauge(m, "firn_store_adds", "Blobs on their way in.", s->adds_open);
    metrics_gauge(m, "firn_store_scans_waiting",
                  "Blobs yet to be scanned after a crash.", s->scans_waiting);
    metrics_gauge(m, "firn_store_flushes_waiting",
                  "Complete blobs not yet flushed to disk.",
                  s->flushes_waiting);
    metrics_counter(m, "firn_store_damaged_groups_total",
                    "Chunk groups found damaged on disk.", s->damaged_groups);
    metrics_counter(m, "firn_store_commits_total",
                    "Transactions of the database.", s->commits);
    metrics_gauge(m, "firn_store_healthy",
                  "1 when the store takes writes, else 0.",
                  s->health == ERR_OK);
    metrics_gauge(m, "firn_disk_free_bytes", "Free space where the data is.",
                  s->disk_free);
    metrics_gauge(m, "firn_disk_size_bytes", "Size of that file system.",
                  s->disk_total);
}

static void add_quic(struct metrics *m, const struct quic_stats *q)
{
    metrics_gauge(m, "firn_quic_connections", "Connections to other nodes.",
                  q->conns_open);
    metrics_family(m, "firn_quic_handshakes_total", "counter",
                   "QUIC handshakes, both directions.");
    metrics_add(m, "{result=\"ok\"} %" PRIu64, q->handshakes_ok);
    metrics_add(m, "{result=\"failed\"} %" PRIu64, q->handshakes_failed);
    metrics_family(m, "firn_quic_datagrams_total", "counter", "UDP datagrams.");
    metrics_add(m, "{direction=\"in\"} %" PRIu64, q->datagrams_rx);
    metrics_add(m, "{direction=\"out\"} %" PRIu64, q->datagrams_tx);
    metrics_family(m, "firn_quic_bytes_total", "counter",
                   "Bytes of UDP payload.");
    metrics_add(m, "{direction=\"in\"} %" PRIu64, q->bytes_rx);
    metrics_add(m, "{direction=\"out\"} %" PRIu64, q->bytes_tx);
    metrics_counter(m, "firn_quic_packets_lost_total",
                    "QUIC packets declared lost.", q->packets_lost);
    metrics_counter(m, "firn_quic_datagrams_dropped_total",
                    "Datagrams that were not for us, malformed or too many.",
                    q->datagrams_dropped);
    metrics_counter(m, "firn_quic_retries_total",
                    "Clients asked to prove their address.", q->retries_sent);
    metrics_counter(m, "firn_quic_stateless_resets_total",
                    "Stateless resets sent.", q->stateless_resets_sent);
    metrics_counter(m, "firn_quic_limits_hit_total",
                    "How often a ceiling was met.", q->limits_hit);
    metrics_family(m, "firn_disco_messages_total", "counter",
                   "DISCO messages received.");
    metrics_add(m, "{kind=\"ping\"} %" PRIu64, q->disco_pings_rx);
    metrics_add(m, "{kind=\"pong\"} %" PRIu64, q->disco_pongs_rx);
    metrics_add(m, "{kind=\"rejected\"} %" PRIu64, q->disco_rejected);
}

static void add_durations(struct metrics *m, const struct blobs_stats *b)
{
    static const double bounds[] = BLOBS_DURATION_BOUNDS;
    uint64_t sum = 0;

    metrics_family(m, "firn_transfer_duration_seconds", "histogram",
                   "Time that completed transfers took.");
    for (size_t i = 0; i < BLOBS_DURATION_BUCKETS; i++) {
        sum += b->duration_count[i];
        if (i + 1 < BLOBS_DURATION_BUCKETS)
            metrics_add(m, "_bucket{le=\"%g\"} %" PRIu64, bounds[i], sum);
        else
            metrics_add(m, "_bucket{le=\"+Inf\"} %" PRIu64, sum);
    }
    metrics_add(m, "_sum %.6f", b->duration_sum_s);
    metrics_add(m, "_count %" PRIu64, sum);
}

static void add_blobs(struct metrics *m, const struct blobs_stats *b)
{
    metrics_family(m, "firn_transfer_bytes_total", "counter",
                   "Content bytes moved between nodes.");
    metrics_add(m, "{direction=\"in\",kind=\"verified\"} %" PRIu64,
                b->bytes_rx);
    metrics_add(m, "{direction=\"in\",kind=\"wasted\"} %" PRIu64,
                b->bytes_wasted);
    metrics_add(m, "{direction=\"out\",kind=\"verified\"} %" PRIu64,
                b->bytes_tx);
    metrics_family(m, "firn_transfers", "gauge", "Transfers under way.");
    metrics_add(m, "{state=\"queued\"} %" PRIu64, b->transfers_queued);
    metrics_add(m, "{state=\"running\"} %" PRIu64, b->transfers_running);
    metrics_add(m, "{state=\"paused\"} %" PRIu64, b->transfers_paused);
    metrics_family(m, "firn_transfers_total", "counter", "Transfers ended.");
    metrics_add(m, "{result=\"completed\"} %" PRIu64, b->transfers_completed);
    metrics_add(m, "{result=\"failed\"} %" PRIu64, b->transfers_failed);
    metrics_add(m, "{result=\"cancelled\"} %" PRIu64, b->transfers_cancelled);
    metrics_counter(m, "firn_transfer_retries_total",
                    "Attempts of transfers that followed a failed one.",
                    b->transfers_retried);
    add_durations(m, b);
    metrics_counter(m, "firn_verify_failures_total",
                    "Wrong bytes sent by peers.", b->verify_failures);
    metrics_family(m, "firn_blob_requests_total", "counter",
                   "Wishes for blobs: of peers, by outcome, and of transfers "
                   "that needed no peer.");
    metrics_add(m, "{source=\"peer\",result=\"ok\"} %" PRIu64,
                b->requests_rx - b->requests_not_found - b->requests_limited);
    metrics_add(m, "{source=\"peer\",result=\"not_found\"} %" PRIu64,
                b->requests_not_found);
    metrics_add(m, "{source=\"peer\",result=\"limited\"} %" PRIu64,
                b->requests_limited);
    metrics_add(m, "{source=\"peer\",result=\"bad\"} %" PRIu64,
                b->requests_bad);
    metrics_add(m, "{source=\"local\",result=\"ok\"} %" PRIu64, b->local_hits);
    metrics_counter(m, "firn_pulls_total",
                    "Blobs read over HTTP while they were fetched.", b->pulls);
    metrics_gauge(m, "firn_pulls", "The same, under way.", b->pulls_active);
    metrics_gauge(m, "firn_serving", "Requests of peers being answered.",
                  b->serving);
}

static void add_limits(struct metrics *m, const struct limits_stats *l)
{
    metrics_family(m, "firn_limit_waits_total", "counter",
                   "How often bytes of blobs had to wait for a ceiling.");
    metrics_add(m, "{direction=\"in\"} %" PRIu64, l->waits[LIMIT_DOWN]);
    metrics_add(m, "{direction=\"out\"} %" PRIu64, l->waits[LIMIT_UP]);
    metrics_family(m, "firn_rate_limited_bytes_total", "counter",
                   "Bytes of blobs that went under a ceiling.");
    metrics_add(m, "{direction=\"in\"} %" PRIu64, l->taken[LIMIT_DOWN]);
    metrics_add(m, "{direction=\"out\"} %" PRIu64, l->taken[LIMIT_UP]);
}

static void add_log(struct metrics *m)
{
    metrics_family(m, "firn_log_lines_total", "counter",
                   "Lines logged, by level.");
    metrics_add(m, "{level=\"debug\"} %llu", log_count(LOG_DEBUG));
    metrics_add(m, "{level=\"info\"} %llu", log_count(LOG_INFO));
    metrics_add(m, "{level=\"warn\"} %llu", log_count(LOG_WARN));
    metrics_add(m, "{level=\"error\"} %llu", log_count(LOG_ERROR));
}

static void answered(struct call *c)
{
    const struct ask_stats *s = (struct ask_stats *)c->ask;
    struct metrics m;

    if (c->ask->err != ERR_OK) {
        reply_err(c, c->ask->err, SUBJECT_NODE, &c->ask->em);
        return;
    }
    metrics_open(&m);
    add_node(&m, ops_node(api_ops(c->api)));
    add_store(&m, &s->store);
    add_quic(&m, &s->quic);
    add_blobs(&m, &s->blobs);
    add_limits(&m, &s->limits);
    metrics_peers(&m, s);
    metrics_gauge(&m, "firn_http_sse_clients", "Event streams open.",
                  s->event_clients);
    metrics_http(&m, api_stats(c->api));
    add_log(&m);
    metrics_process(&m);
    if (m.failed)
        reply_err(c, ERR_NOMEM, SUBJECT_NODE, NULL);
    else
        reply_text(c, 200, "text/plain; version=0.0.4; charset=utf-8",
                   (const char *)m.text.ptr, m.text.len);
    metrics_close(&m);
}

void handle_metrics(struct call *c)
{
    call_ask_timed(c, (struct ask *)ask_stats_new(), answered);
}
