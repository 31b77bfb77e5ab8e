/* links: firn_quic */
/* How fast is the bare engine: two processes, each with an endpoint, bytes
 * from a mapped buffer through one stream, nothing hashed or stored.
 *
 *     bench_quic [--bytes=N] [--payload=N] [--cc=cubic|bbr] [--streams=N]
 *                [--repeat=N] [--window=N] [--buffer=N]
 *
 * Prints per run: MB/s (10^6), CPU seconds of each side, path MTU, losses. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "quic/conn.h"
#include "quic/quic.h"
#include "quic/stream.h"

#define ALPN "/firn/bench/1"
#define PIECE (1u << 20)
#define MAP_SIZE (64u << 20)

struct options {
    uint64_t bytes;
    size_t payload;
    enum quic_cc cc;
    unsigned streams;
    unsigned repeat;
    uint64_t window; /* first one of a stream; 0: the default */
    size_t buffer;   /* of the sockets; 0: the default */
};

struct peer {
    struct loop *loop;
    struct quic *q;
    struct key key;
    bool stopping;
};

static struct options opt = {.bytes = UINT64_C(4) << 30,
                             .payload = 65000,
                             .cc = QUIC_CC_CUBIC,
                             .streams = 1,
                             .repeat = 3};

static void die(const char *what)
{
    fprintf(stderr, "bench_quic: %s\n", what);
    exit(1);
}

static double cpu_s(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec +
           ((double)u.ru_utime.tv_usec + (double)u.ru_stime.tv_usec) / 1e6;
}

static void open_peer(struct peer *p, uint8_t seed,
                      const struct quic_protocol *protocol)
{
    uint8_t bytes[KEY_SEED_LEN] = {seed};
    struct quic_config cfg;
    struct addr listen;
    struct errmsg em = {0};

    key_from_seed(bytes, &p->key);
    if (loop_new(&p->loop) != ERR_OK ||
        addr_parse("127.0.0.1:0", &listen, NULL) != ERR_OK)
        die("cannot start");
    quic_config_defaults(&cfg);
    cfg.loop = p->loop;
    cfg.key = &p->key;
    cfg.listen = &listen;
    cfg.listen_len = 1;
    cfg.protocols = protocol;
    cfg.protocols_len = protocol != NULL ? 1 : 0;
    cfg.max_udp_payload = opt.payload;
    cfg.cc = opt.cc;
    if (opt.buffer != 0)
        cfg.socket_buffer = opt.buffer;
    if (opt.window != 0) {
        cfg.stream_window = opt.window;
        cfg.conn_window = 2 * opt.window;
    }
    if (quic_open(&cfg, &p->q, &em) != ERR_OK)
        die(em.text);
}

/* The sender: each stream gets its share of the bytes. */
struct sender {
    struct peer peer;
    uint8_t *map;
    unsigned open;
    struct conn_stats stats;
};

struct flow {
    struct sender *b;
    struct stream *s;
    uint64_t left;
    size_t at;
};

static void fill(struct flow *f)
{
    while (f->left != 0 && stream_unsent(f->s) < 4 * STREAM_LOW_WATER) {
        size_t n = f->left < PIECE ? (size_t)f->left : PIECE;

        if (stream_send(f->s, f->b->map + f->at, n, NULL, NULL) != ERR_OK)
            die("cannot send");
        f->at = (f->at + n) % MAP_SIZE;
        f->left -= n;
        if (f->left == 0)
            stream_finish(f->s);
    }
}

static void on_writable(struct stream *s, void *arg)
{
    struct flow *f = arg;

    conn_get_stats(stream_conn(s), &f->b->stats);
    fill(f);
}

static void flow_data(struct stream *s, const uint8_t *bytes, size_t len,
                      bool fin, void *arg)
{
    (void)bytes;
    (void)fin;
    (void)arg;
    stream_consume(s, len);
}

static void flow_closed(struct stream *s, enum err err, void *arg)
{
    struct flow *f = arg;

    (void)s;
    (void)err; /* the receiver closes as soon as it has all */
    f->b->open--;
    free(f);
}

static const struct stream_ops sender_ops = {
    .data = flow_data, .writable = on_writable, .closed = flow_closed};

static void sender_stream(struct conn *c, struct stream *s, void *arg)
{
    struct sender *b = arg;
    struct flow *f = calloc(1, sizeof(*f));

    (void)c;
    if (f == NULL)
        die("out of memory");
    f->b = b;
    f->s = s;
    f->left = opt.bytes / opt.streams;
    b->open++;
    stream_set_ops(s, &sender_ops, f);
    fill(f);
}

static void sender_closed(struct conn *c, const struct conn_end *end, void *arg)
{
    struct sender *b = arg;

    (void)c;
    (void)end;
    b->peer.stopping = true;
    loop_stop(b->peer.loop);
}

static const struct conn_ops sender_conn_ops = {.stream = sender_stream,
                                                .closed = sender_closed};

static void sender_accept(struct conn *c, void *arg)
{
    conn_set_ops(c, &sender_conn_ops, arg);
}

static void on_gone(void *arg)
{
    *(bool *)arg = true;
}

static void close_peer(struct peer *p)
{
    bool gone = false;

    quic_close(p->q, on_gone, &gone);
    while (!gone)
        loop_run_once(p->loop, 100);
    loop_free(p->loop);
}

