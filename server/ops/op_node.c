#include "ops/op_node.h"

#include "ops/ops.h"

static void addr_run(struct op *op)
{
    struct op_node_addr *na = (struct op_node_addr *)op;
    struct node *n = ops_node(op->ops);
    struct addr addrs[NODE_ADDR_MAX];
    size_t len = quic_addresses(n->quic, addrs, NODE_ADDR_MAX);
    enum err e = ERR_OK;

    node_addr_init(&na->node, &n->key.id);
    for (size_t i = 0; i < len && e == ERR_OK; i++)
        e = node_addr_add(&na->node, &addrs[i]);
    na->bound_len = quic_bound(n->quic, na->bound, QUIC_MAX_SOCKETS);
    op_finish(op, e);
}

struct op_node_addr *op_node_addr_new(void)
{
    return op_new(sizeof(struct op_node_addr), addr_run, NULL);
}

static void stats_run(struct op *op)
{
    struct op_stats *stats = (struct op_stats *)op;
    struct node *n = ops_node(op->ops);
    struct addr bound[QUIC_MAX_SOCKETS];

    store_get_stats(n->store, &stats->store);
    quic_get_stats(n->quic, &stats->quic);
    blobs_get_stats(n->blobs, &stats->blobs);
    stats->event_clients = events_sinks(ops_events(op->ops));
    stats->sockets = quic_bound(n->quic, bound, QUIC_MAX_SOCKETS);
    op_finish(op, ERR_OK);
}

struct op_stats *op_stats_new(void)
{
    return op_new(sizeof(struct op_stats), stats_run, NULL);
}

static void listen_run(struct op *op)
{
    struct op_listen *listen = (struct op_listen *)op;

    op_finish(op, events_subscribe(ops_events(op->ops), listen->sink,
                                   &listen->since));
}

struct op_listen *op_listen_new(void)
{
    return op_new(sizeof(struct op_listen), listen_run, NULL);
}
