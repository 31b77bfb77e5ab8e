#include "node_peers.h"

#include "base/clock.h"
#include "base/loop.h"
#include "blobs/blobs.h"
#include "node.h"
#include "node_sources.h"

/* Interfaces come and go without a word to us. */
#define LOOK_EVERY_MS 3000

/* ---- between blobs and peers --------------------------------------------*/

static void find(struct node_addr *node, void *arg)
{
    struct node *n = arg;
    struct node_addr known;

    if (!peers_find(n->peers, &node->id, &known))
        return;
    for (size_t i = 0; i < known.len; i++)
        if (node_addr_add(node, &known.addrs[i]) != ERR_OK)
            return;
}

static void did(const struct node_id *peer, enum err what, void *arg)
{
    struct node *n = arg;

    switch (what) {
    case ERR_OK:
        peers_deed(n->peers, peer, PEER_DEED_SERVED);
        break;
    case ERR_MISMATCH:
        peers_deed(n->peers, peer, PEER_DEED_WRONG_DATA);
        break;
    case ERR_TRUNCATED:
    case ERR_RESET:
        peers_deed(n->peers, peer, PEER_DEED_STALLED);
        break;
    case ERR_TIMEOUT:
        peers_deed(n->peers, peer, PEER_DEED_TIMED_OUT);
        break;
    case ERR_PROTO:
        peers_deed(n->peers, peer, PEER_DEED_BROKE_PROTOCOL);
        break;
    default:
        break;
    }
}

static void adopt(struct conn *c, void *arg)
{
    struct node *n = arg;

    blobs_adopt(n->blobs, c);
}

/* ---- the table ----------------------------------------------------------*/

static void fill_config(struct node *n, struct peers_config *cfg)
{
    const struct config *c = n->config;

    peers_config_defaults(cfg);
    cfg->loop = n->loop;
    cfg->key = &n->key;
    cfg->store = n->store;
    cfg->name = n->name;
    cfg->agent = "firn/" FIRN_VERSION;
    cfg->iroh_alpn = BLOBS_ALPN;
    cfg->adopt = adopt;
    cfg->adopt_arg = n;
    cfg->holds = node_sources_heard;
    cfg->holds_arg = n;
    cfg->max_links = c->peers_max_links;
    cfg->ping_ms = c->peers_ping_interval_ms;
    cfg->dead_ms = c->peers_dead_after_ms;
    cfg->retry_max_ms = c->peers_retry_max_ms;
    cfg->dial_ms = c->peers_connect_timeout_ms;
    cfg->forget_ms = c->peers_forget_after_ms;
    cfg->links_ms = c->topology_interval_ms;
    cfg->is_exchange_on = c->discovery_exchange_enabled;
    cfg->is_reconnect_on = c->peers_reconnect;
}

static void tell_addresses(struct node *n)
{
    struct addr addrs[NODE_ADDR_MAX];
    size_t len = node_p2p_addresses(n, addrs, NODE_ADDR_MAX);

    discovery_announce(n->discovery, addrs, len);
}

static void on_look(struct timer *t, void *arg)
{
    struct node *n = arg;

    (void)t;
    n->around.looks.runs++;
    n->around.looks.last_run_ms = clock_wall_ms();
    if (n->quic != NULL && n->discovery != NULL)
        tell_addresses(n);
}

enum err node_peers_open(struct node *n, struct errmsg *em)
{
    struct blobs_peers hooks = {.find = find,
                                .did = did,
                                .holders = node_sources_ask,
                                .holding = node_sources_tell,
                                .arg = n};
    struct peers_config cfg;
    enum err e;

    fill_config(n, &cfg);
    e = peers_new(&cfg, &n->peers);
    if (e == ERR_OK)
        e = timer_new(n->loop, on_look, n, &n->around.watch);
    if (e != ERR_OK) {
        err_set(em, "start peers: %s", err_text(e));
        return e;
    }
    blobs_set_peers(n->blobs, &hooks);
    return ERR_OK;
}

