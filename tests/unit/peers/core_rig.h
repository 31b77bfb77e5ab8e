/* One core, and peers made of nothing but keys: what happens to it is told
 * step by step, what it asks for is looked at. Time stands still unless it is
 * moved. Peers are sorted by id: rig.peer[0] has the lowest; the core itself
 * stands between LOWER and HIGHER ones. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peers/core.h"
#include "test.h"

#define RIG_PEERS 40
#define RIG_SELF 20 /* so many peers are lower */
#define LOWER 0     /* a peer with a lower id than ours */
#define HIGHER 39
#define RIG_WALL UINT64_C(1700000000000)

struct rig {
    struct core_config cfg;
    struct core *core;
    struct core_actions acts;
    struct key self, peer[RIG_PEERS];
    struct addr addr[RIG_PEERS];
    uint64_t now;
};

static int rig_by_id(const void *a, const void *b)
{
    return node_id_compare(&((const struct key *)a)->id,
                           &((const struct key *)b)->id);
}

static inline void rig_init(struct rig *r)
{
    struct key all[RIG_PEERS + 1];

    *r = (struct rig){.now = 5000};
    for (size_t i = 0; i <= RIG_PEERS; i++) {
        uint8_t seed[KEY_SEED_LEN] = {(uint8_t)i, 7};

        key_from_seed(seed, &all[i]);
    }
    qsort(all, RIG_PEERS + 1, sizeof all[0], rig_by_id);
    r->self = all[RIG_SELF];
    memcpy(r->peer, all, RIG_SELF * sizeof all[0]);
    memcpy(r->peer + RIG_SELF, all + RIG_SELF + 1,
           (RIG_PEERS - RIG_SELF) * sizeof all[0]);
    for (size_t i = 0; i < RIG_PEERS; i++) {
        char text[ADDR_TEXT_SIZE];

        snprintf(text, sizeof text, "10.0.0.%zu:8421", i + 1);
        CHECK_OK(addr_parse(text, &r->addr[i], NULL));
    }
    r->cfg = (struct core_config){.name = "self",
                                  .agent = "firn/0.1.0",
                                  .session = 42,
                                  .max_links = 32,
                                  .dead_ms = 12000,
                                  .retry_first_ms = 500,
                                  .retry_max_ms = 8000,
                                  .dial_ms = 5000,
                                  .forget_ms = UINT64_C(7) * 86400000,
                                  .links_ms = 5000,
                                  .is_exchange_on = true,
                                  .is_reconnect_on = true};
    core_actions_init(&r->acts);
}

static inline void rig_step(struct rig *r, struct core_event e)
{
    core_step(r->core, r->now, RIG_WALL + r->now, &e, &r->acts);
    CHECK(!r->acts.is_short);
    core_check(r->core);
}

/* Made, and online. Change rig.cfg between init and this. */
static inline void rig_start(struct rig *r)
{
    struct addr own;

    CHECK_OK(addr_parse("10.0.1.1:8421", &own, NULL));
    r->cfg.key = &r->self;
    CHECK_OK(core_new(&r->cfg, &r->core));
    rig_step(r, (struct core_event){
                    .kind = CORE_ONLINE, .addrs = &own, .addrs_len = 1});
}

static inline void rig_clear(struct rig *r)
{
    core_free(r->core);
    core_actions_clear(&r->acts);
}

static inline void rig_tick(struct rig *r, uint64_t ms)
{
    r->now += ms;
    rig_step(r, (struct core_event){.kind = CORE_TICK});
}

static inline void rig_seen_from(struct rig *r, size_t i,
                                 enum core_event_kind kind,
                                 enum peer_source source)
{
    struct node_addr node;

    node_addr_init(&node, &r->peer[i].id);
    CHECK_OK(node_addr_add(&node, &r->addr[i]));
    rig_step(
        r, (struct core_event){.kind = kind, .node = &node, .source = source});
}

static inline void rig_seen(struct rig *r, size_t i)
{
    rig_seen_from(r, i, CORE_SEEN, PEER_SOURCE_MDNS);
}

static inline void rig_id(struct rig *r, size_t i, enum core_event_kind kind)
{
    rig_step(r, (struct core_event){.kind = kind, .id = r->peer[i].id});
}

static inline void rig_fail(struct rig *r, size_t i, enum err e)
{
    rig_step(r, (struct core_event){.kind = CORE_DIAL_FAILED,
                                    .id = r->peer[i].id,
                                    .err = e,
                                    .text = "as the test wants"});
}

static inline void rig_up(struct rig *r, size_t i, uint64_t conn,
                          bool was_dialled, bool is_node)
{
    rig_step(r, (struct core_event){.kind = CORE_UP,
                                    .conn = conn,
                                    .id = r->peer[i].id,
                                    .remote = r->addr[i],
                                    .was_dialled = was_dialled,
                                    .is_node = is_node});
}

