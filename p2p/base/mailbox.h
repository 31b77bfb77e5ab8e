/* The only tool that crosses threads: a locked intrusive list and a wake-up.
 *
 * Posting allocates nothing and so cannot fail. Wake-ups merge; the receiver
 * always takes the whole list, in the order of posting. Two receivers exist:
 * a loop (wakes by uv_async_send) and a plain thread that waits.
 *
 * Ownership: a posted mail is the receiver's until it posts it back. A
 * mailbox must be empty, with no poster left, when it is freed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct loop;
struct mailbox;

/* Embed in whatever is sent. */
struct mail {
    struct mail *next;
};

/* Called on the loop for each mail, oldest first. */
typedef void mailbox_fn(struct mail *m, void *arg);

/* A mailbox whose receiver is a loop. ERR_NOMEM, ERR_LIMIT. */
ERR_RESULT enum err mailbox_new_loop(struct loop *l, mailbox_fn *fn, void *arg,
                                     struct mailbox **out);

/* A mailbox whose receiver is one thread that calls mailbox_wait(). */
ERR_RESULT enum err mailbox_new_thread(struct mailbox **out);

/* Receiver's thread (for a loop: the loop's). May be NULL. */
void mailbox_free(struct mailbox *mb);

/* Any thread. */
void mailbox_post(struct mailbox *mb, struct mail *m);

/* Thread receiver only: all that has come, oldest first, linked by `next`.
 * Waits for at most `max_wait_ms` (UINT64_MAX: for ever) when there is
 * nothing; NULL when time ran out or mailbox_interrupt() was called. Mail goes
 * before an interruption, which then waits for the next call. */
struct mail *mailbox_wait(struct mailbox *mb, uint64_t max_wait_ms);

/* Loop receiver only, on the loop's thread: hand over at once whatever has
 * come. Was there any? For closing, when the loop no longer turns; not from
 * within `fn`. */
bool mailbox_drain(struct mailbox *mb);

/* Make one present or future mailbox_wait() return. Any thread. */
void mailbox_interrupt(struct mailbox *mb);
