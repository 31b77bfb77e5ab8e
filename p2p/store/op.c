/* malloc first, spares second. */
#include "store/op.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/store_int.h"

enum err op_spares_init(struct op_spares *sp)
{
    sp->len = 0;
    sp->at = malloc(OP_SPARES * OP_SIZE_MAX);
    if (sp->at == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < OP_SPARES; i++)
        sp->free[sp->len++] = (char *)sp->at + i * OP_SIZE_MAX;
    return ERR_OK;
}

void op_spares_clear(struct op_spares *sp)
{
    assert(sp->at == NULL || sp->len == OP_SPARES);
    free(sp->at);
    sp->at = NULL;
}

void *op_new(struct store *s, size_t size)
{
    void *op = calloc(1, size);
    enum err e = atomic_load(&s->is_closing) ? ERR_CLOSED : ERR_OK;

    assert(size <= OP_SIZE_MAX);
    if (op == NULL) {
        e = ERR_NOMEM;
        if (s->spares.len == 0)
            return NULL;
        op = memset(s->spares.free[--s->spares.len], 0, size);
    }
    job_init(op, s);
    ((struct job *)op)->err = e;
    return op;
}

static bool is_spare(const struct op_spares *sp, const void *op)
{
    uintptr_t at = (uintptr_t)op, first = (uintptr_t)sp->at;

    return at >= first && at < first + OP_SPARES * OP_SIZE_MAX;
}

void op_free(void *op)
{
    struct job *j = op;
    struct store *s = j->store;

    if (is_spare(&s->spares, op)) {
        job_end(j);
        s->spares.free[s->spares.len++] = op;
    } else {
        job_end(j);
        free(op);
    }
}
