/* One call about one named thing: METHOD PREFIX/<name>SUFFIX[?force=true].
 *
 * Thread: main. */
#pragma once

#include <jansson.h>

#include "base/err.h"
#include "cli/cli.h"

struct thing {
    const char *method;
    const char *prefix; /* "/api/v1/blobs/" */
    const char *name;   /* escaped here */
    const char *suffix; /* "" or "/verify" */
    const char *query;  /* "" or "?force=true" */
    bool is_slow;       /* may work for as long as it needs */
};

/* Results as api_call(); `out` may be NULL. */
ERR_RESULT enum err thing_call(struct cli *c, const struct thing *t,
                               const json_t *body, json_t **out,
                               struct errmsg *em);
