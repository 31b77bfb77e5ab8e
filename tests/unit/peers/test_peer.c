#include "peers/peer.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

static struct addr addr(const char *text)
{
    struct addr a;

    CHECK_OK(addr_parse(text, &a, NULL));
    return a;
}

static bool add(struct peer *p, const char *text, enum peer_source src,
                uint64_t wall)
{
    struct addr a = addr(text);

    return peer_add_addr(p, &a, src, wall);
}

static void check_order(const struct peer *p, const char *const *want,
                        size_t len)
{
    struct addr got[PEER_MAX_ADDRS];
    char text[ADDR_TEXT_SIZE];

    CHECK_EQ_U64(peer_dial_addrs(p, got, PEER_MAX_ADDRS), len);
    for (size_t i = 0; i < len; i++) {
        addr_format(&got[i], text);
        CHECK_STR(text, want[i]);
    }
}

TEST(peer, useless_addresses_are_not_kept)
{
    struct peer p = {0};

    CHECK(!add(&p, "0.0.0.0:8421", PEER_SOURCE_MANUAL, 1));
    CHECK(!add(&p, "[::]:8421", PEER_SOURCE_MANUAL, 1));
    CHECK(!add(&p, "224.0.0.251:5353", PEER_SOURCE_MDNS, 1));
    CHECK(!add(&p, "255.255.255.255:8421", PEER_SOURCE_MDNS, 1));
    CHECK(!add(&p, "[ff02::fb]:5353", PEER_SOURCE_MDNS, 1));
    CHECK(!add(&p, "10.0.0.1:0", PEER_SOURCE_MANUAL, 1));
    CHECK_EQ_U64(p.addrs_len, 0);
}

TEST(peer, an_address_told_twice_is_one_and_keeps_its_surest_source)
{
    struct peer p = {0};

    CHECK(add(&p, "10.0.0.1:1", PEER_SOURCE_EXCHANGE, 5));
    CHECK(!add(&p, "10.0.0.1:1", PEER_SOURCE_MANUAL, 6));
    CHECK(!add(&p, "10.0.0.1:1", PEER_SOURCE_DNS, 7));
    CHECK_EQ_U64(p.addrs_len, 1);
    CHECK_EQ_U64(p.addrs[0].source, PEER_SOURCE_MANUAL);
    CHECK_EQ_U64(p.addrs[0].seen_ms, 7);
}

TEST(peer, what_worked_last_is_dialled_first_then_the_surest)
{
    struct peer p = {0};
    static const char *const before[] = {"10.0.0.3:1", "10.0.0.2:1",
                                         "10.0.0.1:1"};
    static const char *const after[] = {"10.0.0.1:1", "10.0.0.2:1",
                                        "10.0.0.3:1"};
    struct addr a;

    CHECK(add(&p, "10.0.0.1:1", PEER_SOURCE_EXCHANGE, 9));
    CHECK(add(&p, "10.0.0.2:1", PEER_SOURCE_MDNS, 5));
    CHECK(add(&p, "10.0.0.3:1", PEER_SOURCE_STATIC, 1));
    check_order(&p, before, 3);
    a = addr("10.0.0.2:1");
    peer_addr_worked(&p, &a, 20);
    a = addr("10.0.0.1:1");
    peer_addr_worked(&p, &a, 30);
    check_order(&p, after, 3);
}

TEST(peer, where_it_called_from_is_dialled_only_if_it_listens_there)
{
    struct peer p = {.kind = PEER_IROH};
    static const char *const want[] = {"10.0.0.1:50000"};

    CHECK(add(&p, "10.0.0.1:50000", PEER_SOURCE_INBOUND, 1));
    check_order(&p, NULL, 0);
    p.kind = PEER_FIRN;
    check_order(&p, want, 1);
}

TEST(peer, one_source_cannot_push_out_what_others_said)
{
    struct peer p = {0};
    char text[ADDR_TEXT_SIZE];

    CHECK(add(&p, "10.0.0.1:1", PEER_SOURCE_MANUAL, 1));
    CHECK(add(&p, "10.0.0.2:1", PEER_SOURCE_MDNS, 1));
    for (unsigned i = 0; i < 100; i++) {
        snprintf(text, sizeof text, "10.1.0.%u:1", i + 1);
        CHECK(add(&p, text, PEER_SOURCE_EXCHANGE, 10 + i));
    }
    CHECK(p.addrs_len <= PEER_MAX_ADDRS);
    CHECK_EQ_U64(p.addrs[0].source, PEER_SOURCE_MANUAL);
    CHECK_EQ_U64(p.addrs[1].source, PEER_SOURCE_MDNS);
    /* Of its own the newest are kept. */
    CHECK(!add(&p, "10.1.0.100:1", PEER_SOURCE_EXCHANGE, 200));
}

TEST(peer, at_the_ceiling_the_oldest_of_the_least_sure_goes)
{
    struct peer p = {0};
    char text[ADDR_TEXT_SIZE];

    for (unsigned i = 0; i < 8; i++) {
        snprintf(text, sizeof text, "10.1.0.%u:1", i + 1);
        CHECK(add(&p, text, PEER_SOURCE_DNS, 10 + i));
        snprintf(text, sizeof text, "10.2.0.%u:1", i + 1);
        CHECK(add(&p, text, PEER_SOURCE_LAN, 10 + i));
    }
    CHECK_EQ_U64(p.addrs_len, PEER_MAX_ADDRS);
    CHECK(!add(&p, "10.3.0.1:1", PEER_SOURCE_EXCHANGE, 99));
    CHECK(add(&p, "10.4.0.1:1", PEER_SOURCE_MANUAL, 99));
    CHECK_EQ_U64(p.addrs_len, PEER_MAX_ADDRS);
    for (size_t i = 0; i < p.addrs_len; i++) {
        addr_format(&p.addrs[i].addr, text);
        CHECK(strcmp(text, "10.1.0.1:1") != 0);
    }
}

static double score(uint64_t rtt_us, double loss, int reputation)
{
    struct peer p = {.state = PEER_CONNECTED,
                     .reputation = reputation,
                     .quality = {.rtt_us = rtt_us, .loss = loss}};

    return peer_score(&p);
}

TEST(peer, the_score_orders_links_as_a_person_would)
{
    struct peer off = {.state = PEER_FAILED, .quality = {.rtt_us = 1}};

    CHECK(score(200, 0, 0) > 0.99);
    CHECK(score(200, 0, 0) > score(20000, 0, 0));
    CHECK(score(200, 0, 0) > score(200, 0.02, 0));
    CHECK(score(200, 0, 0) > score(100200, 0.02, 0));
    CHECK(score(200, 0, -50) < score(200, 0, 0));
    CHECK(score(200, 0, 100) <= 1);
    CHECK(score(200, 0, -100) <= 0);
    CHECK(score(0, 0, 0) > 0.49 && score(0, 0, 0) < 0.51);
    CHECK(peer_score(&off) <= 0);
}

TEST(peer, names_are_those_of_the_interface)
{
    CHECK_STR(peer_state_name(PEER_DISCONNECTING), "disconnecting");
    CHECK_STR(peer_kind_name(PEER_IROH), "iroh");
    CHECK_STR(peer_source_name(PEER_SOURCE_EXCHANGE), "exchange");
    CHECK_STR(peer_deed_name(PEER_DEED_BROKE_PROTOCOL), "broke_protocol");
    CHECK(peer_deed_points(PEER_DEED_WRONG_DATA) == -50);
}
