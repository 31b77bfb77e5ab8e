/* A transfer: one blob, or a hash sequence with its children, brought here
 * from the peers that have it.
 *
 *     QUEUED --a place is free--> RUNNING --all verified and kept--> COMPLETED
 *     QUEUED, RUNNING --no source left, store failed--> FAILED
 *     QUEUED, RUNNING --transfer_cancel--> CANCELLED
 *
 * What was verified is kept when a source fails or the transfer ends; another
 * source, or a later transfer, asks only for the rest. A complete local blob
 * is COMPLETED at once and opens no connection.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "crypto/hash.h"
#include "crypto/id.h"
#include "crypto/node_addr.h"

struct blobs;
struct transfer;

enum transfer_state {
    TRANSFER_QUEUED,
    TRANSFER_RUNNING,
    TRANSFER_COMPLETED,
    TRANSFER_FAILED,
    TRANSFER_CANCELLED
};
const char *transfer_state_name(enum transfer_state s); /* "queued", ... */

#define TRANSFER_MAX_SOURCES 32

struct transfer_request {
    struct hash hash;
    bool is_sequence;                /* fetch the children as well */
    const struct node_addr *sources; /* copied */
    size_t sources_len; /* 1..TRANSFER_MAX_SOURCES, unless held locally */
    const char *tag;    /* set on completion; may be NULL; copied */
};

enum source_state {
    SOURCE_IDLE,
    SOURCE_CONNECTING,
    SOURCE_ACTIVE,
    SOURCE_DONE,
    SOURCE_FAILED
};

/* Names as they are shown: "idle", "connecting", ... */
const char *source_state_name(enum source_state s);

struct transfer_source {
    struct node_id peer;
    enum source_state state;
    uint64_t bytes;    /* verified content bytes from this peer */
    uint64_t rate_bps; /* of them, bytes per second, mean of the last one */
    enum err err;      /* why FAILED */
    char error[256];   /* the same for a person, naming what the peer
                                did; "" when nothing is wrong */
};

/* A picture of a transfer, for whoever shows it. */
struct transfer_info {
    uint64_t id; /* unique in this process, from 1 */
    struct hash hash;
    bool is_sequence;
    enum transfer_state state;
    bool size_known;
    uint64_t size;          /* content bytes in all, children included as far
                                as known */
    uint64_t bytes_done;    /* held: never falls */
    uint64_t bytes_fetched; /* of these, brought by this transfer */
    uint64_t rate_bps;      /* bytes per second, mean of the last second */
    uint64_t created_ms, started_ms, ended_ms; /* wall clock; 0: not yet */
    const char *tag; /* NULL: none; borrowed for the call */
    enum err err;    /* when FAILED */
    char error[512]; /* the same for a person: which peer did what */
    size_t sources_len;
    struct transfer_source sources[TRANSFER_MAX_SOURCES];
};

/* Start or queue. The request was checked by the caller; fails only with
 *   ERR_INVALID  no source and the content is not known to be local
 *   ERR_LIMIT    too many transfers are queued
 *   ERR_NOMEM
 * Looking into the store is asynchronous, so the state is first QUEUED; for a
 * held blob it is COMPLETED before `ready` runs. `ready` runs once, when the
 * state says something useful (completed locally, running or queued behind
 * others, failed). */
typedef void transfer_ready_fn(uint64_t id, void *arg);
ERR_RESULT enum err transfer_start(struct blobs *b,
                                   const struct transfer_request *rq,
                                   transfer_ready_fn *ready, void *arg,
                                   uint64_t *id_out);

/* ERR_NOT_FOUND: no such transfer. ERR_CONFLICT: it has ended already. */
ERR_RESULT enum err transfer_cancel(struct blobs *b, uint64_t id);

/* ERR_NOT_FOUND. `out` is large: allocate it. */
ERR_RESULT enum err transfer_get(struct blobs *b, uint64_t id,
                                 struct transfer_info *out);

/* Newest first, at most `max`, older than `before` (0: from the newest).
 * Returns how many. */
size_t transfer_list(struct blobs *b, uint64_t before,
                     struct transfer_info *out, size_t max);

/* Told on every change of state and, while bytes move, at least 4 times a
 * second. One listener; NULL ends it. After an end state (COMPLETED, FAILED,
 * CANCELLED) nothing more is told of that transfer. */
typedef void transfer_listener_fn(const struct transfer_info *info, void *arg);
void transfer_listen(struct blobs *b, transfer_listener_fn *fn, void *arg);
