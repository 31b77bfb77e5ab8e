/* Ends without warning: a child process works on the store and is killed, or
 * leaves with damaged files; the parent opens what is left. */
#include "fixture.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rng.h"
#include "crypto/tree.h"

#define ROUNDS 20
#define MAX_ACKS 10000
#define GROUPS 64
#define SIZE (GROUPS * (size_t)TREE_GROUP - 1234)

/* ---- nothing acknowledged is lost ---------------------------------------*/

/* What a child says is done. */
struct ack {
    uint64_t seed;
    uint32_t len;
    uint32_t is_tagged;
};

static size_t len_of(uint64_t seed)
{
    static const size_t lens[] = {1, 100, 16384, 16385, 70000, 300000};

    return lens[seed % (sizeof lens / sizeof lens[0])];
}

static void add_forever(const char *dir, int pipe_fd, uint64_t seed)
{
    struct fixture f;

    fixture_open_at(&f, dir);
    for (;; seed++) {
        struct ack ack = {seed, (uint32_t)len_of(seed), seed % 3 == 0};
        uint8_t *bytes = make_bytes(ack.len, seed);
        char tag[32];

        snprintf(tag, sizeof tag, "t%llu", (unsigned long long)seed);
        CHECK_OK(
            add_bytes(&f, bytes, ack.len, ack.is_tagged ? tag : NULL, NULL));
        free(bytes);
        if (write(pipe_fd, &ack, sizeof ack) != sizeof ack)
            _exit(1);
    }
}

static pid_t start_child(const char *dir, int *fd, uint64_t seed)
{
    int ends[2];
    pid_t pid;

    CHECK(pipe(ends) == 0);
    fflush(stdout);
    pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        close(ends[0]);
        add_forever(dir, ends[1], seed);
        _exit(1);
    }
    close(ends[1]);
    *fd = ends[0];
    return pid;
}

static size_t read_acks(int fd, struct ack *acks, size_t max)
{
    size_t n = 0;

    while (n < max && read(fd, &acks[n], sizeof *acks) == sizeof *acks)
        n++;
    return n;
}

/* Until the next answer or for a random while, so that the end comes at any
 * point of an add. */
static void wait_a_little(int fd)
{
    struct pollfd pfd = {.fd = fd, .events = POLLIN};
    struct timespec ts = {.tv_nsec = (long)rng_below(4000000)};

    ppoll(&pfd, 1, &ts, NULL);
}

static void check_acks(struct fixture *f, const struct ack *acks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct answer a = {0};
        char tag[32];

        uint8_t *bytes = make_bytes(acks[i].len, acks[i].seed);
        struct hash h;

        hash_bytes(bytes, acks[i].len, &h);
        check_content(f, &h, bytes, acks[i].len);
        free(bytes);
        if (!acks[i].is_tagged)
            continue;
        snprintf(tag, sizeof tag, "t%llu", (unsigned long long)acks[i].seed);
        store_tag_get(f->store, tag, got_tags, &a);
        wait_for(f, &a);
        CHECK_OK(a.e);
        CHECK(hash_equal(&a.tag.hash, &h));
    }
}

TEST(crash, nothing_acknowledged_is_lost_when_killed)
{
    static struct ack acks[MAX_ACKS];
    size_t n = 0;
    char dir[500];
    struct fixture f;

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t first = n;
        int fd;
        pid_t pid = start_child(dir, &fd, round * 1000);

        n += read_acks(fd, acks + n, rng_below(20));
        wait_a_little(fd);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        n += read_acks(fd, acks + n, MAX_ACKS - n);
        close(fd);
        fixture_open_at(&f, dir);
        CHECK_EQ_U64(count_files(&f, "tmp"), 0);
        check_acks(&f, acks + first, n - first);
        fixture_close(&f);
    }
    CHECK(n > 0);
    fixture_open_at(&f, dir);
    check_acks(&f, acks, n);
    fixture_close(&f);
}

/* ---- of a partial blob only what is good is believed --------------------*/

struct origin {
    uint8_t *bytes;
    uint8_t *outboard;
    struct hash hash;
};

static void origin_make(struct origin *o, uint64_t seed)
{
    struct hash values[GROUPS];

    o->bytes = make_bytes(SIZE, seed);
    o->outboard = malloc(tree_outboard_size(SIZE));
    for (uint64_t g = 0; g < GROUPS; g++)
        tree_subtree(o->bytes + g * TREE_GROUP, tree_group_len(SIZE, g),
                     g * TREE_GROUP_CHUNKS, false, &values[g]);
    CHECK_OK(tree_build_outboard(values, GROUPS, tree_sink_memory, o->outboard,
                                 &o->hash));
}

static void give_group(const struct origin *o, struct blob *b, uint64_t g)
{
    struct iovec iov = {o->bytes + g * TREE_GROUP, tree_group_len(SIZE, g)};

    CHECK_OK(blob_write_data(b, g * TREE_GROUP, &iov, 1));
    CHECK_OK(blob_mark_held(b, g, g + 1));
}

/* Fill the groups of `mask`, then leave without a word, once the row has the
 * size (what it takes for a blob to be looked at again). */
static void fill_and_leave(const char *dir, const struct origin *o,
                           uint64_t mask)
{
    struct fixture f;
    struct store_stats st;
    struct blob *b;

    fixture_open_at(&f, dir);
    b = want_blob(&f, &o->hash);
    store_get_stats(f.store, &st);
    CHECK_OK(blob_set_size(b, SIZE));
    CHECK_OK(blob_write_parents(b, 0, o->outboard, GROUPS - 1));
    WAIT_UNTIL(&f, (store_get_stats(f.store, &st), st.commits >= 2));
    for (uint64_t g = 0; g < GROUPS; g++) {
        if (mask >> g & 1)
            give_group(o, b, g);
    }
    _exit(0);
}

