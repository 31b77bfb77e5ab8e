/* One blob from many nodes over real QUIC: each brings a share, those who
 * misbehave cost little, those who hold parts complete each other, and others
 * are found on the way. */
#include "../../tools/evil.h"
#include "blobs/receiver.h"
#include "nodes.h"
#include "quic/quic_int.h"
#include "raw.h"

#define LARGE 48000005
#define SMALL 16000005
#define GOOD 3

static struct world world;
static struct node node, good[GOOD + 1];
static struct evil evil;
static struct hash hash;
static size_t size = LARGE;

static void tune(struct blobs_config *bc, struct quic_config *qc)
{
    (void)qc;
    bc->stall_timeout_ms = 1500;
    bc->connect_timeout_ms = 1000;
    bc->max_blob_bytes = 1000000000;
}

static void open_good(size_t n)
{
    world_open(&world);
    node_open_tuned(&node, &world, 1, tune);
    for (size_t i = 0; i < n; i++) {
        node_open(&good[i], &world, (uint8_t)(10 + i));
        hash = node_add_made(&good[i], size, 1);
    }
}

static void close_good(size_t n)
{
    node_close(&node);
    for (size_t i = 0; i < n; i++)
        node_close(&good[i]);
    world_close(&world);
}

static uint64_t sum_of_shares(const struct transfer_info *info)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < info->sources_len; i++)
        sum += info->sources[i].bytes;
    return sum;
}

static void check_whole(const struct transfer_info *info)
{
    if (info->state != TRANSFER_COMPLETED)
        test_fail(__FILE__, __LINE__, "%s: %s",
                  transfer_state_name(info->state), info->error);
    CHECK_EQ_U64(sum_of_shares(info), size);
    CHECK_EQ_U64(info->bytes_fetched, size);
    node_check_holds(&node, &hash, size, 1);
}

TEST(swarm, each_of_four_brings_a_share)
{
    struct node *from[4] = {&good[0], &good[1], &good[2], &good[3]};
    struct transfer_info *info;

    open_good(4);
    info = node_wait(&node, node_start(&node, &hash, false, from, 4));
    check_whole(info);
    for (size_t i = 0; i < 4; i++) {
        CHECK(info->sources[i].bytes > 0);
        CHECK_EQ_U64(info->sources[i].state, SOURCE_DONE);
    }
    free(info);
    close_good(4);
}

static bool has_some(uint64_t id, struct transfer_info *info, size_t source)
{
    CHECK_OK(transfer_get(node.blobs, id, info));
    return info->sources[source].bytes > 0;
}

TEST(swarm, one_that_dies_in_the_middle_is_replaced_by_the_others)
{
    struct node *from[GOOD] = {&good[0], &good[1], &good[2]};
    struct transfer_info *info = calloc(1, sizeof *info);
    uint64_t id;

    open_good(GOOD);
    id = node_start(&node, &hash, false, from, GOOD);
    RUN_UNTIL(world.loop, has_some(id, info, 1));
    free(info);
    blobs_attach(good[1].blobs, NULL);
    quic_crash(good[1].quic, node_on_gone, &good[1].gone);
    RUN_UNTIL(world.loop, good[1].gone);
    info = node_wait(&node, id);
    check_whole(info);
    free(info);
    node_close(&node);
    node_close(&good[0]);
    node_close(&good[2]);
    blobs_free(good[1].blobs);
    store_close(good[1].store);
    world_close(&world);
}

/* ---- those who misbehave ------------------------------------------------*/

/* The evil one is asked first; how long it took, how much was in vain. */
struct outcome {
    struct transfer_info *info;
    uint64_t ms;
    uint64_t wasted;
};

static struct outcome with_evil(enum evil_mode mode, uint64_t n)
{
    struct node_addr sources[GOOD + 1];
    struct transfer_request rq = {.sources = sources, .sources_len = GOOD + 1};
    struct outcome out = {0};
    struct blobs_stats st;
    struct errmsg em = {0};
    uint64_t id, begin;

