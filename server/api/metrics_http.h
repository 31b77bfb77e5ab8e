/* The http half's own measurements.
 *
 * Thread: any. */
#pragma once

#include "api/http_stats.h"
#include "api/metrics_text.h"

void metrics_http(struct metrics *m, struct http_stats *s);
