#include "api/json_peers.h"

#include <stdio.h>
#include <string.h>

#include "api/json_out.h"
#include "base/clock.h"

json_t *json_node_id(const struct node_id *id)
{
    char hex[NODE_ID_HEX_SIZE];

    node_id_hex(id, hex);
    return json_string(hex);
}

json_t *json_text(const char *text)
{
    return *text != '\0' ? json_string(text) : json_null();
}

json_t *json_rtt(uint64_t us)
{
    return us > 0 ? json_real((double)us / 1000) : json_null();
}

static json_t *address(const struct addr *a)
{
    char text[ADDR_TEXT_SIZE];

    addr_format(a, text);
    return json_string(text);
}

/* Six digits are more than any of these is worth. */
static json_t *share(double v)
{
    return json_real((double)(uint64_t)(v * 1e6 + 0.5) / 1e6);
}

/* "firn/0.1.0": what comes behind the name. */
static json_t *version(const char *agent)
{
    const char *slash = strchr(agent, '/');

    return json_text(slash != NULL ? slash + 1 : agent);
}

/* ---- a peer -------------------------------------------------------------*/

static json_t *peer_addresses(const struct peer *p)
{
    json_t *out = json_array();

    for (size_t i = 0; i < p->addrs_len && out != NULL; i++) {
        const struct peer_addr *a = &p->addrs[i];

        if (!json_push(out,
                       json_pack("{s:o, s:s, s:o}", "addr", address(&a->addr),
                                 "source", peer_source_name(a->source),
                                 "last_ok", json_time(a->last_ok_ms)))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

static const char *path_kind(const struct addr *a)
{
    return addr_is_v6(a) ? "ipv6" : "ipv4";
}

/* The rule is peer_dial_addrs() (peers/peer.h); this says how it came out. */
static json_t *path_reason(const struct peer *p)
{
    if (!p->was_dialled)
        return json_string("the peer opened the connection from there");
    if (p->addrs_len <= 1)
        return json_string("it is the only address known");
    return json_sprintf("of %zu known addresses it answered first; those that "
                        "worked last are tried first",
                        p->addrs_len);
}

static json_t *path(const struct peer *p)
{
    if (p->state != PEER_CONNECTED)
        return json_null();
    return json_pack("{s:s, s:o, s:o}", "kind", path_kind(&p->remote), "addr",
                     address(&p->remote), "why", path_reason(p));
}

static uint64_t connected_for(const struct peer *p)
{
    uint64_t now = clock_wall_ms();

    return now > p->since_ms ? (now - p->since_ms) / 1000 : 0;
}

/* Who it is, and how it stands. */
static json_t *peer_state(const struct peer *p)
{
    return json_pack(
        "{s:o, s:o, s:o, s:s, s:o, s:s, s:o, s:o, s:b, s:b, s:o, s:o}", "id",
        json_node_id(&p->id), "name", json_text(p->name), "agent",
        json_text(p->agent), "kind", peer_kind_name(p->kind), "version",
        version(p->agent), "state", peer_state_name(p->state), "since",
        json_time(p->since_ms > 0 ? p->since_ms : p->first_seen_ms), "uptime_s",
        p->state == PEER_CONNECTED ? json_u64(connected_for(p)) : json_null(),
        "pinned", (int)p->is_pinned, "banned", (int)p->is_banned, "addresses",
        peer_addresses(p), "path", path(p));
}

json_t *json_peer(const struct peer *p)
{
    const struct peer_quality *q = &p->quality;
    bool is_up = p->state == PEER_CONNECTED;
    json_t *out = peer_state(p);
    json_t *measured = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:o, s:o, s:s}", "rtt_ms",
        is_up ? json_rtt(q->rtt_us) : json_null(), "rtt_var_ms",
        is_up && q->rtt_us > 0 ? json_real((double)q->rtt_var_us / 1000)
                               : json_null(),
        "loss", is_up ? share(q->loss) : json_null(), "rx_bps",
        json_u64(is_up ? q->rx_bps[1] : 0), "tx_bps",
        json_u64(is_up ? q->tx_bps[1] : 0), "score", share(peer_score(p)),
        "reputation", p->reputation, "reconnects", json_u64(p->reconnects),
        "last_error", json_text(p->last_error), "discovered_by",
        peer_source_name(p->discovered_by));

    if (out == NULL || measured == NULL ||
        json_object_update(out, measured) != 0) {
        json_decref(out);
        out = NULL;
    }
    json_decref(measured);
    return out;
}

/* ---- more of it ---------------------------------------------------------*/

static json_t *deeds(const struct peer *p)
{
    json_t *out = json_object();

    for (int d = 0; d < PEER_DEED_COUNT && out != NULL; d++) {
        if (json_object_set_new(out, peer_deed_name((enum peer_deed)d),
                                json_u64(p->deeds[d])) != 0) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

static json_t *window(const uint64_t bps[3])
{
    return json_pack("{s:o, s:o, s:o}", "1", json_u64(bps[0]), "10",
                     json_u64(bps[1]), "60", json_u64(bps[2]));
}

static json_t *quality(const struct peer_quality *q)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "cwnd", json_u64(q->cwnd),
                     "rx_bytes", json_u64(q->rx_bytes), "tx_bytes",
                     json_u64(q->tx_bytes), "rx_bps", window(q->rx_bps),
                     "tx_bps", window(q->tx_bps));
}

static json_t *samples(const struct ask_peer_get *get)
{
    json_t *out = json_array();

    for (size_t i = 0; i < get->samples_len && out != NULL; i++) {
        const struct peers_sample *s = &get->samples[i];

        if (!json_push(out,
                       json_pack("{s:o, s:o, s:o, s:o, s:o}", "at",
                                 json_time(s->wall_ms), "rtt_ms",
                                 json_rtt(s->rtt_us), "loss", share(s->loss),
                                 "rx_bps", json_u64(s->rx_bps), "tx_bps",
                                 json_u64(s->tx_bps)))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

static json_t *direction(const struct peer *p)
{
    if (p->state != PEER_CONNECTED)
        return json_null();
    return json_string(p->was_dialled ? "out" : "in");
}

static json_t *next_dial(const struct ask_peer_get *get)
{
    uint64_t at = get->peer.next_dial_ms;

    if (at == 0 || get->peer.state == PEER_CONNECTED ||
        get->peer.state == PEER_CONNECTING)
        return json_null();
    return json_real(at > get->now_ms ? (double)(at - get->now_ms) / 1000 : 0);
}

json_t *json_peer_detail(const struct ask_peer_get *get)
{
    const struct peer *p = &get->peer;
    json_t *out = json_peer(p);
    json_t *more = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "direction",
        direction(p), "relay", json_text(p->relay), "first_seen",
        json_time(p->first_seen_ms), "last_seen", json_time(p->last_seen_ms),
        "last_connected", json_time(p->last_connected_ms), "observed",
        p->has_observed ? address(&p->observed) : json_null(), "failures",
        json_u64(p->failures), "next_dial_in_s", next_dial(get), "deeds",
        deeds(p), "quality", quality(&p->quality), "samples", samples(get));

    if (out == NULL || more == NULL || json_object_update(out, more) != 0) {
        json_decref(out);
        out = NULL;
    }
    json_decref(more);
    return out;
}

static const char *news_name(const struct peer *p, enum core_news news)
{
    switch (news) {
    case CORE_NEWS_DISCOVERED:
        return "discovered";
    case CORE_NEWS_STATE:
        return "state";
    case CORE_NEWS_BANNED:
        return p->is_banned ? "banned" : "unbanned";
    case CORE_NEWS_ADDRESSES:
        return "addresses";
    case CORE_NEWS_FORGOTTEN:
        return "forgotten";
    }
    return "state";
}

json_t *json_peer_event(const struct peer *p, enum core_news news)
{
    return json_pack("{s:s, s:o, s:o, s:s, s:s, s:o}", "news",
                     news_name(p, news), "id", json_node_id(&p->id), "name",
                     json_text(p->name), "kind", peer_kind_name(p->kind),
                     "state", peer_state_name(p->state), "reason",
                     json_text(p->last_error));
}

/* ---- discovery ----------------------------------------------------------*/

static json_t *sighting(const struct seen_node *n)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o}", "id", json_node_id(&n->s.node.id),
        "name", json_text(n->s.name), "version", json_text(n->s.version),
        "addresses", json_addresses(n->s.node.addrs, n->s.node.len), "since",
        json_time(n->since_wall_ms), "last_seen", json_time(n->last_wall_ms));
}

