/* Providers that hold a part: they give it up to the first gap, with the proof
 * of the size, or nothing. */
#include "blobs/blobs_limits.h"
#include "blobs/receiver.h"
#include "blobs/request.h"
#include "raw.h"

#define SIZE 4000000 /* 245 groups */

static struct world world;
static struct node full, part, getter;
static struct raw raw;
static struct hash hash;

static void open_all(void)
{
    world_open(&world);
    node_open(&full, &world, 1);
    node_open(&part, &world, 2);
    node_open(&getter, &world, 3);
    raw_open(&raw, &world, 9, &full.at);
    hash = node_add_made(&full, SIZE, 1);
}

static void close_all(void)
{
    raw_close(&raw);
    node_close(&full);
    node_close(&part);
    node_close(&getter);
    world_close(&world);
}

static void write_get(struct buf *b, const struct ranges *chunks)
{
    struct range_seq seq;
    struct ranges none;

    ranges_init(&none);
    range_seq_init(&seq);
    CHECK_OK(range_seq_add(&seq, 0, chunks));
    CHECK_OK(range_seq_add(&seq, 1, &none));
    buf_init(b, REQUEST_MAX);
    CHECK_OK(request_write_get(b, &hash, &seq));
    range_seq_clear(&seq);
}

static struct blob *want(struct node *n)
{
    struct waiter w = {0};

    store_want(n->store, &hash, on_got, &w);
    RUN_UNTIL(world.loop, w.is_there);
    CHECK_OK(w.e);
    return w.blob;
}

/* `part` gets these chunks of the blob, verified. */
static void give(const struct ranges *chunks)
{
    struct receiver *r = malloc(sizeof *r);
    struct part p = {.hash = hash, .chunks = chunks};
    struct exchange x;
    struct buf b;

    write_get(&b, chunks);
    raw_ask(&raw, b.ptr, b.len, &x);
    p.blob = want(&part);
    receiver_init(r, &p, 1, UINT64_MAX);
    CHECK_EQ_U64(receiver_feed(r, x.got.ptr, x.got.len), x.got.len);
    CHECK_EQ_U64(r->state, RECEIVER_DONE);
    receiver_clear(r);
    blob_unref(p.blob);
    exchange_clear(&x);
    buf_clear(&b);
    free(r);
}

static struct transfer_info *fetch_from_both(void)
{
    struct node *from[2] = {&part, &full};
    struct transfer_info *info =
        node_wait(&getter, node_start(&getter, &hash, false, from, 2));

    if (info->state != TRANSFER_COMPLETED)
        test_fail(__FILE__, __LINE__, "%s", info->error);
    node_check_holds(&getter, &hash, SIZE, 1);
    return info;
}

TEST(partial, what_it_holds_may_come_from_it)
{
    struct transfer_info *info;
    struct ranges chunks;

    open_all();
    ranges_init(&chunks);
    CHECK_OK(ranges_add(&chunks, 0, 100 * TREE_GROUP_CHUNKS));
    CHECK_OK(ranges_add(&chunks, 244 * TREE_GROUP_CHUNKS, UINT64_MAX));
    give(&chunks);
    info = fetch_from_both();
    CHECK(info->sources[0].bytes > 0);
    CHECK(info->sources[0].bytes <= 100 * TREE_GROUP + SIZE % TREE_GROUP);
    CHECK_EQ_U64(info->sources[0].bytes + info->sources[1].bytes, SIZE);
    CHECK_EQ_U64(info->sources[0].state, SOURCE_DONE);
    free(info);
    ranges_clear(&chunks);
    close_all();
}

TEST(partial, without_a_proven_size_it_gives_nothing)
{
    struct transfer_info *info;
    struct ranges chunks;

    open_all();
    ranges_init(&chunks);
    CHECK_OK(ranges_add(&chunks, 0, 100 * TREE_GROUP_CHUNKS));
    give(&chunks);
    info = fetch_from_both();
    CHECK_EQ_U64(info->sources[0].bytes, 0);
    CHECK_EQ_U64(info->sources[1].bytes, SIZE);
    free(info);
    ranges_clear(&chunks);
    close_all();
}

TEST(partial, a_getter_with_holes_asks_for_these_only)
{
    struct node *from = &full;
    struct transfer_info *info;
    struct ranges chunks;

    open_all();
    ranges_init(&chunks);
    for (uint64_t g = 3; g < 240; g += 10)
        CHECK_OK(ranges_add(&chunks, g * TREE_GROUP_CHUNKS,
                            (g + 4) * TREE_GROUP_CHUNKS));
    give(&chunks);
    info = node_wait(&part, node_start(&part, &hash, false, &from, 1));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK_EQ_U64(info->bytes_done, SIZE);
    CHECK_EQ_U64(info->bytes_fetched, SIZE - 24 * 4 * TREE_GROUP);
    free(info);
    node_check_holds(&part, &hash, SIZE, 1);
    ranges_clear(&chunks);
    close_all();
}
