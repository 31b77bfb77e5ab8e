/* The ring first, then chance that both ends throw alike:
 *
 *   all, when there are at most `max`
 *   else the two next on the ring of ids, so that the graph is in one piece
 *        even when any one node dies
 *   then those of the highest weight, a hash over both ids without order
 *
 * A weight is the same at both ends, but whether it is among the highest ones
 * is not: some links are chosen by one end only, about a fifth of what a node
 * chooses. With the two that chose us as their next on the ring that is what
 * `max` leaves room for. */
#include "peers/mesh.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define RING_NEXT 2

/* A finaliser of the SplitMix kind: each bit of the input reaches all. */
static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint64_t digest(const struct node_id *id)
{
    uint64_t word[NODE_ID_LEN / sizeof(uint64_t)];
    uint64_t d = 1;

    memcpy(word, id->b, sizeof word);
    for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
        d = mix(d ^ word[i]) + i;
    return d;
}

static int by_weight(const void *a, const void *b)
{
    const struct mesh_peer *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return node_id_compare(&x->id, &y->id);
}

/* Does `a` come before `b` on the way up from `self`, round the ring? */
static bool is_sooner(const struct node_id *self, const struct node_id *a,
                      const struct node_id *b)
{
    bool a_wraps = node_id_compare(a, self) < 0;
    bool b_wraps = node_id_compare(b, self) < 0;

    if (a_wraps != b_wraps)
        return b_wraps;
    return node_id_compare(a, b) < 0;
}

static void choose_next(const struct node_id *self, struct mesh_peer *peers,
                        size_t len)
{
    struct mesh_peer *next = NULL;

    for (size_t i = 0; i < len; i++)
        if (!peers[i].is_wanted &&
            (next == NULL || is_sooner(self, &peers[i].id, &next->id)))
            next = &peers[i];
    next->is_wanted = true;
}

void mesh_choose(const struct node_id *self, struct mesh_peer *peers,
                 size_t len, size_t max)
{
    uint64_t mine = digest(self);
    size_t left;

    assert(max >= MESH_MIN);
    for (size_t i = 0; i < len; i++)
        peers[i].is_wanted = len <= max;
    if (len <= max)
        return;
    for (size_t i = 0; i < RING_NEXT; i++)
        choose_next(self, peers, len);
    for (size_t i = 0; i < len; i++)
        peers[i].weight = mix(mine ^ digest(&peers[i].id));
    qsort(peers, len, sizeof *peers, by_weight);
    left = max * 5 / 8 - RING_NEXT;
    for (size_t i = 0; i < left; i++)
        peers[i].is_wanted = true;
}
