/* The getter against providers that misbehave, over real QUIC: the transfer
 * fails with an error that says who did what, or goes on with another source;
 * the node stays well. */
#include "../../tools/evil.h"
#include "nodes.h"

#define SIZE 1000003

static struct world world;
static struct node node, good;
static struct evil evil;
static struct hash hash;

static void tune(struct blobs_config *bc, struct quic_config *qc)
{
    (void)qc;
    bc->stall_timeout_ms = 600;
    bc->connect_timeout_ms = 600;
    bc->max_blob_bytes = 100000000;
}

static void open_all(enum evil_mode mode, uint64_t n, bool with_good)
{
    struct errmsg em = {0};

    world_open(&world);
    node_open_tuned(&node, &world, 1, tune);
    if (with_good)
        node_open(&good, &world, 2);
    memset(&evil, 0, sizeof evil);
    evil.mode = mode;
    evil.n = n;
    CHECK_OK(evil_set_blob(&evil, make_bytes(SIZE, 1), SIZE));
    CHECK_OK(evil_open(&evil, world.loop, 3, "127.0.0.1:0", &em));
    hash = evil.hash;
    if (with_good) {
        struct hash same = node_add_made(&good, SIZE, 1);

        CHECK(hash_equal(&same, &hash));
    }
}

static void close_all(bool with_good)
{
    node_close(&node);
    if (with_good)
        node_close(&good);
    evil_close(&evil);
    world_close(&world);
}

static struct transfer_info *fetch(bool with_good)
{
    struct node_addr sources[2];
    struct transfer_request rq = {
        .hash = hash, .sources = sources, .sources_len = with_good ? 2 : 1};
    uint64_t id;

    node_addr_init(&sources[0], &evil.key.id);
    CHECK_OK(node_addr_add(&sources[0], &evil.at));
    sources[1] = good.at;
    CHECK_OK(transfer_start(node.blobs, &rq, NULL, NULL, &id));
    return node_wait(&node, id);
}

static uint64_t held_bytes(void)
{
    struct blob *b = node_get(&node, &hash);
    uint64_t held = b != NULL ? blob_held_bytes(b) : 0;

    blob_unref(b);
    return held;
}

/* One evil source: how it ends, what is said, what is kept at least. */
static void alone(enum evil_mode mode, uint64_t n, enum err want,
                  const char *says, uint64_t kept)
{
    struct transfer_info *info;

    open_all(mode, n, false);
    info = fetch(false);
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    if (strstr(info->error, says) == NULL)
        test_fail(__FILE__, __LINE__, "\"%s\" does not say \"%s\"", info->error,
                  says);
    CHECK_ERR(info->err, want);
    CHECK(strncmp(info->error, "peer ", 5) == 0);
    CHECK_EQ_U64(info->sources[0].state, SOURCE_FAILED);
    if (held_bytes() < kept)
        test_fail(__FILE__, __LINE__, "kept only %llu bytes",
                  (unsigned long long)held_bytes());
    free(info);
    close_all(false);
}

/* The same source first, then a good one: it is whole in the end. */
static void then_good(enum evil_mode mode, uint64_t n, uint64_t from_evil)
{
    struct transfer_info *info;

    open_all(mode, n, true);
    info = fetch(true);
    if (info->state != TRANSFER_COMPLETED)
        test_fail(__FILE__, __LINE__, "not completed: %s", info->error);
    node_check_holds(&node, &hash, SIZE, 1);
    CHECK(info->sources[0].bytes >= from_evil);
    /* What came from the first is not asked of the second. */
    CHECK_EQ_U64(info->sources[0].bytes + info->sources[1].bytes, SIZE);
    CHECK_EQ_U64(info->bytes_done, SIZE);
    free(info);
    close_all(true);
}

TEST(evil, a_wrong_byte_is_found_in_its_group)
{
    alone(EVIL_WRONG_BYTE, 200000, ERR_MISMATCH,
          "sent wrong bytes, claiming 1000003 in all, in group 12 (offset "
          "196608)",
          196608);
    then_good(EVIL_WRONG_BYTE, 200000, 196608);
}

TEST(evil, a_wrong_byte_in_the_first_and_in_the_last_group)
{
    alone(EVIL_WRONG_BYTE, 0, ERR_MISMATCH, "group 0 (offset 0)", 0);
    alone(EVIL_WRONG_BYTE, SIZE - 1, ERR_MISMATCH, "group 61 (offset 999424)",
          999424);
    then_good(EVIL_WRONG_BYTE, SIZE - 1, 999424);
}

TEST(evil, a_wrong_hash_is_found)
{
    alone(EVIL_WRONG_HASH, 8, ERR_MISMATCH, "sent a wrong hash", 0);
    then_good(EVIL_WRONG_HASH, 8, 0);
}

TEST(evil, a_wrong_size_is_found)
{
    alone(EVIL_WRONG_SIZE, 5, ERR_MISMATCH, "claiming 5 in all", 0);
    alone(EVIL_WRONG_SIZE, 2000000, ERR_MISMATCH, "2000000", 0);
    alone(EVIL_WRONG_SIZE, UINT64_MAX, ERR_TOO_LARGE,
          "claims a size of 18446744073709551615 bytes, above the limit", 0);
    then_good(EVIL_WRONG_SIZE, 0, 0);
    then_good(EVIL_WRONG_SIZE, 2000000, 0);
}

