/* Who has which blob: our questions to all, answers to theirs from the store,
 * and what we tell unasked.
 *
 * Thread: the loop. */
#pragma once

#include "base/list.h"
#include "peers/peers.h"

struct answer;

/* Blobs told of at once; what comes beyond within the pause is not told, since
 * who wants to know can ask. */
#define HAVE_BATCH (4 * NODE_LIST_MAX)
#define HAVE_PAUSE_MS 250

/* Questions of peers that wait for the store, all in all. */
#define HAVE_MAX_ANSWERS 64

struct have {
    struct list questions; /* ours */
    struct list answers;   /* to theirs */
    size_t answers_len;
    uint64_t last_request;
    struct timer *timer;
    struct node_have *batch; /* HAVE_BATCH; NULL: none waits */
    size_t batch_len;
};

ERR_RESULT enum err have_init(struct peers *p); /* ERR_NOMEM, ERR_LIMIT */
void have_clear(struct peers *p);

/* CORE_DO_HAVE: a peer asks. CORE_DO_HEARD: a peer answers. */
void have_asked(struct peers *p, const struct core_action *a);
void have_heard(struct peers *p, const struct core_action *a);
/* A frame goes out; if it is one of our questions, its answer is waited for. */
void have_sent(struct peers *p, uint64_t conn, const uint8_t *frame,
               size_t len);
void have_link_gone(struct peers *p, uint64_t conn);
/* Call back those that have ended. */
void have_tell(struct peers *p);
/* All questions end with what came; answers are not sent any more. */
void have_close(struct peers *p, bool now);
