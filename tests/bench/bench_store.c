/* links: firn_store */
/* How fast the store is, printed as one line a figure.
 *
 *     bench_store DIR [MiB]   DIR must not exist; on the disk to be measured
 *
 * What the disk and the hash alone can do is measured beside it, since
 * absolute numbers say little on a shared machine. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/workers.h"
#include "crypto/hash.h"
#include "crypto/tree.h"
#include "store/store.h"

#define PIECE ((size_t)1 << 20)
#define PUTS 100000
#define ROWS 100000

struct bench {
    const char *dir;
    struct loop *loop;
    struct workers *workers;
    struct store *store;
    size_t waiting;
    enum err worst;
    struct hash added;
    struct blob *blob;
};

static void must(enum err e, const char *what)
{
    if (e == ERR_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, err_text(e));
    exit(1);
}

static double seconds_since(uint64_t ns)
{
    return (double)(clock_mono_ns() - ns) / 1e9;
}

static void wait_all(struct bench *b)
{
    while (b->waiting > 0)
        loop_run_once(b->loop, 1000);
    must(b->worst, "answer");
}

static void on_done(enum err e, void *arg)
{
    struct bench *b = arg;

    b->waiting--;
    if (e != ERR_OK)
        b->worst = e;
}

static void on_added(enum err e, const struct store_added *added, void *arg)
{
    struct bench *b = arg;

    b->added = added->hash;
    on_done(e, arg);
}

static void on_blob(enum err e, struct blob *blob, void *arg)
{
    struct bench *b = arg;

    b->blob = blob;
    on_done(e, arg);
}

static void on_list(enum err e, const struct store_item *items, size_t len,
                    bool more, void *arg)
{
    (void)items, (void)len, (void)more;
    on_done(e, arg);
}

static void open_store(struct bench *b)
{
    struct store_config cfg = {.dir = b->dir,
                               .loop = b->loop,
                               .workers = b->workers,
                               .max_open = 1024};
    struct errmsg em = {{0}};
    enum err e = store_open(&cfg, &b->store, &em);

    if (e != ERR_OK)
        fprintf(stderr, "%s\n", em.text);
    must(e, "open");
}

static uint8_t *random_bytes(size_t len)
{
    uint8_t *bytes = malloc(len);
    uint64_t x = 88172645463325252u;

    for (size_t i = 0; i + 8 <= len; i += 8) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        memcpy(bytes + i, &x, 8);
    }
    return bytes;
}

/* The same bytes by write(2) and fdatasync(2), nothing else. */
static void bench_disk(struct bench *b, const uint8_t *bytes, size_t mib)
{
    char path[4096];
    uint64_t t = clock_mono_ns();
    double written;
    int fd;

    snprintf(path, sizeof path, "%s/plain", b->dir);
    fd = open(path, O_CREAT | O_WRONLY, 0600);
    for (size_t i = 0; i < mib; i++) {
        if (write(fd, bytes, PIECE) != (ssize_t)PIECE)
            must(ERR_IO, "write");
    }
    written = seconds_since(t);
    fdatasync(fd);
    printf("plain write          %7.0f MiB/s, flushed %7.0f MiB/s\n",
           (double)mib / written, (double)mib / seconds_since(t));
    close(fd);
    unlink(path);
}

static void bench_hash(const uint8_t *bytes, size_t mib)
{
    uint64_t t = clock_mono_ns();
    struct hash h;

    for (size_t i = 0; i < mib; i++)
        hash_bytes(bytes, PIECE, &h);
    printf("hash, one thread     %7.0f MiB/s\n",
           (double)mib / seconds_since(t));
}

/* Different blocks, so that nothing is deduplicated below us. */
static void bench_add(struct bench *b, uint8_t *bytes, size_t mib)
{
    uint64_t t = clock_mono_ns();
    struct store_add *add;
    double taken;

    must(store_add_begin(b->store, &add), "begin");
    for (size_t i = 0; i < mib; i++) {
        memcpy(bytes, &i, sizeof i);
        must(store_add_write(add, bytes, PIECE), "write");
    }
    taken = seconds_since(t);
    b->waiting++;
    store_add_finish(add, NULL, NULL, on_added, b);
    wait_all(b);
    printf("add, one thread      %7.0f MiB/s, durable %7.0f MiB/s\n",
           (double)mib / taken, (double)mib / seconds_since(t));
}

