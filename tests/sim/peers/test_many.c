/* Many nodes: does the mesh settle, and what does a node pay for it when
 * nothing happens? The figures are in docs/benchmarks.md, "Mesh"; the bounds
 * here are what they must not grow beyond. */
#include "world.inc.h"

/* Without optimisation each step checks every peer, under a sanitizer at that:
 * fewer nodes show as much there. */
#ifdef __OPTIMIZE__
#define LARGE 200
#define MEDIUM 50
#define SEEDS 2
#else
#define LARGE 40
#define MEDIUM 34
#define SEEDS 1
#endif

/* All but the first know the first one only. */
static struct world *many(uint64_t seed, size_t n)
{
    struct world *w = world_new(seed);

    for (size_t i = 0; i < n; i++)
        (void)world_node(w);
    for (size_t i = 0; i < n; i++)
        world_start(w, i);
    for (size_t i = 1; i < n; i++)
        world_see(w, i, 0);
    return w;
}

static bool does_everyone_know_all(const struct world *w)
{
    for (size_t i = 0; i < w->len; i++) {
        struct core_stats s;
        uint64_t n = 0;

        core_get_stats(w->node[i].core, &s);
        for (size_t k = 0; k < PEER_STATES; k++)
            n += s.peers[k];
        if (n != w->len - 1)
            return false;
    }
    return true;
}

/* Every link that a node has, in the graph of node `at`. */
static bool is_graph_right(const struct world *w, size_t at)
{
    size_t real = 0, alive = 0, nodes, links;

    for (size_t i = 0; i < w->len; i++) {
        if (!w->node[i].is_alive)
            continue;
        alive++;
        real += world_connected(w, i);
    }
    world_topology(w, at, &nodes, &links);
    return links == real / 2 && real % 2 == 0 && nodes >= alive;
}

static bool is_topology_complete(const struct world *w)
{
    for (size_t i = 0; i < w->len; i++)
        if (w->node[i].is_alive && !is_graph_right(w, i))
            return false;
    return true;
}

struct sums {
    uint64_t frames, bytes;
};

static struct sums sum(const struct world *w)
{
    struct sums t = {0};

    for (size_t i = 0; i < w->len; i++) {
        struct core_stats s;

        if (!w->node[i].is_alive)
            continue;
        core_get_stats(w->node[i].core, &s);
        for (size_t k = 0; k < NODE_MSG_TYPE_END; k++)
            t.frames += s.frames_tx[k];
        t.bytes += s.bytes_tx;
    }
    return t;
}

struct figures {
    uint64_t known_ms, topology_ms;
    size_t links_min, links_mean, links_max;
    uint64_t frames_minute, bytes_minute; /* sent by a node */
    size_t table_bytes, records_bytes;    /* of a node */
};

static void count_links(const struct world *w, struct figures *f)
{
    size_t all = 0, alive = 0;

    f->links_min = SIZE_MAX;
    f->links_max = 0;
    for (size_t i = 0; i < w->len; i++) {
        size_t n;

        if (!w->node[i].is_alive)
            continue;
        n = world_connected(w, i);
        all += n;
        alive++;
        if (n < f->links_min)
            f->links_min = n;
        if (n > f->links_max)
            f->links_max = n;
    }
    f->links_mean = all / alive;
}

static void measure_idle(struct world *w, struct figures *f)
{
    struct sums before = sum(w), after;

    world_run(w, 60000);
    after = sum(w);
    f->frames_minute = (after.frames - before.frames) / w->len;
    f->bytes_minute = (after.bytes - before.bytes) / w->len;
    f->table_bytes = f->records_bytes = 0;
    for (size_t i = 0; i < w->len; i++) {
        struct core_stats s;

        core_get_stats(w->node[i].core, &s);
        f->table_bytes += core_table_bytes(w->node[i].core) / w->len;
        f->records_bytes += s.records_bytes / w->len;
    }
}

static struct figures settle(struct world *w)
{
    struct figures f = {0};

