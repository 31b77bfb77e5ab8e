/* Looking up measurements in Prometheus' text format.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>

/* The value of the sample that begins so: "process_max_fds", or with all its
 * labels as the node writes them: "firn_peers{state=\"connected\"}". `text` is
 * NUL-terminated. False when there is none, or it is no number. */
bool metrics_find(const char *text, const char *sample, double *out);

/* The sum over all samples of that name, whatever their labels; false when
 * there is none. */
bool metrics_sum(const char *text, const char *name, double *out);
