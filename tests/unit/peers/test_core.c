/* Whom the core dials, and what becomes of connections. */
#include "core_rig.h"

/* ---- dialling -----------------------------------------------------------*/

TEST(core, a_sighting_is_dialled_at_once_the_node_protocol_first)
{
    struct rig r;
    const struct core_action *a;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    a = rig_about(&r, HIGHER, CORE_DO_DIAL);
    CHECK(a != NULL && a->is_node);
    CHECK_EQ_U64(a->addrs_len, 1);
    CHECK(addr_equal(&a->addrs[0], &r.addr[HIGHER]));
    CHECK(rig_tells(&r, HIGHER, CORE_NEWS_DISCOVERED));
    CHECK(rig_about(&r, HIGHER, CORE_DO_SAVE) != NULL);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTING);
    CHECK_EQ_U64(rig_stats(&r).discovered[PEER_SOURCE_MDNS], 1);
    rig_clear(&r);
}

TEST(core, nothing_is_dialled_while_offline_and_saved_ones_when_online)
{
    struct rig r;
    struct peer row = {0};

    rig_init(&r);
    r.cfg.key = &r.self;
    CHECK_OK(core_new(&r.cfg, &r.core));
    row.id = r.peer[LOWER].id;
    CHECK(peer_add_addr(&row, &r.addr[LOWER], PEER_SOURCE_STATIC, 1));
    rig_step(&r, (struct core_event){.kind = CORE_ROW, .peer = &row});
    rig_tick(&r, 5000);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_DIAL), 0);
    rig_step(&r, (struct core_event){.kind = CORE_ONLINE});
    CHECK(rig_about(&r, LOWER, CORE_DO_DIAL) != NULL);
    rig_step(&r, (struct core_event){.kind = CORE_OFFLINE});
    CHECK(rig_about(&r, LOWER, CORE_DO_CANCEL) != NULL);
    CHECK_EQ_U64(rig_state(&r, LOWER), PEER_DISCONNECTED);
    rig_clear(&r);
}

TEST(core, one_that_refuses_the_node_protocol_is_dialled_as_iroh_at_once)
{
    struct rig r;
    const struct core_action *a;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    rig_fail(&r, HIGHER, ERR_REFUSED);
    a = rig_about(&r, HIGHER, CORE_DO_DIAL);
    CHECK(a != NULL && !a->is_node);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTING);
    rig_up(&r, HIGHER, 1, true, false);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTED);
    CHECK_EQ_U64(rig_peer(&r, HIGHER)->kind, PEER_IROH);
    /* Lost: it may have become Firn meanwhile. */
    r.now += 60000;
    rig_down(&r, 1, ERR_TIMEOUT);
    CHECK(rig_until_dial(&r, HIGHER, 1000) <= 1000);
    CHECK(rig_about(&r, HIGHER, CORE_DO_DIAL)->is_node);
    rig_clear(&r);
}

TEST(core, one_that_refuses_both_has_failed)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    rig_fail(&r, HIGHER, ERR_REFUSED);
    rig_fail(&r, HIGHER, ERR_REFUSED);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_FAILED);
    CHECK_ERR(rig_peer(&r, HIGHER)->last_err, ERR_REFUSED);
    CHECK_EQ_U64(rig_stats(&r).dials_failed, 1);
    rig_clear(&r);
}

TEST(core, waits_between_dials_grow_to_the_ceiling_and_a_sighting_ends_them)
{
    struct rig r;
    uint64_t wait = 0;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    for (uint64_t i = 0, max = 500; i < 10; i++) {
        rig_fail(&r, HIGHER, ERR_TIMEOUT);
        CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_FAILED);
        CHECK_EQ_U64(rig_peer(&r, HIGHER)->failures, i + 1);
        wait = rig_until_dial(&r, HIGHER, 8010);
        CHECK(wait <= max + 10 && wait >= max / 2);
        max = max < 4000 ? max * 2 : 8000;
    }
    rig_fail(&r, HIGHER, ERR_TIMEOUT);
    rig_seen(&r, HIGHER);
    CHECK(rig_about(&r, HIGHER, CORE_DO_DIAL) != NULL);
    rig_fail(&r, HIGHER, ERR_TIMEOUT);
    CHECK(rig_until_dial(&r, HIGHER, 8010) <= 510);
    rig_clear(&r);
}

