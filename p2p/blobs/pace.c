/* What came is gathered over SAMPLE_MS and then weighed against what is known:
 * a sample of t ms counts t/AVERAGE_MS. Before the first sample is full, what
 * there is must do. */
#include "blobs/pace.h"

#define SAMPLE_MS 50
#define AVERAGE_MS 1000

static uint64_t passed(const struct pace *p, uint64_t now)
{
    return now > p->since_ms ? now - p->since_ms : 1;
}

static uint64_t sample(const struct pace *p, uint64_t now)
{
    return p->bytes * 1000 / passed(p, now);
}

/* The rate with the sample weighed in; 0 is for "not measured". */
static uint64_t average(const struct pace *p, uint64_t now)
{
    uint64_t ms = passed(p, now), rate = sample(p, now);

    if (p->rate != 0 && ms < AVERAGE_MS)
        rate = (p->rate * (AVERAGE_MS - ms) + rate * ms) / AVERAGE_MS;
    return rate > 0 ? rate : 1;
}

void pace_start(struct pace *p, uint64_t now_ms)
{
    p->since_ms = now_ms;
    p->bytes = 0;
}

void pace_stop(struct pace *p, uint64_t now_ms)
{
    if (p->bytes > 0 || (p->rate != 0 && passed(p, now_ms) >= SAMPLE_MS))
        p->rate = average(p, now_ms);
    pace_start(p, now_ms);
}

void pace_got(struct pace *p, uint64_t now_ms, uint64_t bytes)
{
    p->bytes += bytes;
    if (now_ms - p->since_ms < SAMPLE_MS)
        return;
    p->rate = average(p, now_ms);
    pace_start(p, now_ms);
}

uint64_t pace_rate(const struct pace *p, uint64_t now_ms, bool is_asked)
{
    if (p->rate == 0)
        return p->bytes > 0 ? sample(p, now_ms) : 0;
    /* A short gap is only the next packet on its way. */
    if (!is_asked || passed(p, now_ms) < 4 * SAMPLE_MS)
        return p->rate;
    return average(p, now_ms);
}

uint64_t pace_piece(const struct pace *p, uint64_t now_ms, bool is_asked)
{
    uint64_t rate = pace_rate(p, now_ms, is_asked), piece;

    if (p->piece == 0)
        return PLAN_PIECE_FIRST;
    piece = rate / 1000 * PLAN_PIECE_MS;
    if (piece > p->piece * PLAN_PIECE_GROWTH)
        piece = p->piece * PLAN_PIECE_GROWTH;
    if (piece < PLAN_PIECE_MIN)
        return PLAN_PIECE_MIN;
    return piece < PLAN_PIECE_MAX ? piece : PLAN_PIECE_MAX;
}

void pace_asked(struct pace *p, uint64_t bytes)
{
    p->piece = bytes;
}
