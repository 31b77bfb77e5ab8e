/* The front door. A step of the core, when all goes well:
 *
 *   something happened ──> core_step ──> actions, carried out at once
 *                                            │ what users want to hear
 *                                            ▼
 *                          deferral: news, ends of adds, pings, questions
 *
 * One timer serves the core's deadlines and the sweep. Until the rows are read
 * nothing else reaches the core, and connections wait: a peer that was banned
 * must not slip in. */
#include "peers/peers.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/rng.h"
#include "peers/peers_int.h"

#define SWEEP_MS 1000

void peers_config_defaults(struct peers_config *cfg)
{
    *cfg = (struct peers_config){
        .max_links = 32,
        .ping_ms = 4000,
        .dead_ms = 12000,
        .retry_first_ms = 500,
        .retry_max_ms = 8000,
        .dial_ms = 5000,
        .forget_ms = UINT64_C(7) * 24 * 3600 * 1000,
        .links_ms = 5000,
        .is_exchange_on = true,
        .is_reconnect_on = true,
    };
}

uint64_t peers_now(const struct peers *p)
{
    return loop_now_ms(p->cfg.loop);
}

/* ---- steps --------------------------------------------------------------*/

void peers_arm(struct peers *p, uint64_t at_ms)
{
    uint64_t now_ms = peers_now(p);

    if (at_ms >= p->armed_ms)
        return;
    p->armed_ms = at_ms;
    timer_start(p->timer, at_ms > now_ms ? at_ms - now_ms : 0);
}

void peers_step(struct peers *p, const struct core_event *e)
{
    assert(!p->is_stepping);
    p->is_stepping = true;
    core_step(p->core, peers_now(p), clock_wall_ms(), e, &p->acts);
    peers_carry_out(p);
    p->is_stepping = false;
    if (p->is_loaded)
        peers_arm(p, core_next_ms(p->core));
}

static void on_timer(struct timer *t, void *arg)
{
    struct peers *p = arg;
    struct core_event tick = {.kind = CORE_TICK};
    uint64_t every_ms = p->cfg.dead_ms / 4;

    (void)t;
    p->armed_ms = UINT64_MAX;
    if (peers_now(p) >= p->sweep_ms) {
        every_ms = every_ms < SWEEP_MS ? every_ms : SWEEP_MS;
        p->sweep_ms = peers_now(p) + (every_ms > 0 ? every_ms : 1);
        peers_sweep(p);
    }
    peers_step(p, &tick);
    peers_arm(p, p->sweep_ms);
}

static void on_tell(struct defer *d)
{
    struct peers *p = LIST_ENTRY(d, struct peers, tell);

    peers_tell_news(p);
    /* Who asked for it shall see how far it is. */
    if (p->has_newcomer)
        peers_sweep(p);
    p->has_newcomer = false;
    adds_tell(p);
    pings_tell(p);
    have_tell(p);
}

void peers_tell_soon(struct peers *p)
{
    loop_defer(p->cfg.loop, &p->tell);
}

void peers_task_ran(struct peers *p, enum peers_task t, enum err e,
                    const char *text)
{
    struct peers_task_state *task = &p->tasks[t];

    task->runs++;
    task->last_run_ms = clock_wall_ms();
    if (e == ERR_OK)
        return;
    task->errors++;
    task->last_error_ms = task->last_run_ms;
    snprintf(task->last_error, sizeof task->last_error, "%s",
             text != NULL ? text : err_text(e));
}

/* ---- making -------------------------------------------------------------*/

static enum err new_core(struct peers *p)
{
    const struct peers_config *cfg = &p->cfg;
    struct core_config cc = {.key = cfg->key,
                             .name = cfg->name,
                             .agent = cfg->agent,
                             .session = rng_u64(),
                             .max_links = cfg->max_links,
                             .dead_ms = cfg->dead_ms,
                             .retry_first_ms = cfg->retry_first_ms,
                             .retry_max_ms = cfg->retry_max_ms,
                             .dial_ms = cfg->dial_ms,
                             .forget_ms = cfg->forget_ms,
                             .links_ms = cfg->links_ms,
                             .is_exchange_on = cfg->is_exchange_on,
                             .is_reconnect_on = cfg->is_reconnect_on};

    return core_new(&cc, &p->core);
}

static void init_tables(struct peers *p)
{
    list_init(&p->links);
    list_init(&p->dials);
    list_init(&p->adds);
    map_init(&p->link_of, sizeof(struct conn *), SIZE_MAX);
    map_init(&p->by_number, sizeof(uint64_t), SIZE_MAX);
    map_init(&p->meter_of, sizeof(struct node_id), SIZE_MAX);
    core_actions_init(&p->acts);
    pings_init(&p->pings);
    list_init(&p->have.questions);
    list_init(&p->have.answers);
    p->tell.fn = on_tell;
    p->armed_ms = UINT64_MAX;
}

enum err peers_new(const struct peers_config *cfg, struct peers **out)
{
    struct peers *p;
    enum err e;

    if (cfg->loop == NULL || cfg->store == NULL || cfg->ping_ms == 0)
        return ERR_INVALID;
    p = calloc(1, sizeof *p);
    if (p == NULL)
        return ERR_NOMEM;
    p->cfg = *cfg;
    init_tables(p);
    e = timer_new(cfg->loop, on_timer, p, &p->timer);
    if (e == ERR_OK)
        e = new_core(p);
    if (e == ERR_OK)
        e = have_init(p);
    if (e == ERR_OK)
        e = rows_new(p, &p->rows);
    if (e != ERR_OK) {
        peers_free(p);
        return e;
    }
    *out = p;
    return ERR_OK;
}

