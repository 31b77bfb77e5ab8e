/* Adding whole blobs and reading them back. */
#include "fixture.h"

#include "crypto/tree.h"

#include <sys/stat.h>
#include <unistd.h>

static const size_t sizes[] = {0,     1,     1023,  1024,   1025,
                               16383, 16384, 16385, 262144, 1000003};
#define SIZES (sizeof sizes / sizeof sizes[0])

TEST(add, what_was_added_is_read_back_at_every_size)
{
    struct fixture f;
    struct hash h[SIZES];

    fixture_open(&f);
    for (size_t i = 0; i < SIZES; i++)
        h[i] = add_made(&f, sizes[i], i);
    for (size_t i = 0; i < SIZES; i++)
        check_made(&f, &h[i], sizes[i], i);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    fixture_reopen(&f);
    for (size_t i = 0; i < SIZES; i++)
        check_made(&f, &h[i], sizes[i], i);
    fixture_close(&f);
}

TEST(add, pieces_of_any_length_give_the_same_blob)
{
    struct fixture f;
    size_t len = 3000017;
    uint8_t *bytes = make_bytes(len, 5);
    struct hash want;

    fixture_open(&f);
    hash_bytes(bytes, len, &want);
    for (size_t piece = 1000; piece < len; piece *= 7) {
        struct store_add *add;
        struct answer a = {0};

        CHECK_OK(store_add_begin(f.store, &add));
        for (size_t at = 0; at < len; at += piece)
            CHECK_OK(store_add_write(add, bytes + at,
                                     len - at < piece ? len - at : piece));
        store_add_finish(add, &want, NULL, got_added, &a);
        wait_for(&f, &a);
        CHECK_OK(a.e);
        CHECK(hash_equal(&a.added.hash, &want));
    }
    check_content(&f, &want, bytes, len);
    free(bytes);
    fixture_close(&f);
}

TEST(add, the_same_content_is_kept_once)
{
    struct fixture f;
    uint8_t *bytes = make_bytes(100000, 1);
    struct store_added one, two;

    fixture_open(&f);
    CHECK_OK(add_bytes(&f, bytes, 100000, NULL, &one));
    CHECK_OK(add_bytes(&f, bytes, 100000, "again", &two));
    CHECK(one.created && !two.created);
    CHECK(hash_equal(&one.hash, &two.hash));
    CHECK_EQ_U64(count_files(&f, "blobs"), 2);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    CHECK_OK(add_bytes(&f, bytes, 100, NULL, &one));
    CHECK_OK(add_bytes(&f, bytes, 100, NULL, &two));
    CHECK(one.created && !two.created);
    free(bytes);
    fixture_close(&f);
}

TEST(add, many_adds_of_the_same_content_at_once_lose_nothing)
{
    struct fixture f;
    uint8_t *bytes = make_bytes(200000, 1);
    struct store_add *add[8];
    struct answer a[8] = {0};
    unsigned created = 0;

    fixture_open(&f);
    for (int i = 0; i < 8; i++) {
        CHECK_OK(store_add_begin(f.store, &add[i]));
        CHECK_OK(store_add_write(add[i], bytes, 200000));
    }
    for (int i = 0; i < 8; i++)
        store_add_finish(add[i], NULL, NULL, got_added, &a[i]);
    for (int i = 0; i < 8; i++) {
        wait_for(&f, &a[i]);
        CHECK_OK(a[i].e);
        created += a[i].added.created;
    }
    CHECK_EQ_U64(created, 1);
    check_content(&f, &a[0].added.hash, bytes, 200000);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    free(bytes);
    fixture_close(&f);
}

TEST(add, content_that_is_not_what_was_expected_leaves_nothing)
{
    struct fixture f;
    uint8_t *bytes = make_bytes(100000, 1);
    struct hash wrong = {{1}};
    struct blob *b;

    fixture_open(&f);
    for (size_t len = 100; len <= 100000; len *= 1000) {
        struct store_add *add;
        struct answer a = {0};

        CHECK_OK(store_add_begin(f.store, &add));
        CHECK_OK(store_add_write(add, bytes, len));
        store_add_finish(add, &wrong, "t", got_added, &a);
        wait_for(&f, &a);
        CHECK_ERR(a.e, ERR_MISMATCH);
        CHECK_ERR(get_blob(&f, &a.added.hash, &b), ERR_NOT_FOUND);
        CHECK_ERR(get_blob(&f, &wrong, &b), ERR_NOT_FOUND);
    }
    CHECK_EQ_U64(count_files(&f, "blobs"), 0);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    free(bytes);
    fixture_close(&f);
}