void node_peers_close(struct node *n)
{
    timer_free(n->around.watch);
    n->around.watch = NULL;
    peers_free(n->peers);
    n->peers = NULL;
}

void node_peers_attach(struct node *n)
{
    peers_attach(n->peers, n->quic, n->discovery);
    tell_addresses(n);
    timer_start_repeat(n->around.watch, LOOK_EVERY_MS);
}

void node_peers_detach(struct node *n)
{
    timer_stop(n->around.watch);
    peers_attach(n->peers, NULL, NULL);
    if (n->discovery != NULL)
        discovery_announce(n->discovery, NULL, 0);
}

/* ---- the sources --------------------------------------------------------*/

static void on_seen(const struct sighting *s, enum discovery_kind k, void *arg)
{
    struct node *n = arg;

    peers_seen(n->peers, s, k);
}

static void on_lost(const struct node_id *id, enum discovery_kind k, void *arg)
{
    struct node *n = arg;

    peers_unseen(n->peers, id, k);
}

static void on_changed(enum discovery_kind k, void *arg)
{
    struct node *n = arg;

    if (n->watch.discovery != NULL)
        n->watch.discovery(k, n->watch.arg);
}

bool node_discovery_is_on(const struct node *n, enum discovery_kind k)
{
    const struct config *c = n->config;

    switch (k) {
    case DISCOVERY_STATIC:
        return c->discovery_static.len > 0;
    case DISCOVERY_MDNS:
        return c->discovery_mdns_enabled;
    case DISCOVERY_LAN:
        return c->discovery_lan_enabled;
    case DISCOVERY_DNS:
        return c->discovery_dns_enabled;
    case DISCOVERY_KINDS:
        break;
    }
    return false;
}

enum err node_discovery_open(struct node *n, struct errmsg *em)
{
    const struct config *c = n->config;
    struct discovery_config cfg = {
        .loop = n->loop,
        .id = &n->key.id,
        .name = n->name,
        .version = FIRN_VERSION,
        .entries = (const char *const *)c->discovery_static.at,
        .entries_len = c->discovery_static.len,
        .domains = (const char *const *)c->discovery_dns_domains.at,
        .domains_len = c->discovery_dns_domains.len,
        .dns_servers = c->discovery_dns_servers.at,
        .dns_servers_len = c->discovery_dns_servers.len,
        .lan_port = (uint16_t)c->discovery_lan_port,
        .listener = {.seen = on_seen,
                     .lost = on_lost,
                     .changed = on_changed,
                     .arg = n},
    };

    if (n->discovery != NULL)
        return ERR_OK;
    for (size_t k = 0; k < DISCOVERY_KINDS; k++)
        cfg.is_enabled[k] = node_discovery_is_on(n, (enum discovery_kind)k);
    return discovery_new(&cfg, &n->discovery, em);
}

/* Counters only rise, whatever is stopped and started. */
static void add_past(struct discovery_past *past,
                     const struct discovery_status *s)
{
    past->discovered += s->discovered;
    past->runs += s->runs;
    for (size_t f = 0; f < DISCOVERY_FAULT_COUNT; f++)
        past->faults[f] += s->faults[f];
}

void node_discovery_close(struct node *n)
{
    struct discovery_status s;

    if (n->discovery == NULL)
        return;
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        discovery_get_status(n->discovery, (enum discovery_kind)k, &s);
        add_past(&n->around.past[k], &s);
    }
    discovery_free(n->discovery);
    n->discovery = NULL;
}

void node_discovery_status(const struct node *n, enum discovery_kind k,
                           struct discovery_status *out)
{
    const struct discovery_past *past = &n->around.past[k];

    *out = (struct discovery_status){.state = DISCOVERY_OFF};
    if (n->discovery != NULL)
        discovery_get_status(n->discovery, k, out);
    out->discovered += past->discovered;
    out->runs += past->runs;
    for (size_t f = 0; f < DISCOVERY_FAULT_COUNT; f++)
        out->faults[f] += past->faults[f];
}
