/* Pings that somebody asked for: one after the other, each with a payload that
 * must come back as it was.
 *
 * Thread: the loop. */
#pragma once

#include "base/list.h"
#include "peers/peers.h"

struct link;
struct node_frame;

struct pings {
    struct list runs; /* struct ping_run */
    uint64_t last_token;
    uint64_t sent, sent_bytes; /* frames, for the statistics */
    /* The PONG that is being looked at, or NULL. */
    const uint8_t *payload;
    size_t payload_len;
};

void pings_init(struct pings *pi);
/* A frame has come, which the core is about to look at. */
void pings_look(struct pings *pi, const struct link *l,
                const struct node_frame *f);
/* CORE_DO_PONG. */
void pings_pong(struct peers *p, uint64_t conn, uint64_t token);
void pings_link_gone(struct pings *pi, uint64_t conn);
/* All end with ERR_CLOSED; from the loop, or `now`, when peers goes. */
void pings_close(struct peers *p, bool now);
/* Call back those that have ended. */
void pings_tell(struct peers *p);
