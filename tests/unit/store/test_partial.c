/* Filling blobs group by group, as a fetch does. */
#include "fixture.h"

#include <pthread.h>
#include <unistd.h>

#include "base/rng.h"
#include "crypto/tree.h"

#define GROUPS 200
#define SIZE (GROUPS * TREE_GROUP - 77)

/* A blob with its tree, to be taken from. */
struct origin {
    uint8_t *bytes;
    uint8_t *outboard;
    size_t size;
    uint64_t groups;
    struct hash hash;
};

static void origin_make(struct origin *o, size_t size, uint64_t seed)
{
    struct hash *values;

    o->size = size;
    o->groups = tree_groups(size);
    o->bytes = make_bytes(size, seed);
    o->outboard = malloc(tree_outboard_size(size) + 1);
    values = malloc(o->groups * sizeof *values);
    if (o->groups == 1) {
        hash_bytes(o->bytes, size, &o->hash);
    } else {
        for (uint64_t g = 0; g < o->groups; g++)
            tree_subtree(o->bytes + g * TREE_GROUP, tree_group_len(size, g),
                         g * TREE_GROUP_CHUNKS, false, &values[g]);
        CHECK_OK(tree_build_outboard(values, o->groups, tree_sink_memory,
                                     o->outboard, &o->hash));
    }
    free(values);
}

static void origin_free(struct origin *o)
{
    free(o->bytes);
    free(o->outboard);
}

static enum err give_parents(const struct origin *o, struct blob *b)
{
    return blob_write_parents(b, 0, o->outboard, o->groups - 1);
}

/* One group, in three pieces as of a network. */
static enum err give_group(const struct origin *o, struct blob *b, uint64_t g)
{
    size_t len = tree_group_len(o->size, g);
    uint8_t *at = o->bytes + g * TREE_GROUP;
    struct iovec iov[3] = {{at, len / 3},
                           {at + len / 3, len / 3},
                           {at + len / 3 * 2, len - len / 3 * 2}};
    enum err e = blob_write_data(b, g * TREE_GROUP, iov, 3);

    return e == ERR_OK ? blob_mark_held(b, g, g + 1) : e;
}

struct heard {
    unsigned count[6];
};

static void hear(enum store_change change, const struct hash *h, uint64_t size,
                 const char *tag, void *arg)
{
    struct heard *heard = arg;

    (void)h, (void)size, (void)tag;
    heard->count[change]++;
}

struct writer {
    struct blob *b;
    const struct origin *o;
    const uint64_t *order;
    size_t first, end;
    enum err e;
};

static void *write_some(void *arg)
{
    struct writer *w = arg;

    for (size_t i = w->first; i < w->end && w->e == ERR_OK; i++)
        w->e = give_group(w->o, w->b, w->order[i]);
    return NULL;
}

static void shuffle(uint64_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t k = rng_below(i);
        uint64_t x = order[i - 1];

        order[i - 1] = order[k];
        order[k] = x;
    }
}

