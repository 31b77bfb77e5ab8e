/* Blobs that are read while they are fetched, over real QUIC. */
#include "blobs/pull.h"

#include "blobs/limits.h"
#include "nodes.h"
#include "quic/quic_int.h"
#include "store/blob.h"

#define SIZE 20000005
#define SLOW 4000000 /* bytes per second of the source, where it matters */
#define GROUP 16384

static struct world world;
static struct node node, source;
static struct hash hash;

/* ---- who has it ---------------------------------------------------------*/

static enum blobs_has known; /* of the source */
static bool is_alone;

static struct asked {
    struct defer later;
    struct blobs_inquiry to;
} asked;

static void on_later(struct defer *d)
{
    struct blobs_inquiry to = asked.to;

    if (!is_alone)
        to.found(&source.at, known, to.to);
    to.done(to.to);
}

static void holders(const struct hash *h, uint64_t timeout_ms,
                    const struct blobs_inquiry *to, void *arg)
{
    asked.to = *to;
    asked.later.fn = on_later;
    loop_defer(world.loop, &asked.later);
}

static void open_both(size_t size)
{
    struct blobs_peers hooks = {.holders = holders};

    known = BLOBS_HAS_ALL;
    is_alone = false;
    world_open(&world);
    node_open(&node, &world, 1);
    node_open(&source, &world, 2);
    blobs_set_peers(node.blobs, &hooks);
    hash = node_add_made(&source, size, 1);
}

static void close_both(void)
{
    node_close(&node);
    node_close(&source);
    world_close(&world);
}

static void slow_down(void)
{
    struct limits_config cfg = {.total = {[LIMIT_UP] = SLOW}};

    limits_set(blobs_limits(source.blobs), &cfg);
}

/* ---- a reader -----------------------------------------------------------*/

struct reader {
    struct pull *pull;
    bool is_told, is_gone;
    enum err e;
    char text[256];
};

static void on_gone(void *arg)
{
    ((struct reader *)arg)->is_gone = true;
}

static void on_ready(enum err e, const struct errmsg *em, void *arg)
{
    struct reader *r = arg;

    CHECK(!r->is_told);
    r->is_told = true;
    r->e = e;
    snprintf(r->text, sizeof r->text, "%.255s", em->text);
}

static void reader_open(struct reader *r, uint64_t timeout_ms)
{
    struct pull_config cfg = {.blobs = node.blobs,
                              .hash = hash,
                              .timeout_ms = timeout_ms,
                              .gone = on_gone,
                              .arg = r};

    *r = (struct reader){0};
    CHECK_OK(pull_open(&cfg, &r->pull));
}

static void reader_begin(struct reader *r, uint64_t at)
{
    r->is_told = false;
    pull_wait(r->pull, at, on_ready, r);
    CHECK(!r->is_told);
}

static enum err reader_wait(struct reader *r, uint64_t at)
{
    reader_begin(r, at);
    RUN_UNTIL(world.loop, r->is_told);
    return r->e;
}

static void check_byte(struct reader *r, const uint8_t *bytes, uint64_t at)
{
    struct blob *b = pull_blob(r->pull);

    CHECK(blob_has_groups(b, at / GROUP, at / GROUP + 1));
    CHECK(blob_data(b)[at] == bytes[at]);
}

/* ---- tests --------------------------------------------------------------*/

TEST(pull, every_group_in_order)
{
    uint8_t *bytes = make_bytes(SIZE, 1);
    struct reader r;
    bool is_proven;

    open_both(SIZE);
    reader_open(&r, 10000);
    CHECK_OK(reader_wait(&r, PULL_SIZE));
    CHECK_EQ_U64(blob_size(pull_blob(r.pull), &is_proven), SIZE);
    CHECK(is_proven);
    for (uint64_t at = 0; at < SIZE; at += GROUP) {
        CHECK_OK(reader_wait(&r, at));
        check_byte(&r, bytes, at);
    }
    CHECK_OK(reader_wait(&r, SIZE));
    pull_close(r.pull);
    free(bytes);
    close_both();
}

TEST(pull, a_small_one_comes_whole)
{
    struct reader r;

    open_both(100);
    reader_open(&r, 10000);
    CHECK_OK(reader_wait(&r, PULL_SIZE));
    CHECK(blob_is_complete(pull_blob(r.pull)));
    CHECK_OK(reader_wait(&r, 0));
    pull_close(r.pull);
    close_both();
}

TEST(pull, what_is_waited_for_comes_before_the_rest)
{
    uint8_t *bytes = make_bytes(SIZE, 1);
    struct reader r;

    open_both(SIZE);
    slow_down();
    reader_open(&r, 10000);
    CHECK_OK(reader_wait(&r, 15000000));
    check_byte(&r, bytes, 15000000);
    CHECK(blob_held_bytes(pull_blob(r.pull)) < SIZE / 2);
    CHECK_OK(reader_wait(&r, 7000000));
    check_byte(&r, bytes, 7000000);
    CHECK(!blob_is_complete(pull_blob(r.pull)));
    pull_close(r.pull);
    free(bytes);
    close_both();
}

