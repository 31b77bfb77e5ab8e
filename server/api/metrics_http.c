#include "api/metrics_http.h"

#include <stdio.h>

#include "api/route.h"

#define LABELS_MAX 128

static const char *route_path(unsigned route)
{
    return route < routes_len ? routes[route].path : "none";
}

static const char *route_method(unsigned route)
{
    return route < routes_len ? routes[route].method : "any";
}

static void labels(unsigned route, unsigned code, char out[static LABELS_MAX])
{
    static const unsigned codes[] = HTTP_STATS_CODES;
    int len = snprintf(out, LABELS_MAX, "method=\"%s\",route=\"%s\",code=\"",
                       route_method(route), route_path(route));

    if (codes[code] != 0)
        snprintf(out + len, LABELS_MAX - (size_t)len, "%u\"", codes[code]);
    else
        snprintf(out + len, LABELS_MAX - (size_t)len, "other\"");
}

static unsigned long long count_of(struct http_stat *s)
{
    unsigned long long sum = 0;

    for (unsigned i = 0; i < HTTP_STATS_BUCKETS; i++)
        sum += atomic_load(&s->buckets[i]);
    return sum;
}

static void add_histogram(struct metrics *m, struct http_stat *s,
                          const char *names)
{
    static const double bounds[] = HTTP_STATS_BOUNDS;
    unsigned long long sum = 0;

    for (unsigned i = 0; i < HTTP_STATS_BUCKETS; i++) {
        sum += atomic_load(&s->buckets[i]);
        if (i + 1 < HTTP_STATS_BUCKETS)
            metrics_add(m, "_bucket{%s,le=\"%g\"} %llu", names, bounds[i], sum);
        else
            metrics_add(m, "_bucket{%s,le=\"+Inf\"} %llu", names, sum);
    }
    metrics_add(m, "_sum{%s} %.6f", names,
                (double)atomic_load(&s->sum_us) / 1e6);
    metrics_add(m, "_count{%s} %llu", names, sum);
}

/* For all that were ever counted. */
static void each(struct metrics *m, struct http_stats *s,
                 void (*add)(struct metrics *m, struct http_stat *at,
                             const char *names))
{
    char names[LABELS_MAX];

    for (unsigned r = 0; r < HTTP_STATS_ROUTES; r++) {
        for (unsigned c = 0; c < HTTP_STATS_CODES_LEN; c++) {
            if (count_of(&s->at[r][c]) == 0)
                continue;
            labels(r, c, names);
            add(m, &s->at[r][c], names);
        }
    }
}

static void add_count(struct metrics *m, struct http_stat *s, const char *names)
{
    metrics_add(m, "{%s} %llu", names, count_of(s));
}

void metrics_http(struct metrics *m, struct http_stats *s)
{
    metrics_gauge(m, "firn_http_connections", "Connections of clients.",
                  atomic_load(&s->connections));
    metrics_gauge(m, "firn_http_requests_running", "Calls being answered.",
                  atomic_load(&s->calls));
    metrics_counter(m, "firn_http_header_timeouts_total",
                    "Clients that took too long to send a request.",
                    atomic_load(&s->header_timeouts));
    metrics_counter(m, "firn_http_refused_total",
                    "Calls refused for their Host or Origin.",
                    atomic_load(&s->refused));
    metrics_family(m, "firn_http_requests_total", "counter", "Calls answered.");
    each(m, s, add_count);
    metrics_family(m, "firn_http_request_duration_seconds", "histogram",
                   "Time from a call's first line to the end of its answer.");
    each(m, s, add_histogram);
}
