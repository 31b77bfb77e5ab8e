/* Parameters and answers of lists, and of what most routes take.
 *
 * Each read_* replies and returns false when the parameter is wrong.
 *
 * Thread: the http thread of the call. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/call.h"
#include "crypto/hash.h"
#include "ops/ask_peers.h"

bool read_hash(struct call *c, const char *text, struct hash *out);
bool read_limit(struct call *c, size_t *out);                /* 1..1000, 100 */
bool read_flag(struct call *c, const char *name, bool *out); /* true, false */

/* A query parameter in seconds, as "2" or "0.5", into milliseconds; left alone
 * when absent. */
bool read_seconds(struct call *c, const char *name, double min, double max,
                  uint64_t *out_ms);

/* The id of a peer, or how it begins. */
bool read_peer(struct call *c, const char *text, struct peer_ref *out);

/* Has this node p2p at all? */
bool check_p2p(struct call *c);

/* A tag's name: 1 to 255 bytes. `pointer` says where it was. */
bool check_tag(struct call *c, const char *pointer, const char *name);

/* The `tag` parameter into `out`; "" when absent. */
bool read_tag_param(struct call *c, char *out);

/* "BOOT-NUMBER" of a transfer. False: no id of this process (not replied). */
bool parse_transfer_id(const struct call *c, const char *text, uint64_t *out);

/* {"items", "next"}; takes over `items`. `next` is NULL at the end. */
void reply_page(struct call *c, json_t *items, const char *next);
