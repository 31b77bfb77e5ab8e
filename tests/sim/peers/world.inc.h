/* N cores in one process, in virtual time. What one says reaches the other as
 * bytes, in order, after the delay of their link; a lost packet only delays,
 * as it does in QUIC, and so does a partition, until a core gives up. Killed
 * nodes say nothing and answer nothing. All chance comes from one seed, so
 * that each run is the same run.
 *
 *     world_new -> world_node ... -> world_run(ms) -> look -> world_free */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "peers/core.h"
#include "test.h"

#define WALL UINT64_C(1700000000000)
#define PING_MS 4000
#define DIAL_MS 5000
#define MAX_NODES 256

enum ev_kind { EV_TICK, EV_DIAL, EV_PUMP, EV_DOWN, EV_SAMPLE };

struct ev {
    uint64_t at, order;
    enum ev_kind kind;
    size_t node, peer;
    unsigned life, token;
    uint64_t conn, begun;
    bool is_node;
};

struct msg {
    struct msg *next;
    uint64_t due;
    bool is_open, is_close;
    uint64_t code;
    size_t len;
    uint8_t bytes[];
};

struct pipe {
    size_t end[2];
    unsigned life[2];
    bool is_up[2], is_node;
    uint64_t heard[2];
    struct msg *head[2], *tail[2]; /* towards end 0, 1 */
    uint64_t last[2];
};

struct sim_node {
    struct key key;
    struct core *core;
    struct core_actions acts;
    bool is_alive;
    unsigned life;
    int side; /* of a partition */
    struct addr addr;
    uint64_t tick_at;
    unsigned dial_token[MAX_NODES];
    struct peer *rows[MAX_NODES]; /* what was saved, by node */
    uint64_t left[MAX_NODES];     /* how often that peer left CONNECTED */
    enum peer_state seen[MAX_NODES];
    bool is_looking;
};

struct world {
    uint64_t chance, now, order;
    uint64_t delay_ms, jitter_ms;
    unsigned loss_permille;
    size_t max_links;
    bool is_exchange_off;
    struct sim_node node[MAX_NODES];
    size_t len;
    struct ev *heap;
    size_t heap_len, heap_cap;
    struct pipe **pipes; /* number - 1 */
    size_t pipes_len, pipes_cap;
    struct map by_id;
    uint64_t steps;
};

static void world_step(struct world *w, size_t i, struct core_event *e);

/* All nodes check the same signatures, each of them: here a signature that was
 * good is good. (The linker puts this in the place of key_verify.) */
enum err __real_key_verify(const struct node_id *id, const void *msg,
                           size_t len, const uint8_t sig[static KEY_SIG_LEN]);
enum err __wrap_key_verify(const struct node_id *id, const void *msg,
                           size_t len, const uint8_t sig[static KEY_SIG_LEN]);
static struct map good_signatures = {.key_len = KEY_SIG_LEN, .max = SIZE_MAX};

enum err __wrap_key_verify(const struct node_id *id, const void *msg,
                           size_t len, const uint8_t sig[static KEY_SIG_LEN])
{
    struct hash *of = map_get(&good_signatures, sig), now;
    enum err e;

    hash_bytes(msg, len, &now);
    for (size_t i = 0; i < sizeof now; i++)
        now.b[i] ^= id->b[i];
    if (of != NULL && hash_equal(of, &now))
        return ERR_OK;
    e = __real_key_verify(id, msg, len, sig);
    if (e != ERR_OK || of != NULL)
        return e;
    of = malloc(sizeof *of);
    CHECK(of != NULL);
    *of = now;
    CHECK_OK(map_set(&good_signatures, sig, of));
    return ERR_OK;
}

static void forget_signatures(void)
{
    struct hash *of;
    size_t it = 0;

    while ((of = map_next(&good_signatures, &it, NULL)) != NULL)
        free(of);
    map_clear(&good_signatures);
}

