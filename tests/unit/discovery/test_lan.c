/* The lan source on the loopback interface, with a port of its own. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/loop.h"
#include "crypto/key.h"
#include "discovery/discovery_int.h"
#include "discovery/lan_int.h"
#include "discovery/lan_wire.h"
#include "test.h"

#define ROUNDS 200 /* of a loop, before a test gives up */

static const char *interface;

static void *open_here(struct source_host *host,
                       const struct discovery_config *cfg)
{
    return lan_open(host, cfg, interface);
}

static struct source_ops here;
static const struct source_ops *const ops[] = {&here};

struct node {
    struct discovery *d;
    struct key key;
    unsigned seen;
    unsigned lost;
    struct sighting last;
};

static void on_seen(const struct sighting *s, enum discovery_kind k, void *arg)
{
    struct node *n = arg;

    CHECK_EQ_U64(k, DISCOVERY_LAN);
    n->seen++;
    n->last = *s;
}

static void on_lost(const struct node_id *id, enum discovery_kind k, void *arg)
{
    struct node *n = arg;

    (void)id;
    (void)k;
    n->lost++;
}

static void on_changed(enum discovery_kind k, void *arg)
{
    (void)k;
    (void)arg;
}

static void start(struct loop *l, struct node *n, uint8_t number, uint16_t port)
{
    const uint8_t seed[KEY_SEED_LEN] = {number};
    char name[16];
    const struct discovery_config cfg = {
        .loop = l,
        .id = &n->key.id,
        .name = name,
        .version = "1.2.3",
        .is_enabled = {[DISCOVERY_LAN] = true},
        .lan_port = port,
        .listener = {on_seen, on_lost, on_changed, n},
    };

    here = lan_source;
    here.open = open_here;
    memset(n, 0, sizeof *n);
    key_from_seed(seed, &n->key);
    snprintf(name, sizeof name, "node %u", number);
    CHECK_OK(discovery_new_with(&cfg, ops, 1, &n->d, NULL));
}

static void announce(struct node *n, const char *text)
{
    struct addr a;

    CHECK_OK(addr_parse(text, &a, NULL));
    discovery_announce(n->d, &a, 1);
}

static struct discovery_status status_of(const struct node *n)
{
    struct discovery_status s;

    discovery_get_status(n->d, DISCOVERY_LAN, &s);
    return s;
}

/* A socket of ours on the loopback interface that may send to the group; and
 * a port that nobody else uses. */
static int other_socket(struct sockaddr_in *group)
{
    struct ip_mreqn m = {.imr_ifindex = 1}; /* lo, in every network */
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in any = {.sin_family = AF_INET};
    socklen_t len = sizeof any;

    CHECK(fd >= 0);
    CHECK(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &m, sizeof m) == 0);
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(fd, (struct sockaddr *)&any, sizeof any) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&any, &len) == 0);
    *group = any;
    CHECK(inet_pton(AF_INET, "224.0.0.251", &group->sin_addr) == 1);
    return fd;
}

static void send_to(int fd, const struct sockaddr_in *to, const void *bytes,
                    size_t len)
{
    CHECK(sendto(fd, bytes, len, 0, (const struct sockaddr *)to, sizeof *to) ==
          (ssize_t)len);
}

TEST(lan, two_nodes_find_each_other)
{
    struct sockaddr_in group;
    int fd = other_socket(&group);
    uint16_t port = ntohs(group.sin_port);
    struct node a, b;
    struct loop *l;

    interface = "lo";
    CHECK_OK(loop_new(&l));
    start(l, &a, 1, port);
    start(l, &b, 2, port);
    CHECK_STR(status_of(&a).error, "");
    CHECK_EQ_U64(status_of(&a).state, DISCOVERY_RUNNING);
    CHECK(!status_of(&a).is_announced);
    announce(&a, "127.0.0.1:8421");
    announce(&b, "127.0.0.1:8422");
    for (int i = 0; i < ROUNDS && (a.seen == 0 || b.seen == 0); i++)
        loop_run_once(l, 100);
    CHECK_EQ_U64(a.seen, 1);
    CHECK_EQ_U64(b.seen, 1);
    CHECK(node_id_equal(&a.last.node.id, &b.key.id));
    CHECK_EQ_U64(a.last.node.len, 1);
    CHECK_EQ_U64(addr_port(&a.last.node.addrs[0]), 8422);
    CHECK_STR(a.last.name, "node 2");
    CHECK_STR(a.last.version, "1.2.3");
    CHECK(status_of(&a).is_announced);

    /* Other addresses are heard of without being asked for. */
    announce(&b, "127.0.0.1:9999");
    for (int i = 0; i < ROUNDS && a.seen == 1; i++)
        loop_run_once(l, 100);
    CHECK_EQ_U64(addr_port(&a.last.node.addrs[0]), 9999);
    discovery_announce(b.d, NULL, 0);
    CHECK(!status_of(&b).is_announced);
    discovery_free(a.d);
    discovery_free(b.d);
    loop_free(l);
    close(fd);
}

