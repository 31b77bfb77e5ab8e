/* Ceilings on speed as a text: what PATCH /limits and PUT /schedules have set,
 * kept in `limits` in data_dir so that it holds after the next start.
 *
 *     firn-limits 1
 *     total 0 10485760
 *     per_peer 0 0
 *     low 0 0                  (and each other priority)
 *     exempt_local 1
 *     schedule 31 480 1080 1048576 0
 *
 * Numbers are bytes per second up and down; of a schedule days, minutes, and
 * the same.
 *
 * Thread: any; no state. */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "blobs/limits.h"

struct saved_limits {
    struct limits_config limits;
    struct schedule schedule;
};

/* Append it to `out`. ERR_NOMEM */
ERR_RESULT enum err limits_format(const struct saved_limits *s,
                                  struct buf *out);

/* Lines that are missing leave `out` as it is.
 *   ERR_PARSE  `em` says where
 *   ERR_NEWER  made by a later version */
ERR_RESULT enum err limits_parse(const char *text, struct saved_limits *out,
                                 struct errmsg *em);

/* ERR_NOT_FOUND: there is no such file. ERR_IO, ERR_ACCESS, ERR_TOO_LARGE and
 * those of limits_parse(). */
ERR_RESULT enum err limits_read(const char *path, struct saved_limits *out,
                                struct errmsg *em);

/* All of it or nothing, and on disk when this returns. ERR_IO, ERR_NO_SPACE,
 * ERR_ACCESS */
ERR_RESULT enum err limits_write(const char *path, const struct buf *text);
