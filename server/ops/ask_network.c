#include "ops/ask_network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "ops/ops.h"

/* ---- discovery ----------------------------------------------------------*/

/* Two clocks at one moment. */
struct now {
    uint64_t loop_ms, wall_ms;
};

static struct now now_of(const struct node *n)
{
    return (struct now){.loop_ms = loop_now_ms(n->loop),
                        .wall_ms = clock_wall_ms()};
}

static uint64_t wall_of(const struct now *now, uint64_t loop_ms)
{
    uint64_t age = now->loop_ms > loop_ms ? now->loop_ms - loop_ms : 0;

    return now->wall_ms > age ? now->wall_ms - age : 0;
}

struct gathering {
    struct source_copy *source;
    struct now now;
    size_t max;
};

static void add_seen(const struct sighting *s, void *arg)
{
    struct gathering *g = arg;
    struct source_copy *c = g->source;

    if (c->seen_len == g->max)
        return;
    c->seen[c->seen_len++] =
        (struct seen_node){.s = *s,
                           .since_wall_ms = wall_of(&g->now, s->since_ms),
                           .last_wall_ms = wall_of(&g->now, s->last_ms)};
}

static void add_fault(struct source_copy *c, const char *name, uint64_t count)
{
    c->faults[c->faults_len].name = name;
    c->faults[c->faults_len++].count = count;
}

static enum err copy_source(const struct node *n, enum discovery_kind k,
                            struct source_copy *c)
{
    struct gathering g = {.source = c, .now = now_of(n)};
    struct discovery_status s;

    node_discovery_status(n, k, &s);
    c->name = discovery_kind_name(k);
    c->is_enabled = node_discovery_is_on(n, k);
    c->state = discovery_state_name(s.state);
    c->since_wall_ms = n->discovery != NULL ? wall_of(&g.now, s.since_ms) : 0;
    memcpy(c->error, s.error, sizeof c->error);
    c->is_announced = s.is_announced;
    c->runs = s.runs;
    c->discovered = s.discovered;
    for (int f = 0; f < DISCOVERY_FAULT_COUNT; f++)
        add_fault(c, discovery_fault_name((enum discovery_fault)f),
                  s.faults[f]);
    g.max = (size_t)s.sightings;
    c->seen = calloc(g.max + 1, sizeof *c->seen);
    if (c->seen == NULL)
        return ERR_NOMEM;
    if (n->discovery != NULL)
        discovery_each(n->discovery, k, add_seen, &g);
    return ERR_OK;
}

/* What other nodes say of themselves, passed on by peers. */
static void copy_record(const struct node *n, const struct records_entry *e,
                        struct gathering *g)
{
    struct record_addresses *a;
    struct sighting s = {0};

    if (e->record.key.kind != RECORD_ADDRESSES ||
        node_id_equal(&e->record.key.origin, &n->key.id))
        return;
    a = malloc(sizeof *a);
    if (a == NULL)
        return;
    if (record_read_addresses(&e->record, a) == ERR_OK) {
        const char *slash = strchr(a->agent, '/');

        s.node = a->node;
        snprintf(s.name, sizeof s.name, "%s", a->name);
        snprintf(s.version, sizeof s.version, "%s",
                 slash != NULL ? slash + 1 : a->agent);
        s.since_ms = s.last_ms = e->made_ms;
        add_seen(&s, g);
    }
    free(a);
}

static enum err copy_exchange(const struct node *n, struct source_copy *c)
{
    const struct records *rs = core_records(peers_core(n->peers));
    const struct record_key own = {.origin = n->key.id,
                                   .kind = RECORD_ADDRESSES};
    struct gathering g = {.source = c, .now = now_of(n)};
    const struct records_entry *e;
    struct peers_stats s;
    size_t it = 0;

    peers_get_stats(n->peers, &s);
    c->name = "exchange";
    c->is_enabled = n->config->discovery_exchange_enabled;
    c->state = discovery_state_name(
        c->is_enabled && n->quic != NULL ? DISCOVERY_RUNNING : DISCOVERY_OFF);
    c->is_announced = c->is_enabled && records_get(rs, &own) != NULL;
    c->runs = s.tasks[PEERS_TASK_RECORDS].runs;
    memcpy(c->error, s.tasks[PEERS_TASK_RECORDS].last_error, sizeof c->error);
    c->discovered = s.core.discovered[PEER_SOURCE_EXCHANGE];
    add_fault(c, "refused", s.core.records_refused);
    g.max = records_len(rs);
    c->seen = calloc(g.max + 1, sizeof *c->seen);
    if (c->seen == NULL)
        return ERR_NOMEM;
    while ((e = records_next(rs, &it)) != NULL)
        copy_record(n, e, &g);
    return ERR_OK;
}

static void discovery_run(struct ask *ask)
{
    struct ask_discovery *d = (struct ask_discovery *)ask;
    const struct node *n = ops_node(ask->ops);
    enum err e = ERR_OK;

    for (int k = 0; k < DISCOVERY_KINDS && e == ERR_OK; k++)
        e = copy_source(n, (enum discovery_kind)k, &d->sources[k]);
    if (e == ERR_OK)
        e = copy_exchange(n, &d->sources[DISCOVERY_KINDS]);
    ask_finish(ask, e);
}

static void discovery_release(struct ask *ask)
{
    struct ask_discovery *d = (struct ask_discovery *)ask;

    for (size_t i = 0; i < ASK_SOURCES; i++)
        free(d->sources[i].seen);
}

struct ask_discovery *ask_discovery_new(void)
{
    return ask_new(sizeof(struct ask_discovery), discovery_run,
                   discovery_release);
}

/* ---- topology -----------------------------------------------------------*/

static void topology_run(struct ask *ask)
{
    struct ask_topology *t = (struct ask_topology *)ask;

    t->wall_ms = clock_wall_ms();
    ask_finish(ask, peers_topology(ops_node(ask->ops)->peers, &t->graph));
}

static void topology_release(struct ask *ask)
{
    topology_free(((struct ask_topology *)ask)->graph);
}

struct ask_topology *ask_topology_new(void)
{
    return ask_new(sizeof(struct ask_topology), topology_run, topology_release);
}
