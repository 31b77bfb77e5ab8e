/* The mesh as all nodes together choose it. Ids are made from seeded chance:
 * only their bytes matter here. */
#include "peers/mesh.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

#define MAX 512

struct graph {
    struct node_id id[MAX];
    bool is_in[MAX];
    bool link[MAX][MAX];
    size_t len;
};

static struct graph *graph_new(uint64_t seed, size_t len)
{
    struct graph *g = calloc(1, sizeof *g);

    CHECK(g != NULL);
    g->len = len;
    for (size_t i = 0; i < len; i++) {
        g->is_in[i] = true;
        for (size_t k = 0; k < NODE_ID_LEN; k++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            g->id[i].b[k] = (uint8_t)(seed >> 56);
        }
    }
    return g;
}

static size_t index_of(const struct graph *g, const struct node_id *id)
{
    for (size_t i = 0; i < g->len; i++)
        if (node_id_equal(&g->id[i], id))
            return i;
    CHECK(false);
    return 0;
}

static void choose(struct graph *g, size_t self, size_t max)
{
    struct mesh_peer peers[MAX];
    size_t len = 0;

    for (size_t i = 0; i < g->len; i++)
        if (i != self && g->is_in[i])
            peers[len++].id = g->id[i];
    mesh_choose(&g->id[self], peers, len, max);
    for (size_t i = 0; i < len; i++)
        if (peers[i].is_wanted) {
            size_t k = index_of(g, &peers[i].id);

            g->link[self][k] = g->link[k][self] = true;
        }
}

static void choose_all(struct graph *g, size_t max)
{
    memset(g->link, 0, sizeof g->link);
    for (size_t i = 0; i < g->len; i++)
        if (g->is_in[i])
            choose(g, i, max);
}

static size_t degree(const struct graph *g, size_t i)
{
    size_t n = 0;

    for (size_t k = 0; k < g->len; k++)
        n += g->link[i][k];
    return n;
}

/* How far is the furthest from the first; SIZE_MAX: not in one piece. */
static size_t reach(const struct graph *g)
{
    size_t dist[MAX], queue[MAX], head = 0, tail = 0, far = 0, alive = 0;

    for (size_t i = 0; i < g->len; i++) {
        dist[i] = SIZE_MAX;
        alive += g->is_in[i];
        if (g->is_in[i] && tail == 0) {
            dist[i] = 0;
            queue[tail++] = i;
        }
    }
    while (head < tail) {
        size_t at = queue[head++];

        far = dist[at];
        for (size_t k = 0; k < g->len; k++)
            if (g->link[at][k] && g->is_in[k] && dist[k] == SIZE_MAX) {
                dist[k] = far + 1;
                queue[tail++] = k;
            }
    }
    return tail == alive ? far : SIZE_MAX;
}

static size_t count_differences(const struct graph *a, const struct graph *b)
{
    size_t n = 0;

    for (size_t i = 0; i < a->len; i++)
        for (size_t k = 0; k < i; k++)
            n += a->is_in[i] && a->is_in[k] && b->is_in[i] && b->is_in[k] &&
                 a->link[i][k] != b->link[i][k];
    return n;
}

TEST(mesh, up_to_the_ceiling_everybody_is_wanted)
{
    struct graph *g = graph_new(1, 33);

    choose_all(g, 32);
    for (size_t i = 0; i < g->len; i++)
        CHECK_EQ_U64(degree(g, i), 32);
    free(g);
}

TEST(mesh, nobody_known_is_fine)
{
    struct node_id self = {{1}};

    mesh_choose(&self, NULL, 0, MESH_MIN);
}

TEST(mesh, above_it_the_graph_is_in_one_piece_with_bounded_degree)
{
    static const size_t sizes[] = {34, 50, 100, 200, 500};

    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        struct graph *g = graph_new(s + 1, sizes[s]);
        size_t most = 0, all = 0, far;

        choose_all(g, 32);
        for (size_t i = 0; i < g->len; i++) {
            all += degree(g, i);
            if (degree(g, i) > most)
                most = degree(g, i);
            CHECK(degree(g, i) >= 18);
        }
        far = reach(g);
        printf("# N=%zu: mean %zu, most %zu links, %zu hops\n", sizes[s],
               all / g->len, most, far);
        CHECK(all / g->len <= 32);
        CHECK(most <= 40);
        CHECK(far <= 4);
        free(g);
    }
}

TEST(mesh, the_smallest_ceiling_still_joins_all)
{
    struct graph *g = graph_new(9, 100);

    choose_all(g, MESH_MIN);
    CHECK(reach(g) != SIZE_MAX);
    free(g);
}

TEST(mesh, the_order_in_which_peers_are_given_does_not_matter)
{
    struct graph *g = graph_new(3, 60);
    struct mesh_peer a[59], b[59];

    for (size_t i = 0; i < 59; i++) {
        a[i].id = g->id[i + 1];
        b[i].id = g->id[59 - i];
    }
    mesh_choose(&g->id[0], a, 59, 16);
    mesh_choose(&g->id[0], b, 59, 16);
    for (size_t i = 0; i < 59; i++)
        for (size_t k = 0; k < 59; k++)
            if (node_id_equal(&a[i].id, &b[k].id))
                CHECK(a[i].is_wanted == b[k].is_wanted);
    free(g);
}

TEST(mesh, a_node_that_goes_changes_few_links_of_others)
{
    struct graph *before = graph_new(4, 200), *after = graph_new(4, 200);

    choose_all(before, 32);
    after->is_in[77] = false;
    choose_all(after, 32);
    CHECK(reach(after) != SIZE_MAX);
    /* Each of those it was linked to looks for one other. */
    CHECK(count_differences(before, after) <= degree(before, 77) + 2);
    free(before);
    free(after);
}