TEST(partial, two_threads_fill_a_blob_in_random_order)
{
    struct fixture f;
    struct origin o;
    struct heard heard = {{0}};
    struct blob *b;
    uint64_t order[GROUPS];
    struct writer w[2];
    pthread_t t[2];
    struct store_stats st;
    bool proven = true;

    fixture_open(&f);
    store_listen(f.store, hear, &heard);
    origin_make(&o, SIZE, 1);
    b = want_blob(&f, &o.hash);
    CHECK_EQ_U64(blob_size(b, &proven), 0);
    CHECK(!proven && blob_data(b) == NULL);
    CHECK_OK(blob_set_size(b, SIZE));
    CHECK_OK(give_parents(&o, b));
    shuffle(order, GROUPS);
    for (int i = 0; i < 2; i++) {
        w[i] = (struct writer){b,
                               &o,
                               order,
                               (size_t)i * GROUPS / 2,
                               (size_t)(i + 1) * GROUPS / 2,
                               ERR_OK};
        CHECK(pthread_create(&t[i], NULL, write_some, &w[i]) == 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(t[i], NULL);
        CHECK_OK(w[i].e);
    }
    CHECK(blob_is_complete(b) && blob_is_checked(b, 0, GROUPS));
    CHECK_MEM(blob_data(b), SIZE, o.bytes, SIZE);
    CHECK_MEM(blob_outboard(b), tree_outboard_size(SIZE), o.outboard,
              tree_outboard_size(SIZE));
    WAIT_UNTIL(&f, heard.count[STORE_COMPLETED] == 1);
    CHECK_EQ_U64(heard.count[STORE_ADDED], 1);
    WAIT_UNTIL(&f, (store_get_stats(f.store, &st),
                    st.blobs_complete == 1 && st.flushes_waiting == 0));
    CHECK_EQ_U64(st.bytes_complete, SIZE);
    WAIT_UNTIL(&f, (store_get_stats(f.store, &st), st.bytes_partial == 0));
    blob_unref(b);
    fixture_reopen(&f);
    check_content(&f, &o.hash, o.bytes, SIZE);
    origin_free(&o);
    fixture_close(&f);
}

TEST(partial, what_is_held_survives_closing)
{
    struct fixture f;
    struct origin o;
    struct blob *b;
    struct ranges held;
    struct answer a;
    struct store_stats st;

    fixture_open(&f);
    origin_make(&o, SIZE, 2);
    b = want_blob(&f, &o.hash);
    CHECK_OK(blob_set_size(b, SIZE));
    CHECK_OK(give_parents(&o, b));
    for (uint64_t g = 0; g < GROUPS; g += 3)
        CHECK_OK(give_group(&o, b, g));
    CHECK(!blob_is_complete(b) && !blob_has_groups(b, 1, 2));
    CHECK_OK(stat_blob(&f, &o.hash, &a));
    CHECK_EQ_U64(a.item.held_bytes, blob_held_bytes(b));
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.bytes_partial, blob_held_bytes(b));
    blob_unref(b);
    fixture_reopen(&f);
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.scans_waiting, 0);
    CHECK_EQ_U64(st.blobs_partial, 1);
    CHECK_EQ_U64(st.bytes_partial, 67 * (uint64_t)TREE_GROUP);
    CHECK_OK(get_blob(&f, &o.hash, &b));
    ranges_init(&held);
    CHECK_OK(blob_held(b, &held));
    CHECK_EQ_U64(held.len, 67);
    ranges_clear(&held);
    for (uint64_t g = 0; g < GROUPS; g++) {
        CHECK(blob_has_groups(b, g, g + 1) == (g % 3 == 0));
        if (g % 3 == 0)
            CHECK_OK(blob_check(b, g, g + 1));
        else
            CHECK_OK(give_group(&o, b, g));
    }
    CHECK(blob_is_complete(b));
    blob_unref(b);
    check_content(&f, &o.hash, o.bytes, SIZE);
    origin_free(&o);
    fixture_close(&f);
}

TEST(partial, handles_are_closed_beyond_the_limit_and_nothing_is_forgotten)
{
    enum { N = 30 };
    struct fixture f;
    struct origin o[N];
    char dir[500];
    struct blob *b;

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    CHECK_OK(fixture_try_open(&f, dir, 0, 3));
    for (int i = 0; i < N; i++) {
        origin_make(&o[i], 4 * TREE_GROUP, 100 + (uint64_t)i);
        b = want_blob(&f, &o[i].hash);
        CHECK_OK(blob_set_size(b, o[i].size));
        CHECK_OK(give_parents(&o[i], b));
        CHECK_OK(give_group(&o[i], b, (uint64_t)i % 4));
        blob_unref(b);
    }
    for (int i = 0; i < N; i++) {
        CHECK_OK(get_blob(&f, &o[i].hash, &b));
        CHECK_EQ_U64(blob_held_bytes(b), TREE_GROUP);
        CHECK(blob_has_groups(b, (uint64_t)i % 4, (uint64_t)i % 4 + 1));
        blob_unref(b);
        origin_free(&o[i]);
    }
    WAIT_UNTIL(&f, (b = store_peek(f.store, &o[0].hash)) == NULL ||
                       (blob_unref(b), false));
    fixture_close(&f);
}

TEST(partial, a_small_blob_goes_into_the_database)
{
    struct fixture f;
    struct origin o;
    struct blob *b;
    char wrong[] = "wrong";
    struct iovec bad = {wrong, 5};

    fixture_open(&f);
    origin_make(&o, 777, 3);
    b = want_blob(&f, &o.hash);
    CHECK_OK(blob_set_size(b, 777));
    CHECK_OK(blob_write_data(b, 0, &bad, 1));
    CHECK_ERR(blob_mark_held(b, 0, 1), ERR_MISMATCH);
    CHECK(!blob_is_complete(b));
    CHECK_OK(give_group(&o, b, 0));
    CHECK(blob_is_complete(b) && blob_fd(b) == -1);
    blob_unref(b);
    CHECK_EQ_U64(count_files(&f, "blobs"), 0);
    fixture_reopen(&f);
    check_content(&f, &o.hash, o.bytes, 777);
    origin_free(&o);
    fixture_close(&f);
}

