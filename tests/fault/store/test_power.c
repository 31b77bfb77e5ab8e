/* Power cuts: what was not flushed is lost, or not, or in part.
 *
 * The calls that change or flush files are caught on their way to the system.
 * At each flush, what a file or a directory has then is noted as durable. A
 * cut builds a new directory: of every file, pages as they are durable or as
 * they are now, by chance; of every directory, names as they are durable or
 * as they are now. A store opened there must have all that was acknowledged
 * before the cut, and nothing that is wrong. */
#include "../../unit/store/fixture.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/rng.h"
#include "crypto/tree.h"

#define PAGE 4096
#define CUTS 60
#define BLOBS 40

/* One change or one flush at a time; a cut is taken while there is none. */
static pthread_mutex_t disk = PTHREAD_MUTEX_INITIALIZER;
static char shadow[400]; /* directory of what is durable; "": not noting */
static bool is_torn;     /* may a file be neither old nor new? */

/* ---- what is durable ----------------------------------------------------*/

static void copy_fd(int from, int to)
{
    uint8_t page[PAGE];
    off_t at = 0;
    ssize_t n;

    while ((n = pread(from, page, sizeof page, at)) > 0) {
        CHECK(syscall(SYS_pwrite64, to, page, (size_t)n, at) == n);
        at += n;
    }
}

static int open_shadow(ino_t ino, const char *kind, int flags)
{
    char path[500];

    snprintf(path, sizeof path, "%s/%s-%llu", shadow, kind,
             (unsigned long long)ino);
    return open(path, flags, 0600);
}

/* A directory becomes a file of fixed records. */
struct entry {
    char name[256];
    ino_t ino;
};

static size_t list_dir(const char *path, struct entry *out, size_t max)
{
    DIR *d = opendir(path);
    struct dirent *ent;
    size_t n = 0;

    CHECK(d != NULL);
    while (n < max && (ent = readdir(d)) != NULL) {
        if (ent->d_name[0] == '.')
            continue;
        snprintf(out[n].name, sizeof out[n].name, "%s", ent->d_name);
        out[n++].ino = ent->d_ino;
    }
    closedir(d);
    return n;
}

static void note_dir(int fd, ino_t ino)
{
    static struct entry entries[1000];
    int to = open_shadow(ino, "dir", O_WRONLY | O_CREAT | O_TRUNC);
    char path[64];
    size_t n;

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    n = list_dir(path, entries, 1000);
    CHECK(syscall(SYS_write, to, entries, n * sizeof entries[0]) >= 0);
    close(to);
}

static void note_file(int fd, ino_t ino)
{
    int to = open_shadow(ino, "file", O_WRONLY | O_CREAT | O_TRUNC);
    char path[64];
    int from;

    /* `fd` may be write-only. */
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    from = open(path, O_RDONLY);
    CHECK(from >= 0);
    copy_fd(from, to);
    close(from);
    close(to);
}

static void note_durable(int fd)
{
    struct stat st;

    if (shadow[0] == '\0' || fstat(fd, &st) != 0)
        return;
    if (S_ISDIR(st.st_mode))
        note_dir(fd, st.st_ino);
    else
        note_file(fd, st.st_ino);
}

/* ---- the calls ----------------------------------------------------------*/

