/* Where the bytes of a blob and its outboard are: what a stream is encoded
 * from and what is checked on disk.
 *
 * Thread: any, as long as `read` allows it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Fill `out` with `len` bytes from `offset`; anything but ERR_OK ends the work
 * and is handed on. */
typedef enum err bao_read_fn(void *arg, uint64_t offset, uint8_t *out,
                             size_t len);

struct bao_source {
    uint64_t size;       /* of the blob, in bytes */
    const uint8_t *data; /* the whole blob, mapped; or NULL and `read` */
    bao_read_fn *read;
    void *arg;               /* handed to `read` */
    const uint8_t *outboard; /* tree_outboard_size(size) bytes; may be NULL for
                                a blob of one group */
};
