/* A transfer: one blob, or a hash sequence with its children, brought here
 * from the peers that have it.
 *
 *     QUEUED --a place is free, its turn--> RUNNING
 *     RUNNING --all verified and kept--> COMPLETED
 *     RUNNING --an attempt failed, the next may not--> QUEUED
 *     QUEUED, RUNNING --transfer_patch--> PAUSED --transfer_patch--> QUEUED
 *     RUNNING --no source left, store failed--> FAILED
 *     QUEUED, RUNNING, PAUSED --deadline--> FAILED
 *     QUEUED, RUNNING, PAUSED --transfer_cancel--> CANCELLED
 *
 * What was verified is kept when a source fails or the transfer ends; another
 * source, or a later transfer, asks only for the rest. A complete local blob
 * is COMPLETED at once and opens no connection.
 *
 * Turn: by priority, then by place in the queue. A running one is never sent
 * back for a more urgent one. An attempt fails for good when every source
 * lied, refused or lacks it, or when the fault is ours (no space); when one
 * was not reached, or its connection broke, another is made after a growing
 * pause, until there were `max_attempts` (blobs.h).
 *
 * With blobs_restore() transfers are kept in the store: they outlive the
 * process, go on by themselves, and keep their numbers.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "base/ranges.h"
#include "blobs/limits.h"
#include "crypto/hash.h"
#include "crypto/id.h"
#include "crypto/node_addr.h"

struct blobs;
struct transfer;

enum transfer_state {
    TRANSFER_QUEUED,
    TRANSFER_RUNNING,
    TRANSFER_PAUSED,
    TRANSFER_COMPLETED, /* this and those that follow are ends */
    TRANSFER_FAILED,
    TRANSFER_CANCELLED
};
const char *transfer_state_name(enum transfer_state s); /* "queued", ... */

#define TRANSFER_MAX_SOURCES 32
#define TRANSFER_MAX_FIRST 64

struct transfer_request {
    struct hash hash;
    bool is_sequence;                /* fetch the children as well */
    const struct node_addr *sources; /* copied */
    size_t sources_len; /* at most TRANSFER_MAX_SOURCES; others are found while
                           it runs, where blobs_peers can find any */
    const char *tag;    /* set on completion; may be NULL; copied */
    bool has_priority;  /* false: normal */
    enum priority priority;
    uint64_t max_bps;          /* ceiling, bytes per second; 0: none */
    uint64_t deadline_ms;      /* wall clock; FAILED when not complete by
                                   then; 0: none */
    const struct range *first; /* bytes wanted before all others; copied */
    size_t first_len;          /* at most TRANSFER_MAX_FIRST; raw blobs only */
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
    uint64_t id; /* from 1; never given twice, also after a restart */
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
    enum err err;    /* when FAILED; or why the last attempt failed */
    char error[512]; /* the same for a person: which peer did what */
    enum priority priority;
    size_t position;          /* in the queue, from 1; 0: not in it */
    uint64_t max_bps;         /* 0: none */
    uint64_t deadline_ms;     /* wall clock; 0: none */
    unsigned attempts;        /* begun, since one last brought something */
    uint64_t next_attempt_ms; /* wall clock; QUEUED, and waiting for it */
    size_t requests;          /* in flight */
    size_t sources_len;
    struct transfer_source sources[TRANSFER_MAX_SOURCES];
};

/* Six hex digits that go with the numbers: those of the store's directory, so
 * that number and tag together are an id that stays. Any thread. */
#define TRANSFER_TAG_SIZE 7
const char *transfer_tag(const struct blobs *b);

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

/* What is to change; the rest stays as it is. */
struct transfer_patch {
    bool has_paused, is_paused; /* PAUSED, or back into the queue; a pause
                                   forgives the attempts that failed */
    bool has_priority;
    enum priority priority;
    bool has_max_bps;
    uint64_t max_bps;
    size_t position; /* in the queue, from 1, as far as the priorities of the
                        others let it; 0: as it is */
};

/* ERR_NOT_FOUND: no such transfer. ERR_CONFLICT: it has ended already, or a
 * place in the queue was wished for and it is not in it. */
ERR_RESULT enum err transfer_patch(struct blobs *b, uint64_t id,
                                   const struct transfer_patch *patch);

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
