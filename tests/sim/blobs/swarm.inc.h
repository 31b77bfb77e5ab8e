/* A network in virtual time, for swarms: nodes with a link each, of so much up
 * and so much down, a delay between any two, and connections that get lost.
 * Each node that wants the blob has a fetch_core; what it has it serves to the
 * others, and says so every HOLDS_US.
 *
 * A node's uplink sends a piece of each answer in turn; a piece then waits its
 * turn on the downlink of the one who asked. An answer has at most `window`
 * bytes under way, as flow control has it.
 *
 * Everything is drawn from the seed: every run is the same run, and has the
 * same `trace`, a hash of all actions and when they were. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#include "blobs/fetch_core.h"
#include "test.h"

#define MAX_NODES 64
#define HOLDS_US 250000
#define NEVER UINT64_MAX
#define SECOND 1000000 /* in microseconds, in which the network counts */

enum manner {
    GOOD,
    LIAR,  /* what it sends is wrong */
    CLAIMS /* says it has everything, has nothing */
};

enum happening {
    SENT,      /* node's uplink is free again */
    DELIVERED, /* piece of answer `x`, from unit y, z of them */
    ARRIVES,   /* request: answer x */
    STOPS,     /* answer x: not wanted any more */
    ENDS,      /* answer x, as err y; z: a unit */
    TRICKLES,  /* answer x: bytes, but not yet a unit */
    ANSWERS,   /* dial of node to its source x */
    TELLS,     /* node says what it has */
    LOSES,     /* node loses the connection to its source x */
    DIES,
    WAKES /* node's timer */
};

struct happens {
    uint64_t at, order;
    enum happening what;
    size_t node;
    uint64_t x, y, z;
};

struct answer {
    size_t from, to; /* nodes */
    size_t source;   /* of the one who asked */
    uint32_t id;
    struct ranges left; /* to be sent */
    uint64_t under_way; /* bytes */
    bool is_over;       /* for the one who asked */
    bool is_stopped;    /* for the one who sends */
};

struct node {
    uint64_t up, down; /* bytes per second */
    enum manner manner;
    bool is_dead;
    bool is_fetching; /* has a core */
    bool is_done;
    enum err result;
    uint64_t done_us;
    struct fetch_core core;
    size_t peer[FETCH_MAX_SOURCES]; /* node of each source */
    bool is_connected[FETCH_MAX_SOURCES];
    struct {
        size_t node, source; /* of it */
    } watcher[MAX_NODES];    /* whose source this node is */
    size_t watchers;
    size_t *asked, asked_len, asked_cap; /* answers: of request 1, 2... */
    struct ranges held;
    bool has_news; /* since it last said what it has */
    size_t *serving, serving_len, serving_cap, turn;
    bool is_sending;
    uint64_t down_free_us, timer_us;
    uint64_t sent, received, wasted; /* bytes */
};

struct world {
    uint64_t seed, now, order, trace;
    uint64_t units, unit_bytes, burst; /* units sent at once */
    uint64_t window, delay_us;
    uint64_t loss_us; /* a connection lives about so long; 0: for ever */
    struct node node[MAX_NODES];
    size_t nodes;
    struct answer *answer;
    size_t answers, answers_cap;
    struct happens *heap;
    size_t heap_len, heap_cap;
    size_t fetching; /* that are not done */
    bool is_shown;   /* print each action */
};

/* ---- what happens next --------------------------------------------------*/

static uint64_t draw(struct world *w, uint64_t bound)
{
    w->seed ^= w->seed << 13;
    w->seed ^= w->seed >> 7;
    w->seed ^= w->seed << 17;
    return w->seed % bound;
}

static void *grow(void *at, size_t *cap, size_t len, size_t size)
{
    if (len < *cap)
        return at;
    *cap = *cap == 0 ? 64 : *cap * 2;
    at = reallocarray(at, *cap, size);
    CHECK(at != NULL);
    return at;
}