static void bench_check(struct bench *b, size_t mib)
{
    uint64_t groups = tree_groups(mib * PIECE), t;

    b->waiting++;
    store_get(b->store, &b->added, on_blob, b);
    wait_all(b);
    t = clock_mono_ns();
    must(blob_check(b->blob, 0, groups), "check");
    printf("check, one thread    %7.0f MiB/s\n",
           (double)mib / seconds_since(t));
    t = clock_mono_ns();
    for (int i = 0; i < 1000000; i++) {
        if (!blob_is_checked(b->blob, 0, groups))
            must(ERR_INTERNAL, "is checked");
    }
    printf("is it checked?       %7.0f ns\n", seconds_since(t) * 1e3);
    blob_unref(b->blob);
}

/* A second blob of the same content, filled as by a fetch. */
static void bench_fill(struct bench *b, const uint8_t *bytes, size_t mib)
{
    struct hash h = b->added;
    struct iovec iov[64];
    uint64_t t;

    h.b[0] ^= 1; /* another name: nothing here looks at the content */
    b->waiting++;
    store_want(b->store, &h, on_blob, b);
    wait_all(b);
    must(blob_set_size(b->blob, (mib + 1) * PIECE), "size");
    for (size_t i = 0; i < 64; i++)
        iov[i] = (struct iovec){(void *)(bytes + i * TREE_GROUP), TREE_GROUP};
    t = clock_mono_ns();
    for (size_t i = 0; i < mib; i++) {
        must(blob_write_data(b->blob, i * PIECE, iov, 64), "write");
        must(blob_mark_held(b->blob, i * 64, i * 64 + 64), "mark");
    }
    printf("fill, one thread     %7.0f MiB/s\n",
           (double)mib / seconds_since(t));
    blob_unref(b->blob);
}

static void bench_puts(struct bench *b, size_t len, size_t n)
{
    uint8_t *bytes = random_bytes(len);
    uint64_t t = clock_mono_ns();
    struct hash h;

    for (size_t i = 0; i < n; i++) {
        memcpy(bytes, &i, sizeof i);
        hash_bytes(bytes, len, &h);
        b->waiting++;
        store_put_small(b->store, &h, bytes, len, on_done, b);
        if (i % 1000 == 0)
            loop_run_once(b->loop, 0);
    }
    wait_all(b);
    printf("put of %5zu bytes   %7.0f /s\n", len, (double)n / seconds_since(t));
    free(bytes);
}

static void bench_list(struct bench *b)
{
    struct store_query q = {.limit = 1000, .has_after = true};
    uint64_t t = clock_mono_ns();

    for (unsigned i = 0; i < 100; i++) {
        q.after.b[0] = (uint8_t)(i * 2);
        b->waiting++;
        store_list(b->store, &q, on_list, b);
        wait_all(b);
    }
    printf("list of 1000         %7.2f ms\n", seconds_since(t) * 10);
}

static void bench_reopen(struct bench *b)
{
    struct store_stats st;
    uint64_t t = clock_mono_ns();

    store_close(b->store);
    printf("close                %7.2f ms\n", seconds_since(t) * 1e3);
    t = clock_mono_ns();
    open_store(b);
    store_get_stats(b->store, &st);
    printf("open, %6llu blobs   %7.2f ms\n",
           (unsigned long long)(st.blobs_complete + st.blobs_partial),
           seconds_since(t) * 1e3);
}

int main(int argc, char **argv)
{
    size_t mib = argc > 2 ? strtoul(argv[2], NULL, 10) : 1024;
    struct bench b = {.dir = argc > 1 ? argv[1] : NULL};
    uint8_t *bytes = random_bytes(PIECE);

    if (b.dir == NULL || (mkdir(b.dir, 0700) != 0 && errno != EEXIST)) {
        fprintf(stderr, "usage: bench_store DIR [MiB]\n");
        return 2;
    }
    must(loop_new(&b.loop), "loop");
    must(workers_new(b.loop, 2, &b.workers), "workers");
    bench_disk(&b, bytes, mib);
    bench_hash(bytes, mib);
    open_store(&b);
    bench_add(&b, bytes, mib);
    bench_check(&b, mib);
    bench_fill(&b, bytes, mib);
    bench_puts(&b, 100, PUTS);
    bench_puts(&b, STORE_INLINE_MAX, PUTS / 10);
    bench_list(&b);
    bench_reopen(&b);
    store_close(b.store);
    workers_free(b.workers);
    loop_free(b.loop);
    free(bytes);
    return 0;
}
