/* Answers the requests of other nodes, over all connections, within ceilings:
 * so many at once in all and per peer, the others wait in order of arrival.
 *
 * Thread: the loop. */
#pragma once

#include <stddef.h>

#include "base/err.h"

struct blobs_stats;
struct conn;
struct limits;
struct loop;
struct provider;
struct store;
struct uploads;
struct workers;

struct provider_config {
    struct loop *loop; /* all borrowed */
    struct workers *workers;
    struct store *store;
    struct blobs_stats *stats;
    struct history *history;
    struct limits *limits;
    struct uploads *uploads;
    size_t *works; /* counts what workers have in hand */
    size_t max_serving;
    size_t max_serving_per_peer;
};

/* ERR_NOMEM, ERR_LIMIT */
ERR_RESULT enum err provider_new(const struct provider_config *cfg,
                                 struct provider **out);

/* All connections must be gone. May be NULL. */
void provider_free(struct provider *p);

/* Answer the requests that come on this connection, dialled or accepted.
 * Harmless for one that is served already. */
void provider_serve(struct provider *p, struct conn *c);
