/* What a source holds of a blob, from itself: the asking side of Observe.
 *
 * One stream per source and blob. The first item says what is held now, later
 * ones what was added; they become groups. A source that does not know Observe,
 * as stock iroh 0.35, resets or closes the stream: then it is taken to hold
 * everything, and so is one that says more than can be remembered, or nonsense:
 * requests will show what is true.
 *
 * Thread: the loop; the callback too, never inside a call. */
#pragma once

#include "base/err.h"
#include "crypto/hash.h"

struct conn;
struct holds_watch;
struct loop;
struct ranges;

/* It holds these groups, borrowed for the call; NULL: everything, or it cannot
 * be known. Without an end when the last group is among them. Of a source that
 * has no proof of the size, which cannot serve, nothing. Runs anew when more is
 * held, at most every HOLDS_PAUSE_MS. */
typedef void holds_watch_fn(const struct ranges *groups, void *arg);

struct holds_watch_config {
    struct loop *loop; /* borrowed */
    struct conn *conn;
    struct hash hash;
    holds_watch_fn *fn;
    void *arg;
};

/* ERR_AGAIN: the peer allows no more streams now; ERR_CLOSED; ERR_NOMEM */
ERR_RESULT enum err holds_watch_new(const struct holds_watch_config *cfg,
                                    struct holds_watch **out);
void holds_watch_free(struct holds_watch *w); /* may be NULL */
