/* store_verify: the blob's handle, then a scan of all it holds. */
#include "store/blob_int.h"
#include "store/op.h"
#include "store/scan.h"
#include "store/store_int.h"

struct verify_op {
    struct job job;
    struct scan scan;
    struct blob *blob;
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

static void compared(struct scan *sc)
{
    struct verify_op *op = LIST_ENTRY(sc, struct verify_op, scan);

    ranges_clear(&sc->valid);
    op->job.err = sc->job.err;
    answer(&op->job);
}

static void found(enum err e, struct blob *b, void *arg)
{
    struct verify_op *op = arg;

    op->blob = b;
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
