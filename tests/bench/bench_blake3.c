/* How fast are the hash and the verified stream, on one thread?
 *
 *     bench_blake3 [MIB] [FILE]
 *
 * Hashes MIB mebibytes (default 1024) in memory with every kernel that runs
 * here, through the incremental hasher, and through encoder and decoder. With
 * FILE also reads that file through the hasher, which is what
 * `b3sum --num-threads 1 --no-mmap FILE` does; run both in turn and compare.
 * Each line is the best of five. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ranges.h"
#include "base/rng.h"
#include "crypto/bao_check.h"
#include "crypto/bao_decoder.h"
#include "crypto/bao_encoder.h"
#include "crypto/blake3.h"
#include "crypto/hasher.h"

#define ROUNDS 5
#define FEED (1 << 20)

static uint8_t *data;
static size_t size;
static struct hash root;
static uint8_t *outboard;
static uint8_t *stream;
static size_t stream_len;
static const char *file;
static size_t file_len; /* as read by the last run */

static void die(const char *what)
{
    fprintf(stderr, "bench_blake3: %s\n", what);
    exit(1);
}

static uint8_t *get_memory(size_t len)
{
    void *p = mmap(NULL, len, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED)
        die("out of memory");
    return p;
}

static void report(const char *name, void (*run)(void), size_t bytes)
{
    uint64_t best = UINT64_MAX;

    for (int i = 0; i < ROUNDS; i++) {
        uint64_t start = clock_mono_ns();
        uint64_t took;

        run();
        took = clock_mono_ns() - start;
        best = took < best ? took : best;
    }
    printf("%-24s %8.0f MB/s\n", name, (double)bytes * 1e3 / (double)best);
    fflush(stdout);
}

static void run_whole(void)
{
    struct hash h;

    hash_bytes(data, size, &h);
    if (!hash_equal(&h, &root))
        die("kernels differ");
}

static void run_hasher(void)
{
    struct hasher h;
    struct hash got;
    enum err e = ERR_OK;

    hasher_init(&h, NULL, NULL);
    for (size_t at = 0; at < size && e == ERR_OK; at += FEED)
        e = hasher_feed(&h, data + at, size - at < FEED ? size - at : FEED);
    if (e != ERR_OK || hasher_finish(&h, &got) != ERR_OK ||
        !hash_equal(&got, &root))
        die("the hasher differs");
}

static void run_file(void)
{
    static uint8_t buffer[1 << 18];
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    struct hasher h;
    struct hash got;
    ssize_t n;

    if (fd < 0)
        die("cannot open the file");
    hasher_init(&h, NULL, NULL);
    while ((n = read(fd, buffer, sizeof buffer)) > 0)
        if (hasher_feed(&h, buffer, (size_t)n) != ERR_OK)
            die("the hasher failed");
    file_len = (size_t)h.size;
    close(fd);
    if (n < 0 || hasher_finish(&h, &got) != ERR_OK)
        die("cannot read the file");
}

static void run_encoder(void)
{
    static struct bao_encoder enc;
    struct bao_source source = {
        .size = size, .data = data, .outboard = outboard};
    struct ranges all;
    struct bao_piece piece;
    enum err e;

    ranges_init(&all);
    if (ranges_add(&all, 0, UINT64_MAX) != ERR_OK)
        die("out of memory");
    bao_encoder_init(&enc, &source, &all, NULL);
    stream_len = 0;
    while ((e = bao_encoder_next(&enc, &piece)) == ERR_OK) {
        memcpy(stream + stream_len, piece.ptr, piece.len);
        stream_len += piece.len;
    }
    ranges_clear(&all);
    if (e != ERR_CLOSED)
        die("the encoder failed");
}

static void run_decoder(void)
{
    static struct bao_decoder dec;
    static const struct bao_sink sink;
    struct ranges all;
    size_t used;
    enum err e = ERR_OK;

    ranges_init(&all);
    if (ranges_add(&all, 0, UINT64_MAX) != ERR_OK)
        die("out of memory");
    bao_decoder_init(&dec, &root, &all, UINT64_MAX);
    for (size_t at = 0; at < stream_len && e == ERR_OK; at += FEED)
        e = bao_decoder_feed(&dec, stream + at,
                             stream_len - at < FEED ? stream_len - at : FEED,
                             &sink, &used);
    ranges_clear(&all);
    if (e != ERR_OK || bao_decoder_finish(&dec) != ERR_OK)
        die("the decoder failed");
}

static void run_verify(void)
{
    uint64_t bad;

    if (bao_verify_groups(&root, size, outboard, 0, tree_groups(size), data,
                          &bad) != ERR_OK)
        die("the check failed");
}

static void run_outboard(void)
{
    static struct hash *values;
    uint64_t n = tree_groups(size);
    struct hash got;

    if (values == NULL) {
        values = (struct hash *)get_memory(n * sizeof *values);
        tree_group_cvs(data, size / TREE_GROUP, 0, values);
    }
    if (tree_build_outboard(values, n, tree_sink_memory, outboard, &got) !=
            ERR_OK ||
        !hash_equal(&got, &root))
        die("the outboard differs");
}

static void bench_kernels(void)
{
    enum blake3_isa best = blake3_active();

    for (enum blake3_isa isa = 0; isa < BLAKE3_ISA_COUNT; isa++) {
        if (!blake3_has(isa))
            continue;
        blake3_force(isa);
        report(blake3_isa_name(isa), run_whole, size);
    }
    blake3_force(best);
}

int main(int argc, char **argv)
{
    size_t mib = argc > 1 ? strtoul(argv[1], NULL, 10) : 1024;

    if (mib == 0 || mib > 65536)
        die("usage: bench_blake3 [MIB] [FILE]");
    size = mib << 20;
    data = get_memory(size);
    outboard = get_memory(tree_outboard_size(size));
    stream = get_memory(size + tree_outboard_size(size) + 8);
    for (size_t at = 0; at < size; at += FEED)
        rng_bytes(data + at, FEED);
    hash_bytes(data, size, &root);

    bench_kernels();
    report("hasher, 1 MiB feeds", run_hasher, size);
    report("outboard (of the data)", run_outboard, size);
    report("encoder with copy", run_encoder, size);
    report("decoder, 1 MiB feeds", run_decoder, size);
    report("verify groups", run_verify, size);
    if (argc > 2) {
        file = argv[2];
        run_file(); /* fills the page cache, and learns the length */
        report("hasher, read(2)", run_file, file_len);
    }
    return 0;
}
