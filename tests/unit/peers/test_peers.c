/* The peer table over real endpoints. */
#include "pnodes.h"

static struct pworld w;
static struct pnode a, b, c;

static void open_two(void)
{
    world_open(&w);
    pnode_open(&a, &w, 1);
    pnode_open(&b, &w, 2);
}

static void close_two(void)
{
    pnode_close(&a);
    pnode_close(&b);
    world_close(&w);
}

/* ---- connecting ---------------------------------------------------------*/

TEST(peers, two_nodes_connect_and_know_each_other)
{
    const struct peer *p;
    struct addr seen[4];

    open_two();
    pnode_connect(&a, &b);
    CHECK(peers_get(a.peers, &b.key.id)->quality.rtt_us > 0);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    p = peers_get(a.peers, &b.key.id);
    CHECK(p->is_pinned && p->was_dialled);
    CHECK_EQ_U64(p->kind, PEER_FIRN);
    CHECK_STR(p->name, "node 2");
    CHECK_STR(p->agent, "firn/0.1.0");
    CHECK(addr_equal(&p->remote, &b.at));
    p = peers_get(b.peers, &a.key.id);
    CHECK(!p->is_pinned && !p->was_dialled);
    CHECK_STR(p->name, "node 1");
    CHECK_EQ_U64(p->discovered_by, PEER_SOURCE_INBOUND);
    CHECK_EQ_U64(peers_observed(a.peers, seen, 4), 1);
    CHECK(addr_equal(&seen[0], &a.at));
    CHECK(a.news[CORE_NEWS_DISCOVERED] == 1 && a.news[CORE_NEWS_STATE] >= 2);
    close_two();
}

TEST(peers, adding_one_that_is_connected_is_fine)
{
    open_two();
    pnode_connect(&a, &b);
    pnode_connect(&a, &b);
    pnode_connect(&b, &a);
    CHECK(peers_get(b.peers, &a.key.id)->is_pinned);
    close_two();
}

TEST(peers, both_at_once_end_with_one_control_connection)
{
    struct answered ra, rb;
    struct peers_stats st;

    open_two();
    pnode_add(&a, &b.key.id, &b.at, 5000, &ra);
    pnode_add(&b, &a.key.id, &a.at, 5000, &rb);
    RUN_UNTIL(w.loop, ra.is_there && rb.is_there);
    CHECK_OK(ra.e);
    CHECK_OK(rb.e);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    peers_get_stats(a.peers, &st);
    CHECK_EQ_U64(st.core.peers[PEER_CONNECTED], 1);
    CHECK_EQ_U64(st.core.reconnects, 0);
    close_two();
}

TEST(peers, the_wrong_identity_is_told_and_forgotten)
{
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct key other;
    struct answered r;

    open_two();
    key_from_seed(seed, &other);
    CHECK_ERR(pnode_try(&a, &other.id, &b.at, 5000, &r), ERR_AUTH);
    CHECK(strstr(r.em.text, "answered as") != NULL);
    CHECK(peers_get(a.peers, &other.id) == NULL);
    close_two();
}

TEST(peers, nobody_there_is_told_in_time)
{
    struct addr nobody;
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct key other;
    struct answered r;
    uint64_t begun;

    open_two();
    key_from_seed(seed, &other);
    CHECK_OK(addr_parse("127.0.0.9:9", &nobody, NULL));
    begun = clock_mono_ms();
    CHECK_ERR(pnode_try(&a, &other.id, &nobody, 400, &r), ERR_TIMEOUT);
    CHECK(clock_mono_ms() - begun < 5000);
    CHECK(peers_get(a.peers, &other.id) == NULL);
    close_two();
}

TEST(peers, no_address_is_unreachable)
{
    struct answered r;

    open_two();
    CHECK_ERR(pnode_try(&a, &b.key.id, NULL, 400, &r), ERR_UNREACHABLE);
    close_two();
}

