/* store_verify: the blob's handle, then a scan of all it holds, and when that
 * finds damage in what was whole, a look whether it is only the tree. */
#include "store/blob_int.h"
#include "store/heal.h"
#include "store/op.h"
#include "store/scan.h"
#include "store/store_int.h"

struct verify_op {
    struct job job;
    struct scan scan;
    struct blob *blob;
    bool was_whole;
    store_verified_fn *done;
    void *arg;
};

static void answer(struct job *j)
{
    struct verify_op *op = LIST_ENTRY(j, struct verify_op, job);
    struct store_verified v = {.checked_bytes = op->scan.checked_bytes,
                               .bad_bytes = op->scan.bad_bytes};
    store_verified_fn *done = op->done;
    void *arg = op->arg;
    enum err e = j->err;

    blob_unref(op->blob);
    op_free(op);
    done(e, &v, arg);
}

static void healed(bool is_healed, void *arg)
{
    struct verify_op *op = arg;

    if (is_healed) {
        op->job.err = blob_mark_held(op->blob, 0, op->scan.groups);
        op->scan.bad_bytes = 0;
    }
    answer(&op->job);
}

static void compared(struct scan *sc)
{
    struct verify_op *op = LIST_ENTRY(sc, struct verify_op, scan);

    ranges_clear(&sc->valid);
    op->job.err = sc->job.err;
    if (op->job.err != ERR_OK || sc->bad_bytes == 0 || !op->was_whole ||
        blob_fd(op->blob) < 0 ||
        heal_start(op->job.store, op->blob, healed, op) != ERR_OK)
        answer(&op->job);
}

static void found(enum err e, struct blob *b, void *arg)
{
    struct verify_op *op = arg;

    op->blob = b;
    op->was_whole = e == ERR_OK && blob_is_complete(b);
    op->job.err = e;
    if (e == ERR_OK)
        scan_compare(&op->scan, op->job.store, b, compared);
    else
        answer(&op->job);
}

void store_verify(struct store *s, const struct hash *h,
                  store_verified_fn *done, void *arg)
{
    struct verify_op *op = op_new(s, sizeof *op);

    if (op == NULL) {
        done(ERR_NOMEM, &(struct store_verified){0}, arg);
        return;
    }
    op->done = done;
    op->arg = arg;
    if (op->job.err != ERR_OK)
        job_later(&op->job, answer);
    else
        store_get(s, h, found, op);
}
