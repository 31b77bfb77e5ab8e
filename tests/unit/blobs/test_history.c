/* Totals, rates and points of what moves. */
#include "nodes.h"

#include "blobs/history.h"

static struct history *h;
static struct history_view v;
static const struct node_id ada = {{1}}, bob = {{2}};

static void view(uint64_t now_ms)
{
    history_tick(h, now_ms);
    history_view(h, &v);
}

static uint64_t sum_in(const struct history_bytes *at, size_t len)
{
    uint64_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += at[i].in;
    return n;
}

TEST(history, rates_and_totals_in_all_and_per_peer)
{
    CHECK_OK(history_new(5000, &h));
    view(6000);
    CHECK_EQ_U64(v.peers_len, 0);
    CHECK_EQ_U64(v.rate.in, 0);
    history_add(h, &ada, 300, 0);
    history_add(h, &bob, 100, 5000);
    history_add(h, &bob, 0, 1000);
    history_view(h, &v);
    CHECK_EQ_U64(v.total.in, 400);
    CHECK_EQ_U64(v.rate.in, 0);
    view(8000);
    CHECK_EQ_U64(v.total.out, 6000);
    CHECK_EQ_U64(v.rate.in, 200);
    CHECK_EQ_U64(v.rate.out, 3000);
    CHECK_EQ_U64(v.peers_len, 2);
    CHECK(node_id_equal(&v.peers[0].id, &bob));
    CHECK_EQ_U64(v.peers[0].total.out, 6000);
    CHECK_EQ_U64(v.peers[0].rate.out, 3000);
    CHECK_EQ_U64(v.peers[1].rate.in, 150);
    view(9000);
    CHECK_EQ_U64(v.peers[0].total.out, 6000);
    CHECK_EQ_U64(v.peers[0].rate.out, 0);
    CHECK_EQ_U64(v.rate.in, 0);
    history_free(h);
}

TEST(history, a_tick_that_comes_late_makes_no_dent)
{
    CHECK_OK(history_new(10000, &h));
    /* Each a little late, as ticks are: 1000 bytes a second all the time. */
    for (uint64_t i = 1; i <= 60; i++) {
        history_add(h, &ada, 1007, 0);
        view(10000 + i * 1007);
    }
    CHECK_EQ_U64(v.seconds_len, 60);
    CHECK_EQ_U64(v.seconds_from_ms, 10000);
    for (size_t i = 0; i < v.seconds_len; i++)
        CHECK(v.seconds[i].in >= 999 && v.seconds[i].in <= 1001);
    /* The minute from 0 to 60 s, of which it has seen 50. */
    CHECK_EQ_U64(v.minutes_len, 1);
    CHECK_EQ_U64(v.minutes_from_ms, 0);
    CHECK(v.minutes[0].in >= 49999 && v.minutes[0].in <= 50001);
    history_free(h);
}

TEST(history, nothing_is_lost_or_doubled_between_the_points)
{
    CHECK_OK(history_new(0, &h));
    history_add(h, &ada, 1000003, 0);
    view(7777);
    history_add(h, &ada, 11, 0);
    view(60000);
    CHECK_EQ_U64(sum_in(v.seconds, v.seconds_len), 1000014);
    CHECK_EQ_U64(v.seconds_len, 60);
    CHECK_EQ_U64(sum_in(v.minutes, v.minutes_len), 1000014);
    history_free(h);
}

TEST(history, rings_keep_two_minutes_and_a_day)
{
    uint64_t day = UINT64_C(86400000);

    CHECK_OK(history_new(0, &h));
    for (uint64_t s = 1; s <= 90000; s++) {
        history_add(h, &ada, s, 0);
        history_tick(h, s * 1000);
    }
    history_view(h, &v);
    CHECK_EQ_U64(v.seconds_len, HISTORY_SECONDS);
    CHECK_EQ_U64(v.seconds[0].in, 90000 - 119);
    CHECK_EQ_U64(v.seconds[119].in, 90000);
    CHECK_EQ_U64(v.seconds_from_ms, 90000000 - 120000);
    CHECK_EQ_U64(v.minutes_len, HISTORY_MINUTES);
    CHECK_EQ_U64(v.minutes_from_ms, 90000000 - day);
    CHECK_EQ_U64(v.minutes[0].in, 60 * 3601 + 59 * 60 / 2);
    /* It slept for longer than all of it. */
    view(90000000 + 3 * day + 123);
    CHECK_EQ_U64(v.seconds_len, HISTORY_SECONDS);
    CHECK_EQ_U64(sum_in(v.seconds, v.seconds_len), 0);
    CHECK_EQ_U64(sum_in(v.minutes, v.minutes_len), 0);
    CHECK_EQ_U64(v.seconds_from_ms, 90000000 + 3 * day - 120000);
    history_free(h);
}

TEST(history, of_many_peers_those_with_the_most_bytes_are_kept)
{
    struct node_id id = {{7}};

    CHECK_OK(history_new(0, &h));
    for (unsigned i = 0; i < 10 * HISTORY_PEERS; i++) {
        memcpy(id.b + 4, &i, sizeof i);
        history_add(h, &id, i % 10 == 0 ? 1000 + i : 1, 0);
    }
    history_add(h, &ada, 1000000, 0);
    view(1000);
    CHECK_EQ_U64(v.peers_len, HISTORY_PEERS);
    CHECK(node_id_equal(&v.peers[0].id, &ada));
    CHECK_EQ_U64(v.peers[1].total.in, 1000 + 10 * HISTORY_PEERS - 10);
    for (size_t i = 1; i + 1 < v.peers_len; i++)
        CHECK(v.peers[i].total.in >= 1000);
    history_free(h);
}

TEST(history, both_ends_of_a_transfer_count_it)
{
    static struct world world;
    static struct node a, b;
    struct hash blob;

    world_open(&world);
    node_open(&a, &world, 1);
    node_open(&b, &world, 2);
    blob = node_add_made(&a, 3000000, 1);
    node_fetch(&b, &blob, false, &a);
    blobs_get_history(b.blobs, &v);
    CHECK_EQ_U64(v.total.in, 3000000);
    CHECK_EQ_U64(v.total.out, 0);
    CHECK_EQ_U64(v.peers_len, 1);
    CHECK(node_id_equal(&v.peers[0].id, &a.key.id));
    RUN_UNTIL(world.loop,
              (blobs_get_history(a.blobs, &v), v.total.out >= 3000000));
    CHECK(node_id_equal(&v.peers[0].id, &b.key.id));
    CHECK_EQ_U64(v.peers[0].total.out, v.total.out);
    node_close(&a);
    node_close(&b);
    world_close(&world);
}
