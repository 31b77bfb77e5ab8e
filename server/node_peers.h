/* Peers and discovery of the node: who is there, and how that is found out.
 *
 *     node_peers_open -> node_discovery_open -> node_peers_attach (the endpoint
 *     is there) -> node_peers_detach -> node_discovery_close ->
 *     node_peers_close
 *
 * The peer table lives as long as the node. Discovery lives while p2p is
 * wanted, also when no port could be bound: what it sees is there to dial on
 * the day one can be. With p2p.enabled=false there is neither.
 *
 * Thread: the loop, for everything here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "discovery/discovery.h"
#include "peers/peers.h"

struct node;

/* What one source counted before it was closed. */
struct discovery_past {
    uint64_t discovered, runs;
    uint64_t faults[DISCOVERY_FAULT_COUNT];
};

/* Part of struct node; private to node_peers.c. */
struct node_peers {
    struct timer *watch; /* looks whether our addresses changed */
    struct discovery_past past[DISCOVERY_KINDS];
    struct peers_task_state looks; /* of `watch` */
};

/* The table. ERR_NOMEM, ERR_INVALID */
ERR_RESULT enum err node_peers_open(struct node *n, struct errmsg *em);

/* The sources. When they run already nothing changes.
 *   ERR_INVALID  a setting; `em` says which
 *   ERR_NOMEM */
ERR_RESULT enum err node_discovery_open(struct node *n, struct errmsg *em);
void node_discovery_close(struct node *n);

/* n->quic is there: dial with it, and announce where it is. */
void node_peers_attach(struct node *n);
/* Before the endpoint is closed. */
void node_peers_detach(struct node *n);

/* After the endpoint is closed, before the store is. */
void node_peers_close(struct node *n);

/* As discovery_get_status(), and the counters are those of the process. */
void node_discovery_status(const struct node *n, enum discovery_kind k,
                           struct discovery_status *out);

/* Is the source switched on in the settings? */
bool node_discovery_is_on(const struct node *n, enum discovery_kind k);