    size = SMALL;
    open_good(GOOD);
    evil = (struct evil){.mode = mode, .n = n};
    CHECK_OK(evil_set_blob(&evil, make_bytes(size, 1), size));
    CHECK_OK(evil_open(&evil, world.loop, 3, "127.0.0.1:0", &em));
    node_addr_init(&sources[0], &evil.key.id);
    CHECK_OK(node_addr_add(&sources[0], &evil.at));
    for (size_t i = 0; i < GOOD; i++)
        sources[i + 1] = good[i].at;
    rq.hash = hash;
    begin = clock_mono_ms();
    CHECK_OK(transfer_start(node.blobs, &rq, NULL, NULL, &id));
    out.info = node_wait(&node, id);
    out.ms = clock_mono_ms() - begin;
    blobs_get_stats(node.blobs, &st);
    out.wasted = st.bytes_wasted;
    check_whole(out.info);
    return out;
}

static void close_evil(struct outcome *o)
{
    free(o->info);
    evil_close(&evil);
    close_good(GOOD);
    size = LARGE;
}

/* What was right of it is kept; after the lie nothing is asked of it. */
TEST(swarm, a_liar_is_named_and_out)
{
    struct outcome o = with_evil(EVIL_WRONG_BYTE, 500000);

    CHECK_EQ_U64(o.info->sources[0].state, SOURCE_FAILED);
    CHECK_ERR(o.info->sources[0].err, ERR_MISMATCH);
    CHECK(strstr(o.info->sources[0].error, "sent wrong bytes") != NULL);
    CHECK(o.info->sources[0].bytes < 2u << 20);
    CHECK(evil.requests <= 2);
    close_evil(&o);
}

TEST(swarm, wrong_sizes_do_not_stick)
{
    static const uint64_t sizes[] = {5, SMALL - 1, SMALL + 1, 2 * SMALL,
                                     UINT64_MAX};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct outcome o = with_evil(EVIL_WRONG_SIZE, sizes[i]);
        bool is_near = i == 1 || i == 2; /* most of it is right */

        CHECK(is_near || o.info->sources[0].state == SOURCE_FAILED);
        CHECK(is_near || o.info->sources[0].bytes == 0);
        CHECK(o.ms < 5000);
        close_evil(&o);
    }
}

TEST(swarm, silence_and_noise_hold_nobody_up)
{
    static const struct {
        enum evil_mode mode;
        uint64_t n;
    } how[] = {{EVIL_SILENT, 0},
               {EVIL_SILENT_AFTER, 500000},
               {EVIL_SILENT_AFTER, 1040000},
               {EVIL_ENDLESS, 0},
               {EVIL_NOISE, 0},
               {EVIL_NOT_FOUND, 0},
               {EVIL_STOP_AFTER, 300000},
               {EVIL_RESET_AFTER, 300000}};

    for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
        struct outcome o = with_evil(how[i].mode, how[i].n);

        CHECK(o.ms < 5000);
        close_evil(&o);
    }
}

/* ---- partial holders ----------------------------------------------------*/

static void write_get(struct buf *b, const struct ranges *chunks)
{
    struct range_seq seq;
    struct ranges none;

    ranges_init(&none);
    range_seq_init(&seq);
    CHECK_OK(range_seq_add(&seq, 0, chunks));
    CHECK_OK(range_seq_add(&seq, 1, &none));
    buf_init(b, 1 << 20);
    CHECK_OK(request_write_get(b, &hash, &seq));
    range_seq_clear(&seq);
}

