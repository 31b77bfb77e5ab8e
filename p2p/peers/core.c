/* One step: the event changes what it is about, and then all that has become
 * due is done, in the order
 *
 *   choose    whom to be connected to, if who is known has changed
 *   dial      who waits and whose time has come
 *   publish   our records, if they changed or got old
 *   offer     what is new to the neighbours
 *
 * Once a second the tick looks for what only time shows. Nothing here walks
 * all peers but the mesh, when it is stale, and the sweep once a minute. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "peers/core_int.h"

#define TICK_MS 1000

/* ---- making -------------------------------------------------------------*/

static bool is_fit(const struct core_config *cfg)
{
    return cfg->key != NULL && cfg->name != NULL && cfg->agent != NULL &&
           cfg->max_links >= MESH_MIN && cfg->retry_first_ms > 0 &&
           cfg->retry_first_ms <= cfg->retry_max_ms && cfg->dial_ms > 0 &&
           cfg->dead_ms > 0 && cfg->links_ms > 0;
}

static void init_lists(struct core *c)
{
    list_init(&c->greeting);
    list_init(&c->links);
    list_init(&c->waiting);
    list_init(&c->dialling);
    list_init(&c->unsaved);
    list_init(&c->asked);
    list_init(&c->to_ask);
    list_init(&c->requests);
    map_init(&c->by_id, sizeof(struct node_id), SIZE_MAX);
    map_init(&c->conns, sizeof(uint64_t), SIZE_MAX);
    map_init(&c->asks, sizeof(struct record_key), CORE_ASKS_MAX);
    buf_init(&c->body, RECORD_BODY_MAX);
    buf_init(&c->record, RECORD_MAX);
}

enum err core_new(const struct core_config *cfg, struct core **out)
{
    struct core *c;
    enum err e = ERR_NOMEM;

    if (!is_fit(cfg))
        return ERR_INVALID;
    c = calloc(1, sizeof *c);
    if (c == NULL)
        return ERR_NOMEM;
    init_lists(c);
    c->cfg = *cfg;
    c->self = cfg->key->id;
    /* Never 0, where the generator would stay. */
    c->chance = cfg->session ^ UINT64_C(0x9e3779b97f4a7c15);
    if (c->chance == 0)
        c->chance = 1;
    c->own[RECORD_ADDRESSES].due_ms = UINT64_MAX;
    c->own[RECORD_LINKS].due_ms = UINT64_MAX;
    core_set_name(c->name, cfg->name, strnlen(cfg->name, NODE_NAME_MAX));
    core_set_name(c->agent, cfg->agent, strnlen(cfg->agent, NODE_NAME_MAX));
    c->links_body = calloc(1, sizeof *c->links_body);
    if (c->links_body != NULL)
        e = records_new(&c->records);
    if (e == ERR_OK)
        e = holders_new(&c->holders);
    if (e != ERR_OK) {
        core_free(c);
        return e;
    }
    *out = c;
    return ERR_OK;
}

void core_free(struct core *c)
{
    if (c == NULL)
        return;
    core_drop_asks(c);
    core_drop_requests(c);
    core_drop_conns(c);
    core_drop_table(c);
    map_clear(&c->asks);
    map_clear(&c->conns);
    map_clear(&c->by_id);
    buf_clear(&c->body);
    buf_clear(&c->record);
    free(c->links_body);
    records_free(c->records);
    holders_free(c->holders);
    free(c);
}

/* ---- events -------------------------------------------------------------*/

static void take_addrs(struct core *c, const struct core_event *e)
{
    size_t len = e->addrs_len < CORE_OWN_ADDRS ? e->addrs_len : CORE_OWN_ADDRS;
    bool is_same = len == c->own_addrs_len;

    for (size_t i = 0; i < len; i++) {
        is_same = is_same && addr_equal(&c->own_addrs[i], &e->addrs[i]);
        c->own_addrs[i] = e->addrs[i];
    }
    c->own_addrs_len = len;
    if (!is_same && c->is_online)
        core_addresses_changed(c);
}

static void on_online(struct core *c, const struct core_event *e)
{
    assert(!c->is_online);
    c->is_online = true;
    c->dial_ms = c->now;
    take_addrs(c, e);
    core_addresses_changed(c);
    core_links_changed(c);
    for (size_t i = 0; i < c->table_len; i++)
        core_plan(c, c->table[i]);
}

