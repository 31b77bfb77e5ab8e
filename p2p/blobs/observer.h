/* The answer to an Observe: what is held of a blob now, and then what comes to
 * be held, until the peer has seen enough.
 *
 * Thread: the loop. */
#pragma once

#include "base/err.h"

struct hash;
struct observer;
struct store;
struct stream;

/* The first item follows as soon as the store has answered. ERR_NOMEM */
ERR_RESULT enum err observer_new(struct store *store, struct stream *stream,
                                 const struct hash *h, struct observer **out);

/* Look, and tell what is new. Called every OBSERVE_TICK_MS. Does nothing while
 * the peer does not read. */
void observer_tick(struct observer *o);

void observer_free(struct observer *o); /* may be NULL */
