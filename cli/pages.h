/* Walk a list of the interface, page by page, so that a list of any length
 * costs the memory of one page.
 *
 * Thread: main. */
#pragma once

#include <jansson.h>

#include "base/err.h"
#include "cli/cli.h"
#include "cli/path.h"

/* Anything but ERR_OK ends the walk with that result. */
typedef enum err pages_fn(const json_t *item, void *arg);

/* `path` is the list with its filters; limit and cursor are added here. */
ERR_RESULT enum err pages_walk(struct cli *c, const struct path *path,
                               pages_fn *fn, void *arg, struct errmsg *em);
