/* Five nodes: found through one seed, restarted, killed, parted. Virtual time,
 * several seeds. */
#include "world.inc.h"

#define N 5
#define SEEDS 8

static struct world *five(uint64_t seed)
{
    struct world *w = world_new(seed);

    for (size_t i = 0; i < N; i++)
        (void)world_node(w);
    for (size_t i = 0; i < N; i++)
        world_start(w, i);
    /* Each knows one: the one before it. */
    for (size_t i = 1; i < N; i++)
        world_see(w, i, i - 1);
    return w;
}

static void check_topology(const struct world *w)
{
    for (size_t i = 0; i < N; i++) {
        size_t nodes, links;

        world_topology(w, i, &nodes, &links);
        CHECK_EQ_U64(nodes, N);
        CHECK_EQ_U64(links, N * (N - 1) / 2);
    }
}

static bool is_topology_full(const struct world *w)
{
    for (size_t i = 0; i < N; i++) {
        size_t nodes, links;

        world_topology(w, i, &nodes, &links);
        if (nodes != N || links != N * (N - 1) / 2)
            return false;
    }
    return true;
}

static uint64_t frames(const struct world *w)
{
    uint64_t n = 0;

    for (size_t i = 0; i < w->len; i++) {
        struct core_stats s;

        core_get_stats(w->node[i].core, &s);
        for (size_t k = 0; k < NODE_MSG_TYPE_END; k++)
            n += s.frames_tx[k];
    }
    return n;
}

TEST(five, each_seeded_with_one_becomes_a_full_mesh_without_flapping)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = five(seed);
        uint64_t mesh_ms = world_until(w, world_is_full_mesh, 5000);
        uint64_t topology_ms = world_until(w, is_topology_full, 10000);

        CHECK(mesh_ms <= 5000);
        CHECK(topology_ms <= 10000);
        printf("# seed %u: full mesh after %u ms, topology %u ms later\n",
               (unsigned)seed, (unsigned)mesh_ms, (unsigned)topology_ms);
        world_run(w, 60000);
        CHECK(world_is_full_mesh(w));
        CHECK_EQ_U64(world_left(w), 0);
        check_topology(w);
        world_free(w);
    }
}

TEST(five, all_restarted_without_seeds_become_a_full_mesh_again)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = five(seed);
        uint64_t ms;

        world_run(w, 20000);
        for (size_t i = 0; i < N; i++)
            world_kill(w, i);
        world_run(w, 1000);
        for (size_t i = 0; i < N; i++)
            world_start(w, i);
        ms = world_until(w, world_is_full_mesh, 5000);
        CHECK(ms <= 5000);
        world_run(w, 20000);
        CHECK_EQ_U64(world_left(w), 0); /* not even when all dial crosswise */
        check_topology(w);
        world_free(w);
    }
}

static bool is_last_gone(const struct world *w)
{
    for (size_t i = 0; i + 1 < N; i++)
        if (world_state(w, i, N - 1) == PEER_CONNECTED)
            return false;
    return true;
}

static bool are_last_links_gone(const struct world *w)
{
    for (size_t i = 0; i + 1 < N; i++) {
        size_t nodes, links;

        world_topology(w, i, &nodes, &links);
        if (links != (N - 1) * (N - 2) / 2)
            return false;
    }
    return true;
}

TEST(five, a_killed_one_is_gone_from_all_and_is_back_when_restarted)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = five(seed);
        uint64_t gone_ms, links_ms, back_ms;

        world_run(w, 20000);
        world_kill(w, N - 1);
        gone_ms = world_until(w, is_last_gone, 15000);
        links_ms = world_until(w, are_last_links_gone, 15000 - gone_ms);
        CHECK(gone_ms <= 15000);
        CHECK(gone_ms + links_ms <= 15000);
        world_run(w, 20000 + world_chance(w, 40000));
        world_start(w, N - 1);
        back_ms = world_until(w, world_is_full_mesh, 10000);
        CHECK(back_ms <= 10000);
        for (size_t i = 0; i + 1 < N; i++) {
            const struct peer *p =
                core_peer(w->node[i].core, &w->node[N - 1].key.id);

            CHECK_EQ_U64(p->reconnects, 1);
        }
        printf("# seed %u: gone after %u ms, links %u ms later, back after "
               "%u ms\n",
               (unsigned)seed, (unsigned)gone_ms, (unsigned)links_ms,
               (unsigned)back_ms);
        world_free(w);
    }
}

