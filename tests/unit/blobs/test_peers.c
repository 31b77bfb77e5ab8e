/* What blobs asks of whoever knows the peers, and tells them. */
#include "../../tools/evil.h"
#include "nodes.h"
#include "quic/quic_int.h"

#define SIZE 1000003

static struct world world;
static struct node a, b;

/* Somebody who knows one address, and keeps what is told. */
struct knows {
    struct node_addr node;
    unsigned asked;
    struct node_id did_peer;
    enum err did;
    unsigned told;
};

static struct knows knows;

static void find(struct node_addr *node, void *arg)
{
    struct knows *k = arg;

    k->asked++;
    if (!node_id_equal(&node->id, &k->node.id))
        return;
    for (size_t i = 0; i < k->node.len; i++)
        CHECK_OK(node_addr_add(node, &k->node.addrs[i]));
}

static void did(const struct node_id *peer, enum err what, void *arg)
{
    struct knows *k = arg;

    k->did_peer = *peer;
    k->did = what;
    k->told++;
}

static const struct blobs_peers hooks = {
    .find = find, .did = did, .arg = &knows};

static void tune(struct blobs_config *bc, struct quic_config *qc)
{
    (void)qc;
    bc->stall_timeout_ms = 600;
    bc->connect_timeout_ms = 600;
}

static void open_two(void)
{
    knows = (struct knows){0};
    world_open(&world);
    node_open_tuned(&a, &world, 1, tune);
    node_open_tuned(&b, &world, 2, tune);
    blobs_set_peers(b.blobs, &hooks);
    knows.node = a.at;
}

static void close_two(void)
{
    node_close(&a);
    node_close(&b);
    world_close(&world);
}

/* Where nobody is any more. */
static void forget_address(struct node *n)
{
    struct node_addr old;
    struct addr nobody;

    node_addr_init(&old, &n->key.id);
    CHECK_OK(addr_parse("127.0.0.9:9", &nobody, NULL));
    CHECK_OK(node_addr_add(&old, &nobody));
    n->at = old;
}

TEST(peers, a_source_with_an_outdated_address_is_reached_by_one_that_is_known)
{
    struct hash h;

    open_two();
    h = node_add_made(&a, SIZE, 1);
    forget_address(&a);
    node_fetch(&b, &h, false, &a);
    node_check_holds(&b, &h, SIZE, 1);
    CHECK(knows.asked > 0);
    CHECK(knows.told > 0);
    CHECK_ERR(knows.did, ERR_OK);
    CHECK(node_id_equal(&knows.did_peer, &a.key.id));
    close_two();
}

/* The same node at another port, as after a change of its address. */
static void move(struct node *n, bool says_goodbye)
{
    struct quic_protocol protocol = blobs_protocol(n->blobs);
    struct quic_config qc;
    struct addr at;

    n->gone = false;
    blobs_attach(n->blobs, NULL);
    if (says_goodbye)
        quic_close(n->quic, node_on_gone, &n->gone);
    else
        quic_crash(n->quic, node_on_gone, &n->gone);
    RUN_UNTIL(n->world->loop, n->gone);
    CHECK_OK(addr_parse("127.0.0.1:0", &at, NULL));
    quic_config_defaults(&qc);
    qc.loop = n->world->loop;
    qc.key = &n->key;
    qc.listen = &at;
    qc.listen_len = 1;
    qc.protocols = &protocol;
    qc.protocols_len = 1;
    CHECK_OK(quic_open(&qc, &n->quic, NULL));
    blobs_attach(n->blobs, n->quic);
    node_addr_init(&n->at, &n->key.id);
    CHECK_EQ_U64(quic_bound(n->quic, &at, 1), 1);
    CHECK_OK(node_addr_add(&n->at, &at));
    n->gone = false;
}

static bool has_some(uint64_t id, struct transfer_info *info)
{
    CHECK_OK(transfer_get(b.blobs, id, info));
    return info->bytes_done > 0;
}

