/* Many transfers at once, joined, queued, cancelled, listed. */
#include "nodes.h"

static struct world world;
static struct node a, b;

static void tune_one(struct blobs_config *bc, struct quic_config *qc)
{
    (void)qc;
    bc->max_active = 1;
    bc->max_history = 5;
}

static void open_two(node_tune_fn *tune)
{
    world_open(&world);
    node_open(&a, &world, 1);
    node_open_tuned(&b, &world, 2, tune);
}

static void close_two(void)
{
    node_close(&a);
    node_close(&b);
    world_close(&world);
}

TEST(transfers, a_hundred_at_once_all_arrive)
{
    enum { N = 100 };
    struct node *from = &a;
    struct hash h[N];
    uint64_t id[N];

    open_two(NULL);
    for (int i = 0; i < N; i++)
        h[i] = node_add_made(&a, 1000 + 7001 * (size_t)i, (uint64_t)i);
    for (int i = 0; i < N; i++)
        id[i] = node_start(&b, &h[i], false, &from, 1);
    for (int i = 0; i < N; i++) {
        struct transfer_info *info = node_wait(&b, id[i]);

        CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
        free(info);
        node_check_holds(&b, &h[i], 1000 + 7001 * (size_t)i, (uint64_t)i);
    }
    close_two();
}

TEST(transfers, the_same_hash_is_fetched_once)
{
    struct node *from = &a;
    struct hash h;
    uint64_t id[5];
    uint64_t fetched = 0;

    open_two(NULL);
    h = node_add_made(&a, 9000000, 1);
    for (int i = 0; i < 5; i++)
        id[i] = node_start(&b, &h, false, &from, 1);
    for (int i = 0; i < 5; i++) {
        struct transfer_info *info = node_wait(&b, id[i]);

        CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
        CHECK_EQ_U64(info->bytes_done, 9000000);
        fetched += info->bytes_fetched;
        free(info);
    }
    CHECK_EQ_U64(fetched, 9000000);
    node_check_holds(&b, &h, 9000000, 1);
    close_two();
}

TEST(transfers, who_follows_a_failed_one_uses_its_own_source)
{
    struct node *bad = &b, *good = &a; /* b itself is no source for b */
    struct node c;
    struct hash h;
    struct transfer_info *info;
    uint64_t first, second;

    open_two(NULL);
    node_open(&c, &world, 3);
    h = node_add_made(&a, 500000, 1);
    bad = &c;
    first = node_start(&b, &h, false, &bad, 1);
    second = node_start(&b, &h, false, &good, 1);
    info = node_wait(&b, first);
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    free(info);
    info = node_wait(&b, second);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    free(info);
    node_close(&c);
    close_two();
}

TEST(transfers, one_place_runs_them_in_order_and_history_is_bounded)
{
    enum { N = 12 };
    struct node *from = &a;
    struct transfer_info *infos = calloc(N, sizeof *infos);
    struct blobs_stats st;
    uint64_t id[N];

    open_two(tune_one);
    for (int i = 0; i < N; i++) {
        struct hash h = node_add_made(&a, 100000, (uint64_t)i);

        id[i] = node_start(&b, &h, false, &from, 1);
    }
    do {
        loop_run_once(world.loop, 10);
        blobs_get_stats(b.blobs, &st);
        CHECK(st.transfers_running <= 1);
    } while (st.transfers_completed < N);
    loop_run_once(world.loop, 0);
    CHECK_EQ_U64(transfer_list(b.blobs, 0, infos, N), 5);
    CHECK_EQ_U64(infos[0].id, id[N - 1]);
    CHECK_EQ_U64(infos[4].id, id[N - 5]);
    CHECK_EQ_U64(transfer_list(b.blobs, id[N - 3], infos, N), 2);
    CHECK_EQ_U64(infos[0].id, id[N - 4]);
    CHECK_ERR(transfer_get(b.blobs, id[0], infos), ERR_NOT_FOUND);
    free(infos);
    close_two();
}

static uint64_t rnd(uint64_t *seed, uint64_t bound)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (*seed >> 33) % bound;
}

