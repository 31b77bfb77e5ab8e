/* The shell of the peer table: what its files share.
 *
 *   peers.c    making, attaching, steps of the core, the timer
 *   actions.c  what the core asks for
 *   sweep.c    measuring, about once a second
 *   view.c     looking
 *   link.c     one connection, and its control stream
 *   meter.c    what is measured of a peer
 *   dials.c    dials
 *   adds.c     operators who wait for a connection
 *   pings.c    pings
 *   have.c     who has which blob: asking, answering, announcing
 *   rows.c     rows of the store
 *
 * The core is stepped by peers_step() only, and a step never runs inside
 * another: what a step makes the shell do only notes, closes, queues. Callbacks
 * of users run from a deferral. */
#pragma once

#include "base/list.h"
#include "base/loop.h"
#include "base/map.h"
#include "peers/adds.h"
#include "peers/dials.h"
#include "peers/have.h"
#include "peers/link.h"
#include "peers/meter.h"
#include "peers/peers.h"
#include "peers/pings.h"
#include "peers/rows.h"

struct peers_news {
    enum core_news news;
    struct node_id id;
};

struct peers {
    struct peers_config cfg;
    struct core *core;
    struct core_actions acts;
    bool is_stepping;
    bool is_loaded;              /* the rows were read */
    bool is_online;              /* the core knows of the endpoint */
    struct quic *quic;           /* NULL: none */
    struct discovery *discovery; /* NULL: none */
    enum discovery_kind seeing;  /* while its sightings are walked */
    struct timer *timer;
    uint64_t armed_ms; /* what the timer is set to */
    uint64_t sweep_ms, own_ms;

    struct list links;    /* struct link */
    struct map link_of;   /* connection (its address): struct link */
    struct map by_number; /* number: struct link */
    uint64_t last_number;
    struct map meter_of; /* id: struct meter */

    struct list dials; /* struct peer_dial */
    struct list adds;  /* struct add */
    struct pings pings;
    struct have have;
    struct rows *rows;

    struct defer tell; /* news, ends of adds and others */
    struct peers_news *news;
    size_t news_len, news_cap;
    bool has_newcomer; /* connected, and not yet measured */
    peers_listener_fn *listener;
    void *listener_arg;

    struct peers_task_state tasks[PEERS_TASK_COUNT];
    uint64_t own_seq[RECORD_LINKS + 1]; /* of our records, as last seen */
    uint64_t path_selected[3];
    uint64_t path_fallbacks;
};

/* ---- peers.c ------------------------------------------------------------*/

void peers_step(struct peers *p, const struct core_event *e);
uint64_t peers_now(const struct peers *p);
/* Run what waits to be told, soon. */
void peers_tell_soon(struct peers *p);
/* Fire at `at_ms` at the latest. */
void peers_arm(struct peers *p, uint64_t at_ms);
/* The rows are read: from now on the core hears of all else. */
void peers_loaded(struct peers *p);
void peers_task_ran(struct peers *p, enum peers_task t, enum err e,
                    const char *text);

/* ---- actions.c ----------------------------------------------------------*/

/* All that the last step asked for, in order. */
void peers_carry_out(struct peers *p);
/* The listener, and operators who wait, hear what has happened. */
void peers_tell_news(struct peers *p);

/* ---- sweep.c ------------------------------------------------------------*/

void peers_sweep(struct peers *p);
/* Our addresses, and what we hold, told to the core. */
void peers_tell_own(struct peers *p, enum core_event_kind kind);
