/* The thinking of a fetch: whom to ask for what, when to give up on whom.
 * Pure: events in, actions out; time is a parameter, nothing is called.
 *
 * What is fetched are units, numbered from 0: the chunk groups of one blob, or
 * the children of a hash sequence. How many there are need not be known.
 *
 * A source, in the order given:
 *
 *     IDLE --dial--> DIALLING --connected--> READY --ask--> ASKING
 *     ASKING --request ended well, or lacks one unit--> READY
 *     ASKING --connection lost--> IDLE, or WAITING when it brought nothing
 *     DIALLING --no connection, was lost a short while ago--> WAITING
 *     WAITING --a growing pause--> IDLE
 *     READY --connection lost--> WAITING, in a swarm
 *     DIALLING, ASKING --failed--> FAILED
 *
 * A source whose connection was lost may be restarting, or on its way to
 * another address: it is dialled again for `patience_ms`, while nobody else
 * can be asked.
 *
 * Not a swarm (a sequence's children): the first source that is ready and has
 * something to give is asked; while nobody is, the next is dialled every
 * `dial_stagger_ms`, so that a dead source costs that and not its whole
 * time-out. Several requests may be in flight (max_requests); each asks for
 * what nobody else was asked for.
 *
 * A swarm (`is_swarm`: the groups of one blob) is fetched from many at once:
 *
 * - Sources may come while it runs (FETCH_SOURCE); it may start with none.
 *   Once one is connected others are sought, `want_sources` in all.
 * - Each has up to two requests in flight, of the size that it brings in
 *   PLAN_PIECE_MS; plan.h chooses which units.
 * - What a source lacks is no failure: it is asked for other things, and again
 *   when FETCH_HOLDS says that it has more, or a while later.
 * - A source with nothing left to be asked for takes over the tail of the
 *   request that would end last. Whichever brings it first, brings it; a
 *   request of which nothing is wanted any more is DROPped.
 * - One that is far slower than the others is demoted: asked for one unit at a
 *   time, until it answers quickly again.
 * - It has failed when no source can be expected to bring anything: all have
 *   failed, or lack what is missing and gain nothing for a while.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/backoff.h"
#include "base/err.h"
#include "base/ranges.h"
#include "blobs/pace.h"
#include "blobs/plan.h"

#define FETCH_MAX_SOURCES 32
#define FETCH_MAX_REQUESTS (2 * FETCH_MAX_SOURCES)
#define FETCH_MAX_ACTIONS (2 * FETCH_MAX_SOURCES + 3 * FETCH_MAX_REQUESTS + 1)
/* Ranges that a source holds; of one that claims more the first are believed.
 */
#define FETCH_MAX_HOLDS 4096

struct fetch_core_config {
    size_t sources;          /* at first; 1..FETCH_MAX_SOURCES, of a swarm
                                also 0 */
    size_t max_requests;     /* 1..FETCH_MAX_REQUESTS */
    size_t max_ranges;       /* of units in one request */
    size_t max_misses;       /* units that a source may lack and still be asked
                                for others */
    unsigned max_reconnects; /* per source, when its connection is lost and it
                                brought nothing since the last time */
    uint64_t patience_ms;    /* for a source that was connected and is not any
                                more; 0: none */
    uint64_t redial_first_ms, redial_max_ms; /* pauses meanwhile */
    uint64_t seed;                           /* of their chance */
    uint64_t dial_stagger_ms;
    uint64_t first_byte_ms; /* a request may wait so long for its answer */
    uint64_t stall_ms;      /* and so long between bytes */

    bool is_swarm; /* what follows is only looked at then */
    uint64_t unit_bytes;
    size_t want_sources; /* so many that can be asked are sought */
    size_t max_dials;    /* at once */
    uint64_t wait_ms;    /* FETCH_SOURCE is waited for so long after START when
                            there is nobody to ask; see FETCH_SEARCHED */
    uint64_t starve_ms;  /* sources that hold a part but nothing of what is
                            missing are waited for so long after anything
                            last came, or was said to be held newly */
};

