/* Who said to have which blob: an index of announcements and answers, bounded,
 * forgetful. A hint: only the transfer shows whether it was true. Pure.
 *
 * Thread: none of its own. */
#pragma once

#include "peers/node_msg.h"

struct holders;

struct holder {
    struct node_id peer;
    enum node_have_state state; /* PARTIAL or WHOLE */
    uint64_t size, held;
    uint64_t heard_ms;
};

ERR_RESULT enum err holders_new(struct holders **out); /* ERR_NOMEM */
void holders_free(struct holders *h);                  /* may be NULL */

/* A peer said so; NODE_HAVE_NOT removes. At a ceiling the entry heard of the
 * longest ago goes: at HOLDERS_MAX_OF_PEER one of this peer, at
 * HOLDERS_MAX_PEERS one of this blob, at the others any. Out of memory: nothing
 * is noted. */
void holders_note(struct holders *h, uint64_t now, const struct node_id *peer,
                  const struct node_have *have);

/* Everything that a peer said: it is banned, or gone for long. */
void holders_forget_peer(struct holders *h, const struct node_id *peer);

/* The newest word first. Returns how many of at most `max`. */
size_t holders_get(const struct holders *h, const struct hash *hash,
                   struct holder *out, size_t max);
size_t holders_len(const struct holders *h); /* hashes */
