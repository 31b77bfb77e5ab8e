/* Files of a store that were damaged while it was closed: cut short at any
 * place, bits changed anywhere. It opens or says why not; it never dies, and
 * never serves a byte that is wrong. */
#include "../../unit/store/fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/rng.h"
#include "crypto/tree.h"

#define LARGE 100000
#define BLOBS 12

static struct loop *loop;
static struct workers *workers;

static size_t len_of(uint64_t seed)
{
    return seed % 3 == 0 ? LARGE : 1000 * (seed + 1);
}

static enum err open_store(struct fixture *f)
{
    struct store_config cfg = {
        .dir = f->dir, .loop = loop, .workers = workers, .max_open = 8};

    f->loop = loop;
    return store_open(&cfg, &f->store, &f->em);
}

static void make_store(struct fixture *f)
{
    CHECK_OK(open_store(f));
    for (uint64_t seed = 0; seed < BLOBS; seed++) {
        struct hash h = add_made(f, len_of(seed), seed);
        char tag[8];

        snprintf(tag, sizeof tag, "t%u", (unsigned)seed);
        CHECK_OK(set_tag(f, tag, &h));
    }
    store_close(f->store);
}

/* What is held of it is right. */
static void check_blob(struct fixture *f, uint64_t seed)
{
    uint8_t *bytes = make_bytes(len_of(seed), seed);
    uint64_t groups = tree_groups(len_of(seed));
    struct answer a = {0};
    struct hash h;
    struct blob *b;

    hash_bytes(bytes, len_of(seed), &h);
    if (get_blob(f, &h, &b) == ERR_OK) {
        for (uint64_t g = 0; g < groups; g++) {
            size_t at = g * TREE_GROUP;

            /* As a provider does before it sends. */
            if (blob_size(b, NULL) != len_of(seed) ||
                blob_check(b, g, g + 1) != ERR_OK ||
                !blob_has_groups(b, g, g + 1))
                continue;
            CHECK(blob_is_checked(b, g, g + 1));
            CHECK_MEM(blob_data(b) + at, tree_group_len(len_of(seed), g),
                      bytes + at, tree_group_len(len_of(seed), g));
        }
        blob_unref(b);
    }
    store_verify(f->store, &h, got_verified, &a);
    wait_for(f, &a);
    free(bytes);
}

static void use_store(struct fixture *f)
{
    struct store_query q = {.limit = 100};
    struct answer a = {0};

    if (open_store(f) != ERR_OK) {
        CHECK(f->em.text[0] != '\0');
        return;
    }
    for (uint64_t seed = 0; seed < BLOBS; seed++)
        check_blob(f, seed);
    store_list(f->store, &q, got_list, &a);
    wait_for(f, &a);
    a.is_there = false;
    store_tag_list(f->store, NULL, 100, got_tags, &a);
    wait_for(f, &a);
    store_close(f->store);
}

static char copy_to[600];
static size_t copy_skip; /* length of the path that is copied from */

static int copy_one(const char *path, const struct stat *st, int type,
                    struct FTW *ftw)
{
    char to[2000];
    uint8_t *bytes;
    size_t len;
    FILE *out;

    (void)st, (void)ftw;
    snprintf(to, sizeof to, "%s%s", copy_to, path + copy_skip);
    if (type == FTW_D)
        return mkdir(to, 0700) == 0 || errno == EEXIST ? 0 : -1;
    bytes = test_read_file(path, &len);
    out = fopen(to, "wb");
    CHECK(out != NULL && fwrite(bytes, 1, len, out) == len);
    fclose(out);
    free(bytes);
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static void copy_store(const char *from, const char *to)
{
    nftw(to, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    snprintf(copy_to, sizeof copy_to, "%s", to);
    copy_skip = strlen(from);
    CHECK(nftw(from, copy_one, 16, FTW_PHYS) == 0);
}

static void setup(struct fixture *whole, struct fixture *f)
{
    log_setup(LOG_OFF, LOG_TEXT);
    CHECK_OK(loop_new(&loop));
    CHECK_OK(workers_new(loop, 2, &workers));
    *whole = (struct fixture){0};
    *f = (struct fixture){0};
    snprintf(whole->dir, sizeof whole->dir, "%.400s/whole", test_dir());
    snprintf(f->dir, sizeof f->dir, "%.400s/bad", test_dir());
    make_store(whole);
}

static void teardown(void)
{
    workers_free(workers);
    loop_free(loop);
}

static off_t db_len(const struct fixture *f, int *fd)
{
    char path[600];

    snprintf(path, sizeof path, "%s/firn.db", f->dir);
    *fd = open(path, O_RDWR);
    CHECK(*fd >= 0);
    return lseek(*fd, 0, SEEK_END);
}

TEST(damage, a_database_cut_short_anywhere_is_borne)
{
    struct fixture whole, f;
    off_t len;
    int fd;

    setup(&whole, &f);
    len = db_len(&whole, &fd);
    close(fd);
    for (off_t at = 0; at < len; at += 512 * (1 + (off_t)rng_below(12))) {
        copy_store(whole.dir, f.dir);
        db_len(&f, &fd);
        CHECK(ftruncate(fd, at) == 0);
        close(fd);
        use_store(&f);
    }
    teardown();
}

TEST(damage, changed_bits_in_the_database_are_borne)
{
    struct fixture whole, f;

    setup(&whole, &f);
    for (unsigned round = 0; round < 60; round++) {
        int fd;
        off_t len;

        copy_store(whole.dir, f.dir);
        len = db_len(&f, &fd);
        for (unsigned i = 0; i < 1u << rng_below(7); i++) {
            /* Half of them where pages begin, which is where it hurts. */
            off_t at = (off_t)rng_below((uint64_t)len);
            uint8_t byte = (uint8_t)rng_u64();

            if (rng_below(2) == 0)
                at = at / 4096 * 4096 + (off_t)rng_below(64);
            CHECK(at >= len || pwrite(fd, &byte, 1, at) == 1);
        }
        close(fd);
        use_store(&f);
    }
    teardown();
}

TEST(damage, changed_and_missing_bytes_in_files_are_borne)
{
    struct fixture whole, f;

    setup(&whole, &f);
    for (unsigned round = 0; round < 40; round++) {
        uint64_t seed = rng_below(BLOBS / 3) * 3;
        uint8_t *bytes = make_bytes(LARGE, seed), byte;
        struct hash h;
        char path[700];
        off_t at;
        int fd;

        copy_store(whole.dir, f.dir);
        hash_bytes(bytes, LARGE, &h);
        free(bytes);
        blob_path(&f, &h, rng_below(2) == 0 ? ".data" : ".tree", path);
        fd = open(path, O_RDWR);
        CHECK(fd >= 0);
        at = (off_t)rng_below((uint64_t)lseek(fd, 0, SEEK_END));
        byte = (uint8_t)rng_u64();
        if (rng_below(3) == 0)
            CHECK(ftruncate(fd, at) == 0);
        else
            CHECK(pwrite(fd, &byte, 1, at) == 1);
        close(fd);
        use_store(&f);
    }
    teardown();
}
