/* Watch one transfer to its end by its server-sent events.
 *
 * A broken connection is taken up again after the last event seen; the wait
 * between attempts grows to five seconds; after thirty seconds without a
 * node the watching fails, the transfer does not.
 *
 * Thread: main. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/cli.h"

struct follow {
    const char *id;
    const char *label;    /* for the progress bar */
    bool print_json;      /* print each event's transfer as a line */
    uint64_t deadline_ms; /* on clock_mono_ms(); 0: none */
};

/* ERR_OK: the transfer is over (completed or not) and *last is its JSON, for
 * the caller to drop.
 *   ERR_NOT_FOUND    the node does not know the transfer
 *   ERR_TIMEOUT      the deadline passed
 *   ERR_CANCELLED    Ctrl-C
 *   ERR_UNREACHABLE  the node went away and stayed away */
ERR_RESULT enum err follow_transfer(struct cli *c, const struct follow *what,
                                    json_t **last, struct errmsg *em);