    f.known_ms = world_until(w, does_everyone_know_all, 30000);
    CHECK(f.known_ms <= 10000);
    f.topology_ms = f.known_ms + world_until(w, is_topology_complete, 60000);
    CHECK(f.topology_ms <= 40000);
    /* Links that were of use only until all was known are given up. */
    world_run(w, 17000);
    count_links(w, &f);
    measure_idle(w, &f);
    CHECK(is_topology_complete(w));
    return f;
}

static void print(size_t n, const struct figures *f)
{
    printf("# N=%zu: all known after %.1f s, topology complete after %.1f s\n"
           "#   links per node %zu / %zu / %zu (least, mean, most)\n"
           "#   idle, per node and minute: %zu frames, %zu bytes\n"
           "#   memory per node: table %zu, records %zu bytes\n",
           n, (double)f->known_ms / 1000, (double)f->topology_ms / 1000,
           f->links_min, f->links_mean, f->links_max, (size_t)f->frames_minute,
           (size_t)f->bytes_minute, f->table_bytes, f->records_bytes);
}

TEST(many, five_settle)
{
    struct world *w = many(1, 5);
    struct figures f = settle(w);

    print(5, &f);
    CHECK_EQ_U64(f.links_min, 4);
    CHECK(f.frames_minute <= 500);
    CHECK(f.bytes_minute <= 50000);
    world_free(w);
}

TEST(many, a_medium_number_settles)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = many(seed, MEDIUM);
        struct figures f = settle(w);

        print(MEDIUM, &f);
        CHECK(f.links_min >= 4 && f.links_max <= 40);
        CHECK(f.frames_minute <= 5000);
        CHECK(f.bytes_minute <= 800000);
        world_free(w);
    }
}

TEST(many, a_large_number_settles)
{
    struct world *w = many(1, LARGE);
    struct figures f = settle(w);

    print(LARGE, &f);
    CHECK(f.links_min >= 4 && f.links_max <= 40);
    CHECK(f.frames_minute <= 5000);
    CHECK(f.bytes_minute <= 800000);
    CHECK(f.table_bytes + f.records_bytes <= 2000000);
    world_free(w);
}

/* Nobody alive believes to be connected to one that was killed. */
static bool are_the_dead_gone(const struct world *w)
{
    for (size_t i = 0; i < w->len; i++)
        for (size_t k = 0; k < w->len; k++)
            if (w->node[i].is_alive && !w->node[k].is_alive &&
                world_state(w, i, k) == PEER_CONNECTED)
                return false;
    return true;
}

TEST(many, a_tenth_is_killed_and_comes_back)
{
    struct world *w = many(5, MEDIUM);
    uint64_t ms;

    world_run(w, 30000);
    for (size_t i = 0; i < MEDIUM; i += 10)
        world_kill(w, i);
    CHECK(world_until(w, are_the_dead_gone, 15000) <= 15000);
    ms = world_until(w, is_topology_complete, 30000);
    CHECK(ms <= 30000);
    printf(
        "# a tenth of %u killed: graph right again %.1f s after the last was "
        "found dead\n",
        MEDIUM, (double)ms / 1000);
    for (size_t i = 0; i < MEDIUM; i += 10)
        world_start(w, i);
    world_run(w, 10000);
    for (size_t i = 0; i < MEDIUM; i += 10)
        CHECK(world_connected(w, i) >= 4);
    CHECK(world_until(w, is_topology_complete, 30000) <= 30000);
    world_free(w);
}

TEST(many, two_halves_of_many_become_one_again)
{
    struct world *w = many(7, 44);
    size_t nodes, links;

    world_run(w, 30000);
    for (size_t i = 0; i < 44; i += 2)
        w->node[i].side = 1;
    world_run(w, 45000);
    world_topology(w, 0, &nodes, &links);
    CHECK(is_topology_complete(w) || nodes >= 22);
    for (size_t i = 0; i < 44; i += 2)
        w->node[i].side = 0;
    CHECK(world_until(w, is_topology_complete, 60000) <= 60000);
    world_topology(w, 0, &nodes, &links);
    CHECK_EQ_U64(nodes, 44);
    world_free(w);
}