TEST(five, one_restarted_at_once_is_back_before_anybody_noticed)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = five(seed);

        world_run(w, 20000);
        world_kill(w, 2);
        world_run(w, 300);
        world_start(w, 2);
        CHECK(world_until(w, world_is_full_mesh, 10000) <= 10000);
        world_run(w, 30000);
        CHECK(world_is_full_mesh(w));
        for (size_t i = 0; i < N; i++) {
            const struct peer *p =
                core_peer(w->node[i].core, &w->node[2].key.id);

            if (i != 2)
                CHECK_EQ_U64(p->reconnects, 1);
        }
        check_topology(w);
        world_free(w);
    }
}

TEST(five, two_halves_find_each_other_after_a_partition)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = five(seed);
        uint64_t ms;

        world_run(w, 20000);
        w->node[0].side = w->node[3].side = 1;
        world_run(w, 30000);
        CHECK(world_state(w, 0, 3) == PEER_CONNECTED);
        CHECK(world_state(w, 0, 1) != PEER_CONNECTED);
        CHECK(w->node[0].is_looking);
        w->node[0].side = w->node[3].side = 0;
        ms = world_until(w, world_is_full_mesh, 15000);
        CHECK(ms <= 15000);
        printf("# seed %u: whole again after %u ms\n", (unsigned)seed,
               (unsigned)ms);
        world_run(w, 10000);
        CHECK(!w->node[0].is_looking);
        check_topology(w);
        world_free(w);
    }
}

TEST(five, a_short_cut_of_all_links_loses_nobody)
{
    struct world *w = five(3);

    world_run(w, 20000);
    for (size_t i = 0; i < N; i++)
        w->node[i].side = (int)i;
    world_run(w, 6000);
    for (size_t i = 0; i < N; i++)
        w->node[i].side = 0;
    world_run(w, 10000);
    CHECK(world_is_full_mesh(w));
    CHECK_EQ_U64(world_left(w), 0);
    world_free(w);
}

TEST(five, slow_links_that_lose_much_still_settle)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = world_new(seed);

        w->delay_ms = 150;
        w->jitter_ms = 150;
        w->loss_permille = 200;
        for (size_t i = 0; i < N; i++)
            (void)world_node(w);
        for (size_t i = 0; i < N; i++)
            world_start(w, i);
        for (size_t i = 0; i < N; i++)
            for (size_t k = 0; k < N; k++)
                if (i != k)
                    world_see(w, i, k);
        world_run(w, 20000);
        CHECK(world_is_full_mesh(w));
        CHECK_EQ_U64(world_left(w), 0);
        check_topology(w);
        world_free(w);
    }
}

TEST(five, without_exchange_nobody_learns_of_others)
{
    struct world *w = world_new(1);
    struct core_stats s;

    w->is_exchange_off = true;
    for (size_t i = 0; i < 3; i++)
        (void)world_node(w);
    for (size_t i = 0; i < 3; i++)
        world_start(w, i);
    world_see(w, 0, 1);
    world_see(w, 2, 1);
    world_run(w, 30000);
    CHECK_EQ_U64(world_connected(w, 1), 2);
    CHECK(core_peer(w->node[2].core, &w->node[0].key.id) == NULL);
    core_get_stats(w->node[2].core, &s);
    CHECK_EQ_U64(s.records, 3); /* links of each: the topology is there */
    world_free(w);
}

TEST(five, c_that_knows_only_b_learns_of_a_and_connects)
{
    struct world *w = world_new(1);

    for (size_t i = 0; i < 3; i++)
        (void)world_node(w);
    world_start(w, 0);
    world_start(w, 1);
    world_see(w, 0, 1);
    world_run(w, 60000);
    world_start(w, 2);
    world_see(w, 2, 1);
    CHECK(world_until(w, world_is_full_mesh, 5000) <= 5000);
    CHECK(core_peer(w->node[2].core, &w->node[0].key.id)->discovered_by ==
              PEER_SOURCE_EXCHANGE ||
          core_peer(w->node[0].core, &w->node[2].key.id)->discovered_by ==
              PEER_SOURCE_EXCHANGE);
    world_free(w);
}

TEST(five, the_same_seed_is_the_same_run)
{
    uint64_t first = 0, steps = 0;

    for (int run = 0; run < 2; run++) {
        struct world *w = five(42);

        world_run(w, 30000);
        if (run == 1) {
            CHECK_EQ_U64(frames(w), first);
            CHECK_EQ_U64(w->steps, steps);
        }
        first = frames(w);
        steps = w->steps;
        world_free(w);
    }
}
