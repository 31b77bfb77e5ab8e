/* Numbers as people read them: sizes in binary units, three significant
 * digits; durations as a clock shows them.
 *
 * Thread: any. */
#pragma once

#include <stdint.h>

#define HUMAN_SIZE 24 /* longest text with the NUL */

/* "0 B", "1023 B", "1.00 KiB", "976 KiB", "1.50 GiB". Rounds down, so that
 * a part never reads as the whole. */
void human_size(uint64_t bytes, char out[static HUMAN_SIZE]);

/* The same per second: "310 MiB/s". */
void human_rate(uint64_t bytes_per_s, char out[static HUMAN_SIZE]);

/* "0:07", "12:05", "3:02:01", from a day on "2 d 3 h". */
void human_duration(uint64_t seconds, char out[static HUMAN_SIZE]);

/* Whole percent, rounded down: 100 only when `part` is all of `whole`. The
 * empty whole is complete. */
unsigned human_percent(uint64_t part, uint64_t whole);
