/* What one source sees: a table of sightings with their ages, and the list of
 * those of which the listener has not heard yet.
 *
 * A sighting that was lost stays in the table, hidden, until the listener was
 * told; so a node that comes and goes between two tellings makes no noise.
 *
 * Thread: none of its own. */
#pragma once

#include "base/list.h"
#include "base/map.h"
#include "discovery/discovery.h"

struct sightings {
    struct map by_id;   /* struct sighting_entry by struct node_id */
    struct list untold; /* entries of which the listener must hear */
    size_t present;     /* entries that are not lost */
};

void sightings_init(struct sightings *t, size_t max);
void sightings_clear(struct sightings *t);

/* Word of a node. `name` and `version` may be NULL, and hold anything: what is
 * not printable UTF-8 is dropped. `expires_ms` UINT64_MAX: never.
 *   ERR_LIMIT  the table is full
 *   ERR_NOMEM */
ERR_RESULT enum err sightings_put(struct sightings *t,
                                  const struct node_addr *node,
                                  const char *name, const char *version,
                                  uint64_t now_ms, uint64_t expires_ms);

/* Not there: nothing happens. */
void sightings_lose(struct sightings *t, const struct node_id *id);
void sightings_lose_all(struct sightings *t);

/* Lose those whose time is over; gives the next such time, UINT64_MAX for
 * never. */
uint64_t sightings_expire(struct sightings *t, uint64_t now_ms);

/* The next thing the listener must hear, taken off the list. False: nothing.
 * `*is_seen` false: it was lost, and only the id counts. */
bool sightings_tell(struct sightings *t, struct sighting *out, bool *is_seen);

/* Walk those that are not lost. */
void sightings_each(const struct sightings *t,
                    void (*fn)(const struct sighting *s, void *arg), void *arg);
