/* The p2p engine of the node: its QUIC endpoint, which can be stopped and
 * started while everything else goes on.
 *
 *     RUNNING --stop, all peers told, sockets closed--> STOPPED
 *     STOPPED, FAILED --start--> RUNNING, or FAILED when it cannot be
 *     FAILED --after a pause that grows--> start, by itself
 *     DISABLED (p2p.enabled=false) for ever
 *
 * An address that cannot be bound does no harm while another one can: the
 * engine runs with the others and says so (node_p2p_not_bound).
 *
 * While it is off, `node->quic` is NULL and no UDP port is open: blobs, tags
 * and uploads go on, transfers that need a peer fail ("p2p is off"). A start
 * binds the addresses of the first one, also the ports that the system chose
 * then, so that peers and tickets find the node again.
 *
 * Thread: the loop, for everything here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/backoff.h"
#include "base/err.h"
#include "base/list.h"
#include "peers/peers.h"
#include "quic/quic.h"

struct node;

enum p2p_state {
    P2P_RUNNING,
    P2P_STOPPED, /* as it was wished */
    P2P_FAILED,  /* wished to run, but could not be started; tried again */
    P2P_DISABLED /* by the settings */
};
const char *p2p_state_name(enum p2p_state s); /* "running", ... */

/* A wish, in the memory of whoever has it until `done` has run. */
struct p2p_wish {
    struct list node; /* private */
    bool run;         /* true: start, false: stop */
    void (*done)(struct p2p_wish *w, enum err e);
    struct errmsg em; /* more about `e`, or "" */
};

/* Part of struct node; private to node_p2p.c. */
struct node_p2p {
    struct addr listen[QUIC_MAX_SOCKETS];
    size_t listen_len; /* 0: as the settings say */
    struct timer *retry;
    struct backoff backoff;
    struct peers_task_state starts; /* attempts, and what became of them */
    struct errmsg error;            /* of the last start, or "" */
    bool is_wanted;
    bool is_closing; /* sockets of an endpoint are still open */
    bool is_ending;  /* the node goes; nothing is started any more */
    struct list wishes;
    struct quic_stats earlier; /* counters of endpoints that are gone */
};

void node_p2p_init(struct node *n);

/* Peers, discovery, and the first start; that this one may fail is no error.
 *   ERR_INVALID  a setting of discovery; `em` says which
 *   ERR_NOMEM, ERR_LIMIT */
ERR_RESULT enum err node_p2p_open(struct node *n, struct errmsg *em);

/* Wishes are fulfilled one after the other, in order; what is so already is
 * done at once, perhaps inside this call.
 *   ERR_CLOSED    the node ends, or p2p is disabled
 *   others        as quic_open(); the engine is FAILED then, the node goes on */
void node_p2p_wish(struct node *n, struct p2p_wish *w);

/* Stop for good. Turns the loop until no socket is open and no wish is left. */
void node_p2p_close(struct node *n);

/* An endpoint that is closing counts as stopped. */
enum p2p_state node_p2p_state(const struct node *n);

/* FAILED: why; else "". Borrowed. */
const char *node_p2p_error(const struct node *n);

/* As quic_unbound(); "" when off. */
const char *node_p2p_not_bound(const struct node *n);

/* As quic_bound() and quic_addresses(); none when off. */
size_t node_p2p_bound(const struct node *n, struct addr *out, size_t max);
size_t node_p2p_addresses(const struct node *n, struct addr *out, size_t max);

/* Sums over all endpoints of this process. What one sends and receives while
 * it closes is not counted. */
void node_p2p_get_stats(const struct node *n, struct quic_stats *out);
