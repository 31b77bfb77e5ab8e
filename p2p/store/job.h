/* How work moves between the three kinds of threads of a store.
 *
 *     loop --job_db--> store thread --> loop
 *     loop --job_sync, job_behind--> flush pools --> loop
 *     loop --job_work--> worker pool --> loop
 *
 * A job is one request or one piece of upkeep, embedded in a struct of its
 * own kind. It is in one place at a time; each step ends on the loop, in
 * `next`, with the step's result in `err`. Moving it allocates nothing.
 *
 * Gates: jobs that bring up, replace or take away the files of one blob come
 * one after the other. The first that enters goes on at once, later ones when
 * it leaves. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/list.h"
#include "base/mailbox.h"
#include "base/workers.h"
#include "crypto/hash.h"

struct db;
struct job;
struct store;

/* Something that arrives at the loop. */
struct letter {
    struct mail mail;
    void (*open)(struct letter *l);
};

typedef void job_fn(struct job *j);
typedef enum err job_db_fn(struct job *j, struct db *db);
typedef enum err job_pool_fn(struct job *j);

struct job {
    struct letter letter;
    struct work work;
    struct store *store;
    job_fn *next;      /* on the loop, when the step is done */
    job_db_fn *db;     /* the step on the store thread */
    job_pool_fn *pool; /* the step in a pool */
    bool writes;       /* the step on the store thread changes something */
    enum err err;      /* of the last step */

    struct hash gate; /* valid while has_gate or waiting for it */
    bool has_gate;
    struct list node;    /* in the `waiting` of the gate's holder */
    struct list waiting; /* struct job, in order of arrival */
};

/* Counts the job in; store_close() waits until all have ended. Any thread. */
void job_init(struct job *j, struct store *s);

/* Leaves the gate and counts the job out. The memory is the caller's, and is
 * not touched any more. Loop. */
void job_end(struct job *j);

/* A read; a step that changes something. The latter runs in a transaction
 * that it shares with others; an error undoes this step alone, a failed commit
 * fails all. Loop. */
void job_db_read(struct job *j, job_db_fn *step, job_fn *next);
void job_db_write(struct job *j, job_db_fn *step, job_fn *next);

/* What waits for the disk, and somebody for it; the same, in nobody's way;
 * what computes. Loop. */
void job_sync(struct job *j, job_pool_fn *step, job_fn *next);
void job_behind(struct job *j, job_pool_fn *step, job_fn *next);
void job_work(struct job *j, job_pool_fn *step, job_fn *next);

/* Come to the loop anew, after what is running there now. Any thread. */
void job_later(struct job *j, job_fn *next);

/* Be alone with a hash, then run `next` on the loop; from within this call
 * when nobody else is. ERR_NOMEM: then `next` runs with j->err set. Loop. */
void job_enter(struct job *j, const struct hash *gate, job_fn *next);
void job_leave(struct job *j);

/* The thread that owns the database: runs until a job without a step comes.
 * `arg` is the store. */
void *job_thread(void *arg);