static void on_offline(struct core *c)
{
    c->is_online = false;
    core_drop_asks(c);
    core_drop_requests(c);
    for (size_t i = 0; i < c->table_len; i++)
        core_cancel_dial(c, c->table[i]);
    core_drop_conns(c);
    for (size_t i = 0; i < c->table_len; i++) {
        c->table[i]->is_failed = false;
        c->table[i]->is_handover = false;
        core_settle(c, c->table[i]);
    }
    core_save_unsaved(c);
}

static void on_own(struct core *c, const struct core_event *e)
{
    if (e->blobs != c->blobs || e->bytes != c->bytes)
        core_links_changed(c);
    c->blobs = e->blobs;
    c->bytes = e->bytes;
    if (e->addrs != NULL)
        take_addrs(c, e);
}

/* Of peers, and of ourselves. */
static void on_peer_event(struct core *c, const struct core_event *e)
{
    switch (e->kind) {
    case CORE_ROW:
        core_on_row(c, e->peer);
        break;
    case CORE_ONLINE:
        on_online(c, e);
        break;
    case CORE_OFFLINE:
        on_offline(c);
        break;
    case CORE_OWN:
        on_own(c, e);
        break;
    case CORE_SEEN:
        core_on_seen(c, e);
        break;
    case CORE_WANT:
        core_on_want(c, e);
        break;
    case CORE_REMOVE:
        core_on_remove(c, &e->id);
        break;
    case CORE_DEED:
        core_on_deed(c, &e->id, e->deed);
        break;
    default:
        assert(e->kind == CORE_BAN || e->kind == CORE_UNBAN);
        core_on_ban(c, &e->id, e->kind == CORE_BAN);
        break;
    }
}

static void on_bad_frame(struct core *c, uint64_t number)
{
    struct core_conn *conn = core_conn(c, number);

    if (conn != NULL)
        core_malformed(c, conn, 0);
}

static void handle(struct core *c, const struct core_event *e)
{
    switch (e->kind) {
    case CORE_TICK:
        break;
    case CORE_DIAL_FAILED:
        core_on_dial_failed(c, e);
        break;
    case CORE_UP:
        core_on_up(c, e);
        break;
    case CORE_DOWN:
        core_on_down(c, e);
        break;
    case CORE_FRAME:
        core_on_frame(c, e);
        break;
    case CORE_BAD_FRAME:
        on_bad_frame(c, e->conn);
        break;
    case CORE_SAMPLE:
        core_on_sample(c, e);
        break;
    case CORE_ASK_HAVE:
        core_on_ask_have(c, e);
        break;
    case CORE_ANNOUNCE:
        core_on_announce(c, e);
        break;
    default:
        on_peer_event(c, e);
        break;
    }
}

/* ---- time ---------------------------------------------------------------*/

static void tick(struct core *c)
{
    c->tick_ms = c->now + TICK_MS;
    core_give_up_dials(c);
    core_check_links(c);
    core_expire_asks(c);
    core_expire_requests(c);
    (void)records_expire(c->records, c->now);
    core_count_nodes(c);
    if (c->now >= c->save_ms)
        core_save_unsaved(c);
    if (c->now >= c->sweep_ms)
        core_sweep(c);
}

static void do_due(struct core *c)
{
    if (c->now >= c->tick_ms)
        tick(c);
    core_choose_mesh(c);
    core_dial_due(c);
    core_publish_due(c);
    core_offer_due(c);
    core_look(c);
}

/* The more there is to look at, the rarer. */
static bool is_checked(struct core *c)
{
#ifdef __OPTIMIZE__
    return false;
#else
    return c->steps++ % (1 + c->table_len / 8) == 0;
#endif
}

void core_step(struct core *c, uint64_t now, uint64_t wall,
               const struct core_event *e, struct core_actions *out)
{
    assert(now >= c->now);
    if (c->now == 0) {
        c->started_ms = now;
        c->save_ms = now + CORE_SAVE_MS;
        c->sweep_ms = now + CORE_SWEEP_MS;
    }
    c->now = now;
    c->wall = wall;
    out->len = 0;
    out->bytes.len = 0;
    out->is_short = false;
    c->out = out;
    handle(c, e);
    do_due(c);
    c->out = NULL;
    assert(c->dialling_len <= PEERS_MAX_DIALS);
    if (is_checked(c))
        core_check(c);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t core_next_ms(const struct core *c)
{
    uint64_t next = c->tick_ms;

    if (!c->is_online)
        return next;
    next = sooner(next, c->dial_ms);
    next = sooner(next, c->own[RECORD_ADDRESSES].due_ms);
    next = sooner(next, c->own[RECORD_LINKS].due_ms);
    if (c->has_offers)
        next = sooner(next, c->offers_ms);
    if (c->is_mesh_stale)
        next = sooner(next, c->mesh_ms);
    return next;
}
