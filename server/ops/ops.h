/* The loop half of the REST interface: takes asks from the http threads, runs
 * them on the loop, sees that each is answered. The front door of the folder.
 *
 *     ops_new -> ops_post (any thread) ... -> ops_close -> ops_free
 *
 * ops_close() answers all open asks with ERR_CLOSED, and from then on every new
 * one; the http half can so be stopped without anyone left waiting. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "node.h"
#include "ops/ask.h"
#include "ops/events.h"

struct diag;
struct ops;

#define OPS_BOOT_SIZE 7

/* [loop] `render` makes the JSON of events (events.h). */
ERR_RESULT enum err ops_new(struct node *node, event_render_fn *render,
                            struct ops **out);
void ops_close(struct ops *ops);
/* [loop] The modules must have run dry: no callback may be outstanding. May be
 * NULL. */
void ops_free(struct ops *ops);

/* [any] Takes its own share of the ask. */
void ops_post(struct ops *ops, struct ask *ask);

/* [any] */
struct node *ops_node(const struct ops *ops);
struct events *ops_events(const struct ops *ops); /* use it on the loop */
struct diag *ops_diag(const struct ops *ops);     /* use it on the loop */

/* [any] Six hex digits, other ones after each start. They are part of the ids
 * that must not be taken for those of an earlier process. */
const char *ops_boot(const struct ops *ops);

/* [any] What goes before the number of a transfer; the same after a restart. */
const char *ops_transfer_tag(const struct ops *ops);

/* [any] Milliseconds since the loop last went round; grows when it hangs. */
uint64_t ops_loop_age_ms(const struct ops *ops);
bool ops_is_closing(const struct ops *ops);
