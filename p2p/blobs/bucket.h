/* A token bucket: so many bytes per second, and what was not used saves up for
 * a tenth of a second. Whoever asks first and pays what it really took
 * afterwards may bring it below zero; nobody gets anything until that is made
 * up for, so the mean is exact whatever the pieces. Pure.
 *
 * Thread: none of its own; a plain value. Time is a parameter, and does not go
 * back. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* No rate may be higher; nothing here would be as fast. */
#define BUCKET_MAX_RATE (UINT64_C(1) << 34)

/* Saved up at most: a tenth of a second, and at least so much. */
#define BUCKET_MIN_BURST (16u << 10)

struct bucket {
    uint64_t rate;  /* bytes per second; 0: no ceiling */
    int64_t tokens; /* bytes; up to date as of at_ns */
    uint64_t at_ns;
};

/* Full. */
void bucket_init(struct bucket *b, uint64_t rate, uint64_t now_ns);

/* Another rate from now on; a debt is forgotten, for at a lower rate it would
 * last too long. */
void bucket_set_rate(struct bucket *b, uint64_t rate, uint64_t now_ns);

/* Bring it up to date; before the three below. */
void bucket_fill(struct bucket *b, uint64_t now_ns);

/* Is there anything in it? Always, without a ceiling. */
bool bucket_has(const struct bucket *b);

/* Has it saved up all it may? */
bool bucket_is_full(const struct bucket *b);

/* Time until bucket_has(); 0: it has. */
uint64_t bucket_wait_ns(const struct bucket *b);

/* Take, below zero if need be. */
void bucket_spend(struct bucket *b, uint64_t bytes);
