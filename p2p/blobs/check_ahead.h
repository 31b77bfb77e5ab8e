/* Checks the groups of a blob against its tree before they are sent: on a
 * worker, run by run, one run ahead of the one that is being sent. Groups that
 * this process has checked already cost nothing.
 *
 *     check_ahead_start -> check_ahead_is_ready(group) ... -> check_ahead_stop
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/ranges.h"
#include "base/workers.h"

struct blob;

/* Runs from the loop whenever a run was checked. */
typedef void check_ahead_fn(void *arg);

struct check_ahead {
    struct workers *workers; /* borrowed */
    size_t *works;           /* counts what workers have in hand */
    check_ahead_fn *wake;
    void *arg;
    struct blob *blob;           /* own reference while started */
    const struct ranges *groups; /* to be sent; borrowed; rising order */
    uint64_t checked;            /* all of them below this are good */
    struct check_work *work;     /* on a worker now */
    enum err failed;             /* ERR_CORRUPT, ERR_NOMEM; sticky */
};

void check_ahead_init(struct check_ahead *c, struct workers *workers,
                      size_t *works, check_ahead_fn *wake, void *arg);

/* `groups` must all be held. Takes its own reference to the blob. */
void check_ahead_start(struct check_ahead *c, struct blob *b,
                       const struct ranges *groups);

/* May this group, one of `groups`, be sent? Groups are asked for in rising
 * order.
 *   ERR_OK       yes
 *   ERR_AGAIN    not yet: `wake` will run
 *   ERR_CORRUPT  it is damaged
 *   ERR_NOMEM */
ERR_RESULT enum err check_ahead_ready(struct check_ahead *c, uint64_t group);

/* Forget the blob; what a worker does is finished unseen. */
void check_ahead_stop(struct check_ahead *c);