TEST(core, an_address_with_another_identity_is_told_as_that)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    rig_fail(&r, HIGHER, ERR_AUTH);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_FAILED);
    CHECK_ERR(rig_peer(&r, HIGHER)->last_err, ERR_AUTH);
    CHECK_STR(rig_peer(&r, HIGHER)->last_error, "as the test wants");
    rig_clear(&r);
}

TEST(core, an_address_that_comes_during_a_dial_is_dialled_right_after)
{
    struct rig r;
    struct node_addr node;
    const struct core_action *a;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    node_addr_init(&node, &r.peer[HIGHER].id);
    CHECK_OK(node_addr_add(&node, &r.addr[3]));
    rig_step(&r, (struct core_event){.kind = CORE_SEEN,
                                     .node = &node,
                                     .source = PEER_SOURCE_MDNS});
    CHECK(rig_tells(&r, HIGHER, CORE_NEWS_ADDRESSES));
    CHECK(rig_about(&r, HIGHER, CORE_DO_DIAL) == NULL);
    rig_fail(&r, HIGHER, ERR_TIMEOUT);
    a = rig_about(&r, HIGHER, CORE_DO_DIAL);
    CHECK(a != NULL && a->addrs_len == 2);
    rig_clear(&r);
}

TEST(core, so_many_dials_at_a_time_and_the_next_when_one_ends)
{
    struct rig r;
    size_t n = 0;

    rig_init(&r);
    rig_start(&r);
    for (size_t i = 0; i < 12; i++) {
        rig_seen(&r, i);
        n += rig_count(&r, CORE_DO_DIAL);
    }
    CHECK_EQ_U64(n, PEERS_MAX_DIALS);
    rig_fail(&r, 0, ERR_TIMEOUT);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_DIAL), 1);
    rig_up(&r, 1, 1, true, true);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_DIAL), 1);
    rig_clear(&r);
}

TEST(core, a_dial_that_nobody_ends_is_given_up)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    rig_tick(&r, 6000);
    CHECK(rig_about(&r, HIGHER, CORE_DO_CANCEL) != NULL);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_FAILED);
    rig_clear(&r);
}

TEST(core, discovery_is_asked_when_all_that_is_known_is_old)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    rig_fail(&r, HIGHER, ERR_TIMEOUT);
    CHECK(rig_about(&r, HIGHER, CORE_DO_RESOLVE) == NULL);
    r.now += 200000;
    rig_tick(&r, 0);
    CHECK(rig_about(&r, HIGHER, CORE_DO_DIAL) != NULL);
    rig_fail(&r, HIGHER, ERR_TIMEOUT);
    CHECK(rig_about(&r, HIGHER, CORE_DO_RESOLVE) != NULL);
    /* Not at each failure. */
    CHECK(rig_until_dial(&r, HIGHER, 9000) <= 9000);
    rig_fail(&r, HIGHER, ERR_TIMEOUT);
    CHECK(rig_about(&r, HIGHER, CORE_DO_RESOLVE) == NULL);
    rig_clear(&r);
}

TEST(core, without_reconnecting_only_what_is_wanted_is_dialled_and_once)
{
    struct rig r;

    rig_init(&r);
    r.cfg.is_reconnect_on = false;
    rig_start(&r);
    rig_seen(&r, HIGHER);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_DIAL), 0);
    rig_seen_from(&r, HIGHER, CORE_WANT, PEER_SOURCE_MANUAL);
    CHECK(rig_about(&r, HIGHER, CORE_DO_DIAL) != NULL);
    rig_fail(&r, HIGHER, ERR_TIMEOUT);
    CHECK(rig_until_dial(&r, HIGHER, 20000) > 20000);
    rig_clear(&r);
}

