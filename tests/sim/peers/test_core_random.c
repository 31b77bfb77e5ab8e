/* The core against events in any order, and peers that say anything: after
 * every step its invariants hold. Seeded: every run is the same run. */
#include "../../unit/peers/core_rig.h"

#define STEPS 20000
#define CONNS 64

/* Not used here; the linker asks for it (world.inc.h). */
enum err __real_key_verify(const struct node_id *id, const void *msg,
                           size_t len, const uint8_t sig[static KEY_SIG_LEN]);
enum err __wrap_key_verify(const struct node_id *id, const void *msg,
                           size_t len, const uint8_t sig[static KEY_SIG_LEN]);

enum err __wrap_key_verify(const struct node_id *id, const void *msg,
                           size_t len, const uint8_t sig[static KEY_SIG_LEN])
{
    return __real_key_verify(id, msg, len, sig);
}

struct chaos {
    struct rig r;
    uint64_t chance;
    bool is_dialled[RIG_PEERS], dial_is_node[RIG_PEERS];
    struct {
        uint64_t number; /* 0: none */
        size_t peer;
        bool is_node;
    } conn[CONNS];
    uint64_t last_number, request;
    bool is_online;
};

static uint64_t any(struct chaos *x, uint64_t below)
{
    x->chance ^= x->chance << 13;
    x->chance ^= x->chance >> 7;
    x->chance ^= x->chance << 17;
    return x->chance % below;
}

static size_t peer_of(const struct chaos *x, const struct node_id *id)
{
    for (size_t i = 0; i < RIG_PEERS; i++)
        if (node_id_equal(&x->r.peer[i].id, id))
            return i;
    return RIG_PEERS;
}

/* Dials are kept, closes come down later; the rest changes nothing here. */
static void carry_out(struct chaos *x)
{
    for (size_t i = 0; i < x->r.acts.len; i++) {
        const struct core_action *a = &x->r.acts.at[i];
        size_t peer = peer_of(x, &a->id);

        if (peer == RIG_PEERS)
            continue;
        if (a->kind == CORE_DO_DIAL) {
            CHECK(x->is_online);
            x->is_dialled[peer] = true;
            x->dial_is_node[peer] = a->is_node;
        } else if (a->kind == CORE_DO_CANCEL) {
            CHECK(x->is_dialled[peer]);
            x->is_dialled[peer] = false;
        }
    }
}

static void do_step(struct chaos *x, struct core_event e)
{
    core_step(x->r.core, x->r.now, RIG_WALL + x->r.now, &e, &x->r.acts);
    CHECK(!x->r.acts.is_short);
    core_check(x->r.core);
    carry_out(x);
}

static size_t free_slot(const struct chaos *x)
{
    size_t i = 0;

    while (i < CONNS && x->conn[i].number != 0)
        i++;
    return i;
}

static void bring_up(struct chaos *x, size_t peer, bool was_dialled,
                     bool is_node)
{
    size_t slot = free_slot(x);

    if (slot == CONNS || !x->is_online)
        return;
    x->conn[slot].number = ++x->last_number;
    x->conn[slot].peer = peer;
    x->conn[slot].is_node = is_node;
    do_step(x, (struct core_event){.kind = CORE_UP,
                                   .conn = x->last_number,
                                   .id = x->r.peer[peer].id,
                                   .remote = x->r.addr[peer],
                                   .was_dialled = was_dialled,
                                   .is_node = is_node});
}

static void end_dial(struct chaos *x)
{
    static const enum err ends[] = {ERR_TIMEOUT, ERR_REFUSED, ERR_AUTH};
    size_t peer = any(x, RIG_PEERS);

    if (!x->is_dialled[peer] || free_slot(x) == CONNS)
        return;
    x->is_dialled[peer] = false;
    if (any(x, 2) == 0)
        bring_up(x, peer, true, x->dial_is_node[peer]);
    else
        do_step(x, (struct core_event){.kind = CORE_DIAL_FAILED,
                                       .id = x->r.peer[peer].id,
                                       .err = ends[any(x, 3)]});
}

