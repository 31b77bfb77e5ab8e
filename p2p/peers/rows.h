/* What is saved of the peers, so that a restarted node needs no seed.
 *
 * Thread: the loop. */
#pragma once

#include "base/err.h"
#include "peers/peer.h"

struct peers;
struct rows;
struct store_peer;

/* Reads all rows behind; peers_loaded() follows. ERR_NOMEM, ERR_LIMIT */
ERR_RESULT enum err rows_new(struct peers *p, struct rows **out);
/* Saves what is not saved. May be NULL. */
void rows_free(struct rows *r);

/* CORE_DO_SAVE: soon, together with others. CORE_DO_FORGET. */
void rows_save(struct rows *r, const struct node_id *id);
void rows_forget(struct rows *r, const struct node_id *id);

/* One row each way. False: it makes no sense. */
void row_from_peer(const struct peer *p, struct store_peer *out);
bool row_to_peer(const struct store_peer *row, struct peer *out);
