#include "base/rng.h"

#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

TEST(rng, requests_of_every_size_are_filled_whole)
{
    /* A byte left at zero sixteen times over is no accident. */
    for (size_t len = 1; len <= 300; len++) {
        uint8_t seen[300] = {0}, bytes[301];

        for (int round = 0; round < 16; round++) {
            memset(bytes, 0, sizeof bytes);
            rng_bytes(bytes, len);
            for (size_t i = 0; i < len; i++)
                seen[i] |= bytes[i];
            CHECK_EQ_U64(bytes[len], 0);
        }
        for (size_t i = 0; i < len; i++)
            CHECK(seen[i] != 0);
    }
}

TEST(rng, nothing_is_handed_out_twice)
{
    uint64_t seen[1000];

    for (size_t i = 0; i < 1000; i++) {
        seen[i] = rng_u64();
        for (size_t j = 0; j < i; j++)
            CHECK(seen[i] != seen[j]);
    }
}

static void *draw(void *out)
{
    rng_bytes(out, 16);
    return NULL;
}

TEST(rng, each_thread_has_a_stock_of_its_own)
{
    uint8_t mine[16], theirs[16];
    pthread_t t;

    rng_bytes(mine, sizeof mine);
    CHECK(pthread_create(&t, NULL, draw, theirs) == 0);
    pthread_join(t, NULL);
    CHECK(memcmp(mine, theirs, sizeof mine) != 0);
}

TEST(rng, a_forked_child_does_not_repeat_its_parent)
{
    uint64_t mine, theirs = 0;
    int pipe_fds[2];
    pid_t child;

    rng_u64();
    CHECK(pipe(pipe_fds) == 0);
    child = fork();
    if (child == 0) {
        mine = rng_u64();
        _exit(write(pipe_fds[1], &mine, sizeof mine) != sizeof mine);
    }
    mine = rng_u64();
    CHECK(read(pipe_fds[0], &theirs, sizeof theirs) == sizeof theirs);
    CHECK(waitpid(child, NULL, 0) == child);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    CHECK(mine != theirs);
}

TEST(rng, bounded_numbers_stay_in_bounds_and_reach_all_values)
{
    unsigned hits[6] = {0};

    for (int i = 0; i < 6000; i++) {
        uint64_t v = rng_below(6);

        CHECK(v < 6);
        hits[v]++;
    }
    /* Each expects 1000 with a deviation of 29; ten of them are allowed. */
    for (int i = 0; i < 6; i++)
        CHECK(hits[i] > 700 && hits[i] < 1300);
    CHECK_EQ_U64(rng_below(1), 0);
    CHECK(rng_below(UINT64_MAX) < UINT64_MAX);
}
