/* The store: blobs by hash and tags by name, on disk.
 *
 * What is small (rows, tags, blobs of at most one chunk group) lives in
 * SQLite; larger content is a plain data file beside a file with its hash
 * tree (README.md has the layout). SQLite is touched only by the store
 * thread; data files are written by whoever holds the right to (an add, a
 * partial blob's verified groups) and read by anyone.
 *
 *     absent --add--> complete
 *     absent --blob_want--> partial --last group--> complete
 *     complete --damage found--> partial
 *     any --store_delete--> absent (open handles go on reading)
 *
 * Durability: a done callback of an add, a tag or a deletion means that it is
 * on disk. A blob completed group by group is complete at once and flushed
 * behind; until that is done the database says so, and after a crash such a
 * blob, like every partial one, is scanned against its hash tree before
 * anything of it is trusted.
 *
 * Threads: functions marked [loop] belong to the loop and their callbacks run
 * there, once, after the call has returned; those marked [any] may be called
 * from every thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"
#include "store/blob.h"

struct loop;
struct store;
struct workers;

struct store_config {
    const char *dir;         /* created when missing, mode 0700 */
    struct loop *loop;       /* borrowed; must outlive the store */
    struct workers *workers; /* borrowed; must outlive the store */
    uint64_t max_blob_bytes; /* refuse larger blobs; 0: no limit */
    size_t max_open;         /* handles kept open beyond use, e.g. 1024 */
};

/* [loop] Open, create or recover. Blocks for as long as SQLite needs; scans
 * of unsure blobs go on behind.
 *   ERR_BUSY     another process holds the directory
 *   ERR_NEWER    the directory was written by a newer version
 *   ERR_CORRUPT  the database is damaged beyond repair
 *   ERR_ACCESS, ERR_NO_SPACE, ERR_IO, ERR_NOMEM
 * `em` names the file and says what to do. */
ERR_RESULT enum err store_open(const struct store_config *cfg,
                               struct store **out, struct errmsg *em);

/* [loop, not from within a callback] Finish what was begun, flush, close. Outstanding callbacks run (from
 * inside this call) with ERR_CLOSED; adds must have ended and blob handles
 * been given back. May be NULL. */
void store_close(struct store *s);

/* ---- looking up ---------------------------------------------------------*/

/* `b` is the callee's reference on ERR_OK, else NULL.
 *   ERR_NOT_FOUND  nothing of this hash is held
 *   ERR_CORRUPT, ERR_IO, ERR_CLOSED, ERR_NOMEM */
typedef void store_blob_fn(enum err e, struct blob *b, void *arg);

/* [loop] A handle on a blob, complete or partial. A blob that must be scanned
 * first answers when the scan is done. The empty blob is always held. */
void store_get(struct store *s, const struct hash *h, store_blob_fn *done,
               void *arg);

/* [loop] The same without waiting, for a blob that is open already: a new
 * reference, or NULL (which says nothing about the disk). */
struct blob *store_peek(struct store *s, const struct hash *h);

/* [loop] As store_get, but creates an empty partial blob when absent, to be
 * filled by blob_write_*() (see blob.h). */
void store_want(struct store *s, const struct hash *h, store_blob_fn *done,
                void *arg);

/* [loop] A whole blob of at most STORE_INLINE_MAX bytes that was verified
 * already, e.g. received from a peer. Bytes are copied. Batched: many puts
 * share one commit. `done` may be NULL. */
#define STORE_INLINE_MAX 16384
typedef void store_done_fn(enum err e, void *arg);
void store_put_small(struct store *s, const struct hash *h, const void *bytes,
                     size_t len, store_done_fn *done, void *arg);

/* ---- adding -------------------------------------------------------------*/

/* One blob on its way in: hashed and written as it comes, under a temporary
 * name until it is durable. An add belongs to one thread at a time. */
struct store_add;

struct store_added {
    struct hash hash;
    uint64_t size;
    bool created; /* false: the same content was held already */
};

/* [any] ERR_NO_SPACE, ERR_IO, ERR_NOMEM, ERR_LIMIT, ERR_CLOSED */
ERR_RESULT enum err store_add_begin(struct store *s, struct store_add **out);

