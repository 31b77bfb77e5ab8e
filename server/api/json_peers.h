/* Peers and what lies around them as JSON, as openapi/openapi.yaml describes
 * it. All return a new reference, NULL when memory ran out.
 *
 * Thread: any; no state. */
#pragma once

#include <jansson.h>

#include "ops/ask_network.h"
#include "ops/ask_peers.h"
#include "peers/core.h"

/* 64 hex digits. */
json_t *json_node_id(const struct node_id *id);
/* As in a list, and with all that is known. */
json_t *json_peer(const struct peer *p);
json_t *json_peer_detail(const struct ask_peer_get *get);
/* What an event says of a peer. */
json_t *json_peer_event(const struct peer *p, enum core_news news);
/* A source of discovery with its sightings. */
json_t *json_source(const struct source_copy *s);
/* The graph; `wall_ms`: when it was made. */
json_t *json_topology(const struct topology *t, uint64_t wall_ms);

/* Text, or null for "". */
json_t *json_text(const char *text);

/* Microseconds in milliseconds; null for 0, which is: not measured. */
json_t *json_rtt(uint64_t us);
