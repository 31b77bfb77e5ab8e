#include "quic/expiry.h"

#include <assert.h>
#include <stdlib.h>

void expiry_heap_init(struct expiry_heap *h)
{
    *h = (struct expiry_heap){0};
}

void expiry_heap_clear(struct expiry_heap *h)
{
    assert(h->len == 0);
    free(h->slots);
    expiry_heap_init(h);
}

enum err expiry_reserve(struct expiry_heap *h, size_t n)
{
    size_t cap = h->cap != 0 ? h->cap : 16;
    struct expiry **slots;

    if (n <= h->cap)
        return ERR_OK;
    while (cap < n)
        cap *= 2;
    slots = realloc(h->slots, cap * sizeof(*slots));
    if (slots == NULL)
        return ERR_NOMEM;
    h->slots = slots;
    h->cap = cap;
    return ERR_OK;
}

static void put(struct expiry_heap *h, size_t i, struct expiry *e)
{
    h->slots[i] = e;
    e->slot = i + 1;
}

static void sift_up(struct expiry_heap *h, size_t i, struct expiry *e)
{
    while (i > 0) {
        size_t parent = (i - 1) / 2;

        if (h->slots[parent]->at_ns <= e->at_ns)
            break;
        put(h, i, h->slots[parent]);
        i = parent;
    }
    put(h, i, e);
}

static void sift_down(struct expiry_heap *h, size_t i, struct expiry *e)
{
    for (;;) {
        size_t child = 2 * i + 1;

        if (child >= h->len)
            break;
        if (child + 1 < h->len &&
            h->slots[child + 1]->at_ns < h->slots[child]->at_ns)
            child++;
        if (h->slots[child]->at_ns >= e->at_ns)
            break;
        put(h, i, h->slots[child]);
        i = child;
    }
    put(h, i, e);
}

static void settle(struct expiry_heap *h, size_t i, struct expiry *e)
{
    if (i > 0 && h->slots[(i - 1) / 2]->at_ns > e->at_ns)
        sift_up(h, i, e);
    else
        sift_down(h, i, e);
}

static void take_out(struct expiry_heap *h, struct expiry *e)
{
    size_t i = e->slot - 1;
    struct expiry *last = h->slots[--h->len];

    e->slot = 0;
    if (last != e)
        settle(h, i, last);
}

void expiry_set(struct expiry_heap *h, struct expiry *e, uint64_t at_ns)
{
    if (e->slot != 0 && e->at_ns == at_ns)
        return;
    e->at_ns = at_ns;
    if (at_ns == EXPIRY_NEVER) {
        if (e->slot != 0)
            take_out(h, e);
        return;
    }
    if (e->slot != 0) {
        settle(h, e->slot - 1, e);
        return;
    }
    assert(h->len < h->cap);
    sift_up(h, h->len++, e);
}

struct expiry *expiry_first(const struct expiry_heap *h)
{
    return h->len != 0 ? h->slots[0] : NULL;
}
