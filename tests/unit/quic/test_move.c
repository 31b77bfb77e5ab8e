/* Addresses that change under a connection. Between the two ends stands a box
 * that passes datagrams on, as a NAT does, and that can be told to use another
 * socket towards the server, or another address towards the client. */
#include <arpa/inet.h>
#include <string.h>
#include <unistd.h>

#include "quic_pair.h"

struct box {
    int front;    /* towards the client */
    int backs[2]; /* towards the server */
    int back;     /* which of them */
    struct addr front_addr;
    struct addr server;
    struct sockaddr_in client;
    bool has_client;
    struct in_addr answer_to; /* 0: where the client sends from */
};

static int box_socket(const char *ip, struct addr *out)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in sin;
    socklen_t len = sizeof(sin);
    struct addr a;

    CHECK_OK(addr_parse(ip, &a, NULL));
    CHECK(fd >= 0 && bind(fd, &a.sa, addr_len(&a)) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&sin, &len) == 0);
    if (out != NULL)
        CHECK_OK(addr_from_sockaddr((struct sockaddr *)&sin, out));
    return fd;
}

static void box_init(struct box *b, const struct addr *server)
{
    *b = (struct box){.server = *server};
    b->front = box_socket("127.0.0.1:0", &b->front_addr);
    b->backs[0] = box_socket("127.0.0.1:0", NULL);
    b->backs[1] = box_socket("127.0.0.2:0", NULL);
}

static void box_clear(struct box *b)
{
    close(b->front);
    close(b->backs[0]);
    close(b->backs[1]);
}

static void box_turn(struct box *b)
{
    char bytes[65536];
    ssize_t n;

    for (;;) {
        struct sockaddr_in from;
        socklen_t len = sizeof(from);

        n = recvfrom(b->front, bytes, sizeof(bytes), 0,
                     (struct sockaddr *)&from, &len);
        if (n <= 0)
            break;
        b->client = from;
        b->has_client = true;
        if (b->answer_to.s_addr != 0)
            b->client.sin_addr = b->answer_to;
        (void)!sendto(b->backs[b->back], bytes, (size_t)n, 0, &b->server.sa,
                      addr_len(&b->server));
    }
    /* What comes to the one not used any more is lost, as behind a NAT. */
    while ((n = recv(b->backs[1 - b->back], bytes, sizeof(bytes), 0)) > 0)
        continue;
    while ((n = recv(b->backs[b->back], bytes, sizeof(bytes), 0)) > 0)
        if (b->has_client)
            (void)!sendto(b->front, bytes, (size_t)n, 0,
                          (struct sockaddr *)&b->client, sizeof(b->client));
}

#define RUN_BOX_UNTIL(loop, box, cond)                                         \
    do {                                                                       \
        uint64_t until_ = clock_mono_ms() + PAIR_WAIT_MS;                      \
        while (!(cond)) {                                                      \
            loop_run_once((loop), 1);                                          \
            box_turn(box);                                                     \
            if (clock_mono_ms() > until_)                                      \
                test_fail(__FILE__, __LINE__, "never came true: %s", #cond);   \
        }                                                                      \
    } while (0)

static struct pair *pair_through(struct box *b, const char *client_listens)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    struct addr listen;

    CHECK(p != NULL);
    pair_defaults(p, &ca, &cb);
    CHECK_OK(addr_parse(client_listens, &listen, NULL));
    peer_open_with(&p->b, &cb);
    ca.listen = &listen;
    peer_open_with(&p->a, &ca);
    box_init(b, &p->b.addr);
    CHECK_OK(quic_dial(p->a.q, &p->b.key.id, &b->front_addr, 1, PAIR_ALPN,
                       10000, peer_on_dialled, &p->a, NULL));
    RUN_BOX_UNTIL(p->loop, b, p->a.dialled && p->b.accepted == 1);
    CHECK_OK(p->a.status);
    return p;
}

static struct addr remote_of(const struct conn *c)
{
    struct addr a;

    conn_remote(c, &a);
    return a;
}

TEST(move, a_client_that_comes_from_another_address_is_followed)
{
    struct box b;
    struct pair *p = pair_through(&b, "127.0.0.1:0");
    struct addr before = remote_of(p->b.c);
    struct flow f;

    p->b.next = (struct flow){.to_send = 300000, .finish = true, .reply = true};
    flow_open(&p->a, &f, 2000000, true);
    RUN_BOX_UNTIL(p->loop, &b,
                  p->b.flows_len == 1 && p->b.flows[0].got > 100000);
    b.back = 1;
    RUN_BOX_UNTIL(p->loop, &b, f.closed && p->b.flows[0].closed);
    CHECK_ERR(f.err, ERR_OK);
    CHECK(!f.wrong && !p->b.flows[0].wrong);
    CHECK_EQ_U64(f.got, 300000);
    CHECK_EQ_U64(p->b.accepted, 1);
    CHECK(remote_of(p->b.c).in.sin_addr.s_addr != before.in.sin_addr.s_addr);
    box_clear(&b);
    pair_free(p);
}

TEST(move, an_idle_client_is_followed_by_its_keep_alive)
{
    struct box b;
    struct pair *p = pair_through(&b, "127.0.0.1:0");
    struct addr before = remote_of(p->b.c);

    conn_set_keep_alive(p->a.c, 50);
    b.back = 1;
    RUN_BOX_UNTIL(p->loop, &b,
                  remote_of(p->b.c).in.sin_addr.s_addr !=
                      before.in.sin_addr.s_addr);
    box_clear(&b);
    pair_free(p);
}

/* The client's own address goes and the kernel picks another one: then replies
 * come to another address of the same socket. */
TEST(move, a_reply_to_another_address_of_ours_is_taken)
{
    struct box b;
    struct pair *p = pair_through(&b, "0.0.0.0:0");
    struct flow f;

    p->b.next = (struct flow){.to_send = 300000, .finish = true, .reply = true};
    CHECK(inet_pton(AF_INET, "127.0.0.3", &b.answer_to) == 1);
    flow_open(&p->a, &f, 300000, true);
    RUN_BOX_UNTIL(p->loop, &b, f.closed);
    CHECK_ERR(f.err, ERR_OK);
    CHECK_EQ_U64(f.got, 300000);
    CHECK_EQ_U64(p->a.conns_closed, 0);
    box_clear(&b);
    pair_free(p);
}
