/* How a transfer looks from outside: bytes, rate, names. */
#include <string.h>

#include "blobs/blob_fetch.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/seq_fetch.h"
#include "blobs/transfer.h"
#include "blobs/transfer_int.h"

const char *transfer_state_name(enum transfer_state s)
{
    static const char *const names[] = {"queued",    "running", "paused",
                                        "completed", "failed",  "cancelled"};

    return names[s];
}

const char *source_state_name(enum source_state s)
{
    static const char *const names[] = {"idle", "connecting", "active", "done",
                                        "failed"};

    return names[s];
}

/* Content brought by this transfer, the present step included. */
uint64_t transfer_fetched(const struct transfer *t)
{
    struct blob_fetch_progress p = {0};

    if (t->blob_fetch != NULL)
        blob_fetch_get_progress(t->blob_fetch, &p);
    if (t->seq_fetch != NULL)
        p.fetched += seq_fetch_bytes(t->seq_fetch);
    return t->fetched + p.fetched;
}

/* Bytes per second over the samples; an ended transfer moves no more. */
static uint64_t rate(const struct transfer *t)
{
    uint64_t ms;

    if (t->state != TRANSFER_RUNNING || t->samples_len < 2)
        return 0;
    ms = (t->samples_len - 1) * PROGRESS_TICK_MS;
    return (t->samples[t->samples_len - 1] - t->samples[0]) * 1000 / ms;
}

void transfer_describe(struct transfer *t, struct transfer_info *out)
{
    transfer_refresh(t);
    *out = (struct transfer_info){
        .id = t->id,
        .hash = t->hash,
        .is_sequence = t->is_sequence,
        .state = t->state,
        .size_known = t->size_known,
        .size = t->size,
        .bytes_done = t->shown,
        .bytes_fetched = transfer_fetched(t),
        .rate_bps = rate(t),
        .created_ms = t->created_ms,
        .started_ms = t->started_ms,
        .ended_ms = t->ended_ms,
        .tag = t->tag[0] != '\0' ? t->tag : NULL,
        .err = t->err,
        .priority = t->turn.priority,
        .position = queue_position(&t->blobs->queue, &t->turn),
        .max_bps = t->own.bytes_per_s,
        .deadline_ms = t->deadline_ms,
        .attempts = t->attempts,
        .next_attempt_ms = t->next_attempt_ms,
        .sources_len = t->sources.len,
    };
    memcpy(out->error, t->error, sizeof out->error);
    for (size_t i = 0; i < t->sources.len; i++) {
        out->sources[i] = t->sources.at[i]->info;
        out->requests += t->sources.at[i]->asked;
    }
}

static uint64_t held_elsewhere(struct transfer *t)
{
    struct blob *b = store_peek(t->blobs->cfg.store, &t->hash);
    uint64_t held = 0;
    bool is_proven;

    if (b != NULL) {
        held = blob_held_bytes(b);
        if (!t->is_sequence && t->size == 0)
            t->size = blob_size(b, &is_proven);
    }
    blob_unref(b);
    return held;
}

void transfer_refresh(struct transfer *t)
{
    struct blob_fetch_progress p;
    uint64_t now = t->base;

    if (t->state >= TRANSFER_COMPLETED)
        return;
    if (t->blob_fetch != NULL) {
        blob_fetch_get_progress(t->blob_fetch, &p);
        now = p.held;
        if (p.size_known && !t->is_sequence) {
            t->size = p.size;
            t->size_known = true;
        }
    } else if (t->seq_fetch != NULL) {
        now += seq_fetch_bytes(t->seq_fetch);
    } else if (list_is_linked(&t->follow_node)) {
        now = held_elsewhere(t);
    }
    if (now > t->shown)
        t->shown = now;
    if (t->size < t->shown)
        t->size = t->shown;
}

void transfer_sample(struct transfer *t)
{
    transfer_refresh(t);
    if (t->samples_len == TRANSFER_RATE_SAMPLES) {
        memmove(t->samples, t->samples + 1,
                sizeof t->samples[0] * (TRANSFER_RATE_SAMPLES - 1));
        t->samples_len--;
    }
    t->samples[t->samples_len++] = t->shown;
    for (size_t i = 0; i < t->sources.len; i++)
        source_sample(t->sources.at[i]);
}