#define CAUGHT(type, call)                                                     \
    do {                                                                       \
        type rc_;                                                              \
        pthread_mutex_lock(&disk);                                             \
        rc_ = (type)(call);                                                    \
        pthread_mutex_unlock(&disk);                                           \
        return rc_;                                                            \
    } while (0)

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    CAUGHT(ssize_t, syscall(SYS_pwrite64, fd, bytes, len, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    CAUGHT(ssize_t, syscall(SYS_pwrite64, fd, bytes, len, at));
}

ssize_t pwritev(int fd, const struct iovec *iov, int len, off_t at)
{
    CAUGHT(ssize_t, syscall(SYS_pwritev, fd, iov, len, at, 0));
}

ssize_t copy_file_range(int from, off64_t *in, int to, off64_t *out, size_t len,
                        unsigned flags)
{
    CAUGHT(ssize_t,
           syscall(SYS_copy_file_range, from, in, to, out, len, flags));
}

int ftruncate(int fd, off_t len)
{
    CAUGHT(int, syscall(SYS_ftruncate, fd, len));
}

int ftruncate64(int fd, off64_t len)
{
    CAUGHT(int, syscall(SYS_ftruncate, fd, len));
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    CAUGHT(int, syscall(SYS_renameat2, from_dir, from, to_dir, to, 0));
}

int unlinkat(int dir, const char *name, int flags)
{
    CAUGHT(int, syscall(SYS_unlinkat, dir, name, flags));
}

/* Nothing need reach the real disk. */
int fdatasync(int fd)
{
    CAUGHT(int, (note_durable(fd), 0));
}

int fsync(int fd)
{
    CAUGHT(int, (note_durable(fd), 0));
}

/* ---- a cut --------------------------------------------------------------*/

static bool toss(void)
{
    return rng_below(2) == 0;
}

/* Each page as it was or as it is. */
static void mix_file(int old_fd, int now_fd, int to)
{
    off_t old_len = lseek(old_fd, 0, SEEK_END);
    off_t now_len = lseek(now_fd, 0, SEEK_END);
    off_t len = toss() ? old_len : now_len;

    for (off_t at = 0; at < len; at += PAGE) {
        uint8_t page[PAGE] = {0};
        size_t n = len - at < PAGE ? (size_t)(len - at) : PAGE;

        if (pread(toss() ? old_fd : now_fd, page, n, at) < 0)
            continue;
        CHECK(syscall(SYS_pwrite64, to, page, n, at) == (long)n);
    }
}

static void cut_file(const char *from, ino_t ino, const char *to)
{
    int old_fd = open_shadow(ino, "file", O_RDONLY | O_CREAT);
    int now_fd = open(from, O_RDONLY);
    int to_fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    CHECK(old_fd >= 0 && to_fd >= 0);
    /* A name that is durable may be of a file that is gone by now. */
    if (now_fd < 0)
        copy_fd(old_fd, to_fd);
    else if (is_torn)
        mix_file(old_fd, now_fd, to_fd);
    else
        copy_fd(toss() ? old_fd : now_fd, to_fd);
    close(old_fd);
    if (now_fd >= 0)
        close(now_fd);
    close(to_fd);
}

static size_t durable_entries(const char *path, struct entry *out, size_t max)
{
    struct stat st;
    ssize_t n;
    int fd;

    CHECK(stat(path, &st) == 0);
    fd = open_shadow(st.st_ino, "dir", O_RDONLY);
    if (fd < 0)
        return 0;
    n = read(fd, out, max * sizeof *out);
    close(fd);
    return n > 0 ? (size_t)n / sizeof *out : 0;
}

static const struct entry *find(const struct entry *in, size_t n,
                                const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(in[i].name, name) == 0)
            return &in[i];
    }
    return NULL;
}

static void cut_dir(const char *from, const char *to);

/* `where`: the present path of that inode, if it still has this name. */
static void cut_entry(const char *from, const char *to, const struct entry *ent)
{
    char now[800], then[800];
    struct stat st;
    bool is_here;

    snprintf(now, sizeof now, "%s/%s", from, ent->name);
    snprintf(then, sizeof then, "%s/%s", to, ent->name);
    is_here = stat(now, &st) == 0 && st.st_ino == ent->ino;
    if (is_here && S_ISDIR(st.st_mode))
        cut_dir(now, then);
    else if (strstr(ent->name, "-shm") == NULL)
        cut_file(is_here ? now : "/nonexistent", ent->ino, then);
}

