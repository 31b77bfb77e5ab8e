/* One question of the http half to the loop half, and its one answer.
 *
 *     http: ask_new, fill in copies, suspend, ops_post
 *     loop: `run` calls the modules; their callback fills in the results and
 *           calls ask_finish: `done` wakes the http half
 *     http: reads the results, ask_unref
 *
 * Every ask is answered exactly once. When its time runs out, or the node
 * stops, the answer is ERR_TIMEOUT or ERR_CLOSED, and what the modules say
 * later is dropped: a callback fills in results only while ask_is_open().
 * Therefore an ask has two owners, and is released when both let it go.
 *
 * Threads: as each function says; between ops_post() and `done` the ask is the
 * loop's. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/list.h"
#include "base/mailbox.h"

struct ops;
struct ask;

typedef void ask_fn(struct ask *ask);

struct ask {
    struct mail mail; /* private, as all up to `answered` */
    struct list node;
    uint64_t deadline_ms;
    atomic_int refs;
    bool answered;

    struct ops *ops;     /* valid from `run` on */
    ask_fn *run;         /* loop: do it */
    ask_fn *release;     /* frees what the ask holds; may be NULL */
    ask_fn *done;        /* loop: told of the answer; set before posting */
    void *owner;         /* of `done` */
    uint64_t timeout_ms; /* 0: as long as it takes */

    enum err err;     /* the answer */
    struct errmsg em; /* more about it, or "" */
};

/* A zeroed struct of `size` bytes that begins with a struct ask, owned by the
 * caller. NULL: out of memory. */
void *ask_new(size_t size, ask_fn *run, ask_fn *release);

/* Any thread. May be NULL. */
void ask_unref(struct ask *ask);

/* Loop: is the answer still to be given? */
bool ask_is_open(const struct ask *ask);

/* Loop: the modules are done with it. Gives the answer if none was given, and
 * lets go of the loop's share; the ask must not be touched afterwards. */
void ask_finish(struct ask *ask, enum err e);
