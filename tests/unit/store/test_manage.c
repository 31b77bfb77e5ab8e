/* Tags, lists, deleting, verifying, opening. */
#include "fixture.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err get_tag(struct fixture *f, const char *name, struct answer *a)
{
    memset(a, 0, sizeof *a);
    store_tag_get(f->store, name, got_tags, a);
    wait_for(f, a);
    return a->e;
}

static enum err delete_tag(struct fixture *f, const char *name)
{
    struct answer a = {0};

    store_tag_delete(f->store, name, got_done, &a);
    wait_for(f, &a);
    return a.e;
}

static void list_blobs(struct fixture *f, const struct store_query *q,
                       struct answer *a)
{
    memset(a, 0, sizeof *a);
    store_list(f->store, q, got_list, a);
    wait_for(f, a);
}

TEST(tags, a_tag_is_set_moved_listed_and_deleted)
{
    struct fixture f;
    struct hash h1 = {{1}}, h2 = {{2}};
    struct answer a;
    struct store_stats st;

    fixture_open(&f);
    CHECK_ERR(get_tag(&f, "a", &a), ERR_NOT_FOUND);
    CHECK_OK(set_tag(&f, "a", &h1));
    CHECK_OK(set_tag(&f, "a", &h2));
    CHECK_OK(set_tag(&f, "c", &h1));
    CHECK_OK(set_tag(&f, "b\xc3\xa9", &h1));
    fixture_reopen(&f);
    CHECK_OK(get_tag(&f, "a", &a));
    CHECK(hash_equal(&a.tag.hash, &h2) && !a.tag.is_sequence);
    memset(&a, 0, sizeof a);
    store_tag_list(f.store, NULL, 2, got_tags, &a);
    wait_for(&f, &a);
    CHECK_EQ_U64(a.len, 2);
    CHECK(a.more);
    CHECK_STR(a.tag.name, "b\xc3\xa9");
    a.is_there = false;
    store_tag_list(f.store, "b\xc3\xa9", 2, got_tags, &a);
    wait_for(&f, &a);
    CHECK_EQ_U64(a.len, 1);
    CHECK(!a.more);
    CHECK_STR(a.tag.name, "c");
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.tags, 3);
    CHECK_OK(delete_tag(&f, "a"));
    CHECK_ERR(delete_tag(&f, "a"), ERR_NOT_FOUND);
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.tags, 2);
    fixture_close(&f);
}

TEST(tags, names_that_are_no_names_are_refused)
{
    static const char *const bad[] = {"",         "a\nb",         "\x7f",
                                      "\xff",     "a\xc3",        "\xc0\x80",
                                      "\xc2\x85", "\xed\xa0\x80", "\xf5\x80"};
    struct fixture f;
    struct hash h = {{1}};
    char name[STORE_TAG_MAX + 1];

    fixture_open(&f);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_ERR(set_tag(&f, bad[i], &h), ERR_INVALID);
    memset(name, 'x', STORE_TAG_MAX);
    name[STORE_TAG_MAX] = '\0';
    CHECK_OK(set_tag(&f, name, &h));
    CHECK_OK(set_tag(&f, "\xf0\x9f\x90\x9f \xe2\x82\xac", &h));
    fixture_close(&f);
}

TEST(list, pages_give_every_blob_once_while_others_are_added)
{
    struct fixture f;
    struct hash h[100];
    struct store_query q = {.limit = 7};
    struct answer a;
    unsigned seen[100] = {0};
    uint64_t seed = 1000;

    fixture_open(&f);
    for (size_t i = 0; i < 100; i++)
        h[i] = add_made(&f, 10, i);
    do {
        list_blobs(&f, &q, &a);
        CHECK_OK(a.e);
        for (size_t k = 0; k < a.len; k++) {
            CHECK(!q.has_after || hash_compare(&q.after, &a.hashes[k]) < 0);
            q.after = a.hashes[k];
            q.has_after = true;
            for (size_t i = 0; i < 100; i++)
                seen[i] += hash_equal(&h[i], &a.hashes[k]);
        }
        add_made(&f, 10, seed++);
    } while (a.more);
    for (size_t i = 0; i < 100; i++)
        CHECK_EQ_U64(seen[i], 1);
    q.limit = 0;
    list_blobs(&f, &q, &a);
    CHECK_ERR(a.e, ERR_INVALID);
    fixture_close(&f);
}

