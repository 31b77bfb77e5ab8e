/* The walk gives parents before the data below them. A piece is pulled only
 * when the group of the next data is known to be good: then so are the parents
 * on the way to it, for they were checked together. */
#include "blobs/sender.h"

#include <assert.h>
#include <stddef.h>
#include <sys/mman.h>

#include "blobs/blobs_limits.h"
#include "blobs/limits.h"
#include "blobs/loan.h"
#include "crypto/tree.h"
#include "store/blob.h"

void sender_init(struct sender *s, struct stream *stream,
                 struct limit_flow *flow, struct workers *workers,
                 size_t *works, sender_wake_fn *wake, void *arg)
{
    stage_init(&s->stage, stream);
    check_ahead_init(&s->ahead, workers, works, wake, arg);
    s->loan = NULL;
    s->blob = NULL;
    s->bytes = 0;
    s->flow = flow;
    s->unpaid = 0;
    s->is_mapped = false;
    ranges_init(&s->held);
    ranges_init(&s->groups);
}

static uint64_t pages_end(const struct sender *s)
{
    uint64_t size = s->enc.source.size;

    return s->mapped_to < size ? s->mapped_to : size;
}

/* Behind the sender; what is queued of them is mapped again when it is sent. */
static void give_back_pages(const struct sender *s, uint64_t end)
{
    uint8_t *base = (uint8_t *)(uintptr_t)s->enc.source.data;

    (void)madvise(base + s->mapped_from, end - s->mapped_from, MADV_DONTNEED);
}

static void end_blob(struct sender *s)
{
    if (s->is_mapped)
        loan_set_pages(
            s->loan, (uint8_t *)(uintptr_t)s->enc.source.data + s->mapped_from,
            pages_end(s) - s->mapped_from);
    s->is_mapped = false;
    check_ahead_stop(&s->ahead);
    ranges_clear(&s->held);
    ranges_clear(&s->groups);
    loan_close(s->loan);
    s->loan = NULL;
    s->blob = NULL;
}

void sender_clear(struct sender *s)
{
    stage_clear(&s->stage);
    end_blob(s);
    limit_charge(s->flow, s->unpaid);
    s->unpaid = 0;
}

bool sender_is_busy(const struct sender *s)
{
    return s->loan != NULL;
}

enum err sender_flush(struct sender *s)
{
    return stage_flush(&s->stage);
}

/* ---- which groups -------------------------------------------------------*/

/* The groups that hold the chunks asked for. What lies at or above the last
 * chunk means the last chunk. */
static enum err groups_of(const struct ranges *chunks, uint64_t size,
                          struct ranges *out)
{
    uint64_t last = tree_groups(size) - 1;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < chunks->len; i++) {
        uint64_t begin = chunks->at[i].begin / TREE_GROUP_CHUNKS;
        uint64_t end = (chunks->at[i].end - 1) / TREE_GROUP_CHUNKS;

        begin = begin < last ? begin : last;
        end = end < last ? end : last;
        e = ranges_add(out, begin, end + 1);
    }
    return e;
}

/* out := out and held */
static enum err keep_held(struct ranges *out, const struct ranges *held)
{
    struct ranges lacking;
    enum err e;

    ranges_init(&lacking);
    e = ranges_copy(&lacking, out);
    if (e == ERR_OK)
        e = ranges_subtract(&lacking, held);
    if (e == ERR_OK)
        e = ranges_subtract(out, &lacking);
    ranges_clear(&lacking);
    return e;
}

static enum err plan(struct sender *s, const struct ranges *chunks,
                     uint64_t size)
{
    enum err e = groups_of(chunks, size, &s->groups);

    if (e == ERR_OK && s->is_partial) {
        e = blob_held(s->blob, &s->held);
        if (e == ERR_OK)
            e = keep_held(&s->groups, &s->held);
    }
    s->at_range = 0;
    s->next_group = s->groups.len == 0 ? UINT64_MAX : s->groups.at[0].begin;
    return e;
}

/* Data of group `group` was pulled: which group comes then? */
static void move_on(struct sender *s, uint64_t group)
{
    while (s->at_range < s->groups.len) {
        const struct range *r = &s->groups.at[s->at_range];

        if (group + 1 < r->end) {
            s->next_group = group + 1 > r->begin ? group + 1 : r->begin;
            return;
        }
        s->at_range++;
    }
    s->next_group = UINT64_MAX;
}

/* ---- one blob -----------------------------------------------------------*/

