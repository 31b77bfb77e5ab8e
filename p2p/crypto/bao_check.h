/* Check bytes on disk against a blob's root: before they are sent, and after
 * a crash, when neither content nor outboard may be trusted.
 *
 * Always from the top: a parent counts only if its own value is what its
 * parent says, up to the root; a group only if its value is what its parent
 * says.
 *
 * Thread: any. */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "crypto/bao_source.h"
#include "crypto/hash.h"

struct ranges;

/* Are groups first .. first + n of a blob what its root says? `data` points to
 * the first byte of group `first`; `outboard` may be NULL for a blob of one
 * group. The caller keeps the result, so that a group is checked once.
 *   ERR_OK        all are right
 *   ERR_MISMATCH  `*first_bad` is the first that is wrong or whose parents are
 *   ERR_INVALID   there are no such groups in a blob of that size */
ERR_RESULT enum err bao_verify_groups(const struct hash *root, uint64_t size,
                                      const uint8_t *outboard, uint64_t first,
                                      uint64_t n, const uint8_t *data,
                                      uint64_t *first_bad);

/* Add to `valid` those of the groups first .. first + n that can be proven
 * right. Content and outboard may be anything at all: holes, garbage. Reads
 * each group at most once, and none that lies under a wrong parent. n may
 * reach beyond the end.
 *   ERR_NOMEM  out of memory; `valid` has what was found so far
 *   others     what the source's `read` returned */
ERR_RESULT enum err bao_scan(const struct hash *root,
                             const struct bao_source *source, uint64_t first,
                             uint64_t n, struct ranges *valid);
