/* Sends one blob after the other into the stream of an answer: the verified
 * stream of the chunks asked for, straight from the mapped file.
 *
 * It fills the stream up to SEND_AHEAD and goes on when the stream has room;
 * nothing is queued that was not checked against the tree (check_ahead.h).
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/ranges.h"
#include "blobs/check_ahead.h"
#include "blobs/stage.h"
#include "crypto/bao_encoder.h"

struct blob;
struct limit_flow;
struct stream;
struct workers;

/* Something that sender_pump() waited for has come. Runs from the loop. */
typedef void sender_wake_fn(void *arg);

struct sender {
    struct stage stage;
    struct check_ahead ahead;
    struct loan *loan; /* of the blob being sent; NULL between blobs */
    struct blob *blob; /* kept by the loan */
    bool is_copied;    /* small enough to be copied */
    bool is_partial;
    struct ranges held;   /* groups, when partial */
    struct ranges groups; /* asked for and held */
    size_t at_range;      /* of groups: where the next data lies */
    uint64_t next_group;  /* its number, UINT64_MAX: no data is to come */
    bool is_mapped;       /* pages of the file are touched from here */
    uint64_t mapped_from; /* between these offsets */
    uint64_t mapped_to;
    uint64_t bytes;          /* content queued so far, over all blobs */
    struct limit_flow *flow; /* borrowed */
    uint64_t unpaid;         /* bytes queued that it has not taken yet */
    struct bao_encoder enc;
};

/* `flow` paces it; it is borrowed, and its wake pumps. */
void sender_init(struct sender *s, struct stream *stream,
                 struct limit_flow *flow, struct workers *workers,
                 size_t *works, sender_wake_fn *wake, void *arg);

/* Give up what is not queued. What is queued is the stream's business. */
void sender_clear(struct sender *s);

/* Begin the next blob: `chunks` of it, borrowed until it is done. Takes over
 * the reference, whatever the outcome.
 *   ERR_NOT_FOUND  partial, and its size is not proven
 *   ERR_NOMEM */
ERR_RESULT enum err sender_begin(struct sender *s, struct blob *b,
                                 const struct ranges *chunks);

/* Go on.
 *   ERR_OK         the blob is queued; begin the next
 *   ERR_AGAIN      the stream is full (its `writable` will run), a check is
 *                  awaited (`wake` will run), or it is fast enough (the flow
 *                  will wake): pump again then
 *   ERR_NOT_FOUND  what comes next is not held; what is before it is queued
 *   ERR_CORRUPT    damage on disk; nothing of it was queued
 *   ERR_CLOSED     the peer does not read any more
 *   ERR_NOMEM, ERR_IO */
ERR_RESULT enum err sender_pump(struct sender *s);

/* Is a blob on its way? */
bool sender_is_busy(const struct sender *s);

/* Hand what is staged to the stream; before it is finished. */
ERR_RESULT enum err sender_flush(struct sender *s);