TEST(peers, who_speaks_nothing_of_ours_refuses)
{
    struct quic_protocol strange = {.alpn = "/strange/1", .accept = on_other};
    struct quic_config qc;
    struct answered r;
    struct key key;
    struct addr at;
    struct quic *q;
    uint8_t seed[KEY_SEED_LEN] = {9};
    bool gone = false;

    open_two();
    key_from_seed(seed, &key);
    CHECK_OK(addr_parse("127.0.0.1:0", &at, NULL));
    quic_config_defaults(&qc);
    qc.loop = w.loop;
    qc.key = &key;
    qc.listen = &at;
    qc.listen_len = 1;
    qc.protocols = &strange;
    qc.protocols_len = 1;
    CHECK_OK(quic_open(&qc, &q, NULL));
    CHECK_EQ_U64(quic_bound(q, &at, 1), 1);
    CHECK_ERR(pnode_try(&a, &key.id, &at, 5000, &r), ERR_REFUSED);
    CHECK(strstr(r.em.text, "does not speak") != NULL);
    quic_close(q, pnode_on_gone, &gone);
    RUN_UNTIL(w.loop, gone);
    close_two();
}

static void on_adopt(struct conn *conn, void *arg)
{
    static const struct conn_ops none;

    CHECK_STR(conn_alpn(conn), OTHER_ALPN);
    conn_set_ops(conn, &none, NULL);
    ++*(unsigned *)arg;
}

/* Stock iroh does not speak ours, so it is kept by what it speaks. */
TEST(peers, a_node_of_another_kind_is_connected_by_its_own_protocol)
{
    struct quic_protocol its = {.alpn = OTHER_ALPN, .accept = on_other};
    struct quic_config qc;
    struct pnode iroh = {0};
    struct answered r = {0};
    struct key key;
    struct addr at;
    uint8_t seed[KEY_SEED_LEN] = {9};
    unsigned adopted = 0;

    world_open(&w);
    pnode_init(&a, &w, 1);
    a.cfg.adopt = on_adopt;
    a.cfg.adopt_arg = &adopted;
    pnode_start(&a);
    key_from_seed(seed, &key);
    CHECK_OK(addr_parse("127.0.0.1:0", &at, NULL));
    quic_config_defaults(&qc);
    qc.loop = w.loop;
    qc.key = &key;
    qc.listen = &at;
    qc.listen_len = 1;
    its.arg = &iroh;
    qc.protocols = &its;
    qc.protocols_len = 1;
    CHECK_OK(quic_open(&qc, &iroh.quic, NULL));
    CHECK_EQ_U64(quic_bound(iroh.quic, &at, 1), 1);
    CHECK_OK(pnode_try(&a, &key.id, &at, 5000, &r));
    CHECK_EQ_U64(peers_get(a.peers, &key.id)->kind, PEER_IROH);
    RUN_UNTIL(w.loop, iroh.others == 1);
    CHECK_EQ_U64(adopted, 1);
    r = (struct answered){0};
    peers_ping(a.peers, &key.id, 3, 8, 5000, on_pinged, &r);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_OK(r.e);
    CHECK(r.pings.is_quic && r.pings.mean_us > 0);
    quic_close(iroh.quic, pnode_on_gone, &iroh.gone);
    RUN_UNTIL(w.loop, iroh.gone);
    pnode_close(&a);
    world_close(&w);
}

TEST(peers, we_ourselves_are_no_peer)
{
    struct answered r;

    open_two();
    CHECK_ERR(pnode_try(&a, &a.key.id, &a.at, 400, &r), ERR_INVALID);
    CHECK_ERR(peers_ban(a.peers, &a.key.id, true), ERR_INVALID);
    CHECK(peers_get(a.peers, &a.key.id) == NULL);
    close_two();
}

TEST(peers, without_an_endpoint_it_is_told)
{
    struct answered r;

    open_two();
    pnode_connect(&a, &b);
    peers_attach(a.peers, NULL, NULL);
    CHECK_ERR(pnode_try(&a, &b.key.id, &b.at, 400, &r), ERR_CLOSED);
    CHECK(pnode_state(&a, &b) != PEER_CONNECTED);
    a.gone = false;
    quic_close(a.quic, pnode_on_gone, &a.gone);
    RUN_UNTIL(w.loop, a.gone);
    pnode_listen(&a);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    close_two();
}

/* ---- bans, removal ------------------------------------------------------*/

