/* What an answer queues on its stream, with as few calls as can be: small
 * things are copied side by side and sent as one, neighbours in a mapped file
 * are sent as one without a copy. Order is kept.
 *
 * Thread: the loop. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct loan;
struct stream;

struct stage {
    struct stream *stream; /* borrowed; NULL once it is gone */
    uint8_t *small;        /* STAGE_SIZE bytes, made when first needed */
    size_t small_len;
    const uint8_t *run; /* borrowed bytes not queued yet */
    size_t run_len;
    struct loan *run_loan; /* whose they are */
};

void stage_init(struct stage *st, struct stream *stream);
void stage_clear(struct stage *st); /* drops what was not flushed */

/* Queue a copy. ERR_NOMEM; ERR_CLOSED: the peer does not read any more. */
ERR_RESULT enum err stage_copy(struct stage *st, const void *bytes, size_t len);

/* Queue bytes that stay as long as the loan is taken. Errors likewise. */
ERR_RESULT enum err stage_borrow(struct stage *st, struct loan *loan,
                                 const uint8_t *bytes, size_t len);

/* Hand everything to the stream. Errors likewise. */
ERR_RESULT enum err stage_flush(struct stage *st);

/* Bytes that the stream has yet to send, with what is staged. */
size_t stage_unsent(const struct stage *st);
