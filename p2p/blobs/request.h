/* The requests of `/iroh-bytes/4`, from and to bytes. A request is the whole
 * of what its sender writes to a stream.
 *
 *     0  Get       hash, RangeSpecSeq
 *     1  Observe   hash, RangeSpec
 *     8  Push      varint length, (hash, RangeSpecSeq), data: refused here
 *     9  GetMany   varint count, count hashes, RangeSpecSeq
 *
 * Bytes behind a request are ignored, as iroh does.
 *
 * Thread: any; no state. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "blobs/range_seq.h"
#include "crypto/hash.h"

enum request_kind {
    REQUEST_GET = 0,
    REQUEST_OBSERVE = 1,
    REQUEST_PUSH = 8,
    REQUEST_GET_MANY = 9
};

struct request {
    enum request_kind kind;
    struct hash hash;     /* GET, OBSERVE */
    struct range_seq seq; /* GET: position 0 is the root, k child k - 1;
                              GET_MANY: position k is hash k */
    struct hash *hashes;  /* GET_MANY; owned */
    size_t hashes_len;
};

/* Read a request. On ERR_OK clear it with request_clear().
 *   ERR_PARSE        damaged, or cut short
 *   ERR_TOO_LARGE    more ranges than SEQ_MAX_PAIRS, SPEC_MAX_WIDTHS
 *   ERR_UNSUPPORTED  Push, or a kind not known
 *   ERR_NOMEM */
ERR_RESULT enum err request_read(const uint8_t *bytes, size_t len,
                                 struct request *out);
void request_clear(struct request *r);

/* Append a Get. ERR_TOO_LARGE, ERR_NOMEM */
ERR_RESULT enum err request_write_get(struct buf *b, const struct hash *h,
                                      const struct range_seq *seq);

/* Append an Observe of everything. */
ERR_RESULT enum err request_write_observe(struct buf *b, const struct hash *h);

/* Append a GetMany; the hashes must be sorted, each once. */
ERR_RESULT enum err request_write_get_many(struct buf *b,
                                           const struct hash *hashes,
                                           size_t len,
                                           const struct range_seq *seq);
