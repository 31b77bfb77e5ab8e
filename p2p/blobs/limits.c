#include "blobs/limits.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/loop.h"
#include "blobs/limits_int.h"

#define NS_PER_MS UINT64_C(1000000)
#define TICK_MS 1000

static const char *const priority_names[PRIORITIES] = {
    [PRIORITY_LOW] = "low",
    [PRIORITY_NORMAL] = "normal",
    [PRIORITY_HIGH] = "high",
    [PRIORITY_CRITICAL] = "critical",
};

const char *priority_name(enum priority p)
{
    return priority_names[p];
}

bool priority_parse(const char *text, enum priority *out)
{
    for (size_t i = 0; i < PRIORITIES; i++) {
        if (strcmp(text, priority_names[i]) != 0)
            continue;
        *out = (enum priority)i;
        return true;
    }
    return false;
}

/* ---- time ---------------------------------------------------------------*/

void limits_look_in(struct limits *l, uint64_t wait_ns)
{
    uint64_t at_ns = limits_time(l) + wait_ns;

    if (at_ns >= l->look_ns)
        return;
    l->look_ns = at_ns;
    if (l->loop != NULL)
        timer_start(l->timer, (wait_ns + NS_PER_MS - 1) / NS_PER_MS);
}

static uint64_t look(struct limits *l)
{
    uint64_t now_ns = limits_time(l);
    uint64_t next_ns;

    l->look_ns = UINT64_MAX;
    next_ns = lines_serve(l, now_ns);
    if (next_ns != UINT64_MAX)
        limits_look_in(l, next_ns - now_ns);
    return l->look_ns;
}

static void on_timer(struct timer *t, void *arg)
{
    (void)look(arg);
}

uint64_t limits_run(struct limits *l, uint64_t now_ns)
{
    assert(l->loop == NULL);
    l->now_ns = now_ns;
    return l->look_ns <= now_ns ? look(l) : l->look_ns;
}

/* ---- what holds ---------------------------------------------------------*/

static void set_peer(struct limits *l, struct limit_peer *p, uint64_t now_ns)
{
    for (size_t dir = 0; dir < LIMIT_DIRS; dir++)
        bucket_set_rate(&p->gates[dir].bucket, l->cfg.per_peer[dir], now_ns);
}

static void set_peers(struct limits *l, uint64_t now_ns)
{
    struct limit_peer *p;
    size_t it = 0;

    while ((p = map_next(&l->peers, &it, NULL)) != NULL)
        set_peer(l, p, now_ns);
}

/* The configuration and the time of the week, put into force. */
static void apply(struct limits *l)
{
    uint64_t now_ns = limits_time(l);

    for (size_t dir = 0; dir < LIMIT_DIRS; dir++) {
        uint64_t any = l->total[dir] | l->cfg.per_peer[dir];

        bucket_set_rate(&l->totals[dir].bucket, l->total[dir], now_ns);
        for (size_t i = 0; i < PRIORITIES; i++) {
            any |= l->cfg.per_priority[i][dir];
            bucket_set_rate(&l->classes[i][dir].bucket,
                            l->cfg.per_priority[i][dir], now_ns);
        }
        l->is_limiting[dir] = any != 0;
    }
    set_peers(l, now_ns);
    lines_wake_all(l);
}

static void choose_total(struct limits *l)
{
    time_t now = time(NULL);
    struct tm local;
    const struct schedule_entry *e = NULL;
    const uint64_t *total;

    if (l->schedule.len > 0 && localtime_r(&now, &local) != NULL)
        e = schedule_at(&l->schedule, &local);
    total = e != NULL ? e->total : l->cfg.total;
    memcpy(l->total, total, sizeof l->total);
}

void limits_set(struct limits *l, const struct limits_config *cfg)
{
    l->cfg = *cfg;
    choose_total(l);
    apply(l);
}

void limits_get(const struct limits *l, struct limits_config *out)
{
    *out = l->cfg;
}

static void tick_from_now_on(struct limits *l)
{
    if (l->loop != NULL && !timer_is_active(l->tick))
        timer_start_repeat(l->tick, TICK_MS);
}

void limits_set_schedule(struct limits *l, const struct schedule *s)
{
    l->schedule = *s;
    choose_total(l);
    apply(l);
    if (s->len > 0)
        tick_from_now_on(l);
}

const struct schedule *limits_schedule(const struct limits *l)
{
    return &l->schedule;
}

void limits_now(const struct limits *l, uint64_t total[LIMIT_DIRS])
{
    memcpy(total, l->total, sizeof l->total);
}

static void look_at_schedule(struct limits *l)
{
    uint64_t before[LIMIT_DIRS];

    limits_now(l, before);
    choose_total(l);
    if (memcmp(before, l->total, sizeof before) == 0)
        return;
    log_info(LOG_BLOBS,
             "limits: by schedule %" PRIu64 " B/s up, %" PRIu64 " B/s down",
             l->total[LIMIT_UP], l->total[LIMIT_DOWN]);
    apply(l);
}

/* ---- peers --------------------------------------------------------------*/

static struct limit_peer *peer_get(struct limits *l, const struct node_id *id)
{
    struct limit_peer *p = map_get(&l->peers, id);

    if (p == NULL) {
        p = calloc(1, sizeof *p);
        if (p == NULL)
            return NULL;
        p->id = *id;
        for (size_t dir = 0; dir < LIMIT_DIRS; dir++)
            gate_init(&p->gates[dir], l->cfg.per_peer[dir], limits_time(l));
        if (map_set(&l->peers, id, p) != ERR_OK) {
            free(p);
            return NULL;
        }
    }
    list_remove(&p->node);
    p->flows++;
    return p;
}

