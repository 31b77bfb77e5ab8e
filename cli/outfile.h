/* Where fetched bytes go: a file that gets its name only when it is whole, or
 * standard output.
 *
 * The bytes are written to ".NAME.XXXXXX.part" beside the target, flushed to
 * the disk and renamed over it. A target that is not a regular file (a
 * device, a pipe) is written directly; a symbolic link is followed.
 *
 * Thread: main. */
#pragma once

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

struct outfile {
    int fd;
    char *name; /* NULL: standard output or written directly */
    char *temp; /* NULL: nothing to rename */
};

/* `path` "-" is standard output.
 *   ERR_IO, ERR_ACCESS, ERR_NO_SPACE, ...  as the system says
 * On failure there is nothing to close. */
ERR_RESULT enum err outfile_open(struct outfile *f, const char *path,
                                 struct errmsg *em);
ERR_RESULT enum err outfile_write(struct outfile *f, const void *bytes,
                                  size_t len, struct errmsg *em);

/* All has been written: give it its name. Closes in any case. */
ERR_RESULT enum err outfile_commit(struct outfile *f, struct errmsg *em);

/* Give up: the temporary file goes, an older file of the name stays. */
void outfile_abort(struct outfile *f);
