/* The inside of a store, shared by the files of this folder. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "base/map.h"
#include "store/db.h"
#include "store/files.h"
#include "store/job.h"
#include "store/op.h"
#include "store/store.h"

struct sweep;
struct timer;

struct store {
    struct loop *loop;
    struct workers *workers;  /* borrowed: hashing */
    struct workers *flushers; /* ours: what somebody waits for the disk for */
    struct workers *behind;   /* ours: flushes and unmapping nobody waits for */
    struct files files;
    uint64_t max_blob_bytes;
    struct mailbox *box;    /* to the loop: struct letter */
    struct mailbox *db_box; /* to the store thread: struct job */
    pthread_t thread;
    bool has_thread;
    struct db db; /* the store thread's while it runs */

    atomic_size_t jobs;      /* begun and not ended */
    atomic_size_t adds_open; /* begun and not finished or aborted */
    atomic_int health;       /* enum err; ERR_IO is for ever */
    atomic_bool is_closing;
    atomic_uint_least64_t damaged_groups;

    /* the loop's */
    struct map blobs; /* hash to struct blob: handles that can be found */
    struct map gates; /* hash to struct job: who is alone with it */
    struct list idle; /* struct blob, in the table and used by nobody,
                         longest idle first */
    size_t idle_len;
    size_t max_idle;
    struct list stale;   /* struct blob whose row could not be written */
    struct timer *retry; /* tries them again */
    struct op_spares spares;
    struct blob *empty;  /* the blob of no bytes */
    struct sweep *sweep; /* what is checked behind after the start */
    store_listener_fn *listener;
    void *listener_arg;

    pthread_mutex_t stats_lock;
    struct tally tally; /* as of the last commit */
    uint64_t commits;
    uint64_t scans_waiting;
    uint64_t flushes_waiting;
    int64_t held_ahead; /* bytes held by open partial blobs beyond
                           what their rows say */
};

/* A letter to the loop. Any thread. */
void store_post(struct store *s, struct letter *l);

/* May anything be written? ERR_OK, or ERR_IO after a flush has failed: what
 * the disk has is then unknown, and a second flush would only say that
 * nothing is left to be flushed. Any thread. */
ERR_RESULT enum err store_may_write(struct store *s);

/* Tell how a write went: health follows. `is_flush`: what failed was a flush.
 * Any thread. */
void store_note_write(struct store *s, enum err e, bool is_flush);

/* Flush a file; the directory that has a hash's files. A failure is for ever,
 * see store_may_write(). Any thread but the loop's. */
ERR_RESULT enum err store_flush(struct store *s, int fd);
ERR_RESULT enum err store_flush_dir(struct store *s, const struct hash *h);

/* Tell the listener. Loop. */
void store_tell(struct store *s, enum store_change change, const struct hash *h,
                uint64_t size, const char *tag);
