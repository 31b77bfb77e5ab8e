/* One source of a fetch: a node that may have what is wanted, its connection,
 * and what became of it.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "blobs/transfer.h"
#include "crypto/node_addr.h"

struct conn;
struct dial;
struct getter_end;
struct hash;

struct source {
    struct node_addr node;
    struct conn *conn; /* own reference; NULL: not connected */
    struct dial *dial; /* under way */
    uint64_t packets;  /* received on the connection when it last moved */
    struct transfer_source info;
};

void source_init(struct source *s, const struct node_addr *node);

/* Lets the connection go; a dial must be over. */
void source_clear(struct source *s);

/* Put what the peer did, or what hindered it, into `info`: state FAILED,
 * "12ab34cd56 at 192.0.2.7:8421: sent wrong bytes in group 12 ...". */
void source_fail(struct source *s, enum err e, const char *what);

/* The same for an answer that ended badly. `part` is the blob that was being
 * received; NULL when it goes without saying. */
void source_fail_answer(struct source *s, const struct getter_end *end,
                        const struct hash *part);

/* Remember how much the connection has received; has it received anything
 * since? If not, it may be dead and not know it. */
void source_mark(struct source *s);
bool source_has_moved(const struct source *s);