enum fetch_event_kind {
    FETCH_START,
    FETCH_CONNECTED,     /* source */
    FETCH_NOT_CONNECTED, /* source, err; of a swarm also when a connection
                            that there was is gone */
    FETCH_BYTES,         /* id: something came, or it is we who are slow */
    FETCH_GOT,           /* [begin, end): verified and kept, by request `id`;
                            0: by whatever way */
    FETCH_COUNT,         /* there are `end` units, which is proven */
    FETCH_ENDED,         /* id, err:
                              OK         all that was asked for came
                              NOT_FOUND  the source lacks unit `begin`; of a
                                         swarm, and then TRUNCATED as well:
                                         what has not come of the request
                              CLOSED     the connection is gone
                              others     the source is of no use */
    FETCH_TIME,          /* nothing but time has passed */
    FETCH_BROKEN,        /* err: we cannot go on, e.g. the store failed */

    /* Of a swarm; else they change nothing. */
    FETCH_SOURCE,   /* one more: its index is fetch_core.sources before the
                       step, which must be below FETCH_MAX_SOURCES */
    FETCH_RETRY,    /* source: one that failed is as good as new, because it
                       was heard of again. A liar stays out. */
    FETCH_SEARCHED, /* no more sources are looked for: wait_ms is over */
    FETCH_HOLDS,    /* source: holds `units`; NULL: everything. Before the
                       first it is asked in the hope that it has it. */
    FETCH_URGENT,   /* `units` are wanted before all others, lowest first;
                       NULL: none */
    FETCH_READER,   /* somebody reads at unit `begin`, in order; UINT64_MAX:
                       not any more */
    FETCH_PACED,    /* begin 1: what comes waits for a ceiling of ours, so
                       that nobody is judged by what he brings, and nothing is
                       asked twice to have it sooner; 0: not any more */
    FETCH_PAUSE,    /* ask nobody; connections stay */
    FETCH_RESUME
};

struct fetch_event {
    enum fetch_event_kind kind;
    size_t source;
    uint32_t id; /* of a request; one that is not in flight is no error */
    enum err err;
    uint64_t begin, end;
    const struct ranges *units; /* borrowed for the step */
};

enum fetch_action_kind {
    FETCH_DIAL,    /* source: answer with CONNECTED or NOT_CONNECTED */
    FETCH_HANG_UP, /* source: do not connect, or let the connection go */
    FETCH_ASK,     /* source, id: ask for `units`, and with wants_last for the
                      last unit too, whichever that is; answer with ENDED */
    FETCH_STALLED, /* id: nothing came for too long; answer with BYTES if that
                      is not the source's fault, else stop the request and
                      answer with ENDED and what is the matter */
    FETCH_DROP,    /* id: stop the request; no answer is wanted */
    FETCH_DONE     /* err: the end; the last action. Each source that was not
                      of use has its `err`. */
};

struct fetch_action {
    enum fetch_action_kind kind;
    size_t source;
    uint32_t id;
    enum err err;
    const struct ranges *units; /* of ASK: in the core until the next step */
    bool wants_last;            /* of ASK: the number of units is not proven
                                   yet, and the last one proves it */
};

struct fetch_actions {
    struct fetch_action at[FETCH_MAX_ACTIONS];
    size_t len;
};

enum fetch_source_state {
    FETCH_IDLE,
    FETCH_WAITING,
    FETCH_DIALLING,
    FETCH_READY,
    FETCH_ASKING,
    FETCH_FAILED
};

struct fetch_core_source {
    enum fetch_source_state state;
    enum err err;        /* why FAILED */
    unsigned reconnects; /* since it last brought something */
    bool is_lost;        /* it was connected, and brought nothing since */
    uint64_t lost_ms;
    uint64_t redial_ms; /* while WAITING */
    struct backoff backoff;
    size_t misses;
    struct ranges lacks; /* units known not to be there */

