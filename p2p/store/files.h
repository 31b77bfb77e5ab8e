/* The directory of a store: names, descriptors, the lock.
 *
 *     lock               held by flock(2); the text in it is the owner's pid
 *     firn.db            SQLite, with -wal and -shm while open
 *     blobs/ab/<hash>.data   content, exactly as long as the blob
 *     blobs/ab/<hash>.tree   hash tree in pre-order (crypto/tree.h)
 *     tmp/               adds on their way; emptied when the store opens
 *
 * Files are 0600, directories 0700.
 *
 * Thread: any, but open and close. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

struct files {
    int root;
    int blobs;
    int tmp;
    int lock;
};

enum file_kind { FILE_DATA, FILE_TREE };

/* "ab/<64 hex>.data" with the NUL; relative to files->blobs. */
#define FILES_NAME_SIZE 73
void files_name(const struct hash *h, enum file_kind kind,
                char out[static FILES_NAME_SIZE]);

/* Parse what files_name() made, without the directory. */
bool files_parse(const char *base, struct hash *h, enum file_kind *kind);

/* Create what is missing, lock, empty tmp/.
 *   ERR_BUSY  another process holds the lock; `em` names its pid */
ERR_RESULT enum err files_open(const char *dir, struct files *out,
                               struct errmsg *em);
void files_close(struct files *f);

/* Close-on-exec, mode 0600 when created. */
ERR_RESULT enum err files_open_blob(const struct files *f, const struct hash *h,
                                    enum file_kind kind, int flags,
                                    int *fd_out);

/* Length of a file of a blob. ERR_NOT_FOUND, ERR_IO. */
ERR_RESULT enum err files_len(const struct files *f, const struct hash *h,
                              enum file_kind kind, uint64_t *out);

/* Remove both files; those that are not there are no error. */
ERR_RESULT enum err files_unlink(const struct files *f, const struct hash *h);

/* The directory that both files are in. */
ERR_RESULT enum err files_open_dir(const struct files *f, const struct hash *h,
                                   int *fd_out);

/* Everything, or an error: partial writes go on, interruptions are retried. */
ERR_RESULT enum err files_write_at(int fd, const void *bytes, size_t len,
                                   uint64_t offset);
