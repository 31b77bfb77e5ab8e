#include "blobs/bucket.h"

#define NS UINT64_C(1000000000)

/* Further back it makes no difference: the bucket is full then. */
#define LONG_AGO_S (UINT64_C(1) << 28)

static int64_t burst_of(uint64_t rate)
{
    uint64_t burst = rate / 10;

    return (int64_t)(burst > BUCKET_MIN_BURST ? burst : BUCKET_MIN_BURST);
}

static uint64_t allowed(uint64_t rate)
{
    return rate < BUCKET_MAX_RATE ? rate : BUCKET_MAX_RATE;
}

void bucket_init(struct bucket *b, uint64_t rate, uint64_t now_ns)
{
    b->rate = allowed(rate);
    b->tokens = burst_of(b->rate);
    b->at_ns = now_ns;
}

void bucket_set_rate(struct bucket *b, uint64_t rate, uint64_t now_ns)
{
    if (allowed(rate) == b->rate)
        return;
    bucket_fill(b, now_ns);
    if (b->rate == 0 || b->tokens > burst_of(allowed(rate)))
        b->tokens = burst_of(allowed(rate));
    else if (b->tokens < 0)
        b->tokens = 0;
    b->rate = allowed(rate);
    b->at_ns = now_ns;
}

/* Time that makes no whole byte yet is left for the next call. */
void bucket_fill(struct bucket *b, uint64_t now_ns)
{
    uint64_t passed = now_ns > b->at_ns ? now_ns - b->at_ns : 0;
    uint64_t whole = passed / NS;
    uint64_t more;

    if (b->rate == 0 || passed == 0)
        return;
    more = passed % NS * b->rate / NS;
    if (whole < LONG_AGO_S)
        b->tokens += (int64_t)(whole * b->rate + more);
    if (whole >= LONG_AGO_S || b->tokens >= burst_of(b->rate)) {
        b->tokens = burst_of(b->rate);
        b->at_ns = now_ns;
    } else {
        b->at_ns += whole * NS + (more * NS + b->rate - 1) / b->rate;
    }
}

bool bucket_has(const struct bucket *b)
{
    return b->rate == 0 || b->tokens > 0;
}

bool bucket_is_full(const struct bucket *b)
{
    return b->rate == 0 || b->tokens >= burst_of(b->rate);
}

uint64_t bucket_wait_ns(const struct bucket *b)
{
    uint64_t need;

    if (bucket_has(b))
        return 0;
    need = (uint64_t)(1 - b->tokens);
    return need / b->rate * NS + (need % b->rate * NS + b->rate - 1) / b->rate;
}

void bucket_spend(struct bucket *b, uint64_t bytes)
{
    const uint64_t most = UINT64_C(1) << 40; /* 64 s at the highest rate */
    int64_t lowest = -(int64_t)most;

    if (b->rate == 0)
        return;
    b->tokens -= (int64_t)(bytes < most ? bytes : most);
    if (b->tokens < lowest)
        b->tokens = lowest;
}
