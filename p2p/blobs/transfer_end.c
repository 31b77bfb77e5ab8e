/* How a transfer stops: for good, until it is resumed, or until its next
 * attempt. In each case everything that is under way is let go, its place
 * becomes free, and those that followed it look for themselves. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/rng.h"
#include "blobs/blob_fetch.h"
#include "blobs/blobs_int.h"
#include "blobs/children.h"
#include "blobs/pull_int.h"
#include "blobs/search.h"
#include "blobs/seq_fetch.h"
#include "blobs/transfer_int.h"
#include "blobs/want.h"
#include "store/blob.h"

/* Everything that is under way, and the connections. */
static void let_go(struct transfer *t)
{
    want_cancel(t->want);
    t->want = NULL;
    if (t->tagging != NULL)
        t->tagging->transfer = NULL;
    t->tagging = NULL;
    blob_fetch_free(t->blob_fetch);
    t->blob_fetch = NULL;
    seq_fetch_free(t->seq_fetch);
    t->seq_fetch = NULL;
    children_free(t->children);
    t->children = NULL;
    search_free(t->search);
    t->search = NULL;
    t->waits_for_source = false;
    blob_unref(t->root);
    t->root = NULL;
    for (size_t i = 0; i < t->sources.len; i++) {
        struct transfer_source *info = &t->sources.at[i]->info;

        source_clear(t->sources.at[i]);
        source_stop_sampling(t->sources.at[i]);
        if (info->state == SOURCE_ACTIVE || info->state == SOURCE_CONNECTING)
            info->state = SOURCE_IDLE;
    }
}

/* Those who waited for this one look for themselves; one of them will own the
 * hash then. */
static void give_up_hash(struct transfer *t)
{
    struct list *node;

    if (t->is_owner)
        map_remove(&t->blobs->owners, &t->hash);
    t->is_owner = false;
    while ((node = list_pop_front(&t->followers)) != NULL)
        transfer_begin(LIST_ENTRY(node, struct transfer, follow_node));
}

static void count_end(struct transfer *t)
{
    static const double bounds[] = BLOBS_DURATION_BOUNDS;
    struct blobs_stats *st = &t->blobs->stats;
    double s = (double)(t->ended_ms - t->started_ms) / 1000;
    size_t i = 0;

    st->transfers_failed += t->state == TRANSFER_FAILED;
    st->transfers_cancelled += t->state == TRANSFER_CANCELLED;
    if (t->state != TRANSFER_COMPLETED)
        return;
    st->transfers_completed++;
    if (t->started_ms == 0) {
        st->local_hits++;
        return;
    }
    while (i < BLOBS_DURATION_BUCKETS - 1 && s > bounds[i])
        i++;
    st->duration_count[i]++;
    st->duration_sum_s += s;
}

static void log_end(const struct transfer *t)
{
    char h[HASH_SHORT_SIZE];

    hash_format_short(&t->hash, h);
    if (t->state == TRANSFER_FAILED)
        log_warn(LOG_BLOBS, "transfer %" PRIu64 " of %s: failed: %s", t->id, h,
                 t->error);
    else
        log_info(LOG_BLOBS,
                 "transfer %" PRIu64 " of %s: %s, %" PRIu64 " bytes, %" PRIu64
                 " fetched, %" PRIu64 " ms",
                 t->id, h, transfer_state_name(t->state), t->shown, t->fetched,
                 t->started_ms == 0 ? 0 : t->ended_ms - t->started_ms);
}

/* What it brought so far stays counted. */
static void stop(struct transfer *t)
{
    transfer_refresh(t);
    t->fetched = transfer_fetched(t);
    let_go(t);
    list_remove(&t->follow_node);
    t->is_fresh = false;
    t->samples_len = 0;
    t->retry_ms = t->next_attempt_ms = 0;
}

static void set_error(struct transfer *t, enum err e, const struct errmsg *em)
{
    t->err = e;
    t->error[0] = '\0';
    if (e != ERR_OK)
        snprintf(t->error, sizeof t->error, "%s",
                 em != NULL && em->text[0] != '\0' ? em->text : err_text(e));
}

void transfer_tell_ready(struct transfer *t)
{
    transfer_ready_fn *ready = t->ready;

    if (t->row_put != NULL && t->state < TRANSFER_COMPLETED) {
        t->is_row_due = true;
        return;
    }
    t->ready = NULL;
    if (ready != NULL)
        ready(t->id, t->ready_arg);
}