TEST(list, states_and_tags_choose_what_is_listed)
{
    struct fixture f;
    struct hash whole, part = {{0x77}};
    struct store_query q = {.limit = 10};
    struct answer a;

    fixture_open(&f);
    whole = add_made(&f, 20000, 1);
    CHECK_OK(set_tag(&f, "w2", &whole));
    CHECK_OK(set_tag(&f, "w1", &whole));
    CHECK_OK(set_tag(&f, "absent", &(struct hash){{9}}));
    blob_unref(want_blob(&f, &part));
    list_blobs(&f, &q, &a);
    CHECK_EQ_U64(a.len, 2);
    q.state = STORE_PARTIAL;
    list_blobs(&f, &q, &a);
    CHECK_EQ_U64(a.len, 1);
    CHECK(hash_equal(&a.hashes[0], &part) && !a.item.complete);
    q.state = STORE_COMPLETE;
    list_blobs(&f, &q, &a);
    CHECK_EQ_U64(a.len, 1);
    CHECK(hash_equal(&a.hashes[0], &whole) && a.item.complete);
    CHECK_EQ_U64(a.item.tags_len, 2);
    CHECK_STR(a.tags[0], "w1");
    CHECK_STR(a.tags[1], "w2");
    q.tag = "w1";
    list_blobs(&f, &q, &a);
    CHECK_EQ_U64(a.len, 1);
    CHECK_EQ_U64(a.item.size, 20000);
    q.tag = "absent";
    list_blobs(&f, &q, &a);
    CHECK_OK(a.e);
    CHECK_EQ_U64(a.len, 0);
    fixture_close(&f);
}

TEST(remove, a_blob_goes_and_its_readers_read_on)
{
    struct fixture f;
    struct hash h;
    struct blob *b, *none;
    uint8_t *bytes = make_bytes(100000, 1);

    fixture_open(&f);
    h = add_made(&f, 100000, 1);
    CHECK_OK(get_blob(&f, &h, &b));
    CHECK_OK(delete_blob(&f, &h, false));
    CHECK_ERR(get_blob(&f, &h, &none), ERR_NOT_FOUND);
    CHECK(store_peek(f.store, &h) == NULL);
    CHECK_EQ_U64(count_files(&f, "blobs"), 0);
    CHECK_MEM(blob_data(b), 100000, bytes, 100000);
    CHECK_ERR(delete_blob(&f, &h, false), ERR_NOT_FOUND);
    /* Come again while the old handle is open: another file. */
    add_made(&f, 100000, 1);
    check_made(&f, &h, 100000, 1);
    blob_unref(b);
    check_made(&f, &h, 100000, 1);
    free(bytes);
    fixture_close(&f);
}

TEST(remove, tagged_blobs_go_only_by_force_and_busy_ones_not_at_all)
{
    struct fixture f;
    struct hash h, part = {{0x55}};
    struct blob *b;
    struct answer a;

    fixture_open(&f);
    h = add_made(&f, 10, 1);
    CHECK_OK(set_tag(&f, "t", &h));
    CHECK_ERR(delete_blob(&f, &h, false), ERR_CONFLICT);
    check_made(&f, &h, 10, 1);
    CHECK_OK(delete_blob(&f, &h, true));
    CHECK_ERR(get_tag(&f, "t", &a), ERR_NOT_FOUND);
    CHECK_ERR(get_blob(&f, &h, &b), ERR_NOT_FOUND);
    b = want_blob(&f, &part);
    CHECK_OK(blob_set_size(b, 100000));
    CHECK_ERR(delete_blob(&f, &part, true), ERR_BUSY);
    blob_unref(b);
    CHECK_OK(delete_blob(&f, &part, false));
    CHECK_EQ_U64(count_files(&f, "blobs"), 0);
    fixture_close(&f);
}

static enum err try_again(struct fixture *f)
{
    char dir[512];
    enum err e;

    memcpy(dir, f->dir, sizeof dir);
    e = fixture_try_open(f, dir, 0, 8);
    if (e != ERR_OK) {
        workers_free(f->workers);
        loop_free(f->loop);
    }
    return e;
}

static void damage(const struct fixture *f, const struct hash *h,
                   const char *suffix, off_t at)
{
    char path[700];
    uint8_t byte;
    int fd;

    blob_path(f, h, suffix, path);
    fd = open(path, O_RDWR);
    CHECK(fd >= 0 && pread(fd, &byte, 1, at) == 1);
    byte ^= 0x40;
    CHECK(pwrite(fd, &byte, 1, at) == 1);
    close(fd);
}

static void touch(const struct fixture *f, const struct hash *h)
{
    char path[700];

    blob_path(f, h, ".data", path);
    CHECK(utimensat(AT_FDCWD, path, NULL, 0) == 0);
}

static void verify(struct fixture *f, const struct hash *h, struct answer *a)
{
    memset(a, 0, sizeof *a);
    store_verify(f->store, h, got_verified, a);
    wait_for(f, a);
}

