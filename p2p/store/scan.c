/* One piece at a time; between two, others have their turn on the workers and
 * closing is noticed. */
#include "store/scan.h"

#include "crypto/tree.h"
#include "store/blob_int.h"
#include "store/store_int.h"

#define PIECE 2048 /* groups: 32 MiB */

static struct scan *to_scan(struct job *j)
{
    return LIST_ENTRY(j, struct scan, job);
}

static void start(struct scan *sc, struct store *s, struct blob *b,
                  scan_fn *done)
{
    job_init(&sc->job, s);
    sc->done = done;
    sc->blob = b;
    sc->at = 0;
    sc->checked_bytes = 0;
    sc->bad_bytes = 0;
    ranges_init(&sc->valid);
    ranges_init(&sc->before);
    pthread_mutex_lock(&b->lock);
    sc->groups = blob_groups(b);
    pthread_mutex_unlock(&b->lock);
}

static void finish(struct job *j)
{
    struct scan *sc = to_scan(j);

    ranges_clear(&sc->before);
    job_end(j);
    sc->done(sc);
}

static void next_piece(struct job *j, job_pool_fn *step, job_fn *next)
{
    struct scan *sc = to_scan(j);

    if (j->err == ERR_OK && atomic_load(&j->store->is_closing))
        j->err = ERR_CLOSED;
    if (j->err != ERR_OK || sc->at >= sc->groups)
        job_later(j, finish);
    else
        job_work(j, step, next);
}

static enum err find_piece(struct job *j)
{
    struct scan *sc = to_scan(j);
    uint64_t at = sc->at;

    sc->at += PIECE;
    return blob_scan(sc->blob, at, PIECE, &sc->valid);
}

static void piece_found(struct job *j)
{
    next_piece(j, find_piece, piece_found);
}

void scan_find(struct scan *sc, struct store *s, struct blob *b, scan_fn *done)
{
    start(sc, s, b, done);
    piece_found(&sc->job);
}

static enum err compare_piece(struct job *j)
{
    struct scan *sc = to_scan(j);
    uint64_t at = sc->at, bad = 0;
    enum err e = blob_held(sc->blob, &sc->before);

    sc->at += PIECE;
    ranges_clear(&sc->valid);
    if (e == ERR_OK)
        e = ranges_clip(&sc->before, at, at + PIECE);
    if (e == ERR_OK && !ranges_is_empty(&sc->before))
        e = blob_scan(sc->blob, at, PIECE, &sc->valid);
    if (e == ERR_OK)
        e = blob_compare(sc->blob, &sc->before, &sc->valid, &bad);
    pthread_mutex_lock(&sc->blob->lock);
    sc->checked_bytes += blob_bytes_in(sc->blob, &sc->before);
    pthread_mutex_unlock(&sc->blob->lock);
    sc->bad_bytes += bad;
    return e;
}

static void piece_compared(struct job *j)
{
    next_piece(j, compare_piece, piece_compared);
}

void scan_compare(struct scan *sc, struct store *s, struct blob *b,
                  scan_fn *done)
{
    start(sc, s, b, done);
    piece_compared(&sc->job);
}
