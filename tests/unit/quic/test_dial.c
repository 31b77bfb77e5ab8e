#include <string.h>
#include <unistd.h>

#include "quic_pair.h"

/* A UDP socket that never answers. */
static int mute_socket(struct addr *out)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in sin = {.sin_family = AF_INET,
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(sin);

    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&sin, &len) == 0);
    CHECK_OK(addr_from_sockaddr((struct sockaddr *)&sin, out));
    return fd;
}

TEST(dial, a_connection_is_used_again)
{
    struct pair *p = pair_new();
    struct conn *first = conn_ref(p->a.c);

    peer_dial(&p->a, &p->b);
    CHECK(p->a.c == first);
    CHECK_EQ_U64(p->b.accepted, 1);
    conn_unref(first);
    pair_free(p);
}

TEST(dial, one_that_the_other_side_dialled_is_not)
{
    struct pair *p = pair_new();

    peer_dial(&p->b, &p->a);
    CHECK(conn_was_dialled(p->b.c));
    RUN_UNTIL(p->loop, p->a.accepted == 1);
    pair_free(p);
}

TEST(dial, a_closed_one_is_replaced)
{
    struct pair *p = pair_new();

    conn_close(p->b.c, 0, "");
    RUN_UNTIL(p->loop, p->a.conns_closed == 1);
    peer_dial(&p->a, &p->b);
    CHECK(conn_is_open(p->a.c));
    RUN_UNTIL(p->loop, p->b.accepted == 2);
    pair_free(p);
}

TEST(dial, two_at_once_share_one_handshake)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    pair_defaults(p, &ca, &cb);
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    for (int i = 0; i < 2; i++)
        CHECK_OK(quic_dial(p->a.q, &p->b.key.id, &p->b.addr, 1, PAIR_ALPN, 5000,
                           peer_on_dialled, &p->a, NULL));
    RUN_UNTIL(p->loop, p->a.dials_done == 2);
    CHECK_ERR(p->a.status, ERR_OK);
    RUN_UNTIL(p->loop, p->b.accepted > 0);
    CHECK_EQ_U64(p->b.accepted, 1);
    pair_free(p);
}

TEST(dial, both_sides_at_once_get_both_connections)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;

    pair_defaults(p, &ca, &cb);
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    CHECK_OK(quic_dial(p->a.q, &p->b.key.id, &p->b.addr, 1, PAIR_ALPN, 5000,
                       peer_on_dialled, &p->a, NULL));
    CHECK_OK(quic_dial(p->b.q, &p->a.key.id, &p->a.addr, 1, PAIR_ALPN, 5000,
                       peer_on_dialled, &p->b, NULL));
    RUN_UNTIL(p->loop, p->a.dials_done == 1 && p->b.dials_done == 1 &&
                           p->a.accepted == 1 && p->b.accepted == 1);
    CHECK_ERR(p->a.status, ERR_OK);
    CHECK_ERR(p->b.status, ERR_OK);
    pair_free(p);
}

TEST(dial, the_wrong_node_is_found_out)
{
    struct pair *p = pair_new();
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct key other;
    char is[NODE_ID_SHORT_SIZE], wanted[NODE_ID_SHORT_SIZE];

    key_from_seed(seed, &other);
    CHECK_ERR(peer_try_dial(&p->a, &other.id, &p->b.addr, 1, PAIR_ALPN, 5000),
              ERR_AUTH);
    node_id_short(&p->b.key.id, is);
    node_id_short(&other.id, wanted);
    CHECK(strstr(p->a.em.text, is) != NULL);
    CHECK(strstr(p->a.em.text, wanted) != NULL);
    pair_free(p);
}

TEST(dial, an_unknown_protocol_is_refused)
{
    struct pair *p = pair_new();

    CHECK_ERR(
        peer_try_dial(&p->a, &p->b.key.id, &p->b.addr, 1, "/other/1", 5000),
        ERR_REFUSED);
    CHECK(strstr(p->a.em.text, "does not speak /other/1") != NULL);
    pair_free(p);
}