TEST(partial, a_false_size_can_be_replaced_until_it_is_proven)
{
    struct fixture f;
    struct origin o;
    struct blob *b;
    bool proven;

    fixture_open(&f);
    origin_make(&o, 100 * TREE_GROUP, 4);
    b = want_blob(&f, &o.hash);
    CHECK_ERR(blob_set_size(b, 0), ERR_CONFLICT);
    CHECK_OK(blob_set_size(b, UINT64_C(1) << 36));
    CHECK_OK(blob_set_size(b, 100));
    CHECK_OK(blob_set_size(b, 90 * TREE_GROUP));
    /* The left 64 groups lie where they do for every size up to 128. */
    CHECK_OK(blob_write_parents(b, 0, o.outboard, 64));
    CHECK_OK(give_group(&o, b, 50));
    CHECK_ERR(blob_set_size(b, 51 * TREE_GROUP), ERR_CONFLICT);
    CHECK_ERR(blob_set_size(b, 5), ERR_CONFLICT);
    CHECK_OK(blob_set_size(b, o.size));
    CHECK(blob_has_groups(b, 50, 51));
    CHECK_OK(give_parents(&o, b));
    CHECK_OK(give_group(&o, b, 99));
    CHECK_EQ_U64(blob_size(b, &proven), o.size);
    CHECK(proven);
    CHECK_ERR(blob_set_size(b, o.size + 1), ERR_CONFLICT);
    CHECK_OK(blob_set_size(b, o.size));
    CHECK_OK(blob_check(b, 0, 100));
    CHECK(blob_has_groups(b, 50, 51) && blob_has_groups(b, 99, 100));
    blob_unref(b);
    origin_free(&o);
    fixture_close(&f);
}

TEST(partial, the_last_group_of_a_false_size_is_not_believed)
{
    struct fixture f;
    struct origin o;
    struct blob *b;
    bool proven;

    fixture_open(&f);
    origin_make(&o, 10 * TREE_GROUP, 4);
    b = want_blob(&f, &o.hash);
    CHECK_OK(blob_set_size(b, 8 * TREE_GROUP));
    CHECK_OK(blob_write_parents(b, 0, o.outboard, 7));
    CHECK_ERR(give_group(&o, b, 7), ERR_MISMATCH);
    CHECK(blob_size(b, &proven) > 0 && !proven);
    CHECK(!blob_has_groups(b, 7, 8));
    blob_unref(b);
    origin_free(&o);
    fixture_close(&f);
}

TEST(partial, writes_beyond_the_end_and_above_the_limit_are_refused)
{
    struct fixture f;
    char dir[500];
    struct hash h = {{7}};
    struct blob *b;
    uint8_t bytes[64] = {0};
    struct iovec iov = {bytes, 64};

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    CHECK_OK(fixture_try_open(&f, dir, UINT64_C(1) << 30, 8));
    b = want_blob(&f, &h);
    CHECK_ERR(blob_write_data(b, 0, &iov, 1), ERR_RANGE);
    CHECK_ERR(blob_mark_held(b, 0, 1), ERR_RANGE);
    CHECK_ERR(blob_set_size(b, (UINT64_C(1) << 30) + 1), ERR_TOO_LARGE);
    CHECK_ERR(blob_set_size(b, UINT64_MAX), ERR_TOO_LARGE);
    CHECK_OK(blob_set_size(b, 100000));
    CHECK_OK(blob_write_data(b, 100000 - 64, &iov, 1));
    CHECK_ERR(blob_write_data(b, 100000 - 63, &iov, 1), ERR_RANGE);
    CHECK_ERR(blob_write_data(b, UINT64_MAX, &iov, 1), ERR_RANGE);
    CHECK_OK(blob_write_parents(b, 5, bytes, 1));
    CHECK_ERR(blob_write_parents(b, 6, bytes, 1), ERR_RANGE);
    CHECK_ERR(blob_mark_held(b, 0, 8), ERR_RANGE);
    blob_unref(b);
    fixture_close(&f);
}