static void cut_dir(const char *from, const char *to)
{
    struct entry *now = malloc(2000 * sizeof *now), *old = now + 1000;
    size_t now_n = list_dir(from, now, 1000);
    size_t old_n = durable_entries(from, old, 1000);

    CHECK(mkdir(to, 0700) == 0);
    for (size_t i = 0; i < now_n; i++) {
        const struct entry *was = find(old, old_n, now[i].name);

        if (was != NULL && was->ino == now[i].ino)
            cut_entry(from, to, &now[i]);
        else if (toss())
            cut_entry(from, to, &now[i]);
        else if (was != NULL)
            cut_entry(from, to, was);
    }
    for (size_t i = 0; i < old_n; i++) {
        if (find(now, now_n, old[i].name) == NULL && toss())
            cut_entry(from, to, &old[i]);
    }
    free(now);
}

/* ---- what is known of each blob -----------------------------------------*/

enum fate { UNKNOWN, MUST, MUST_NOT };

struct known {
    struct hash hash;
    size_t len;
    uint64_t seed;
    enum fate fate;
};

struct cut {
    char dir[500];
    struct known blobs[BLOBS];
    size_t len;
};

static struct cut cuts[CUTS];
static size_t cuts_len;
static struct known blobs[BLOBS];
static size_t blobs_len;

static void cut_power(const struct fixture *f)
{
    struct cut *c = &cuts[cuts_len];

    if (cuts_len == CUTS)
        return;
    snprintf(c->dir, sizeof c->dir, "%s/cut%zu", test_dir(), cuts_len++);
    memcpy(c->blobs, blobs, sizeof blobs);
    c->len = blobs_len;
    pthread_mutex_lock(&disk);
    cut_dir(f->dir, c->dir);
    pthread_mutex_unlock(&disk);
}

/* Wait for an answer, with a cut on the way now and then. */
static void wait_and_cut(struct fixture *f, const struct answer *a)
{
    uint64_t rounds = rng_below(12);

    while (!a->is_there && rounds-- > 0)
        loop_run_once(f->loop, 1);
    if (rng_below(3) == 0)
        cut_power(f);
    wait_for(f, a);
}

static void add_one(struct fixture *f, struct known *k)
{
    uint8_t *bytes = make_bytes(k->len, k->seed);
    struct store_add *add;
    struct answer a = {0};
    char tag[32];

    snprintf(tag, sizeof tag, "t%zu", (size_t)k->seed);
    k->fate = UNKNOWN;
    CHECK_OK(store_add_begin(f->store, &add));
    CHECK_OK(store_add_write(add, bytes, k->len));
    store_add_finish(add, NULL, tag, got_added, &a);
    wait_and_cut(f, &a);
    CHECK_OK(a.e);
    k->fate = MUST;
    free(bytes);
}

static void delete_one(struct fixture *f, struct known *k)
{
    struct answer a = {0};

    k->fate = UNKNOWN;
    store_delete(f->store, &k->hash, true, got_done, &a);
    wait_and_cut(f, &a);
    CHECK_OK(a.e);
    k->fate = MUST_NOT;
}

/* Some groups of a blob, in files; no one is told that they are there. */
static void fill_some(struct fixture *f, struct known *k)
{
    uint8_t *bytes = make_bytes(k->len, k->seed), *outboard;
    uint64_t groups = tree_groups(k->len);
    struct hash *values = malloc(groups * sizeof *values), root;
    struct blob *b = want_blob(f, &k->hash);

    outboard = malloc(tree_outboard_size(k->len));
    for (uint64_t g = 0; g < groups; g++)
        tree_subtree(bytes + g * TREE_GROUP, tree_group_len(k->len, g),
                     g * TREE_GROUP_CHUNKS, false, &values[g]);
    CHECK_OK(
        tree_build_outboard(values, groups, tree_sink_memory, outboard, &root));
    CHECK_OK(blob_set_size(b, k->len));
    CHECK_OK(blob_write_parents(b, 0, outboard, groups - 1));
    for (uint64_t g = 0; g < groups; g++) {
        struct iovec iov = {bytes + g * TREE_GROUP, tree_group_len(k->len, g)};

        if (k->seed % 2 == 0 && toss())
            continue;
        CHECK_OK(blob_write_data(b, g * TREE_GROUP, &iov, 1));
        CHECK_OK(blob_mark_held(b, g, g + 1));
        loop_run_once(f->loop, 0);
    }
    if (toss())
        cut_power(f);
    blob_unref(b);
    free(bytes);
    free(outboard);
    free(values);
}