TEST(peers, a_banned_peer_is_neither_dialled_nor_let_in)
{
    struct answered r;

    open_two();
    CHECK_OK(peers_ban(b.peers, &a.key.id, true));
    CHECK_ERR(pnode_try(&b, &a.key.id, &a.at, 400, &r), ERR_ACCESS);
    CHECK_ERR(pnode_try(&a, &b.key.id, &b.at, 3000, &r), ERR_REFUSED);
    CHECK(strstr(r.em.text, "banned") != NULL);
    CHECK(pnode_state(&b, &a) != PEER_CONNECTED);
    CHECK_OK(peers_ban(b.peers, &a.key.id, false));
    pnode_connect(&a, &b);
    close_two();
}

TEST(peers, a_ban_ends_every_connection_at_once)
{
    open_two();
    pnode_connect(&a, &b);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    CHECK_OK(peers_ban(b.peers, &a.key.id, true));
    RUN_UNTIL(w.loop, pnode_state(&a, &b) != PEER_CONNECTED);
    CHECK(strstr(peers_get(a.peers, &b.key.id)->last_error, "banned") != NULL);
    CHECK(b.news[CORE_NEWS_BANNED] == 1);
    close_two();
}

TEST(peers, a_removed_peer_is_gone)
{
    open_two();
    pnode_connect(&a, &b);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    CHECK_OK(peers_remove(a.peers, &b.key.id));
    CHECK(peers_get(a.peers, &b.key.id) == NULL);
    CHECK_ERR(peers_remove(a.peers, &b.key.id), ERR_NOT_FOUND);
    RUN_UNTIL(w.loop, pnode_state(&b, &a) != PEER_CONNECTED);
    CHECK_EQ_U64(a.news[CORE_NEWS_FORGOTTEN], 1);
    close_two();
}

/* ---- pings --------------------------------------------------------------*/

TEST(peers, a_thousand_pings_come_back_in_order)
{
    struct answered r = {0};
    struct peers_stats st;

    open_two();
    pnode_connect(&a, &b);
    peers_ping(a.peers, &b.key.id, 1000, 1024, 20000, on_pinged, &r);
    CHECK(!r.is_there);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_OK(r.e);
    CHECK_EQ_U64(r.pings.sent, 1000);
    CHECK_EQ_U64(r.pings.received, 1000);
    CHECK(r.pings.is_in_order && !r.pings.is_quic);
    CHECK(r.pings.min_us > 0 && r.pings.min_us <= r.pings.mean_us &&
          r.pings.mean_us <= r.pings.max_us);
    peers_get_stats(a.peers, &st);
    CHECK_EQ_U64(st.core.frames_tx[NODE_MSG_PING], 1000);
    CHECK_EQ_U64(st.core.frames_rx[NODE_MSG_PONG], 1000);
    close_two();
}

TEST(peers, pings_to_nobody_are_told_apart)
{
    struct answered r = {0};
    struct node_id id;

    open_two();
    id = b.key.id;
    peers_ping(a.peers, &id, 1, 0, 1000, on_pinged, &r);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_ERR(r.e, ERR_NOT_FOUND);
    pnode_connect(&a, &b);
    pnode_stop(&b, false);
    RUN_UNTIL(w.loop, pnode_state(&a, &b) != PEER_CONNECTED);
    r = (struct answered){0};
    peers_ping(a.peers, &id, 1, 0, 1000, on_pinged, &r);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_ERR(r.e, ERR_UNREACHABLE);
    pnode_close(&a);
    world_close(&w);
}

TEST(peers, pings_end_with_the_connection)
{
    struct answered r = {0};

    open_two();
    pnode_connect(&a, &b);
    peers_ping(a.peers, &b.key.id, 1000000, 10, 20000, on_pinged, &r);
    loop_run_once(w.loop, 5);
    CHECK_OK(peers_remove(a.peers, &b.key.id));
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_ERR(r.e, ERR_CLOSED);
    CHECK(r.pings.received < r.pings.sent + 1);
    close_two();
}

/* ---- loss, return -------------------------------------------------------*/