TEST(verify, damage_is_found_dropped_and_mended)
{
    struct fixture f;
    struct hash h;
    struct answer a;
    struct blob *b;
    uint8_t *bytes = make_bytes(1000003, 1);
    struct iovec iov = {bytes + 5 * 16384, 16384};

    fixture_open(&f);
    h = add_made(&f, 1000003, 1);
    verify(&f, &h, &a);
    CHECK_OK(a.e);
    CHECK_EQ_U64(a.verified.checked_bytes, 1000003);
    CHECK_EQ_U64(a.verified.bad_bytes, 0);
    damage(&f, &h, ".data", 5 * 16384 + 99);
    verify(&f, &h, &a);
    CHECK_OK(a.e);
    CHECK_EQ_U64(a.verified.bad_bytes, 16384);
    CHECK_OK(get_blob(&f, &h, &b));
    CHECK(!blob_is_complete(b) && !blob_has_groups(b, 5, 6));
    CHECK(blob_has_groups(b, 0, 5) && blob_has_groups(b, 6, 62));
    blob_unref(b);
    fixture_reopen(&f);
    CHECK_OK(get_blob(&f, &h, &b));
    CHECK_EQ_U64(blob_held_bytes(b), 1000003 - 16384);
    CHECK_OK(blob_write_data(b, 5 * 16384, &iov, 1));
    CHECK_OK(blob_mark_held(b, 5, 6));
    CHECK(blob_is_complete(b));
    blob_unref(b);
    check_content(&f, &h, bytes, 1000003);
    verify(&f, &h, &a);
    CHECK_EQ_U64(a.verified.bad_bytes, 0);
    free(bytes);
    fixture_close(&f);
}

TEST(verify, a_damaged_tree_is_made_anew_from_good_content)
{
    struct fixture f;
    struct hash h;
    struct answer a;
    char path[700];

    fixture_open(&f);
    h = add_made(&f, 1000003, 1);
    damage(&f, &h, ".tree", 70);
    verify(&f, &h, &a);
    CHECK_OK(a.e);
    CHECK_EQ_U64(a.verified.bad_bytes, 0);
    check_made(&f, &h, 1000003, 1);
    fixture_reopen(&f);
    blob_path(&f, &h, ".tree", path);
    verify(&f, &h, &a);
    CHECK_EQ_U64(a.verified.bad_bytes, 0);
    fixture_close(&f);
    CHECK(unlink(path) == 0);
    CHECK_OK(try_again(&f));
    check_made(&f, &h, 1000003, 1);
    fixture_close(&f);
}

TEST(verify, a_changed_file_is_no_longer_checked)
{
    struct fixture f;
    struct hash h;
    struct blob *b;
    struct store_stats st;

    fixture_open(&f);
    h = add_made(&f, 300000, 1);
    CHECK_OK(get_blob(&f, &h, &b));
    CHECK(blob_is_checked(b, 0, 19));
    damage(&f, &h, ".data", 3 * 16384);
    /* The clock of the file system ticks slowly. */
    WAIT_UNTIL(&f, (touch(&f, &h), !blob_is_checked(b, 4, 5)));
    CHECK_OK(blob_check(b, 4, 5));
    CHECK(blob_is_checked(b, 4, 5) && !blob_is_checked(b, 0, 19));
    CHECK_ERR(blob_check(b, 0, 19), ERR_CORRUPT);
    CHECK(!blob_has_groups(b, 3, 4) && blob_has_groups(b, 4, 19));
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.damaged_groups, 1);
    blob_unref(b);
    fixture_close(&f);
}

TEST(verify, a_file_cut_short_under_its_readers_is_damage_not_death)
{
    struct fixture f;
    struct hash h;
    struct blob *b;
    char path[700];
    uint8_t *bytes = make_bytes(300000, 1);
    unsigned sum = 0;

    fixture_open(&f);
    h = add_made(&f, 300000, 1);
    CHECK_OK(get_blob(&f, &h, &b));
    blob_path(&f, &h, ".data", path);
    CHECK(truncate(path, 100000) == 0);
    for (size_t i = 0; i < 300000; i += 512)
        sum += blob_data(b)[i];
    CHECK(sum > 0);
    CHECK(!blob_is_checked(b, 0, 19));
    CHECK_ERR(blob_check(b, 0, 19), ERR_CORRUPT);
    CHECK(blob_has_groups(b, 0, 6) && !blob_is_complete(b));
    CHECK_EQ_U64(blob_held_bytes(b), 6 * 16384);
    for (uint64_t g = 6; g < 19; g++) {
        size_t len = g < 18 ? 16384 : 300000 - 18 * 16384;
        struct iovec iov = {bytes + g * 16384, len};

        CHECK_OK(blob_write_data(b, g * 16384, &iov, 1));
        CHECK_OK(blob_mark_held(b, g, g + 1));
    }
    CHECK(blob_is_complete(b));
    CHECK_MEM(blob_data(b), 300000, bytes, 300000);
    CHECK_OK(blob_check(b, 0, 19));
    blob_unref(b);
    free(bytes);
    fixture_close(&f);
}

