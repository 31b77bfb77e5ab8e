/* Opening and closing.
 *
 *     open:  directory and lock -> database -> what the last end left behind
 *            -> threads -> sweep and scans, behind
 *     close: no new requests -> all that was begun ends -> what is held is
 *            saved and flushed -> marked as clean -> threads end
 *
 * "clean" is 0 in the database while the store is open. Found so at the next
 * start, nothing that was not flushed by its own is believed: saved sets of
 * groups are forgotten, unflushed blobs are partial, and all of these are
 * scanned before they are used. */
#include "store/store.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/workers.h"
#include "store/blob_int.h"
#include "store/store_int.h"
#include "store/sweep.h"

/* Threads that wait for the disk. */
#define FLUSHERS 4
#define BEHIND 2

static void open_letter(struct mail *m, void *arg)
{
    struct letter *l = LIST_ENTRY(m, struct letter, mail);

    (void)arg;
    l->open(l);
}

void store_post(struct store *s, struct letter *l)
{
    mailbox_post(s->box, &l->mail);
}

static void retry_stale(struct timer *t, void *arg)
{
    struct store *s = arg;
    struct list due, *node;

    (void)t;
    list_init(&due);
    list_splice_back(&due, &s->stale);
    while ((node = list_pop_front(&due)) != NULL)
        blob_keep(LIST_ENTRY(node, struct blob, stale));
}

/* A handle has at most three descriptors; most of the process's limit is for
 * others. */
static size_t idle_limit(size_t wanted)
{
    struct rlimit lim;

    if (getrlimit(RLIMIT_NOFILE, &lim) != 0)
        return wanted;
    return wanted < lim.rlim_cur / 8 ? wanted : (size_t)(lim.rlim_cur / 8);
}

static struct store *new_store(const struct store_config *cfg)
{
    struct store *s = calloc(1, sizeof *s);

    if (s == NULL)
        return NULL;
    s->loop = cfg->loop;
    s->workers = cfg->workers;
    s->max_blob_bytes = cfg->max_blob_bytes;
    s->max_idle = idle_limit(cfg->max_open);
    s->files = (struct files){-1, -1, -1, -1};
    map_init(&s->blobs, HASH_SIZE, SIZE_MAX);
    map_init(&s->gates, HASH_SIZE, SIZE_MAX);
    list_init(&s->idle);
    list_init(&s->stale);
    pthread_mutex_init(&s->stats_lock, NULL);
    return s;
}

static enum err forget_unsure(struct db *db)
{
    enum err e = db_done(db, db_stmt(db, DB_HELD_CLEAR));

    if (e == ERR_OK)
        e = db_done(db, db_stmt(db, DB_ROW_DOUBT));
    return e;
}

static enum err count_unsure(struct store *s)
{
    sqlite3_stmt *st = db_stmt(&s->db, DB_ROW_UNSURE_COUNT);
    enum err e = db_next(&s->db, st);

    if (e == ERR_OK)
        s->scans_waiting = (uint64_t)sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return e;
}

static enum err recover(struct store *s, struct errmsg *em)
{
    struct db *db = &s->db;
    int64_t clean = 0;
    enum err e = db_begin(db);

    if (e == ERR_OK)
        e = db_meta_get(db, "clean", &clean);
    if (e == ERR_OK && clean == 0)
        e = forget_unsure(db);
    if (e == ERR_OK)
        e = db_meta_set(db, "clean", 0);
    if (e == ERR_OK)
        e = rows_count(db);
    if (e == ERR_OK)
        e = count_unsure(s);
    if (e == ERR_OK)
        e = db_commit(db);
    if (e != ERR_OK) {
        err_set(em, "recover: %s", err_text(e));
        return e == ERR_NOT_FOUND ? ERR_CORRUPT : e;
    }
    s->tally = db->sure;
    if (clean == 0)
        log_info(LOG_STORE, "store: the last end was not clean, to scan: %llu",
                 (unsigned long long)s->scans_waiting);
    return ERR_OK;
}

static enum err make_empty(struct store *s)
{
    struct blob *b;
    enum err e = blob_new(s, &HASH_EMPTY, &b);

    if (e != ERR_OK)
        return e;
    s->empty = b;
    b->is_proven = true;
    b->is_flushed = true;
    atomic_store(&b->is_complete, true);
    e = ranges_add(&b->held, 0, 1);
    return e == ERR_OK ? ranges_add(&b->checked, 0, 1) : e;
}

static enum err start_thread(struct store *s)
{
    sigset_t all, old;
    int rc;

    /* Signals are for the loop's thread, except those that a thread causes
     * itself. */
    sigfillset(&all);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGSEGV);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    rc = pthread_create(&s->thread, NULL, job_thread, s);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    s->has_thread = rc == 0;
    return err_from_errno(rc);
}

