#include "nodes.h"

static struct world world;
static struct node a, b;

static void open_two(void)
{
    world_open(&world);
    node_open(&a, &world, 1);
    node_open(&b, &world, 2);
}

static void close_two(void)
{
    node_close(&a);
    node_close(&b);
    world_close(&world);
}

TEST(transfer, blobs_of_all_sizes_arrive_whole)
{
    static const size_t sizes[] = {0,     1,       1023,    1024,
                                   1025,  16384,   16385,   32768,
                                   65537, 1000003, 5242887, 20000000};

    open_two();
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct hash h = node_add_made(&a, sizes[i], i);

        node_fetch(&b, &h, false, &a);
        node_check_holds(&b, &h, sizes[i], i);
    }
    close_two();
}

TEST(transfer, what_is_held_needs_no_peer)
{
    struct hash h;
    struct transfer_info *info;
    struct blobs_stats st;

    open_two();
    h = node_add_made(&a, 100000, 1);
    info = node_wait(&a, node_start(&a, &h, false, NULL, 0));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK_EQ_U64(info->bytes_done, 100000);
    CHECK_EQ_U64(info->bytes_fetched, 0);
    blobs_get_stats(a.blobs, &st);
    CHECK_EQ_U64(st.local_hits, 1);
    free(info);
    close_two();
}

TEST(transfer, a_hash_that_nobody_has_is_not_found)
{
    struct hash h = {{7}};
    struct node *from[2] = {&b, &b};
    struct transfer_info *info;

    open_two();
    info = node_wait(&a, node_start(&a, &h, false, from, 1));
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK_ERR(info->err, ERR_NOT_FOUND);
    CHECK(strstr(info->error, "does not have it") != NULL);
    free(info);
    CHECK(node_get(&a, &h) == NULL);
    close_two();
}