TEST(pull, readers_at_several_places_are_all_served)
{
    static const uint64_t at[] = {19000000, 0, 12000000, 6000000};
    struct transfer_info *infos = calloc(2, sizeof *infos);
    uint8_t *bytes = make_bytes(SIZE, 1);
    struct reader r[4];

    open_both(SIZE);
    slow_down();
    for (size_t i = 0; i < 4; i++) {
        reader_open(&r[i], 10000);
        reader_begin(&r[i], at[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        RUN_UNTIL(world.loop, r[i].is_told);
        CHECK_OK(r[i].e);
        check_byte(&r[i], bytes, at[i]);
    }
    CHECK(!blob_is_complete(pull_blob(r[0].pull)));
    CHECK_EQ_U64(transfer_list(node.blobs, 0, infos, 2), 1);
    CHECK_EQ_U64(infos[0].priority, PRIORITY_HIGH);
    for (size_t i = 0; i < 4; i++)
        pull_close(r[i].pull);
    free(bytes);
    free(infos);
    close_both();
}

TEST(pull, the_transfer_goes_on_when_nobody_reads)
{
    struct transfer_info *info = calloc(1, sizeof *info);
    struct reader r;

    open_both(SIZE);
    reader_open(&r, 10000);
    CHECK_OK(reader_wait(&r, 0));
    reader_begin(&r, SIZE - 1);
    pull_close(r.pull);
    CHECK_EQ_U64(transfer_list(node.blobs, 0, info, 1), 1);
    RUN_UNTIL(world.loop, node_has_ended(&node, info->id, info));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK(!r.is_told);
    node_check_holds(&node, &hash, SIZE, 1);
    free(info);
    close_both();
}

TEST(pull, who_has_none_and_who_is_not_there_are_told_apart)
{
    struct reader r;

    open_both(SIZE);
    known = BLOBS_HAS_NONE;
    reader_open(&r, 10000);
    CHECK_ERR(reader_wait(&r, PULL_SIZE), ERR_NOT_FOUND);
    CHECK(strstr(r.text, "does not have it") != NULL);
    CHECK_ERR(reader_wait(&r, 0), ERR_NOT_FOUND);
    pull_close(r.pull);
    is_alone = true;
    reader_open(&r, 10000);
    CHECK_ERR(reader_wait(&r, PULL_SIZE), ERR_TIMEOUT);
    pull_close(r.pull);
    close_both();
}

TEST(pull, a_wait_has_an_end)
{
    struct reader r;

    open_both(SIZE);
    slow_down();
    reader_open(&r, 10000);
    CHECK_OK(reader_wait(&r, PULL_SIZE));
    pull_close(r.pull);
    blobs_attach(source.blobs, NULL);
    quic_crash(source.quic, node_on_gone, &source.gone);
    RUN_UNTIL(world.loop, source.gone);
    reader_open(&r, 300);
    CHECK_ERR(reader_wait(&r, 10000000), ERR_TIMEOUT);
    CHECK(r.text[0] != '\0');
    pull_close(r.pull);
    node_close(&node);
    blobs_free(source.blobs);
    store_close(source.store);
    world_close(&world);
}

TEST(pull, a_cancelled_transfer_ends_the_wait_and_a_paused_one_is_left_alone)
{
    struct transfer_patch pause = {.has_paused = true, .is_paused = true};
    struct transfer_info *info = calloc(1, sizeof *info);
    struct reader r;

    open_both(SIZE);
    slow_down();
    reader_open(&r, 10000);
    reader_begin(&r, SIZE - 1);
    CHECK_EQ_U64(transfer_list(node.blobs, 0, info, 1), 1);
    CHECK_OK(transfer_cancel(node.blobs, info->id));
    RUN_UNTIL(world.loop, r.is_told);
    CHECK_ERR(r.e, ERR_CANCELLED);
    pull_close(r.pull);

    reader_open(&r, 10000);
    CHECK_EQ_U64(transfer_list(node.blobs, 0, info, 1), 1);
    CHECK_OK(transfer_patch(node.blobs, info->id, &pause));
    pull_close(r.pull);
    reader_open(&r, 10000);
    CHECK_OK(reader_wait(&r, 0));
    CHECK_OK(transfer_get(node.blobs, info->id, info));
    CHECK_EQ_U64(info->state, TRANSFER_PAUSED);
    pull_close(r.pull);
    free(info);
    close_both();
}

TEST(pull, those_that_wait_are_told_when_the_node_closes)
{
    struct reader r, idle;

    open_both(SIZE);
    slow_down();
    reader_open(&r, 10000);
    reader_open(&idle, 10000);
    reader_begin(&r, SIZE - 1);
    blobs_attach(node.blobs, NULL);
    close_both();
    CHECK(r.is_told && r.is_gone && idle.is_gone && !idle.is_told);
    CHECK(r.e != ERR_OK);
}
