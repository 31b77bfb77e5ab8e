/* Make the verified stream of a blob, piece by piece, without copying: a piece
 * points into the mapped blob, into the outboard, or into the encoder.
 *
 * The encoder does not check what it is given; the provider checks a group
 * against the tree before it is sent (bao_check.h). Parents inside a group
 * that is selected in part are computed from its bytes.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/bao_source.h"
#include "crypto/bao_walk.h"

struct ranges;

enum bao_place {
    BAO_IN_DATA,     /* in source->data: valid as long as that is */
    BAO_IN_OUTBOARD, /* in source->outboard: valid as long as that is */
    BAO_IN_ENCODER   /* valid until the next call on this encoder */
};

/* A run of bytes of the stream. */
struct bao_piece {
    const uint8_t *ptr;
    size_t len; /* never 0 */
    enum bao_place place;
    bool is_data; /* content of the blob: blob bytes from `offset` */
    uint64_t offset;
};

struct bao_encoder {
    struct bao_source source;
    struct bao_walk walk;
    const struct ranges *held; /* groups, NULL for all; borrowed */
    bool sent_size;
    enum err failed;    /* sticky */
    uint64_t values_of; /* group whose chunks `values` are of */
    struct hash values[TREE_GROUP_CHUNKS];
    uint8_t small[TREE_PARENT]; /* size, or a parent inside a group */
    uint64_t bytes_of;          /* group in `bytes` */
    uint8_t bytes[TREE_GROUP];  /* what was read, when nothing is mapped */
};

/* `chunks` is what was asked for. `held` names the groups of a partial blob
 * that are verified and on disk (NULL: all of them). The sets and what
 * `source` points to are borrowed until the last call. */
void bao_encoder_init(struct bao_encoder *enc, const struct bao_source *source,
                      const struct ranges *chunks, const struct ranges *held);

/* The next piece.
 *   ERR_OK         `*out` is set
 *   ERR_CLOSED     the stream is complete
 *   ERR_NOT_FOUND  what comes next is not held; the stream must end here
 *   others         what `read` returned */
ERR_RESULT enum err bao_encoder_next(struct bao_encoder *enc,
                                     struct bao_piece *out);
