/* Two deadlines beside the query's: `answer_at` may be called off, when others
 * answer; `must_at` may not. Any answer that is sent serves both.
 *
 * Peers are a map and a list in the order in which they were heard. Their
 * number is what delays grow with. Who was not heard for three times the
 * longest silence of an eager node is forgotten.
 *
 * What others can do to us: queries without end make us answer at most every
 * `answer_every_ms`; false answers keep us from answering queries, but not
 * from our word; false ids fill the table up to its ceiling. */
#include "discovery/lan_core.h"

#include <assert.h>
#include <stdlib.h>

#include "base/list.h"
#include "base/map.h"

#define QUERY_LOOKING_MS 700
#define QUERY_PER_PEER_MS 70
#define QUERY_SPREAD_MAX_MS 700
#define QUERY_CALM_MS 10000
#define QUERY_CALM_SPREAD_MS 20000
#define QUERY_FIRST_MS 100 /* who starts together must not ask together */

#define ANSWER_PER_PEER_MS 50
#define ANSWER_SPREAD_MAX_MS 2500
#define ANSWER_AGAIN_MS 50 /* per peer, for who answered the last query */
#define ANSWER_AGAIN_MAX_MS 1000
#define ENOUGH_ANSWERS 2

#define START_TIMES 2
#define START_EVERY_MS 1000
#define GREETING_EVERY_MS 1000
#define WORD_MS 20000
#define WORD_PER_PEER_MS 500
#define WORD_SPREAD_MS 5000

#define NEVER UINT64_MAX

struct lan_peer {
    struct list node; /* on lan_core.order */
    struct node_id id;
    uint64_t last_ms;
};

struct lan_core {
    struct lan_core_config cfg;
    uint64_t dice;
    bool is_looking;
    bool has_addresses;
    uint64_t query_at;
    uint64_t query_ms;  /* the last one, anybody's; 0: none */
    uint64_t answer_at; /* to a query */
    uint64_t must_at;   /* start, greeting */
    uint64_t word_at;
    uint64_t sent_ms;     /* our last answer */
    bool has_sent;        /* ever */
    bool was_last;        /* we answered the query before this one */
    unsigned heard;       /* answers since the last query */
    unsigned starts_left; /* after this one */
    struct map by_id;     /* struct lan_peer */
    struct list order;    /* the one heard longest ago first */
};

/* SplitMix64: enough to spread nodes in time. */
static uint64_t roll(struct lan_core *c, uint64_t below)
{
    uint64_t z;

    if (below == 0)
        return 0;
    c->dice += UINT64_C(0x9e3779b97f4a7c15);
    z = c->dice;
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (z ^ z >> 31) % below;
}

