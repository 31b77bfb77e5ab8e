/* Nodes with a store, an endpoint and the peer table each, on the loopback, in
 * one loop. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/workers.h"
#include "peers/peers.h"
#include "quic/conn.h"
#include "quic/quic.h"
#include "quic/quic_int.h"
#include "quic/stream.h"
#include "store/store.h"
#include "test.h"

#define UNUSED __attribute__((unused))
#define NODES_WAIT_MS 20000
#define OTHER_ALPN "/other/1"

#define RUN_UNTIL(loop, cond)                                                  \
    do {                                                                       \
        uint64_t until_ = clock_mono_ms() + NODES_WAIT_MS;                     \
        while (!(cond)) {                                                      \
            loop_run_once((loop), 5);                                          \
            if (clock_mono_ms() > until_)                                      \
                test_fail(__FILE__, __LINE__, "never came true: %s", #cond);   \
        }                                                                      \
    } while (0)

struct pworld {
    struct loop *loop;
    struct workers *workers;
};

static UNUSED void world_open(struct pworld *w)
{
    log_setup(LOG_OFF, LOG_TEXT);
    CHECK_OK(loop_new(&w->loop));
    CHECK_OK(workers_new(w->loop, 1, &w->workers));
}

static UNUSED void world_close(struct pworld *w)
{
    workers_free(w->workers);
    loop_free(w->loop);
}

struct pnode {
    struct pworld *world;
    struct key key;
    char dir[512], name[32];
    struct store *store;
    struct quic *quic;
    struct peers *peers;
    struct addr at;
    struct peers_config cfg;
    struct conn *held; /* what a peer opened with OTHER_ALPN */
    unsigned others;   /* how many such */
    bool gone;
    unsigned news[CORE_NEWS_FORGOTTEN + 1];
};

static void on_other(struct conn *c, void *arg)
{
    static const struct conn_ops none;
    struct pnode *n = arg;

    n->others++;
    conn_set_ops(c, &none, NULL);
}

static void on_news(enum core_news news, const struct peer *peer, void *arg)
{
    struct pnode *n = arg;

    CHECK(peer != NULL);
    n->news[news]++;
}

/* Bind where it was before, if anywhere. */
static UNUSED void pnode_listen(struct pnode *n)
{
    struct quic_protocol protocols[2];
    struct quic_config qc;
    struct errmsg em = {0};

    if (addr_port(&n->at) == 0)
        CHECK_OK(addr_parse("127.0.0.1:0", &n->at, NULL));
    protocols[0] = peers_protocol(n->peers);
    protocols[1] = (struct quic_protocol){
        .alpn = OTHER_ALPN, .accept = on_other, .arg = n};
    quic_config_defaults(&qc);
    qc.loop = n->world->loop;
    qc.key = &n->key;
    qc.listen = &n->at;
    qc.listen_len = 1;
    qc.socket_buffer = 1 << 20;
    qc.protocols = protocols;
    qc.protocols_len = 2;
    qc.watch = peers_watch(n->peers);
    if (quic_open(&qc, &n->quic, &em) != ERR_OK)
        test_fail(__FILE__, __LINE__, "quic_open: %s", em.text);
    CHECK_EQ_U64(quic_bound(n->quic, &n->at, 1), 1);
    peers_attach(n->peers, n->quic, NULL);
}

static UNUSED void pnode_defaults(struct peers_config *cfg)
{
    peers_config_defaults(cfg);
    cfg->iroh_alpn = OTHER_ALPN;
    cfg->ping_ms = 200;
    cfg->dead_ms = 1200;
    cfg->retry_first_ms = 50;
    cfg->retry_max_ms = 400;
    cfg->dial_ms = 1500;
    cfg->links_ms = 500;
}

static UNUSED void pnode_start(struct pnode *n)
{
    struct store_config sc = {.dir = n->dir,
                              .loop = n->world->loop,
                              .workers = n->world->workers,
                              .max_open = 64};
    struct errmsg em = {0};

    n->gone = false;
    if (store_open(&sc, &n->store, &em) != ERR_OK)
        test_fail(__FILE__, __LINE__, "store_open: %s", em.text);
    n->cfg.loop = n->world->loop;
    n->cfg.key = &n->key;
    n->cfg.store = n->store;
    n->cfg.name = n->name;
    n->cfg.agent = "firn/0.1.0";
    CHECK_OK(peers_new(&n->cfg, &n->peers));
    peers_listen(n->peers, on_news, n);
    pnode_listen(n);
}