static void run_sender(int ready_fd)
{
    struct sender b = {0};
    struct quic_protocol protocol = {
        .alpn = ALPN, .accept = sender_accept, .arg = &b};
    struct addr bound;
    double cpu;

    b.map = mmap(NULL, MAP_SIZE, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (b.map == MAP_FAILED)
        die("cannot map");
    memset(b.map, 0x5a, MAP_SIZE);
    open_peer(&b.peer, 1, &protocol);
    quic_bound(b.peer.q, &bound, 1);
    if (write(ready_fd, &bound, sizeof(bound)) != (ssize_t)sizeof(bound))
        die("cannot tell the address");
    cpu = cpu_s();
    loop_run(b.peer.loop);
    cpu = cpu_s() - cpu;
    if (write(ready_fd, &cpu, sizeof(cpu)) != (ssize_t)sizeof(cpu) ||
        write(ready_fd, &b.stats, sizeof(b.stats)) != (ssize_t)sizeof(b.stats))
        die("cannot tell the result");
    close_peer(&b.peer);
}

/* The receiver: opens the streams, counts what comes. */
struct receiver {
    struct peer peer;
    uint64_t got;
    unsigned open;
    uint64_t begun_ns, ended_ns;
    double cpu;
};

static void receiver_data(struct stream *s, const uint8_t *bytes, size_t len,
                          bool fin, void *arg)
{
    struct receiver *r = arg;

    (void)bytes;
    (void)fin;
    r->got += len;
    stream_consume(s, len);
}

static void receiver_closed(struct stream *s, enum err err, void *arg)
{
    struct receiver *r = arg;

    (void)err;
    if (--r->open > 0)
        return;
    r->ended_ns = clock_mono_ns();
    r->cpu = cpu_s() - r->cpu;
    conn_close(stream_conn(s), 0, "");
    loop_stop(r->peer.loop);
}

static const struct stream_ops receiver_ops = {.data = receiver_data,
                                               .closed = receiver_closed};

static void on_dialled(struct conn *c, enum err status, const struct errmsg *em,
                       void *arg)
{
    struct receiver *r = arg;

    if (status != ERR_OK)
        die(em->text);
    r->begun_ns = clock_mono_ns();
    r->cpu = cpu_s();
    for (unsigned i = 0; i < opt.streams; i++) {
        struct stream *s;

        if (conn_open_stream(c, &receiver_ops, r, &s) != ERR_OK ||
            stream_send_copy(s, "go", 2) != ERR_OK)
            die("cannot open a stream");
        stream_finish(s);
        r->open++;
    }
    conn_unref(c);
}

static void read_all(int fd, void *out, size_t len)
{
    if (read(fd, out, len) != (ssize_t)len)
        die("the sender died");
}

static void run_receiver(int fd)
{
    struct receiver r = {0};
    uint8_t seed[KEY_SEED_LEN] = {1};
    struct key sender;
    struct addr addr;
    struct conn_stats stats;
    struct quic_stats qs;
    double cpu;
    double s;

    key_from_seed(seed, &sender);
    read_all(fd, &addr, sizeof(addr));
    open_peer(&r.peer, 2, NULL);
    if (quic_dial(r.peer.q, &sender.id, &addr, 1, ALPN, 5000, on_dialled, &r,
                  NULL) != ERR_OK)
        die("cannot dial");
    loop_run(r.peer.loop);
    quic_get_stats(r.peer.q, &qs);
    close_peer(&r.peer);
    read_all(fd, &cpu, sizeof(cpu));
    read_all(fd, &stats, sizeof(stats));
    s = (double)(r.ended_ns - r.begun_ns) / 1e9;
    printf("%8.1f MB/s  sender %.2f s  receiver %.2f s CPU  payload %zu  "
           "lost %llu  cwnd %llu k  rtt %.0f us  datagrams %llu/%llu\n",
           (double)r.got / s / 1e6, cpu, r.cpu, stats.udp_payload,
           (unsigned long long)stats.packets_lost,
           (unsigned long long)stats.cwnd / 1000, (double)stats.rtt_ns / 1e3,
           (unsigned long long)qs.datagrams_rx,
           (unsigned long long)qs.datagrams_tx);
    if (r.got != opt.bytes / opt.streams * opt.streams)
        die("bytes are missing");
}

static void run_once(void)
{
    int fds[2];
    pid_t child = -1;

    fflush(stdout);
    if (pipe(fds) != 0 || (child = fork()) < 0)
        die("cannot fork");
    if (child == 0) {
        close(fds[0]);
        run_sender(fds[1]);
        _exit(0);
    }
    close(fds[1]);
    run_receiver(fds[0]);
    close(fds[0]);
    waitpid(child, NULL, 0);
}

static bool parse(const char *arg, const char *name, unsigned long long *out)
{
    size_t len = strlen(name);

    if (strncmp(arg, name, len) != 0)
        return false;
    *out = strtoull(arg + len, NULL, 10);
    return true;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        unsigned long long v;

        if (parse(argv[i], "--bytes=", &v))
            opt.bytes = v;
        else if (parse(argv[i], "--payload=", &v))
            opt.payload = (size_t)v;
        else if (parse(argv[i], "--streams=", &v) && v != 0)
            opt.streams = (unsigned)v;
        else if (parse(argv[i], "--repeat=", &v))
            opt.repeat = (unsigned)v;
        else if (parse(argv[i], "--window=", &v))
            opt.window = v;
        else if (parse(argv[i], "--buffer=", &v))
            opt.buffer = (size_t)v;
        else if (strcmp(argv[i], "--cc=bbr") == 0)
            opt.cc = QUIC_CC_BBR;
        else if (strcmp(argv[i], "--cc=cubic") != 0)
            die("unknown option");
    }
    for (unsigned i = 0; i < opt.repeat; i++)
        run_once();
    return 0;
}
