/* Memory for requests. A request's first member is its struct job.
 *
 * Each request must be answered once, later, also when there is no memory: so
 * a few are kept in reserve, only to bring that answer.
 *
 * Thread: the loop. */
#pragma once

#include <stddef.h>

#include "store/job.h"

struct store;

#define OP_SPARES 64
#define OP_SIZE_MAX 1024

struct op_spares {
    void *at; /* OP_SPARES times OP_SIZE_MAX bytes */
    size_t len;
    void *free[OP_SPARES];
};

ERR_RESULT enum err op_spares_init(struct op_spares *sp);
void op_spares_clear(struct op_spares *sp);

/* A zeroed request whose job is initialised. job->err is ERR_OK, or why it
 * can only be answered: ERR_NOMEM, ERR_CLOSED. NULL when even the spares are
 * used up: then the answer must be given at once. */
void *op_new(struct store *s, size_t size);

/* Ends the job and frees. */
void op_free(void *op);
