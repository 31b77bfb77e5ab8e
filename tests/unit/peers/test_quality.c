#include "peers/quality.h"
#include "test.h"

static struct quality q;
static struct peer_quality out;
static uint64_t rx, tx, packets, lost;

static void begin(void)
{
    quality_init(&q);
    rx = tx = packets = lost = 0;
}

static void feed(uint64_t now_ms)
{
    quality_feed(&q, now_ms, rx, tx, packets, lost, &out);
}

TEST(quality, the_first_word_has_no_rates)
{
    begin();
    rx = 5000;
    feed(100000);
    CHECK_EQ_U64(out.rx_bps[0], 0);
    CHECK_EQ_U64(out.rx_bps[2], 0);
    CHECK_EQ_U64(out.rx_bytes, 5000);
    CHECK(out.loss == 0.0);
}

TEST(quality, rates_are_those_of_their_windows)
{
    begin();
    for (unsigned s = 0; s <= 100; s++) {
        feed(1000 + 1000 * s);
        rx += s < 95 ? 1000 : 3000;
        tx += 10;
    }
    rx -= 3000;
    feed(101000);
    CHECK_EQ_U64(out.rx_bps[0], 3000);
    CHECK_EQ_U64(out.rx_bps[1], 2000); /* five of ten seconds at 3000 */
    CHECK_EQ_U64(out.rx_bps[2], (55 * 1000 + 5 * 3000) / 60);
    CHECK_EQ_U64(out.tx_bps[0], 20); /* of two that fell together */
}

TEST(quality, a_silent_peer_comes_down_to_zero)
{
    begin();
    feed(1000);
    rx = 1000000;
    feed(2000);
    CHECK_EQ_U64(out.rx_bps[0], 1000000);
    for (unsigned s = 3; s < 70; s++)
        feed(1000 * s);
    CHECK_EQ_U64(out.rx_bps[0], 0);
    CHECK_EQ_U64(out.rx_bps[1], 0);
    CHECK_EQ_U64(out.rx_bps[2], 0);
}

TEST(quality, being_fed_often_changes_no_rate)
{
    begin();
    for (unsigned i = 0; i <= 1000; i++) {
        rx = 100 * i;
        feed(1000 + 100 * i);
    }
    CHECK_EQ_U64(out.rx_bps[0], 1000);
    CHECK_EQ_U64(out.rx_bps[1], 1000);
    CHECK_EQ_U64(out.rx_bps[2], 1000);
}

TEST(quality, loss_is_that_of_the_last_minute)
{
    begin();
    for (unsigned s = 0; s < 100; s++) {
        packets += 100;
        lost += s % 10 == 0 ? 20 : 0;
        feed(1000 * s);
        CHECK(s < 60 || (out.loss > 0.015 && out.loss < 0.025));
    }
    for (unsigned s = 100; s < 162; s++) {
        packets += 100;
        feed(1000 * s);
    }
    CHECK(out.loss == 0.0);
}

TEST(quality, where_little_is_sent_loss_is_that_of_the_last_few_hundred_packets)
{
    begin();
    for (unsigned s = 0; s < 1000; s++) {
        packets += 2;
        lost += s % 25 == 0;
        feed(1000 * s);
    }
    CHECK(out.loss > 0.01 && out.loss < 0.03);
}

TEST(quality, loss_never_leaves_its_range)
{
    begin();
    packets = 1;
    lost = 50;
    feed(1000);
    CHECK(out.loss > 0.0 && out.loss <= 1.0);
    packets += 1000;
    lost += 5000;
    feed(2000);
    CHECK(out.loss == 1.0);
    /* Nothing sent: nothing new is known. */
    feed(3000);
    CHECK(out.loss == 1.0);
}
