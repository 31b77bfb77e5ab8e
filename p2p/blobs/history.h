/* What has come in and gone out: totals and rates, in all and per peer, and
 * points for charts, one a second and one a minute.
 *
 *     history_add() whenever bytes moved, history_tick() about once a second,
 *     history_view() for whoever shows it
 *
 * Bytes since the last tick are spread evenly over the time since, so that a
 * tick that comes late makes no dent. Its size is fixed: of more than
 * HISTORY_PEERS peers those with the most bytes are kept.
 *
 * Knows no clock: times are of any clock that never goes back.
 *
 * Thread: none of its own. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/id.h"

struct history;

#define HISTORY_PEERS 256
#define HISTORY_SECONDS 120  /* points, 2 minutes of them */
#define HISTORY_MINUTES 1440 /* a day of them */

struct history_bytes {
    uint64_t in, out;
};

struct history_peer {
    struct node_id id;
    struct history_bytes total, rate;
};

/* A picture, large: allocate it. Oldest points first, only whole ones; each is
 * the bytes of its second or minute, the first of which began at `from`. */
struct history_view {
    struct history_bytes total;
    struct history_bytes rate; /* bytes per second, between the last ticks */
    struct history_peer peers[HISTORY_PEERS]; /* most bytes first */
    size_t peers_len;
    struct history_bytes seconds[HISTORY_SECONDS];
    size_t seconds_len;
    uint64_t seconds_from_ms;
    struct history_bytes minutes[HISTORY_MINUTES];
    size_t minutes_len;
    uint64_t minutes_from_ms;
};

/* ERR_NOMEM */
ERR_RESULT enum err history_new(uint64_t now_ms, struct history **out);
/* May be NULL. */
void history_free(struct history *h);

/* So many more bytes from and to this peer. */
void history_add(struct history *h, const struct node_id *peer, uint64_t in,
                 uint64_t out);

/* It is `now_ms`. */
void history_tick(struct history *h, uint64_t now_ms);

/* As it was at the last tick, but for the totals, which are of now. */
void history_view(const struct history *h, struct history_view *out);
