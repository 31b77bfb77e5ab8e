/* Swarms of 50 nodes on lossy links: each is done, whatever the seed, and each
 * seed is the same run again. The blob is 48 units of 128 KiB, so that a
 * thousand runs take seconds; FIRN_SEEDS says how many, else a thousand, under
 * sanitizers a few. */
#include "swarm.inc.h"

#define NODES 50
#define PEERS 8 /* that a node knows, one of them perhaps an origin */
#define UNIT (128u << 10)
#define UNITS 48

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SEEDS 20
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SEEDS 20
#endif
#endif
#ifndef SEEDS
#define SEEDS 1000
#endif

static struct world world;

static uint64_t seeds(void)
{
    const char *env = getenv("FIRN_SEEDS");

    return env != NULL ? strtoull(env, NULL, 10) : SEEDS;
}

static bool is_in(const size_t *peers, size_t len, size_t node)
{
    for (size_t i = 0; i < len; i++)
        if (peers[i] == node)
            return true;
    return false;
}

/* A node knows the one before it, so that all hang together, and others by
 * chance. */
static void know_peers(size_t node)
{
    size_t peers[PEERS], len = 0;

    peers[len++] = node - 1;
    while (len < PEERS) {
        size_t other = draw(&world, NODES);

        if (other != node && !is_in(peers, len, other))
            peers[len++] = other;
    }
    world_fetch(&world, node, peers, len);
}

struct outcome {
    uint64_t trace, us, sent, origin, wasted;
};

static void run(uint64_t seed, struct outcome *out)
{
    world_init(&world, seed, (uint64_t)UNIT * UNITS, UNIT);
    world.window = UNIT + 1;
    world.loss_us = 3 * SECOND;
    for (size_t i = 0; i < NODES; i++) {
        uint64_t mbit = 20 + draw(&world, 80);

        world_add(&world, mbit * 1000000, mbit * 1000000, i == 0);
    }
    world.delay_us = 1000 + draw(&world, 50000);
    for (size_t i = 1; i < NODES; i++)
        know_peers(i);
    world_run(&world, 600 * SECOND);
    *out = (struct outcome){.trace = world.trace, .us = world.now};
    for (size_t i = 1; i < NODES; i++) {
        if (world.node[i].result != ERR_OK)
            test_fail(__FILE__, __LINE__, "seed %d, node %zu: %s", (int)seed, i,
                      err_name(world.node[i].result));
        CHECK(ranges_has_all(&world.node[i].held, 0, UNITS));
        out->wasted += world.node[i].wasted;
    }
    out->origin = world.node[0].sent;
    world_clear(&world);
}

TEST(swarm_many, fifty_nodes_on_lossy_links_are_done_whatever_the_seed)
{
    struct outcome once, sum = {0};
    double blob = (double)UNIT * UNITS;
    uint64_t n = seeds();

    for (uint64_t seed = 1; seed <= n; seed++) {
        run(seed, &once);
        sum.us += once.us;
        sum.origin += once.origin;
        sum.wasted += once.wasted;
    }
    printf("     %d seeds, on average: %.1f s, the origin sent %.1f copies, "
           "each received %.2f in vain\n",
           (int)n, (double)sum.us / (double)n / SECOND,
           (double)sum.origin / (double)n / blob,
           (double)sum.wasted / (double)n / blob / (NODES - 1));
}

TEST(swarm_many, the_same_seed_is_the_same_run)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct outcome once, again;

        run(seed, &once);
        run(seed, &again);
        CHECK_EQ_U64(once.trace, again.trace);
        CHECK_EQ_U64(once.us, again.us);
    }
}
