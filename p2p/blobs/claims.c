#include "blobs/claims.h"

#include <string.h>

static void take_out(struct claims *c, size_t i)
{
    c->len--;
    memmove(&c->at[i], &c->at[i + 1], sizeof c->at[0] * (c->len - i));
}

static size_t count_writing(const struct claims *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->len; i++)
        n += c->at[i].is_writing;
    return n;
}

void claims_add(struct claims *c, uint32_t id, uint64_t size)
{
    if (c->len < CLAIMS_MAX)
        c->at[c->len++] = (struct claim){.id = id, .size = size};
}

void claims_remove(struct claims *c, uint32_t id)
{
    for (size_t i = c->len; i-- > 0;)
        if (c->at[i].id == id)
            take_out(c, i);
}

void claims_prove(struct claims *c, uint64_t size)
{
    c->present = size;
    c->is_proven = true;
}

/* Does anybody write by a claim that is not the present one? */
static bool has_other_writer(const struct claims *c)
{
    for (size_t i = 0; i < c->len; i++)
        if (c->at[i].is_writing && c->at[i].size != c->present)
            return true;
    return false;
}

bool claims_next(struct claims *c, uint32_t *id)
{
    if (c->len > 0 && !c->is_proven && count_writing(c) == 0)
        c->present = c->at[0].size;
    if (has_other_writer(c))
        return false;
    for (size_t i = 0; i < c->len; i++) {
        if (c->at[i].is_writing || c->at[i].size != c->present)
            continue;
        c->at[i].is_writing = true;
        *id = c->at[i].id;
        return true;
    }
    return false;
}

size_t claims_in_conflict(const struct claims *c)
{
    return c->len - count_writing(c);
}

size_t claims_bad(const struct claims *c, struct claim out[static CLAIMS_MAX])
{
    bool is_stuck = claims_in_conflict(c) > 0;
    size_t n = 0;

    for (size_t i = 0; i < c->len; i++) {
        const struct claim *at = &c->at[i];

        if (c->is_proven ? at->size != c->present : is_stuck && at->is_writing)
            out[n++] = *at;
    }
    return n;
}
