/* Long poll: the events after a number, or the next ones that come. Fill in
 * the fields above the line, post, read those below it when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "base/buf.h"
#include "base/loop.h"
#include "ops/ask.h"
#include "ops/events.h"

/* ERR_LIMIT: too many clients. ERR_CLOSED. It keeps the time itself. */
struct ask_poll {
    struct ask ask;
    unsigned types; /* as event_sink.types */
    struct event_since since;
    uint64_t wait_ms;
    struct event_sink sink; /* private, as the next four */
    struct timer *timer;
    struct defer soon;
    bool is_full;
    uint64_t last; /* number of the last event taken */
    /* ---- */
    struct buf events; /* JSON objects, separated by commas */
    uint64_t next;     /* the number to go on behind */
    bool is_reset;
};
struct ask_poll *ask_poll_new(size_t max_bytes);
