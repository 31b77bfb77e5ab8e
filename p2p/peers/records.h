/* The newest record of each origin and kind: soft state that every node holds
 * a copy of. Pure: time is a parameter.
 *
 * New ones are offered to neighbours by number, and they ask for what they
 * lack; so a record crosses each link once at most, whatever the graph.
 *
 * Thread: none of its own. */
#pragma once

#include "peers/node_msg.h"
#include "peers/record.h"

struct records;

struct records_entry {
    struct record_key key;
    uint64_t seq;
    uint64_t made_ms; /* on our clock, as far as is known */
    uint64_t expires_ms;
    bool is_proven;       /* its origin is or was connected to us */
    const uint8_t *bytes; /* the whole record */
    size_t len;
    struct record record; /* into bytes */
};

/* ERR_NOMEM */
ERR_RESULT enum err records_new(struct records **out);
void records_free(struct records *rs); /* may be NULL */

/* Is this one newer than ours, and of a kind that we know? Cheap: before
 * asking, before verifying. */
bool records_wants(const struct records *rs, const struct record_key *key,
                   uint64_t seq);

/* Take a record in. `is_proven`: its origin is or was connected to us, or is
 * ourselves. Copies.
 *   ERR_OK      it is new; *out (may be NULL) is borrowed until the next call
 *   ERR_EXISTS  known, or older than ours, or older than its ttl: no fault of
 *               the sender, who need not have looked
 *   ERR_PROTO   malformed (its body too), or of an unknown kind
 *   ERR_AUTH    not signed by its origin
 *   ERR_LIMIT   no room, by count or bytes. Unproven records have ceilings of
 *               their own; a proven one takes the place of unproven ones
 *   ERR_NOMEM */
ERR_RESULT enum err records_put(struct records *rs, uint64_t now,
                                const uint8_t *bytes, size_t len,
                                uint64_t age_ms, bool is_proven,
                                const struct records_entry **out);

/* NULL: none. Borrowed until the next change. */
const struct records_entry *records_get(const struct records *rs,
                                        const struct record_key *key);

/* Walk; *it = 0 first; NULL at the end. No change meanwhile. */
const struct records_entry *records_next(const struct records *rs, size_t *it);

/* Drop what is older than its ttl. Returns how many. The number of a dropped
 * record is remembered for another ttl (of at most RECORDS_MAX_DROPPED), so
 * that a neighbour who is slower to forget cannot bring it back. Costs nothing
 * while nothing is due. */
size_t records_expire(struct records *rs, uint64_t now);

/* Its records go, and their numbers with them. */
void records_forget(struct records *rs, const struct node_id *origin);
/* The origin has connected: what we hold of it counts as proven from now on. */
void records_set_proven(struct records *rs, const struct node_id *origin);
size_t records_len(const struct records *rs);
size_t records_bytes(const struct records *rs);
