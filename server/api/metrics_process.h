/* What the kernel knows of this process, under the names that Prometheus'
 * client libraries use.
 *
 * Thread: any. */
#pragma once

#include "api/metrics_text.h"

/* CPU time, memory, descriptors, start. */
void metrics_process(struct metrics *m);