TEST(core, neither_ourselves_nor_one_without_an_address_is_dialled)
{
    struct rig r;
    struct node_addr node;

    rig_init(&r);
    rig_start(&r);
    node_addr_init(&node, &r.self.id);
    CHECK_OK(node_addr_add(&node, &r.addr[0]));
    rig_step(&r, (struct core_event){.kind = CORE_SEEN, .node = &node});
    CHECK(core_peer(r.core, &r.self.id) == NULL);
    rig_up(&r, HIGHER, 1, false, false);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTED);
    CHECK(rig_peer(&r, HIGHER)->is_inbound_only);
    CHECK_EQ_U64(rig_peer(&r, HIGHER)->discovered_by, PEER_SOURCE_INBOUND);
    rig_down(&r, 1, ERR_TIMEOUT);
    CHECK(rig_until_dial(&r, HIGHER, 20000) > 20000);
    rig_clear(&r);
}

/* ---- connections --------------------------------------------------------*/

TEST(core, a_firn_node_is_connected_when_it_has_said_hello)
{
    struct rig r;
    struct node_frame f;
    struct node_hello h;

    rig_init(&r);
    rig_start(&r);
    rig_up(&r, LOWER, 1, false, true);
    CHECK(rig_sends(&r, 1, NODE_MSG_HELLO, &f));
    CHECK_OK(node_read_hello(&f, &h));
    CHECK_EQ_U64(h.session, 42);
    CHECK(h.has_observed && addr_equal(&h.observed, &r.addr[LOWER]));
    CHECK_EQ_U64(rig_state(&r, LOWER), PEER_CONNECTING);
    rig_hello(&r, 1, 7);
    CHECK_EQ_U64(rig_state(&r, LOWER), PEER_CONNECTED);
    CHECK(rig_tells(&r, LOWER, CORE_NEWS_STATE));
    CHECK_EQ_U64(rig_peer(&r, LOWER)->kind, PEER_FIRN);
    CHECK_STR(rig_peer(&r, LOWER)->name, "peer");
    CHECK_STR(rig_peer(&r, LOWER)->agent, "firn/9");
    CHECK(!rig_peer(&r, LOWER)->is_inbound_only);
    rig_clear(&r);
}

TEST(core, one_that_never_says_hello_is_closed)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_up(&r, LOWER, 1, false, true);
    rig_tick(&r, 5000);
    CHECK(rig_closes(&r, 1, NODE_CLOSE_DEAD));
    CHECK_EQ_U64(rig_state(&r, LOWER), PEER_FAILED);
    rig_clear(&r);
}

/* Both were opened crosswise; `first` is greeted first. Returns which one is
 * kept. */
static uint64_t cross(size_t peer, bool is_ours_first)
{
    struct rig r;
    uint64_t kept;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, peer);
    rig_up(&r, peer, 1, true, true);  /* ours */
    rig_up(&r, peer, 2, false, true); /* theirs */
    rig_hello(&r, is_ours_first ? 1 : 2, 9);
    CHECK_EQ_U64(rig_state(&r, peer), PEER_CONNECTED);
    rig_hello(&r, is_ours_first ? 2 : 1, 9);
    CHECK_EQ_U64(rig_state(&r, peer), PEER_CONNECTED);
    CHECK(!rig_tells(&r, peer, CORE_NEWS_STATE));
    CHECK_EQ_U64(rig_stats(&r).duplicates, 1);
    kept = rig_peer(&r, peer)->conn;
    CHECK(rig_closes(&r, 3 - kept, NODE_CLOSE_DUPLICATE));
    rig_down(&r, 3 - kept, ERR_OK);
    CHECK_EQ_U64(rig_state(&r, peer), PEER_CONNECTED);
    CHECK_EQ_U64(rig_peer(&r, peer)->reconnects, 0);
    rig_clear(&r);
    return kept;
}

