/* What peers say to the core, friends and others. */
#include "core_rig.h"

static struct rig *connected(struct rig *r)
{
    rig_init(r);
    rig_start(r);
    rig_connect(r, HIGHER, 1);
    rig_connect(r, LOWER, 2);
    return r;
}

static void raw(struct rig *r, uint64_t conn, uint64_t type, const void *body,
                size_t len)
{
    rig_step(r, (struct core_event){.kind = CORE_FRAME,
                                    .conn = conn,
                                    .frame = {type, body, len}});
}

/* ---- what is not understood ---------------------------------------------*/

TEST(core_frames, an_unknown_type_is_answered_and_survived)
{
    struct rig r;
    struct node_frame f;
    struct node_error err;

    connected(&r);
    raw(&r, 1, 999, "abc", 3);
    CHECK(rig_sends(&r, 1, NODE_MSG_ERROR, &f));
    CHECK_OK(node_read_error(&f, &err));
    CHECK_EQ_U64(err.type, 999);
    CHECK_EQ_U64(err.code, NODE_ERROR_UNKNOWN_TYPE);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTED);
    CHECK_EQ_U64(rig_stats(&r).frames_unknown, 1);
    rig_clear(&r);
}

TEST(core_frames, an_error_is_noted_and_never_answered)
{
    struct rig r;
    struct buf b = rig_buf();
    struct node_error err = {.type = 5, .code = 2, .text = {"no", 2}};

    connected(&r);
    CHECK_OK(node_write_error(&b, &err));
    rig_frame(&r, 1, &b);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_SEND), 0);
    CHECK(strstr(rig_peer(&r, HIGHER)->last_error, "no") != NULL);
    rig_clear(&r);
}

static void check_cut_off(struct rig *r)
{
    struct node_frame f;

    CHECK(rig_sends(r, 1, NODE_MSG_ERROR, &f));
    CHECK(rig_closes(r, 1, NODE_CLOSE_PROTO));
    CHECK_EQ_U64(rig_state(r, HIGHER), PEER_FAILED);
    CHECK(rig_peer(r, HIGHER)->reputation == -20);
    CHECK_EQ_U64(rig_peer(r, HIGHER)->deeds[PEER_DEED_BROKE_PROTOCOL], 1);
    CHECK_EQ_U64(rig_stats(r).frames_malformed, 1);
}

TEST(core_frames, a_malformed_body_costs_the_connection)
{
    for (uint64_t type = NODE_MSG_HELLO; type < NODE_MSG_TYPE_END; type++) {
        struct rig r;

        connected(&r);
        raw(&r, 1, type, "\xff", 1);
        check_cut_off(&r);
        CHECK_EQ_U64(rig_state(&r, LOWER), PEER_CONNECTED);
        rig_clear(&r);
    }
}

TEST(core_frames, what_is_no_frame_costs_the_connection)
{
    struct rig r;

    connected(&r);
    rig_step(&r, (struct core_event){.kind = CORE_BAD_FRAME, .conn = 1});
    check_cut_off(&r);
    rig_clear(&r);
}

TEST(core_frames, the_first_frame_must_be_hello)
{
    struct rig r;
    struct buf b = rig_buf();
    struct node_ping ping = {.token = 1};

    rig_init(&r);
    rig_start(&r);
    rig_up(&r, HIGHER, 1, false, true);
    CHECK_OK(node_write_ping(&b, NODE_MSG_PING, &ping));
    rig_frame(&r, 1, &b);
    CHECK(rig_closes(&r, 1, NODE_CLOSE_PROTO));
    rig_clear(&r);
}

TEST(core_frames, frames_of_connections_that_are_not_there_change_nothing)
{
    struct rig r;
    struct buf b = rig_buf();
    struct node_ping ping = {.token = 1};

    connected(&r);
    rig_step(&r, (struct core_event){.kind = CORE_BAD_FRAME, .conn = 77});
    CHECK_OK(node_write_ping(&b, NODE_MSG_PING, &ping));
    rig_frame(&r, 77, &b);
    CHECK_EQ_U64(r.acts.len, 0);
    rig_clear(&r);
}