struct quic_protocol peers_protocol(struct peers *p)
{
    return (struct quic_protocol){
        .alpn = NODE_ALPN, .accept = link_accepted, .arg = p};
}

struct quic_watch peers_watch(struct peers *p)
{
    return (struct quic_watch){
        .opened = link_opened, .closed = link_closed, .arg = p};
}

void peers_free(struct peers *p)
{
    if (p == NULL)
        return;
    if (p->quic != NULL)
        peers_attach(p, NULL, NULL);
    assert(list_is_empty(&p->links));
    adds_close(p, true);
    pings_close(p, true);
    have_close(p, true);
    rows_free(p->rows);
    have_clear(p);
    timer_free(p->timer);
    loop_defer_cancel(&p->tell);
    meters_clear(p);
    map_clear(&p->link_of);
    map_clear(&p->by_number);
    core_actions_clear(&p->acts);
    core_free(p->core);
    free(p->news);
    free(p);
}

/* ---- the endpoint -------------------------------------------------------*/

static void see_again(const struct sighting *s, void *arg)
{
    struct peers *p = arg;

    peers_seen(p, s, p->seeing);
}

/* What discovery said before we listened. */
static void see_all(struct peers *p)
{
    for (unsigned k = 0; p->discovery != NULL && k < DISCOVERY_KINDS; k++) {
        p->seeing = (enum discovery_kind)k;
        discovery_each(p->discovery, p->seeing, see_again, p);
    }
}

static void go_online(struct peers *p)
{
    if (p->quic == NULL || !p->is_loaded || p->is_online)
        return;
    p->is_online = true;
    peers_tell_own(p, CORE_ONLINE);
    links_begin(p);
    see_all(p);
    adds_begin(p);
}

static void go_offline(struct peers *p)
{
    struct core_event e = {.kind = CORE_OFFLINE};

    links_detach(p);
    if (!p->is_online)
        return;
    p->is_online = false;
    dials_drop(p);
    peers_step(p, &e);
}

void peers_loaded(struct peers *p)
{
    p->is_loaded = true;
    p->sweep_ms = peers_now(p);
    peers_arm(p, p->sweep_ms);
    if (p->quic == NULL)
        adds_close(p, false);
    go_online(p);
}

void peers_attach(struct peers *p, struct quic *q, struct discovery *d)
{
    bool is_same = q == p->quic;

    p->discovery = d;
    if (!is_same)
        go_offline(p);
    p->quic = q;
    if (q == NULL) {
        adds_close(p, false);
        pings_close(p, false);
        have_close(p, false);
    } else if (is_same) {
        see_all(p);
    }
    go_online(p);
}

/* ---- what others tell ---------------------------------------------------*/

static enum peer_source source_of(enum discovery_kind k)
{
    switch (k) {
    case DISCOVERY_STATIC:
        return PEER_SOURCE_STATIC;
    case DISCOVERY_MDNS:
        return PEER_SOURCE_MDNS;
    case DISCOVERY_LAN:
        return PEER_SOURCE_LAN;
    default:
        return PEER_SOURCE_DNS;
    }
}

void peers_seen(struct peers *p, const struct sighting *s,
                enum discovery_kind k)
{
    struct core_event e = {.kind = CORE_SEEN,
                           .node = &s->node,
                           .source = source_of(k),
                           .name = s->name,
                           .agent = s->version};

    if (p->is_loaded)
        peers_step(p, &e);
}

/* One that is no longer announced may be there all the same: only whether it
 * answers counts. */
void peers_unseen(struct peers *p, const struct node_id *id,
                  enum discovery_kind k)
{
    char short_id[NODE_ID_SHORT_SIZE];

    (void)p;
    node_id_short(id, short_id);
    log_debug(LOG_PEERS, "peer %s: no longer seen by %s", short_id,
              discovery_kind_name(k));
}

void peers_deed(struct peers *p, const struct node_id *id, enum peer_deed d)
{
    struct core_event e = {.kind = CORE_DEED, .id = *id, .deed = d};

    if (p->is_loaded && core_peer(p->core, id) != NULL)
        peers_step(p, &e);
}

/* ---- operators ----------------------------------------------------------*/

enum err peers_remove(struct peers *p, const struct node_id *id)
{
    struct core_event e = {.kind = CORE_REMOVE, .id = *id};

    if (core_peer(p->core, id) == NULL)
        return ERR_NOT_FOUND;
    peers_step(p, &e);
    return ERR_OK;
}

enum err peers_ban(struct peers *p, const struct node_id *id, bool is_banned)
{
    struct core_event e = {.kind = is_banned ? CORE_BAN : CORE_UNBAN,
                           .id = *id};

    if (node_id_equal(id, &p->cfg.key->id))
        return ERR_INVALID;
    peers_step(p, &e);
    return core_is_banned(p->core, id) == is_banned ? ERR_OK : ERR_LIMIT;
}

void peers_listen(struct peers *p, peers_listener_fn *fn, void *arg)
{
    p->listener = fn;
    p->listener_arg = arg;
}
