/* The graph of all nodes, made from the link records: who is connected to
 * whom, and how well. Pure.
 *
 * Only ages on our own clock count (made_ms of an entry). A record is fresh for
 * topology_fresh_ms() from when it was made. Between A and B there is a link:
 *
 *   both have a fresh record   when both name the other; or when A names B in
 *                              a record by which the link began after B's
 *                              record was made, which so cannot know of it,
 *                              for TOPOLOGY_GRACE_MS from that beginning
 *   only A has                 when A names B. B does not publish (a stock iroh
 *                              node), not yet, or not any more
 *   none has                   never
 *
 * So a link that came up is there with the first of the two records that tell
 * of it, and one that went down is gone with the first that does not: a killed
 * node loses each link when that neighbour publishes anew. How often a record
 * that lags behind is published anew changes nothing.
 *
 * Of all this, only what a path of links joins to us is shown: records of others
 * reached us over such a path once, and are old news now. Nodes cut off so are
 * LOST, and shown without links while their record is fresh and for
 * TOPOLOGY_LOST_MS from when it was made, if it is kept that long (its ttl).
 *
 * Thread: none of its own. */
#pragma once

#include "peers/record.h"
#include "peers/records.h"

#define TOPOLOGY_GRACE_MS 5000
#define TOPOLOGY_LOST_MS 60000 /* a lost node is shown for so long */

/* How long a link record is fresh: three times what it says to be the longest
 * time to the next one, and 5 s. */
uint64_t topology_fresh_ms(uint32_t interval_s);

enum topology_node_state {
    TOPOLOGY_SELF,
    TOPOLOGY_CONNECTED, /* to us */
    TOPOLOGY_REACHABLE, /* over links of others */
    TOPOLOGY_LOST       /* over none any more */
};
const char *topology_node_state_name(enum topology_node_state s);

struct topology_node {
    struct node_id id;
    enum topology_node_state state;
    bool is_firn;                    /* publishes records */
    char name[NODE_NAME_MAX + 1];    /* "" unknown */
    char version[NODE_NAME_MAX + 1]; /* agent; "" unknown */
    uint64_t uptime_s, blobs, bytes; /* when last heard */
    uint64_t heard_ms;               /* age of its record; 0: none */
};

struct topology_link {
    struct node_id from, to; /* from < to; measured by `from` where it can */
    uint64_t rtt_us;
    uint32_t loss_ppm;       /* the worse of both directions */
    uint64_t rx_bps, tx_bps; /* as `from` sees it */
    uint8_t path;            /* enum record_path */
    uint64_t since_s;        /* for how long it has been up, until now */
};

struct topology {
    struct topology_node *nodes; /* by id */
    size_t nodes_len;
    struct topology_link *links; /* by from, to */
    size_t links_len;
};

/* ERR_NOMEM. `self` is in it even without any record. At TOPOLOGY_MAX_NODES and
 * TOPOLOGY_MAX_CLAIMS the rest is left out, proven origins first taken in. */
ERR_RESULT enum err topology_make(const struct records *rs,
                                  const struct node_id *self, uint64_t now,
                                  struct topology **out);
void topology_free(struct topology *t); /* may be NULL */