/* Groups begin..end and the last one, verified, from good[0]. */
static void give(struct node *to, uint64_t begin, uint64_t end)
{
    struct receiver *r = malloc(sizeof *r);
    struct part p = {.hash = hash};
    struct waiter w = {0};
    struct exchange x;
    struct ranges chunks;
    struct raw raw;
    struct buf b;

    CHECK(r != NULL);
    ranges_init(&chunks);
    CHECK_OK(ranges_add(&chunks, begin * TREE_GROUP_CHUNKS,
                        end * TREE_GROUP_CHUNKS));
    CHECK_OK(ranges_add(&chunks, (tree_groups(size) - 1) * TREE_GROUP_CHUNKS,
                        UINT64_MAX));
    raw_open(&raw, &world, 99, &good[0].at);
    write_get(&b, &chunks);
    raw_ask(&raw, b.ptr, b.len, &x);
    store_want(to->store, &hash, on_got, &w);
    RUN_UNTIL(world.loop, w.is_there);
    p.blob = w.blob;
    p.chunks = &chunks;
    receiver_init(r, &p, 1, UINT64_MAX);
    CHECK_EQ_U64(receiver_feed(r, x.got.ptr, x.got.len), x.got.len);
    CHECK_EQ_U64(r->state, RECEIVER_DONE);
    receiver_clear(r);
    free(r);
    blob_unref(p.blob);
    exchange_clear(&x);
    buf_clear(&b);
    ranges_clear(&chunks);
    raw_close(&raw);
}

TEST(swarm, two_halves_complete_each_other)
{
    struct node *b = &good[1], *c = &good[2];
    uint64_t half = tree_groups(size) / 2;
    struct transfer_info *info;
    uint64_t ids[2];

    world_open(&world);
    for (size_t i = 0; i < GOOD; i++)
        node_open(&good[i], &world, (uint8_t)(10 + i));
    hash = node_add_made(&good[0], size, 1);
    give(b, 0, half);
    give(c, half, tree_groups(size) - 1);
    ids[0] = node_start(b, &hash, false, &c, 1);
    ids[1] = node_start(c, &hash, false, &b, 1);
    for (size_t i = 0; i < 2; i++) {
        info = node_wait(i == 0 ? b : c, ids[i]);
        if (info->state != TRANSFER_COMPLETED)
            test_fail(__FILE__, __LINE__, "%s", info->error);
        CHECK(info->bytes_fetched < size * 6 / 10);
        free(info);
        node_check_holds(i == 0 ? b : c, &hash, size, 1);
    }
    for (size_t i = 0; i < GOOD; i++)
        node_close(&good[i]);
    world_close(&world);
}

/* ---- sources that are found ---------------------------------------------*/

/* Somebody who knows peers, and what each says; answers from the loop. */
struct known {
    struct node_addr at;
    enum blobs_has has;
};

static struct known known[4];
static size_t known_len;
static struct blobs_inquiry inquiry;
static struct defer answer;
static unsigned asked;
static struct {
    unsigned parts, wholes;
} announced;

static void on_answer(struct defer *d)
{
    (void)d;
    for (size_t i = 0; i < known_len; i++)
        inquiry.found(&known[i].at, known[i].has, inquiry.to);
    inquiry.done(inquiry.to);
}

static void holders(const struct hash *h, uint64_t timeout_ms,
                    const struct blobs_inquiry *to, void *arg)
{
    (void)timeout_ms;
    (void)arg;
    CHECK(hash_equal(h, &hash));
    asked++;
    inquiry = *to;
    answer.fn = on_answer;
    loop_defer(world.loop, &answer);
}

static void find(struct node_addr *at, void *arg)
{
    (void)arg;
    for (size_t i = 0; i < GOOD; i++)
        if (node_id_equal(&at->id, &good[i].at.id))
            *at = good[i].at;
}

static void holding(const struct hash *h, uint64_t len, bool is_whole,
                    void *arg)
{
    (void)arg;
    CHECK(hash_equal(h, &hash));
    CHECK_EQ_U64(len, size);
    announced.parts += !is_whole;
    announced.wholes += is_whole;
}

static const struct blobs_peers peers = {
    .find = find, .holders = holders, .holding = holding};

