/* A handle on one blob, complete or partial.
 *
 * At most one handle of a hash is open at a time; all users share it, counted.
 * Groups are chunk groups of 16 KiB, numbered from 0; parents are named by
 * their pre-order index (crypto/tree.h).
 *
 * Nothing that was not verified is ever visible: data is written first, then
 * marked held; readers ask what is held before they read.
 *
 * Thread: any, for every function; the handle locks what it must. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "base/err.h"
#include "base/ranges.h"
#include "crypto/hash.h"

struct blob;

struct blob *blob_ref(struct blob *b);
void blob_unref(struct blob *b); /* may be NULL */

const struct hash *blob_hash(const struct blob *b);
bool blob_is_complete(const struct blob *b);

/* The size, and whether it is proven (else only a peer's claim, 0: none). */
uint64_t blob_size(const struct blob *b, bool *is_proven);

/* ---- reading ------------------------------------------------------------*/

/* All bytes, mapped, `blob_size` long; NULL while the size is unknown or the
 * blob is empty. Stays valid while the handle is held and the size is not
 * changed. Only held groups may be read. A failing disk under the map shows as
 * damage, not as a crash. */
const uint8_t *blob_data(const struct blob *b);

/* The hash tree in pre-order, 64 bytes a parent; NULL for one group. Parents
 * on the path to held groups are valid. */
const uint8_t *blob_outboard(const struct blob *b);

/* Read-only descriptor of the data file, owned by the handle; -1 when the
 * blob lives in the database (then blob_data() has it all). */
int blob_fd(const struct blob *b);

/* Which groups are held, as a copy. */
ERR_RESULT enum err blob_held(const struct blob *b, struct ranges *out);
bool blob_has_groups(const struct blob *b, uint64_t begin, uint64_t end);
uint64_t blob_held_bytes(const struct blob *b);

/* Were these groups hashed since this process opened the file, with the file
 * not having changed since (inode, size, mtime)? Then they may be sent as
 * they are. Cheap. */
bool blob_is_checked(struct blob *b, uint64_t begin, uint64_t end);

/* Hash held groups against the tree and remember that they are good; run it
 * on a worker. Also brings the pages in.
 *   ERR_CORRUPT  damage found: those groups are no longer held */
ERR_RESULT enum err blob_check(struct blob *b, uint64_t begin, uint64_t end);

/* ---- writing a partial blob ---------------------------------------------*/

/* The size a peer claims, before the first write. As long as it is not proven
 * another may take its place; what is held stays, since it was verified up to
 * the root. Whoever changes a size sees to it that nobody is writing by the
 * old one.
 *   ERR_CONFLICT   another size is proven, or what is held does not fit
 *   ERR_TOO_LARGE  above the store's limit
 *   ERR_NO_SPACE, ERR_IO */
ERR_RESULT enum err blob_set_size(struct blob *b, uint64_t size);

/* Write verified data at a byte offset (contiguous, gathered), and verified
 * parents from a pre-order index on. Neither makes anything visible.
 *   ERR_RANGE  beyond the end by the present size
 *   ERR_NO_SPACE, ERR_IO */
ERR_RESULT enum err blob_write_data(struct blob *b, uint64_t offset,
                                    const struct iovec *iov, size_t len);
ERR_RESULT enum err blob_write_parents(struct blob *b, uint64_t first_index,
                                       const uint8_t *bytes, size_t parents);

/* Whole groups whose data and parents were written become held. When the last
 * group is among them the size is proven; when all are held the blob is
 * complete, which the store records and announces by itself.
 *   ERR_RANGE     no such groups by the present size
 *   ERR_MISMATCH  the last group is not what the hash says: the size is false;
 *                 nothing is marked
 *   ERR_NOMEM     may be tried again */
ERR_RESULT enum err blob_mark_held(struct blob *b, uint64_t begin,
                                   uint64_t end);