static void start_encoder(struct sender *s, const struct ranges *chunks,
                          uint64_t size)
{
    static const uint8_t nothing[1];
    const uint8_t *data = blob_data(s->blob);
    struct bao_source source = {
        .size = size,
        .data = data != NULL ? data : nothing, /* the empty blob */
        .outboard = blob_outboard(s->blob),
    };

    bao_encoder_init(&s->enc, &source, chunks, s->is_partial ? &s->held : NULL);
    s->is_copied = size <= TREE_GROUP || blob_fd(s->blob) < 0;
    s->is_mapped = !s->is_copied && data != NULL;
    s->mapped_from =
        s->next_group == UINT64_MAX ? 0 : s->next_group * TREE_GROUP;
    s->mapped_to = s->mapped_from;
}

/* The store may have failed to map it. */
static bool is_mapped(const struct blob *b, uint64_t size)
{
    return (size == 0 || blob_data(b) != NULL) &&
           (size <= TREE_GROUP || blob_outboard(b) != NULL);
}

enum err sender_begin(struct sender *s, struct blob *b,
                      const struct ranges *chunks)
{
    bool is_proven = false;
    uint64_t size = blob_size(b, &is_proven);
    enum err e;

    assert(!sender_is_busy(s));
    if (!is_proven) {
        blob_unref(b);
        return ERR_NOT_FOUND;
    }
    e = loan_new(b, &s->loan);
    if (e != ERR_OK) {
        blob_unref(b);
        return e;
    }
    s->blob = b;
    s->is_partial = !blob_is_complete(b);
    e = is_mapped(b, size) ? plan(s, chunks, size) : ERR_NOMEM;
    if (e != ERR_OK) {
        end_blob(s);
        return e;
    }
    check_ahead_start(&s->ahead, b, &s->groups);
    start_encoder(s, chunks, size);
    return ERR_OK;
}

/* Ask for the pages that come next, and give back those that were sent long
 * ago, so that the loop neither waits for the disk nor seems to grow. They
 * stay in the page cache; a retransmission maps them again. */
static void tend_pages(struct sender *s, uint64_t offset)
{
    uint8_t *base = (uint8_t *)(uintptr_t)s->enc.source.data;
    uint64_t left;

    if (!s->is_mapped || offset < s->mapped_to)
        return;
    if (s->mapped_to - s->mapped_from >= 2 * PAGES_STEP) {
        give_back_pages(s, s->mapped_from + PAGES_STEP);
        s->mapped_from += PAGES_STEP;
    }
    s->mapped_to += PAGES_STEP;
    if (s->mapped_to <= offset) { /* a gap in what was asked for */
        give_back_pages(s, pages_end(s));
        s->mapped_from = offset / TREE_GROUP * TREE_GROUP;
        s->mapped_to = s->mapped_from + PAGES_STEP;
    }
    left = s->enc.source.size - offset;
    (void)madvise(base + offset / TREE_GROUP * TREE_GROUP,
                  left < PAGES_STEP ? left : PAGES_STEP, MADV_WILLNEED);
}

static enum err queue(struct sender *s, const struct bao_piece *p)
{
    if (p->is_data) {
        s->bytes += p->len;
        tend_pages(s, p->offset);
        move_on(s, p->offset / TREE_GROUP);
    }
    s->unpaid += p->len;
    if (s->is_copied || p->place == BAO_IN_ENCODER)
        return stage_copy(&s->stage, p->ptr, p->len);
    return stage_borrow(&s->stage, s->loan, p->ptr, p->len);
}

/* What went last is paid before the next goes. The first piece of all is a few
 * bytes and goes at once: so a peer that waits in line knows that we are at
 * it. */
static bool may_go_on(struct sender *s)
{
    if (s->unpaid > 0 && !limit_take(s->flow, s->unpaid))
        return false;
    s->unpaid = 0;
    return true;
}

static enum err pump_one(struct sender *s, bool *is_end)
{
    struct bao_piece p;
    enum err e = ERR_OK;

    if (!may_go_on(s))
        return ERR_AGAIN;
    if (s->next_group != UINT64_MAX)
        e = check_ahead_ready(&s->ahead, s->next_group);
    if (e != ERR_OK)
        return e;
    e = bao_encoder_next(&s->enc, &p);
    *is_end = e == ERR_CLOSED;
    if (*is_end)
        return ERR_OK;
    return e == ERR_OK ? queue(s, &p) : e;
}

enum err sender_pump(struct sender *s)
{
    enum err e = ERR_OK;
    enum err flushed = ERR_OK;
    bool is_end = false;

    while (e == ERR_OK && !is_end && stage_unsent(&s->stage) < SEND_AHEAD)
        e = pump_one(s, &is_end);
    if (e == ERR_OK && !is_end)
        e = ERR_AGAIN;
    /* Small blobs wait for each other, so that they go together. */
    if (e == ERR_AGAIN || !s->is_copied)
        flushed = stage_flush(&s->stage);
    if (flushed != ERR_OK)
        e = flushed;
    if (e != ERR_AGAIN)
        end_blob(s);
    return e;
}