    /* Of a swarm. */
    bool holds_known;
    bool holds_all;          /* when known */
    struct ranges holds;     /* when known and not all */
    uint64_t lacks_until_ms; /* when `lacks` is forgotten */
    unsigned empty_answers;  /* in a row: that brought nothing */
    bool is_barren;          /* connected, but has nothing that is free */
    bool is_stale;           /* may have by now, or may take from another */
    struct pace pace;        /* its speed, and the size of its next piece */
    uint64_t cursor;         /* where its last piece ended; UINT64_MAX: none */
    uint64_t got_units;      /* in all */
    uint64_t got_ms;         /* when it last brought something */
    uint64_t quiet_ms;       /* asked since then, and nothing was brought;
                                UINT64_MAX: not asked */
    uint64_t silent_ms;      /* asked since then, and not a byte came */
    uint64_t silence_ms;     /* so long that was so before then, in a row */
    uint64_t slow_ms;        /* far slower than the others since then;
                                UINT64_MAX: not so */
    uint64_t small_units;    /* demoted: so many are asked for at once; 0: it
                                is not */
};

struct fetch_asked {
    uint32_t id;
    size_t source;
    bool is_stalled;
    uint64_t deadline_ms;
    struct ranges units; /* in a swarm: those still missing that nobody else
                            is meant to bring */
    /* Of a swarm. */
    struct ranges wire;  /* what its answer will still bring, also what was
                           taken over by others meanwhile */
    uint64_t wire_units; /* how many that are */
    uint64_t asked_units;
    uint64_t asked_ms;
    uint64_t got_units;
    bool wants_last;
};

struct fetch_core {
    struct fetch_core_config cfg;
    struct ranges missing;
    size_t sources;
    struct fetch_core_source source[FETCH_MAX_SOURCES];
    struct fetch_asked asked[FETCH_MAX_REQUESTS];
    size_t asked_len;
    uint32_t last_id;
    uint64_t next_dial_ms;
    bool is_done;
    enum err result;

    /* Of a swarm. */
    struct ranges free; /* missing, and nobody is meant to bring it */
    struct ranges urgent;
    struct plan_rarity rarity;
    uint64_t rarity_ms;   /* counted anew from then on */
    bool is_free_stale;   /* `free` lacks what a request left behind */
    bool is_rarity_stale; /* somebody holds more or less */
    bool is_plan_stale;   /* somebody may have to be asked */
    bool is_all_stale;    /* anybody */
    bool is_count_known;  /* how many units there are in all */
    bool is_wide;         /* more than one source is sought */
    bool is_paused;
    bool is_paced; /* by us; see FETCH_PACED */
    uint64_t reader_unit;     /* UINT64_MAX: none */
    uint64_t chances;         /* drawn so far */
    uint64_t search_until_ms; /* sources may still be found */
    uint64_t hope_ms;         /* when something came, or was newly held */
    uint64_t widen_ms;        /* when it becomes wide; UINT64_MAX: see there */
    uint64_t tick_ms;         /* speeds are compared next */
    uint64_t twice;           /* units asked of one while asked of another */
    uint64_t twice_max;
};

/* `missing` is copied; it may be without end. ERR_NOMEM */
ERR_RESULT enum err fetch_core_init(struct fetch_core *c,
                                    const struct fetch_core_config *cfg,
                                    const struct ranges *missing);
void fetch_core_clear(struct fetch_core *c);

/* The only way in. `actions` is filled anew; after FETCH_DONE every event is
 * ignored. */
void fetch_core_step(struct fetch_core *c, uint64_t now_ms,
                     const struct fetch_event *ev,
                     struct fetch_actions *actions);

/* When FETCH_TIME is due next; UINT64_MAX: not at all. */
uint64_t fetch_core_due_ms(const struct fetch_core *c);

/* What a source of a swarm brings now, in bytes per second. */
uint64_t fetch_core_rate(const struct fetch_core *c, size_t source,
                         uint64_t now_ms);