TEST(add, an_abandoned_add_leaves_nothing)
{
    struct fixture f;
    uint8_t *bytes = make_bytes(1000000, 1);
    struct store_add *add;
    struct store_stats st;

    fixture_open(&f);
    CHECK_OK(store_add_begin(f.store, &add));
    CHECK_OK(store_add_write(add, bytes, 1000000));
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.adds_open, 1);
    CHECK_EQ_U64(count_files(&f, "tmp"), 1);
    store_add_abort(add);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    store_add_abort(NULL);
    free(bytes);
    fixture_close(&f);
}

TEST(add, a_blob_above_the_limit_is_refused)
{
    struct fixture f;
    char dir[500];
    uint8_t *bytes = make_bytes(50001, 1);
    struct store_add *add;
    struct answer a = {0};

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    CHECK_OK(fixture_try_open(&f, dir, 50000, 8));
    CHECK_OK(store_add_begin(f.store, &add));
    CHECK_OK(store_add_write(add, bytes, 50000));
    CHECK_ERR(store_add_write(add, bytes, 1), ERR_TOO_LARGE);
    store_add_finish(add, NULL, NULL, got_added, &a);
    wait_for(&f, &a);
    CHECK_ERR(a.e, ERR_TOO_LARGE);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    free(bytes);
    fixture_close(&f);
}

TEST(add, a_blob_just_added_is_checked_and_files_are_private)
{
    struct fixture f;
    struct hash h;
    struct blob *b;
    struct stat st;
    char path[700];

    fixture_open(&f);
    h = add_made(&f, 1000003, 3);
    CHECK_OK(get_blob(&f, &h, &b));
    CHECK(blob_is_checked(b, 0, 62));
    CHECK(blob_fd(b) >= 0);
    CHECK(blob_outboard(b) != NULL);
    blob_path(&f, &h, ".data", path);
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
    CHECK_EQ_U64((uint64_t)st.st_size, 1000003);
    blob_unref(b);
    fixture_reopen(&f);
    CHECK_OK(get_blob(&f, &h, &b));
    CHECK(!blob_is_checked(b, 0, 62));
    CHECK_OK(blob_check(b, 0, 62));
    CHECK(blob_is_checked(b, 0, 62));
    blob_unref(b);
    fixture_close(&f);
}

TEST(add, the_outboard_is_what_iroh_writes)
{
    struct fixture f;
    struct hash h;
    struct blob *b;
    uint8_t root[64];
    struct hash parent;

    fixture_open(&f);
    h = add_made(&f, 65537, 3);
    CHECK_OK(get_blob(&f, &h, &b));
    memcpy(root, blob_outboard(b), 64);
    tree_parent((const struct hash *)(void *)root,
                (const struct hash *)(void *)(root + 32), true, &parent);
    CHECK(hash_equal(&parent, &h));
    blob_unref(b);
    fixture_close(&f);
}

TEST(add, the_empty_blob_is_always_held)
{
    struct fixture f;
    struct blob *b;
    struct answer a;
    struct store_added added;

    fixture_open(&f);
    CHECK_OK(get_blob(&f, &HASH_EMPTY, &b));
    CHECK(blob_is_complete(b) && blob_data(b) == NULL);
    CHECK(blob_has_groups(b, 0, 1) && blob_is_checked(b, 0, 1));
    blob_unref(b);
    CHECK_OK(stat_blob(&f, &HASH_EMPTY, &a));
    CHECK(a.item.complete);
    CHECK_ERR(delete_blob(&f, &HASH_EMPTY, false), ERR_NOT_FOUND);
    CHECK_OK(add_bytes(&f, NULL, 0, "nothing", &added));
    CHECK(hash_equal(&added.hash, &HASH_EMPTY));
    fixture_reopen(&f);
    CHECK_OK(stat_blob(&f, &HASH_EMPTY, &a));
    CHECK_STR(a.tags[0], "nothing");
    CHECK_OK(delete_blob(&f, &HASH_EMPTY, true));
    CHECK_OK(get_blob(&f, &HASH_EMPTY, &b));
    blob_unref(b);
    fixture_close(&f);
}

TEST(add, small_puts_share_commits)
{
    struct fixture f;
    struct answer a[200] = {0};
    struct hash h[200];
    struct store_stats st;
    uint64_t before;

    fixture_open(&f);
    store_get_stats(f.store, &st);
    before = st.commits;
    for (size_t i = 0; i < 200; i++) {
        uint8_t *bytes = make_bytes(100, i);

        hash_bytes(bytes, 100, &h[i]);
        store_put_small(f.store, &h[i], bytes, 100, got_done, &a[i]);
        free(bytes);
    }
    for (size_t i = 0; i < 200; i++) {
        wait_for(&f, &a[i]);
        CHECK_OK(a[i].e);
    }
    for (size_t i = 0; i < 200; i++)
        check_made(&f, &h[i], 100, i);
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.blobs_complete, 200);
    CHECK_EQ_U64(st.bytes_complete, 20000);
    CHECK(st.commits - before < 100);
    fixture_close(&f);
}
