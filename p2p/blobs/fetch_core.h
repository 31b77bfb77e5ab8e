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
 *     DIALLING, ASKING --failed--> FAILED
 *
 * A source whose connection was lost may be restarting, or on its way to
 * another address: it is dialled again for `patience_ms`, while nobody else
 * can be asked.
 *
 * The first source that is ready and has something to give is asked; while
 * nobody is, the next is dialled every `dial_stagger_ms`, so that a dead
 * source costs that and not its whole time-out. Several requests may be in
 * flight (max_requests); each asks for what nobody else was asked for.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/backoff.h"
#include "base/err.h"
#include "base/ranges.h"

#define FETCH_MAX_SOURCES 32
#define FETCH_MAX_REQUESTS 8
#define FETCH_MAX_ACTIONS (2 * FETCH_MAX_SOURCES + FETCH_MAX_REQUESTS + 1)

struct fetch_core_config {
    size_t sources;          /* 1..FETCH_MAX_SOURCES */
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
};

enum fetch_event_kind {
    FETCH_START,
    FETCH_CONNECTED,     /* source */
    FETCH_NOT_CONNECTED, /* source, err */
    FETCH_BYTES,         /* id: something came, or it is we who are slow */
    FETCH_GOT,           /* [begin, end): verified and kept, by whatever way */
    FETCH_COUNT,         /* there are `end` units, which is proven */
    FETCH_ENDED,         /* id, err:
                              OK         all that was asked for came
                              NOT_FOUND  the source lacks unit `begin`
                              CLOSED     the connection is gone
                              others     the source is of no use */
    FETCH_TIME,          /* nothing but time has passed */
    FETCH_BROKEN,        /* err: we cannot go on, e.g. the store failed */
};

struct fetch_event {
    enum fetch_event_kind kind;
    size_t source;
    uint32_t id; /* of a request; one that is not in flight is no error */
    enum err err;
    uint64_t begin, end;
};

enum fetch_action_kind {
    FETCH_DIAL,    /* source: answer with CONNECTED or NOT_CONNECTED */
    FETCH_HANG_UP, /* source: do not connect, or let the connection go */
    FETCH_ASK,     /* source, id: ask for `units`; answer with ENDED */
    FETCH_STALLED, /* id: nothing came for too long; answer with BYTES if that
                      is not the source's fault, else stop the request and
                      answer with ENDED and what is the matter */
    FETCH_DROP,    /* id: stop the request; no answer is wanted */
    FETCH_DONE     /* err: the end; the last action */
};

struct fetch_action {
    enum fetch_action_kind kind;
    size_t source;
    uint32_t id;
    enum err err;
    const struct ranges *units; /* of ASK: in the core until the next step */
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
};

struct fetch_asked {
    uint32_t id;
    size_t source;
    bool is_stalled;
    uint64_t deadline_ms;
    struct ranges units;
};

struct fetch_core {
    struct fetch_core_config cfg;
    struct ranges missing;
    struct fetch_core_source source[FETCH_MAX_SOURCES];
    struct fetch_asked asked[FETCH_MAX_REQUESTS];
    size_t asked_len;
    uint32_t last_id;
    uint64_t next_dial_ms;
    bool is_done;
    enum err result;
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