static bool is_before(const struct happens *a, const struct happens *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void happen(struct world *w, uint64_t at, enum happening what,
                   size_t node, uint64_t x, uint64_t y, uint64_t z)
{
    struct happens h = {at, w->order++, what, node, x, y, z};
    size_t i = w->heap_len;

    w->heap = grow(w->heap, &w->heap_cap, w->heap_len++, sizeof *w->heap);
    for (; i > 0 && is_before(&h, &w->heap[(i - 1) / 2]); i = (i - 1) / 2)
        w->heap[i] = w->heap[(i - 1) / 2];
    w->heap[i] = h;
}

static struct happens next(struct world *w)
{
    struct happens first = w->heap[0], last = w->heap[--w->heap_len];
    size_t i = 0, k;

    while ((k = 2 * i + 1) < w->heap_len) {
        if (k + 1 < w->heap_len && is_before(&w->heap[k + 1], &w->heap[k]))
            k++;
        if (!is_before(&w->heap[k], &last))
            break;
        w->heap[i] = w->heap[k];
        i = k;
    }
    w->heap[i] = last;
    return first;
}

/* ---- sending ------------------------------------------------------------*/

static void stop_serving(struct node *n, size_t i)
{
    n->serving_len--;
    for (; i < n->serving_len; i++)
        n->serving[i] = n->serving[i + 1];
}

/* The next answer in turn that may send; SIZE_MAX: none. */
static size_t next_answer(struct world *w, struct node *n)
{
    for (size_t tries = n->serving_len; tries > 0; tries--) {
        struct answer *a;

        n->turn = n->turn + 1 < n->serving_len ? n->turn + 1 : 0;
        a = &w->answer[n->serving[n->turn]];
        if (a->is_stopped || ranges_is_empty(&a->left)) {
            stop_serving(n, n->turn);
            n->turn = n->turn > 0 ? n->turn - 1 : n->serving_len;
        } else if (a->under_way < w->window) {
            return n->serving[n->turn];
        }
    }
    return SIZE_MAX;
}

static void send_some(struct world *w, size_t node, size_t i)
{
    struct node *n = &w->node[node];
    struct answer *a = &w->answer[i];
    struct node *to = &w->node[a->to];
    uint64_t begin = a->left.at[0].begin, end = a->left.at[0].end;
    uint64_t bytes, sent_us, came_us;

    if (end - begin > w->burst)
        end = begin + w->burst;
    if (!ranges_has_all(&n->held, begin, end))
        end = begin + 1;
    if (!ranges_has(&n->held, begin) && n->manner != LIAR) {
        a->left.len = 0;
        happen(w, w->now + w->delay_us, ENDS, a->to, i, ERR_NOT_FOUND, begin);
        happen(w, w->now, SENT, node, 0, 0, 0);
        return;
    }
    CHECK_OK(ranges_remove(&a->left, begin, end));
    bytes = (end - begin) * w->unit_bytes;
    sent_us = w->now + bytes * SECOND / n->up;
    came_us = sent_us + w->delay_us;
    if (came_us < to->down_free_us)
        came_us = to->down_free_us;
    came_us += bytes * SECOND / to->down;
    to->down_free_us = came_us;
    if (sent_us - w->now > 10 * SECOND)
        to->down_free_us = w->now;
    a->under_way += bytes;
    n->sent += bytes;
    for (uint64_t at = w->now + SECOND; at < sent_us; at += SECOND)
        happen(w, at, TRICKLES, a->to, i, 0, 0);
    happen(w, sent_us, SENT, node, 0, 0, 0);
    happen(w, came_us, DELIVERED, a->to, i, begin, end - begin);
    if (ranges_is_empty(&a->left))
        happen(w, came_us, ENDS, a->to, i, ERR_OK, 0);
}

static void send_more(struct world *w, size_t node)
{
    struct node *n = &w->node[node];
    size_t i;

    if (n->is_sending || n->is_dead)
        return;
    i = next_answer(w, n);
    if (i == SIZE_MAX)
        return;
    n->is_sending = true;
    send_some(w, node, i);
}

/* ---- the core of a node -------------------------------------------------*/

static void feed(struct world *w, size_t node, struct fetch_event ev);

static void note(struct world *w, size_t node, const struct fetch_action *a)
{
    uint64_t first = a->units != NULL ? a->units->at[0].begin : 0;
    uint64_t count = a->units != NULL ? ranges_count(a->units) : 0;
    uint64_t word[] = {w->now, node,   a->kind, a->source,
                       a->id,  a->err, first,   count};

    for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
        w->trace = (w->trace ^ word[i]) * UINT64_C(0x100000001b3);
    if (w->is_shown)
        fprintf(stderr,
                "[%6d] %zu: kind %d source %zu id %u err %s from %llu, "
                "%llu units\n",
                (int)(w->now / 1000), node, (int)a->kind, a->source, a->id,
                err_name(a->err), (unsigned long long)first,
                (unsigned long long)count);
}

static void do_ask(struct world *w, size_t node, const struct fetch_action *a)
{
    struct node *n = &w->node[node];
    struct answer *q;

    w->answer = grow(w->answer, &w->answers_cap, w->answers, sizeof *w->answer);
    q = &w->answer[w->answers];
    *q = (struct answer){.from = n->peer[a->source],
                         .to = node,
                         .source = a->source,
                         .id = a->id};
    ranges_init(&q->left);
    CHECK_OK(ranges_copy(&q->left, a->units));
    CHECK_OK(ranges_clip(&q->left, 0, w->units));
    /* Beyond the end there is the last one, which proves where that is. */
    if (a->wants_last || ranges_is_empty(&q->left))
        CHECK_OK(ranges_add(&q->left, w->units - 1, w->units));
    CHECK_EQ_U64(a->id, n->asked_len + 1);
    n->asked = grow(n->asked, &n->asked_cap, n->asked_len, sizeof *n->asked);
    n->asked[n->asked_len++] = w->answers;
    happen(w, w->now + w->delay_us, ARRIVES, q->from, w->answers++, 0, 0);
}

static size_t find_answer(const struct world *w, size_t node, uint32_t id)
{
    CHECK(id >= 1 && id <= w->node[node].asked_len);
    return w->node[node].asked[id - 1];
}

/* A unit is more than a packet: whoever is served gets some bytes of it. */
static bool is_served(const struct world *w, size_t answer)
{
    const struct node *n = &w->node[w->answer[answer].from];

    for (size_t i = 0; i < n->serving_len && !n->is_dead; i++)
        if (n->serving[i] == answer)
            return true;
    return w->answer[answer].under_way > 0;
}

static void carry_out(struct world *w, size_t node,
                      const struct fetch_action *a)
{
    struct node *n = &w->node[node];
    uint64_t answer_us = 2 * w->delay_us;
    size_t i;

    note(w, node, a);
    switch (a->kind) {
    case FETCH_DIAL:
        if (w->node[n->peer[a->source]].is_dead)
            answer_us = 10 * SECOND;
        happen(w, w->now + answer_us, ANSWERS, node, a->source, 0, 0);
        break;
    case FETCH_HANG_UP:
        break;
    case FETCH_ASK:
        do_ask(w, node, a);
        break;
    case FETCH_STALLED:
        i = find_answer(w, node, a->id);
        happen(w, w->now, is_served(w, i) ? TRICKLES : ENDS, node, i,
               ERR_TIMEOUT, 0);
        break;
    case FETCH_DROP:
        i = find_answer(w, node, a->id);
        w->answer[i].is_over = true;
        happen(w, w->now + w->delay_us, STOPS, w->answer[i].from, i, 0, 0);
        break;
    case FETCH_DONE:
        n->is_done = true;
        n->result = a->err;
        n->done_us = w->now;
        w->fetching--;
        break;
    }
}

static void feed(struct world *w, size_t node, struct fetch_event ev)
{
    struct node *n = &w->node[node];
    struct fetch_actions acts;
    uint64_t due;

    if (n->is_done || n->is_dead)
        return;
    fetch_core_step(&n->core, w->now / 1000, &ev, &acts);
    for (size_t i = 0; i < acts.len; i++)
        carry_out(w, node, &acts.at[i]);
    due = fetch_core_due_ms(&n->core);
    if (due == UINT64_MAX)
        return;
    due = due * 1000 > w->now ? due * 1000 : w->now;
    if (due >= n->timer_us)
        return;
    n->timer_us = due;
    happen(w, due, WAKES, node, 0, 0, 0);
}

/* ---- what happens -------------------------------------------------------*/

static void on_delivered(struct world *w, const struct happens *h)
{
    struct answer *a = &w->answer[h->x];
    struct node *n = &w->node[h->node];
    uint64_t bytes = h->z * w->unit_bytes, end = h->y + h->z;
    bool is_new = !ranges_has_all(&n->held, h->y, end);

    a->under_way -= bytes;
    n->received += bytes;
    if (a->is_over || n->is_dead || !is_new)
        n->wasted += bytes;
    if (!a->is_over && w->node[a->from].manner == LIAR) {
        n->wasted += is_new ? bytes : 0;
        happen(w, w->now, ENDS, h->node, h->x, ERR_MISMATCH, h->y);
    } else if (!a->is_over && !n->is_dead) {
        CHECK_OK(ranges_add(&n->held, h->y, end));
        n->has_news = true;
        if (end == w->units)
            feed(w, h->node,
                 (struct fetch_event){.kind = FETCH_COUNT, .end = w->units});
        feed(w, h->node,
             (struct fetch_event){.kind = FETCH_GOT,
                                  .id = w->answer[h->x].id,
                                  .begin = h->y,
                                  .end = end});
    }
    send_more(w, w->answer[h->x].from);
}

static void on_ends(struct world *w, const struct happens *h)
{
    struct answer *a = &w->answer[h->x];

    if (a->is_over)
        return;
    a->is_over = true;
    happen(w, w->now + w->delay_us, STOPS, a->from, h->x, 0, 0);
    feed(w, h->node,
         (struct fetch_event){.kind = FETCH_ENDED,
                              .id = a->id,
                              .err = (enum err)h->y,
                              .begin = h->z});
}

static void on_arrives(struct world *w, const struct happens *h)
{
    struct node *n = &w->node[h->node];

    if (n->is_dead || w->answer[h->x].is_over)
        return;
    n->serving =
        grow(n->serving, &n->serving_cap, n->serving_len, sizeof *n->serving);
    n->serving[n->serving_len++] = (size_t)h->x;
    send_more(w, h->node);
}

/* What a node has, for one that is connected to it. */
static void tell(struct world *w, size_t to, size_t source)
{
    const struct node *n = &w->node[w->node[to].peer[source]];
    struct fetch_event ev = {.kind = FETCH_HOLDS, .source = source};

    if (n->manner == GOOD && !ranges_has_all(&n->held, 0, w->units))
        ev.units = &n->held;
    feed(w, to, ev);
}

static void on_answers(struct world *w, const struct happens *h)
{
    struct node *n = &w->node[h->node];
    struct fetch_event ev = {.kind = FETCH_CONNECTED, .source = h->x};
    uint64_t lives = w->loss_us / 2 + (w->loss_us ? draw(w, w->loss_us) : 0);

    if (w->node[n->peer[h->x]].is_dead) {
        ev.kind = FETCH_NOT_CONNECTED;
        ev.err = ERR_TIMEOUT;
    } else {
        n->is_connected[h->x] = true;
        if (w->loss_us > 0)
            happen(w, w->now + lives, LOSES, h->node, h->x, 0, 0);
    }
    feed(w, h->node, ev);
    if (ev.kind == FETCH_CONNECTED)
        tell(w, h->node, h->x);
}

/* Whoever waits long for a unit sees at least that there are bytes. */
static void trickle(struct world *w, size_t node)
{
    const struct fetch_core *c = &w->node[node].core;

    for (size_t i = 0; i < c->asked_len; i++)
        if (w->now / 1000 - c->asked[i].asked_ms > 1000) {
            size_t k = find_answer(w, node, c->asked[i].id);

            if (is_served(w, k))
                happen(w, w->now, TRICKLES, node, k, 0, 0);
        }
}

static void on_tells(struct world *w, size_t node)
{
    struct node *n = &w->node[node];

    if (n->is_dead || w->fetching == 0)
        return;
    trickle(w, node);
    happen(w, w->now + HOLDS_US, TELLS, node, 0, 0, 0);
    if (!n->has_news)
        return;
    n->has_news = false;
    for (size_t i = 0; i < n->watchers; i++)
        if (w->node[n->watcher[i].node].is_connected[n->watcher[i].source])
            tell(w, n->watcher[i].node, n->watcher[i].source);
}

static void on_loses(struct world *w, const struct happens *h)
{
    struct node *n = &w->node[h->node];

    n->is_connected[h->x] = false;
    for (size_t i = 0; i < n->core.asked_len; i++) {
        struct answer *a =
            &w->answer[find_answer(w, h->node, n->core.asked[i].id)];

        if (a->source == h->x)
            a->is_over = a->is_stopped = true;
    }
    feed(w, h->node,
         (struct fetch_event){
             .kind = FETCH_NOT_CONNECTED, .source = h->x, .err = ERR_CLOSED});
}

static void on_wakes(struct world *w, const struct happens *h)
{
    struct node *n = &w->node[h->node];

    if (n->timer_us != h->at)
        return;
    n->timer_us = NEVER;
    feed(w, h->node, (struct fetch_event){.kind = FETCH_TIME});
}

static void on_happens(struct world *w, const struct happens *h)
{
    switch (h->what) {
    case SENT:
        w->node[h->node].is_sending = false;
        send_more(w, h->node);
        break;
    case DELIVERED:
        on_delivered(w, h);
        break;
    case ARRIVES:
        on_arrives(w, h);
        break;
    case STOPS:
        w->answer[h->x].is_stopped = true;
        break;
    case ENDS:
        on_ends(w, h);
        break;
    case TRICKLES:
        if (!w->answer[h->x].is_over)
            feed(w, h->node,
                 (struct fetch_event){.kind = FETCH_BYTES,
                                      .id = w->answer[h->x].id});
        break;
    case ANSWERS:
        on_answers(w, h);
        break;
    case TELLS:
        on_tells(w, h->node);
        break;
    case LOSES:
        on_loses(w, h);
        break;
    case DIES:
        w->node[h->node].is_dead = true;
        break;
    case WAKES:
        on_wakes(w, h);
        break;
    }
}

/* ---- life ---------------------------------------------------------------*/

static void world_init(struct world *w, uint64_t seed, uint64_t bytes,
                       uint64_t unit_bytes)
{
    *w = (struct world){.seed = seed * UINT64_C(0x9e3779b97f4a7c15) + 1,
                        .units = bytes / unit_bytes,
                        .unit_bytes = unit_bytes,
                        .burst = 1,
                        .window = 1u << 20,
                        .delay_us = 10000};
}

/* A node of so many bits per second, up and down. */
static size_t world_add(struct world *w, uint64_t up, uint64_t down,
                        bool is_whole)
{
    struct node *n = &w->node[w->nodes];

    *n = (struct node){.up = up / 8, .down = down / 8, .timer_us = NEVER};
    ranges_init(&n->held);
    if (is_whole)
        CHECK_OK(ranges_add(&n->held, 0, w->units));
    happen(w, w->nodes * 7000, TELLS, w->nodes, 0, 0, 0);
    return w->nodes++;
}

/* A node that fetches from these. */
static void world_fetch(struct world *w, size_t node, const size_t *peers,
                        size_t len)
{
    struct node *n = &w->node[node];
    struct fetch_core_config cfg = {.sources = len,
                                    .max_requests = FETCH_MAX_REQUESTS,
                                    .max_ranges = 100,
                                    .max_misses = 64,
                                    .max_reconnects = 4,
                                    .patience_ms = 60000,
                                    .redial_first_ms = 250,
                                    .redial_max_ms = 4000,
                                    .dial_stagger_ms = 500,
                                    .first_byte_ms = 4000,
                                    .stall_ms = 10000,
                                    .is_swarm = true,
                                    .unit_bytes = w->unit_bytes,
                                    .want_sources = 8,
                                    .max_dials = 4,
                                    .wait_ms = 5000,
                                    .starve_ms = 30000};
    struct ranges all;

    cfg.seed = draw(w, UINT64_MAX);
    ranges_init(&all);
    CHECK_OK(ranges_add(&all, 0, UINT64_MAX));
    CHECK_OK(fetch_core_init(&n->core, &cfg, &all));
    ranges_clear(&all);
    for (size_t i = 0; i < len; i++) {
        struct node *peer = &w->node[peers[i]];

        n->peer[i] = peers[i];
        peer->watcher[peer->watchers].node = node;
        peer->watcher[peer->watchers++].source = i;
    }
    n->is_fetching = true;
    w->fetching++;
    feed(w, node, (struct fetch_event){.kind = FETCH_START});
}

/* Until all are done. */
static void world_run(struct world *w, uint64_t limit_us)
{
    while (w->fetching > 0 && w->heap_len > 0) {
        struct happens h = next(w);

        CHECK(h.at >= w->now);
        w->now = h.at;
        if (w->now > limit_us)
            test_fail(__FILE__, __LINE__, "%zu not done at %d s", w->fetching,
                      (int)(w->now / SECOND));
        on_happens(w, &h);
    }
    CHECK_EQ_U64(w->fetching, 0);
}

static void world_clear(struct world *w)
{
    for (size_t i = 0; i < w->nodes; i++) {
        struct node *n = &w->node[i];

        ranges_clear(&n->held);
        free(n->serving);
        free(n->asked);
        if (n->is_fetching)
            fetch_core_clear(&n->core);
    }
    for (size_t i = 0; i < w->answers; i++)
        ranges_clear(&w->answer[i].left);
    free(w->answer);
    free(w->heap);
}