static enum err start_all(struct store *s)
{
    enum err e = op_spares_init(&s->spares);

    if (e == ERR_OK)
        e = make_empty(s);
    if (e == ERR_OK)
        e = mailbox_new_loop(s->loop, open_letter, s, &s->box);
    if (e == ERR_OK)
        e = mailbox_new_thread(&s->db_box);
    if (e == ERR_OK)
        e = timer_new(s->loop, retry_stale, s, &s->retry);
    if (e == ERR_OK)
        e = workers_new(s->loop, FLUSHERS, &s->flushers);
    if (e == ERR_OK)
        e = workers_new(s->loop, BEHIND, &s->behind);
    if (e == ERR_OK)
        e = start_thread(s);
    return e;
}

static void free_store(struct store *s)
{
    workers_free(s->flushers);
    workers_free(s->behind);
    timer_free(s->retry);
    blob_free(s->empty);
    mailbox_free(s->db_box);
    mailbox_free(s->box);
    op_spares_clear(&s->spares);
    db_close(&s->db);
    files_close(&s->files);
    map_clear(&s->blobs);
    map_clear(&s->gates);
    pthread_mutex_destroy(&s->stats_lock);
    free(s);
}

enum err store_open(const struct store_config *cfg, struct store **out,
                    struct errmsg *em)
{
    struct store *s = new_store(cfg);
    enum err e = ERR_NOMEM;

    if (s == NULL)
        return e;
    e = files_open(cfg->dir, &s->files, em);
    if (e == ERR_OK)
        e = db_open(&s->db, cfg->dir, em);
    if (e == ERR_OK)
        e = recover(s, em);
    if (e == ERR_OK)
        e = start_all(s);
    if (e == ERR_OK)
        e = sweep_start(s);
    if (e == ERR_OK) {
        *out = s;
        return ERR_OK;
    }
    err_wrap(em, "open store %s", cfg->dir);
    store_close(s);
    return e;
}

static void nap(void)
{
    struct timespec ts = {.tv_nsec = 200000};

    nanosleep(&ts, NULL);
}

/* Until every job has ended, and nothing that their callbacks began is left.
 * Jobs come back by our own mailbox, so the loop need not turn. */
static void run_out(struct store *s)
{
    int quiet = 0;

    while (quiet < 2) {
        mailbox_drain(s->box);
        quiet = atomic_load(&s->jobs) == 0 ? quiet + 1 : 0;
        if (quiet == 0)
            nap();
    }
}

static void save_all(struct store *s)
{
    struct list *node;
    struct blob *b;
    size_t it = 0;

    while ((node = list_pop_front(&s->stale)) != NULL)
        ;
    while ((b = map_next(&s->blobs, &it, NULL)) != NULL) {
        b->want_save = true;
        blob_keep(b);
    }
    run_out(s);
}

/* Is every blob's row as the blob is, and flushed? */
static bool all_saved(struct store *s)
{
    bool ok = store_may_write(s) == ERR_OK;
    struct blob *b;
    size_t it = 0;

    while ((b = map_next(&s->blobs, &it, NULL)) != NULL)
        ok = ok && table_is_saved(b);
    return ok;
}

static void close_all(struct store *s)
{
    struct blob *b;
    size_t it = 0;

    while ((b = map_next(&s->blobs, &it, NULL)) != NULL) {
        assert(atomic_load(&b->refs) == 0);
        table_detach(b);
    }
}

static void end_thread(struct store *s)
{
    struct job stop = {0};

    if (!s->has_thread)
        return;
    mailbox_post(s->db_box, &stop.letter.mail);
    pthread_join(s->thread, NULL);
    s->has_thread = false;
}

static void mark_clean(struct store *s)
{
    enum err e = db_begin(&s->db);

    if (e == ERR_OK)
        e = db_meta_set(&s->db, "clean", 1);
    if (e == ERR_OK)
        e = db_commit(&s->db);
    if (e != ERR_OK)
        log_warn(LOG_STORE, "store: cannot mark as clean: %s", err_text(e));
}

void store_close(struct store *s)
{
    bool is_clean;

    if (s == NULL)
        return;
    if (!s->has_thread) {
        free_store(s);
        return;
    }
    atomic_store(&s->is_closing, true);
    assert(atomic_load(&s->adds_open) == 0);
    timer_stop(s->retry);
    run_out(s);
    save_all(s);
    is_clean = all_saved(s);
    close_all(s);
    end_thread(s);
    if (is_clean)
        mark_clean(s);
    sweep_free(s);
    free_store(s);
}