static void live(struct fixture *f)
{
    static const size_t lens[] = {100, 16384, 20000, 70001, 300000};

    for (blobs_len = 0; blobs_len < BLOBS;) {
        struct known *k = &blobs[blobs_len];
        uint8_t *bytes;

        *k = (struct known){.seed = blobs_len + 1};
        k->len = lens[rng_below(5)];
        bytes = make_bytes(k->len, k->seed);
        hash_bytes(bytes, k->len, &k->hash);
        free(bytes);
        blobs_len++;
        if (k->len > STORE_INLINE_MAX && rng_below(3) == 0)
            fill_some(f, k);
        if (rng_below(4) != 0)
            add_one(f, k);
        if (k->fate == MUST && rng_below(5) == 0)
            delete_one(f, k);
    }
}

/* ---- after the cut ------------------------------------------------------*/

static void check_groups(struct blob *b, const struct known *k)
{
    uint8_t *bytes = make_bytes(k->len, k->seed);
    uint64_t groups = tree_groups(k->len);

    if (blob_size(b, NULL) == 0)
        groups = 0;
    for (uint64_t g = 0; g < groups; g++) {
        size_t at = g * TREE_GROUP, len = tree_group_len(k->len, g);

        if (blob_has_groups(b, g, g + 1))
            CHECK_MEM(blob_data(b) + at, len, bytes + at, len);
    }
    CHECK(k->fate != MUST || blob_is_complete(b));
    free(bytes);
}

static void check_tag(struct fixture *f, const struct known *k)
{
    struct answer a = {0};
    char tag[32];

    snprintf(tag, sizeof tag, "t%zu", (size_t)k->seed);
    store_tag_get(f->store, tag, got_tags, &a);
    wait_for(f, &a);
    if (k->fate != UNKNOWN)
        CHECK_ERR(a.e, k->fate == MUST ? ERR_OK : ERR_NOT_FOUND);
}

static void check_cut(const struct cut *c)
{
    struct fixture f;

    fixture_open_at(&f, c->dir);
    for (size_t i = 0; i < c->len; i++) {
        const struct known *k = &c->blobs[i];
        struct blob *b;
        enum err e = get_blob(&f, &k->hash, &b);

        CHECK(e == ERR_OK || (e == ERR_NOT_FOUND && k->fate != MUST));
        CHECK(e != ERR_OK || k->fate != MUST_NOT);
        check_tag(&f, k);
        if (e == ERR_OK)
            check_groups(b, k);
        blob_unref(b);
    }
    fixture_close(&f);
}

static void cut_and_check(bool torn)
{
    struct fixture f;

    is_torn = torn;
    cuts_len = 0;
    snprintf(shadow, sizeof shadow, "%s/shadow", test_dir());
    CHECK(mkdir(shadow, 0700) == 0);
    fixture_open(&f);
    live(&f);
    cut_power(&f);
    fixture_close(&f);
    shadow[0] = '\0';
    CHECK(cuts_len > 5);
    for (size_t i = 0; i < cuts_len; i++)
        check_cut(&cuts[i]);
}

TEST(power, nothing_acknowledged_is_lost_when_files_are_old_or_new)
{
    cut_and_check(false);
}

TEST(power, nothing_acknowledged_is_lost_when_files_are_torn)
{
    cut_and_check(true);
}
