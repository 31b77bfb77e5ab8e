#include "blobs/bucket.h"
#include "test.h"

#define S UINT64_C(1000000000)
#define MS UINT64_C(1000000)

/* Takes pieces whenever there is something, looking every `step` ns. */
static uint64_t drain(struct bucket *b, uint64_t from, uint64_t to,
                      uint64_t step, uint64_t piece)
{
    uint64_t sum = 0;

    for (uint64_t now = from; now < to; now += step) {
        bucket_fill(b, now);
        while (bucket_has(b)) {
            bucket_spend(b, piece);
            sum += piece;
        }
    }
    return sum;
}

TEST(bucket, the_mean_is_the_rate_whatever_the_pieces_and_the_steps)
{
    static const uint64_t rates[] = {1000, 99999, 10000000, 3000000000};
    static const uint64_t pieces[] = {1, 777, 16384, 1 << 20};

    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 4; k++) {
            uint64_t step = rates[i] > 1000000 && k == 0 ? 50 * MS : 7 * MS;
            uint64_t piece = rates[i] > 1000000 ? pieces[k] + 4096 : pieces[k];
            uint64_t burst = rates[i] / 10 > 16384 ? rates[i] / 10 : 16384;
            struct bucket b;
            uint64_t sum;

            bucket_init(&b, rates[i], 5 * S);
            sum = drain(&b, 5 * S, 105 * S, step, piece);
            CHECK(sum <= 100 * rates[i] + burst + piece);
            CHECK(sum + burst + piece + rates[i] / 100 >= 100 * rates[i]);
        }
    }
}

TEST(bucket, saves_up_no_more_than_a_tenth_of_a_second)
{
    struct bucket b;

    bucket_init(&b, 10000000, 0);
    bucket_spend(&b, 1000000);
    CHECK(!bucket_has(&b));
    bucket_fill(&b, UINT64_MAX / 2);
    CHECK(bucket_is_full(&b));
    bucket_spend(&b, 999999);
    CHECK(bucket_has(&b));
    bucket_spend(&b, 1);
    CHECK(!bucket_has(&b));
}

TEST(bucket, tells_when_there_is_something_again)
{
    static const uint64_t rates[] = {1,     3,        1000,
                                     65536, 12345678, BUCKET_MAX_RATE};

    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        struct bucket b;
        uint64_t wait_ns;

        bucket_init(&b, rates[i], 0);
        while (bucket_has(&b))
            bucket_spend(&b, UINT64_C(1) << 27);
        wait_ns = bucket_wait_ns(&b);
        bucket_fill(&b, wait_ns - 1 - wait_ns / 1000000);
        CHECK(!bucket_has(&b));
        bucket_fill(&b, wait_ns + 1);
        CHECK(bucket_has(&b));
    }
}

TEST(bucket, without_a_rate_has_always_something)
{
    struct bucket b;

    bucket_init(&b, 0, 0);
    bucket_spend(&b, UINT64_MAX);
    bucket_fill(&b, S);
    CHECK(bucket_has(&b));
    CHECK_EQ_U64(bucket_wait_ns(&b), 0);
}

TEST(bucket, another_rate_forgets_a_debt_and_saves_no_more_than_it_may)
{
    struct bucket b;

    bucket_init(&b, 1000000000, 0);
    bucket_spend(&b, 200000000);
    bucket_set_rate(&b, 100000, 0);
    CHECK(bucket_wait_ns(&b) < S / 1000);

    bucket_init(&b, 1000000000, 0);
    bucket_set_rate(&b, 1000000, 0);
    bucket_spend(&b, 100000);
    CHECK(!bucket_has(&b));

    bucket_set_rate(&b, UINT64_MAX, 0);
    CHECK_EQ_U64(b.rate, BUCKET_MAX_RATE);
}
