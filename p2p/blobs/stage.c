#include "blobs/stage.h"

#include <stdlib.h>
#include <string.h>

#include "blobs/blobs_limits.h"
#include "blobs/loan.h"
#include "quic/stream.h"

void stage_init(struct stage *st, struct stream *stream)
{
    *st = (struct stage){.stream = stream};
}

void stage_clear(struct stage *st)
{
    free(st->small);
    stage_init(st, NULL);
}

static enum err flush_small(struct stage *st)
{
    size_t len = st->small_len;

    st->small_len = 0;
    if (len == 0)
        return ERR_OK;
    if (st->stream == NULL)
        return ERR_CLOSED;
    return stream_send_copy(st->stream, st->small, len);
}

static enum err flush_run(struct stage *st)
{
    size_t len = st->run_len;
    enum err e;

    st->run_len = 0;
    if (len == 0)
        return ERR_OK;
    if (st->stream == NULL)
        return ERR_CLOSED;
    loan_take(st->run_loan);
    e = stream_send(st->stream, st->run, len, loan_release, st->run_loan);
    if (e != ERR_OK)
        loan_release(st->run_loan);
    return e;
}

enum err stage_flush(struct stage *st)
{
    enum err e = flush_small(st);

    return e == ERR_OK ? flush_run(st) : e;
}

enum err stage_copy(struct stage *st, const void *bytes, size_t len)
{
    enum err e = flush_run(st);

    if (e != ERR_OK)
        return e;
    if (st->small_len + len > STAGE_SIZE) {
        e = flush_small(st);
        if (e != ERR_OK)
            return e;
    }
    if (st->small == NULL) {
        st->small = malloc(STAGE_SIZE);
        if (st->small == NULL)
            return ERR_NOMEM;
    }
    memcpy(st->small + st->small_len, bytes, len);
    st->small_len += len;
    return ERR_OK;
}

enum err stage_borrow(struct stage *st, struct loan *loan, const uint8_t *bytes,
                      size_t len)
{
    enum err e;

    if (st->run_len > 0 && st->run_loan == loan &&
        st->run + st->run_len == bytes) {
        st->run_len += len;
        return ERR_OK;
    }
    e = stage_flush(st);
    if (e != ERR_OK)
        return e;
    st->run = bytes;
    st->run_len = len;
    st->run_loan = loan;
    return ERR_OK;
}

size_t stage_unsent(const struct stage *st)
{
    size_t queued = st->stream == NULL ? 0 : stream_unsent(st->stream);

    return queued + st->small_len + st->run_len;
}
