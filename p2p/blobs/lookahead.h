/* The blobs of a request in their order, each looked up before its turn, so
 * that an answer of many small blobs does not wait for the store at each.
 *
 * They come from a list of hashes in memory, or from the bytes of a hash
 * sequence, whose groups are checked against the tree before they are read.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

struct blob;
struct lookahead;
struct range_seq;
struct store;
struct workers;

/* Something that lookahead_next() waited for has come. */
typedef void lookahead_wake_fn(void *arg);

struct lookahead_config {
    struct store *store; /* borrowed, like the next two */
    struct workers *workers;
    size_t *works;
    const struct range_seq *seq; /* which positions */
    uint64_t first;            /* position of the first hash: 1 for children */
    const struct hash *hashes; /* borrowed; or NULL and: */
    uint64_t hashes_len;
    struct blob *sequence; /* a complete blob; takes its own reference */
    lookahead_wake_fn *wake;
    void *arg;
};

ERR_RESULT enum err lookahead_new(const struct lookahead_config *cfg,
                                  struct lookahead **out);
void lookahead_free(struct lookahead *l); /* may be NULL */

/* The next position that is asked for, and its blob: the caller's reference.
 *   ERR_AGAIN      `wake` will run
 *   ERR_CLOSED     there are no more
 *   ERR_NOT_FOUND  nothing is held of this one
 *   ERR_CORRUPT    the sequence, or this blob, is damaged
 *   ERR_IO, ERR_NOMEM */
ERR_RESULT enum err lookahead_next(struct lookahead *l, uint64_t *position,
                                   struct blob **out);
