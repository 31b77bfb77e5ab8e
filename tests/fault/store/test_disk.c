/* A disk that is full, that fails to write, that fails to flush. The calls
 * are caught here, in this program, before they reach the system; SQLite's
 * are among them. */
#include "../../unit/store/fixture.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "crypto/tree.h"

static atomic_llong room = INT64_MAX; /* bytes that may still be written */
static atomic_int fail_write_at;      /* the n-th write; 0: none */
static atomic_int fail_flush_at;
static atomic_int writes, flushes; /* seen since the last reset */

static bool is_due(atomic_int *countdown, atomic_int *seen)
{
    atomic_fetch_add(seen, 1);
    return atomic_load(countdown) > 0 && atomic_fetch_sub(countdown, 1) == 1;
}

/* How much of `len` may be written; errno is set when nothing. */
static size_t allow(size_t len)
{
    long long left = atomic_fetch_sub(&room, (long long)len);

    if (is_due(&fail_write_at, &writes)) {
        errno = EIO;
        return 0;
    }
    if (left >= (long long)len)
        return len;
    errno = ENOSPC;
    return left > 0 ? (size_t)left : 0;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    size_t n = allow(len);

    return n > 0 ? syscall(SYS_pwrite64, fd, bytes, n, at) : -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    return pwrite(fd, bytes, len, at);
}

ssize_t pwritev(int fd, const struct iovec *iov, int len, off_t at)
{
    size_t n = 0;

    for (int i = 0; i < len; i++)
        n += iov[i].iov_len;
    if (allow(n) < n)
        return -1;
    return syscall(SYS_pwritev, fd, iov, len, at, 0);
}

static int flush(long call, int fd)
{
    if (is_due(&fail_flush_at, &flushes)) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(call, fd);
}

int fdatasync(int fd)
{
    return flush(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    return flush(SYS_fsync, fd);
}

static void heal(void)
{
    atomic_store(&room, INT64_MAX);
    atomic_store(&fail_write_at, 0);
    atomic_store(&fail_flush_at, 0);
    atomic_store(&writes, 0);
    atomic_store(&flushes, 0);
}

static enum err health_of(struct fixture *f)
{
    struct store_stats st;

    store_get_stats(f->store, &st);
    return st.health;
}

static enum err try_add(struct fixture *f, size_t len, uint64_t seed)
{
    uint8_t *bytes = make_bytes(len, seed);
    struct store_add *add;
    struct answer a = {0};
    enum err e = store_add_begin(f->store, &add);

    if (e == ERR_OK) {
        e = store_add_write(add, bytes, len);
        if (e == ERR_OK) {
            store_add_finish(add, NULL, "tag", got_added, &a);
            wait_for(f, &a);
            e = a.e;
        } else {
            store_add_abort(add);
        }
    }
    free(bytes);
    return e;
}

TEST(disk, a_full_disk_refuses_and_recovers_by_itself)
{
    struct fixture f;
    struct hash h;

    heal();
    fixture_open(&f);
    h = add_made(&f, 100000, 1);
    atomic_store(&room, 600000);
    CHECK_ERR(try_add(&f, 1000000, 2), ERR_NO_SPACE);
    CHECK_ERR(health_of(&f), ERR_NO_SPACE);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    atomic_store(&room, 0);
    CHECK_ERR(try_add(&f, 100, 3), ERR_NO_SPACE);
    CHECK_ERR(set_tag(&f, "t", &h), ERR_NO_SPACE);
    check_made(&f, &h, 100000, 1);
    heal();
    CHECK_OK(try_add(&f, 1000000, 2));
    CHECK_OK(set_tag(&f, "t", &h));
    CHECK_ERR(health_of(&f), ERR_OK);
    fixture_reopen(&f);
    check_made(&f, &h, 100000, 1);
    fixture_close(&f);
}

TEST(disk, a_row_that_found_no_room_is_written_later)
{
    struct fixture f;
    uint8_t *bytes = make_bytes(500, 4);
    struct hash h;
    struct blob *b;
    struct iovec iov = {bytes, 500};
    struct answer a;

    heal();
    fixture_open(&f);
    hash_bytes(bytes, 500, &h);
    b = want_blob(&f, &h);
    atomic_store(&room, 0);
    CHECK_OK(blob_set_size(b, 500));
    CHECK_OK(blob_write_data(b, 0, &iov, 1));
    CHECK_OK(blob_mark_held(b, 0, 1));
    blob_unref(b);
    WAIT_UNTIL(&f, health_of(&f) == ERR_NO_SPACE);
    heal();
    WAIT_UNTIL(&f, health_of(&f) == ERR_OK);
    fixture_reopen(&f);
    check_content(&f, &h, bytes, 500);
    CHECK_OK(stat_blob(&f, &h, &a));
    free(bytes);
    fixture_close(&f);
}

/* Not tried again: what the disk has is not known after it. */
TEST(disk, a_failed_flush_stops_writing_for_good)
{
    struct fixture f;
    struct hash h, other;
    struct blob *b;
    int n;

    heal();
    fixture_open(&f);
    h = add_made(&f, 100000, 1);
    atomic_store(&flushes, 0);
    other = add_made(&f, 100000, 2);
    n = atomic_load(&flushes);
    CHECK(n >= 4); /* data, tree, directory, database */
    for (int at = 1; at <= n; at++) {
        atomic_store(&fail_flush_at, at);
        CHECK_ERR(try_add(&f, 100000, 100 + (uint64_t)at), ERR_IO);
        heal();
        CHECK_ERR(health_of(&f), ERR_IO);
        CHECK_ERR(try_add(&f, 100, 5), ERR_IO);
        CHECK_ERR(set_tag(&f, "t", &h), ERR_IO);
        check_made(&f, &h, 100000, 1);
        CHECK_OK(get_blob(&f, &h, &b));
        CHECK_ERR(blob_set_size(b, 100000), ERR_IO);
        blob_unref(b);
        fixture_reopen(&f);
        CHECK_ERR(health_of(&f), ERR_OK);
        check_made(&f, &h, 100000, 1);
        check_made(&f, &other, 100000, 2);
        CHECK_OK(try_add(&f, 100000, 100 + (uint64_t)at));
    }
    fixture_close(&f);
}

/* What was said to be there is there, whichever write failed. */
TEST(disk, a_write_that_fails_anywhere_loses_nothing_acknowledged)
{
    struct fixture f;
    char dir[500];
    unsigned failed = 0;

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    heal();
    fixture_open_at(&f, dir);
    for (int at = 1; at <= 60; at++) {
        bool small, large;
        uint64_t seed = (uint64_t)at;

        atomic_store(&fail_write_at, at);
        small = try_add(&f, 1000, seed) == ERR_OK;
        large = try_add(&f, 400000, seed) == ERR_OK;
        failed += !small + !large;
        heal();
        fixture_reopen(&f);
        if (small) {
            uint8_t *bytes = make_bytes(1000, seed);
            struct hash h;

            hash_bytes(bytes, 1000, &h);
            check_content(&f, &h, bytes, 1000);
            free(bytes);
        }
        if (large) {
            uint8_t *bytes = make_bytes(400000, seed);
            struct hash h;

            hash_bytes(bytes, 400000, &h);
            check_content(&f, &h, bytes, 400000);
            free(bytes);
        }
        CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    }
    CHECK(failed > 5);
    fixture_close(&f);
}
