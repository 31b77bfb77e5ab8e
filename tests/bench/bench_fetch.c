/* links: firn_blobs */
/* How fast is a transfer: two processes, each a whole node without HTTP, store
 * to store over QUIC on the loopback.
 *
 *     bench_fetch [--bytes=N] [--children=N] [--dir=DIR] [--repeat=N]
 *
 * Without --children one blob of N bytes, else a hash sequence of so many
 * children of N bytes each. Prints per run: seconds, MB/s (10^6) or blobs/s,
 * CPU seconds of each side during the transfer, resident memory. */
#include <ftw.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/workers.h"
#include "blobs/blobs.h"
#include "blobs/transfer.h"
#include "quic/quic.h"
#include "store/store.h"

struct options {
    uint64_t bytes;
    uint64_t children;
    const char *dir;
    unsigned repeat;
};

static struct options opt = {
    .bytes = 1000000000, .dir = "/tmp/bench_fetch", .repeat = 3};

struct node {
    struct loop *loop;
    struct workers *workers;
    struct store *store;
    struct blobs *blobs;
    struct quic *quic;
    struct key key;
    struct addr at;
};

/* What the provider tells the receiver. */
struct hello {
    struct node_id id;
    struct addr at;
    struct hash hash;
};

static void die(const char *what)
{
    fprintf(stderr, "bench_fetch: %s\n", what);
    exit(1);
}

static double cpu_s(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec +
           ((double)u.ru_utime.tv_usec + (double)u.ru_stime.tv_usec) / 1e6;
}

static long rss_kib(const char *what)
{
    char line[200];
    long kib = 0;
    FILE *f = fopen("/proc/self/status", "r");

    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, what, strlen(what)) == 0)
            kib = strtol(line + strlen(what) + 1, NULL, 10);
    if (f != NULL)
        fclose(f);
    return kib;
}

/* ---- a node -------------------------------------------------------------*/

static void node_open_store(struct node *n, const char *name)
{
    char dir[512];
    struct store_config sc = {.dir = dir, .max_open = 1024};
    struct errmsg em = {0};

    snprintf(dir, sizeof dir, "%s/%s", opt.dir, name);
    if (loop_new(&n->loop) != ERR_OK ||
        workers_new(n->loop, 2, &n->workers) != ERR_OK)
        die("cannot start");
    sc.loop = n->loop;
    sc.workers = n->workers;
    if (store_open(&sc, &n->store, &em) != ERR_OK)
        die(em.text);
}

static void node_open(struct node *n, const char *name, uint8_t seed)
{
    uint8_t bytes[KEY_SEED_LEN] = {seed};
    struct quic_protocol protocol;
    struct blobs_config bc;
    struct quic_config qc;
    struct addr listen;
    struct errmsg em = {0};

    key_from_seed(bytes, &n->key);
    node_open_store(n, name);
    blobs_config_defaults(&bc);
    bc.loop = n->loop;
    bc.workers = n->workers;
    bc.store = n->store;
    if (addr_parse("127.0.0.1:0", &listen, NULL) != ERR_OK ||
        blobs_new(&bc, &n->blobs) != ERR_OK)
        die("cannot start");
    protocol = blobs_protocol(n->blobs);
    quic_config_defaults(&qc);
    qc.loop = n->loop;
    qc.key = &n->key;
    qc.listen = &listen;
    qc.listen_len = 1;
    qc.protocols = &protocol;
    qc.protocols_len = 1;
    if (quic_open(&qc, &n->quic, &em) != ERR_OK)
        die(em.text);
    blobs_attach(n->blobs, n->quic);
    (void)quic_bound(n->quic, &n->at, 1);
}

static void on_gone(void *arg)
{
    *(bool *)arg = true;
}

static void node_close(struct node *n)
{
    bool gone = false;

    quic_close(n->quic, on_gone, &gone);
    while (!gone)
        loop_run_once(n->loop, 100);
    blobs_free(n->blobs);
    store_close(n->store);
    workers_free(n->workers);
    loop_free(n->loop);
}

/* ---- the provider -------------------------------------------------------*/

struct adding {
    size_t waiting;
    struct hash *to;
};

static struct adding adding;

static void on_added(enum err e, const struct store_added *added, void *arg)
{
    struct hash *to = arg;

    if (e != ERR_OK)
        die("cannot add");
    *to = added->hash;
    adding.waiting--;
}

static void add(struct node *n, uint64_t bytes, uint64_t seed, struct hash *to)
{
    static uint8_t block[1 << 20];
    struct store_add *a;
    uint64_t x = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;

    if (store_add_begin(n->store, &a) != ERR_OK)
        die("cannot add");
    while (bytes > 0) {
        size_t len = bytes < sizeof block ? (size_t)bytes : sizeof block;

        for (size_t i = 0; i < len; i += 8) {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            memcpy(block + i, &x, 8);
        }
        if (store_add_write(a, block, len) != ERR_OK)
            die("cannot add");
        bytes -= len;
    }
    adding.waiting++;
    store_add_finish(a, NULL, NULL, on_added, to);
    while (adding.waiting > 256)
        loop_run_once(n->loop, 100);
}

static void wait_added(struct node *n)
{
    while (adding.waiting > 0)
        loop_run_once(n->loop, 100);
}

