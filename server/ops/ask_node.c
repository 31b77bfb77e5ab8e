#include "ops/ask_node.h"

#include <stdio.h>
#include <stdlib.h>

#include "ops/ops.h"

static void count_peers(const struct node *n, struct ask_node_addr *na)
{
    struct peers_stats s;

    if (n->peers == NULL)
        return;
    peers_get_stats(n->peers, &s);
    na->connected = s.core.peers[PEER_CONNECTED];
    for (int i = 0; i < PEER_STATES; i++)
        na->known += s.core.peers[i];
    na->observed_len =
        peers_observed(n->peers, na->observed, NODE_OBSERVED_MAX);
}

static void addr_run(struct ask *ask)
{
    struct ask_node_addr *na = (struct ask_node_addr *)ask;
    struct node *n = ops_node(ask->ops);
    struct addr addrs[NODE_ADDR_MAX];
    size_t len = node_p2p_addresses(n, addrs, NODE_ADDR_MAX);
    enum err e = ERR_OK;

    node_addr_init(&na->node, &n->key.id);
    for (size_t i = 0; i < len && e == ERR_OK; i++)
        e = node_addr_add(&na->node, &addrs[i]);
    na->bound_len = node_p2p_bound(n, na->bound, QUIC_MAX_SOCKETS);
    na->p2p = node_p2p_state(n);
    snprintf(na->p2p_error, sizeof na->p2p_error, "%s", node_p2p_error(n));
    snprintf(na->not_bound, sizeof na->not_bound, "%s", node_p2p_not_bound(n));
    count_peers(n, na);
    ask_finish(ask, e);
}

struct ask_node_addr *ask_node_addr_new(void)
{
    return ask_new(sizeof(struct ask_node_addr), addr_run, NULL);
}

static int by_traffic(const void *a, const void *b)
{
    const struct peer_quality *x = &((const struct peer_traffic *)a)->quality;
    const struct peer_quality *y = &((const struct peer_traffic *)b)->quality;
    uint64_t of_x = x->rx_bytes + x->tx_bytes;
    uint64_t of_y = y->rx_bytes + y->tx_bytes;

    return of_x == of_y ? 0 : of_x > of_y ? -1 : 1;
}

static enum err find_top(const struct node *n, struct ask_stats *stats)
{
    size_t count = (size_t)stats->peers.core.peers[PEER_CONNECTED], it = 0;
    const struct peer *p;

    stats->top = calloc(count + 1, sizeof *stats->top);
    if (stats->top == NULL)
        return ERR_NOMEM;
    while ((p = peers_next(n->peers, &it)) != NULL && stats->top_len < count) {
        if (p->state == PEER_CONNECTED)
            stats->top[stats->top_len++] =
                (struct peer_traffic){.id = p->id, .quality = p->quality};
    }
    qsort(stats->top, stats->top_len, sizeof *stats->top, by_traffic);
    if (stats->top_len > n->config->metrics_max_peers)
        stats->top_len = n->config->metrics_max_peers;
    return ERR_OK;
}

static enum err add_peers(const struct node *n, struct ask_stats *stats)
{
    stats->has_peers = n->peers != NULL;
    if (!stats->has_peers)
        return ERR_OK;
    peers_get_stats(n->peers, &stats->peers);
    for (int k = 0; k < DISCOVERY_KINDS; k++)
        node_discovery_status(n, (enum discovery_kind)k, &stats->discovery[k]);
    return find_top(n, stats);
}

static void stats_run(struct ask *ask)
{
    struct ask_stats *stats = (struct ask_stats *)ask;
    struct node *n = ops_node(ask->ops);

    store_get_stats(n->store, &stats->store);
    node_p2p_get_stats(n, &stats->quic);
    blobs_get_stats(n->blobs, &stats->blobs);
    limits_get_stats(blobs_limits(n->blobs), &stats->limits);
    stats->event_clients = events_sinks(ops_events(ask->ops));
    stats->events = events_number(ops_events(ask->ops));
    stats->p2p = node_p2p_state(n);
    snprintf(stats->p2p_error, sizeof stats->p2p_error, "%s",
             node_p2p_error(n));
    snprintf(stats->not_bound, sizeof stats->not_bound, "%s",
             node_p2p_not_bound(n));
    stats->errors = diag_total(ops_diag(ask->ops));
    stats->tasks_len = diag_tasks(ops_diag(ask->ops), stats->tasks);
    ask_finish(ask, add_peers(n, stats));
}

static void stats_release(struct ask *ask)
{
    free(((struct ask_stats *)ask)->top);
}

struct ask_stats *ask_stats_new(void)
{
    return ask_new(sizeof(struct ask_stats), stats_run, stats_release);
}

static void listen_run(struct ask *ask)
{
    struct ask_listen *listen = (struct ask_listen *)ask;

    ask_finish(ask, events_subscribe(ops_events(ask->ops), listen->sink,
                                     &listen->since));
}

struct ask_listen *ask_listen_new(void)
{
    return ask_new(sizeof(struct ask_listen), listen_run, NULL);
}
