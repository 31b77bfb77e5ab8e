/* Families on peers, discovery and background work.
 *
 * Thread: none of its own. */
#pragma once

#include "api/metrics_text.h"
#include "ops/ask_node.h"

/* Without those of peers when p2p is disabled. */
void metrics_peers(struct metrics *m, const struct ask_stats *s);