static void bring_down(struct chaos *x)
{
    size_t i = any(x, CONNS);
    uint64_t number = x->conn[i].number;

    if (number == 0)
        return;
    x->conn[i].number = 0;
    do_step(x, (struct core_event){.kind = CORE_DOWN,
                                   .conn = number,
                                   .by_peer = any(x, 2) == 0,
                                   .code = any(x, 9),
                                   .err = any(x, 2) ? ERR_TIMEOUT : ERR_OK});
}

/* ---- what peers say -----------------------------------------------------*/

static enum err write_offers(struct chaos *x, struct buf *b, bool is_ask)
{
    struct node_offer offers[8];
    struct record_key keys[8];

    for (size_t i = 0; i < 8; i++) {
        size_t of = any(x, RIG_PEERS + 1);

        keys[i].origin = of == RIG_PEERS ? x->r.self.id : x->r.peer[of].id;
        keys[i].kind = (uint8_t)any(x, 4);
        offers[i] = (struct node_offer){keys[i], any(x, 50)};
    }
    return is_ask ? node_write_ask(b, keys, 8) : node_write_offer(b, offers, 8);
}

static enum err write_record(struct chaos *x, struct buf *b)
{
    struct buf body = rig_buf(), rec = rig_buf();
    struct record_addresses a = {.name = "x"};
    size_t of = any(x, RIG_PEERS);
    enum err e;

    node_addr_init(&a.node, &x->r.peer[of].id);
    CHECK_OK(node_addr_add(&a.node, &x->r.addr[any(x, RIG_PEERS)]));
    CHECK_OK(record_write_addresses(&body, &a));
    CHECK_OK(record_write(&rec, &x->r.peer[of], RECORD_ADDRESSES, any(x, 50),
                          3600, body.ptr, body.len));
    if (any(x, 50) == 0)
        rec.ptr[rec.len - 1] ^= 1;
    e = node_write_record(b, any(x, 1000), rec.ptr, rec.len);
    buf_clear(&body);
    buf_clear(&rec);
    return e;
}

static enum err write_any(struct chaos *x, struct buf *b)
{
    struct node_hello h = {.version = 1,
                           .capabilities = any(x, 4),
                           .session = any(x, 3),
                           .name = {"x", 1},
                           .agent = {"y", 1}};
    struct node_ping p = {.token = any(x, 9)};
    struct hash hash = {{(uint8_t)any(x, 4)}};
    struct node_have have = {.hash = hash,
                             .state = (enum node_have_state)any(x, 3)};

    switch (any(x, 16)) {
    case 0:
        return node_write_ping(b, NODE_MSG_PING, &p);
    case 1:
        return node_write_have_ask(b, any(x, 9), &hash, 1);
    case 2:
        return node_write_have(b, x->request - any(x, 3), &have, 1);
    case 3:
        return node_write_announce(b, &have, 1);
    case 4:
    case 5:
    case 6:
        return write_offers(x, b, false);
    case 7:
        return write_offers(x, b, true);
    case 8:
    case 9:
    case 10:
        return write_record(x, b);
    default:
        return node_write_hello(b, &h);
    }
}

static void say(struct chaos *x)
{
    size_t i = any(x, CONNS);
    struct core_event e = {.kind = CORE_FRAME, .conn = x->conn[i].number};
    struct buf b = rig_buf();
    size_t used;

    if (e.conn == 0 || !x->conn[i].is_node)
        return;
    CHECK_OK(write_any(x, &b));
    CHECK_OK(node_frame_read(b.ptr, b.len, &e.frame, &used));
    if (any(x, 200) == 0)
        e.frame.len = any(x, e.frame.len + 1);
    if (any(x, 200) == 0)
        e.frame.type = any(x, 20);
    do_step(x, e);
    buf_clear(&b);
}

/* ---- everything else ----------------------------------------------------*/

