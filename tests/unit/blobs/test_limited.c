/* Real nodes under ceilings: how long something takes at least is exact, how
 * long at most is generous, for the machine may be busy. */
#include "blobs/blobs_int.h"
#include "blobs/limits.h"
#include "blobs/transfer_int.h"
#include "nodes.h"

#define MB UINT64_C(1000000)
#define RATE (10 * MB)
#define SIZE 6000000
/* What was saved up goes at once, and a piece; hashes and headers count. */
#define LEAST_MS ((SIZE - RATE / 10 - (SIZE / 50)) * 1000 / RATE)
#define MOST_MS (8 * LEAST_MS)

static struct world world;
static struct node a, b;

static void tune(struct blobs_config *bc, struct quic_config *qc)
{
    bc->stall_timeout_ms = 600;
    qc->stream_window = qc->max_stream_window = 64 << 10;
    qc->conn_window = qc->max_conn_window = 64 << 10;
}

static void open_two(node_tune_fn *how)
{
    world_open(&world);
    node_open_tuned(&a, &world, 1, how);
    node_open_tuned(&b, &world, 2, how);
}

static void close_two(void)
{
    node_close(&a);
    node_close(&b);
    world_close(&world);
}

static void set(struct node *n, const struct limits_config *cfg)
{
    limits_set(blobs_limits(n->blobs), cfg);
}

static uint64_t start(const struct hash *h)
{
    struct node *from[1] = {&a};

    return node_start(&b, h, false, from, 1);
}

static struct limit_own *own_of(uint64_t id)
{
    struct transfer *t = map_get(&b.blobs->by_id, &id);

    CHECK(t != NULL);
    return &t->own;
}

static void check_completed(uint64_t id)
{
    struct transfer_info *info = node_wait(&b, id);

    if (info->state != TRANSFER_COMPLETED)
        test_fail(__FILE__, __LINE__, "failed: %s", info->error);
    free(info);
}

/* Fetches a blob; how long did it take? */
static uint64_t time_fetch(unsigned seed)
{
    struct hash h = node_add_made(&a, SIZE, seed);
    uint64_t begin_ms = clock_mono_ms();

    check_completed(start(&h));
    return clock_mono_ms() - begin_ms;
}

static void check_time(uint64_t took_ms)
{
    if (took_ms < LEAST_MS || took_ms > MOST_MS)
        CHECK_EQ_U64(took_ms, LEAST_MS);
}

TEST(limited, a_ceiling_holds_wherever_it_is_set)
{
    static const struct limits_config none;
    struct limits_config cfg;
    struct hash h;
    uint64_t begin_ms, id;

    open_two(NULL);
    cfg = (struct limits_config){.total = {[LIMIT_UP] = RATE}};
    set(&a, &cfg);
    check_time(time_fetch(1));
    cfg = (struct limits_config){.per_peer = {[LIMIT_UP] = RATE}};
    set(&a, &cfg);
    check_time(time_fetch(2));
    set(&a, &none);

    cfg = (struct limits_config){.total = {[LIMIT_DOWN] = RATE}};
    set(&b, &cfg);
    check_time(time_fetch(3));
    cfg = (struct limits_config){.per_peer = {[LIMIT_DOWN] = RATE}};
    set(&b, &cfg);
    check_time(time_fetch(4));
    cfg = (struct limits_config){
        .per_priority = {[PRIORITY_NORMAL] = {[LIMIT_DOWN] = RATE}}};
    set(&b, &cfg);
    check_time(time_fetch(5));

    /* One transfer, which no exemption frees. */
    cfg = (struct limits_config){.is_local_exempt = true,
                                 .total = {[LIMIT_DOWN] = 1000}};
    set(&b, &cfg);
    h = node_add_made(&a, SIZE, 6);
    begin_ms = clock_mono_ms();
    id = start(&h);
    limit_own_set(b.blobs->limits, own_of(id), PRIORITY_NORMAL, RATE);
    check_completed(id);
    check_time(clock_mono_ms() - begin_ms);
    close_two();
}

