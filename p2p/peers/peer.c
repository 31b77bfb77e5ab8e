/* What follows from what is known of one peer: which addresses to keep and in
 * what order to try them, and how good it is.
 *
 * Sources are in the order of how sure they are (PEER_SOURCES): what a person
 * typed in outlasts what others tell. */
#include "peers/peer.h"

#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

/* So many of one source: who moves about, or makes addresses up, pushes out
 * his own ones only. */
#define MAX_OF_SOURCE 8

const char *peer_state_name(enum peer_state s)
{
    static const char *const names[PEER_STATES] = {
        [PEER_DISCONNECTED] = "disconnected",
        [PEER_CONNECTING] = "connecting",
        [PEER_CONNECTED] = "connected",
        [PEER_DISCONNECTING] = "disconnecting",
        [PEER_FAILED] = "failed",
    };

    assert(s < PEER_STATES);
    return names[s];
}

const char *peer_kind_name(enum peer_kind k)
{
    static const char *const names[] = {"unknown", "firn", "iroh"};

    assert(k <= PEER_IROH);
    return names[k];
}

const char *peer_source_name(enum peer_source s)
{
    static const char *const names[PEER_SOURCE_COUNT] = {
#define PEER_SOURCE_NAME(name, text) [PEER_SOURCE_##name] = (text),
        PEER_SOURCES(PEER_SOURCE_NAME)
#undef PEER_SOURCE_NAME
    };

    assert(s < PEER_SOURCE_COUNT);
    return names[s];
}

const char *peer_deed_name(enum peer_deed d)
{
    static const char *const names[PEER_DEED_COUNT] = {
#define PEER_DEED_NAME(name, text, points) [PEER_DEED_##name] = (text),
        PEER_DEEDS(PEER_DEED_NAME)
#undef PEER_DEED_NAME
    };

    assert(d < PEER_DEED_COUNT);
    return names[d];
}

int peer_deed_points(enum peer_deed d)
{
    static const int points_of[PEER_DEED_COUNT] = {
#define PEER_DEED_POINTS(name, text, points) [PEER_DEED_##name] = (points),
        PEER_DEEDS(PEER_DEED_POINTS)
#undef PEER_DEED_POINTS
    };

    assert(d < PEER_DEED_COUNT);
    return points_of[d];
}

/* ---- addresses ----------------------------------------------------------*/

static bool is_multicast(const struct addr *a)
{
    if (addr_is_v6(a))
        return IN6_IS_ADDR_MULTICAST(&a->in6.sin6_addr);
    return IN_MULTICAST(ntohl(a->in.sin_addr.s_addr)) ||
           a->in.sin_addr.s_addr == htonl(INADDR_BROADCAST);
}

static bool is_useful(const struct addr *a)
{
    return addr_port(a) != 0 && !addr_is_wildcard(a) && !is_multicast(a);
}

static uint64_t last_sign(const struct peer_addr *a)
{
    return a->last_ok_ms > a->seen_ms ? a->last_ok_ms : a->seen_ms;
}

/* Which to give up for one of `src`: the oldest of that source when it has its
 * share, else the oldest of the least sure one, which must not be surer than
 * `src`. NULL: none. */
static struct peer_addr *find_worst(struct peer *p, enum peer_source src)
{
    struct peer_addr *oldest = NULL, *worst = NULL;
    size_t same = 0;

    for (size_t i = 0; i < p->addrs_len; i++) {
        struct peer_addr *a = &p->addrs[i];

        if (a->source == src) {
            same++;
            if (oldest == NULL || last_sign(a) < last_sign(oldest))
                oldest = a;
        }
        if (worst == NULL || a->source > worst->source ||
            (a->source == worst->source && last_sign(a) < last_sign(worst)))
            worst = a;
    }
    if (same >= MAX_OF_SOURCE)
        return oldest;
    return worst->source >= src ? worst : NULL;
}

static size_t count_source(const struct peer *p, enum peer_source src)
{
    size_t n = 0;

    for (size_t i = 0; i < p->addrs_len; i++)
        n += p->addrs[i].source == src;
    return n;
}

static struct peer_addr *find_addr(struct peer *p, const struct addr *a)
{
    for (size_t i = 0; i < p->addrs_len; i++)
        if (addr_equal(&p->addrs[i].addr, a))
            return &p->addrs[i];
    return NULL;
}

bool peer_add_addr(struct peer *p, const struct addr *a, enum peer_source src,
                   uint64_t wall_ms)
{
    struct peer_addr *at = find_addr(p, a);

    assert(src < PEER_SOURCE_COUNT);
    if (at != NULL) {
        at->seen_ms = wall_ms;
        if (src < at->source)
            at->source = src;
        return false;
    }
    if (!is_useful(a))
        return false;
    if (p->addrs_len < PEER_MAX_ADDRS && count_source(p, src) < MAX_OF_SOURCE)
        at = &p->addrs[p->addrs_len++];
    else
        at = find_worst(p, src);
    if (at == NULL)
        return false;
    *at = (struct peer_addr){.addr = *a, .source = src, .seen_ms = wall_ms};
    return true;
}

void peer_addr_worked(struct peer *p, const struct addr *a, uint64_t wall_ms)
{
    struct peer_addr *at = find_addr(p, a);

    if (at == NULL)
        return;
    at->last_ok_ms = wall_ms;
    at->seen_ms = wall_ms;
}

/* The port that an incoming connection came from is where a Firn node listens
 * as well; of others that is not known. */
static bool is_dialable(const struct peer *p, const struct peer_addr *a)
{
    return a->source != PEER_SOURCE_INBOUND || p->kind == PEER_FIRN;
}

static int by_promise(const void *a, const void *b)
{
    const struct peer_addr *x = *(const struct peer_addr *const *)a;
    const struct peer_addr *y = *(const struct peer_addr *const *)b;

    if (x->last_ok_ms != y->last_ok_ms)
        return x->last_ok_ms > y->last_ok_ms ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->seen_ms != y->seen_ms)
        return x->seen_ms > y->seen_ms ? -1 : 1;
    return addr_compare(&x->addr, &y->addr);
}

size_t peer_dial_addrs(const struct peer *p, struct addr *out, size_t max)
{
    const struct peer_addr *order[PEER_MAX_ADDRS];
    size_t len = 0;

    for (size_t i = 0; i < p->addrs_len; i++)
        if (is_dialable(p, &p->addrs[i]))
            order[len++] = &p->addrs[i];
    if (len > 1)
        qsort(order, len, sizeof *order, by_promise);
    if (len > max)
        len = max;
    for (size_t i = 0; i < len; i++)
        out[i] = order[i]->addr;
    return len;
}

/* ---- quality ------------------------------------------------------------*/

double peer_score(const struct peer *p)
{
    double rtt_ms = (double)p->quality.rtt_us / 1000;
    double trust = 1 + (double)p->reputation / 100;

    if (p->state != PEER_CONNECTED)
        return 0;
    if (p->quality.rtt_us == 0)
        rtt_ms = 100;
    if (trust > 1)
        trust = 1;
    return trust / (1 + rtt_ms / 100) / (1 + p->quality.loss / 0.01);
}
