/* Hash sequences: a root and its children. */
#include "blobs/collection.h"
#include "crypto/tree.h"
#include "nodes.h"

#define MAX_CHILDREN 3000

static struct world world;
static struct node a, b, c;

struct sequence {
    size_t len;
    size_t size[MAX_CHILDREN];
    struct hash child[MAX_CHILDREN];
    struct hash root;
};

static struct sequence seq;

static void open_nodes(void)
{
    world_open(&world);
    node_open(&a, &world, 1);
    node_open(&b, &world, 2);
    node_open(&c, &world, 3);
}

static void close_nodes(void)
{
    node_close(&a);
    node_close(&b);
    node_close(&c);
    world_close(&world);
}

/* Sizes around the borders, so that small and large alternate. */
static size_t size_of(size_t i)
{
    static const size_t sizes[] = {100, 16384, 16385, 1, 300000, 4096, 65537};

    return sizes[i % (sizeof sizes / sizeof sizes[0])];
}

static void make_sequence(struct node *n, size_t len)
{
    seq.len = len;
    for (size_t i = 0; i < len; i++) {
        seq.size[i] = size_of(i);
        seq.child[i] = node_add_made(n, seq.size[i], i);
    }
    seq.root = node_add(n, seq.child, len * HASH_SIZE);
}

static void check_children(struct node *n)
{
    for (size_t i = 0; i < seq.len; i++)
        node_check_holds(n, &seq.child[i], seq.size[i], i);
}

TEST(sequence, root_and_children_arrive)
{
    struct transfer_info *info;
    struct node *from = &a;
    uint64_t total = 0;

    open_nodes();
    make_sequence(&a, 60);
    for (size_t i = 0; i < seq.len; i++)
        total += seq.size[i];
    info = node_wait(&b, node_start(&b, &seq.root, true, &from, 1));
    if (info->state != TRANSFER_COMPLETED)
        test_fail(__FILE__, __LINE__, "%s", info->error);
    CHECK_EQ_U64(info->bytes_done, total + 60 * HASH_SIZE);
    CHECK_EQ_U64(info->bytes_fetched, total + 60 * HASH_SIZE);
    CHECK_EQ_U64(info->size, info->bytes_done);
    free(info);
    check_children(&b);
    close_nodes();
}

TEST(sequence, children_that_are_held_are_not_asked_for)
{
    struct transfer_info *info;
    struct node *from = &a;

    open_nodes();
    make_sequence(&a, 30);
    for (size_t i = 0; i < 30; i += 3)
        node_add_made(&b, seq.size[i], i);
    info = node_wait(&b, node_start(&b, &seq.root, true, &from, 1));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    for (size_t i = 0; i < 30; i += 3)
        info->bytes_fetched += seq.size[i];
    CHECK_EQ_U64(info->bytes_fetched, info->bytes_done);
    free(info);
    check_children(&b);

    /* And with all of them held no peer is needed. */
    info = node_wait(&b, node_start(&b, &seq.root, true, NULL, 0));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK_EQ_U64(info->bytes_fetched, 0);
    free(info);
    close_nodes();
}

static void on_deleted(enum err e, void *arg)
{
    on_got(e, NULL, arg);
}

static void delete_child(struct node *n, size_t i)
{
    struct waiter w = {0};

    store_delete(n->store, &seq.child[i], true, on_deleted, &w);
    RUN_UNTIL(n->world->loop, w.is_there);
    CHECK_OK(w.e);
}

TEST(sequence, a_child_that_one_lacks_comes_from_the_other)
{
    struct node *from[2] = {&a, &c};
    struct transfer_info *info;

    open_nodes();
    make_sequence(&c, 20);
    make_sequence(&a, 20);
    delete_child(&a, 5);
    delete_child(&a, 12);
    delete_child(&c, 7);
    info = node_wait(&b, node_start(&b, &seq.root, true, from, 2));
    if (info->state != TRANSFER_COMPLETED)
        test_fail(__FILE__, __LINE__, "%s", info->error);
    CHECK_EQ_U64(info->sources[1].bytes, seq.size[5] + seq.size[12]);
    free(info);
    check_children(&b);
    close_nodes();
}

TEST(sequence, a_child_that_nobody_has_is_named)
{
    struct node *from = &a;
    struct transfer_info *info;
    char h[HASH_SHORT_SIZE];

    open_nodes();
    make_sequence(&a, 20);
    delete_child(&a, 5);
    info = node_wait(&b, node_start(&b, &seq.root, true, &from, 1));
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK_ERR(info->err, ERR_NOT_FOUND);
    hash_format_short(&seq.child[5], h);
    CHECK(strstr(info->error, "does not have it") != NULL);
    CHECK(strstr(info->error, h) != NULL);
    free(info);
    /* All others came. */
    for (size_t i = 0; i < seq.len; i++)
        if (i != 5)
            node_check_holds(&b, &seq.child[i], seq.size[i], i);
    close_nodes();
}

