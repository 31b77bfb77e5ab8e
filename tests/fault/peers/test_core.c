/* The core with memory running out at any one allocation: it says so, keeps
 * its invariants, and is as it should be a little later. */
#include "../../unit/peers/core_rig.h"
#include "fault.h"

static void step(struct rig *r, struct core_event e)
{
    core_step(r->core, r->now, RIG_WALL + r->now, &e, &r->acts);
    core_check(r->core);
}

static void see(struct rig *r, size_t i)
{
    struct node_addr node;

    node_addr_init(&node, &r->peer[i].id);
    CHECK_OK(node_addr_add(&node, &r->addr[i]));
    step(r, (struct core_event){
                .kind = CORE_SEEN, .node = &node, .source = PEER_SOURCE_MDNS});
}

static void up(struct rig *r, size_t i, uint64_t conn, const struct buf *hello)
{
    struct core_event e = {.kind = CORE_FRAME, .conn = conn};
    size_t used;

    step(r, (struct core_event){.kind = CORE_UP,
                                .conn = conn,
                                .id = r->peer[i].id,
                                .remote = r->addr[i],
                                .was_dialled = true,
                                .is_node = true});
    CHECK_OK(node_frame_read(hello->ptr, hello->len, &e.frame, &used));
    step(r, e);
}

static void down(struct rig *r, uint64_t conn)
{
    step(r, (struct core_event){
                .kind = CORE_DOWN, .conn = conn, .err = ERR_RESET});
}

/* Written beforehand, since it is not what the test is about. */
struct words {
    struct rig rig;
    struct buf hello, offer;
};

static void run(void *arg)
{
    struct words *w = arg;
    struct rig *r = &w->rig;
    struct hash hash = {{1}};
    struct core_event offer = {.kind = CORE_FRAME, .conn = 1};
    size_t used;

    r->now = 5000;
    if (core_new(&r->cfg, &r->core) != ERR_OK)
        return;
    core_actions_init(&r->acts);
    step(r, (struct core_event){
                .kind = CORE_ONLINE, .addrs = r->addr, .addrs_len = 1});
    for (size_t i = 0; i < 3; i++)
        see(r, i);
    for (size_t i = 0; i < 3; i++)
        up(r, i, i + 1, &w->hello);
    CHECK_OK(node_frame_read(w->offer.ptr, w->offer.len, &offer.frame, &used));
    step(r, offer);
    step(r,
         (struct core_event){
             .kind = CORE_ASK_HAVE, .request = 1, .hashes = &hash, .len = 1});
    r->now += 1000;
    step(r, (struct core_event){.kind = CORE_TICK});
    down(r, 1);
    /* Memory is there again: seen again, all three are connected in the end. */
    (void)fault_alloc_stop();
    for (int i = 0; i < 20; i++) {
        r->now += 1000;
        see(r, 0);
    }
    up(r, 0, 9, &w->hello);
    CHECK(core_peer(r->core, &r->peer[0].id)->state == PEER_CONNECTED);
    core_free(r->core);
    core_actions_clear(&r->acts);
}

TEST(core, bears_any_allocation_that_fails)
{
    struct words w;
    struct node_hello h = {.version = 1,
                           .capabilities = NODE_CAP_RECORDS | NODE_CAP_HAVE,
                           .session = 1,
                           .name = {"x", 1},
                           .agent = {"y", 1}};
    struct node_offer o;

    rig_init(&w.rig);
    w.rig.cfg.key = &w.rig.self;
    w.hello = rig_buf();
    w.offer = rig_buf();
    o = (struct node_offer){{w.rig.peer[9].id, RECORD_LINKS}, 1};
    CHECK_OK(node_write_hello(&w.hello, &h));
    CHECK_OK(node_write_offer(&w.offer, &o, 1));
    CHECK(fault_each_alloc(run, &w) > 20);
    buf_clear(&w.hello);
    buf_clear(&w.offer);
}
