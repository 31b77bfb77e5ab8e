#include "ops/peer_order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

#define PEERS 5

static struct peer peers[PEERS];

/* a: near and idle; b: far and busy; c: lost lately; d: nameless; e: banned
 * for bad deeds. */
static void make_peers(void)
{
    memset(peers, 0, sizeof peers);
    for (int i = 0; i < PEERS; i++) {
        peers[i].id.b[0] = (uint8_t)(0x50 - i);
        snprintf(peers[i].name, sizeof peers[i].name, "%c", 'a' + i);
        peers[i].state = PEER_CONNECTED;
        peers[i].since_ms = 1000 + (uint64_t)i;
    }
    peers[0].quality.rtt_us = 500;
    peers[1].quality.rtt_us = 90000;
    peers[1].quality.rx_bps[1] = 1000000;
    peers[2].state = PEER_FAILED;
    peers[2].quality.rtt_us = 1;
    peers[3].name[0] = '\0';
    peers[4].quality.rtt_us = 500;
    peers[4].reputation = -100;
}

static enum peer_sort sorted_by;

static int compare(const void *a, const void *b)
{
    struct peer_place x, y;

    peer_place_of(*(const struct peer *const *)a, sorted_by, &x);
    peer_place_of(*(const struct peer *const *)b, sorted_by, &y);
    return peer_place_compare(&x, &y);
}

static const char *order(enum peer_sort by)
{
    static char text[PEERS + 1];
    const struct peer *at[PEERS];

    make_peers();
    for (int i = 0; i < PEERS; i++)
        at[i] = &peers[i];
    sorted_by = by;
    qsort(at, PEERS, sizeof *at, compare);
    for (int i = 0; i < PEERS; i++)
        text[i] = (char)('a' + (at[i] - peers));
    return text;
}

TEST(peer_order, each_order_has_the_best_first_and_the_unknown_last)
{
    CHECK_STR(order(PEER_SORT_ID), "edcba");
    CHECK_STR(order(PEER_SORT_SCORE), "abdec");
    CHECK_STR(order(PEER_SORT_RTT), "eabdc");
    CHECK_STR(order(PEER_SORT_GOODPUT), "bedca");
    CHECK_STR(order(PEER_SORT_SINCE), "edcba");
    CHECK_STR(order(PEER_SORT_NAME), "abced");
}

TEST(peer_order, a_cursor_stands_for_its_place)
{
    make_peers();
    snprintf(peers[0].name, sizeof peers[0].name, "%063d", 7);
    snprintf(peers[1].name, sizeof peers[1].name, "a.b \"c\" \xc3\xbc");
    for (int s = 0; s < PEER_SORT_COUNT; s++) {
        for (int i = 0; i < PEERS; i++) {
            struct peer_place at, back;
            char text[PEER_CURSOR_SIZE];

            peer_place_of(&peers[i], (enum peer_sort)s, &at);
            peer_cursor_format(&at, (enum peer_sort)s, text);
            CHECK(strlen(text) < PEER_CURSOR_SIZE);
            CHECK_OK(peer_cursor_parse(text, (enum peer_sort)s, &back));
            CHECK(peer_place_compare(&at, &back) == 0);
        }
    }
}

/* Whoever keeps a page finds the next one, though others came and went. */
TEST(peer_order, a_cursor_of_one_who_is_gone_still_divides)
{
    struct peer_place gone, before, behind;
    char text[PEER_CURSOR_SIZE];

    make_peers();
    peer_place_of(&peers[1], PEER_SORT_SCORE, &gone);
    peer_cursor_format(&gone, PEER_SORT_SCORE, text);
    CHECK_OK(peer_cursor_parse(text, PEER_SORT_SCORE, &gone));
    peer_place_of(&peers[0], PEER_SORT_SCORE, &before);
    peer_place_of(&peers[4], PEER_SORT_SCORE, &behind);
    CHECK(peer_place_compare(&before, &gone) < 0);
    CHECK(peer_place_compare(&behind, &gone) > 0);
}

TEST(peer_order, what_is_no_cursor_of_this_order_is_refused)
{
    struct peer_place at = {.number = 1}, out = {.number = 42};
    char good[PEER_CURSOR_SIZE], bad[PEER_CURSOR_SIZE + 1];

    peer_cursor_format(&at, PEER_SORT_NAME, good);
    CHECK_ERR(peer_cursor_parse(good, PEER_SORT_RTT, &out), ERR_PARSE);
    for (size_t len = 0; len < strlen(good); len++) {
        snprintf(bad, sizeof bad, "%.*s", (int)len, good);
        CHECK_ERR(peer_cursor_parse(bad, PEER_SORT_NAME, &out), ERR_PARSE);
    }
    snprintf(bad, sizeof bad, "%s0", good);
    CHECK_ERR(peer_cursor_parse(bad, PEER_SORT_NAME, &out), ERR_PARSE);
    CHECK_ERR(peer_cursor_parse("f0000000000000001.zz.", PEER_SORT_NAME, &out),
              ERR_PARSE);
    CHECK_EQ_U64(out.number, 42);
}
