/* A peer whose address changes while it is connected, as by a NAT that forgets
 * or by another network: a box between the two takes another address towards
 * the node that was dialled. */
#include <unistd.h>

#include "pnodes.h"

static struct pworld w;
static struct pnode a, b;

struct box {
    int front, backs[2], back;
    struct addr front_addr, server;
    struct sockaddr_in client;
};

static struct box box;

static int box_socket(const char *ip, struct addr *out)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in sin;
    socklen_t len = sizeof sin;
    struct addr at;

    CHECK_OK(addr_parse(ip, &at, NULL));
    CHECK(fd >= 0 && bind(fd, &at.sa, addr_len(&at)) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&sin, &len) == 0);
    CHECK_OK(addr_from_sockaddr((struct sockaddr *)&sin, out));
    return fd;
}

static void box_turn(void)
{
    char bytes[65536];
    struct sockaddr_in from;
    socklen_t len = sizeof from;
    ssize_t n;

    while ((n = recvfrom(box.front, bytes, sizeof bytes, 0,
                         (struct sockaddr *)&from, &len)) > 0) {
        box.client = from;
        (void)!sendto(box.backs[box.back], bytes, (size_t)n, 0, &box.server.sa,
                      addr_len(&box.server));
        len = sizeof from;
    }
    while ((n = recv(box.backs[box.back], bytes, sizeof bytes, 0)) > 0)
        (void)!sendto(box.front, bytes, (size_t)n, 0,
                      (struct sockaddr *)&box.client, sizeof box.client);
}

#define RUN_BOX_UNTIL(cond)                                                    \
    do {                                                                       \
        uint64_t until_ = clock_mono_ms() + NODES_WAIT_MS;                     \
        while (!(cond)) {                                                      \
            loop_run_once(w.loop, 1);                                          \
            box_turn();                                                        \
            if (clock_mono_ms() > until_)                                      \
                test_fail(__FILE__, __LINE__, "never came true: %s", #cond);   \
        }                                                                      \
    } while (0)

static bool is_at(const struct addr *at)
{
    const struct peer *p = peers_get(b.peers, &a.key.id);

    return p != NULL && p->state == PEER_CONNECTED &&
           addr_equal(&p->remote, at);
}

TEST(moved, a_peer_that_moves_stays_connected_and_is_shown_where_it_is)
{
    struct answered r;
    struct addr backs[2];

    world_open(&w);
    pnode_open(&a, &w, 1);
    pnode_open(&b, &w, 2);
    box.server = b.at;
    box.front = box_socket("127.0.0.1:0", &box.front_addr);
    box.backs[0] = box_socket("127.0.0.2:0", &backs[0]);
    box.backs[1] = box_socket("127.0.0.3:0", &backs[1]);
    pnode_add(&a, &b.key.id, &box.front_addr, 5000, &r);
    RUN_BOX_UNTIL(r.is_there && is_at(&backs[0]));
    CHECK_OK(r.e);
    box.back = 1;
    RUN_BOX_UNTIL(is_at(&backs[1]));
    r = (struct answered){0};
    peers_ping(b.peers, &a.key.id, 10, 100, 5000, on_pinged, &r);
    RUN_BOX_UNTIL(r.is_there);
    CHECK_OK(r.e);
    CHECK_EQ_U64(peers_get(b.peers, &a.key.id)->reconnects, 0);
    close(box.front);
    close(box.backs[0]);
    close(box.backs[1]);
    pnode_close(&a);
    pnode_close(&b);
    world_close(&w);
}
