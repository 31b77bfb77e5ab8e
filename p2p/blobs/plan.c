/* A piece:
 *
 *   what is free, held and not lacking       plan_held()
 *   of it the urgent; else the reader's      take_low()
 *   else the rarest, level by level, until
 *   a piece of useful size is together       take_rare()
 *
 * Ranges and steps of rarity are walked side by side, as segments of one
 * rarity each. */
#include "blobs/plan.h"

#include <assert.h>
#include <stdlib.h>

/* ---- sets ---------------------------------------------------------------*/

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* Index of the first range that ends behind `v`. */
static size_t first_behind(const struct ranges *s, uint64_t v)
{
    size_t low = 0, high = s->len;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (s->at[mid].end <= v)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

uint64_t plan_count_in(const struct ranges *set, uint64_t begin, uint64_t end)
{
    uint64_t n = 0;

    for (size_t i = first_behind(set, begin);
         i < set->len && set->at[i].begin < end; i++)
        n += least(set->at[i].end, end) - most(set->at[i].begin, begin);
    return n;
}

static enum err intersect(const struct ranges *a, const struct ranges *b,
                          struct ranges *out)
{
    size_t i = 0, k = 0;
    enum err e = ERR_OK;

    out->len = 0;
    while (e == ERR_OK && i < a->len && k < b->len) {
        e = ranges_add(out, most(a->at[i].begin, b->at[k].begin),
                       least(a->at[i].end, b->at[k].end));
        if (a->at[i].end < b->at[k].end)
            i++;
        else
            k++;
    }
    return e;
}

enum err plan_held(const struct ranges *set, const struct ranges *holds,
                   const struct ranges *lacks, struct ranges *out)
{
    enum err e =
        holds == NULL ? ranges_copy(out, set) : intersect(set, holds, out);

    return e == ERR_OK ? ranges_subtract(out, lacks) : e;
}

enum err plan_tail(const struct ranges *set, uint64_t units, struct ranges *out)
{
    enum err e = ERR_OK;

    out->len = 0;
    for (size_t i = set->len; e == ERR_OK && i-- > 0 && units > 0;) {
        uint64_t n = least(units, set->at[i].end - set->at[i].begin);

        e = ranges_add(out, set->at[i].end - n, set->at[i].end);
        units -= n;
    }
    return e;
}

/* ---- rarity -------------------------------------------------------------*/

struct edge {
    uint64_t at;
    bool is_begin;
};

void plan_rarity_init(struct plan_rarity *r)
{
    *r = (struct plan_rarity){0};
}

void plan_rarity_clear(struct plan_rarity *r)
{
    free(r->at);
    plan_rarity_init(r);
}

/* Two sorted rows to one. */
static void merge(const struct edge *a, size_t a_len, const struct edge *b,
                  size_t b_len, struct edge *out)
{
    size_t i = 0, k = 0;

    while (i < a_len && k < b_len)
        *out++ = b[k].at < a[i].at ? b[k++] : a[i++];
    while (i < a_len)
        *out++ = a[i++];
    while (k < b_len)
        *out++ = b[k++];
}

/* `from` is sorted rows, the k-th from begin[k] up to begin[k + 1]: neighbours
 * become one, in `spare` and back, until there is one. Where that is. */
static struct edge *merge_all(struct edge *from, struct edge *spare,
                              size_t *begin, size_t rows)
{
    while (rows > 1) {
        struct edge *out = spare;
        size_t n = 0;

        for (size_t k = 0; k < rows; k += 2) {
            size_t a = begin[k], b = begin[k + 1];
            size_t end = k + 1 < rows ? begin[k + 2] : b;

            merge(from + a, b - a, from + b, end - b, out + a);
            begin[n++] = a;
            begin[n] = end;
        }
        rows = n;
        spare = from;
        from = out;
    }
    return from;
}

static void list_edges(const struct ranges *const *holds, size_t holds_len,
                       struct edge *e, size_t *begin)
{
    size_t n = 0;

    for (size_t i = 0; i < holds_len; i++) {
        begin[i] = n;
        for (size_t k = 0; k < holds[i]->len; k++) {
            e[n++] = (struct edge){holds[i]->at[k].begin, true};
            e[n++] = (struct edge){holds[i]->at[k].end, false};
        }
    }
    begin[holds_len] = n;
}

/* Edges to steps, where anything changes. */
static void write_steps(struct plan_rarity *r, const struct edge *e, size_t len)
{
    uint32_t count = 0;

    r->len = 0;
    for (size_t i = 0; i < len;) {
        uint32_t before = count;
        uint64_t at = e[i].at;

        for (; i < len && e[i].at == at; i++)
            count += e[i].is_begin ? 1 : UINT32_MAX;
        if (count != before)
            r->at[r->len++] = (struct plan_step){at, count};
    }
    assert(count == 0);
}

static enum err reserve_steps(struct plan_rarity *r, size_t len)
{
    struct plan_step *at;

    if (len <= r->cap)
        return ERR_OK;
    at = reallocarray(r->at, 2 * len, sizeof *at);
    if (at == NULL)
        return ERR_NOMEM;
    r->at = at;
    r->cap = 2 * len;
    return ERR_OK;
}

enum err plan_rarity_count(struct plan_rarity *r,
                           const struct ranges *const *holds, size_t holds_len)
{
    size_t begin[PLAN_MAX_HOLDERS + 1], len = 0;
    struct edge *edges;

    assert(holds_len <= PLAN_MAX_HOLDERS);
    for (size_t i = 0; i < holds_len; i++)
        len += 2 * holds[i]->len;
    if (len == 0) {
        r->len = 0;
        return ERR_OK;
    }
    edges = reallocarray(NULL, 2 * len, sizeof *edges);
    if (edges == NULL || reserve_steps(r, len) != ERR_OK) {
        free(edges);
        return ERR_NOMEM;
    }
    list_edges(holds, holds_len, edges, begin);
    write_steps(r, merge_all(edges, edges + len, begin, holds_len), len);
    free(edges);
    return ERR_OK;
}

/* Index of the first step behind `unit`. */
static size_t step_behind(const struct plan_rarity *r, uint64_t unit)
{
    size_t low = 0, high = r->len;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (r->at[mid].begin <= unit)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

uint32_t plan_rarity_of(const struct plan_rarity *r, uint64_t unit)
{
    size_t i = step_behind(r, unit);

    return i > 0 ? r->at[i - 1].count : 0;
}

/* ---- segments -----------------------------------------------------------*/

/* Neighbours of one rarity, within one range of the set. */
struct segment {
    uint64_t begin, end;
    uint32_t count;
};

struct walk {
    const struct ranges *set;
    const struct plan_rarity *rarity;
    size_t range, step; /* the range we are in; the first step behind `at` */
    uint64_t at;
};

static struct walk walk_from(const struct ranges *set,
                             const struct plan_rarity *rarity, uint64_t at)
{
    size_t i = first_behind(set, at);

    if (i < set->len)
        at = most(at, set->at[i].begin);
    return (struct walk){.set = set,
                         .rarity = rarity,
                         .range = i,
                         .step = step_behind(rarity, at),
                         .at = at};
}

static bool walk_next(struct walk *w, struct segment *out)
{
    const struct plan_rarity *r = w->rarity;

    if (w->range == w->set->len)
        return false;
    while (w->step < r->len && r->at[w->step].begin <= w->at)
        w->step++;
    out->begin = w->at;
    out->end = w->set->at[w->range].end;
    out->count = w->step > 0 ? r->at[w->step - 1].count : 0;
    if (w->step < r->len)
        out->end = least(out->end, r->at[w->step].begin);
    w->at = out->end;
    if (out->end == w->set->at[w->range].end && ++w->range < w->set->len)
        w->at = w->set->at[w->range].begin;
    return true;
}

/* ---- the piece ----------------------------------------------------------*/

struct cut {
    const struct plan_wish *wish;
    struct ranges *out;
    uint64_t units; /* so far */
    uint64_t next;
    size_t max_ranges;
};

static bool is_full(const struct cut *c)
{
    return c->units >= c->wish->piece || c->out->len >= c->max_ranges;
}

/* As much of [begin, end) as there is room for. Where it must be cut it is cut
 * at a round number. */
static enum err take(struct cut *c, uint64_t begin, uint64_t end)
{
    uint64_t room = c->wish->piece - c->units;

    if (end - begin > room) {
        uint64_t round = begin + room - (begin + room) % c->wish->align;

        end = begin + room;
        if (round > begin && round - begin >= room / 2)
            end = round;
        c->units = c->wish->piece;
    } else {
        c->units += end - begin;
    }
    c->next = end;
    return ranges_add(c->out, begin, end);
}

/* The lowest of a set. */
static enum err take_low(struct cut *c, const struct ranges *set)
{
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < set->len && !is_full(c); i++)
        e = take(c, set->at[i].begin, set->at[i].end);
    return e;
}

/* Segments of rarity `count` within [begin, end), in order. */
static enum err take_level(struct cut *c, const struct ranges *set,
                           uint32_t count, uint64_t begin, uint64_t end)
{
    struct walk w = walk_from(set, c->wish->rarity, begin);
    struct segment s;
    enum err e = ERR_OK;

    while (e == ERR_OK && !is_full(c) && walk_next(&w, &s) && s.begin < end)
        if (s.count == count)
            e = take(c, s.begin, least(s.end, end));
    return e;
}

struct level {
    uint32_t count;
    uint64_t units; /* of that rarity; UINT64_MAX: without end */
};

/* The rarest of those less rare than `above`; `is_first`: of all. */
static bool find_level(const struct plan_wish *wish, const struct ranges *set,
                       bool is_first, uint32_t above, struct level *out)
{
    struct walk w = walk_from(set, wish->rarity, 0);
    struct segment s;

    *out = (struct level){.count = UINT32_MAX};
    while (walk_next(&w, &s)) {
        uint64_t n = s.end == UINT64_MAX ? UINT64_MAX : s.end - s.begin;

        if (s.count > out->count || (!is_first && s.count <= above))
            continue;
        if (s.count < out->count)
            out->units = 0;
        out->count = s.count;
        out->units = n > UINT64_MAX - out->units ? UINT64_MAX : out->units + n;
    }
    return out->units > 0;
}

/* Where in a level to begin: `start` if it is of it, else a place by chance. */
static uint64_t begin_at(const struct plan_wish *wish, const struct ranges *set,
                         const struct level *level)
{
    struct walk w;
    struct segment s;
    uint64_t skip;

    if (wish->start != UINT64_MAX && ranges_has(set, wish->start) &&
        plan_rarity_of(wish->rarity, wish->start) == level->count)
        return wish->start;
    if (level->units == UINT64_MAX)
        return 0;
    skip = wish->chance % level->units;
    w = walk_from(set, wish->rarity, 0);
    while (walk_next(&w, &s)) {
        if (s.count != level->count)
            continue;
        if (skip < s.end - s.begin)
            return most(s.begin,
                        s.begin + skip - (s.begin + skip) % wish->align);
        skip -= s.end - s.begin;
    }
    return 0;
}

/* The next level only when this one leaves us with crumbs. */
static enum err take_rare(struct cut *c, const struct ranges *set)
{
    struct level level;
    bool is_first = true;
    uint32_t above = 0;
    enum err e = ERR_OK;

    while (e == ERR_OK && !is_full(c) &&
           (is_first || c->units < c->wish->align) &&
           find_level(c->wish, set, is_first, above, &level)) {
        uint64_t begin = begin_at(c->wish, set, &level);

        e = take_level(c, set, level.count, begin, UINT64_MAX);
        if (e == ERR_OK && !is_full(c))
            e = take_level(c, set, level.count, 0, begin);
        above = level.count;
        is_first = false;
    }
    return e;
}

static enum err cut_piece(struct cut *c, struct ranges *set,
                          struct ranges *first)
{
    const struct plan_wish *w = c->wish;
    enum err e = intersect(set, w->urgent, first);

    if (e != ERR_OK)
        return e;
    if (!ranges_is_empty(first))
        return take_low(c, first);
    if (w->reader != UINT64_MAX) {
        uint64_t end = w->reader + least(w->window, UINT64_MAX - w->reader);

        e = ranges_copy(first, set);
        if (e == ERR_OK)
            e = ranges_clip(first, w->reader, end);
        if (e != ERR_OK || !ranges_is_empty(first))
            return e == ERR_OK ? take_low(c, first) : e;
    }
    c->max_ranges = least(c->max_ranges, PLAN_MAX_RANGES);
    return take_rare(c, set);
}

enum err plan_piece(const struct plan_wish *w, struct ranges *out,
                    uint64_t *next)
{
    struct cut c = {.wish = w, .out = out, .max_ranges = w->max_ranges};
    struct ranges set, first;
    enum err e;

    assert(w->piece > 0 && w->align > 0 && w->max_ranges > 0);
    out->len = 0;
    ranges_init(&set);
    ranges_init(&first);
    e = plan_held(w->free, w->holds, w->lacks, &set);
    if (e == ERR_OK)
        e = cut_piece(&c, &set, &first);
    if (c.units > 0)
        *next = c.next;
    ranges_clear(&set);
    ranges_clear(&first);
    return e;
}
