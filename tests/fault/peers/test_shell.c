/* Nodes that meet, ping, ask and part, with one allocation failing: in peers,
 * store or quic, of either node. Every call is answered, and afterwards all of
 * it works. */
#include "../../unit/peers/pnodes.h"
#include "fault.h"

static struct pworld w;
static struct pnode a, b;

static void settle(struct answered *r)
{
    RUN_UNTIL(w.loop, r->is_there);
}

/* What was asked is answered, whatever with. */
static void do_all(void)
{
    struct answered r = {0};
    struct node_addr na;
    struct hash h = {{1}};

    node_addr_init(&na, &b.key.id);
    CHECK_OK(node_addr_add(&na, &b.at));
    peers_add(a.peers, &na, PEER_SOURCE_MANUAL, 1000, on_added, &r);
    settle(&r);
    r = (struct answered){0};
    peers_ping(a.peers, &b.key.id, 3, 100, 500, on_pinged, &r);
    settle(&r);
    r = (struct answered){0};
    peers_ask_holders(a.peers, &h, 300, on_holders, &r);
    settle(&r);
    peers_have(a.peers, &h, 10, NODE_HAVE_WHOLE);
    (void)!peers_ban(a.peers, &b.key.id, true);
    loop_run_once(w.loop, 5);
    (void)!peers_ban(a.peers, &b.key.id, false);
}

static bool try_once(void)
{
    struct answered r;

    return pnode_try(&a, &b.key.id, &b.at, 2000, &r) == ERR_OK;
}

/* All of it as if nothing had been. */
static void check_well(void)
{
    struct answered r = {0};

    RUN_UNTIL(w.loop, try_once());
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    peers_ping(a.peers, &b.key.id, 3, 100, 5000, on_pinged, &r);
    settle(&r);
    CHECK_OK(r.e);
    CHECK_EQ_U64(r.pings.received, 3);
}

static void part(void)
{
    (void)!peers_remove(a.peers, &b.key.id);
    (void)!peers_remove(b.peers, &a.key.id);
    loop_run_once(w.loop, 1);
}

static bool one_round(unsigned n)
{
    bool was_hit;

    part();
    fault_alloc_fail_at(n);
    do_all();
    was_hit = fault_alloc_stop();
    check_well();
    return was_hit;
}

TEST(shell, bears_any_allocation_failing)
{
    unsigned n = 1;

    world_open(&w);
    pnode_open(&a, &w, 1);
    pnode_open(&b, &w, 2);
    check_well();
    while (one_round(n) && n < 4000)
        n += 1 + n / 15;
    CHECK(n > 50);
    pnode_close(&a);
    pnode_close(&b);
    world_close(&w);
}

/* A restart with rows to read. */
static bool restart(unsigned n)
{
    struct peers *p = NULL;
    bool was_hit;
    enum err e;

    pnode_stop(&a, false);
    pnode_start(&a);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    fault_alloc_fail_at(n);
    e = peers_new(&a.cfg, &p);
    for (int i = 0; e == ERR_OK && i < 20; i++)
        loop_run_once(w.loop, 1);
    was_hit = fault_alloc_stop();
    CHECK(e == ERR_OK || e == ERR_NOMEM);
    if (e == ERR_OK)
        peers_free(p);
    return was_hit;
}

TEST(shell, begins_or_says_why_not)
{
    unsigned n = 1;

    world_open(&w);
    pnode_open(&a, &w, 1);
    pnode_open(&b, &w, 2);
    check_well();
    while (restart(n) && n < 200)
        n += 1 + n / 10;
    CHECK(n > 5);
    pnode_close(&a);
    pnode_close(&b);
    world_close(&w);
}
