#include "api/http_stats.h"

static unsigned code_index(unsigned status)
{
    static const unsigned codes[] = HTTP_STATS_CODES;
    unsigned i = 0;

    while (i < HTTP_STATS_CODES_LEN - 1 && codes[i] != status)
        i++;
    return i;
}

static unsigned bucket_index(uint64_t duration_ns)
{
    static const double bounds[] = HTTP_STATS_BOUNDS;
    double seconds = (double)duration_ns / 1e9;
    unsigned i = 0;

    while (i < HTTP_STATS_BUCKETS - 1 && seconds > bounds[i])
        i++;
    return i;
}

void http_stats_count(struct http_stats *s, unsigned route, unsigned status,
                      uint64_t duration_ns)
{
    struct http_stat *at;

    if (route >= HTTP_STATS_ROUTES)
        route = HTTP_STATS_ROUTES - 1;
    at = &s->at[route][code_index(status)];
    atomic_fetch_add_explicit(&at->buckets[bucket_index(duration_ns)], 1,
                              memory_order_relaxed);
    atomic_fetch_add_explicit(&at->sum_us, duration_ns / 1000,
                              memory_order_relaxed);
}