static uint64_t world_chance(struct world *w, uint64_t below)
{
    w->chance ^= w->chance << 13;
    w->chance ^= w->chance >> 7;
    w->chance ^= w->chance << 17;
    return w->chance % below;
}

/* ---- the queue of events ------------------------------------------------*/

static bool is_before(const struct ev *a, const struct ev *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void heap_swap(struct world *w, size_t a, size_t b)
{
    struct ev t = w->heap[a];

    w->heap[a] = w->heap[b];
    w->heap[b] = t;
}

static void post(struct world *w, uint64_t at, struct ev ev)
{
    size_t i = w->heap_len++;

    if (w->heap_len > w->heap_cap) {
        w->heap_cap = w->heap_cap == 0 ? 1024 : w->heap_cap * 2;
        w->heap = reallocarray(w->heap, w->heap_cap, sizeof *w->heap);
        CHECK(w->heap != NULL);
    }
    ev.at = at;
    ev.order = w->order++;
    w->heap[i] = ev;
    for (; i > 0 && is_before(&w->heap[i], &w->heap[(i - 1) / 2]);
         i = (i - 1) / 2)
        heap_swap(w, i, (i - 1) / 2);
}

static struct ev take(struct world *w)
{
    struct ev first = w->heap[0];
    size_t i = 0;

    w->heap[0] = w->heap[--w->heap_len];
    for (;;) {
        size_t k = 2 * i + 1;

        if (k >= w->heap_len)
            return first;
        if (k + 1 < w->heap_len && is_before(&w->heap[k + 1], &w->heap[k]))
            k++;
        if (!is_before(&w->heap[k], &w->heap[i]))
            return first;
        heap_swap(w, i, k);
        i = k;
    }
}

/* ---- links --------------------------------------------------------------*/

static bool can_reach(const struct world *w, size_t a, size_t b)
{
    return w->node[a].side == w->node[b].side;
}

static uint64_t one_way(struct world *w)
{
    uint64_t ms = w->delay_ms + world_chance(w, w->jitter_ms + 1);

    /* Lost: sent again after a probe timeout, perhaps more than once. */
    while (world_chance(w, 1000) < w->loss_permille)
        ms += 3 * w->delay_ms + 30;
    return ms;
}

static void push(struct world *w, uint64_t number, int to, struct msg *m)
{
    struct pipe *p = w->pipes[number - 1];

    m->next = NULL;
    m->due = w->now + one_way(w);
    if (m->due < p->last[to])
        m->due = p->last[to];
    p->last[to] = m->due;
    if (p->head[to] == NULL) {
        p->head[to] = m;
        post(w, m->due,
             (struct ev){
                 .kind = EV_PUMP, .conn = number, .token = (unsigned)to});
    } else {
        p->tail[to]->next = m;
    }
    p->tail[to] = m;
}

static struct msg *new_msg(const void *bytes, size_t len)
{
    struct msg *m = calloc(1, sizeof *m + len);

    CHECK(m != NULL);
    m->len = len;
    if (len > 0)
        memcpy(m->bytes, bytes, len);
    return m;
}

static struct pipe *new_pipe(struct world *w)
{
    struct pipe *p = calloc(1, sizeof *p);

    CHECK(p != NULL);
    if (w->pipes_len == w->pipes_cap) {
        w->pipes_cap = w->pipes_cap == 0 ? 64 : w->pipes_cap * 2;
        w->pipes = reallocarray(w->pipes, w->pipes_cap, sizeof(struct pipe *));
        CHECK(w->pipes != NULL);
    }
    w->pipes[w->pipes_len++] = p;
    return p;
}

static int end_of(const struct pipe *p, size_t node)
{
    return p->end[0] == node ? 0 : 1;
}

static bool is_there(const struct world *w, const struct pipe *p, int end)
{
    const struct sim_node *n = &w->node[p->end[end]];

    return n->is_alive && n->life == p->life[end] && p->is_up[end];
}

/* ---- what cores ask for -------------------------------------------------*/

static size_t index_of(const struct world *w, const struct node_id *id)
{
    return (size_t)(uintptr_t)map_get(&w->by_id, id) - 1;
}

static bool has_addr(const struct core_action *a, const struct addr *addr)
{
    for (size_t i = 0; i < a->addrs_len; i++)
        if (addr_equal(&a->addrs[i], addr))
            return true;
    return false;
}

static void start_dial(struct world *w, size_t i, const struct core_action *a)
{
    size_t peer = index_of(w, &a->id);
    struct sim_node *n = &w->node[i];

    CHECK(a->addrs_len > 0 && peer < w->len && peer != i);
    post(w,
         w->now + (has_addr(a, &w->node[peer].addr) ? 2 * one_way(w) : DIAL_MS),
         (struct ev){.kind = EV_DIAL,
                     .node = i,
                     .peer = peer,
                     .life = n->life,
                     .token = ++n->dial_token[peer],
                     .begun = w->now,
                     .is_node = a->is_node});
}

static void close_pipe(struct world *w, size_t i, const struct core_action *a)
{
    struct pipe *p = w->pipes[a->conn - 1];
    int mine = end_of(p, i);
    struct msg *m;

    post(w, w->now,
         (struct ev){.kind = EV_DOWN,
                     .node = i,
                     .life = w->node[i].life,
                     .conn = a->conn});
    if (!p->is_up[mine])
        return;
    p->is_up[mine] = false;
    m = new_msg(NULL, 0);
    m->is_close = true;
    m->code = a->close;
    push(w, a->conn, 1 - mine, m);
}

static void send_bytes(struct world *w, size_t i, const struct core_action *a)
{
    struct pipe *p = w->pipes[a->conn - 1];
    int mine = end_of(p, i);

    if (p->is_up[mine])
        push(w, a->conn, 1 - mine,
             new_msg(w->node[i].acts.bytes.ptr + a->begin, a->end - a->begin));
}

static void save_row(struct world *w, size_t i, const struct core_action *a)
{
    size_t peer = index_of(w, &a->id);
    const struct peer *p = core_peer(w->node[i].core, &a->id);

    /* It may have been forgotten later in the same step. */
    if (p == NULL)
        return;
    if (w->node[i].rows[peer] == NULL)
        w->node[i].rows[peer] = malloc(sizeof(struct peer));
    CHECK(w->node[i].rows[peer] != NULL);
    *w->node[i].rows[peer] = *p;
}

static void note_news(struct world *w, size_t i, const struct core_action *a)
{
    const struct peer *p = core_peer(w->node[i].core, &a->id);
    size_t peer = index_of(w, &a->id);

    if (a->news != CORE_NEWS_STATE || p == NULL)
        return;
    if (w->node[i].seen[peer] == PEER_CONNECTED && p->state != PEER_CONNECTED)
        w->node[i].left[peer]++;
    w->node[i].seen[peer] = p->state;
}

static void carry_out(struct world *w, size_t i, const struct core_action *a)
{
    struct sim_node *n = &w->node[i];

    switch (a->kind) {
    case CORE_DO_DIAL:
        start_dial(w, i, a);
        break;
    case CORE_DO_CANCEL:
        n->dial_token[index_of(w, &a->id)]++;
        break;
    case CORE_DO_CLOSE:
        close_pipe(w, i, a);
        break;
    case CORE_DO_SEND:
        send_bytes(w, i, a);
        break;
    case CORE_DO_SAVE:
        save_row(w, i, a);
        break;
    case CORE_DO_FORGET:
        free(n->rows[index_of(w, &a->id)]);
        n->rows[index_of(w, &a->id)] = NULL;
        break;
    case CORE_DO_TELL:
        note_news(w, i, a);
        break;
    case CORE_DO_LOOK:
        n->is_looking = a->is_looking;
        break;
    default:
        break;
    }
}

static void world_step(struct world *w, size_t i, struct core_event *e)
{
    struct sim_node *n = &w->node[i];
    uint64_t next;

    core_step(n->core, w->now, WALL + w->now, e, &n->acts);
    w->steps++;
    CHECK(!n->acts.is_short);
    for (size_t k = 0; k < n->acts.len; k++)
        carry_out(w, i, &n->acts.at[k]);
    next = core_next_ms(n->core);
    if (next <= w->now)
        next = w->now + 1;
    if (next < n->tick_at || n->tick_at <= w->now) {
        n->tick_at = next;
        post(w, next, (struct ev){.kind = EV_TICK, .node = i, .life = n->life});
    }
}

/* ---- events -------------------------------------------------------------*/

static void up(struct world *w, uint64_t number, int end)
{
    struct pipe *p = w->pipes[number - 1];
    size_t other = p->end[1 - end];
    struct core_event e = {.kind = CORE_UP,
                           .conn = number,
                           .id = w->node[other].key.id,
                           .remote = w->node[other].addr,
                           .was_dialled = end == 0,
                           .is_node = p->is_node};

    p->is_up[end] = true;
    p->life[end] = w->node[p->end[end]].life;
    p->heard[end] = w->now;
    post(
        w, w->now + 1000,
        (struct ev){.kind = EV_SAMPLE, .conn = number, .token = (unsigned)end});
    world_step(w, p->end[end], &e);
}

static void on_dial(struct world *w, const struct ev *ev)
{
    struct sim_node *n = &w->node[ev->node], *to = &w->node[ev->peer];
    struct core_event e = {.kind = CORE_DIAL_FAILED,
                           .id = to->key.id,
                           .err = ERR_TIMEOUT,
                           .text = "no answer"};

    if (!n->is_alive || n->life != ev->life ||
        n->dial_token[ev->peer] != ev->token)
        return;
    if (w->now - ev->begun >= DIAL_MS) {
        world_step(w, ev->node, &e);
    } else if (to->is_alive && can_reach(w, ev->node, ev->peer)) {
        struct pipe *p = new_pipe(w);
        struct msg *m = new_msg(NULL, 0);

        p->end[0] = ev->node;
        p->end[1] = ev->peer;
        p->is_node = ev->is_node;
        p->life[1] = to->life;
        m->is_open = true;
        push(w, w->pipes_len, 1, m);
        up(w, w->pipes_len, 0);
    } else {
        uint64_t again = 2 * w->now - ev->begun + 250; /* as QUIC probes */

        if (again > ev->begun + DIAL_MS)
            again = ev->begun + DIAL_MS;
        post(w, again, *ev);
    }
}

static void deliver_bytes(struct world *w, uint64_t number, int end,
                          const struct msg *m)
{
    struct pipe *p = w->pipes[number - 1];
    size_t at = 0, used;

    p->heard[end] = w->now;
    while (at < m->len && p->is_up[end]) {
        struct core_event e = {.kind = CORE_FRAME, .conn = number};

        CHECK_OK(node_frame_read(m->bytes + at, m->len - at, &e.frame, &used));
        at += used;
        world_step(w, p->end[end], &e);
    }
}

static void deliver(struct world *w, uint64_t number, int end,
                    const struct msg *m)
{
    struct pipe *p = w->pipes[number - 1];
    const struct sim_node *n = &w->node[p->end[end]];

    if (m->is_open) {
        if (n->is_alive && n->life == p->life[end])
            up(w, number, end);
        return;
    }
    if (!is_there(w, p, end))
        return;
    if (m->is_close) {
        struct core_event e = {.kind = CORE_DOWN,
                               .conn = number,
                               .err = ERR_CLOSED,
                               .by_peer = true,
                               .code = m->code};

        p->is_up[end] = false;
        world_step(w, p->end[end], &e);
        return;
    }
    deliver_bytes(w, number, end, m);
}

static void on_pump(struct world *w, const struct ev *ev)
{
    struct pipe *p = w->pipes[ev->conn - 1];
    int to = (int)ev->token;
    struct msg *m = p->head[to];

    if (m == NULL)
        return;
    if (!can_reach(w, p->end[0], p->end[1])) {
        /* Tried again, as long as somebody is there to try. */
        if (is_there(w, p, 1 - to) || m->is_close)
            post(w, w->now + 300, *ev);
        return;
    }
    p->head[to] = m->next;
    if (m->next != NULL)
        post(w, m->next->due > w->now ? m->next->due : w->now, *ev);
    deliver(w, ev->conn, to, m);
    free(m);
}

static void on_sample(struct world *w, const struct ev *ev)
{
    struct pipe *p = w->pipes[ev->conn - 1];
    int end = (int)ev->token;
    struct peer_quality q = {.rtt_us = 2000 * w->delay_ms};
    struct core_event e = {
        .kind = CORE_SAMPLE, .conn = ev->conn, .quality = &q};

    if (!is_there(w, p, end))
        return;
    /* The ping of a silent connection, and its answer. */
    if (w->now - p->heard[end] >= PING_MS && is_there(w, p, 1 - end) &&
        can_reach(w, p->end[0], p->end[1]))
        p->heard[end] = w->now;
    e.heard_ms = p->heard[end];
    post(w, w->now + 1000, *ev);
    world_step(w, p->end[end], &e);
}

static void dispatch(struct world *w, const struct ev *ev)
{
    struct sim_node *n = &w->node[ev->node];
    struct core_event e = {.kind = CORE_TICK};

    switch (ev->kind) {
    case EV_TICK:
        if (n->is_alive && n->life == ev->life && n->tick_at == ev->at)
            world_step(w, ev->node, &e);
        break;
    case EV_DIAL:
        on_dial(w, ev);
        break;
    case EV_PUMP:
        on_pump(w, ev);
        break;
    case EV_DOWN:
        e.kind = CORE_DOWN;
        e.conn = ev->conn;
        if (n->is_alive && n->life == ev->life)
            world_step(w, ev->node, &e);
        break;
    case EV_SAMPLE:
        on_sample(w, ev);
        break;
    }
}

static void world_run(struct world *w, uint64_t ms)
{
    uint64_t end = w->now + ms;

    while (w->heap_len > 0 && w->heap[0].at <= end) {
        struct ev ev = take(w);

        w->now = ev.at;
        dispatch(w, &ev);
    }
    w->now = end;
}

/* ---- building -----------------------------------------------------------*/

static struct world *world_new(uint64_t seed)
{
    struct world *w = calloc(1, sizeof *w);

    CHECK(w != NULL);
    w->chance = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    w->now = 1000;
    w->delay_ms = 2;
    w->jitter_ms = 3;
    w->loss_permille = 2;
    w->max_links = 32;
    map_init(&w->by_id, sizeof(struct node_id), SIZE_MAX);
    return w;
}

static size_t world_node(struct world *w)
{
    size_t i = w->len++;
    struct sim_node *n = &w->node[i];
    uint8_t seed[KEY_SEED_LEN];
    char text[ADDR_TEXT_SIZE];

    CHECK(w->len <= MAX_NODES);
    for (size_t k = 0; k < sizeof seed; k++)
        seed[k] = (uint8_t)world_chance(w, 256);
    key_from_seed(seed, &n->key);
    snprintf(text, sizeof text, "10.0.%zu.%zu:8421", i / 250, i % 250 + 1);
    CHECK_OK(addr_parse(text, &n->addr, NULL));
    core_actions_init(&n->acts);
    CHECK_OK(map_set(&w->by_id, &n->key.id, (void *)(uintptr_t)(i + 1)));
    return i;
}

/* Start it, or start it again: with the rows that were saved. */
static void world_start(struct world *w, size_t i)
{
    struct sim_node *n = &w->node[i];
    struct core_config cfg = {.key = &n->key,
                              .name = "node",
                              .agent = "firn/0.1.0",
                              .session = world_chance(w, UINT64_MAX),
                              .max_links = w->max_links,
                              .dead_ms = 12000,
                              .retry_first_ms = 500,
                              .retry_max_ms = 8000,
                              .dial_ms = DIAL_MS,
                              .forget_ms = UINT64_C(7) * 86400000,
                              .links_ms = 5000,
                              .is_exchange_on = !w->is_exchange_off,
                              .is_reconnect_on = true};
    struct core_event e = {
        .kind = CORE_ONLINE, .addrs = &n->addr, .addrs_len = 1};

    CHECK(!n->is_alive);
    CHECK_OK(core_new(&cfg, &n->core));
    n->is_alive = true;
    n->life++;
    n->tick_at = 0;
    memset(n->seen, 0, sizeof n->seen);
    for (size_t k = 0; k < w->len; k++) {
        struct core_event row = {.kind = CORE_ROW, .peer = n->rows[k]};

        if (row.peer != NULL)
            world_step(w, i, &row);
    }
    world_step(w, i, &e);
}

/* kill -9 */
static inline void world_kill(struct world *w, size_t i)
{
    CHECK(w->node[i].is_alive);
    w->node[i].is_alive = false;
    core_free(w->node[i].core);
    w->node[i].core = NULL;
}

static void world_see(struct world *w, size_t i, size_t peer)
{
    struct node_addr node;
    struct core_event e = {
        .kind = CORE_SEEN, .node = &node, .source = PEER_SOURCE_STATIC};

    node_addr_init(&node, &w->node[peer].key.id);
    CHECK_OK(node_addr_add(&node, &w->node[peer].addr));
    world_step(w, i, &e);
}

static void world_free(struct world *w)
{
    for (size_t i = 0; i < w->len; i++) {
        core_free(w->node[i].core);
        core_actions_clear(&w->node[i].acts);
        for (size_t k = 0; k < w->len; k++)
            free(w->node[i].rows[k]);
    }
    for (size_t i = 0; i < w->pipes_len; i++) {
        for (int to = 0; to < 2; to++)
            while (w->pipes[i]->head[to] != NULL) {
                struct msg *m = w->pipes[i]->head[to];

                w->pipes[i]->head[to] = m->next;
                free(m);
            }
        free(w->pipes[i]);
    }
    free(w->pipes);
    free(w->heap);
    map_clear(&w->by_id);
    forget_signatures();
    free(w);
}

/* ---- looking ------------------------------------------------------------*/

static inline enum peer_state world_state(const struct world *w, size_t i,
                                          size_t peer)
{
    const struct peer *p = core_peer(w->node[i].core, &w->node[peer].key.id);

    return p == NULL ? PEER_DISCONNECTED : p->state;
}

static inline size_t world_connected(const struct world *w, size_t i)
{
    struct core_stats s;

    core_get_stats(w->node[i].core, &s);
    return s.peers[PEER_CONNECTED];
}

static inline bool world_is_full_mesh(const struct world *w)
{
    for (size_t i = 0; i < w->len; i++)
        for (size_t k = 0; k < w->len; k++)
            if (i != k && w->node[i].is_alive && w->node[k].is_alive &&
                world_state(w, i, k) != PEER_CONNECTED)
                return false;
    return true;
}

static inline uint64_t world_left(const struct world *w)
{
    uint64_t n = 0;

    for (size_t i = 0; i < w->len; i++)
        for (size_t k = 0; k < w->len; k++)
            n += w->node[i].left[k];
    return n;
}

/* Run until `is_so`, at most `ms`. Returns how long it took; more than `ms`:
 * it never came to be. */
typedef bool world_is(const struct world *w);
static inline uint64_t world_until(struct world *w, world_is *is_so,
                                   uint64_t ms)
{
    uint64_t begin = w->now;

    while (!is_so(w)) {
        if (w->now - begin >= ms)
            return ms + 1;
        world_run(w, 50);
    }
    return w->now - begin;
}

static inline void world_topology(const struct world *w, size_t i,
                                  size_t *nodes, size_t *links)
{
    struct topology *t;

    CHECK_OK(topology_make(core_records(w->node[i].core), &w->node[i].key.id,
                           w->now, &t));
    *nodes = t->nodes_len;
    *links = t->links_len;
    topology_free(t);
}