TEST(transfers, cancelled_anywhere_it_goes_on_from_what_is_held)
{
    struct node *from = &a;
    struct transfer_info *info = calloc(1, sizeof *info);
    struct hash h;
    uint64_t seed = 7, held = 0;
    unsigned cancelled = 0;

    open_two(NULL);
    h = node_add_made(&a, 30000000, 1);
    for (int round = 0; round < 60; round++) {
        uint64_t id = node_start(&b, &h, false, &from, 1);
        uint64_t rounds = rnd(&seed, 40);

        for (uint64_t i = 0; i < rounds; i++)
            loop_run_once(world.loop, 1);
        if (transfer_cancel(b.blobs, id) == ERR_OK)
            cancelled++;
        CHECK_OK(transfer_get(b.blobs, id, info));
        CHECK(info->bytes_done >= held || info->state == TRANSFER_CANCELLED);
        if (info->bytes_done > held)
            held = info->bytes_done;
        CHECK_ERR(transfer_cancel(b.blobs, id), ERR_CONFLICT);
    }
    CHECK(cancelled > 0);
    CHECK_ERR(transfer_cancel(b.blobs, 9999), ERR_NOT_FOUND);
    node_fetch(&b, &h, false, &a);
    node_check_holds(&b, &h, 30000000, 1);
    free(info);
    close_two();
}

/* What the listener saw. */
struct seen {
    uint64_t last, calls;
    bool fell, told_after_end;
    enum transfer_state state;
};

static void listener(const struct transfer_info *info, void *arg)
{
    struct seen *s = arg;

    s->fell = s->fell || info->bytes_done < s->last;
    s->told_after_end = s->told_after_end || s->state >= TRANSFER_COMPLETED;
    s->last = info->bytes_done;
    s->state = info->state;
    s->calls++;
}

TEST(transfers, the_listener_sees_bytes_that_only_rise_and_one_end)
{
    struct seen seen = {0};
    struct hash h;

    open_two(NULL);
    transfer_listen(b.blobs, listener, &seen);
    h = node_add_made(&a, 50000000, 1);
    node_fetch(&b, &h, false, &a);
    for (int i = 0; i < 5; i++)
        loop_run_once(world.loop, 10);
    CHECK(seen.calls >= 2);
    CHECK(!seen.fell && !seen.told_after_end);
    CHECK_EQ_U64(seen.state, TRANSFER_COMPLETED);
    CHECK_EQ_U64(seen.last, 50000000);
    close_two();
}

static void on_tag(enum err e, const struct store_tag *tags, size_t len,
                   bool more, void *arg)
{
    struct store_tag *to = arg;

    (void)more;
    CHECK_OK(e);
    CHECK_EQ_U64(len, 1);
    *to = tags[0];
}

TEST(transfers, the_tag_is_set_when_it_is_whole)
{
    struct store_tag tag = {0};
    struct transfer_request rq = {.tag = "image", .sources_len = 1};
    struct transfer_info *info;
    uint64_t id;

    open_two(NULL);
    rq.hash = node_add_made(&a, 70000, 1);
    rq.sources = &a.at;
    CHECK_OK(transfer_start(b.blobs, &rq, NULL, NULL, &id));
    info = node_wait(&b, id);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK_STR(info->tag, "image");
    store_tag_get(b.store, "image", on_tag, &tag);
    RUN_UNTIL(world.loop, tag.name[0] != '\0');
    CHECK(hash_equal(&tag.hash, &rq.hash));
    free(info);
    close_two();
}

static void on_ready(uint64_t id, void *arg)
{
    ++*(unsigned *)arg;
}

TEST(transfers, ready_runs_once_and_held_content_is_completed_by_then)
{
    struct transfer_request rq = {0};
    struct transfer_info *info = calloc(1, sizeof *info);
    unsigned ready = 0;
    uint64_t id;

    open_two(NULL);
    rq.hash = node_add_made(&b, 70000, 1);
    CHECK_OK(transfer_start(b.blobs, &rq, on_ready, &ready, &id));
    CHECK_EQ_U64(ready, 0);
    RUN_UNTIL(world.loop, ready > 0);
    CHECK_OK(transfer_get(b.blobs, id, info));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    rq.hash.b[0] ^= 1;
    CHECK_OK(transfer_start(b.blobs, &rq, on_ready, &ready, &id));
    RUN_UNTIL(world.loop, ready > 1);
    CHECK_OK(transfer_get(b.blobs, id, info));
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK_ERR(info->err, ERR_NOT_FOUND);
    CHECK_EQ_U64(ready, 2);
    free(info);
    close_two();
}

TEST(transfers, closing_in_mid_transfer_is_clean)
{
    struct node *from = &a;
    struct hash h;

    for (int rounds = 0; rounds < 12; rounds++) {
        open_two(NULL);
        h = node_add_made(&a, 20000000, 1);
        for (int i = 0; i < 3; i++)
            (void)node_start(&b, &h, false, &from, 1);
        for (int i = 0; i < 4 * rounds; i++)
            loop_run_once(world.loop, 1);
        close_two();
    }
}
