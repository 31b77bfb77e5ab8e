/* A sorted array. Sets are short in practice (a blob is fetched from few
 * places at once), so that moving the tail is cheaper than any tree. */
#include "base/ranges.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define RANGES_FIRST_CAP 4

void ranges_init(struct ranges *s)
{
    *s = (struct ranges){0};
}

void ranges_clear(struct ranges *s)
{
    free(s->at);
    ranges_init(s);
}

static enum err reserve(struct ranges *s, size_t len)
{
    size_t cap = s->cap < RANGES_FIRST_CAP ? RANGES_FIRST_CAP : s->cap;
    struct range *at;

    if (len <= s->cap)
        return ERR_OK;
    while (cap < len)
        cap *= 2;
    at = reallocarray(s->at, cap, sizeof *at);
    if (at == NULL)
        return ERR_NOMEM;
    s->at = at;
    s->cap = cap;
    return ERR_OK;
}

/* Index of the first range that ends at or behind `v`. */
static size_t first_touching(const struct ranges *s, uint64_t v)
{
    size_t low = 0, high = s->len;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (s->at[mid].end < v)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Index of the first range that ends behind `v`, so that may hold it. */
static size_t first_behind(const struct ranges *s, uint64_t v)
{
    size_t i = first_touching(s, v);

    return i < s->len && s->at[i].end == v ? i + 1 : i;
}

/* Put `count` ranges in the place of those in [from, to). The room is there. */
static void replace(struct ranges *s, size_t from, size_t to,
                    const struct range *with, size_t count)
{
    if (to < s->len)
        memmove(s->at + from + count, s->at + to,
                (s->len - to) * sizeof *s->at);
    for (size_t i = 0; i < count; i++)
        s->at[from + i] = with[i];
    s->len = s->len - (to - from) + count;
}

enum err ranges_add(struct ranges *s, uint64_t begin, uint64_t end)
{
    struct range joined = {begin, end};
    size_t from, to;
    enum err e;

    if (begin >= end)
        return ERR_OK;
    from = to = first_touching(s, begin);
    while (to < s->len && s->at[to].begin <= end)
        to++;
    if (from < to) {
        if (s->at[from].begin < begin)
            joined.begin = s->at[from].begin;
        if (s->at[to - 1].end > end)
            joined.end = s->at[to - 1].end;
    } else {
        e = reserve(s, s->len + 1);
        if (e != ERR_OK)
            return e;
    }
    replace(s, from, to, &joined, 1);
    return ERR_OK;
}

enum err ranges_remove(struct ranges *s, uint64_t begin, uint64_t end)
{
    struct range left[2];
    size_t from, to, count = 0;
    enum err e;

    if (begin >= end)
        return ERR_OK;
    from = to = first_behind(s, begin);
    while (to < s->len && s->at[to].begin < end)
        to++;
    if (from == to)
        return ERR_OK;
    if (s->at[from].begin < begin)
        left[count++] = (struct range){s->at[from].begin, begin};
    if (s->at[to - 1].end > end)
        left[count++] = (struct range){end, s->at[to - 1].end};
    e = reserve(s, s->len - (to - from) + count);
    if (e != ERR_OK)
        return e;
    replace(s, from, to, left, count);
    return ERR_OK;
}

enum err ranges_copy(struct ranges *to, const struct ranges *from)
{
    enum err e;

    if (to == from)
        return ERR_OK;
    e = reserve(to, from->len);
    if (e != ERR_OK)
        return e;
    if (from->len > 0)
        memcpy(to->at, from->at, from->len * sizeof *to->at);
    to->len = from->len;
    return ERR_OK;
}

/* Append to `out` what is left of `r`; `*next` is the first range of `other`
 * that may concern it, and moves on. The room is there. */
static void append_rest(struct ranges *out, struct range r,
                        const struct ranges *other, size_t *next)
{
    size_t i = *next;

    while (i < other->len && other->at[i].end <= r.begin)
        i++;
    for (; i < other->len && other->at[i].begin < r.end; i++) {
        if (other->at[i].begin > r.begin)
            out->at[out->len++] = (struct range){r.begin, other->at[i].begin};
        r.begin = other->at[i].end;
        if (r.begin >= r.end)
            break;
    }
    if (r.begin < r.end)
        out->at[out->len++] = r;
    *next = i;
}

enum err ranges_subtract(struct ranges *to, const struct ranges *other)
{
    struct ranges out;
    size_t next = 0;
    enum err e;

    if (other->len == 0 || to->len == 0)
        return ERR_OK;
    ranges_init(&out);
    /* Each range of `other` can cut one range in two. */
    e = reserve(&out, to->len + other->len);
    if (e != ERR_OK)
        return e;
    assert(out.cap >= to->len + other->len && out.at != NULL);
    for (size_t i = 0; i < to->len; i++)
        append_rest(&out, to->at[i], other, &next);
    ranges_clear(to);
    *to = out;
    return ERR_OK;
}

enum err ranges_clip(struct ranges *to, uint64_t begin, uint64_t end)
{
    size_t from = first_behind(to, begin), behind = from;

    while (behind < to->len && to->at[behind].begin < end)
        behind++;
    if (begin >= end)
        behind = from;
    to->len = behind;
    replace(to, 0, from, NULL, 0);
    if (to->len == 0)
        return ERR_OK;
    if (to->at[0].begin < begin)
        to->at[0].begin = begin;
    if (to->at[to->len - 1].end > end)
        to->at[to->len - 1].end = end;
    return ERR_OK;
}

bool ranges_is_empty(const struct ranges *s)
{
    return s->len == 0;
}

bool ranges_has(const struct ranges *s, uint64_t v)
{
    size_t i;

    if (v == UINT64_MAX)
        return s->len > 0 && s->at[s->len - 1].end == UINT64_MAX;
    i = first_behind(s, v);
    return i < s->len && s->at[i].begin <= v;
}

bool ranges_has_all(const struct ranges *s, uint64_t begin, uint64_t end)
{
    size_t i;

    if (begin >= end)
        return true;
    i = first_behind(s, begin);
    return i < s->len && s->at[i].begin <= begin && s->at[i].end >= end;
}

bool ranges_has_any(const struct ranges *s, uint64_t begin, uint64_t end)
{
    size_t i;

    if (begin >= end)
        return false;
    i = first_behind(s, begin);
    return i < s->len && s->at[i].begin < end;
}

bool ranges_equal(const struct ranges *a, const struct ranges *b)
{
    return a->len == b->len &&
           (a->len == 0 || memcmp(a->at, b->at, a->len * sizeof *a->at) == 0);
}

uint64_t ranges_count(const struct ranges *s)
{
    uint64_t count = 0;

    if (s->len > 0 && s->at[s->len - 1].end == UINT64_MAX)
        return UINT64_MAX;
    for (size_t i = 0; i < s->len; i++)
        count += s->at[i].end - s->at[i].begin;
    return count;
}