static void peer_put(struct limits *l, struct limit_peer *p)
{
    if (--p->flows > 0)
        return;
    list_push_back(&l->idle, &p->node);
    tick_from_now_on(l);
}

static bool has_recovered(struct limit_peer *p, uint64_t now_ns)
{
    bool is_full = true;

    for (size_t dir = 0; dir < LIMIT_DIRS; dir++) {
        bucket_fill(&p->gates[dir].bucket, now_ns);
        is_full = is_full && bucket_is_full(&p->gates[dir].bucket);
    }
    return is_full;
}

static void forget_idle(struct limits *l, bool all)
{
    uint64_t now_ns = limits_time(l);

    LIST_FOREACH (it, tmp, &l->idle) {
        struct limit_peer *p = LIST_ENTRY(it, struct limit_peer, node);

        if (!all && !has_recovered(p, now_ns))
            continue;
        list_remove(&p->node);
        map_remove(&l->peers, &p->id);
        free(p);
    }
}

static void on_tick(struct timer *t, void *arg)
{
    struct limits *l = arg;

    if (l->schedule.len > 0)
        look_at_schedule(l);
    forget_idle(l, false);
    if (l->schedule.len == 0 && list_is_empty(&l->idle))
        timer_stop(t);
}

/* ---- flows --------------------------------------------------------------*/

void limit_own_init(struct limit_own *own, enum priority p,
                    uint64_t bytes_per_s)
{
    own->priority = p;
    own->bytes_per_s = bytes_per_s;
    list_init(&own->flows);
    gate_init(&own->gate, bytes_per_s, 0);
}

void limit_own_set(struct limits *l, struct limit_own *own, enum priority p,
                   uint64_t bytes_per_s)
{
    own->priority = p;
    own->bytes_per_s = bytes_per_s;
    bucket_set_rate(&own->gate.bucket, bytes_per_s, limits_time(l));
    LIST_FOREACH (it, tmp, &own->flows)
        line_wake(LIST_ENTRY(it, struct limit_flow, own_node));
}

static bool is_local_v4(const uint8_t b[static 4])
{
    return b[0] == 10 || b[0] == 127 || (b[0] == 172 && b[1] >> 4 == 1) ||
           (b[0] == 192 && b[1] == 168) || (b[0] == 169 && b[1] == 254);
}

/* RFC 1918, RFC 3927, RFC 4193, RFC 4291 */
static bool is_local(const struct addr *a)
{
    const uint8_t *b;

    if (addr_is_loopback(a))
        return true;
    if (!addr_is_v6(a))
        return is_local_v4((const uint8_t *)&a->in.sin_addr);
    b = a->in6.sin6_addr.s6_addr;
    return (b[0] & 0xfe) == 0xfc || (b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
}

enum err limit_flow_open(struct limits *l, struct limit_flow *f,
                         enum limit_dir dir, const struct node_id *peer,
                         const struct addr *remote, struct limit_own *own,
                         limit_wake_fn *wake, void *arg)
{
    struct limit_peer *p = peer_get(l, peer);

    if (p == NULL)
        return ERR_NOMEM;
    *f = (struct limit_flow){
        .limits = l,
        .dir = dir,
        .is_local = is_local(remote),
        .peer = p,
        .own = own,
        .wake = wake,
        .arg = arg,
    };
    if (own != NULL)
        list_push_back(&own->flows, &f->own_node);
    return ERR_OK;
}

void limit_flow_close(struct limit_flow *f)
{
    struct limits *l = f->limits;

    if (l == NULL)
        return;
    line_leave(f);
    list_remove(&f->node);
    list_remove(&f->own_node);
    /* The transfer may go now, with the gate that is being served. */
    if (f->own != NULL && l->serving == &f->own->gate &&
        list_is_empty(&f->own->flows))
        l->serving = NULL;
    if (l->served == f)
        l->served = NULL;
    peer_put(l, f->peer);
    f->limits = NULL;
}

/* ---- life ---------------------------------------------------------------*/

static void init_gates(struct limits *l)
{
    uint64_t now_ns = limits_time(l);

    for (size_t dir = 0; dir < LIMIT_DIRS; dir++) {
        gate_init(&l->totals[dir], 0, now_ns);
        for (size_t i = 0; i < PRIORITIES; i++)
            gate_init(&l->classes[i][dir], 0, now_ns);
    }
}

enum err limits_new(struct loop *loop, struct limits **out)
{
    struct limits *l = calloc(1, sizeof *l);
    enum err e = ERR_OK;

    if (l == NULL)
        return ERR_NOMEM;
    l->loop = loop;
    l->look_ns = UINT64_MAX;
    map_init(&l->peers, NODE_ID_LEN, SIZE_MAX);
    list_init(&l->idle);
    list_init(&l->busy);
    list_init(&l->woken);
    init_gates(l);
    if (loop != NULL)
        e = timer_new(loop, on_timer, l, &l->timer);
    if (loop != NULL && e == ERR_OK)
        e = timer_new(loop, on_tick, l, &l->tick);
    if (e != ERR_OK) {
        limits_free(l);
        return e;
    }
    *out = l;
    return ERR_OK;
}

void limits_free(struct limits *l)
{
    if (l == NULL)
        return;
    forget_idle(l, true);
    assert(l->peers.len == 0);
    timer_free(l->timer);
    timer_free(l->tick);
    map_clear(&l->peers);
    free(l);
}

void limits_get_stats(const struct limits *l, struct limits_stats *out)
{
    *out = l->stats;
}
