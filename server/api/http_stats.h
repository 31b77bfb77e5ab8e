/* Counts and durations of HTTP calls, by route and status.
 *
 * Thread: any. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#define HTTP_STATS_ROUTES 64 /* the table's, and one for "no route" */

/* Upper bounds in seconds; a last bucket has none. */
#define HTTP_STATS_BOUNDS                                                      \
    {                                                                          \
        0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60                             \
    }
#define HTTP_STATS_BUCKETS 9

/* Statuses counted one by one; the last stands for all others. */
#define HTTP_STATS_CODES                                                       \
    {                                                                          \
        200, 201, 202, 204, 206, 304, 400, 403, 404, 405, 409, 413, 415, 416,  \
            421, 422, 500, 503, 504, 507, 0                                    \
    }
#define HTTP_STATS_CODES_LEN 21

struct http_stat {
    atomic_ullong buckets[HTTP_STATS_BUCKETS];
    atomic_ullong sum_us;
};

struct http_stats {
    struct http_stat at[HTTP_STATS_ROUTES][HTTP_STATS_CODES_LEN];
    atomic_ullong connections; /* now open */
    atomic_ullong calls;       /* now running */
    atomic_ullong header_timeouts;
    atomic_ullong refused; /* by Host or Origin */
};

/* `route` is the index in the table, or routes_len for none. */
void http_stats_count(struct http_stats *s, unsigned route, unsigned status,
                      uint64_t duration_ns);