TEST(peers, a_peer_that_goes_without_a_word_is_found_dead_in_time)
{
    uint64_t begun;

    open_two();
    pnode_connect(&a, &b);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    begun = clock_mono_ms();
    pnode_stop(&b, true);
    RUN_UNTIL(w.loop, pnode_state(&a, &b) != PEER_CONNECTED);
    CHECK(clock_mono_ms() - begun < 3 * a.cfg.dead_ms);
    CHECK(strstr(peers_get(a.peers, &b.key.id)->last_error,
                 "nothing was heard") != NULL);
    /* It comes back, and is found again by itself. */
    pnode_start(&b);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    CHECK_EQ_U64(peers_get(a.peers, &b.key.id)->reconnects, 1);
    close_two();
}

TEST(peers, restarted_nodes_find_each_other_without_a_seed)
{
    const struct peer *p;

    open_two();
    pnode_connect(&a, &b);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    pnode_stop(&a, false);
    pnode_stop(&b, false);
    pnode_start(&b);
    pnode_start(&a);
    RUN_UNTIL(w.loop, are_connected(&a, &b));
    p = peers_get(a.peers, &b.key.id);
    CHECK(p->is_pinned);
    CHECK_STR(p->name, "node 2");
    CHECK_EQ_U64(p->discovered_by, PEER_SOURCE_MANUAL);
    close_two();
}

TEST(peers, a_ban_survives_a_restart)
{
    struct answered r;

    open_two();
    CHECK_OK(peers_ban(b.peers, &a.key.id, true));
    pnode_stop(&b, false);
    pnode_start(&b);
    CHECK_ERR(pnode_try(&a, &b.key.id, &b.at, 3000, &r), ERR_REFUSED);
    CHECK(peers_get(b.peers, &a.key.id)->is_banned);
    close_two();
}

/* ---- third parties ------------------------------------------------------*/

TEST(peers, a_third_node_learns_of_the_second_by_exchange)
{
    const struct peer *p;

    open_two();
    pnode_open(&c, &w, 3);
    pnode_connect(&a, &b);
    pnode_connect(&c, &b);
    RUN_UNTIL(w.loop, are_connected(&a, &c));
    p = peers_get(c.peers, &a.key.id);
    if (p->discovered_by != PEER_SOURCE_EXCHANGE)
        p = peers_get(a.peers, &c.key.id);
    CHECK_EQ_U64(p->discovered_by, PEER_SOURCE_EXCHANGE);
    pnode_close(&c);
    close_two();
}

static size_t links_seen_by(struct pnode *n)
{
    struct topology *t;
    size_t len;

    CHECK_OK(peers_topology(n->peers, &t));
    len = t->links_len;
    topology_free(t);
    return len;
}

TEST(peers, every_node_sees_the_whole_graph)
{
    open_two();
    pnode_open(&c, &w, 3);
    pnode_connect(&a, &b);
    pnode_connect(&c, &b);
    RUN_UNTIL(w.loop, links_seen_by(&a) == 3 && links_seen_by(&b) == 3 &&
                          links_seen_by(&c) == 3);
    pnode_stop(&c, true);
    RUN_UNTIL(w.loop, links_seen_by(&a) == 1 && links_seen_by(&b) == 1);
    close_two();
}

/* ---- blobs --------------------------------------------------------------*/

struct put {
    bool is_there;
    struct hash hash;
};

static void on_put(enum err e, const struct store_added *added, void *arg)
{
    struct put *p = arg;

    CHECK_OK(e);
    p->is_there = true;
    p->hash = added->hash;
}

static struct hash add_blob(struct pnode *n, const char *text)
{
    struct store_add *add;
    struct put p = {0};

    CHECK_OK(store_add_begin(n->store, &add));
    CHECK_OK(store_add_write(add, text, strlen(text)));
    store_add_finish(add, NULL, NULL, on_put, &p);
    RUN_UNTIL(w.loop, p.is_there);
    return p.hash;
}

