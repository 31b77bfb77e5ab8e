#include <string.h>

#include "peers/rows.h"
#include "store/store.h"
#include "test.h"

#include "crypto/key.h"

static struct peer make_peer(void)
{
    uint8_t seed[KEY_SEED_LEN] = {3};
    struct peer p = {.kind = PEER_FIRN,
                     .name = "kitchen",
                     .agent = "firn/0.1.0",
                     .discovered_by = PEER_SOURCE_MDNS,
                     .first_seen_ms = 1,
                     .last_seen_ms = 2,
                     .last_connected_ms = 3,
                     .is_pinned = true,
                     .reputation = -7};
    struct key k;

    key_from_seed(seed, &k);
    p.id = k.id;
    for (size_t i = 0; i < PEER_MAX_ADDRS; i++) {
        struct peer_addr *a = &p.addrs[p.addrs_len++];

        CHECK_OK(addr_parse("[2001:db8::1]:8421", &a->addr, NULL));
        addr_set_port(&a->addr, (uint16_t)(1000 + i));
        a->source = (enum peer_source)(i % PEER_SOURCE_COUNT);
        a->seen_ms = 10 + i;
        a->last_ok_ms = i;
    }
    return p;
}

TEST(rows, a_peer_comes_back_as_it_was)
{
    struct peer p = make_peer(), back;
    struct store_peer row;

    row_from_peer(&p, &row);
    CHECK_STR(row.addrs[0].addr, "[2001:db8::1]:1000");
    CHECK(row_to_peer(&row, &back));
    CHECK(node_id_equal(&back.id, &p.id));
    CHECK_EQ_U64(back.kind, PEER_FIRN);
    CHECK_STR(back.name, "kitchen");
    CHECK_STR(back.agent, "firn/0.1.0");
    CHECK_EQ_U64(back.discovered_by, PEER_SOURCE_MDNS);
    CHECK_EQ_U64(back.first_seen_ms, 1);
    CHECK_EQ_U64(back.last_seen_ms, 2);
    CHECK_EQ_U64(back.last_connected_ms, 3);
    CHECK(back.is_pinned && !back.is_banned);
    CHECK(back.reputation == -7);
    CHECK_EQ_U64(back.addrs_len, PEER_MAX_ADDRS);
    for (size_t i = 0; i < PEER_MAX_ADDRS; i++) {
        CHECK(addr_equal(&back.addrs[i].addr, &p.addrs[i].addr));
        CHECK_EQ_U64(back.addrs[i].source, p.addrs[i].source);
        CHECK_EQ_U64(back.addrs[i].seen_ms, p.addrs[i].seen_ms);
        CHECK_EQ_U64(back.addrs[i].last_ok_ms, p.addrs[i].last_ok_ms);
    }
}

TEST(rows, what_people_wrote_into_a_row_does_no_harm)
{
    struct peer p = make_peer(), back;
    struct store_peer row;

    row_from_peer(&p, &row);
    memcpy(row.kind, "toaster", 8);
    memcpy(row.discovered_by, "rumour", 7);
    memcpy(row.addrs[0].addr, "nowhere", 8);
    row.reputation = 1000000;
    CHECK(row_to_peer(&row, &back));
    CHECK_EQ_U64(back.kind, PEER_UNKNOWN);
    CHECK_EQ_U64(back.discovered_by, PEER_SOURCE_EXCHANGE);
    CHECK_EQ_U64(back.addrs_len, PEER_MAX_ADDRS - 1);
    CHECK(back.reputation == PEER_REPUTATION_MAX);
    memset(row.id, 0, sizeof row.id); /* no key */
    CHECK(!row_to_peer(&row, &back));
}
