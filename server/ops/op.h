/* One question of the http half to the loop half, and its one answer.
 *
 *     http: op_new, fill in copies, suspend, ops_post
 *     loop: `run` calls the modules; their callback fills in the results and
 *           calls op_finish: `done` wakes the http half
 *     http: reads the results, op_unref
 *
 * Every op is answered exactly once. When its time runs out, or the node
 * stops, the answer is ERR_TIMEOUT or ERR_CLOSED, and what the modules say
 * later is dropped: a callback fills in results only while op_is_open().
 * Therefore an op has two owners, and is released when both let it go.
 *
 * Threads: as each function says; between ops_post() and `done` the op is the
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
struct op;

typedef void op_fn(struct op *op);

struct op {
    struct mail mail; /* private, as all up to `answered` */
    struct list node;
    uint64_t deadline_ms;
    atomic_int refs;
    bool answered;

    struct ops *ops;     /* valid from `run` on */
    op_fn *run;          /* loop: do it */
    op_fn *release;      /* frees what the op holds; may be NULL */
    op_fn *done;         /* loop: told of the answer; set before posting */
    void *owner;         /* of `done` */
    uint64_t timeout_ms; /* 0: as long as it takes */

    enum err err;     /* the answer */
    struct errmsg em; /* more about it, or "" */
};

/* A zeroed struct of `size` bytes that begins with a struct op, owned by the
 * caller. NULL: out of memory. */
void *op_new(size_t size, op_fn *run, op_fn *release);

/* Any thread. May be NULL. */
void op_unref(struct op *op);

/* Loop: is the answer still to be given? */
bool op_is_open(const struct op *op);

/* Loop: the modules are done with it. Gives the answer if none was given, and
 * lets go of the loop's share; the op must not be touched afterwards. */
void op_finish(struct op *op, enum err e);
