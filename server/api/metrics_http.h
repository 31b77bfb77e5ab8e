/* The http half's own measurements.
 *
 * Thread: any. */
#pragma once

#include "api/http_stats.h"
#include "api/metrics_text.h"

/* Connections, calls by route and status, durations. */
void metrics_http(struct metrics *m, struct http_stats *s);