static struct hash add_content(struct node *n)
{
    struct hash root;
    struct hash *children;
    struct store_add *a;

    if (opt.children == 0) {
        add(n, opt.bytes, 1, &root);
        wait_added(n);
        return root;
    }
    children = calloc(opt.children, sizeof *children);
    if (children == NULL)
        die("out of memory");
    for (uint64_t i = 0; i < opt.children; i++)
        add(n, opt.bytes, i, &children[i]);
    wait_added(n);
    if (store_add_begin(n->store, &a) != ERR_OK ||
        store_add_write(a, children, opt.children * HASH_SIZE) != ERR_OK)
        die("cannot add");
    adding.waiting++;
    store_add_finish(a, NULL, NULL, on_added, &root);
    wait_added(n);
    free(children);
    return root;
}

static volatile sig_atomic_t stopped;
static double cpu_before;

static void on_signal(int sig)
{
    if (sig == SIGUSR1)
        cpu_before = cpu_s();
    else if (sig == SIGUSR2)
        fprintf(stderr, "  provider: %.2f CPU s, RSS %ld MiB\n",
                cpu_s() - cpu_before, rss_kib("VmRSS:") / 1024);
    else
        stopped = 1;
}

static void run_provider(int out)
{
    struct node n = {0};
    struct hello hello = {0};

    signal(SIGUSR1, on_signal);
    signal(SIGUSR2, on_signal);
    signal(SIGTERM, on_signal);
    node_open(&n, "provider", 1);
    hello.hash = add_content(&n);
    hello.id = n.key.id;
    hello.at = n.at;
    if (write(out, &hello, sizeof hello) != sizeof hello)
        die("cannot write to the pipe");
    while (!stopped)
        loop_run_once(n.loop, 100);
    node_close(&n);
}

/* ---- the receiver -------------------------------------------------------*/

static void print_run(const struct transfer_info *info, double s, double cpu)
{
    if (opt.children == 0)
        printf("%8.3f s %8.0f MB/s", s, (double)opt.bytes / s / 1e6);
    else
        printf("%8.3f s %8.0f blobs/s", s, (double)opt.children / s);
    printf("  receiver: %.2f CPU s, RSS %ld MiB, peak %ld MiB, %" PRIu64
           " bytes\n",
           cpu, rss_kib("VmRSS:") / 1024, rss_kib("VmHWM:") / 1024,
           info->bytes_done);
    fflush(stdout);
}

static void run_receiver(const struct hello *hello, unsigned round, pid_t child)
{
    static struct transfer_info info;
    struct node_addr from;
    struct transfer_request rq = {.hash = hello->hash,
                                  .is_sequence = opt.children > 0,
                                  .sources = &from,
                                  .sources_len = 1};
    struct node n = {0};
    char name[40];
    uint64_t id, begin;
    double cpu;

    snprintf(name, sizeof name, "receiver%u", round);
    node_open(&n, name, 2);
    node_addr_init(&from, &hello->id);
    (void)!node_addr_add(&from, &hello->at);
    kill(child, SIGUSR1);
    cpu = cpu_s();
    begin = clock_mono_ns();
    if (transfer_start(n.blobs, &rq, NULL, NULL, &id) != ERR_OK)
        die("cannot start a transfer");
    do
        loop_run_once(n.loop, 100);
    while (transfer_get(n.blobs, id, &info) == ERR_OK &&
           info.state < TRANSFER_COMPLETED);
    if (info.state != TRANSFER_COMPLETED)
        die(info.error);
    print_run(&info, (double)(clock_mono_ns() - begin) / 1e9, cpu_s() - cpu);
    kill(child, SIGUSR2);
    node_close(&n);
}

static int remove_entry(const char *path, const struct stat *st, int type,
                        struct FTW *at)
{
    return remove(path);
}

static void remove_dirs(void)
{
    if (nftw(opt.dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
        die("cannot remove the directory");
}

static void parse(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (sscanf(argv[i], "--bytes=%" SCNu64, &opt.bytes) == 1 ||
            sscanf(argv[i], "--children=%" SCNu64, &opt.children) == 1 ||
            sscanf(argv[i], "--repeat=%u", &opt.repeat) == 1)
            continue;
        if (strncmp(argv[i], "--dir=", 6) == 0)
            opt.dir = argv[i] + 6;
        else
            die("usage: bench_fetch [--bytes=N] [--children=N] [--dir=DIR] "
                "[--repeat=N]");
    }
}

int main(int argc, char **argv)
{
    struct hello hello;
    int pipe_fd[2];
    pid_t child;

    parse(argc, argv);
    log_setup(LOG_WARN, LOG_TEXT);
    remove_dirs();
    if (mkdir(opt.dir, 0700) != 0 || pipe(pipe_fd) != 0)
        die("cannot start");
    child = fork();
    if (child == 0) {
        run_provider(pipe_fd[1]);
        return 0;
    }
    if (read(pipe_fd[0], &hello, sizeof hello) != sizeof hello)
        die("the provider is gone");
    for (unsigned i = 0; i < opt.repeat; i++)
        run_receiver(&hello, i, child);
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    remove_dirs();
    return 0;
}
