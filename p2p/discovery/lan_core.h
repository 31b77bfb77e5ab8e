/* When a node asks and answers on the segment, for one generation of iroh's
 * local discovery. No I/O, no clock: events with a time go in, actions come
 * out.
 *
 * Asking. Somebody's query serves all: each one that is heard, our own
 * included, puts off the next of ours, by 0.7 s and a random share of 70 ms
 * per peer (up to 1.4 s in all) while we look for peers, by 10 to 30 s
 * otherwise.
 *
 * Answering, as stock iroh does: a query is answered after a random delay that
 * grows with the number of peers, unless two others were heard by then; who
 * has answered last time waits longer. In a large segment that lets each node
 * be heard rarely, so three more occasions, all within what iroh accepts:
 *
 *     start     twice after the addresses have changed
 *     greeting  once after a node was heard that was not known
 *     word      when nothing was said for 20 s and 0.5 s per peer
 *
 * The last two only when `is_eager`. Never more often than every
 * `answer_every_ms`.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/id.h"

struct lan_core;

struct lan_core_config {
    uint64_t seed;            /* of its dice */
    bool is_eager;            /* greets, and speaks without being asked */
    uint64_t answer_every_ms; /* shortest time between two answers */
    size_t max_peers;
};

enum lan_event_kind {
    LAN_EVENT_TIME,     /* what was asked for by `next_ms` */
    LAN_EVENT_QUERY,    /* one was heard */
    LAN_EVENT_ANSWER,   /* one was heard, of `id`; not our own */
    LAN_EVENT_ANNOUNCE, /* we have other addresses, or another link, or none */
    LAN_EVENT_LOOKING   /* somebody waits for peers, or no longer does */
};

struct lan_event {
    enum lan_event_kind kind;
    const struct node_id *id; /* ANSWER */
    bool is_on; /* ANNOUNCE: there are addresses; LOOKING: looking */
};

/* What to do now. */
struct lan_actions {
    bool query;       /* send a query */
    bool answer;      /* send our answer */
    bool is_full;     /* ANSWER: one peer too many, not noted */
    uint64_t ttl_ms;  /* ANSWER: how long that word is good for */
    uint64_t next_ms; /* come with TIME then, if nothing comes before */
};

ERR_RESULT enum err lan_core_new(uint64_t now_ms,
                                 const struct lan_core_config *cfg,
                                 struct lan_core **out);
void lan_core_free(struct lan_core *c); /* may be NULL */

/* The one entry. Overwrites `*acts`. */
void lan_core_step(struct lan_core *c, uint64_t now_ms,
                   const struct lan_event *ev, struct lan_actions *acts);

/* Was it heard in time? */
bool lan_core_knows(const struct lan_core *c, const struct node_id *id);
size_t lan_core_peers(const struct lan_core *c);