TEST(peers, who_has_a_blob_says_so_when_asked)
{
    struct answered r = {0};
    struct hash h, none = {{7}};
    bool yes;

    open_two();
    pnode_open(&c, &w, 3);
    h = add_blob(&b, "hello");
    pnode_connect(&a, &b);
    pnode_connect(&a, &c);
    peers_ask_holders(a.peers, &h, 5000, on_holders, &r);
    CHECK(!r.is_there);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_EQ_U64(r.len, 2);
    yes = node_id_equal(&r.holders[1].peer, &b.key.id);
    CHECK(node_id_equal(&r.holders[yes].peer, &b.key.id));
    CHECK_EQ_U64(r.holders[yes].state, NODE_HAVE_WHOLE);
    CHECK_EQ_U64(r.holders[yes].size, 5);
    CHECK_EQ_U64(r.holders[!yes].state, NODE_HAVE_NOT);
    r = (struct answered){0};
    peers_ask_holders(a.peers, &none, 5000, on_holders, &r);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_EQ_U64(r.len, 2);
    CHECK_EQ_U64(r.holders[0].state, NODE_HAVE_NOT);
    CHECK_EQ_U64(r.holders[1].state, NODE_HAVE_NOT);
    pnode_close(&c);
    close_two();
}

TEST(peers, a_question_without_peers_ends_at_once)
{
    struct answered r = {0};
    struct hash h = {{7}};
    uint64_t begun;

    open_two();
    loop_run_once(w.loop, 5);
    begun = clock_mono_ms();
    peers_ask_holders(a.peers, &h, 15000, on_holders, &r);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_EQ_U64(r.len, 0);
    CHECK(clock_mono_ms() - begun < 5000);
    close_two();
}

static size_t told_holders(struct pnode *n, const struct hash *h)
{
    struct holder at[4];

    return holders_get(core_holders(peers_core(n->peers)), h, at, 4);
}

TEST(peers, news_of_blobs_reach_those_who_are_connected)
{
    struct hash h = {{7}};

    open_two();
    pnode_connect(&a, &b);
    peers_have(a.peers, &h, 100, NODE_HAVE_WHOLE);
    RUN_UNTIL(w.loop, told_holders(&b, &h) == 1);
    peers_have(a.peers, &h, 0, NODE_HAVE_NOT);
    RUN_UNTIL(w.loop, told_holders(&b, &h) == 0);
    close_two();
}

/* ---- quality ------------------------------------------------------------*/

TEST(peers, quality_is_measured_and_sampled)
{
    struct peers_sample s[PEERS_MAX_SAMPLES];
    struct answered r = {0};
    const struct peer *p;

    open_two();
    pnode_connect(&a, &b);
    peers_ping(a.peers, &b.key.id, 500, 1000, 20000, on_pinged, &r);
    RUN_UNTIL(w.loop, r.is_there);
    RUN_UNTIL(w.loop, peers_samples(a.peers, &b.key.id, s, 60) >= 2);
    p = peers_get(a.peers, &b.key.id);
    CHECK(p->quality.rtt_us > 0 && p->quality.cwnd > 0);
    CHECK(p->quality.tx_bytes > 500000 && p->quality.rx_bytes > 500000);
    CHECK(p->quality.loss == 0.0);
    CHECK(p->quality.rx_bps[2] > 0);
    CHECK(peer_score(p) > 0.9);
    CHECK(s[0].wall_ms < s[1].wall_ms);
    close_two();
}

TEST(peers, a_fallback_to_another_address_is_counted)
{
    struct node_addr na;
    struct addr bad;
    struct answered r = {0};
    struct peers_stats st;

    open_two();
    node_addr_init(&na, &b.key.id);
    CHECK_OK(addr_parse("[2001:db8::1]:1", &bad, NULL));
    CHECK_OK(node_addr_add(&na, &bad));
    CHECK_OK(node_addr_add(&na, &b.at));
    peers_add(a.peers, &na, PEER_SOURCE_TICKET, 5000, on_added, &r);
    RUN_UNTIL(w.loop, r.is_there);
    CHECK_OK(r.e);
    peers_get_stats(a.peers, &st);
    CHECK_EQ_U64(st.path_selected[RECORD_PATH_IPV4], 1);
    CHECK_EQ_U64(st.path_fallbacks, 1);
    CHECK(st.tasks[PEERS_TASK_DIAL].runs >= 1);
    close_two();
}
