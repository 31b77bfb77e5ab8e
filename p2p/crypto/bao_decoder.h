/* Read a verified stream: bytes in, in whatever cuts they come; verified
 * content and parents out. Nothing leaves before it has been checked against
 * the root, and what left before an error stays good.
 *
 *     bao_decoder_init -> bao_decoder_feed ... -> bao_decoder_finish
 *
 * Groups are checked in batches where they lie in the input, so that SIMD
 * lanes are full; only a piece that is cut by the end of a feed is copied.
 * Feed 256 KiB or more at a time. Memory is fixed: sizeof(struct bao_decoder).
 *
 * Thread: none of its own; may move between threads from feed to feed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/bao_batch.h"
#include "crypto/bao_walk.h"
#include "crypto/hash.h"

struct ranges;

/* Takes what is verified. Any function may be NULL. Anything but ERR_OK ends
 * the decoding and is handed on; the decoder is then dead. */
struct bao_sink {
    /* First of all, once: the size that the stream claims, within the limit
     * but not proven. Do not allocate by it. */
    enum err (*size)(void *arg, uint64_t size);
    /* A parent above group level, by its number in the outboard. It comes
     * right before the first verified content below it: only that proves that
     * the number is right, for it follows from a size that may be a lie. */
    enum err (*parent)(void *arg, uint64_t index,
                       const uint8_t pair[static TREE_PARENT]);
    /* Content: 1..16384 bytes, never across a border of groups. The bytes lie
     * in the input of this feed or in the decoder and stay there until the
     * next feed, so that writes may be gathered. */
    enum err (*data)(void *arg, uint64_t offset, const uint8_t *bytes,
                     size_t len);
    void *arg;
};

/* A verified parent that waits for content below it. */
struct bao_parent {
    uint64_t index;
    uint8_t pair[TREE_PARENT];
};

struct bao_decoder {
    const struct ranges *set; /* chunks asked for; borrowed */
    uint64_t max_size;
    uint64_t size; /* claimed; proven once size_proven */
    bool has_size;
    bool size_proven; /* the last chunk has been verified */
    bool is_done;
    enum err failed;       /* sticky */
    uint64_t stream_bytes; /* consumed so far */
    bool has_next;
    struct bao_item next; /* what comes next in the stream; after
                             ERR_MISMATCH: what was wrong */
    struct bao_walk walk;
    struct bao_batch batch;
    size_t parents_len;
    struct bao_parent parents[TREE_MAX_DEPTH]; /* not yet given to the sink */
    size_t carry_len;                          /* bytes in carry[carry_at] */
    unsigned carry_at; /* which of the two is filled: the other may
                                 still be read by the sink's owner */
    uint8_t carry[2][TREE_GROUP];
};

/* `chunks` is what was asked for, borrowed until the last feed; an empty set
 * is done at once and consumes nothing. `max_size` bounds the claimed size. */
void bao_decoder_init(struct bao_decoder *dec, const struct hash *root,
                      const struct ranges *chunks, uint64_t max_size);

/* Take the next bytes. `*consumed` is always set; it is less than `len` only
 * at the end of the stream (what follows belongs to the next blob) or on
 * failure. `sink` is borrowed for the call.
 *   ERR_OK         go on, or is_done
 *   ERR_MISMATCH   a parent or a piece is wrong: dec->next says which
 *   ERR_TOO_LARGE  the claimed size is above max_size
 *   others         what the sink returned */
ERR_RESULT enum err bao_decoder_feed(struct bao_decoder *dec,
                                     const uint8_t *bytes, size_t len,
                                     const struct bao_sink *sink,
                                     size_t *consumed);

/* The sender has ended: ERR_OK if all was received, else ERR_TRUNCATED (or
 * what failed before). stream_bytes == 0 then means: not available there. */
ERR_RESULT enum err bao_decoder_finish(const struct bao_decoder *dec);
