/* The node's events: a history of the last ones and those who listen.
 *
 * Every event has a number, rising by one; outside it is "BOOT-NUMBER", so
 * that a client which comes back after a restart is told that it missed
 * something. Of several events about one transfer only the last is kept, for
 * each carries the transfer's whole state; what falls out of the history is
 * remembered as lost.
 *
 * A sink is one listening client. It gets frames ready to be sent. Sinks of
 * one transfer get that transfer's events under the names `progress`,
 * `completed`, `failed`, `cancelled`, and end with it.
 *
 * Thread: the loop, but for events_leave(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/list.h"
#include "base/mailbox.h"
#include "crypto/hash.h"
#include "discovery/discovery.h"
#include "peers/core.h"

struct events;
struct ops;
struct transfer_info;

/* X(NAME, text) */
#define EVENT_TYPES(X)                                                         \
    X(BLOB_ADDED, "blob_added")                                                \
    X(BLOB_STATE, "blob_state")                                                \
    X(BLOB_REMOVED, "blob_removed")                                            \
    X(TAG, "tag")                                                              \
    X(TRANSFER, "transfer")                                                    \
    X(PEER, "peer")                                                            \
    X(DISCOVERY, "discovery")                                                  \
    X(P2P, "p2p")                                                              \
    X(TASK_ERROR, "task_error")

enum event_type {
#define EVENT_ENUM(name, text) EVENT_##name,
    EVENT_TYPES(EVENT_ENUM)
#undef EVENT_ENUM
        EVENT_TYPE_COUNT
};

/* "blob_added", ... */
const char *event_type_name(enum event_type t);

/* What an event says; borrowed. */
struct event_facts {
    enum event_type type;
    const struct hash *hash; /* NULL: none (a tag that is gone) */
    uint64_t size;
    bool is_complete;
    const char *tag;
    const struct transfer_info *transfer;
    const struct peer *peer;
    enum core_news news; /* PEER */
    const char *name;    /* DISCOVERY: the source; TASK_ERROR: the task */
    const char *state;   /* DISCOVERY, P2P */
    const char *text;    /* what went wrong; NULL: nothing */
};

/* The data of an event as one line of JSON, allocated; NULL when memory ran
 * out. Given by the http half, which knows how resources look. */
typedef char *event_render_fn(const struct event_facts *facts,
                              const char *transfer_tag);

/* What a client saw last. */
struct event_since {
    bool is_given;
    bool is_foreign; /* of another process, or in the future */
    uint64_t number;
};

/* Read "BOOT-NUMBER". False when it is not of that form. [any thread] */
bool event_since_parse(const char *text, const char *boot,
                       struct event_since *out);

/* One event as it is kept. */
struct event_view {
    uint64_t number;
    const char *type;
    const char *json; /* its data */
};

struct event_sink {
    struct list node; /* private */
    struct mail mail; /* private */
    unsigned types;   /* bit for each event_type; 0: all */
    bool one_transfer;
    uint64_t transfer; /* its id */

    /* A frame to send. False: the client is too slow; it will be ended. NULL
     * when the next two are given. */
    bool (*push)(struct event_sink *sink, const char *frame, size_t len);
    /* The event itself instead of a frame; borrowed. False: as above. */
    bool (*take)(struct event_sink *sink, const struct event_view *e);
    /* Instead of a `reset`. */
    void (*lost)(struct event_sink *sink);
    /* No more frames; called once, unless subscribing failed. */
    void (*end)(struct event_sink *sink);
    /* After events_leave(): the sink is forgotten here. */
    void (*left)(struct event_sink *sink);
};

ERR_RESULT enum err events_new(struct ops *ops, event_render_fn *render,
                               struct events **out);
/* End all sinks and stop listening to the modules. */
void events_close(struct events *ev);
void events_free(struct events *ev); /* may be NULL */

/* Begin: what was missed is pushed before this returns.
 *   ERR_OK         subscribed; `end` will be called
 *   ERR_NOT_FOUND  no such transfer
 *   ERR_EXISTS     the client has seen the end of this transfer: nothing to
 *                  come
 *   ERR_LIMIT      too many clients
 *   ERR_CLOSED     the node is stopping */
ERR_RESULT enum err events_subscribe(struct events *ev, struct event_sink *sink,
                                     const struct event_since *since);

/* [any thread] The client is gone. Allocates nothing. `left` follows, after
 * `end` if that is still due. */
void events_leave(struct events *ev, struct event_sink *sink);

/* [loop] The same at once: neither `end` nor `left` is called. */
void events_unsubscribe(struct events *ev, struct event_sink *sink);

/* The number of the newest event. */
uint64_t events_number(const struct events *ev);

/* Record and send. */
void events_publish(struct events *ev, const struct event_facts *facts);

/* How many listen now. */
size_t events_sinks(const struct events *ev);

/* Private to the folder: the wire from the modules to the events. */
struct event_feed {
    struct ops *ops;
    /* What was told last of each source of discovery. */
    struct {
        enum discovery_state state;
        char error[256];
    } sources[DISCOVERY_KINDS];
    bool is_fresh;     /* the last event told of a blob that came complete */
    struct hash fresh; /* which */
};
void event_feed_start(struct event_feed *f, struct ops *ops);
void event_feed_stop(struct event_feed *f);