TEST(core, of_two_opened_crosswise_the_one_the_lower_dialled_is_kept)
{
    CHECK_EQ_U64(cross(HIGHER, true), 1);
    CHECK_EQ_U64(cross(HIGHER, false), 1);
    CHECK_EQ_U64(cross(LOWER, true), 2);
    CHECK_EQ_U64(cross(LOWER, false), 2);
}

TEST(core, a_peer_that_drops_its_duplicate_first_does_not_look_gone)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, LOWER);
    rig_up(&r, LOWER, 1, true, true);
    rig_hello(&r, 1, 9);
    rig_up(&r, LOWER, 2, false, true);
    rig_closed(&r, 1, NODE_CLOSE_DUPLICATE); /* its HELLO on 2 comes later */
    CHECK_EQ_U64(rig_state(&r, LOWER), PEER_CONNECTED);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_DIAL), 0);
    rig_hello(&r, 2, 9);
    CHECK_EQ_U64(rig_state(&r, LOWER), PEER_CONNECTED);
    CHECK(!rig_tells(&r, LOWER, CORE_NEWS_STATE));
    CHECK_EQ_U64(rig_peer(&r, LOWER)->reconnects, 0);
    rig_clear(&r);
}

TEST(core, a_peer_that_calls_ends_our_dial_to_it)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, LOWER);
    rig_up(&r, LOWER, 1, false, true);
    rig_hello(&r, 1, 9);
    CHECK(rig_about(&r, LOWER, CORE_DO_CANCEL) != NULL);
    rig_clear(&r);
}

TEST(core, a_restarted_peer_takes_the_place_of_its_former_self)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1); /* we dialled, and are lower */
    rig_up(&r, HIGHER, 2, false, true);
    rig_hello(&r, 2, 77);
    CHECK(rig_closes(&r, 1, NODE_CLOSE_DUPLICATE));
    CHECK_EQ_U64(rig_peer(&r, HIGHER)->conn, 2);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTED);
    CHECK_EQ_U64(rig_peer(&r, HIGHER)->reconnects, 1);
    rig_clear(&r);
}

TEST(core, silence_is_death_at_once_and_coming_back_is_counted)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    r.now += 20000;
    rig_sample(&r, 1, r.now - 11999);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTED);
    rig_sample(&r, 1, r.now - 12000);
    CHECK(rig_closes(&r, 1, NODE_CLOSE_DEAD));
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_FAILED);
    CHECK_EQ_U64(rig_stats(&r).dead, 1);
    CHECK(strstr(rig_peer(&r, HIGHER)->last_error, "nothing was heard") !=
          NULL);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_LOOK), 1);
    CHECK(rig_until_dial(&r, HIGHER, 510) <= 510); /* before any CORE_DOWN */
    rig_down(&r, 1, ERR_OK);
    rig_up(&r, HIGHER, 2, true, true);
    rig_hello(&r, 2, 1000 + HIGHER);
    CHECK_EQ_U64(rig_peer(&r, HIGHER)->reconnects, 1);
    CHECK_EQ_U64(rig_stats(&r).reconnects, 1);
    rig_clear(&r);
}

TEST(core, a_connection_for_blobs_that_ends_says_nothing_of_the_peer)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    r.now += 20000;
    rig_up(&r, HIGHER, 2, false, false);
    rig_down(&r, 2, ERR_RESET);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTED);
    CHECK_STR(rig_peer(&r, HIGHER)->last_error, "");
    rig_up(&r, HIGHER, 3, true, false);
    rig_sample(&r, 3, r.now - 12000);
    CHECK(rig_closes(&r, 3, NODE_CLOSE_DEAD));
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_CONNECTED);
    rig_clear(&r);
}

TEST(core, one_that_says_goodbye_left_and_is_tried_again)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    r.now += 20000;
    rig_closed(&r, 1, NODE_CLOSE_BYE);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_DISCONNECTED);
    CHECK_STR(rig_peer(&r, HIGHER)->last_error, "the node is stopping");
    CHECK(rig_until_dial(&r, HIGHER, 510) <= 510);
    rig_clear(&r);
}

