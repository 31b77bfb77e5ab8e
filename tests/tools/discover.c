/* Discovery alone, for tests that drive it from outside.
 *
 *     discover SEED NAME SOURCE,... [ENTRY...]
 *
 * SEED is 64 hex digits, the secret key; SOURCE is static, mdns, lan or dns.
 * Reads lines:
 *
 *     announce ADDR...     announce these addresses; none: withdraw
 *     status               print the status of every source that is not off
 *     tick                 print {"event":"tick"}: the loop turns
 *
 * and ends in order at the end of its input. Prints lines of JSON: "ready" with
 * the id, then "seen", "lost", "status" and "tick". */
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "base/loop.h"
#include "crypto/key.h"
#include "discovery/discovery.h"

struct tool {
    struct loop *loop;
    struct discovery *d;
    uv_poll_t input;
    char line[4096];
    size_t len;
};

static void print(json_t *line)
{
    json_dumpf(line, stdout, JSON_COMPACT);
    putchar('\n');
    fflush(stdout);
    json_decref(line);
}

static void on_seen(const struct sighting *s, enum discovery_kind k, void *arg)
{
    char id[NODE_ID_HEX_SIZE], text[ADDR_TEXT_SIZE];
    json_t *addrs = json_array();

    node_id_hex(&s->node.id, id);
    for (size_t i = 0; i < s->node.len; i++) {
        addr_format(&s->node.addrs[i], text);
        json_array_append_new(addrs, json_string(text));
    }
    print(json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "event", "seen",
                    "kind", discovery_kind_name(k), "id", id, "name", s->name,
                    "version", s->version, "relay", s->node.relay, "addrs",
                    addrs));
}

static void on_lost(const struct node_id *id, enum discovery_kind k, void *arg)
{
    char text[NODE_ID_HEX_SIZE];

    node_id_hex(id, text);
    print(json_pack("{s:s, s:s, s:s}", "event", "lost", "kind",
                    discovery_kind_name(k), "id", text));
}

static void print_status(struct tool *t, enum discovery_kind k)
{
    struct discovery_status s;
    json_t *faults = json_object();

    discovery_get_status(t->d, k, &s);
    for (size_t f = 0; f < DISCOVERY_FAULT_COUNT; f++)
        json_object_set_new(faults,
                            discovery_fault_name((enum discovery_fault)f),
                            json_integer((json_int_t)s.faults[f]));
    print(json_pack(
        "{s:s, s:s, s:s, s:s, s:b, s:I, s:I, s:o}", "event", "status", "kind",
        discovery_kind_name(k), "state", discovery_state_name(s.state), "error",
        s.error, "announced", (int)s.is_announced, "sightings",
        (json_int_t)s.sightings, "runs", (json_int_t)s.runs, "faults", faults));
}

static void on_changed(enum discovery_kind k, void *arg)
{
    struct tool *t = arg;

    if (t->d != NULL)
        print_status(t, k);
}

static void announce(struct tool *t, const char *words)
{
    struct addr addrs[NODE_ADDR_MAX];
    char word[ADDR_TEXT_SIZE];
    size_t len = 0;
    int used;

    while (len < NODE_ADDR_MAX && sscanf(words, " %79s%n", word, &used) == 1) {
        if (addr_parse(word, &addrs[len], NULL) == ERR_OK)
            len++;
        words += used;
    }
    discovery_announce(t->d, addrs, len);
}

static void on_line(struct tool *t, const char *line)
{
    struct discovery_status s;

    if (strncmp(line, "announce", 8) == 0) {
        announce(t, line + 8);
    } else if (strcmp(line, "tick") == 0) {
        print(json_pack("{s:s}", "event", "tick"));
    } else if (strcmp(line, "status") == 0) {
        for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
            discovery_get_status(t->d, (enum discovery_kind)k, &s);
            if (s.state != DISCOVERY_OFF)
                print_status(t, (enum discovery_kind)k);
        }
    }
}

static void on_input(uv_poll_t *h, int status, int events)
{
    struct tool *t = h->data;
    ssize_t n = read(0, t->line + t->len, sizeof t->line - 1 - t->len);
    char *end;

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        uv_poll_stop(h);
        loop_stop(t->loop);
        return;
    }
    t->len += (size_t)n;
    t->line[t->len] = '\0';
    while ((end = strchr(t->line, '\n')) != NULL) {
        *end = '\0';
        on_line(t, t->line);
        t->len -= (size_t)(end + 1 - t->line);
        memmove(t->line, end + 1, t->len + 1);
    }
}

static bool has_word(const char *words, const char *word)
{
    for (size_t len; *words != '\0'; words += len + (words[len] == ',')) {
        len = strcspn(words, ",");
        if (len == strlen(word) && memcmp(words, word, len) == 0)
            return true;
    }
    return false;
}

static void enable(struct discovery_config *cfg, const char *sources)
{
    for (size_t k = 0; k < DISCOVERY_KINDS; k++)
        cfg->is_enabled[k] =
            has_word(sources, discovery_kind_name((enum discovery_kind)k));
}

static int run(struct tool *t, const struct key *key, char **argv, int argc)
{
    struct discovery_config cfg = {
        .loop = t->loop,
        .id = &key->id,
        .name = argv[2],
        .version = FIRN_VERSION,
        .entries = (const char *const *)argv + 4,
        .entries_len = (size_t)argc - 4,
        .lan_port = 5353,
        .listener = {on_seen, on_lost, on_changed, t},
    };
    char id[NODE_ID_HEX_SIZE];
    struct errmsg em = {0};

    enable(&cfg, argv[3]);
    if (discovery_new(&cfg, &t->d, &em) != ERR_OK) {
        fprintf(stderr, "discover: %s\n", em.text);
        return 1;
    }
    node_id_hex(&key->id, id);
    print(json_pack("{s:s, s:s}", "event", "ready", "id", id));
    uv_poll_init(loop_uv(t->loop), &t->input, 0);
    t->input.data = t;
    uv_poll_start(&t->input, UV_READABLE, on_input);
    loop_run(t->loop);
    uv_close((uv_handle_t *)&t->input, NULL);
    discovery_free(t->d);
    return 0;
}

static bool read_seed(const char *hex, struct key *out)
{
    uint8_t seed[KEY_SEED_LEN];

    for (size_t i = 0; i < sizeof seed; i++)
        if (sscanf(hex + 2 * i, "%2hhx", &seed[i]) != 1)
            return false;
    key_from_seed(seed, out);
    return true;
}

int main(int argc, char **argv)
{
    struct tool t = {.len = 0};
    struct key key;
    int rc;

    signal(SIGPIPE, SIG_IGN);
    if (argc < 4 || strlen(argv[1]) != 2 * KEY_SEED_LEN ||
        !read_seed(argv[1], &key)) {
        fprintf(stderr, "usage: discover SEED NAME SOURCE,... [ENTRY...]\n");
        return 2;
    }
    if (loop_new(&t.loop) != ERR_OK)
        return 1;
    rc = run(&t, &key, argv, argc);
    loop_free(t.loop);
    key_wipe(&key);
    return rc;
}
