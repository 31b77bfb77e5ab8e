/* Dials that the core asked for, at most one per peer.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>

#include "peers/core.h"

struct peers;

/* CORE_DO_DIAL, CORE_DO_CANCEL. */
void dial_start(struct peers *p, const struct core_action *a);
void dial_stop(struct peers *p, const struct node_id *id);

/* Nobody waits for any of them any more. */
void dials_drop(struct peers *p);