TEST(core, one_that_sent_us_away_is_left_alone_for_a_while)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    rig_closed(&r, 1, NODE_CLOSE_REMOVED);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_DISCONNECTED);
    CHECK(rig_until_dial(&r, HIGHER, 60000) > 60000);
    /* But an operator's word counts. */
    rig_seen_from(&r, HIGHER, CORE_WANT, PEER_SOURCE_MANUAL);
    CHECK(rig_about(&r, HIGHER, CORE_DO_DIAL) != NULL);
    rig_clear(&r);
}

TEST(core, one_that_comes_and_goes_is_dialled_less_and_less)
{
    struct rig r;
    uint64_t wait = 0;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    for (uint64_t conn = 1; conn < 6; conn++) {
        rig_closed(&r, conn, NODE_CLOSE_UNWANTED);
        wait = rig_until_dial(&r, HIGHER, 9000);
        rig_up(&r, HIGHER, conn + 1, true, true);
        rig_hello(&r, conn + 1, 1);
    }
    CHECK(wait >= 2000);
    rig_clear(&r);
}

/* ---- operators ----------------------------------------------------------*/

TEST(core, a_ban_disconnects_refuses_and_can_be_taken_back)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    rig_id(&r, HIGHER, CORE_BAN);
    CHECK(rig_closes(&r, 1, NODE_CLOSE_BANNED));
    CHECK(rig_tells(&r, HIGHER, CORE_NEWS_BANNED));
    CHECK(rig_about(&r, HIGHER, CORE_DO_SAVE) != NULL);
    CHECK(core_is_banned(r.core, &r.peer[HIGHER].id));
    rig_down(&r, 1, ERR_OK);
    CHECK_EQ_U64(rig_state(&r, HIGHER), PEER_DISCONNECTED);
    rig_seen(&r, HIGHER);
    CHECK(rig_until_dial(&r, HIGHER, 20000) > 20000);
    rig_up(&r, HIGHER, 2, false, true);
    CHECK(rig_closes(&r, 2, NODE_CLOSE_BANNED));
    rig_id(&r, HIGHER, CORE_UNBAN);
    CHECK(rig_about(&r, HIGHER, CORE_DO_DIAL) != NULL);
    rig_clear(&r);
}

TEST(core, an_id_never_heard_of_can_be_banned)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_id(&r, 5, CORE_BAN);
    CHECK(core_is_banned(r.core, &r.peer[5].id));
    CHECK_EQ_U64(rig_stats(&r).banned, 1);
    rig_id(&r, 5, CORE_UNBAN);
    CHECK(rig_peer(&r, 5) == NULL);
    CHECK(rig_about(&r, 5, CORE_DO_FORGET) != NULL);
    rig_clear(&r);
}

TEST(core, removing_disconnects_and_forgets_and_a_sighting_brings_it_back)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    rig_id(&r, HIGHER, CORE_REMOVE);
    CHECK(rig_closes(&r, 1, NODE_CLOSE_REMOVED));
    CHECK(rig_tells(&r, HIGHER, CORE_NEWS_FORGOTTEN));
    CHECK(rig_peer(&r, HIGHER) == NULL);
    rig_hello(&r, 1, 5); /* what is still on its way changes nothing */
    rig_down(&r, 1, ERR_OK);
    CHECK(rig_peer(&r, HIGHER) == NULL);
    rig_seen(&r, HIGHER);
    CHECK(rig_peer(&r, HIGHER) != NULL);
    rig_clear(&r);
}

TEST(core, bad_deeds_cost_the_place_until_time_has_healed_them)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    rig_seen(&r, HIGHER);
    for (int i = 0; i < 2; i++)
        rig_step(&r, (struct core_event){.kind = CORE_DEED,
                                         .id = r.peer[HIGHER].id,
                                         .deed = PEER_DEED_WRONG_DATA});
    CHECK(rig_peer(&r, HIGHER)->reputation == PEER_REPUTATION_MIN);
    CHECK_EQ_U64(rig_peer(&r, HIGHER)->deeds[PEER_DEED_WRONG_DATA], 2);
    rig_fail(&r, HIGHER, ERR_TIMEOUT);
    CHECK(rig_until_dial(&r, HIGHER, 20000) > 20000);
    rig_tick(&r, 3600000);
    CHECK(rig_peer(&r, HIGHER)->reputation == PEER_REPUTATION_MIN / 2);
    CHECK(rig_about(&r, HIGHER, CORE_DO_DIAL) != NULL);
    rig_clear(&r);
}

