/* Two rings of different steps are fed with the same bytes, each for itself:
 * so neither waits for the other, and both come to the same sum. */
#include "blobs/history.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

#define SECOND_MS 1000
#define MINUTE_MS 60000

struct ring {
    struct history_bytes *at;
    size_t cap, len, next;
    uint64_t step_ms;
    uint64_t start_ms;         /* of the point that is not whole yet */
    struct history_bytes open; /* what it has so far */
};

struct entry {
    struct node_id id;
    struct history_bytes total, rate;
    struct history_bytes seen; /* at the last tick */
};

struct history {
    uint64_t tick_ms; /* the last */
    struct history_bytes total, rate, seen;
    struct ring seconds, minutes;
    struct map by_id; /* -> into `peers` */
    struct entry peers[HISTORY_PEERS];
    size_t peers_len;
    struct history_bytes second_points[HISTORY_SECONDS];
    struct history_bytes minute_points[HISTORY_MINUTES];
};

/* ---- rings --------------------------------------------------------------*/

static void ring_init(struct ring *r, struct history_bytes *at, size_t cap,
                      uint64_t step_ms, uint64_t now_ms)
{
    *r = (struct ring){
        .at = at,
        .cap = cap,
        .step_ms = step_ms,
        .start_ms = now_ms - now_ms % step_ms,
    };
}

static void ring_push(struct ring *r)
{
    r->at[r->next] = r->open;
    r->next = (r->next + 1) % r->cap;
    r->len += r->len < r->cap;
    r->start_ms += r->step_ms;
    r->open = (struct history_bytes){0};
}

/* `n` times `part` of `whole`; in two terms, as the product may not fit. */
static uint64_t share(uint64_t n, uint64_t part, uint64_t whole)
{
    return n / whole * part + n % whole * part / whole;
}

/* Spread what moved between the two times. Each part is taken of what is left,
 * so nothing is lost to rounding. */
static void ring_pass(struct ring *r, uint64_t from, uint64_t to,
                      struct history_bytes moved)
{
    uint64_t all_ms = r->cap * r->step_ms;

    /* After a sleep of days only the last of it has a place. */
    if (to - from > all_ms) {
        from = to - all_ms;
        r->start_ms = from - from % r->step_ms;
        r->open = (struct history_bytes){0};
    }
    while (from < to) {
        uint64_t whole = r->start_ms + r->step_ms;
        uint64_t end = whole < to ? whole : to;
        uint64_t in = share(moved.in, end - from, to - from);
        uint64_t out = share(moved.out, end - from, to - from);

        r->open.in += in;
        r->open.out += out;
        moved.in -= in;
        moved.out -= out;
        from = end;
        if (end == whole)
            ring_push(r);
    }
}

/* Oldest first. Returns how many. */
static size_t ring_copy(const struct ring *r, struct history_bytes *out,
                        uint64_t *from_ms)
{
    for (size_t i = 0; i < r->len; i++)
        out[i] = r->at[(r->next + r->cap - r->len + i) % r->cap];
    *from_ms = r->start_ms - r->len * r->step_ms;
    return r->len;
}

/* ---- peers --------------------------------------------------------------*/

static uint64_t sum(const struct history_bytes *b)
{
    return b->in + b->out;
}

/* A place for another; the one with the fewest bytes makes room. */
static struct entry *place(struct history *h)
{
    struct entry *least = &h->peers[0];

    if (h->peers_len < HISTORY_PEERS)
        return &h->peers[h->peers_len++];
    for (size_t i = 1; i < HISTORY_PEERS; i++) {
        if (sum(&h->peers[i].total) < sum(&least->total))
            least = &h->peers[i];
    }
    if (map_get(&h->by_id, &least->id) == least)
        map_remove(&h->by_id, &least->id);
    return least;
}

/* NULL: no memory, and only the totals know of it. */
static struct entry *entry_of(struct history *h, const struct node_id *id)
{
    struct entry *e = map_get(&h->by_id, id);

    if (e != NULL)
        return e;
    e = place(h);
    *e = (struct entry){.id = *id};
    return map_set(&h->by_id, id, e) == ERR_OK ? e : NULL;
}

/* ---- the whole ----------------------------------------------------------*/

enum err history_new(uint64_t now_ms, struct history **out)
{
    struct history *h = calloc(1, sizeof *h);

    if (h == NULL)
        return ERR_NOMEM;
    h->tick_ms = now_ms;
    ring_init(&h->seconds, h->second_points, HISTORY_SECONDS, SECOND_MS,
              now_ms);
    ring_init(&h->minutes, h->minute_points, HISTORY_MINUTES, MINUTE_MS,
              now_ms);
    map_init(&h->by_id, NODE_ID_LEN, HISTORY_PEERS);
    *out = h;
    return ERR_OK;
}

void history_free(struct history *h)
{
    if (h == NULL)
        return;
    map_clear(&h->by_id);
    free(h);
}

void history_add(struct history *h, const struct node_id *peer, uint64_t in,
                 uint64_t out)
{
    struct entry *e;

    if (in == 0 && out == 0)
        return;
    h->total.in += in;
    h->total.out += out;
    e = entry_of(h, peer);
    if (e == NULL)
        return;
    e->total.in += in;
    e->total.out += out;
}

/* What came since it was last seen; the rate of that goes to `rate`. */
static struct history_bytes see(const struct history_bytes *total,
                                struct history_bytes *seen,
                                struct history_bytes *rate, uint64_t ms)
{
    struct history_bytes moved = {.in = total->in - seen->in,
                                  .out = total->out - seen->out};

    rate->in = share(moved.in, SECOND_MS, ms);
    rate->out = share(moved.out, SECOND_MS, ms);
    *seen = *total;
    return moved;
}

void history_tick(struct history *h, uint64_t now_ms)
{
    struct history_bytes moved;
    uint64_t ms = now_ms - h->tick_ms;

    if (now_ms <= h->tick_ms)
        return;
    moved = see(&h->total, &h->seen, &h->rate, ms);
    ring_pass(&h->seconds, h->tick_ms, now_ms, moved);
    ring_pass(&h->minutes, h->tick_ms, now_ms, moved);
    for (size_t i = 0; i < h->peers_len; i++) {
        struct entry *e = &h->peers[i];

        (void)see(&e->total, &e->seen, &e->rate, ms);
    }
    h->tick_ms = now_ms;
}

static int by_most(const void *a, const void *b)
{
    const struct history_peer *x = a, *y = b;
    uint64_t of_x = sum(&x->total), of_y = sum(&y->total);

    if (of_x != of_y)
        return of_x > of_y ? -1 : 1;
    return memcmp(x->id.b, y->id.b, NODE_ID_LEN);
}

void history_view(const struct history *h, struct history_view *out)
{
    out->total = h->total;
    out->rate = h->rate;
    out->seconds_len =
        ring_copy(&h->seconds, out->seconds, &out->seconds_from_ms);
    out->minutes_len =
        ring_copy(&h->minutes, out->minutes, &out->minutes_from_ms);
    out->peers_len = 0;
    for (size_t i = 0; i < h->peers_len; i++) {
        const struct entry *e = &h->peers[i];

        /* An entry that found no place in the map has nothing. */
        if (sum(&e->total) > 0)
            out->peers[out->peers_len++] = (struct history_peer){
                .id = e->id, .total = e->total, .rate = e->rate};
    }
    qsort(out->peers, out->peers_len, sizeof out->peers[0], by_most);
}