TEST(sequence, what_is_no_sequence_is_refused)
{
    struct node *from = &a;
    struct transfer_info *info;
    struct hash h;

    open_nodes();
    h = node_add_made(&a, 1025, 1);
    info = node_wait(&b, node_start(&b, &h, true, &from, 1));
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK_ERR(info->err, ERR_PARSE);
    CHECK(strstr(info->error, "no hash sequence") != NULL);
    free(info);
    close_nodes();
}

TEST(sequence, the_empty_one_and_repeated_children)
{
    struct hash twice[4];
    struct hash root;

    open_nodes();
    root = node_add(&a, NULL, 0);
    node_fetch(&b, &root, true, &a);
    twice[0] = twice[2] = node_add_made(&a, 5000, 1);
    twice[1] = twice[3] = node_add_made(&a, 50000, 2);
    root = node_add(&a, twice, sizeof twice);
    node_fetch(&b, &root, true, &a);
    node_check_holds(&b, &twice[0], 5000, 1);
    node_check_holds(&b, &twice[1], 50000, 2);
    close_nodes();
}

TEST(sequence, cancelled_in_the_middle_it_goes_on_later)
{
    struct node *from = &a;

    open_nodes();
    make_sequence(&a, 400);
    for (int round = 0; round < 20; round++) {
        uint64_t id = node_start(&b, &seq.root, true, &from, 1);

        for (int i = 0; i < 6 * round; i++)
            loop_run_once(world.loop, 1);
        (void)!transfer_cancel(b.blobs, id);
    }
    node_fetch(&b, &seq.root, true, &a);
    check_children(&b);
    close_nodes();
}

/* Give `to` the last group of a child and the way up to the root, as if a
 * transfer had begun at the end. */
static void give_end(struct node *to, struct node *from, size_t i)
{
    struct blob *whole = node_get(from, &seq.child[i]);
    uint64_t size = seq.size[i];
    uint64_t last = tree_groups(size) - 1;
    struct iovec iov = {
        (void *)(uintptr_t)(blob_data(whole) + last * TREE_GROUP),
        size - last * TREE_GROUP};
    struct waiter w = {0};

    store_want(to->store, &seq.child[i], on_got, &w);
    RUN_UNTIL(to->world->loop, w.is_there);
    CHECK_OK(w.e);
    CHECK_OK(blob_set_size(w.blob, size));
    CHECK_OK(blob_write_parents(w.blob, 0, blob_outboard(whole), last));
    CHECK_OK(blob_write_data(w.blob, last * TREE_GROUP, &iov, 1));
    CHECK_OK(blob_mark_held(w.blob, last, last + 1));
    blob_unref(w.blob);
    blob_unref(whole);
}

TEST(sequence, of_a_child_whose_end_is_held_only_the_rest_is_fetched)
{
    struct node *from = &a;
    struct transfer_info *info;

    open_nodes();
    make_sequence(&a, 7);
    give_end(&b, &a, 4);
    give_end(&b, &a, 6);
    info = node_wait(&b, node_start(&b, &seq.root, true, &from, 1));
    CHECK_STR(info->error, "");
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK_EQ_U64(info->bytes_fetched,
                 info->size - 300000 % TREE_GROUP - 65537 % TREE_GROUP);
    free(info);
    check_children(&b);
    close_nodes();
}

TEST(sequence, thousands_of_small_ones)
{
    struct node *from = &a;
    struct transfer_info *info;

    open_nodes();
    seq.len = MAX_CHILDREN;
    for (size_t i = 0; i < seq.len; i++) {
        seq.size[i] = 1 + i % 500;
        seq.child[i] = node_add_made(&a, seq.size[i], i);
    }
    seq.root = node_add(&a, seq.child, seq.len * HASH_SIZE);
    info = node_wait(&b, node_start(&b, &seq.root, true, &from, 1));
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    free(info);
    check_children(&b);
    close_nodes();
}

TEST(sequence, children_that_are_fetched_by_themselves_at_the_same_time)
{
    struct node *from = &a;

    open_nodes();
    for (int round = 0; round < 8; round++) {
        size_t size = 3000000 + 1000000 * (size_t)round;
        uint64_t id[3];
        uint64_t salt = 10 * (uint64_t)round;

        seq.len = 3;
        for (size_t i = 0; i < 3; i++) {
            seq.size[i] = size;
            seq.child[i] = node_add_made(&a, size, salt + i);
        }
        seq.root = node_add(&a, seq.child, 3 * HASH_SIZE);
        id[0] = node_start(&b, &seq.root, true, &from, 1);
        for (int i = 0; i < 5 * round; i++)
            loop_run_once(world.loop, 1);
        id[1] = node_start(&b, &seq.child[0], false, &from, 1);
        id[2] = node_start(&b, &seq.child[1], false, &from, 1);
        for (int i = 0; i < 3; i++) {
            struct transfer_info *info = node_wait(&b, id[i]);

            if (info->state != TRANSFER_COMPLETED)
                test_fail(__FILE__, __LINE__, "%s", info->error);
            free(info);
        }
        for (size_t i = 0; i < 3; i++)
            node_check_holds(&b, &seq.child[i], size, salt + i);
    }
    close_nodes();
}
