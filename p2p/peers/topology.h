/* The graph of all nodes, made from the link records: who is connected to
 * whom, and how well. Pure.
 *
 * A link is there when each of its two ends whose record is fresh names it; an
 * end that just came up or went down is believed over the older record of the
 * other one (for TOPOLOGY_GRACE_MS). Nodes that do not speak `/firn/node/1`
 * publish nothing and are there as long as a neighbour names them.
 *
 * Thread: none of its own. */
#pragma once

#include "peers/record.h"
#include "peers/records.h"

#define TOPOLOGY_GRACE_MS 5000
#define TOPOLOGY_LOST_MS 60000 /* a lost node is shown for so long */

enum topology_node_state {
    TOPOLOGY_SELF,
    TOPOLOGY_CONNECTED, /* to us */
    TOPOLOGY_REACHABLE, /* to others, with a fresh record or a fresh link */
    TOPOLOGY_LOST       /* no link any more, or its record is too old */
};
const char *topology_node_state_name(enum topology_node_state s);

struct topology_node {
    struct node_id id;
    enum topology_node_state state;
    bool is_firn;                    /* publishes records */
    char name[NODE_NAME_MAX + 1];    /* "" unknown */
    char version[NODE_NAME_MAX + 1]; /* agent; "" unknown */
    uint64_t uptime_s, blobs, bytes; /* when last heard */
    uint64_t heard_ms;               /* age of its record */
};

struct topology_link {
    struct node_id from, to; /* from < to; measured by `from` where it can */
    uint64_t rtt_us;
    uint32_t loss_ppm;       /* the worse of both directions */
    uint64_t rx_bps, tx_bps; /* as `from` sees it */
    uint8_t path;            /* enum record_path */
    uint64_t since_s;
};

struct topology {
    struct topology_node *nodes; /* by id */
    size_t nodes_len;
    struct topology_link *links; /* by from, to */
    size_t links_len;
};

/* ERR_NOMEM. `self` is in it even without any record. */
ERR_RESULT enum err topology_make(const struct records *rs,
                                  const struct node_id *self, uint64_t now,
                                  struct topology **out);
void topology_free(struct topology *t); /* may be NULL */
