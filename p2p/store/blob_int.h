/* The inside of a handle, and what the store does with handles.
 *
 * A handle has three kinds of fields: those that never change, those of the
 * loop, and those under its lock. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "base/list.h"
#include "base/ranges.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/rows.h"

struct mapping;
struct store;

/* By which a file is known not to have changed. */
struct snapshot {
    dev_t dev;
    ino_t ino;
    off_t size;
    struct timespec mtime;
    struct timespec ctime;
};

/* What the loop must hear of. */
enum blob_news {
    NEWS_ROW = 1,      /* the row is out of date */
    NEWS_COMPLETE = 2, /* the last group has come */
    NEWS_DAMAGE = 4    /* groups were lost */
};

struct blob {
    struct store *store;
    struct hash hash;
    uint64_t added_ms;

    /* Twice the references, and 1 while `returned` is on its way: who takes
     * the last reference back must not touch the handle afterwards, unless
     * the loop cannot free it because a letter is still to come. */
    atomic_uint refs;
    struct letter returned;
    struct letter news_letter;

    /* the loop's */
    struct list idle;  /* in store->idle */
    struct list stale; /* in store->stale */
    bool in_table;
    bool is_leaving;     /* a deletion is under way: found only by the gate */
    struct job keep;     /* writes the row, flushes: keep.c */
    bool is_kept;        /* `keep` is under way; it has a reference */
    bool want_save;      /* save what is held, to be closed */
    unsigned row_saved;  /* row_version that the database has */
    unsigned held_saved; /* held_version that it has */
    uint64_t row_held;   /* held bytes by the row */
    struct row keep_row; /* being written */
    struct ranges keep_held; /* being written, if keep_with_held */
    bool keep_with_held;
    unsigned keep_row_version, keep_held_version;

    pthread_mutex_t lock;
    uint64_t size; /* 0 and not complete: unknown */
    bool is_proven;
    bool is_unsure; /* held is not known before a scan */
    bool was_whole; /* by its row, until it was opened and found unsure */
    bool is_flushed;
    unsigned news;         /* enum blob_news */
    unsigned row_version;  /* counts changes of size, is_proven, complete */
    unsigned held_version; /* counts changes of held */
    struct ranges held;    /* groups; all, while complete */
    uint64_t held_bytes;
    bool is_counted;          /* held_bytes - row_held is in held_ahead */
    struct ranges checked;    /* groups hashed since opened */
    struct snapshot snapshot; /* what `checked` speaks of, when complete */
    uint8_t *small;           /* content of at most one group; else files */
    int read_fd;              /* content, read-only; -1 */
    int data_fd, tree_fd;     /* for writing; opened when first needed */
    struct mapping *data;
    struct mapping *tree;
    struct mapping *old[8]; /* maps of an earlier claim, still readable */
    size_t old_len;
    uint64_t unsent; /* bytes written since write-back was last asked for */
    atomic_bool is_complete; /* written under the lock */
};

/* ---- blob.c -------------------------------------------------------------*/

/* A handle on nothing yet, with one reference. ERR_NOMEM. */
ERR_RESULT enum err blob_new(struct store *s, const struct hash *h,
                             struct blob **out);
void blob_free(struct blob *b); /* may be NULL; whatever the count is */

/* Tell the loop. Locked. */
void blob_tell(struct blob *b, enum blob_news news);

/* Locked. */
uint64_t blob_groups(const struct blob *b); /* 0 while the size is unknown */
bool blob_is_small(const struct blob *b);   /* lives in memory */

/* Bytes in these groups. Locked. */
uint64_t blob_bytes_in(const struct blob *b, const struct ranges *groups);

/* Groups are held from now on, or no longer. Locked. */
ERR_RESULT enum err blob_gain(struct blob *b, uint64_t begin, uint64_t end);
void blob_lose(struct blob *b, const struct ranges *bad);

/* ---- blob_open.c --------------------------------------------------------*/

/* Open what the row says, on the store thread. When files do not fit their
 * row, the handle is unsure. With `create`, an absent row is made.
 * ERR_NOT_FOUND, ERR_LIMIT, ERR_IO, ERR_NOMEM, ... */
ERR_RESULT enum err blob_open(struct store *s, struct db *db,
                              const struct hash *h, bool create,
                              struct blob **out);

/* A handle on files that were just added, all of it checked. */
ERR_RESULT enum err blob_open_added(struct store *s, const struct hash *h,
                                    uint64_t size, uint64_t added_ms,
                                    struct blob **out);

/* Files, or memory, for this size; the maps with them. Locked. */
ERR_RESULT enum err blob_shape(struct blob *b, uint64_t size);
void blob_unshape(struct blob *b);

/* Let go of the maps of an unproven size. ERR_CONFLICT: too often, while
 * something was held. Locked. */
ERR_RESULT enum err blob_forget_claim(struct blob *b);

/* Descriptors for writing. Locked. */
ERR_RESULT enum err blob_writable(struct blob *b);

/* ---- blob_check.c -------------------------------------------------------*/

/* All zeros when there is no such file. */
void snapshot_take(int fd, struct snapshot *out);

/* Which of the groups first .. first + n are right, by reading: holes and
 * short files are just wrong. Any thread. */
ERR_RESULT enum err blob_scan(struct blob *b, uint64_t first, uint64_t n,
                              struct ranges *valid);

/* After a scan of the whole: what is valid is held. Takes the set. */
void blob_settle(struct blob *b, struct ranges *valid);

/* Drop those groups of `before`, the ones held when a scan began, that it did
 * not find valid; says how many bytes those are. */
ERR_RESULT enum err blob_compare(struct blob *b, const struct ranges *before,
                                 const struct ranges *valid,
                                 uint64_t *bad_bytes);

/* ---- keep.c: the row follows the handle. Loop. --------------------------*/

/* The handle's news_letter has come. */
void blob_on_news(struct letter *l);

/* Do what is due, one step after the other. */
void blob_keep(struct blob *b);

/* Note what the row has, after another job has written it. */
void blob_row_is(struct blob *b, const struct row *row);

/* ---- table.c: who is open. Loop. ----------------------------------------*/

/* A new reference on a handle that can be found, or NULL. */
struct blob *table_take(struct store *s, const struct hash *h);
/* A reference on a handle in the table, whether anybody has one or not. */
struct blob *table_hold(struct blob *b);
/* As table_take(), but none is taken, and one that is leaving is found too. */
struct blob *table_peek(struct store *s, const struct hash *h);

/* ERR_NOMEM: the handle stays the caller's. */
ERR_RESULT enum err table_add(struct store *s, struct blob *b);
/* Cannot be found any more; freed when its last user is gone. */
void table_detach(struct blob *b);

/* Does anybody but the store itself hold it? */
bool table_is_used(const struct blob *b);

/* Does the database have all there is to know? */
bool table_is_saved(struct blob *b);

/* Close handles nobody uses until `max` are left. */
void table_trim(struct store *s, size_t max);
/* The handle's letter `returned` has come. */
void blob_on_returned(struct letter *l);
