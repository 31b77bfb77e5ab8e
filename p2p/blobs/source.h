/* One source of a fetch: a node that may have what is wanted, its connection,
 * and what became of it. And all sources of a transfer.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "blobs/transfer.h"
#include "crypto/node_addr.h"

#define SOURCE_RATE_SAMPLES 6 /* one second between first and last */

struct conn;
struct dial;
struct getter_end;
struct hash;
struct limit_own;

struct source {
    struct node_addr node;
    struct conn *conn;  /* own reference; NULL: not connected */
    struct dial *dial;  /* under way */
    uint64_t marked_ms; /* when something of what was asked last came */
    size_t asked;       /* requests in flight */
    uint64_t samples[SOURCE_RATE_SAMPLES]; /* of info.bytes */
    size_t samples_len;
    struct transfer_source info;
};

/* They only become more, so that a place in it stays one source's. */
struct sources {
    struct source *at[TRANSFER_MAX_SOURCES]; /* in order of preference */
    size_t len;
    struct limit_own *own; /* the transfer's ceiling; borrowed; NULL: none */
};

/* One more. ERR_LIMIT: there is no place left; ERR_NOMEM */
ERR_RESULT enum err sources_add(struct sources *all,
                                const struct node_addr *node);

/* The place of a node; `all->len`: it is not among them. */
size_t sources_find(const struct sources *all, const struct node_id *id);

/* Their connections too; dials must be over. */
void sources_clear(struct sources *all);

/* What each did or what hindered it, for a person; if none did anything, what
 * `e` says. */
void sources_tell(const struct sources *all, enum err e, struct errmsg *em);

/* Take a sample of what came, every PROGRESS_TICK_MS; and the rate of the last
 * second, 0 without samples. */
void source_sample(struct source *s);
void source_stop_sampling(struct source *s);

/* Lets the connection go; a dial must be over. */
void source_clear(struct source *s);

/* Put what the peer did, or what hindered it, into `info`: state FAILED,
 * "12ab34cd56 at 192.0.2.7:8421: sent wrong bytes in group 12 ...". */
void source_fail(struct source *s, enum err e, const char *what);

/* The same for an answer that ended badly. `part` is the blob that was being
 * received; NULL when it goes without saying. */
void source_fail_answer(struct source *s, const struct getter_end *end,
                        const struct hash *part);

/* Something of what was asked has come. Has the connection received anything
 * in the later half of the silence since? If not, it is dead, and does not
 * know it. */
void source_mark(struct source *s);
bool source_has_moved(const struct source *s);
