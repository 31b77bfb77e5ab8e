/* What a swarm must reach, in virtual time: bits per second are those of the
 * links, and what the planner makes of them is printed. */
#include "swarm.inc.h"

#define MBIT UINT64_C(1000000)
#define BLOB (UINT64_C(256) * 1000 * 1000)
#define GROUP 16384
#define SEEDS 10

static struct world world;

static void begin(uint64_t bytes)
{
    world_init(&world, 7, bytes, GROUP);
    world.burst = 4;
}

static double seconds(uint64_t us)
{
    return (double)us / SECOND;
}

TEST(swarm, one_source_gives_all_that_its_link_has)
{
    size_t from, to;

    begin(BLOB);
    from = world_add(&world, 100 * MBIT, 100 * MBIT, true);
    to = world_add(&world, 100 * MBIT, 100 * MBIT, false);
    world_fetch(&world, to, &from, 1);
    world_run(&world, 100 * SECOND);
    CHECK_OK(world.node[to].result);
    printf("     one source of 100 Mbit/s: %.2f s, the link alone %.2f s\n",
           seconds(world.node[to].done_us), (double)BLOB * 8 / 100e6);
    CHECK((double)world.node[to].done_us < 1.02 * BLOB * 8 / 100);
    world_clear(&world);
}

TEST(swarm, four_sources_are_four_times_as_fast)
{
    size_t from[4], to;
    double mbit;

    begin(BLOB);
    for (size_t i = 0; i < 4; i++)
        from[i] = world_add(&world, 50 * MBIT, 50 * MBIT, true);
    to = world_add(&world, 1000 * MBIT, 1000 * MBIT, false);
    world_fetch(&world, to, from, 4);
    world_run(&world, 100 * SECOND);
    CHECK_OK(world.node[to].result);
    mbit = (double)BLOB * 8 / (double)world.node[to].done_us;
    printf("     4 sources of 50 Mbit/s: %.1f Mbit/s; shares in MB:", mbit);
    for (size_t i = 0; i < 4; i++)
        printf(" %.1f", (double)world.node[from[i]].sent / 1e6);
    printf(", wasted %.2f\n", (double)world.node[to].wasted / 1e6);
    CHECK(mbit >= 190);
    world_clear(&world);
}

static void fan_out(uint64_t seed, double *times, double *copies)
{
    size_t all[9], peers[8];
    uint64_t last = 0, single_us = BLOB * 8 / 100;

    world_init(&world, seed, BLOB, GROUP);
    world.burst = 4;
    for (size_t i = 0; i < 9; i++)
        all[i] = world_add(&world, 100 * MBIT, 100 * MBIT, i == 0);
    for (size_t i = 1; i < 9; i++) {
        size_t n = 0;

        for (size_t k = 0; k < 9; k++)
            if (k != i)
                peers[n++] = all[k];
        world_fetch(&world, all[i], peers, n);
    }
    world_run(&world, 200 * SECOND);
    for (size_t i = 1; i < 9; i++) {
        CHECK_OK(world.node[i].result);
        if (world.node[i].done_us > last)
            last = world.node[i].done_us;
    }
    *copies = (double)world.node[0].sent / BLOB;
    *times = (double)last / (double)single_us;
    world_clear(&world);
}

TEST(swarm, eight_nodes_share_what_one_has)
{
    double times = 0, copies = 0;

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        double t, c;

        fan_out(seed, &t, &c);
        times = t > times ? t : times;
        copies = c > copies ? c : copies;
    }
    printf("     1 to 8 nodes of 100 Mbit/s, the worst of %d seeds: last done "
           "in %.2f times a single copy; the origin sent %.2f copies\n",
           SEEDS, times, copies);
    CHECK(times <= 1.5);
    CHECK(copies <= 1.6);
}

/* The good one of four gives all; what the others do costs little. */
static void good_dead_crawling_lying(uint64_t bytes)
{
    size_t from[4], to;
    uint64_t alone_us = bytes * 8 / 50;
    double times;

    begin(bytes);
    from[0] = world_add(&world, 8000, 50 * MBIT, true);
    from[1] = world_add(&world, 50 * MBIT, 50 * MBIT, true);
    from[2] = world_add(&world, 50 * MBIT, 50 * MBIT, true);
    from[3] = world_add(&world, 50 * MBIT, 50 * MBIT, true);
    world.node[from[1]].manner = LIAR;
    happen(&world, 1 * SECOND, DIES, from[2], 0, 0, 0);
    to = world_add(&world, 1000 * MBIT, 1000 * MBIT, false);
    world_fetch(&world, to, from, 4);
    world_run(&world, 200 * SECOND);
    CHECK_OK(world.node[to].result);
    times = (double)world.node[to].done_us / (double)alone_us;
    printf("     %d MB, of four one dies, one crawls, one lies: %.2f s, %.2f "
           "times the good one alone; asked twice %d units\n",
           (int)(bytes / 1000000), seconds(world.node[to].done_us), times,
           (int)world.node[to].core.twice);
    CHECK(times <= 1.2);
    CHECK_ERR(world.node[to].core.source[1].err, ERR_MISMATCH);
    CHECK_EQ_U64(world.node[to].core.source[1].got_units, 0);
    world_clear(&world);
}

TEST(swarm, one_of_four_dies_one_crawls_one_lies)
{
    good_dead_crawling_lying(BLOB);
    good_dead_crawling_lying(BLOB / 8);
}