static void ping(struct rig *r, uint64_t conn)
{
    struct buf b = rig_buf();
    struct node_ping p = {
        .token = 5, .payload = (const uint8_t *)"hi", .len = 2};

    CHECK_OK(node_write_ping(&b, NODE_MSG_PING, &p));
    rig_frame(r, conn, &b);
}

TEST(core_frames, a_ping_is_answered_and_an_answer_is_handed_on)
{
    struct rig r;
    struct node_frame f;
    struct node_ping p;
    struct buf b = rig_buf();

    connected(&r);
    ping(&r, 1);
    CHECK(rig_sends(&r, 1, NODE_MSG_PONG, &f));
    CHECK_OK(node_read_ping(&f, &p));
    CHECK_EQ_U64(p.token, 5);
    CHECK_MEM(p.payload, p.len, "hi", 2);
    CHECK_OK(node_write_ping(&b, NODE_MSG_PONG, &p));
    rig_frame(&r, 1, &b);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_PONG), 1);
    CHECK_EQ_U64(rig_about(&r, HIGHER, CORE_DO_PONG)->token, 5);
    rig_clear(&r);
}

TEST(core_frames, too_many_are_dropped_and_far_too_many_cost_the_connection)
{
    struct rig r;
    size_t answered = 0, sent = 0;

    connected(&r);
    for (; rig_state(&r, HIGHER) == PEER_CONNECTED && sent < 10000; sent++) {
        ping(&r, 1);
        answered += rig_count(&r, CORE_DO_SEND);
    }
    CHECK_EQ_U64(answered, NODE_FRAMES_BURST - 1); /* one was HELLO */
    CHECK_EQ_U64(sent, answered + NODE_FRAMES_BURST);
    CHECK(rig_closes(&r, 1, NODE_CLOSE_PROTO));
    CHECK_EQ_U64(rig_stats(&r).frames_limited, NODE_FRAMES_BURST);
    /* Another connection of the same peer brings no new ones. */
    rig_up(&r, HIGHER, 3, false, true);
    rig_hello(&r, 3, 9);
    CHECK(rig_state(&r, HIGHER) != PEER_CONNECTED);
    rig_clear(&r);
}

TEST(core_frames, an_even_stream_within_the_rate_is_all_heard)
{
    struct rig r;

    connected(&r);
    for (int i = 0; i < 10000; i++) {
        r.now += 2;
        ping(&r, 1);
        CHECK(rig_count(&r, CORE_DO_SEND) >= 1);
    }
    CHECK_EQ_U64(rig_stats(&r).frames_limited, 0);
    rig_clear(&r);
}

/* ---- blobs --------------------------------------------------------------*/

TEST(core_frames, a_question_for_blobs_is_handed_on_and_answered)
{
    struct rig r;
    struct buf b = rig_buf();
    struct hash h[2] = {{{1}}, {{2}}};
    const struct core_action *a;
    struct node_have haves[2] = {{.state = NODE_HAVE_WHOLE, .size = 9}};

    connected(&r);
    CHECK_OK(node_write_have_ask(&b, 31, h, 2));
    rig_frame(&r, 1, &b);
    a = rig_about(&r, HIGHER, CORE_DO_HAVE);
    CHECK(a != NULL && a->conn == 1 && a->request == 31 && a->len == 2);
    CHECK(hash_equal(&a->hashes[1], &h[1]));
    CHECK_OK(core_answer_have(31, haves, 2, &b));
    CHECK(b.len > 0);
    buf_clear(&b);
    rig_clear(&r);
}

static size_t holders_of(const struct rig *r, const struct hash *h)
{
    struct holder at[8];

    return holders_get(core_holders(r->core), h, at, 8);
}

