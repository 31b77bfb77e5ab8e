/* One progress bar on standard error:
 *
 *   disk.qcow2   42% [========>           ] 1.20 GiB of 2.80 GiB  310 MiB/s  0:05
 *
 * Drawn at most ten times a second, as wide as the terminal is at that
 * moment; the bar gives way first when there is little room. The line is
 * removed at the end. Nothing is written when drawing was not allowed.
 *
 * Thread: main. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROGRESS_LABEL 64
#define PROGRESS_LINE 512
#define PROGRESS_UNKNOWN UINT64_MAX /* a total not known */

struct progress {
    bool enabled;
    bool drawn;
    char label[PROGRESS_LABEL]; /* cleaned */
    uint64_t done;              /* bytes */
    uint64_t total;             /* bytes or PROGRESS_UNKNOWN */
    uint64_t drawn_ms;          /* time of the last drawing */
    uint64_t sample_ms;         /* `rate` is known up to here */
    uint64_t sample_done;
    double rate; /* bytes a second, smoothed; below 0: not known yet */
};

/* Of a path `label` shows the last part, cleaned and cut. `done` bytes count
 * as there already. */
void progress_start(struct progress *p, bool enabled, const char *label,
                    uint64_t done, uint64_t total, uint64_t now_ms);
void progress_update(struct progress *p, uint64_t done, uint64_t total,
                     uint64_t now_ms);
void progress_end(struct progress *p);

/* The line for a terminal of `width` columns, at most `width` long. */
void progress_render(const struct progress *p, unsigned width,
                     char out[static PROGRESS_LINE]);
