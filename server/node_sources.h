/* Who has a blob: what blobs asks is answered by what peers say, and what peers
 * say unasked is told to blobs.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct blobs_inquiry;
struct hash;
struct node_have;
struct node_id;

/* For blobs_peers.holders and .holding, and peers_config.holds; `arg` is the
 * node. */
void node_sources_ask(const struct hash *h, uint64_t timeout_ms,
                      const struct blobs_inquiry *to, void *arg);
void node_sources_tell(const struct hash *h, uint64_t size, bool is_whole,
                       void *arg);
void node_sources_heard(const struct node_id *peer,
                        const struct node_have *haves, size_t len, void *arg);
