#include "crypto/tree_file.h"

#include <fcntl.h>
#include <unistd.h>

#include "bao_fixture.h"
#include "base/loop.h"
#include "base/workers.h"

/* A loop with a pool, and how one hashing ended. */
struct bench {
    struct loop *loop;
    struct workers *workers;
    bool is_done;
    enum err status;
    struct hash root;
};

static void bench_init(struct bench *b)
{
    *b = (struct bench){0};
    CHECK_OK(loop_new(&b->loop));
    CHECK_OK(workers_new(b->loop, 3, &b->workers));
}

static void bench_clear(struct bench *b)
{
    workers_free(b->workers);
    loop_free(b->loop);
}

static void on_done(struct tree_file *t, enum err status,
                    const struct hash *root, void *arg)
{
    struct bench *b = arg;

    CHECK(!b->is_done);
    b->is_done = true;
    b->status = status;
    if (status == ERR_OK)
        b->root = *root;
}

static void run(struct bench *b, struct tree_file_config cfg, bool cancel)
{
    struct tree_file *t;

    b->is_done = false;
    cfg.workers = b->workers;
    cfg.done = on_done;
    cfg.arg = b;
    CHECK_OK(tree_hash_file(&cfg, &t));
    CHECK(!b->is_done);
    if (cancel)
        tree_file_cancel(t);
    while (!b->is_done)
        loop_run_once(b->loop, 1000);
}

static int write_file(const struct blob *b)
{
    char path[512];
    int fd;

    snprintf(path, sizeof path, "%s/blob", test_dir());
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    CHECK(fd >= 0);
    CHECK(write(fd, b->data, b->size) == (ssize_t)b->size);
    return fd;
}

static void check_size(struct bench *bench, size_t size)
{
    struct dice dice = {size + 1};
    size_t outboard_len = (size_t)tree_outboard_size(size);
    uint8_t *outboard = calloc(1, outboard_len + 1);
    struct tree_file_config cfg = {
        .fd = -1, .size = size, .sink = tree_sink_memory, .sink_arg = outboard};
    struct blob b;

    CHECK(outboard != NULL);
    blob_random(&b, size, &dice);
    cfg.data = b.data;
    run(bench, cfg, false);
    CHECK_OK(bench->status);
    CHECK_MEM(bench->root.b, 32, b.root.b, 32);
    CHECK_MEM(outboard, outboard_len, b.outboard, outboard_len);

    memset(outboard, 0, outboard_len);
    cfg.fd = write_file(&b);
    cfg.data = NULL;
    run(bench, cfg, false);
    CHECK_OK(bench->status);
    CHECK_MEM(bench->root.b, 32, b.root.b, 32);
    CHECK_MEM(outboard, outboard_len, b.outboard, outboard_len);
    close(cfg.fd);
    free(outboard);
    blob_free(&b);
}

TEST(tree_file, files_of_all_sizes_give_root_and_outboard)
{
    static const size_t sizes[] = {0,        1,        16384,    16385,
                                   262144,   1000003,  16777216, 16777217,
                                   50331648, 70000001, 67108864};
    struct bench bench;

    bench_init(&bench);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        check_size(&bench, sizes[i]);
    bench_clear(&bench);
}

TEST(tree_file, a_file_that_is_too_short_is_truncated)
{
    struct tree_file_config cfg = {.size = 100000000};
    struct bench bench;
    struct blob b;

    bench_init(&bench);
    blob_pattern(&b, 1000000);
    cfg.fd = write_file(&b);
    run(&bench, cfg, false);
    CHECK_ERR(bench.status, ERR_TRUNCATED);
    close(cfg.fd);
    blob_free(&b);
    bench_clear(&bench);
}

TEST(tree_file, cancelled_it_ends_once)
{
    struct tree_file_config cfg = {.fd = -1};
    struct bench bench;
    struct blob b;

    bench_init(&bench);
    blob_pattern(&b, 60000000);
    cfg.data = b.data;
    cfg.size = b.size;
    run(&bench, cfg, true);
    CHECK_ERR(bench.status, ERR_CANCELLED);
    blob_free(&b);
    bench_clear(&bench);
}

static enum err full(void *arg, uint64_t index, const uint8_t *parents,
                     size_t n)
{
    return ERR_NO_SPACE;
}

TEST(tree_file, the_error_of_a_sink_comes_out)
{
    struct tree_file_config cfg = {.fd = -1, .sink = full};
    struct bench bench;
    struct blob b;

    bench_init(&bench);
    blob_pattern(&b, 100000);
    cfg.data = b.data;
    cfg.size = b.size;
    run(&bench, cfg, false);
    CHECK_ERR(bench.status, ERR_NO_SPACE);
    blob_free(&b);
    bench_clear(&bench);
}
