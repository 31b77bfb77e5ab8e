/* How fast a source is, and how much to ask of it at once. Pure.
 *
 * The speed is an average over about a second of the time in which something
 * was asked of it. A request is as large as what it brings in PLAN_PIECE_MS,
 * so that plans can change soon and asking costs nothing beside it; sizes grow
 * in steps, because the first speeds are not worth much.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define PLAN_PIECE_MS 400
#define PLAN_PIECE_FIRST (1u << 20)
#define PLAN_PIECE_MIN (256u << 10)
#define PLAN_PIECE_MAX (256u << 20)
#define PLAN_PIECE_GROWTH 4

struct pace {
    uint64_t rate;     /* bytes per second; 0: not measured yet */
    uint64_t since_ms; /* what came since then is not in `rate` yet */
    uint64_t bytes;
    uint64_t piece; /* the size of the last request; 0: none yet */
};

/* Something is asked for, and nothing was: time counts from now on. */
void pace_start(struct pace *p, uint64_t now_ms);

/* Nothing is asked for any more: what came since counts, idleness does not. */
void pace_stop(struct pace *p, uint64_t now_ms);

/* So much came. */
void pace_got(struct pace *p, uint64_t now_ms, uint64_t bytes);

/* Bytes per second, silence since the last bytes included. Only while
 * something is asked for does silence mean anything. */
uint64_t pace_rate(const struct pace *p, uint64_t now_ms, bool is_asked);

/* The size of the next request, in bytes: PLAN_PIECE_FIRST, then at most
 * PLAN_PIECE_GROWTH times the one before. */
uint64_t pace_piece(const struct pace *p, uint64_t now_ms, bool is_asked);

/* So much was asked for, as said by pace_piece(). */
void pace_asked(struct pace *p, uint64_t bytes);