TEST(core_frames, answers_are_put_to_the_hashes_that_were_asked_for)
{
    struct rig r;
    struct buf b = rig_buf();
    struct hash h[2] = {{{1}}, {{2}}};
    struct node_have haves[2] = {{.state = NODE_HAVE_NOT},
                                 {.state = NODE_HAVE_WHOLE, .size = 9}};
    struct node_frame f;
    const struct core_action *a;

    connected(&r);
    rig_step(&r,
             (struct core_event){
                 .kind = CORE_ASK_HAVE, .request = 7, .hashes = h, .len = 2});
    CHECK(rig_sends(&r, 1, NODE_MSG_HAVE_ASK, &f));
    CHECK(rig_sends(&r, 2, NODE_MSG_HAVE_ASK, &f));
    CHECK_OK(node_write_have(&b, 7, haves, 2));
    rig_frame(&r, 1, &b);
    a = rig_about(&r, HIGHER, CORE_DO_HEARD);
    CHECK(a != NULL && a->len == 2 && hash_equal(&a->haves[1].hash, &h[1]));
    CHECK_EQ_U64(holders_of(&r, &h[0]), 0);
    CHECK_EQ_U64(holders_of(&r, &h[1]), 1);
    /* An answer to nothing that was asked. */
    CHECK_OK(node_write_have(&b, 8, haves, 2));
    rig_frame(&r, 2, &b);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_HEARD), 0);
    /* An answer of another length. */
    CHECK_OK(node_write_have(&b, 7, haves, 1));
    rig_frame(&r, 2, &b);
    CHECK(rig_closes(&r, 2, NODE_CLOSE_PROTO));
    rig_clear(&r);
}

TEST(core_frames, a_question_to_one_is_asked_of_that_one)
{
    struct rig r;
    struct hash h = {{1}};
    struct node_frame f;

    connected(&r);
    rig_step(&r, (struct core_event){.kind = CORE_ASK_HAVE,
                                     .conn = 2,
                                     .request = 7,
                                     .hashes = &h,
                                     .len = 1});
    CHECK(!rig_sends(&r, 1, NODE_MSG_HAVE_ASK, &f));
    CHECK(rig_sends(&r, 2, NODE_MSG_HAVE_ASK, &f));
    rig_clear(&r);
}

TEST(core_frames, announcements_go_to_all_and_are_remembered)
{
    struct rig r;
    struct buf b = rig_buf();
    struct node_have haves[300] = {{.hash = {{7}}, .state = NODE_HAVE_WHOLE}};
    struct node_frame f;
    struct hash of = {{7}};

    connected(&r);
    for (size_t i = 1; i < 300; i++)
        haves[i] = haves[0];
    rig_step(&r, (struct core_event){
                     .kind = CORE_ANNOUNCE, .haves = haves, .len = 300});
    CHECK_EQ_U64(rig_count(&r, CORE_DO_SEND), 4); /* two frames to each */
    CHECK(rig_sends(&r, 2, NODE_MSG_ANNOUNCE, &f));
    CHECK_OK(node_write_announce(&b, haves, 1));
    rig_frame(&r, 1, &b);
    CHECK(rig_about(&r, HIGHER, CORE_DO_HOLDS) != NULL);
    CHECK_EQ_U64(holders_of(&r, &of), 1);
    rig_id(&r, HIGHER, CORE_BAN);
    CHECK_EQ_U64(holders_of(&r, &of), 0);
    rig_clear(&r);
}

/* ---- records ------------------------------------------------------------*/

static void offer(struct rig *r, uint64_t conn, const struct node_id *origin,
                  uint8_t kind, uint64_t seq)
{
    struct buf b = rig_buf();
    struct node_offer o = {{*origin, kind}, seq};

    CHECK_OK(node_write_offer(&b, &o, 1));
    rig_frame(r, conn, &b);
}

/* An address record of peer `i`, sent on the connection. */
static void record(struct rig *r, uint64_t conn, const struct key *key,
                   size_t i, uint64_t seq, bool is_forged)
{
    struct buf body = rig_buf(), rec = rig_buf(), b = rig_buf();
    struct record_addresses a = {.name = "third"};

    node_addr_init(&a.node, &key->id);
    CHECK_OK(node_addr_add(&a.node, &r->addr[i]));
    CHECK_OK(record_write_addresses(&body, &a));
    CHECK_OK(record_write(&rec, key, RECORD_ADDRESSES, seq, 3600, body.ptr,
                          body.len));
    if (is_forged)
        rec.ptr[rec.len - 1] ^= 1;
    CHECK_OK(node_write_record(&b, 0, rec.ptr, rec.len));
    rig_frame(r, conn, &b);
    buf_clear(&body);
    buf_clear(&rec);
}