TEST(limited, several_transfers_share_one_ceiling)
{
    struct limits_config cfg = {.total = {[LIMIT_DOWN] = RATE}};
    struct hash hashes[3];
    uint64_t ids[3];
    uint64_t begin_ms;

    open_two(NULL);
    set(&b, &cfg);
    for (unsigned i = 0; i < 3; i++)
        hashes[i] = node_add_made(&a, SIZE / 3, i);
    begin_ms = clock_mono_ms();
    for (unsigned i = 0; i < 3; i++)
        ids[i] = start(&hashes[i]);
    for (unsigned i = 0; i < 3; i++)
        check_completed(ids[i]);
    check_time(clock_mono_ms() - begin_ms);
    close_two();
}

static bool has_passed(uint64_t until_ms)
{
    return clock_mono_ms() >= until_ms;
}

TEST(limited, a_ceiling_changes_while_bytes_wait_for_it)
{
    struct limits_config cfg = {.total = {20000, 20000}};
    struct hash h;
    struct transfer_info *info = malloc(sizeof *info);
    uint64_t id, until_ms;

    open_two(NULL);
    CHECK(info != NULL);
    set(&a, &cfg);
    set(&b, &cfg);
    h = node_add_made(&a, SIZE, 1); /* five minutes */
    id = start(&h);
    until_ms = clock_mono_ms() + 300;
    RUN_UNTIL(world.loop, has_passed(until_ms));
    CHECK(!node_has_ended(&b, id, info));
    CHECK(info->bytes_done < 100000);
    cfg = (struct limits_config){0};
    set(&a, &cfg);
    set(&b, &cfg);
    check_completed(id);
    free(info);
    close_two();
}

/* The low one waits for longer than a source may be silent, with the windows
 * of the connection full of what the high one waits for. */
TEST(limited, a_source_is_not_blamed_for_being_held_back)
{
    struct limits_config cfg = {.total = {[LIMIT_DOWN] = 300000}};
    struct hash high, low;
    uint64_t high_id, low_id;
    struct transfer_info *info;

    open_two(tune);
    set(&b, &cfg);
    high = node_add_made(&a, 500000, 1);
    low = node_add_made(&a, 200000, 2);
    high_id = start(&high);
    limit_own_set(b.blobs->limits, own_of(high_id), PRIORITY_HIGH, 0);
    low_id = start(&low);
    limit_own_set(b.blobs->limits, own_of(low_id), PRIORITY_LOW, 0);
    check_completed(high_id);
    info = node_wait(&b, low_id);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK_STR(info->sources[0].error, "");
    free(info);
    close_two();
}

TEST(limited, a_transfer_can_be_cancelled_while_it_waits)
{
    struct limits_config cfg = {.total = {2000, 2000}};
    struct hash h;
    uint64_t id, until_ms;

    open_two(NULL);
    set(&a, &cfg);
    set(&b, &cfg);
    h = node_add_made(&a, SIZE, 1);
    id = start(&h);
    until_ms = clock_mono_ms() + 100;
    RUN_UNTIL(world.loop, has_passed(until_ms));
    CHECK_OK(transfer_cancel(b.blobs, id));
    close_two();
}

static void tune_stall(struct blobs_config *bc, struct quic_config *qc)
{
    bc->stall_timeout_ms = 1000;
}

/* Each brings a piece now and then, when it is its turn. */
TEST(limited, several_sources_are_not_blamed_either)
{
    struct limits_config cfg = {.total = {[LIMIT_DOWN] = 2 * MB}};
    struct node from[4], *all[4];
    struct transfer_info *info;
    struct hash h = {0};
    struct blobs_stats st;

    world_open(&world);
    node_open_tuned(&b, &world, 9, tune_stall);
    set(&b, &cfg);
    for (uint8_t i = 0; i < 4; i++) {
        node_open(&from[i], &world, i + 1);
        h = node_add_made(&from[i], SIZE, 1);
        all[i] = &from[i];
    }
    info = node_wait(&b, node_start(&b, &h, false, all, 4));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    for (size_t i = 0; i < 4; i++) {
        CHECK_STR(info->sources[i].error, "");
        CHECK(info->sources[i].bytes > 0);
    }
    blobs_get_stats(b.blobs, &st);
    CHECK(st.bytes_wasted < SIZE / 20);
    free(info);
    for (size_t i = 0; i < 4; i++)
        node_close(&from[i]);
    node_close(&b);
    world_close(&world);
}
