/* A flow passes its gates from the narrowest to the widest, and waits in line
 * at the first that is shut:
 *
 *     the transfer's own -> the peer's -> the priority's -> the node's
 *
 * Waiting at the narrow ones first means that nobody stands in the way of
 * others at the wide one for a reason of his own. When a gate has something to
 * give, its line is served: the first of the highest priority leaves the line
 * and is woken, takes one piece, and to have another it goes to the end. */
#include <assert.h>

#include "base/loop.h"
#include "blobs/limits_int.h"

#define GATES 4
#define MOMENT_NS UINT64_C(1000000000)

void gate_init(struct gate *g, uint64_t rate, uint64_t now_ns)
{
    bucket_init(&g->bucket, rate, now_ns);
    for (size_t i = 0; i < PRIORITIES; i++)
        list_init(&g->lines[i]);
    g->waiting = 0;
    list_init(&g->node);
}

uint64_t limits_time(const struct limits *l)
{
    return l->loop != NULL ? loop_now_ns(l->loop) : l->now_ns;
}

static enum priority priority_of(const struct limit_flow *f)
{
    return f->own != NULL ? f->own->priority : PRIORITY_NORMAL;
}

/* Narrowest first; those with a ceiling only. */
static size_t gates_of(const struct limit_flow *f, struct gate *out[GATES])
{
    struct limits *l = f->limits;
    size_t len = 0;

    if (f->own != NULL)
        out[len++] = &f->own->gate;
    if (!f->is_local || !l->cfg.is_local_exempt) {
        out[len++] = &f->peer->gates[f->dir];
        out[len++] = &l->classes[priority_of(f)][f->dir];
        out[len++] = &l->totals[f->dir];
    }
    for (size_t i = len; i-- > 0;) {
        if (out[i]->bucket.rate != 0)
            continue;
        len--;
        for (size_t k = i; k < len; k++)
            out[k] = out[k + 1];
    }
    return len;
}

/* ---- lines --------------------------------------------------------------*/

static void join(struct limit_flow *f, struct gate *g)
{
    struct limits *l = f->limits;

    f->gate = g;
    list_remove(&f->node); /* to be woken, but asking already */
    list_push_back(&g->lines[priority_of(f)], &f->node);
    g->waiting++;
    f->peer->waiting[f->dir]++;
    l->stats.waits[f->dir]++;
    l->stats.waiting[f->dir]++;
    if (list_is_linked(&g->node))
        return;
    list_push_back(&l->busy, &g->node);
    limits_look_in(l, bucket_wait_ns(&g->bucket));
}

void line_leave(struct limit_flow *f)
{
    struct gate *g = f->gate;

    if (g == NULL)
        return;
    f->gate = NULL;
    list_remove(&f->node);
    f->peer->waiting[f->dir]--;
    f->peer->held_ns[f->dir] = limits_time(f->limits);
    f->limits->stats.waiting[f->dir]--;
    if (--g->waiting == 0)
        list_remove(&g->node);
}

static struct limit_flow *first_in_line(const struct gate *g)
{
    for (size_t i = PRIORITIES; i-- > 0;) {
        if (!list_is_empty(&g->lines[i]))
            return LIST_ENTRY(g->lines[i].next, struct limit_flow, node);
    }
    return NULL;
}

void line_wake(struct limit_flow *f)
{
    if (f->gate == NULL)
        return;
    line_leave(f);
    list_push_back(&f->limits->woken, &f->node);
    limits_look_in(f->limits, 0);
}

void lines_wake_all(struct limits *l)
{
    while (!list_is_empty(&l->busy)) {
        struct gate *g = LIST_ENTRY(l->busy.next, struct gate, node);

        line_wake(first_in_line(g));
    }
}

/* Is somebody in line who goes before this one? */
static bool is_behind(const struct limit_flow *f, const struct gate *g)
{
    if (f->limits->served == f && f->limits->serving == g)
        return false;
    for (size_t i = priority_of(f); i < PRIORITIES; i++) {
        if (!list_is_empty(&g->lines[i]))
            return true;
    }
    return false;
}

/* ---- taking -------------------------------------------------------------*/

static bool is_free(const struct limit_flow *f)
{
    return f->limits == NULL || (!f->limits->is_limiting[f->dir] &&
                                 (f->own == NULL || f->own->bytes_per_s == 0));
}