static void knows(const struct node *n, enum blobs_has has)
{
    known[known_len++] = (struct known){.at = n->at, .has = has};
}

static void open_known(void)
{
    known_len = 0;
    asked = 0;
    announced.parts = announced.wholes = 0;
    open_good(GOOD);
    blobs_set_peers(node.blobs, &peers);
}

TEST(swarm, without_any_source_given_the_holders_are_found)
{
    struct transfer_info *info;

    open_known();
    knows(&good[0], BLOBS_HAS_ALL);
    knows(&good[1], BLOBS_HAS_ALL);
    knows(&good[2], BLOBS_HAS_MAYBE);
    info = node_wait(&node, node_start(&node, &hash, false, NULL, 0));
    check_whole(info);
    CHECK_EQ_U64(info->sources_len, 3);
    CHECK_EQ_U64(asked, 1);
    CHECK_EQ_U64(announced.parts, 1);
    CHECK_EQ_U64(announced.wholes, 1);
    free(info);
    close_good(GOOD);
}

TEST(swarm, who_announces_it_meanwhile_is_asked_too)
{
    struct node *from = &good[0];
    struct transfer_info *info = calloc(1, sizeof *info);
    uint64_t id;

    open_known();
    id = node_start(&node, &hash, false, &from, 1);
    RUN_UNTIL(world.loop, has_some(id, info, 0));
    blobs_announced(node.blobs, &good[1].at.id, &hash);
    free(info);
    info = node_wait(&node, id);
    check_whole(info);
    CHECK_EQ_U64(info->sources_len, 2);
    CHECK(info->sources[1].bytes > 0);
    free(info);
    close_good(GOOD);
}

/* The one that was given is of no use, and fails before anybody is found. */
TEST(swarm, who_is_found_late_takes_the_place_of_those_that_failed)
{
    struct node nobody, *from = &nobody;
    struct transfer_info *info;

    open_known();
    node_open(&nobody, &world, 77);
    knows(&good[2], BLOBS_HAS_ALL);
    info = node_wait(&node, node_start(&node, &hash, false, &from, 1));
    check_whole(info);
    CHECK_EQ_U64(info->sources[1].bytes, size);
    free(info);
    node_close(&nobody);
    close_good(GOOD);
}

static struct transfer_info *fails(uint64_t within_ms)
{
    uint64_t begin = clock_mono_ms();
    struct transfer_info *info =
        node_wait(&node, node_start(&node, &hash, false, NULL, 0));

    CHECK(clock_mono_ms() - begin < within_ms);
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    return info;
}

TEST(swarm, where_nobody_has_it_each_is_named_with_what_it_said)
{
    struct transfer_info *info;

    open_known();
    hash.b[0] ^= 1;
    knows(&good[0], BLOBS_HAS_NONE);
    knows(&good[1], BLOBS_HAS_NO_WORD);
    knows(&good[2], BLOBS_HAS_MAYBE);
    info = fails(5000);
    CHECK_ERR(info->err, ERR_NOT_FOUND);
    CHECK_EQ_U64(info->sources_len, 3);
    CHECK(strstr(info->error, "says that it does not have it") != NULL);
    CHECK(strstr(info->error, "did not answer") != NULL);
    CHECK(strstr(info->error, ": does not have it") != NULL);
    free(info);
    close_good(GOOD);
}

TEST(swarm, where_nobody_answers_it_is_a_matter_of_time)
{
    struct transfer_info *info;

    open_known();
    knows(&good[0], BLOBS_HAS_NO_WORD);
    info = fails(5000);
    CHECK_ERR(info->err, ERR_TIMEOUT);
    free(info);
    known_len = 0;
    info = fails(5000);
    CHECK_ERR(info->err, ERR_TIMEOUT);
    CHECK(strstr(info->error, "no peer was given") != NULL);
    free(info);
    close_good(GOOD);
}
