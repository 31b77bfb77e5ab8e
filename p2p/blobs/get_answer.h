/* The answer to a Get or a GetMany: one blob after the other into the stream.
 *
 *     look up the root -> root's chunks -> each child's chunks -> FIN
 *
 * Whatever is not held ends the answer with FIN where it would have begun, as
 * iroh does; damage on disk ends it with a reset.
 *
 * Thread: the loop. */
#pragma once

#include <stdint.h>

#include "base/err.h"

struct get_answer;
struct limits;
struct request;
struct store;
struct stream;
struct workers;

/* The end of the answer, once; may run inside start. The
 * stream is to be finished, or reset when e is not ERR_OK:
 *   ERR_OK         all was queued
 *   ERR_NOT_FOUND  something was not held; what is before it was queued
 *   ERR_CORRUPT, ERR_IO, ERR_NOMEM, ERR_CLOSED  ours
 * get_answer_free() may be called from it. */
typedef void get_answer_done_fn(enum err e, void *arg);

struct get_answer_config {
    struct store *store; /* all borrowed */
    struct workers *workers;
    size_t *works;
    struct limits *limits;
    struct stream *stream;
    const struct request *request;
    get_answer_done_fn *done;
    void *arg;
};

/* ERR_NOMEM */
ERR_RESULT enum err get_answer_new(const struct get_answer_config *cfg,
                                   struct get_answer **out);

/* Begin; from the loop. */
void get_answer_start(struct get_answer *g);

/* The stream has room again. */
void get_answer_writable(struct get_answer *g);

/* Content bytes queued so far. */
uint64_t get_answer_bytes(const struct get_answer *g);

/* Give up, or tidy up after the end. `done` does not run any more. */
void get_answer_free(struct get_answer *g); /* may be NULL */
