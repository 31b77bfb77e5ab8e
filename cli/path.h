/* A request path put together from parts, each escaped where it must be.
 *
 *     struct path p;
 *     path_start(&p, "/api/v1/blobs/");
 *     path_segment(&p, hash);
 *     path_query(&p, "tag", name);
 *     api_call(c, "GET", path_text(&p), ...);
 *     path_clear(&p);
 *
 * A failure sticks: path_text() is then NULL, and sending NULL is ERR_NOMEM.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>

#include "base/buf.h"

struct path {
    struct buf text;
    bool has_query;
    bool failed;
};

/* Begin with `fixed`, which is escaped already. */
void path_start(struct path *p, const char *fixed);

/* Begin with what another has. */
void path_copy(struct path *to, const struct path *from);
void path_clear(struct path *p);

void path_fixed(struct path *p, const char *text);      /* as it is */
void path_segment(struct path *p, const char *segment); /* escaped */

/* "?name=value", or "&name=value" when it is not the first. A NULL value adds
 * nothing. */
void path_query(struct path *p, const char *name, const char *value);

/* The path so far, until the next change; NULL when something failed. */
const char *path_text(struct path *p);