/* The addresses before it are dead and would cost the whole time-out. */
TEST(dial, a_refusal_is_not_kept_waiting_by_dead_addresses)
{
    struct pair *p = pair_new();
    struct addr addrs[3];
    uint64_t begun;
    int fds[2];

    fds[0] = mute_socket(&addrs[0]);
    fds[1] = mute_socket(&addrs[1]);
    addrs[2] = p->b.addr;
    begun = clock_mono_ms();
    CHECK_ERR(peer_try_dial(&p->a, &p->b.key.id, addrs, 3, "/other/1", 15000),
              ERR_REFUSED);
    CHECK(clock_mono_ms() - begun < 5000);
    CHECK(strstr(p->a.em.text, "does not speak /other/1") != NULL);
    close(fds[0]);
    close(fds[1]);
    pair_free(p);
}

/* An address that has passed to a node of another kind refuses as well. */
TEST(dial, a_refusal_by_a_stranger_does_not_hide_the_peer)
{
    struct pair *p = pair_new();
    struct quic_protocol other = {
        .alpn = "/other/1", .accept = peer_accept, .arg = NULL};
    struct quic_config cfg;
    struct peer c;
    struct addr addrs[2];

    peer_defaults(&c, p->loop, 3, &cfg);
    cfg.protocols = &other;
    cfg.protocols_len = 1;
    CHECK_OK(quic_open(&cfg, &c.q, NULL));
    CHECK_EQ_U64(quic_bound(c.q, &addrs[0], 1), 1);
    addrs[1] = p->b.addr;
    conn_close(p->a.c, 0, "");
    RUN_UNTIL(p->loop, p->a.conns_closed == 1);
    CHECK_OK(peer_try_dial(&p->a, &p->b.key.id, addrs, 2, PAIR_ALPN, 15000));
    peer_close(&c);
    pair_free(p);
}

TEST(dial, silence_times_out_and_says_where)
{
    struct pair *p = pair_new();
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct key other;
    struct addr mute;
    char text[ADDR_TEXT_SIZE];
    int fd = mute_socket(&mute);

    key_from_seed(seed, &other);
    CHECK_ERR(peer_try_dial(&p->a, &other.id, &mute, 1, PAIR_ALPN, 300),
              ERR_TIMEOUT);
    addr_format(&mute, text);
    CHECK(strstr(p->a.em.text, text) != NULL);
    CHECK(strstr(p->a.em.text, "no answer") != NULL);
    close(fd);
    pair_free(p);
}

TEST(dial, a_closed_port_times_out)
{
    struct pair *p = pair_new();
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct key other;
    struct addr closed;

    close(mute_socket(&closed));
    key_from_seed(seed, &other);
    CHECK_ERR(peer_try_dial(&p->a, &other.id, &closed, 1, PAIR_ALPN, 300),
              ERR_TIMEOUT);
    pair_free(p);
}

TEST(dial, no_way_there_is_said_at_once)
{
    struct pair *p = pair_new();
    struct addr v6;
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct key other;
    uint64_t begun = clock_mono_ms();

    key_from_seed(seed, &other);
    CHECK_OK(addr_parse("[2001:db8::1]:1", &v6, NULL));
    CHECK_ERR(peer_try_dial(&p->a, &other.id, &v6, 1, PAIR_ALPN, 5000),
              ERR_UNREACHABLE);
    CHECK_ERR(peer_try_dial(&p->a, &other.id, NULL, 0, PAIR_ALPN, 5000),
              ERR_UNREACHABLE);
    CHECK(clock_mono_ms() - begun < 1000);
    pair_free(p);
}

