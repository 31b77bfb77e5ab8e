/* Whom to be connected to, of all who are known. Pure.
 *
 * Up to `max` peers: everybody, a full mesh. Above it each node takes its two
 * successors on the ring of ids, which keeps the graph in one piece, and then
 * those with the highest value of a hash over both ids, which both ends
 * compute alike and so mostly agree on: a random graph, of small diameter,
 * that changes little when nodes come and go. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "crypto/id.h"

struct mesh_peer {
    struct node_id id;
    uint64_t weight; /* private */
    bool is_wanted;  /* out */
};

/* Sets is_wanted of each; reorders. `max` at least MESH_MIN. Fewer than `max`
 * are chosen, since others choose us whom we did not: all in all a node has
 * about `max` at most. No two ids alike, none is `self`. */
#define MESH_MIN 4
void mesh_choose(const struct node_id *self, struct mesh_peer *peers,
                 size_t len, size_t max);