static void run_child(const char *dir, const struct origin *o, uint64_t mask)
{
    int status = 0;
    pid_t pid;

    fflush(stdout);
    pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        fill_and_leave(dir, o, mask);
        _exit(1);
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Damage some groups of those written, and clear their bits. */
static uint64_t damage_groups(const char *dir, const struct origin *o,
                              uint64_t mask)
{
    struct fixture f = {0};
    char path[700];
    uint64_t bad = rng_u64() & rng_u64() & rng_u64() & mask;
    int fd;

    snprintf(f.dir, sizeof f.dir, "%s", dir);
    blob_path(&f, &o->hash, ".data", path);
    fd = open(path, O_RDWR);
    CHECK(fd >= 0);
    for (uint64_t g = 0; g < GROUPS; g++) {
        off_t at = (off_t)(g * TREE_GROUP + rng_below(tree_group_len(SIZE, g)));
        uint8_t byte;

        if (!(bad >> g & 1))
            continue;
        CHECK(pread(fd, &byte, 1, at) == 1);
        byte ^= (uint8_t)(1u << rng_below(8));
        CHECK(pwrite(fd, &byte, 1, at) == 1);
    }
    close(fd);
    return mask & ~bad;
}

static void check_held(struct blob *b, uint64_t mask)
{
    for (uint64_t g = 0; g < GROUPS; g++)
        CHECK_EQ_U64(blob_has_groups(b, g, g + 1), mask >> g & 1);
}

static void try_mask(uint64_t mask, bool do_damage)
{
    struct fixture f;
    struct origin o;
    struct blob *b;
    char dir[500];

    snprintf(dir, sizeof dir, "%s/%llx", test_dir(),
             (unsigned long long)rng_u64());
    origin_make(&o, rng_u64() | 1);
    run_child(dir, &o, mask);
    if (do_damage)
        mask = damage_groups(dir, &o, mask);
    fixture_open_at(&f, dir);
    CHECK_OK(get_blob(&f, &o.hash, &b));
    check_held(b, mask);
    CHECK(blob_is_complete(b) == (mask == UINT64_MAX));
    CHECK(blob_is_checked(b, 0, GROUPS) == (mask == UINT64_MAX));
    for (uint64_t g = 0; g < GROUPS; g++) {
        if (!(mask >> g & 1))
            give_group(&o, b, g);
    }
    CHECK(blob_is_complete(b));
    CHECK_MEM(blob_data(b), SIZE, o.bytes, SIZE);
    blob_unref(b);
    fixture_reopen(&f);
    check_content(&f, &o.hash, o.bytes, SIZE);
    fixture_close(&f);
    free(o.bytes);
    free(o.outboard);
}

TEST(crash, a_partial_blob_is_what_its_scan_finds)
{
    for (unsigned i = 0; i < 6; i++) {
        uint64_t mask = rng_u64();

        try_mask(mask, false);
        try_mask(mask, true);
    }
}

TEST(crash, a_complete_blob_not_yet_flushed_is_scanned)
{
    for (unsigned i = 0; i < 3; i++) {
        try_mask(UINT64_MAX, false);
        try_mask(UINT64_MAX, true);
    }
}

/* The tree is what a scan goes by; a hole in it hides what lies under. */
TEST(crash, damage_to_the_tree_is_never_taken_for_truth)
{
    struct fixture f;
    struct origin o;
    struct blob *b;
    char dir[500], path[700];
    int fd;

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    origin_make(&o, 77);
    run_child(dir, &o, UINT64_MAX >> 1);
    snprintf(f.dir, sizeof f.dir, "%s", dir);
    blob_path(&f, &o.hash, ".tree", path);
    fd = open(path, O_RDWR);
    /* The left child of the root: 32 groups. */
    CHECK(fd >= 0 && pwrite(fd, "\0\0\0\0", 4, 64) == 4);
    close(fd);
    fixture_open_at(&f, dir);
    CHECK_OK(get_blob(&f, &o.hash, &b));
    check_held(b, UINT64_MAX >> 1 & ~(uint64_t)UINT32_MAX);
    blob_unref(b);
    fixture_close(&f);
    free(o.bytes);
    free(o.outboard);
}

TEST(crash, unsure_blobs_are_scanned_without_being_asked_for)
{
    struct fixture f;
    struct origin o;
    struct store_stats st;
    struct answer a;
    char dir[500];

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    origin_make(&o, 78);
    run_child(dir, &o, 0xff00ff);
    fixture_open_at(&f, dir);
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.scans_waiting, 1);
    WAIT_UNTIL(&f, (store_get_stats(f.store, &st), st.scans_waiting == 0));
    CHECK_OK(stat_blob(&f, &o.hash, &a));
    CHECK_EQ_U64(a.item.held_bytes, 16 * (uint64_t)TREE_GROUP);
    WAIT_UNTIL(&f, (store_get_stats(f.store, &st),
                    st.bytes_partial == 16 * (uint64_t)TREE_GROUP));
    fixture_reopen(&f);
    store_get_stats(f.store, &st);
    CHECK_EQ_U64(st.scans_waiting, 0);
    fixture_close(&f);
    free(o.bytes);
    free(o.outboard);
}