TEST(dial, a_good_address_is_found_among_dead_ones)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    struct addr addrs[4];
    int fds[2];
    uint64_t begun = clock_mono_ms();

    pair_defaults(p, &ca, &cb);
    peer_open_with(&p->a, &ca);
    peer_open_with(&p->b, &cb);
    fds[0] = mute_socket(&addrs[0]);
    fds[1] = mute_socket(&addrs[1]);
    CHECK_OK(addr_parse("[2001:db8::1]:1", &addrs[2], NULL));
    addrs[3] = p->b.addr;
    CHECK_OK(peer_try_dial(&p->a, &p->b.key.id, addrs, 4, PAIR_ALPN, 5000));
    /* By its pong, not by waiting for the others. */
    CHECK(clock_mono_ms() - begun < 500);
    close(fds[0]);
    close(fds[1]);
    pair_free(p);
}

TEST(dial, success_tells_what_was_tried_in_vain)
{
    struct pair *p = pair_new();
    struct addr addrs[2];

    conn_close(p->a.c, 0, "");
    RUN_UNTIL(p->loop, p->a.conns_closed == 1);
    CHECK_OK(
        peer_try_dial(&p->a, &p->b.key.id, &p->b.addr, 1, PAIR_ALPN, 5000));
    CHECK_STR(p->a.em.text, "");
    conn_close(p->a.c, 0, "");
    RUN_UNTIL(p->loop, p->a.conns_closed == 2);
    CHECK_OK(addr_parse("[2001:db8::1]:1", &addrs[0], NULL));
    addrs[1] = p->b.addr;
    CHECK_OK(peer_try_dial(&p->a, &p->b.key.id, addrs, 2, PAIR_ALPN, 5000));
    CHECK(strstr(p->a.em.text, "no socket of its kind") != NULL);
    CHECK(strstr(p->a.em.text, "connected") != NULL);
    pair_free(p);
}

TEST(dial, cancelling_ends_with_one_callback)
{
    struct pair *p = pair_new();
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct key other;
    struct addr mute;
    struct dial *d;
    int fd = mute_socket(&mute);

    key_from_seed(seed, &other);
    p->a.dialled = false;
    CHECK_OK(quic_dial(p->a.q, &other.id, &mute, 1, PAIR_ALPN, 5000,
                       peer_on_dialled, &p->a, &d));
    loop_run_once(p->loop, 50);
    quic_dial_cancel(d);
    CHECK(!p->a.dialled);
    RUN_UNTIL(p->loop, p->a.dialled);
    CHECK_ERR(p->a.status, ERR_CANCELLED);
    close(fd);
    pair_free(p);
}

TEST(dial, closing_the_endpoint_ends_dials)
{
    struct pair *p = pair_new();
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct key other;
    struct addr mute;
    int fd = mute_socket(&mute);

    key_from_seed(seed, &other);
    p->a.dialled = false;
    CHECK_OK(quic_dial(p->a.q, &other.id, &mute, 1, PAIR_ALPN, 5000,
                       peer_on_dialled, &p->a, NULL));
    loop_run_once(p->loop, 50);
    quic_close(p->a.q, peer_on_gone, &p->a.gone);
    RUN_UNTIL(p->loop, p->a.gone);
    CHECK(p->a.dialled);
    CHECK_ERR(p->a.status, ERR_CLOSED);
    conn_unref(p->a.c);
    peer_close(&p->b);
    loop_free(p->loop);
    free(p);
    close(fd);
}

TEST(dial, a_full_endpoint_refuses)
{
    struct pair *p = calloc(1, sizeof(*p));
    struct quic_config ca, cb;
    struct peer c;

    pair_defaults(p, &ca, &cb);
    cb.max_conns_per_ip = 1;
    pair_open_with(p, &ca, &cb);
    peer_open(&c, p->loop, 3);
    CHECK_ERR(peer_try_dial(&c, &p->b.key.id, &p->b.addr, 1, PAIR_ALPN, 5000),
              ERR_REFUSED);
    conn_close(p->a.c, 0, "");
    RUN_UNTIL(p->loop, p->b.conns_closed == 1);
    peer_dial(&c, &p->b);
    peer_close(&c);
    pair_free(p);
}
