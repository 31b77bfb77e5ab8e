/* Hash a whole file, and make its outboard, in parallel on the worker pool.
 *
 *     start -> runs of 1024 groups hashed on the workers, in any order
 *           -> outboard built on one worker -> done, on the loop
 *
 * The file is read with pread(2) through buffers of the workers, so a file
 * that shrinks meanwhile is an error and not a signal. Memory: 32 bytes per
 * group, and one buffer of 256 KiB per worker.
 *
 * Thread: the loop of the worker pool, but for the sink. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"
#include "crypto/tree.h"

struct tree_file;
struct workers;

/* The one end. `root` is set if and only if status is ERR_OK. The
 * tree_file is freed when this returns. Statuses beside ERR_OK:
 *   ERR_TRUNCATED  the file is shorter than `size`
 *   ERR_IO, ...    reading failed, or what the sink returned
 *   ERR_CANCELLED  tree_file_cancel() was called */
typedef void tree_file_done_fn(struct tree_file *t, enum err status,
                               const struct hash *root, void *arg);

struct tree_file_config {
    struct workers *workers; /* borrowed */
    int fd;                  /* borrowed until `done`; -1 to use `data` */
    const uint8_t *data;     /* the bytes themselves, when fd is -1 */
    uint64_t size;           /* bytes to hash, from offset 0 */
    tree_sink_fn *sink;      /* takes the outboard, called on a worker; may be
                                 NULL when only the root is wanted */
    void *sink_arg;
    tree_file_done_fn *done; /* required; never runs inside the start */
    void *arg;
};

/*   ERR_NOMEM  out of memory; `done` will not run */
ERR_RESULT enum err tree_hash_file(const struct tree_file_config *cfg,
                                   struct tree_file **out);

/* Stop soon. `done` still runs, once. */
void tree_file_cancel(struct tree_file *t);

/* Bytes hashed so far. Any thread while `t` lives. */
uint64_t tree_file_progress(const struct tree_file *t);
