#include "quic/sendq.h"

#include <string.h>

#include "test.h"

static unsigned released;

static void count(void *arg)
{
    (void)arg;
    released++;
}

static void add(struct sendq *q, const char *text)
{
    CHECK_OK(sendq_add(q, text, strlen(text), count, NULL));
}

TEST(sendq, gives_pieces_in_order_and_from_the_middle)
{
    struct sendq q;
    ngtcp2_vec v[4];

    sendq_init(&q);
    add(&q, "abc");
    add(&q, "defg");
    CHECK_EQ_U64(sendq_unsent(&q), 7);
    CHECK_EQ_U64(sendq_peek(&q, v, 4), 2);
    CHECK_MEM(v[1].base, v[1].len, "defg", 4);
    sendq_mark_sent(&q, 4);
    CHECK_EQ_U64(sendq_peek(&q, v, 4), 1);
    CHECK_MEM(v[0].base, v[0].len, "efg", 3);
    sendq_clear(&q);
}

TEST(sendq, peek_takes_no_more_than_asked)
{
    struct sendq q;
    ngtcp2_vec v[2];

    sendq_init(&q);
    for (int i = 0; i < 9; i++)
        add(&q, "x");
    CHECK_EQ_U64(sendq_peek(&q, v, 2), 2);
    sendq_clear(&q);
}

TEST(sendq, releases_a_piece_when_its_last_byte_is_acknowledged)
{
    struct sendq q;

    released = 0;
    sendq_init(&q);
    add(&q, "abc");
    add(&q, "defg");
    sendq_mark_sent(&q, 7);
    sendq_acked(&q, 2);
    CHECK_EQ_U64(released, 0);
    sendq_acked(&q, 3);
    CHECK_EQ_U64(released, 1);
    sendq_acked(&q, 6);
    CHECK_EQ_U64(released, 1);
    sendq_acked(&q, 7);
    CHECK_EQ_U64(released, 2);
    sendq_clear(&q);
    CHECK_EQ_U64(released, 2);
}

TEST(sendq, never_releases_what_was_not_sent)
{
    struct sendq q;

    released = 0;
    sendq_init(&q);
    add(&q, "abc");
    sendq_mark_sent(&q, 2);
    sendq_acked(&q, 3);
    CHECK_EQ_U64(released, 0);
    sendq_clear(&q);
    CHECK_EQ_U64(released, 1);
}

TEST(sendq, dropping_releases_everything_once)
{
    struct sendq q;

    released = 0;
    sendq_init(&q);
    for (int i = 0; i < 100; i++)
        add(&q, "abc");
    sendq_mark_sent(&q, 100);
    sendq_acked(&q, 50);
    CHECK_EQ_U64(released, 16);
    sendq_drop(&q);
    CHECK_EQ_U64(released, 100);
    CHECK_EQ_U64(sendq_unsent(&q), 0);
    sendq_clear(&q);
    CHECK_EQ_U64(released, 100);
}

TEST(sendq, an_empty_piece_does_not_stand_in_the_way)
{
    struct sendq q;
    ngtcp2_vec v[4];

    released = 0;
    sendq_init(&q);
    add(&q, "");
    add(&q, "ab");
    CHECK_EQ_U64(sendq_peek(&q, v, 4), 1);
    sendq_mark_sent(&q, 2);
    sendq_acked(&q, 2);
    CHECK_EQ_U64(released, 2);
    sendq_clear(&q);
}

TEST(sendq, the_ring_grows_in_the_middle_of_things)
{
    struct sendq q;
    uint64_t sent = 0;

    released = 0;
    sendq_init(&q);
    for (int i = 0; i < 1000; i++) {
        add(&q, "abcde");
        add(&q, "fgh");
        if (i % 3 != 0) {
            sendq_mark_sent(&q, 8);
            sent += 8;
            sendq_acked(&q, sent - 4);
        }
    }
    sendq_mark_sent(&q, sendq_unsent(&q));
    sendq_acked(&q, 8000);
    CHECK_EQ_U64(released, 2000);
    CHECK_EQ_U64(q.len, 0);
    sendq_clear(&q);
}