static json_t *sightings(const struct source_copy *s)
{
    json_t *out = json_array();

    for (size_t i = 0; i < s->seen_len && out != NULL; i++) {
        if (!json_push(out, sighting(&s->seen[i]))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

static json_t *faults(const struct source_copy *s)
{
    json_t *out = json_object();

    for (size_t i = 0; i < s->faults_len && out != NULL; i++) {
        if (json_object_set_new(out, s->faults[i].name,
                                json_u64(s->faults[i].count)) != 0) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

json_t *json_source(const struct source_copy *s)
{
    return json_pack("{s:s, s:b, s:s, s:o, s:o, s:b, s:o, s:o, s:o, s:o}",
                     "name", s->name, "enabled", (int)s->is_enabled, "state",
                     s->state, "since", json_time(s->since_wall_ms), "error",
                     json_text(s->error), "announced", (int)s->is_announced,
                     "runs", json_u64(s->runs), "discovered",
                     json_u64(s->discovered), "faults", faults(s), "sightings",
                     sightings(s));
}

/* ---- topology -----------------------------------------------------------*/

static json_t *topology_node(const struct topology_node *n)
{
    return json_pack("{s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o}", "id",
                     json_node_id(&n->id), "name", json_text(n->name), "kind",
                     n->is_firn ? "firn" : "iroh", "state",
                     topology_node_state_name(n->state), "version",
                     json_text(n->version), "uptime_s",
                     n->is_firn ? json_u64(n->uptime_s) : json_null(), "blobs",
                     n->is_firn ? json_u64(n->blobs) : json_null(), "bytes",
                     n->is_firn ? json_u64(n->bytes) : json_null());
}

static const char *link_path(uint8_t path)
{
    return path == RECORD_PATH_IPV4   ? "ipv4"
           : path == RECORD_PATH_IPV6 ? "ipv6"
                                      : "unknown";
}

static json_t *topology_link(const struct topology_link *l, uint64_t wall_ms)
{
    uint64_t age = l->since_s < wall_ms / 1000 ? l->since_s * 1000 : 0;
    uint32_t loss = l->loss_ppm < 1000000 ? l->loss_ppm : 1000000;

    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "from",
                     json_node_id(&l->from), "to", json_node_id(&l->to),
                     "rtt_ms", json_rtt(l->rtt_us), "loss",
                     json_real((double)loss / 1e6), "rx_bps",
                     json_u64(l->rx_bps), "tx_bps", json_u64(l->tx_bps), "path",
                     link_path(l->path), "since", json_time(wall_ms - age));
}

json_t *json_topology(const struct topology *t, uint64_t wall_ms)
{
    json_t *nodes = json_array(), *links = json_array();
    bool is_whole = nodes != NULL && links != NULL;

    for (size_t i = 0; i < t->nodes_len && is_whole; i++)
        is_whole = json_push(nodes, topology_node(&t->nodes[i]));
    for (size_t i = 0; i < t->links_len && is_whole; i++)
        is_whole = json_push(links, topology_link(&t->links[i], wall_ms));
    if (!is_whole) {
        json_decref(nodes);
        json_decref(links);
        return NULL;
    }
    return json_pack("{s:o, s:o, s:o}", "nodes", nodes, "links", links,
                     "generated_at", json_time(wall_ms));
}
