/* The inside of the host: for discovery.c, sources.c and the tests. */
#pragma once

#include "discovery/discovery.h"
#include "discovery/source.h"

/* discovery_new() with other sources than ours; at most one of a kind. The
 * array and what it points at must outlive the result. */
ERR_RESULT enum err discovery_new_with(const struct discovery_config *cfg,
                                       const struct source_ops *const *ops,
                                       size_t ops_len, struct discovery **out,
                                       struct errmsg *em);
