/* The store thread: group commit.
 *
 *     take the whole mailbox
 *     -> run what only reads, and answer it
 *     -> run what writes, in one transaction -> commit, once -> answer all
 *
 * Reads do not wait for a commit, and never see what is not committed. That
 * they overtake writes does no harm: whoever needs an order waits for the
 * answer, or at the gate. A write that fails is undone alone, by a
 * savepoint. */
#include "store/db.h"
#include "store/job.h"
#include "store/store_int.h"

/* So many changes, and whoever waits gets an answer. */
#define BATCH_MAX 4096

struct batch {
    struct store *store;
    struct mail *first; /* jobs to be answered after the commit */
    struct mail **last;
    size_t len;
};

static struct job *to_job(struct mail *m)
{
    return LIST_ENTRY(m, struct job, letter.mail);
}

static void batch_start(struct batch *b, struct store *s)
{
    b->store = s;
    b->first = NULL;
    b->last = &b->first;
    b->len = 0;
}

static void publish_tally(struct store *s)
{
    pthread_mutex_lock(&s->stats_lock);
    s->tally = s->db.sure;
    s->commits++;
    pthread_mutex_unlock(&s->stats_lock);
}

static void batch_end(struct batch *b)
{
    struct store *s = b->store;
    struct mail *m = b->first, *next;
    enum err e = ERR_OK;

    if (s->db.in_tx) {
        e = db_commit(&s->db);
        store_note_write(s, s->db.sync_failed ? ERR_IO : e, s->db.sync_failed);
        if (e == ERR_OK)
            publish_tally(s);
    }
    for (; m != NULL; m = next) {
        next = m->next;
        if (e != ERR_OK && to_job(m)->err == ERR_OK)
            to_job(m)->err = e;
        store_post(s, &to_job(m)->letter);
    }
    batch_start(b, s);
}

static void batch_add(struct batch *b, struct job *j)
{
    j->letter.mail.next = NULL;
    *b->last = &j->letter.mail;
    b->last = &j->letter.mail.next;
    b->len++;
}

static enum err write_step(struct store *s, struct job *j)
{
    struct db *db = &s->db;
    enum err e = store_may_write(s);

    if (e == ERR_OK && !db->in_tx)
        e = db_begin(db);
    if (e == ERR_OK)
        e = db_save(db);
    if (e != ERR_OK)
        return e;
    e = j->db(j, db);
    if (e == ERR_OK)
        e = db_save_keep(db);
    if (e == ERR_OK)
        return ERR_OK;
    db_save_undo(db);
    if (e == ERR_NO_SPACE || e == ERR_IO)
        store_note_write(s, e, db->sync_failed);
    return e;
}

/* An error in the middle can take the whole transaction away (a full disk
 * does); those before this one in the batch have then failed too. */
static void fail_lost(struct batch *b, enum err why)
{
    for (struct mail *m = b->first; m != NULL; m = m->next) {
        if (to_job(m)->err == ERR_OK)
            to_job(m)->err = why;
    }
}

static void run_write(struct batch *b, struct job *j)
{
    struct store *s = b->store;
    bool was_in_tx = s->db.in_tx;

    j->err = write_step(s, j);
    if (was_in_tx && !s->db.in_tx)
        fail_lost(b, j->err != ERR_OK ? j->err : ERR_IO);
    batch_add(b, j);
    if (b->len >= BATCH_MAX)
        batch_end(b);
}

static void run_writes(struct store *s, struct mail *m)
{
    struct batch b;
    struct mail *next;

    batch_start(&b, s);
    for (; m != NULL; m = next) {
        next = m->next;
        run_write(&b, to_job(m));
    }
    batch_end(&b);
}

/* false: the order to end was among them */
static bool run_batch(struct store *s, struct mail *m)
{
    struct mail *writes = NULL, **last = &writes, *next;
    bool go_on = true;

    for (; m != NULL; m = next) {
        struct job *j = to_job(m);

        next = m->next;
        if (j->db == NULL) {
            go_on = false;
        } else if (j->writes) {
            *last = m;
            last = &m->next;
        } else {
            j->err = j->db(j, &s->db);
            store_post(s, &j->letter);
        }
    }
    *last = NULL;
    run_writes(s, writes);
    return go_on;
}

void *job_thread(void *arg)
{
    struct store *s = arg;
    struct mail *m;

    do
        m = mailbox_wait(s->db_box, UINT64_MAX);
    while (m == NULL || run_batch(s, m));
    return NULL;
}
