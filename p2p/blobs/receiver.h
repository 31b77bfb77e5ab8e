/* The worker's half of a request: bytes of the answer in, verified content
 * into the store, receipts out.
 *
 * An answer is a row of parts, one per blob asked for, each a size of 8 bytes
 * and a verified stream. A part of at most one group is checked as a whole and
 * handed out with its receipt; a larger one is written through its blob.
 *
 * What is asked for beyond the end of a blob is answered with its last chunk:
 * that proves the size. It is kept only when it is all of the last group.
 *
 *     HEAD --size, small--> SMALL --checked--> next part
 *     HEAD --size, large--> LARGE --stream complete--> next part
 *     HEAD --size, large, no blob yet--> NEEDS_BLOB --parts[at].blob--> LARGE
 *     HEAD --size, all that was asked lies beyond--> LARGE, kept nowhere
 *     any --wrong, or the store failed--> FAULT
 *     last part --> DONE
 *
 * Thread: one at a time; the loop may look at it while no worker has it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "blobs/gather.h"
#include "crypto/bao_decoder.h"
#include "crypto/hash.h"

struct blob;
struct ranges;

struct part {
    struct hash hash;
    const struct ranges *chunks; /* asked for: whole groups, without end when
                                    the last is among them, or at least its
                                    last chunk is wanted; borrowed */
    struct blob *blob;           /* NULL: none, or not yet */
};

enum receipt_kind {
    RECEIPT_GROUPS, /* groups begin..end of the part are held now */
    RECEIPT_SMALL,  /* the part is these bytes; put them into the store */
    RECEIPT_PART    /* the part is complete: all asked for came */
};

struct receipt {
    enum receipt_kind kind;
    size_t part;
    uint64_t begin, end; /* GROUPS */
    uint64_t bytes;      /* of content that this receipt is for */
    const uint8_t *data; /* SMALL: valid until the receipts are cleared */
    void *owned;         /* to be freed with the receipts; may be NULL */
    uint64_t size;       /* of the blob: PART, SMALL */
    bool size_proven;    /* PART: the last group was among what came */
};

enum receiver_state {
    RECEIVER_HEAD,
    RECEIVER_SMALL,
    RECEIVER_LARGE,
    RECEIVER_NEEDS_BLOB,
    RECEIVER_FAULT,
    RECEIVER_DONE
};

/* What is wrong: with the sender, or with us. */
struct receiver_fault {
    enum err err;   /* MISMATCH, TOO_LARGE, CONFLICT: the sender's */
    bool is_ours;   /* the store failed, or memory */
    bool is_parent; /* MISMATCH: of a hash, not of content */
    size_t part;
    uint64_t offset; /* MISMATCH: where in the blob */
    uint64_t size;   /* the size that was claimed */
};

struct receiver {
    struct part *parts; /* borrowed */
    size_t parts_len;
    size_t at; /* the part that is being received */
    uint64_t max_size;
    enum receiver_state state;
    uint64_t size;  /* claimed, of this part */
    bool is_beyond; /* nothing of this part is kept, see above */
    size_t head_len;
    uint8_t head[8];
    uint8_t *small; /* bytes of a small part that was cut; or NULL */
    size_t small_len;
    struct bao_decoder *decoder; /* made when first needed */
    struct gather *gather;
    struct receipt *receipts;
    size_t receipts_len, receipts_cap;
    struct receiver_fault fault;
};

void receiver_init(struct receiver *r, struct part *parts, size_t parts_len,
                   uint64_t max_size);
void receiver_clear(struct receiver *r);

/* Take bytes until they are used up, or the state is NEEDS_BLOB, FAULT or
 * DONE. How many were taken is the result. */
size_t receiver_feed(struct receiver *r, const uint8_t *bytes, size_t len);

/* NEEDS_BLOB, and parts[at].blob is set now: go on. */
void receiver_resume(struct receiver *r);

/* Forget the receipts, and with them the bytes they point to. */
void receiver_forget(struct receiver *r);

/* Has anything of the present part come? */
bool receiver_is_between(const struct receiver *r);