TEST(core_frames, a_peer_is_learned_of_from_a_neighbour)
{
    struct rig r;
    struct node_frame f;

    connected(&r);
    rig_tick(&r, 5000);
    rig_tick(&r, 1000); /* our own records are said, it is quiet */
    offer(&r, 1, &r.peer[5].id, RECORD_ADDRESSES, 3);
    CHECK(rig_sends(&r, 1, NODE_MSG_ASK, &f));
    record(&r, 1, &r.peer[5], 5, 3, false);
    CHECK(rig_peer(&r, 5) != NULL);
    CHECK_EQ_U64(rig_peer(&r, 5)->discovered_by, PEER_SOURCE_EXCHANGE);
    CHECK_STR(rig_peer(&r, 5)->name, "third");
    CHECK(rig_about(&r, 5, CORE_DO_DIAL) != NULL);
    /* And passed on, but not to whom it came from. */
    CHECK(rig_sends(&r, 2, NODE_MSG_OFFER, &f));
    CHECK(!rig_sends(&r, 1, NODE_MSG_OFFER, &f));
    rig_clear(&r);
}

TEST(core_frames, what_is_held_is_not_asked_for_again)
{
    struct rig r;
    struct node_frame f;

    connected(&r);
    offer(&r, 1, &r.peer[5].id, RECORD_ADDRESSES, 3);
    offer(&r, 2, &r.peer[5].id, RECORD_ADDRESSES, 3);
    CHECK(!rig_sends(&r, 2, NODE_MSG_ASK, &f)); /* the other one was asked */
    record(&r, 1, &r.peer[5], 5, 3, false);
    offer(&r, 2, &r.peer[5].id, RECORD_ADDRESSES, 2);
    CHECK(!rig_sends(&r, 2, NODE_MSG_ASK, &f));
    offer(&r, 2, &r.peer[5].id, RECORD_ADDRESSES, 4);
    CHECK(rig_sends(&r, 2, NODE_MSG_ASK, &f));
    rig_clear(&r);
}

TEST(core_frames, when_one_does_not_answer_the_next_is_asked)
{
    struct rig r;
    struct node_frame f;
    bool is_asked = false;

    connected(&r);
    offer(&r, 1, &r.peer[5].id, RECORD_ADDRESSES, 3);
    offer(&r, 2, &r.peer[5].id, RECORD_ADDRESSES, 3);
    for (int i = 0; i < 4 && !is_asked; i++) {
        rig_tick(&r, 1000);
        is_asked = rig_sends(&r, 2, NODE_MSG_ASK, &f);
    }
    CHECK(is_asked);
    rig_clear(&r);
}

TEST(core_frames, one_that_offers_and_does_not_give_keeps_nobody_waiting)
{
    struct rig r;
    struct node_frame f;

    connected(&r);
    for (unsigned i = 0; i < RECORDS_MAX; i++) {
        struct node_id origin = {{(uint8_t)i, (uint8_t)(i >> 8), 3}};

        if (i % 100 == 0)
            r.now += 200;
        offer(&r, 1, &origin, RECORD_LINKS, 1);
    }
    rig_tick(&r, 2100);
    rig_tick(&r, 2100);
    offer(&r, 2, &r.peer[5].id, RECORD_ADDRESSES, 3);
    CHECK(rig_sends(&r, 2, NODE_MSG_ASK, &f));
    offer(&r, 1, &r.peer[6].id, RECORD_ADDRESSES, 3);
    CHECK(!rig_sends(&r, 1, NODE_MSG_ASK, &f));
    rig_clear(&r);
}

TEST(core_frames, a_record_that_nobody_asked_for_is_not_looked_at)
{
    struct rig r;

    connected(&r);
    record(&r, 1, &r.peer[5], 5, 3, false);
    CHECK(rig_peer(&r, 5) == NULL);
    CHECK_EQ_U64(rig_stats(&r).records_refused, 1);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTED);
    rig_clear(&r);
}

TEST(core_frames, a_forged_record_costs_the_connection)
{
    struct rig r;

    connected(&r);
    offer(&r, 1, &r.peer[5].id, RECORD_ADDRESSES, 3);
    record(&r, 1, &r.peer[5], 5, 3, true);
    CHECK(rig_closes(&r, 1, NODE_CLOSE_PROTO));
    CHECK(rig_peer(&r, 5) == NULL);
    rig_clear(&r);
}