TEST(open, a_second_opener_is_refused_and_told_who_has_it)
{
    struct fixture f, g;
    char pid[32];

    fixture_open(&f);
    CHECK_ERR(fixture_try_open(&g, f.dir, 0, 8), ERR_BUSY);
    snprintf(pid, sizeof pid, "process %ld;", (long)getpid());
    CHECK(strstr(g.em.text, pid) != NULL);
    CHECK(strstr(g.em.text, f.dir) != NULL);
    workers_free(g.workers);
    loop_free(g.loop);
    fixture_close(&f);
}

static void sql(const struct fixture *f, const char *text)
{
    char path[600];
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/firn.db", f->dir);
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

TEST(open, a_newer_store_is_refused_and_left_alone)
{
    struct fixture f;

    fixture_open(&f);
    fixture_close(&f);
    sql(&f, "PRAGMA user_version = 99;"
            "UPDATE meta SET value = '7.1.0' WHERE name = 'program'");
    CHECK_ERR(try_again(&f), ERR_NEWER);
    CHECK(strstr(f.em.text, "version 7.1.0") != NULL);
    sql(&f, "PRAGMA user_version = 3");
    CHECK_OK(try_again(&f));
    fixture_close(&f);
}

TEST(open, what_is_not_our_database_is_refused)
{
    struct fixture f;
    char path[600];
    int fd;

    fixture_open(&f);
    fixture_close(&f);
    snprintf(path, sizeof path, "%s/firn.db", f.dir);
    fd = open(path, O_RDWR);
    CHECK(pwrite(fd, "garbage garbage!", 16, 0) == 16);
    close(fd);
    CHECK_ERR(try_again(&f), ERR_CORRUPT);
    CHECK(unlink(path) == 0);
    sql(&f, "CREATE TABLE mine (x)");
    CHECK_ERR(try_again(&f), ERR_CORRUPT);
}

TEST(open, leftovers_are_swept_and_known_files_stay)
{
    struct fixture f;
    struct hash h, none = {{0xab, 1}};
    char path[700];
    int fd;

    fixture_open(&f);
    h = add_made(&f, 100000, 1);
    fixture_close(&f);
    blob_path(&f, &none, ".data", path);
    fd = open(path, O_CREAT | O_WRONLY, 0600);
    CHECK(fd >= 0);
    close(fd);
    snprintf(path, sizeof path, "%s/tmp/add-1234.data", f.dir);
    fd = open(path, O_CREAT | O_WRONLY, 0600);
    CHECK(fd >= 0);
    close(fd);
    CHECK_OK(try_again(&f));
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    WAIT_UNTIL(&f, count_files(&f, "blobs") == 2);
    check_made(&f, &h, 100000, 1);
    fixture_close(&f);
}

TEST(open, a_blob_whose_files_vanished_is_partial)
{
    struct fixture f;
    struct hash h;
    struct answer a;
    struct store_added added;
    uint8_t *bytes = make_bytes(100000, 1);
    char path[700];

    fixture_open(&f);
    h = add_made(&f, 100000, 1);
    fixture_close(&f);
    blob_path(&f, &h, ".data", path);
    CHECK(unlink(path) == 0);
    CHECK_OK(try_again(&f));
    WAIT_UNTIL(&f, (stat_blob(&f, &h, &a), !a.item.complete));
    CHECK_EQ_U64(a.item.held_bytes, 0);
    CHECK_OK(add_bytes(&f, bytes, 100000, NULL, &added));
    CHECK(added.created);
    check_content(&f, &h, bytes, 100000);
    free(bytes);
    fixture_close(&f);
}

static void close_during(enum err e, struct blob *b, void *arg)
{
    unsigned *n = arg;

    CHECK(e == ERR_OK || e == ERR_CLOSED);
    blob_unref(b);
    ++*n;
}

TEST(open, closing_answers_what_was_asked)
{
    struct fixture f;
    struct hash h[50];
    unsigned n = 0;

    fixture_open(&f);
    for (size_t i = 0; i < 50; i++)
        h[i] = add_made(&f, i % 2 != 0 ? 100 : 20000, i);
    fixture_reopen(&f);
    for (size_t i = 0; i < 50; i++)
        store_get(f.store, &h[i], close_during, &n);
    fixture_close(&f);
    CHECK_EQ_U64(n, 50);
}