static void happen_to_us(struct chaos *x)
{
    struct node_addr node;
    struct core_event e = {.node = &node};
    size_t peer = any(x, RIG_PEERS);
    struct hash hash = {{1}};

    node_addr_init(&node, &x->r.peer[peer].id);
    if (any(x, 4) > 0)
        CHECK_OK(node_addr_add(&node, &x->r.addr[any(x, RIG_PEERS)]));
    e.id = x->r.peer[peer].id;
    e.source = (enum peer_source)any(x, PEER_SOURCE_COUNT);
    e.deed = (enum peer_deed)any(x, PEER_DEED_COUNT);
    e.hashes = &hash;
    e.len = 1;
    switch (any(x, 12)) {
    case 0:
        e.kind = CORE_WANT;
        break;
    case 1:
        e.kind = CORE_REMOVE;
        break;
    case 2:
        e.kind = any(x, 2) ? CORE_BAN : CORE_UNBAN;
        break;
    case 3:
        e.kind = CORE_UNBAN;
        break;
    case 4:
        e.kind = CORE_DEED;
        break;
    case 5:
        e.kind = CORE_ASK_HAVE;
        e.request = ++x->request;
        break;
    default:
        e.kind = CORE_SEEN;
        break;
    }
    do_step(x, e);
}

static void switch_line(struct chaos *x)
{
    x->is_online = !x->is_online;
    do_step(x, (struct core_event){.kind = x->is_online ? CORE_ONLINE
                                                        : CORE_OFFLINE});
    if (x->is_online)
        return;
    memset(x->conn, 0, sizeof x->conn);
    for (size_t i = 0; i < RIG_PEERS; i++)
        CHECK(!x->is_dialled[i]);
}

static void sample(struct chaos *x)
{
    struct peer_quality q = {.rtt_us = any(x, 1000)};
    size_t i = any(x, CONNS);

    if (x->conn[i].number != 0)
        do_step(x, (struct core_event){.kind = CORE_SAMPLE,
                                       .conn = x->conn[i].number,
                                       .quality = &q,
                                       .heard_ms = x->r.now -
                                                   any(x, 20) * any(x, 700)});
}

static void happen(struct chaos *x)
{
    uint64_t what = any(x, 100);

    x->r.now += any(x, 20) == 0 ? any(x, 5000) : any(x, 30);
    if (what < 45)
        say(x);
    else if (what < 55)
        end_dial(x);
    else if (what < 65)
        bring_up(x, any(x, any(x, 2) ? 4 : RIG_PEERS), false, any(x, 3) > 0);
    else if (what < 75)
        bring_down(x);
    else if (what < 85)
        sample(x);
    else if (what < 94)
        happen_to_us(x);
    else if (what < 99 || any(x, 30) > 0)
        do_step(x, (struct core_event){.kind = CORE_TICK});
    else
        switch_line(x);
}

TEST(core_random, whatever_happens_the_invariants_hold)
{
    uint64_t dials = 0, duplicates = 0, reconnects = 0, malformed = 0;

    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct chaos *x = calloc(1, sizeof *x);

        CHECK(x != NULL);
        x->chance = seed * UINT64_C(0x9e3779b97f4a7c15);
        rig_init(&x->r);
        x->r.cfg.max_links = seed % 2 ? 32 : 4;
        x->r.cfg.is_exchange_on = seed != 3;
        rig_start(&x->r);
        carry_out(x);
        x->is_online = true;
        for (size_t i = 0; i < STEPS; i++)
            happen(x);
        dials += rig_stats(&x->r).dials;
        duplicates += rig_stats(&x->r).duplicates;
        reconnects += rig_stats(&x->r).reconnects;
        malformed += rig_stats(&x->r).frames_malformed;
        rig_clear(&x->r);
        free(x);
    }
    /* It did happen. */
    CHECK(dials > 100 && duplicates > 10 && reconnects > 10 && malformed > 10);
}
