/* A provider of blobs that misbehaves, for tests of real daemons.
 *
 *     evil_provider MODE [N] [--size=BYTES] [--file=PATH] [--listen=ADDR]
 *
 * Prints one JSON line with how to reach it and what it offers, then runs
 * until SIGTERM comes or the one who started it is gone. The blob is the file,
 * or BYTES bytes (default 1000003) of byte i = i mod 251. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "crypto/ticket.h"
#include "evil.h"

struct options {
    enum evil_mode mode;
    uint64_t n;
    uint64_t size;
    const char *file;
    const char *listen;
};

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
    (void)sig;
    stopped = 1;
}

static const char *const mode_names[] = {
#define EVIL_NAME(name, text, help) text,
    EVIL_MODES(EVIL_NAME)
#undef EVIL_NAME
};

static int usage(void)
{
    fputs("usage: evil_provider MODE [N] [--size=BYTES] [--file=PATH] "
          "[--listen=ADDR]\n",
          stderr);
#define EVIL_HELP(name, text, help) fprintf(stderr, "  %-13s %s\n", text, help);
    EVIL_MODES(EVIL_HELP)
#undef EVIL_HELP
    return 2;
}

static bool parse_mode(const char *text, enum evil_mode *out)
{
    for (int i = 0; i < EVIL_MODE_COUNT; i++) {
        if (strcmp(text, mode_names[i]) != 0)
            continue;
        *out = (enum evil_mode)i;
        return true;
    }
    return false;
}

static bool parse(int argc, char **argv, struct options *o)
{
    if (argc < 2 || !parse_mode(argv[1], &o->mode))
        return false;
    for (int i = 2; i < argc; i++) {
        if (sscanf(argv[i], "--size=%" SCNu64, &o->size) == 1)
            continue;
        if (strncmp(argv[i], "--file=", 7) == 0)
            o->file = argv[i] + 7;
        else if (strncmp(argv[i], "--listen=", 9) == 0)
            o->listen = argv[i] + 9;
        else if (sscanf(argv[i], "%" SCNu64, &o->n) != 1)
            return false;
    }
    return true;
}

static uint8_t *read_file(const char *path, uint64_t *size)
{
    FILE *f = fopen(path, "rb");
    uint8_t *data = NULL;
    long len;

    if (f == NULL)
        return NULL;
    if (fseek(f, 0, SEEK_END) == 0 && (len = ftell(f)) >= 0 &&
        fseek(f, 0, SEEK_SET) == 0) {
        data = malloc((size_t)len + 1);
        *size = (uint64_t)len;
        if (data != NULL && fread(data, 1, (size_t)len, f) != (size_t)len) {
            free(data);
            data = NULL;
        }
    }
    fclose(f);
    return data;
}

static uint8_t *make_blob(const struct options *o, uint64_t *size)
{
    uint8_t *data;

    if (o->file != NULL)
        return read_file(o->file, size);
    *size = o->size;
    data = malloc(o->size + 1);
    for (uint64_t i = 0; data != NULL && i < o->size; i++)
        data[i] = (uint8_t)(i % 251);
    return data;
}

static void announce(const struct evil *e)
{
    struct ticket t = {.kind = TICKET_BLOB, .hash = e->hash};
    char id[NODE_ID_HEX_SIZE], at[ADDR_TEXT_SIZE], hash[HASH_TEXT_SIZE];
    char ticket[TICKET_TEXT_SIZE];

    node_addr_init(&t.node, &e->key.id);
    (void)!node_addr_add(&t.node, &e->at);
    ticket_format(&t, ticket);
    node_id_hex(&e->key.id, id);
    addr_format(&e->at, at);
    hash_format(&e->hash, hash);
    printf("{\"id\":\"%s\",\"addr\":\"%s\",\"peer\":\"%s@%s\","
           "\"hash\":\"%s\",\"size\":%" PRIu64 ",\"ticket\":\"%s\"}\n",
           id, at, id, at, hash, e->size, ticket);
    fflush(stdout);
}

/* Has whoever started this gone? */
static bool is_orphan(pid_t parent)
{
    return getppid() != parent;
}

int main(int argc, char **argv)
{
    static struct evil evil;
    struct options o = {.size = 1000003, .listen = "127.0.0.1:0"};
    pid_t parent = getppid();
    struct loop *loop;
    struct errmsg em = {0};
    uint64_t size = 0;
    uint8_t *data;

    if (!parse(argc, argv, &o))
        return usage();
    log_setup(LOG_WARN, LOG_TEXT);
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    evil.mode = o.mode;
    evil.n = o.n;
    data = make_blob(&o, &size);
    if (data == NULL || evil_set_blob(&evil, data, size) != ERR_OK ||
        loop_new(&loop) != ERR_OK ||
        evil_open(&evil, loop, (uint8_t)(1 + o.mode), o.listen, &em) !=
            ERR_OK) {
        fprintf(stderr, "evil_provider: cannot start: %s\n", em.text);
        return 1;
    }
    announce(&evil);
    while (!stopped && !is_orphan(parent))
        loop_run_once(loop, 200);
    evil_close(&evil);
    loop_free(loop);
    return 0;
}
