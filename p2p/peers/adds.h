/* Operators who asked for a connection and wait for what becomes of it.
 *
 *     begin --the peer is connected--> ERR_OK
 *           --it cannot be, or its time is over--> why
 *
 * Thread: the loop. */
#pragma once

#include "peers/peers.h"

struct peers;

/* Those that came before the rows were read. */
void adds_begin(struct peers *p);
/* The state of this peer has changed. */
void adds_look(struct peers *p, const struct node_id *id);
/* All end, with ERR_CLOSED; from the loop, or `now`, when peers goes. */
void adds_close(struct peers *p, bool now);
/* Call back those that have ended. */
void adds_tell(struct peers *p);
