/* The children of a hash sequence that is held: which of them are held too,
 * which are missing. Reads the sequence from the store, checked against its
 * tree, and looks each child up once.
 *
 * Thread: the loop; the callback too. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/ranges.h"
#include "crypto/hash.h"

struct blob;
struct blobs;
struct children;

/* All were looked up:
 *   ERR_OK
 *   ERR_PARSE      the blob is no hash sequence
 *   ERR_TOO_LARGE  above SEQUENCE_MAX_BYTES
 *   ERR_CORRUPT    it is damaged on disk
 *   others         the store failed, ERR_NOMEM */
typedef void children_done_fn(enum err e, void *arg);

/* `root` must be complete; takes its own reference. */
ERR_RESULT enum err children_look_up(struct blobs *b, struct blob *root,
                                     children_done_fn *done, void *arg,
                                     struct children **out);

/* May be called at any time. May be NULL. */
void children_free(struct children *c);

/* After ERR_OK. Numbers of the children that are missing, each hash once;
 * borrowed. */
const struct ranges *children_missing(const struct children *c);

/* The hash of a child. */
void children_hash(const struct children *c, uint64_t i, struct hash *out);

/* What is held in part of a missing child; borrowed, or NULL. */
struct blob *children_partial(const struct children *c, uint64_t i);

/* Content bytes held of all, each hash once. */
uint64_t children_held_bytes(const struct children *c);
