/* The inside of fetch_core: what its files share, and what only a swarm does.
 * The core hands each event on, then lets the swarm go on.
 *
 * Books: `missing` is `free` and the `units` of all requests, nothing twice.
 * What a request still brings beyond its units (`wire`) was taken over by
 * somebody else; whoever brings it first, brings it.
 *
 * Thread: none of its own. */
#pragma once

#include "blobs/fetch_core.h"

#define SWARM_TICK_MS 250   /* speeds are compared so often */
#define SWARM_SLOW_MS 2000  /* slow or silent so long: demoted */
#define SWARM_SLOW_RATIO 10 /* so much slower than the others is slow */
#define SWARM_LACKS_MS                                                         \
    2000                       /* then a source is asked again for what it
                                   did not have; after several times later */
#define SWARM_EMPTY_ANSWERS 4  /* in a row: it has nothing at all */
#define SWARM_STEAL_MS 250     /* a request that ends sooner is left alone */
#define SWARM_RESCUE_MS 800    /* a reader waits so long for one request */
#define SWARM_RARITY_MS 200    /* rarity is counted at most so often */
#define SWARM_RARITY_RANGES 16 /* or at any time, when it is as short */
#define SWARM_TWICE_MIN                                                        \
    1024 /* units that may be asked twice, beside a
                                   quarter of all */

/* ---- of every fetch (fetch_core.c) --------------------------------------*/

/* One more action. */
struct fetch_action *fetch_core_act(struct fetch_actions *a,
                                    enum fetch_action_kind kind);

/* Index of a request; asked_len: not in flight. */
size_t fetch_core_find(const struct fetch_core *c, uint32_t id);
bool fetch_core_is_asked(const struct fetch_core *c, size_t source);
size_t fetch_core_count(const struct fetch_core *c,
                        enum fetch_source_state state);

/* Ask; owns what `units` holds from here on. */
struct fetch_asked *fetch_core_ask(struct fetch_core *c, uint64_t now,
                                   size_t source, struct ranges *units,
                                   struct fetch_actions *a);

/* Request `i` is over; the last one takes its place. */
void fetch_core_forget(struct fetch_core *c, uint64_t now, size_t i);

/* A source of no more use; what is asked of it is dropped. */
void fetch_core_fail_source(struct fetch_core *c, uint64_t now, size_t source,
                            enum err e, struct fetch_actions *a);

/* The connection to a source is gone, and no request on it is left. */
void fetch_core_lost(struct fetch_core *c, uint64_t now, size_t source,
                     struct fetch_actions *a);

/* Dial an IDLE source. */
void fetch_core_dial(struct fetch_core *c, uint64_t now, size_t source,
                     struct fetch_actions *a);

/* Those whose pause is over may be dialled again. */
void fetch_core_wake(struct fetch_core *c, uint64_t now);

/* The end: everything is dropped. */
void fetch_core_finish(struct fetch_core *c, uint64_t now, enum err e,
                       struct fetch_actions *a);

/* Why it failed, when all sources have. */
enum err fetch_core_verdict(const struct fetch_core *c);

/* Any number that others do not have at the same time. */
uint64_t fetch_core_chance(uint64_t seed, uint64_t n);

/* ---- of a swarm (swarm.c) -----------------------------------------------*/

void swarm_init(struct fetch_core *c);
void swarm_clear(struct fetch_core *c);

/* A source as new; its index is below `sources`. */
void swarm_source_init(struct fetch_core *c, size_t source);

/* FETCH_SOURCE and what follows. */
ERR_RESULT enum err swarm_event(struct fetch_core *c, uint64_t now,
                                const struct fetch_event *ev,
                                struct fetch_actions *a);

/* After each event: ask, dial, or end. */
void swarm_go_on(struct fetch_core *c, uint64_t now, struct fetch_actions *a);

/* When that is due without an event; UINT64_MAX: not at all. */
uint64_t swarm_due_ms(const struct fetch_core *c);

/* Drop all requests of a source, or of all (SIZE_MAX). */
void swarm_drop(struct fetch_core *c, uint64_t now, size_t source,
                struct fetch_actions *a);

/* ---- what came (swarm_books.c) ------------------------------------------*/

/* FETCH_GOT: less is missing. */
ERR_RESULT enum err swarm_got(struct fetch_core *c, uint64_t now,
                              const struct fetch_event *ev,
                              struct fetch_actions *a);

/* FETCH_COUNT: what lies behind the end is not missing. */
ERR_RESULT enum err swarm_count(struct fetch_core *c, uint64_t units);

/* FETCH_ENDED: what it did not bring is free again. */
ERR_RESULT enum err swarm_ended(struct fetch_core *c, uint64_t now,
                                const struct fetch_event *ev,
                                struct fetch_actions *a);

/* FETCH_HOLDS */
ERR_RESULT enum err swarm_holds(struct fetch_core *c, uint64_t now,
                                size_t source, const struct ranges *units);

/* Bytes of a source came, be they a whole unit or not. */
void swarm_bytes(struct fetch_core *c, uint64_t now, size_t source);

/* `free` as it is now. */
ERR_RESULT enum err swarm_find_free(struct fetch_core *c);

/* The clocks of a source, when it is asked for something and when nothing is
 * asked of it any more. */
void swarm_asked(struct fetch_core *c, uint64_t now, size_t source);
void swarm_idle(struct fetch_core *c, uint64_t now, size_t source);

/* ---- whom to ask for what (swarm_ask.c) ---------------------------------*/

/* Ask every source that has room. */
ERR_RESULT enum err swarm_ask(struct fetch_core *c, uint64_t now,
                              struct fetch_actions *a);

/* ---- who is slow (swarm_slow.c) -----------------------------------------*/

/* Compare the sources; demote, or fail, those that hold things up. */
void swarm_compare(struct fetch_core *c, uint64_t now, struct fetch_actions *a);

/* A request to a demoted source ended well: how soon decides on the next. */
void swarm_grade(struct fetch_core *c, uint64_t now, size_t source,
                 const struct fetch_asked *q);

/* What a source brings, in bytes per second; 0: never measured. */
uint64_t swarm_rate(const struct fetch_core *c, size_t source, uint64_t now);

/* The median of what others bring that are not slow; 0: there are none. */
uint64_t swarm_others(const struct fetch_core *c, size_t source, uint64_t now);
