#include "quic/expiry.h"

#include "base/clock.h"
#include "quic/rate.h"
#include "test.h"

TEST(expiry, the_earliest_is_first_whatever_the_order)
{
    struct expiry_heap h;
    struct expiry e[100] = {{0}};
    uint32_t x = 1;
    uint64_t last = 0;

    expiry_heap_init(&h);
    CHECK_OK(expiry_reserve(&h, 100));
    for (int i = 0; i < 100; i++) {
        x = x * 1664525u + 1013904223u;
        expiry_set(&h, &e[i], x >> 8);
    }
    /* Move half of them. */
    for (int i = 0; i < 100; i += 2) {
        x = x * 1664525u + 1013904223u;
        expiry_set(&h, &e[i], x >> 8);
    }
    for (int i = 0; i < 100; i++) {
        struct expiry *first = expiry_first(&h);

        CHECK(first->at_ns >= last);
        last = first->at_ns;
        expiry_set(&h, first, EXPIRY_NEVER);
    }
    CHECK(expiry_first(&h) == NULL);
    expiry_heap_clear(&h);
}

TEST(expiry, removing_from_the_middle_keeps_the_order)
{
    struct expiry_heap h;
    struct expiry e[5] = {{0}};

    expiry_heap_init(&h);
    CHECK_OK(expiry_reserve(&h, 5));
    for (int i = 0; i < 5; i++)
        expiry_set(&h, &e[i], 10 + (uint64_t)i);
    expiry_set(&h, &e[1], EXPIRY_NEVER);
    expiry_set(&h, &e[0], 100);
    CHECK(expiry_first(&h) == &e[2]);
    expiry_set(&h, &e[1], EXPIRY_NEVER); /* not in it: nothing happens */
    for (int i = 0; i < 5; i++)
        expiry_set(&h, &e[i], EXPIRY_NEVER);
    expiry_heap_clear(&h);
}

TEST(rate, allows_a_burst_and_then_so_many_a_second)
{
    struct rate r = {0};
    uint64_t now = 5 * CLOCK_NS_PER_S;
    int n = 0;

    while (rate_take(&r, 100, now))
        n++;
    CHECK(n >= 100 && n <= 102);
    now += CLOCK_NS_PER_S / 10;
    n = 0;
    while (rate_take(&r, 100, now))
        n++;
    CHECK(n >= 9 && n <= 11);
}
