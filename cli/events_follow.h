/* The node's stream of events, taken up again when it breaks.
 *
 * A broken connection is resumed after the last event seen, every second; after
 * thirty seconds without a node the following fails.
 *
 * Thread: main. */
#pragma once

#include <jansson.h>

#include "cli/cli.h"
#include "cli/sse.h"

struct events_filter {
    const char *types; /* names between commas; NULL: all */
    const char *since; /* id of an event that was seen; NULL: from now on */
};

/* Print each event as it comes, until Ctrl-C, which is ERR_OK: on a line of its
 * own, with --json as {"id","event","data"}.
 *   ERR_UNREACHABLE  there is no node, or it went away and stayed away
 *   ERR_INVALID      the node knows no such type, or the id is none */
ERR_RESULT enum err events_follow(struct cli *c, const struct events_filter *f,
                                  struct errmsg *em);