static inline void rig_down(struct rig *r, uint64_t conn, enum err e)
{
    rig_step(r, (struct core_event){
                    .kind = CORE_DOWN, .conn = conn, .err = e, .text = ""});
}

static inline void rig_closed(struct rig *r, uint64_t conn, uint64_t code)
{
    rig_step(r, (struct core_event){.kind = CORE_DOWN,
                                    .conn = conn,
                                    .err = ERR_CLOSED,
                                    .by_peer = true,
                                    .code = code});
}

/* A frame that was written into `b`; empties it. */
static inline void rig_frame(struct rig *r, uint64_t conn, struct buf *b)
{
    struct core_event e = {.kind = CORE_FRAME, .conn = conn};
    size_t used;

    CHECK_OK(node_frame_read(b->ptr, b->len, &e.frame, &used));
    rig_step(r, e);
    buf_clear(b);
}

static inline struct buf rig_buf(void)
{
    struct buf b;

    buf_init(&b, 1 << 20);
    return b;
}

static inline void rig_hello(struct rig *r, uint64_t conn, uint64_t session)
{
    struct buf b = rig_buf();
    struct node_hello h = {.version = NODE_VERSION,
                           .capabilities = NODE_CAP_RECORDS | NODE_CAP_HAVE,
                           .session = session,
                           .name = {"peer", 4},
                           .agent = {"firn/9", 6}};

    CHECK_OK(node_write_hello(&b, &h));
    rig_frame(r, conn, &b);
}

/* Seen, dialled, greeted. */
static inline void rig_connect(struct rig *r, size_t i, uint64_t conn)
{
    rig_seen(r, i);
    rig_up(r, i, conn, true, true);
    rig_hello(r, conn, 1000 + i);
}

static inline void rig_sample(struct rig *r, uint64_t conn, uint64_t heard_ms)
{
    struct peer_quality q = {.rtt_us = 700};

    rig_step(r, (struct core_event){.kind = CORE_SAMPLE,
                                    .conn = conn,
                                    .quality = &q,
                                    .heard_ms = heard_ms});
}

/* ---- looking ------------------------------------------------------------*/

static inline const struct peer *rig_peer(const struct rig *r, size_t i)
{
    return core_peer(r->core, &r->peer[i].id);
}

static inline enum peer_state rig_state(const struct rig *r, size_t i)
{
    return rig_peer(r, i)->state;
}

static inline size_t rig_count(const struct rig *r, enum core_action_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < r->acts.len; i++)
        n += r->acts.at[i].kind == kind;
    return n;
}

/* The first action of the kind about the peer; NULL: none. */
static inline const struct core_action *rig_about(const struct rig *r, size_t i,
                                                  enum core_action_kind kind)
{
    for (size_t k = 0; k < r->acts.len; k++)
        if (r->acts.at[k].kind == kind &&
            node_id_equal(&r->acts.at[k].id, &r->peer[i].id))
            return &r->acts.at[k];
    return NULL;
}

static inline bool rig_tells(const struct rig *r, size_t i, enum core_news news)
{
    for (size_t k = 0; k < r->acts.len; k++)
        if (r->acts.at[k].kind == CORE_DO_TELL && r->acts.at[k].news == news &&
            node_id_equal(&r->acts.at[k].id, &r->peer[i].id))
            return true;
    return false;
}

/* The first frame of the type that is sent on the connection. False: none. */
static inline bool rig_sends(const struct rig *r, uint64_t conn,
                             enum node_msg_type type, struct node_frame *out)
{
    for (size_t k = 0; k < r->acts.len; k++) {
        const struct core_action *a = &r->acts.at[k];
        size_t at = a->begin, used;

        if (a->kind != CORE_DO_SEND || a->conn != conn)
            continue;
        for (; at < a->end; at += used) {
            CHECK_OK(node_frame_read(r->acts.bytes.ptr + at, a->end - at, out,
                                     &used));
            if (out->type == type)
                return true;
        }
    }
    return false;
}

static inline bool rig_closes(const struct rig *r, uint64_t conn,
                              enum node_close code)
{
    for (size_t k = 0; k < r->acts.len; k++)
        if (r->acts.at[k].kind == CORE_DO_CLOSE && r->acts.at[k].conn == conn)
            return r->acts.at[k].close == code;
    return false;
}

static inline struct core_stats rig_stats(const struct rig *r)
{
    struct core_stats s;

    core_get_stats(r->core, &s);
    return s;
}

/* Time goes on until the peer is dialled. Returns after how long; more than
 * `ms`: it was not. */
static inline uint64_t rig_until_dial(struct rig *r, size_t i, uint64_t ms)
{
    uint64_t begin = r->now;

    while (r->now - begin <= ms) {
        rig_tick(r, 10);
        if (rig_about(r, i, CORE_DO_DIAL) != NULL)
            return r->now - begin;
    }
    return ms + 1;
}