/* [any] ERR_NO_SPACE, ERR_IO, ERR_TOO_LARGE; then only abort is left. */
ERR_RESULT enum err store_add_write(struct store_add *a, const void *bytes,
                                    size_t len);

/* [any] Make it durable under its hash. Owns `a` from here on. `done` runs on
 * the loop.
 *   expected  may be NULL: ERR_MISMATCH when the content hashes otherwise
 *             (`added` then tells the hash it has); nothing is kept
 *   tag       may be NULL: set in the same commit
 * Other errors as above. */
typedef void store_added_fn(enum err e, const struct store_added *added,
                            void *arg);
void store_add_finish(struct store_add *a, const struct hash *expected,
                      const char *tag, store_added_fn *done, void *arg);

/* [any] Give up; leaves nothing behind. May be NULL. */
void store_add_abort(struct store_add *a);

/* ---- listing, deleting, verifying ---------------------------------------*/

enum store_state { STORE_ANY, STORE_COMPLETE, STORE_PARTIAL };

struct store_query {
    bool has_after;
    struct hash after; /* continue behind this hash */
    size_t limit;      /* 1..1000 */
    enum store_state state;
    const char *tag; /* only blobs with this tag; NULL: all; copied */
};

struct store_item {
    struct hash hash;
    uint64_t size; /* 0 when unknown yet */
    uint64_t held_bytes;
    bool complete;
    uint64_t added_ms; /* wall clock */
    size_t tags_len;
    char **tags; /* names, sorted */
};

/* Items are in order of hash and borrowed for the call. `more`: there are
 * further ones. */
typedef void store_list_fn(enum err e, const struct store_item *items,
                           size_t len, bool more, void *arg);
void store_list(struct store *s, const struct store_query *q,
                store_list_fn *done, void *arg); /* [loop] */

/* [loop] One blob's row, tags included; len is 1 or e is ERR_NOT_FOUND. */
void store_stat(struct store *s, const struct hash *h, store_list_fn *done,
                void *arg);

/* [loop] ERR_NOT_FOUND; ERR_CONFLICT: tagged and not `force` (with `force`
 * the tags go too); ERR_BUSY: partial, and somebody has a handle on it. */
void store_delete(struct store *s, const struct hash *h, bool force,
                  store_done_fn *done, void *arg);

/* [loop] Re-hash a blob from disk on the workers. Damaged groups are no
 * longer held afterwards (the blob becomes partial). */
struct store_verified {
    uint64_t checked_bytes;
    uint64_t bad_bytes;
};
typedef void store_verified_fn(enum err e, const struct store_verified *v,
                               void *arg);
void store_verify(struct store *s, const struct hash *h,
                  store_verified_fn *done, void *arg);

/* ---- tags ---------------------------------------------------------------*/

#define STORE_TAG_MAX 255 /* bytes; any UTF-8 without control characters */

struct store_tag {
    char name[STORE_TAG_MAX + 1];
    struct hash hash;
    bool is_sequence; /* names a hash sequence, not a raw blob */
};
typedef void store_tag_fn(enum err e, const struct store_tag *tags, size_t len,
                          bool more, void *arg);

/* [loop] all. The blob need not be held yet. ERR_INVALID: name. */
void store_tag_set(struct store *s, const struct store_tag *tag,
                   store_done_fn *done, void *arg);
void store_tag_get(struct store *s, const char *name, store_tag_fn *done,
                   void *arg);
void store_tag_delete(struct store *s, const char *name, store_done_fn *done,
                      void *arg);
void store_tag_list(struct store *s, const char *after, size_t limit,
                    store_tag_fn *done, void *arg);

/* ---- peers --------------------------------------------------------------*/

/* What the peer table keeps over a restart; the store knows no more of it. */
#define STORE_PEER_ADDRS 16

struct store_peer_addr {
    char addr[80];   /* text, base/addr.h */
    char source[16]; /* "manual", "mdns", ... */
    uint64_t seen_ms, last_ok_ms; /* wall clock; 0: never */
};

struct store_peer {
    uint8_t id[32];
    char kind[16]; /* "firn", "iroh", "unknown" */
    char name[64], agent[64];
    char discovered_by[16];
    bool is_pinned, is_banned;
    int reputation;
    uint64_t first_seen_ms, last_seen_ms, last_connected_ms;
    size_t addrs_len;
    struct store_peer_addr addrs[STORE_PEER_ADDRS];
};