/* What a stock node sends, by hand; then the same node with a relay and as
 * seen by the old generation. */
TEST(lan, a_node_heard_in_both_generations_is_one_with_the_newer_hints)
{
    struct sockaddr_in group;
    int fd = other_socket(&group);
    const uint8_t seed[KEY_SEED_LEN] = {9};
    struct lan_answer stock = {.gen = LAN_OLD, .data = "whatever"};
    struct addr addr;
    struct key key;
    struct node a;
    struct loop *l;
    struct buf b;

    interface = "lo";
    CHECK_OK(loop_new(&l));
    start(l, &a, 1, ntohs(group.sin_port));
    key_from_seed(seed, &key);
    node_addr_init(&stock.node, &key.id);
    CHECK_OK(addr_parse("192.0.2.1:7", &addr, NULL));
    CHECK_OK(node_addr_add(&stock.node, &addr));
    snprintf(stock.node.relay, sizeof stock.node.relay, "https://r.example/");
    buf_init(&b, 1472);
    for (int round = 0; round < 4; round++) {
        stock.gen = round % 2 == 0 ? LAN_OLD : LAN_NEW;
        b.len = 0;
        CHECK_OK(lan_wire_answer(&b, &stock, 1472));
        send_to(fd, &group, b.ptr, b.len);
    }
    for (int i = 0; i < ROUNDS && a.last.node.relay[0] == '\0'; i++)
        loop_run_once(l, 100);
    send_to(fd, &group, "?", 1); /* is read after all of these */
    for (int i = 0;
         i < ROUNDS && status_of(&a).faults[DISCOVERY_FAULT_MALFORMED] == 0;
         i++)
        loop_run_once(l, 100);
    CHECK_EQ_U64(status_of(&a).faults[DISCOVERY_FAULT_MALFORMED], 1);
    CHECK_EQ_U64(status_of(&a).sightings, 1);
    CHECK(a.seen <= 2);
    CHECK_STR(a.last.node.relay, "https://r.example/");
    CHECK_STR(a.last.name, "whatever");
    CHECK_STR(a.last.version, "");
    buf_clear(&b);
    discovery_free(a.d);
    loop_free(l);
    close(fd);
}

TEST(lan, datagrams_beyond_the_ceiling_are_counted_and_not_read)
{
    struct sockaddr_in group;
    int fd = other_socket(&group);
    struct node a;
    struct loop *l;
    uint64_t limit = 0;

    interface = "lo";
    CHECK_OK(loop_new(&l));
    start(l, &a, 1, ntohs(group.sin_port));
    for (int i = 0; i < ROUNDS && limit == 0; i++) {
        for (int k = 0; k < 50; k++)
            send_to(fd, &group, "?", 1);
        loop_run_once(l, 0);
        limit = status_of(&a).faults[DISCOVERY_FAULT_LIMIT];
    }
    CHECK_EQ_U64(limit, 1);
    CHECK_EQ_U64(status_of(&a).state, DISCOVERY_RUNNING);
    discovery_free(a.d);
    loop_free(l);
    close(fd);
}

TEST(lan, a_port_that_another_keeps_for_itself_is_told_and_tried_again)
{
    struct sockaddr_in group;
    int fd = other_socket(&group);
    struct sockaddr_in any = {.sin_family = AF_INET};
    int held = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct discovery_status s;
    struct node a;
    struct loop *l;

    close(fd); /* the port alone was wanted of it */
    any.sin_port = group.sin_port;
    CHECK(bind(held, (struct sockaddr *)&any, sizeof any) == 0);
    interface = "lo";
    CHECK_OK(loop_new(&l));
    start(l, &a, 1, ntohs(group.sin_port));
    s = status_of(&a);
    CHECK_EQ_U64(s.state, DISCOVERY_FAILED);
    CHECK_EQ_U64(s.faults[DISCOVERY_FAULT_SOCKET], 1);
    CHECK(strstr(s.error, "end the program") != NULL);
    close(held);
    for (int i = 0; i < ROUNDS && status_of(&a).state == DISCOVERY_FAILED; i++)
        loop_run_once(l, 100);
    CHECK_EQ_U64(status_of(&a).state, DISCOVERY_RUNNING);
    CHECK_STR(status_of(&a).error, "");
    discovery_free(a.d);
    loop_free(l);
}

TEST(lan, without_a_network_the_source_says_so)
{
    struct node a;
    struct loop *l;

    interface = "no-such-if";
    CHECK_OK(loop_new(&l));
    start(l, &a, 1, 1024);
    announce(&a, "192.0.2.1:8421");
    CHECK_EQ_U64(status_of(&a).state, DISCOVERY_FAILED);
    CHECK_STR(status_of(&a).error,
              "no network interface is up and has an address; "
              "tried again every second");
    CHECK(!status_of(&a).is_announced);
    discovery_free(a.d);
    loop_free(l);
}