TEST(partial, an_add_makes_an_open_partial_blob_whole)
{
    struct fixture f;
    struct origin o;
    struct heard heard = {{0}};
    struct blob *b;
    struct store_added added;
    const uint8_t *data;

    fixture_open(&f);
    store_listen(f.store, hear, &heard);
    origin_make(&o, SIZE, 5);
    b = want_blob(&f, &o.hash);
    CHECK_OK(blob_set_size(b, SIZE + TREE_GROUP)); /* a false claim */
    CHECK_OK(blob_set_size(b, SIZE));
    CHECK_OK(give_parents(&o, b));
    CHECK_OK(give_group(&o, b, 7));
    data = blob_data(b);
    CHECK_OK(add_bytes(&f, o.bytes, SIZE, "whole", &added));
    CHECK(added.created);
    CHECK(blob_is_complete(b) && blob_data(b) == data);
    CHECK_MEM(data, SIZE, o.bytes, SIZE);
    CHECK(blob_is_checked(b, 0, GROUPS));
    CHECK_OK(give_group(&o, b, 9)); /* the fetch goes on; no harm */
    CHECK_EQ_U64(heard.count[STORE_COMPLETED], 1);
    CHECK_EQ_U64(heard.count[STORE_TAGGED], 1);
    blob_unref(b);
    fixture_reopen(&f);
    check_content(&f, &o.hash, o.bytes, SIZE);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    origin_free(&o);
    fixture_close(&f);
}

TEST(partial, an_add_makes_a_closed_partial_blob_whole)
{
    struct fixture f;
    struct origin o;
    struct blob *b;

    fixture_open(&f);
    origin_make(&o, SIZE, 6);
    b = want_blob(&f, &o.hash);
    CHECK_OK(blob_set_size(b, SIZE));
    CHECK_OK(give_parents(&o, b));
    CHECK_OK(give_group(&o, b, 7));
    blob_unref(b);
    fixture_reopen(&f);
    CHECK_OK(add_bytes(&f, o.bytes, SIZE, NULL, NULL));
    check_content(&f, &o.hash, o.bytes, SIZE);
    fixture_reopen(&f);
    check_content(&f, &o.hash, o.bytes, SIZE);
    origin_free(&o);
    fixture_close(&f);
}

TEST(partial, a_small_add_and_a_small_put_end_a_false_claim)
{
    struct fixture f;
    uint8_t *bytes = make_bytes(500, 9);
    struct hash h;
    struct answer a = {0};
    struct blob *b, *c;

    fixture_open(&f);
    hash_bytes(bytes, 500, &h);
    b = want_blob(&f, &h);
    CHECK_OK(blob_set_size(b, 1000000));
    CHECK_OK(add_bytes(&f, bytes, 500, NULL, NULL));
    CHECK(blob_is_complete(b));
    CHECK_EQ_U64(blob_size(b, NULL), 500);
    CHECK_MEM(blob_data(b), 500, bytes, 500);
    hash_bytes(bytes, 400, &h);
    c = want_blob(&f, &h);
    CHECK_OK(blob_set_size(c, 300));
    store_put_small(f.store, &h, bytes, 400, got_done, &a);
    wait_for(&f, &a);
    CHECK_OK(a.e);
    CHECK(blob_is_complete(c));
    CHECK_MEM(blob_data(c), 400, bytes, 400);
    blob_unref(b);
    blob_unref(c);
    fixture_reopen(&f);
    check_content(&f, &h, bytes, 400);
    free(bytes);
    fixture_close(&f);
}

/* Adds of a blob while a thread fills it, many times over. */
TEST(partial, adding_what_is_being_filled_is_safe)
{
    struct fixture f;
    struct origin o;
    uint64_t order[GROUPS];

    fixture_open(&f);
    for (unsigned round = 0; round < 10; round++) {
        struct writer w = {.o = &o, .order = order, .end = GROUPS};
        pthread_t t;

        origin_make(&o, SIZE, 50 + round);
        shuffle(order, GROUPS);
        w.b = want_blob(&f, &o.hash);
        CHECK_OK(blob_set_size(w.b, SIZE));
        CHECK_OK(give_parents(&o, w.b));
        CHECK(pthread_create(&t, NULL, write_some, &w) == 0);
        CHECK_OK(add_bytes(&f, o.bytes, SIZE, NULL, NULL));
        pthread_join(t, NULL);
        CHECK_OK(w.e);
        blob_unref(w.b);
        check_content(&f, &o.hash, o.bytes, SIZE);
        origin_free(&o);
    }
    fixture_reopen(&f);
    fixture_close(&f);
}