/* [loop] All rows, at most `limit`, those connected last first; borrowed for
 * the call. */
typedef void store_peers_fn(enum err e, const struct store_peer *peers,
                            size_t len, void *arg);
void store_peer_list(struct store *s, size_t limit, store_peers_fn *done,
                     void *arg);

/* [loop] Insert or replace a row with its addresses; copies. Many share one
 * commit. `done` may be NULL. */
void store_peer_save(struct store *s, const struct store_peer *peer,
                     store_done_fn *done, void *arg);

/* [loop] No such row is no error. `done` may be NULL. */
void store_peer_delete(struct store *s, const uint8_t id[static 32],
                       store_done_fn *done, void *arg);

/* ---- transfers ----------------------------------------------------------*/

/* What the queue of transfers keeps over a restart. Words, and what they mean,
 * are its business; the store keeps them as text. */
#define STORE_TRANSFER_PEERS 32

struct store_transfer_peer {
    uint8_t id[32];
    char addrs[1024]; /* "192.0.2.7:8421 [2001:db8::1]:8421"; "": none */
    char state[16];
    uint64_t bytes;
    char err[24], error[256]; /* "": none */
};

struct store_transfer {
    uint64_t id;
    struct hash hash;
    bool is_sequence;
    char tag[STORE_TAG_MAX + 1]; /* "": none */
    char state[16], priority[16];
    int64_t rank;
    uint64_t max_bps, deadline_ms;
    char first[2816]; /* "0-4096 9000-9999" */
    uint64_t attempts, size, done, fetched;
    char err[24], error[512];
    uint64_t created_ms, started_ms, ended_ms; /* wall clock; 0: not yet */
    struct store_transfer_peer *peers;
    size_t peers_len; /* at most STORE_TRANSFER_PEERS */
};

struct store_transfers {
    uint32_t tag;     /* 24 bits by chance, for ever those of this directory */
    uint64_t last_id; /* the largest that ever was; 0: none */
    const struct store_transfer *at; /* by id */
    size_t len;
};

/* [loop] All that have not ended and the last `max_ended` of the others; what
 * is older is deleted. Borrowed for the call. Rows that make no sense are left
 * out. */
typedef void store_transfers_fn(enum err e, const struct store_transfers *all,
                                void *arg);
void store_transfer_load(struct store *s, size_t max_ended,
                         store_transfers_fn *done, void *arg);

/* [loop] Insert or replace a row with its peers; copies. Many share one commit.
 * `done` may be NULL. */
void store_transfer_save(struct store *s, const struct store_transfer *t,
                         store_done_fn *done, void *arg);

/* [loop] No such row is no error. */
void store_transfer_delete(struct store *s, uint64_t id);

/* ---- state --------------------------------------------------------------*/

struct store_stats {
    uint64_t blobs_complete, blobs_partial;
    uint64_t bytes_complete, bytes_partial; /* held */
    uint64_t tags;
    uint64_t adds_open;
    uint64_t scans_waiting;   /* unsure blobs yet to be scanned */
    uint64_t flushes_waiting; /* complete, not yet flushed */
    uint64_t damaged_groups;  /* found since the start */
    uint64_t commits;
    uint64_t disk_free, disk_total; /* of the file system, bytes */
    enum err health;                /* ERR_OK, or why writing is refused now */
};
void store_get_stats(struct store *s, struct store_stats *out); /* [any] */

/* [loop] Told of every blob that appears, changes state or goes. One
 * listener; NULL ends it. An add of new content is ADDED and then COMPLETED,
 * a blob that was wanted ADDED (size 0) and COMPLETED when all has come. A tag
 * that moves is UNTAGGED from the one and TAGGED to the other. */
enum store_change {
    STORE_ADDED,
    STORE_COMPLETED,
    STORE_DAMAGED,
    STORE_REMOVED,
    STORE_TAGGED,
    STORE_UNTAGGED
};
typedef void store_listener_fn(enum store_change change, const struct hash *h,
                               uint64_t size, const char *tag, void *arg);
void store_listen(struct store *s, store_listener_fn *fn, void *arg);
