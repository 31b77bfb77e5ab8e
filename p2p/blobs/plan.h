/* Which units to ask of a source next: a pure function of what is free, what
 * it has, and how many others have it.
 *
 * In this order: what is urgent; what a reader waits for, within
 * PLAN_READER_BYTES ahead of it; else what the fewest partial holders have, so
 * that a swarm soon has every unit twice. Holders of everything are counted
 * for nothing, since they do not make one unit rarer than another. Of equally
 * rare ones those that follow the piece before; where that run has ended,
 * another is begun at a place left to chance: so those who begin together
 * bring different parts and can give them to each other.
 *
 * Sets of units are ranges, and stay ranges: nothing here walks over units.
 *
 * Thread: none of its own. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/ranges.h"

#define PLAN_READER_BYTES (16u << 20)
#define PLAN_MAX_HOLDERS 32
#define PLAN_MAX_RANGES 8 /* in one piece of the rarest */

/* How many partial holders have which units: `count` from `begin` on, up to
 * the next entry. */
struct plan_step {
    uint64_t begin;
    uint32_t count;
};

struct plan_rarity {
    struct plan_step *at; /* sorted; before the first the count is 0 */
    size_t len, cap;
};

/* What a source could be asked for, and how to choose of it. */
struct plan_wish {
    const struct ranges *free;  /* missing, not asked of anybody */
    const struct ranges *holds; /* NULL: everything */
    const struct ranges *lacks;
    const struct ranges *urgent;
    const struct plan_rarity *rarity;
    uint64_t reader;   /* UINT64_MAX: nobody reads */
    uint64_t window;   /* units that a reader has ahead of it */
    uint64_t start;    /* go on there, if that is as rare as anything;
                          UINT64_MAX: no matter */
    uint64_t chance;   /* any number: where to begin otherwise */
    uint64_t piece;    /* units, at most */
    uint64_t align;    /* ends of pieces are multiples of it, when that costs
                          less than half a piece; 1: no matter */
    size_t max_ranges; /* at most, in all */
};

void plan_rarity_init(struct plan_rarity *r);
void plan_rarity_clear(struct plan_rarity *r);

/* Count anew; at most PLAN_MAX_HOLDERS. ERR_NOMEM, and then it is unchanged. */
ERR_RESULT enum err plan_rarity_count(struct plan_rarity *r,
                                      const struct ranges *const *holds,
                                      size_t holds_len);

/* How many partial holders have this unit. */
uint32_t plan_rarity_of(const struct plan_rarity *r, uint64_t unit);

/* What of `set` a source has: within `holds` (NULL: everything), without
 * `lacks`. `out` is overwritten. ERR_NOMEM */
ERR_RESULT enum err plan_held(const struct ranges *set,
                              const struct ranges *holds,
                              const struct ranges *lacks, struct ranges *out);

/* The piece; empty when there is nothing that it could be asked for. `out` is
 * overwritten; `*next` becomes the unit to go on from. ERR_NOMEM */
ERR_RESULT enum err plan_piece(const struct plan_wish *w, struct ranges *out,
                               uint64_t *next);

/* The last `units` of a set, at most all. `out` is overwritten. ERR_NOMEM */
ERR_RESULT enum err plan_tail(const struct ranges *set, uint64_t units,
                              struct ranges *out);

/* How many units of the set are in [begin, end). */
uint64_t plan_count_in(const struct ranges *set, uint64_t begin, uint64_t end);