static UNUSED void pnode_init(struct pnode *n, struct pworld *w, uint8_t seed)
{
    uint8_t bytes[KEY_SEED_LEN] = {seed};
    static unsigned opened;

    *n = (struct pnode){.world = w};
    key_from_seed(bytes, &n->key);
    snprintf(n->dir, sizeof n->dir, "%s/node%u", test_dir(), ++opened);
    snprintf(n->name, sizeof n->name, "node %u", seed);
    pnode_defaults(&n->cfg);
}

static UNUSED void pnode_open(struct pnode *n, struct pworld *w, uint8_t seed)
{
    pnode_init(n, w, seed);
    pnode_start(n);
}

static UNUSED void pnode_on_gone(void *arg)
{
    *(bool *)arg = true;
}

static UNUSED void pnode_stop(struct pnode *n, bool is_crash)
{
    n->gone = false;
    peers_attach(n->peers, NULL, NULL);
    if (is_crash)
        quic_crash(n->quic, pnode_on_gone, &n->gone);
    else
        quic_close(n->quic, pnode_on_gone, &n->gone);
    RUN_UNTIL(n->world->loop, n->gone);
    peers_free(n->peers);
    store_close(n->store);
    n->peers = NULL;
}

static UNUSED void pnode_close(struct pnode *n)
{
    pnode_stop(n, false);
}

/* ---- asking -------------------------------------------------------------*/

struct answered {
    bool is_there;
    enum err e;
    struct errmsg em;
    struct peers_pings pings;
    struct holder holders[8];
    size_t len;
};

static UNUSED void on_added(enum err e, const struct errmsg *em, void *arg)
{
    struct answered *a = arg;

    CHECK(!a->is_there);
    a->is_there = true;
    a->e = e;
    a->em = *em;
}

static UNUSED void pnode_add(struct pnode *n, const struct node_id *id,
                             const struct addr *at, uint64_t timeout_ms,
                             struct answered *a)
{
    struct node_addr na;

    node_addr_init(&na, id);
    if (at != NULL)
        CHECK_OK(node_addr_add(&na, at));
    *a = (struct answered){0};
    peers_add(n->peers, &na, PEER_SOURCE_MANUAL, timeout_ms, on_added, a);
    CHECK(!a->is_there);
}

static UNUSED enum err pnode_try(struct pnode *n, const struct node_id *id,
                                 const struct addr *at, uint64_t timeout_ms,
                                 struct answered *a)
{
    pnode_add(n, id, at, timeout_ms, a);
    RUN_UNTIL(n->world->loop, a->is_there);
    return a->e;
}

static UNUSED void pnode_connect(struct pnode *n, struct pnode *to)
{
    struct answered a;

    if (pnode_try(n, &to->key.id, &to->at, 5000, &a) != ERR_OK)
        test_fail(__FILE__, __LINE__, "connect: %s: %s", err_name(a.e),
                  a.em.text);
}

static UNUSED enum peer_state pnode_state(struct pnode *n, struct pnode *of)
{
    const struct peer *p = peers_get(n->peers, &of->key.id);

    return p != NULL ? p->state : PEER_STATES;
}

static UNUSED bool are_connected(struct pnode *a, struct pnode *b)
{
    return pnode_state(a, b) == PEER_CONNECTED &&
           pnode_state(b, a) == PEER_CONNECTED;
}

static UNUSED void on_pinged(enum err e, const struct peers_pings *r, void *arg)
{
    struct answered *a = arg;

    CHECK(!a->is_there);
    a->is_there = true;
    a->e = e;
    a->pings = *r;
}

static UNUSED void on_holders(const struct holder *at, size_t len, void *arg)
{
    struct answered *a = arg;

    CHECK(!a->is_there);
    a->is_there = true;
    a->len = len;
    for (size_t i = 0; i < len && i < 8; i++)
        a->holders[i] = at[i];
}
