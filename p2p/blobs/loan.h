/* A blob whose bytes are lent to a stream: its handle is kept until the last
 * byte was acknowledged or is of no more use. One per blob that is answered
 * with, not one per piece.
 *
 * Thread: the loop. */
#pragma once

#include <stddef.h>

#include "base/err.h"

struct blob;
struct loan;

/* Takes over the caller's reference to `b`. The loan is the caller's until
 * loan_close(). ERR_NOMEM: the reference stays with the caller. */
ERR_RESULT enum err loan_new(struct blob *b, struct loan **out);

/* Some bytes are lent, and given back. loan_release() is a stream_release_fn;
 * `arg` is the loan. */
void loan_take(struct loan *l);
void loan_release(void *arg);

/* These pages of its map, touched last, are given back to the system with the
 * last byte: what is queued still needs them. */
void loan_set_pages(struct loan *l, void *begin, size_t len);

/* Nothing more will be lent. It is freed when all is back. May be NULL. */
void loan_close(struct loan *l);
