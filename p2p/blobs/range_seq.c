#include "blobs/range_seq.h"

#include <stdlib.h>

#include "blobs/blobs_limits.h"
#include "blobs/range_spec.h"

void range_seq_init(struct range_seq *s)
{
    *s = (struct range_seq){0};
}

void range_seq_clear(struct range_seq *s)
{
    for (size_t i = 0; i < s->len; i++)
        ranges_clear(&s->at[i].set);
    free(s->at);
    range_seq_init(s);
}

static enum err grow(struct range_seq *s)
{
    size_t cap = s->cap == 0 ? 4 : 2 * s->cap;
    struct range_step *at;

    if (s->len < s->cap)
        return ERR_OK;
    at = realloc(s->at, cap * sizeof *at);
    if (at == NULL)
        return ERR_NOMEM;
    s->at = at;
    s->cap = cap;
    return ERR_OK;
}

/* A new last step with an empty set. At the place of the last one it takes
 * that step's place: only what holds in the end counts. */
static enum err push(struct range_seq *s, uint64_t position,
                     struct ranges **set)
{
    enum err e;

    if (s->len > 0 && s->at[s->len - 1].position == position) {
        *set = &s->at[s->len - 1].set;
        ranges_clear(*set);
        return ERR_OK;
    }
    e = grow(s);
    if (e != ERR_OK)
        return e;
    s->at[s->len].position = position;
    *set = &s->at[s->len++].set;
    ranges_init(*set);
    return ERR_OK;
}

static enum err read_pair(struct cursor *c, struct range_seq *s,
                          uint64_t *position)
{
    uint64_t delta;
    struct ranges *set;
    enum err e;

    if (!cursor_varint(c, &delta) ||
        __builtin_add_overflow(*position, delta, position))
        return ERR_PARSE;
    e = push(s, *position, &set);
    return e == ERR_OK ? range_spec_read(c, set) : e;
}

enum err range_seq_read(struct cursor *c, struct range_seq *s)
{
    uint64_t count;
    uint64_t position = 0;
    enum err e = ERR_OK;

    if (!cursor_varint(c, &count) || count > cursor_left(c) / 2)
        return ERR_PARSE;
    if (count > SEQ_MAX_PAIRS)
        return ERR_TOO_LARGE;
    for (uint64_t i = 0; e == ERR_OK && i < count; i++)
        e = read_pair(c, s, &position);
    return e;
}

static bool changes(const struct range_seq *s, size_t i)
{
    return i == 0 ? !ranges_is_empty(&s->at[0].set)
                  : !ranges_equal(&s->at[i].set, &s->at[i - 1].set);
}

enum err range_seq_write(struct buf *b, const struct range_seq *s)
{
    uint64_t count = 0;
    uint64_t at = 0;
    enum err e;

    for (size_t i = 0; i < s->len; i++)
        count += changes(s, i);
    e = buf_add_varint(b, count);
    for (size_t i = 0; e == ERR_OK && i < s->len; i++) {
        if (!changes(s, i))
            continue;
        e = buf_add_varint(b, s->at[i].position - at);
        if (e == ERR_OK)
            e = range_spec_write(b, &s->at[i].set);
        at = s->at[i].position;
    }
    return e;
}

enum err range_seq_add(struct range_seq *s, uint64_t position,
                       const struct ranges *set)
{
    struct ranges *to;
    enum err e;

    if (s->len == 0 ? ranges_is_empty(set)
                    : ranges_equal(&s->at[s->len - 1].set, set))
        return ERR_OK;
    e = push(s, position, &to);
    return e == ERR_OK ? ranges_copy(to, set) : e;
}

/* The step that holds at a position: the last that is not behind it. */
static size_t step_at(const struct range_seq *s, uint64_t position)
{
    size_t lo = 0;
    size_t hi = s->len;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (s->at[mid].position <= position)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo == 0 ? 0 : lo - 1;
}

bool range_seq_next(const struct range_seq *s, uint64_t *position,
                    const struct ranges **set)
{
    for (size_t i = step_at(s, *position); i < s->len; i++) {
        if (ranges_is_empty(&s->at[i].set))
            continue;
        if (*position < s->at[i].position)
            *position = s->at[i].position;
        *set = &s->at[i].set;
        return true;
    }
    return false;
}

bool range_seq_is_root_only(const struct range_seq *s)
{
    uint64_t position = 1;
    const struct ranges *set;

    return !range_seq_next(s, &position, &set);
}