static void moves(bool says_goodbye)
{
    struct transfer_info *info = calloc(1, sizeof *info);
    struct node *from = &a;
    struct hash h;
    uint64_t id, until;

    open_two();
    h = node_add_made(&a, 60000000, 1);
    id = node_start(&b, &h, false, &from, 1);
    RUN_UNTIL(world.loop, has_some(id, info));
    CHECK_EQ_U64(info->state, TRANSFER_RUNNING);
    move(&a, says_goodbye);
    /* It takes a while until the new address is known. */
    until = knows.asked + 2;
    RUN_UNTIL(world.loop, knows.asked >= until);
    knows.node = a.at;
    free(info);
    info = node_wait(&b, id);
    if (info->state != TRANSFER_COMPLETED)
        test_fail(__FILE__, __LINE__, "not completed: %s", info->error);
    free(info);
    node_check_holds(&b, &h, 60000000, 1);
    close_two();
}

TEST(peers, a_transfer_goes_on_when_its_peer_comes_back_elsewhere)
{
    moves(true);
}

TEST(peers, also_when_the_peer_went_without_a_word)
{
    moves(false);
}

/* ---- verdicts -----------------------------------------------------------*/

static void told_of(enum evil_mode mode, uint64_t n, enum err want)
{
    struct evil evil = {.mode = mode, .n = n};
    struct transfer_request rq = {.sources_len = 1};
    struct node_addr source;
    struct transfer_info *info;
    struct errmsg em = {0};
    uint64_t id;

    open_two();
    CHECK_OK(evil_set_blob(&evil, make_bytes(SIZE, 1), SIZE));
    CHECK_OK(evil_open(&evil, world.loop, 3, "127.0.0.1:0", &em));
    node_addr_init(&source, &evil.key.id);
    CHECK_OK(node_addr_add(&source, &evil.at));
    rq.hash = evil.hash;
    rq.sources = &source;
    CHECK_OK(transfer_start(b.blobs, &rq, NULL, NULL, &id));
    info = node_wait(&b, id);
    if (want == ERR_COUNT) {
        CHECK_EQ_U64(knows.told, 0);
    } else {
        CHECK(knows.told >= 1);
        CHECK_ERR(knows.did, want);
        CHECK(node_id_equal(&knows.did_peer, &evil.key.id));
    }
    free(info);
    evil_close(&evil);
    close_two();
}

TEST(peers, a_liar_is_told_of)
{
    told_of(EVIL_WRONG_BYTE, 200000, ERR_MISMATCH);
    told_of(EVIL_WRONG_HASH, 8, ERR_MISMATCH);
    told_of(EVIL_WRONG_SIZE, 5, ERR_MISMATCH);
}

TEST(peers, who_breaks_off_is_told_of)
{
    told_of(EVIL_RESET_AFTER, 500000, ERR_RESET);
}

TEST(peers, who_serves_is_told_of)
{
    told_of(EVIL_STOP_AFTER, 500000, ERR_OK); /* as one that holds a part */
    told_of(EVIL_HONEST, 0, ERR_OK);
}

TEST(peers, who_has_nothing_has_done_nothing_wrong)
{
    told_of(EVIL_NOT_FOUND, 0, ERR_COUNT);
    told_of(EVIL_BUSY, 0, ERR_COUNT);
}

/* ---- connections that others dialled -------------------------------------*/

struct adopted {
    struct conn *c;
    bool is_there;
};

static void on_adopted(struct conn *c, enum err status, const struct errmsg *em,
                       void *arg)
{
    struct adopted *ad = arg;

    (void)em;
    CHECK_OK(status);
    ad->c = c;
    ad->is_there = true;
}

/* `a` dials for other reasons; `b` then asks `a` on that connection. */
TEST(peers, streams_on_an_adopted_connection_are_served)
{
    struct adopted ad = {0};
    struct transfer_info *info;
    struct node *from = &a;
    struct hash h;

    open_two();
    h = node_add_made(&a, SIZE, 1);
    CHECK_OK(quic_dial(a.quic, &b.at.id, b.at.addrs, b.at.len, BLOBS_ALPN, 5000,
                       on_adopted, &ad, NULL));
    RUN_UNTIL(world.loop, ad.is_there);
    blobs_adopt(a.blobs, ad.c);
    blobs_adopt(a.blobs, ad.c); /* harmless */
    info = node_wait(&b, node_start(&b, &h, false, &from, 1));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    free(info);
    conn_unref(ad.c);
    close_two();
}