/* ---- keeping ------------------------------------------------------------*/

TEST(core, small_changes_are_saved_together_once_a_minute)
{
    struct rig r;
    size_t saves = 0;

    rig_init(&r);
    rig_start(&r);
    rig_connect(&r, HIGHER, 1);
    for (int i = 0; i < 300; i++) {
        r.now += 1000;
        rig_seen(&r, HIGHER);
        saves += rig_count(&r, CORE_DO_SAVE);
    }
    CHECK(saves >= 4 && saves <= 6);
    rig_clear(&r);
}

TEST(core, one_not_seen_for_long_is_forgotten_unless_pinned)
{
    struct rig r;
    uint64_t week = UINT64_C(7) * 86400000;

    rig_init(&r);
    r.cfg.is_reconnect_on = false;
    rig_start(&r);
    rig_seen(&r, 1);
    rig_seen_from(&r, 2, CORE_WANT, PEER_SOURCE_MANUAL);
    rig_fail(&r, 2, ERR_TIMEOUT);
    rig_tick(&r, week - 60000);
    CHECK(rig_peer(&r, 1) != NULL);
    rig_tick(&r, 120000);
    CHECK(rig_peer(&r, 1) == NULL);
    CHECK(rig_peer(&r, 2) != NULL);
    rig_clear(&r);
}

static struct key made_up(unsigned i)
{
    uint8_t seed[KEY_SEED_LEN] = {(uint8_t)i, (uint8_t)(i >> 8), 99};
    struct key k;

    key_from_seed(seed, &k);
    return k;
}

TEST(core, names_that_somebody_makes_up_push_out_only_each_other)
{
    struct rig r;
    struct core_stats s;
    size_t all = 0;

    rig_init(&r);
    r.cfg.is_reconnect_on = false;
    rig_start(&r);
    rig_up(&r, HIGHER, 1, false, true);
    rig_hello(&r, 1, 3);
    rig_closed(&r, 1, NODE_CLOSE_BYE);
    for (unsigned i = 0; i < PEERS_MAX_KNOWN + 50; i++) {
        struct key k = made_up(i);
        struct node_addr node;

        r.now++;
        node_addr_init(&node, &k.id);
        CHECK_OK(node_addr_add(&node, &r.addr[0]));
        core_step(r.core, r.now, RIG_WALL + r.now,
                  &(struct core_event){.kind = CORE_SEEN,
                                       .node = &node,
                                       .source = PEER_SOURCE_EXCHANGE},
                  &r.acts);
    }
    core_check(r.core);
    s = rig_stats(&r);
    for (size_t i = 0; i < PEER_STATES; i++)
        all += s.peers[i];
    CHECK_EQ_U64(all, PEERS_MAX_KNOWN);
    CHECK(s.limits_hit >= 50);
    CHECK(rig_peer(&r, HIGHER) != NULL);
    rig_clear(&r);
}

TEST(core, discovery_looks_about_while_nobody_is_connected)
{
    struct rig r;

    rig_init(&r);
    rig_start(&r);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_LOOK), 1);
    CHECK(r.acts.at[r.acts.len - 1].is_looking);
    rig_seen(&r, HIGHER);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_LOOK), 0);
    rig_up(&r, HIGHER, 1, true, true);
    rig_hello(&r, 1, 5);
    CHECK_EQ_U64(rig_count(&r, CORE_DO_LOOK), 1);
    CHECK(!r.acts.at[r.acts.len - 1].is_looking);
    rig_clear(&r);
}