TEST(core_frames, records_of_a_banned_node_are_neither_asked_for_nor_kept)
{
    struct rig r;
    struct record_key key = {.kind = RECORD_ADDRESSES};
    struct node_frame f;

    connected(&r);
    key.origin = r.peer[5].id;
    offer(&r, 1, &key.origin, RECORD_ADDRESSES, 3);
    record(&r, 1, &r.peer[5], 5, 3, false);
    CHECK(records_get(core_records(r.core), &key) != NULL);
    rig_id(&r, 5, CORE_BAN);
    CHECK(records_get(core_records(r.core), &key) == NULL);
    offer(&r, 1, &key.origin, RECORD_ADDRESSES, 9);
    CHECK(!rig_sends(&r, 1, NODE_MSG_ASK, &f));
    rig_clear(&r);
}

TEST(core_frames, without_exchange_addresses_are_neither_given_nor_taken)
{
    struct rig r;
    struct node_frame f;
    struct record_key own = {.kind = RECORD_ADDRESSES};

    rig_init(&r);
    r.cfg.is_exchange_on = false;
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    own.origin = r.self.id;
    rig_tick(&r, 10000);
    CHECK(records_get(core_records(r.core), &own) == NULL);
    own.kind = RECORD_LINKS;
    CHECK(records_get(core_records(r.core), &own) != NULL);
    offer(&r, 1, &r.peer[5].id, RECORD_ADDRESSES, 3);
    CHECK(!rig_sends(&r, 1, NODE_MSG_ASK, &f));
    offer(&r, 1, &r.peer[5].id, RECORD_LINKS, 3);
    CHECK(rig_sends(&r, 1, NODE_MSG_ASK, &f));
    rig_clear(&r);
}

TEST(core_frames, a_higher_number_of_our_own_is_gone_on_behind)
{
    struct rig r;
    struct record_key own = {.kind = RECORD_ADDRESSES};
    uint64_t high = RIG_WALL * 2;

    connected(&r);
    own.origin = r.self.id;
    /* Only said to be: a number alone is believed by nobody. */
    offer(&r, 1, &own.origin, RECORD_ADDRESSES, UINT64_MAX);
    CHECK(records_get(core_records(r.core), &own)->seq < high);
    offer(&r, 2, &own.origin, RECORD_LINKS, UINT64_MAX);
    rig_tick(&r, 10000);
    rig_tick(&r, 3000);
    rig_tick(&r, 3000);
    offer(&r, 2, &own.origin, RECORD_ADDRESSES, high);
    record(&r, 2, &r.self, 1, high, false);
    CHECK_EQ_U64(records_get(core_records(r.core), &own)->seq, high + 1);
    rig_clear(&r);
}

TEST(core_frames, all_that_is_held_is_offered_to_a_new_neighbour)
{
    struct rig r;
    struct node_frame f;
    struct node_offer offers[NODE_LIST_MAX];
    size_t len;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    CHECK(rig_sends(&r, 1, NODE_MSG_OFFER, &f));
    CHECK_OK(node_read_offer(&f, offers, &len));
    CHECK_EQ_U64(len, 1); /* our addresses; links come a moment later */
    CHECK(node_id_equal(&offers[0].key.origin, &r.self.id));
    rig_clear(&r);
}

TEST(core_frames, links_are_published_soon_after_a_change_and_not_too_often)
{
    struct rig r;
    struct record_key own = {.kind = RECORD_LINKS};
    const struct records_entry *e;
    uint64_t first;

    rig_init(&r);
    own.origin = r.self.id;
    rig_start(&r);
    rig_tick(&r, 400);
    e = records_get(core_records(r.core), &own);
    CHECK(e != NULL);
    first = e->seq;
    rig_connect(&r, HIGHER, 1);
    for (int i = 0; i < 120; i++) {
        rig_tick(&r, 50);
        if (i % 2 == 0)
            rig_up(&r, LOWER, 100 + (uint64_t)i, false, false);
        else
            rig_down(&r, 99 + (uint64_t)i, ERR_RESET);
    }
    e = records_get(core_records(r.core), &own);
    CHECK(e->seq > first);
    CHECK(e->seq <= first + 7); /* six seconds of change */
    rig_clear(&r);
}
