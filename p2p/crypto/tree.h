/* The hash tree over a blob at the grain of chunk groups (16 chunks, 16 KiB):
 * its shape, its values, and its outboard.
 *
 * Shape: a node over m > 1 chunks has a left child over the largest power of
 * two below m and a right child with the rest. Above group level the nodes are
 * numbered in pre-order: the root is 0, the left child of node i is i + 1, the
 * right child is i + (number of groups on the left).
 *
 * Outboard: the 64-byte parents (left value, right value) of all nodes above
 * group level in pre-order, no header: 64 (groups - 1) bytes; what iroh keeps
 * as .obao4.
 *
 * Values: the whole blob's value is computed with the root flag, every other
 * with its chunk numbers and without; so one function serves every piece, and
 * the caller says whether the piece is the blob.
 *
 * Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

#define TREE_CHUNK 1024
#define TREE_GROUP 16384
#define TREE_GROUP_CHUNKS 16
#define TREE_PARENT 64    /* bytes of a parent */
#define TREE_MAX_DEPTH 56 /* levels that 2^64 bytes can have, and a few */

/* Counts for a blob of `size` bytes; the empty blob has one (empty) chunk. */
uint64_t tree_chunks(uint64_t size);
uint64_t tree_groups(uint64_t size);
uint64_t tree_outboard_size(uint64_t size);

/* How many of `n` >= 2 units (chunks or groups) go to the left child. */
uint64_t tree_left(uint64_t n);

/* Bytes in group `group` of a blob: TREE_GROUP but for the last. */
size_t tree_group_len(uint64_t size, uint64_t group);

/* Chaining values of `n` whole groups that lie side by side, the first being
 * group `first` of a blob of more than one group. */
void tree_group_cvs(const uint8_t *data, size_t n, uint64_t first,
                    struct hash out[]);

/* The same for whole groups anywhere in memory; `group[i]` is the number of
 * the one at data[i]. */
void tree_group_cvs_at(const uint8_t *const data[], const uint64_t group[],
                       size_t n, struct hash out[]);

/* Values of the chunks of a piece of at most one group that begins at chunk
 * `first` and is not a blob of one chunk; how many: 1 to 16. */
size_t tree_chunk_cvs(const void *data, size_t len, uint64_t first,
                      struct hash out[static TREE_GROUP_CHUNKS]);

/* Value of any piece that is a node of a tree: `len` bytes that begin at chunk
 * `first_chunk`. `is_root` if the piece is the whole blob. */
void tree_subtree(const void *data, size_t len, uint64_t first_chunk,
                  bool is_root, struct hash *out);

/* Value of the parent of two nodes; `is_root` if it is the whole blob. */
void tree_parent(const struct hash *left, const struct hash *right,
                 bool is_root, struct hash *out);

/* Value of the node over `n` >= 1 neighbouring values; for n = 1 the value
 * itself, whatever `is_root` says. */
void tree_join(const struct hash *values, uint64_t n, bool is_root,
               struct hash *out);

/* Takes `n` parents that follow each other in the outboard, the first at
 * `index`. Every parent is given once; the calls are not in order. */
typedef enum err tree_sink_fn(void *arg, uint64_t index, const uint8_t *parents,
                              size_t n);

/* Build the outboard from the values of all `n` groups (for n = 1 the value is
 * the root hash and there is no outboard). Needs no memory but 24 KiB of
 * stack; most parents come in runs of 255. `sink` may be NULL, `root` not.
 * The first error of the sink ends it and is returned. */
ERR_RESULT enum err tree_build_outboard(const struct hash *values, uint64_t n,
                                        tree_sink_fn *sink, void *arg,
                                        struct hash *root);

/* A sink that writes to memory: `arg` is the address of the outboard. */
tree_sink_fn tree_sink_memory;
