/* Small requests are cut from a per-thread stock, so that a random number
 * costs a system call only now and then; large ones go to the kernel. */
#include "base/rng.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define STOCK_SIZE 256

static _Thread_local uint8_t stock[STOCK_SIZE];
static _Thread_local size_t stock_left;

/* After a fork parent and child would hand out the same bytes. */
static void drop_stock(void)
{
    stock_left = 0;
}

__attribute__((constructor)) static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, drop_stock);
}

static void from_kernel(uint8_t *out, size_t len)
{
    while (len > 0) {
        ssize_t n = getrandom(out, len, 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            perror("getrandom");
            abort();
        }
        out += n;
        len -= (size_t)n;
    }
}

void rng_bytes(void *out, size_t len)
{
    uint8_t *from;

    if (len > STOCK_SIZE / 4) {
        from_kernel(out, len);
        return;
    }
    if (len > stock_left) {
        from_kernel(stock, sizeof stock);
        stock_left = sizeof stock;
    }
    stock_left -= len;
    from = stock + stock_left;
    memcpy(out, from, len);
    /* What was given away may be a key; it is not kept here. */
    explicit_bzero(from, len);
}

uint64_t rng_u64(void)
{
    uint64_t v;

    rng_bytes(&v, sizeof v);
    return v;
}

uint64_t rng_below(uint64_t bound)
{
    uint64_t floor, v;

    assert(bound > 0);
    /* 2^64 mod bound: below it the low results would come once too often. */
    floor = (0 - bound) % bound;
    do
        v = rng_u64();
    while (v < floor);
    return v % bound;
}
