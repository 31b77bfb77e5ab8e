/* The inside of the lan source, for its tests. */
#pragma once

#include "discovery/source.h"

/* What lan_source opens, but on the one interface `only`; NULL: on all. */
void *lan_open(struct source_host *host, const struct discovery_config *cfg,
               const char *only);