static void spend(struct limit_flow *f, struct gate *const *gates, size_t len,
                  uint64_t bytes)
{
    for (size_t i = 0; i < len; i++)
        bucket_spend(&gates[i]->bucket, bytes);
    if (len > 0)
        f->limits->stats.taken[f->dir] += bytes;
}

bool limit_take(struct limit_flow *f, uint64_t bytes)
{
    struct gate *gates[GATES];
    uint64_t now_ns;
    size_t len;

    /* One that is in line waits for its turn, whatever its owner was told
     * meanwhile; what holds it may be gone, though. */
    if (is_free(f)) {
        if (f->limits != NULL)
            line_leave(f);
        return true;
    }
    if (f->gate != NULL)
        return false;
    len = gates_of(f, gates);
    now_ns = limits_time(f->limits);
    for (size_t i = 0; i < len; i++) {
        bucket_fill(&gates[i]->bucket, now_ns);
        if (bucket_has(&gates[i]->bucket) && !is_behind(f, gates[i]))
            continue;
        join(f, gates[i]);
        return false;
    }
    spend(f, gates, len, bytes);
    /* What it had its turn for it has taken. */
    if (f->limits->served == f)
        f->limits->served = NULL;
    return true;
}

void limit_charge(struct limit_flow *f, uint64_t bytes)
{
    struct gate *gates[GATES];

    if (!is_free(f))
        spend(f, gates, gates_of(f, gates), bytes);
}

size_t limit_piece(const struct limit_flow *f)
{
    struct gate *gates[GATES];
    uint64_t least = UINT64_MAX;
    size_t len = is_free(f) ? 0 : gates_of(f, gates);

    for (size_t i = 0; i < len; i++) {
        if (gates[i]->bucket.rate < least)
            least = gates[i]->bucket.rate;
    }
    if (len == 0)
        return SIZE_MAX;
    return least / 100 > LIMIT_MIN_PIECE ? least / 100 : LIMIT_MIN_PIECE;
}

bool limit_is_waiting(const struct limit_flow *f)
{
    return f->gate != NULL;
}

bool limit_is_holding(const struct limit_flow *f)
{
    uint64_t held_ns;

    if (f->limits == NULL)
        return false;
    held_ns = f->peer->held_ns[f->dir];
    return f->peer->waiting[f->dir] > 0 ||
           (held_ns != 0 && limits_time(f->limits) - held_ns < MOMENT_NS);
}

/* ---- serving ------------------------------------------------------------*/

/* Who is woken may close flows, his own too, and so end the life of a
 * transfer and of its gate: limit_flow_close() then clears `serving`. */
static void serve(struct limits *l, struct gate *g, uint64_t now_ns)
{
    l->serving = g;
    bucket_fill(&g->bucket, now_ns);
    while (l->serving == g && g->waiting > 0 && bucket_has(&g->bucket)) {
        struct limit_flow *f = first_in_line(g);

        line_leave(f);
        l->served = f;
        f->wake(f->arg);
        l->served = NULL;
    }
    l->serving = NULL;
}

static void wake_woken(struct limits *l)
{
    struct list woken;
    struct list *node;

    list_init(&woken);
    list_splice_back(&woken, &l->woken);
    while ((node = list_pop_front(&woken)) != NULL) {
        struct limit_flow *f = LIST_ENTRY(node, struct limit_flow, node);

        f->wake(f->arg);
    }
}

uint64_t lines_serve(struct limits *l, uint64_t now_ns)
{
    struct list due;
    struct list *node;
    uint64_t next = UINT64_MAX;

    assert(l->serving == NULL);
    wake_woken(l);
    list_init(&due);
    list_splice_back(&due, &l->busy);
    while ((node = list_pop_front(&due)) != NULL) {
        /* Its line is not empty, so it comes back where it belongs. */
        list_push_back(&l->busy, node);
        serve(l, LIST_ENTRY(node, struct gate, node), now_ns);
    }
    LIST_FOREACH (it, tmp, &l->busy) {
        struct gate *g = LIST_ENTRY(it, struct gate, node);
        uint64_t wait_ns = bucket_wait_ns(&g->bucket);

        next = wait_ns < next ? wait_ns : next;
    }
    return next == UINT64_MAX ? next : now_ns + next;
}
