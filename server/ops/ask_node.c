#include "ops/ask_node.h"

#include "ops/ops.h"

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
    ask_finish(ask, e);
}

struct ask_node_addr *ask_node_addr_new(void)
{
    return ask_new(sizeof(struct ask_node_addr), addr_run, NULL);
}

static void stats_run(struct ask *ask)
{
    struct ask_stats *stats = (struct ask_stats *)ask;
    struct node *n = ops_node(ask->ops);

    store_get_stats(n->store, &stats->store);
    node_p2p_get_stats(n, &stats->quic);
    blobs_get_stats(n->blobs, &stats->blobs);
    stats->event_clients = events_sinks(ops_events(ask->ops));
    stats->p2p = node_p2p_state(n);
    ask_finish(ask, ERR_OK);
}

struct ask_stats *ask_stats_new(void)
{
    return ask_new(sizeof(struct ask_stats), stats_run, NULL);
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