static uint64_t min_u64(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t max_u64(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t per_peer(const struct lan_core *c, uint64_t each, uint64_t max)
{
    return min_u64(each * c->by_id.len, max);
}

/* Peers. */

static uint64_t word_every(const struct lan_core *c)
{
    return WORD_MS + WORD_PER_PEER_MS * c->by_id.len;
}

static uint64_t ttl(const struct lan_core *c)
{
    return 3 * (word_every(c) + WORD_SPREAD_MS);
}

static void forget_old(struct lan_core *c, uint64_t now)
{
    while (!list_is_empty(&c->order)) {
        struct lan_peer *p = LIST_ENTRY(c->order.next, struct lan_peer, node);

        if (p->last_ms + ttl(c) > now)
            return;
        list_remove(&p->node);
        map_remove(&c->by_id, &p->id);
        free(p);
    }
}

static struct lan_peer *add_peer(struct lan_core *c, const struct node_id *id)
{
    struct lan_peer *p = calloc(1, sizeof *p);

    if (p == NULL)
        return NULL;
    p->id = *id;
    if (map_set(&c->by_id, id, p) != ERR_OK) {
        free(p);
        return NULL;
    }
    return p;
}

/* Deadlines. */

static void plan_query(struct lan_core *c, uint64_t now)
{
    uint64_t spread = per_peer(c, QUERY_PER_PEER_MS, QUERY_SPREAD_MAX_MS);

    if (c->is_looking)
        c->query_at =
            now + QUERY_LOOKING_MS + roll(c, spread + QUERY_PER_PEER_MS);
    else
        c->query_at = now + QUERY_CALM_MS + roll(c, QUERY_CALM_SPREAD_MS);
}

static void plan_word(struct lan_core *c, uint64_t now)
{
    c->word_at = NEVER;
    if (c->cfg.is_eager && c->has_addresses)
        c->word_at = now + word_every(c) + roll(c, WORD_SPREAD_MS);
}

/* `spread` from now, but not before `after` has passed since the last. */
static uint64_t soon(struct lan_core *c, uint64_t now, uint64_t spread,
                     uint64_t after)
{
    uint64_t at = now + roll(c, spread);

    return c->has_sent ? max_u64(at, c->sent_ms + after) : at;
}

static uint64_t answer_spread(const struct lan_core *c)
{
    return per_peer(c, ANSWER_PER_PEER_MS, ANSWER_SPREAD_MAX_MS) +
           ANSWER_PER_PEER_MS;
}

/* Events. */

static void on_query(struct lan_core *c, uint64_t now)
{
    c->heard = 0;
    c->query_ms = now;
    plan_query(c, now);
    if (!c->has_addresses || c->answer_at != NEVER)
        return;
    c->answer_at = soon(c, now, answer_spread(c), c->cfg.answer_every_ms);
    if (c->was_last)
        c->answer_at += per_peer(c, ANSWER_AGAIN_MS, ANSWER_AGAIN_MAX_MS);
    c->was_last = false;
}

static void greet(struct lan_core *c, uint64_t now)
{
    if (!c->cfg.is_eager || !c->has_addresses || c->must_at != NEVER)
        return;
    c->must_at = soon(c, now, answer_spread(c),
                      max_u64(GREETING_EVERY_MS, c->cfg.answer_every_ms));
}

static void on_answer(struct lan_core *c, uint64_t now,
                      const struct node_id *id, struct lan_actions *acts)
{
    struct lan_peer *p = map_get(&c->by_id, id);

    if (++c->heard >= ENOUGH_ANSWERS)
        c->answer_at = NEVER;
    if (p == NULL) {
        p = add_peer(c, id);
        if (p == NULL) {
            acts->is_full = true;
            return;
        }
        greet(c, now);
    }
    p->last_ms = now;
    list_remove(&p->node);
    list_push_back(&c->order, &p->node);
    acts->ttl_ms = ttl(c);
}

static void on_announce(struct lan_core *c, uint64_t now, bool is_on)
{
    c->has_addresses = is_on;
    c->answer_at = NEVER;
    c->must_at = NEVER;
    c->starts_left = 0;
    plan_word(c, now);
    if (!is_on)
        return;
    c->starts_left = START_TIMES - 1;
    c->must_at = soon(c, now, ANSWER_PER_PEER_MS, c->cfg.answer_every_ms);
    c->query_at = min_u64(c->query_at, now + roll(c, QUERY_FIRST_MS));
}

static void on_looking(struct lan_core *c, uint64_t now, bool is_looking)
{
    if (c->is_looking == is_looking)
        return;
    c->is_looking = is_looking;
    plan_query(c, c->query_ms);
    c->query_at = max_u64(c->query_at, now + roll(c, QUERY_FIRST_MS));
}

static bool is_time_to_answer(const struct lan_core *c, uint64_t now)
{
    return c->has_addresses &&
           (c->answer_at <= now || c->must_at <= now || c->word_at <= now);
}

static void send_answer(struct lan_core *c, uint64_t now,
                        struct lan_actions *acts)
{
    acts->answer = true;
    c->sent_ms = now;
    c->has_sent = true;
    c->was_last = true;
    c->answer_at = NEVER;
    c->must_at = NEVER;
    if (c->starts_left > 0) {
        c->starts_left--;
        c->must_at = now + max_u64(START_EVERY_MS, c->cfg.answer_every_ms);
    }
    plan_word(c, now);
}

static void check_invariants(const struct lan_core *c)
{
    assert(c->by_id.len <= c->cfg.max_peers);
    assert(c->query_at != NEVER);
    assert(c->has_addresses || (c->answer_at == NEVER && c->must_at == NEVER &&
                                c->word_at == NEVER));
}

void lan_core_step(struct lan_core *c, uint64_t now_ms,
                   const struct lan_event *ev, struct lan_actions *acts)
{
    *acts = (struct lan_actions){0};
    forget_old(c, now_ms);
    switch (ev->kind) {
    case LAN_EVENT_TIME:
        break;
    case LAN_EVENT_QUERY:
        on_query(c, now_ms);
        break;
    case LAN_EVENT_ANSWER:
        on_answer(c, now_ms, ev->id, acts);
        break;
    case LAN_EVENT_ANNOUNCE:
        on_announce(c, now_ms, ev->is_on);
        break;
    case LAN_EVENT_LOOKING:
        on_looking(c, now_ms, ev->is_on);
        break;
    }
    if (c->query_at <= now_ms) {
        acts->query = true;
        c->query_ms = now_ms;
        plan_query(c, now_ms);
    }
    if (is_time_to_answer(c, now_ms))
        send_answer(c, now_ms, acts);
    acts->next_ms = min_u64(min_u64(c->query_at, c->answer_at),
                            min_u64(c->must_at, c->word_at));
    check_invariants(c);
}

enum err lan_core_new(uint64_t now_ms, const struct lan_core_config *cfg,
                      struct lan_core **out)
{
    struct lan_core *c = calloc(1, sizeof *c);

    if (c == NULL)
        return ERR_NOMEM;
    c->cfg = *cfg;
    c->dice = cfg->seed;
    c->answer_at = c->must_at = c->word_at = NEVER;
    map_init(&c->by_id, NODE_ID_LEN, cfg->max_peers);
    list_init(&c->order);
    c->query_at = now_ms + roll(c, QUERY_FIRST_MS);
    *out = c;
    return ERR_OK;
}

void lan_core_free(struct lan_core *c)
{
    struct list *node;

    if (c == NULL)
        return;
    while ((node = list_pop_front(&c->order)) != NULL)
        free(LIST_ENTRY(node, struct lan_peer, node));
    map_clear(&c->by_id);
    free(c);
}

bool lan_core_knows(const struct lan_core *c, const struct node_id *id)
{
    return map_get(&c->by_id, id) != NULL;
}

size_t lan_core_peers(const struct lan_core *c)
{
    return c->by_id.len;
}