TEST(evil, a_size_that_is_wrong_by_a_byte_does_not_stick)
{
    then_good(EVIL_WRONG_SIZE, SIZE - 1, 0);
    then_good(EVIL_WRONG_SIZE, SIZE + 1, 0);
}

TEST(evil, what_came_before_the_end_is_kept)
{
    then_good(EVIL_STOP_AFTER, 500000, 475136);
    alone(EVIL_STOP_AFTER, 4, ERR_NOT_FOUND, "stopped after 4 bytes", 0);
    alone(EVIL_RESET_AFTER, 500000, ERR_RESET,
          "reset its answer (code 3) after 500000 bytes", 475136);
    then_good(EVIL_RESET_AFTER, 500000, 475136);
}

/* As one does that holds a part: what follows may be there by then. */
TEST(evil, who_stops_in_the_middle_is_asked_for_the_rest)
{
    struct transfer_info *info;

    open_all(EVIL_STOP_AFTER, 500000, false);
    info = fetch(false);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    node_check_holds(&node, &hash, SIZE, 1);
    free(info);
    close_all(false);
}

TEST(evil, a_lost_connection_is_said_and_survived)
{
    alone(EVIL_CLOSE_AFTER, 4, ERR_CLOSED, "connection lost after", 0);
    then_good(EVIL_CLOSE_AFTER, 300000, 200000);
}

/* Each time something more was brought, so it is worth dialling again. */
TEST(evil, a_connection_that_is_lost_again_and_again_still_brings_it_all)
{
    struct transfer_info *info;

    open_all(EVIL_CLOSE_AFTER, 300000, false);
    info = fetch(false);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK(evil.requests >= 4);
    node_check_holds(&node, &hash, SIZE, 1);
    free(info);
    close_all(false);
}

TEST(evil, silence_has_an_end)
{
    alone(EVIL_SILENT, 0, ERR_TIMEOUT, "sent nothing for", 0);
    alone(EVIL_SILENT_AFTER, 300000, ERR_TIMEOUT, "sent nothing for", 200000);
    then_good(EVIL_SILENT, 0, 0);
    then_good(EVIL_SILENT_AFTER, 300000, 200000);
}

TEST(evil, noise_is_no_answer)
{
    alone(EVIL_GARBAGE, 100000, ERR_TOO_LARGE, "above the limit", 0);
    then_good(EVIL_GARBAGE, 100000, 0);
    then_good(EVIL_NOISE, 0, 0);
}

TEST(evil, who_has_nothing_says_so)
{
    alone(EVIL_NOT_FOUND, 0, ERR_NOT_FOUND, "does not have it", 0);
    alone(EVIL_RESET_AFTER, 0, ERR_NOT_FOUND, "does not have it", 0);
    alone(EVIL_REFUSE, 0, ERR_REFUSED, "refused the request", 0);
    alone(EVIL_BUSY, 0, ERR_LIMIT, "too busy", 0);
    then_good(EVIL_NOT_FOUND, 0, 0);
    then_good(EVIL_REFUSE, 0, 0);
}

TEST(evil, extra_bytes_are_ignored)
{
    struct transfer_info *info;

    open_all(EVIL_ENDLESS, 0, false);
    info = fetch(false);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    node_check_holds(&node, &hash, SIZE, 1);
    free(info);
    close_all(false);
}

TEST(evil, a_node_that_is_not_there_is_unreachable)
{
    struct transfer_info *info;
    uint64_t begin = clock_mono_ms();

    open_all(EVIL_HONEST, 0, true);
    quic_close(evil.quic, evil_gone, &evil.gone);
    RUN_UNTIL(world.loop, evil.gone);
    info = fetch(false);
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK(info->err == ERR_TIMEOUT || info->err == ERR_UNREACHABLE);
    CHECK(strstr(info->error, "cannot connect") != NULL);
    CHECK(clock_mono_ms() - begin < 5000);
    free(info);
    info = fetch(true);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    free(info);
    node_close(&node);
    node_close(&good);
    free(evil.data);
    free(evil.outboard);
    world_close(&world);
}

TEST(evil, another_node_at_the_address_is_not_asked)
{
    struct node_addr source;
    struct transfer_request rq = {.sources = &source, .sources_len = 1};
    struct transfer_info *info;
    uint64_t id;

    open_all(EVIL_HONEST, 0, true);
    rq.hash = hash;
    node_addr_init(&source, &good.key.id);
    CHECK_OK(node_addr_add(&source, &evil.at));
    CHECK_OK(transfer_start(node.blobs, &rq, NULL, NULL, &id));
    info = node_wait(&node, id);
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK_ERR(info->err, ERR_AUTH);
    CHECK(strstr(info->error, "answered as another node") != NULL);
    CHECK_EQ_U64(evil.requests, 0);
    free(info);
    close_all(true);
}