/* Its new state is known; the rest of what stopping brings. */
static void settle(struct transfer *t)
{
    transfer_keep(t);
    transfers_tell(t);
    transfer_tell_ready(t);
    give_up_hash(t);
    transfers_left(t);
}

void transfer_end(struct transfer *t, enum transfer_state state, enum err e,
                  const struct errmsg *em)
{
    assert(state >= TRANSFER_COMPLETED && t->state < TRANSFER_COMPLETED);
    t->blobs->paused_len -= t->state == TRANSFER_PAUSED;
    t->blobs->retrying_len -= t->retry_ms != 0;
    stop(t);
    if (state == TRANSFER_COMPLETED) {
        t->size = t->shown;
        t->size_known = true;
    }
    t->state = state;
    t->ended_ms = clock_wall_ms();
    set_error(t, e, em);
    count_end(t);
    log_end(t);
    if (state != TRANSFER_COMPLETED)
        pulls_failed(t);
    settle(t);
}

/* ---- attempts -----------------------------------------------------------*/

/* Nobody was there, or the way to them broke: it may be so no more the next
 * time. Who lied, refused, or lacks it will again. */
static bool may_pass(enum err e)
{
    return e == ERR_TIMEOUT || e == ERR_CLOSED || e == ERR_UNREACHABLE ||
           e == ERR_LIMIT;
}

static bool is_ours(enum err e)
{
    return e == ERR_NO_SPACE || e == ERR_NOMEM || e == ERR_IO ||
           e == ERR_CORRUPT || e == ERR_ACCESS || e == ERR_TOO_LARGE;
}

static bool may_try_again(const struct transfer *t, enum err e)
{
    bool has_hope = may_pass(e);

    if (is_ours(e) || t->blobs->quic == NULL || t->blobs->is_closing ||
        t->attempts >= t->blobs->cfg.max_attempts)
        return false;
    for (size_t i = 0; i < t->sources.len && !has_hope; i++) {
        const struct transfer_source *info = &t->sources.at[i]->info;

        has_hope = info->state == SOURCE_FAILED && may_pass(info->err);
    }
    return has_hope;
}

static void log_retry(const struct transfer *t, uint64_t pause)
{
    char h[HASH_SHORT_SIZE];

    hash_format_short(&t->hash, h);
    log_info(LOG_BLOBS,
             "transfer %" PRIu64 " of %s: attempt %u failed, again in %" PRIu64
             " ms: %s",
             t->id, h, t->attempts, pause, t->error);
}

static void wait_for_next(struct transfer *t, enum err e,
                          const struct errmsg *em)
{
    struct blobs *b = t->blobs;
    uint64_t pause = backoff_fail(&t->backoff, rng_u64());

    stop(t);
    set_error(t, e, em);
    t->state = TRANSFER_QUEUED;
    t->retry_ms = loop_now_ms(b->cfg.loop) + pause;
    t->next_attempt_ms = clock_wall_ms() + pause;
    b->retrying_len++;
    log_retry(t, pause);
    pulls_failed(t);
    transfers_alarm(b, t->retry_ms);
    settle(t);
}

/* An attempt that brought something was none in vain. */
static void forgive(struct transfer *t)
{
    t->attempts = 1;
    backoff_reset(&t->backoff);
}

void transfer_fail(struct transfer *t, enum err e, const struct errmsg *em)
{
    struct errmsg why = em != NULL ? *em : (struct errmsg){0};

    assert(t->state == TRANSFER_RUNNING);
    e = transfer_verdict(t, e, &why);
    if (transfer_fetched(t) > t->fetched_before)
        forgive(t);
    if (may_try_again(t, e))
        wait_for_next(t, e, &why);
    else
        transfer_end(t, TRANSFER_FAILED, e, &why);
}

/* ---- pause --------------------------------------------------------------*/

void transfer_pause(struct transfer *t)
{
    struct blobs *b = t->blobs;

    assert(t->state < TRANSFER_PAUSED);
    b->retrying_len -= t->retry_ms != 0;
    b->paused_len++;
    stop(t);
    set_error(t, ERR_OK, NULL);
    t->attempts = 0;
    backoff_reset(&t->backoff);
    t->state = TRANSFER_PAUSED;
    settle(t);
}

/* ---- gone ---------------------------------------------------------------*/

void transfer_free(struct transfer *t)
{
    let_go(t);
    transfer_let_row_go(t);
    sources_clear(&t->sources);
    ranges_clear(&t->first);
    free(t);
}
