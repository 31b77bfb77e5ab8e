/* Whole transfers between two nodes with one allocation failing: in blobs,
 * store or quic, of either node. The transfer ends, well or with an error, and
 * afterwards everything works. */
#include "../../unit/blobs/nodes.h"
#include "fault.h"

#define SIZE 200000

static struct world world;
static struct node a, b;

static void tune(struct blobs_config *bc, struct quic_config *qc)
{
    (void)qc;
    bc->stall_timeout_ms = 300;
    bc->connect_timeout_ms = 500;
}

/* A sequence: a large child, and small ones. */
static struct hash add_sequence(struct hash child[4], uint64_t salt)
{
    child[0] = node_add_made(&a, SIZE, salt);
    for (uint64_t i = 1; i < 4; i++)
        child[i] = node_add_made(&a, 5000, salt + 1000000 * i);
    return node_add(&a, child, 4 * HASH_SIZE);
}

/* Returns false once the allocation that was to fail is never reached. */
static bool one_round(unsigned n)
{
    struct node_addr from = a.at;
    struct transfer_info *info = calloc(1, sizeof *info);
    struct transfer_request rq = {
        .is_sequence = true, .sources = &from, .sources_len = 1};
    struct hash child[4];
    uint64_t id;
    bool was_hit;

    rq.hash = add_sequence(child, n);
    fault_alloc_fail_at(n);
    if (transfer_start(b.blobs, &rq, NULL, NULL, &id) == ERR_OK)
        RUN_UNTIL(world.loop, node_has_ended(&b, id, info));
    was_hit = fault_alloc_stop();
    free(info);
    node_fetch(&b, &rq.hash, true, &a);
    node_check_holds(&b, &child[0], SIZE, n);
    return was_hit;
}

TEST(transfer, bears_any_allocation_failing)
{
    unsigned n = 1;

    world_open(&world);
    node_open_tuned(&a, &world, 1, tune);
    node_open_tuned(&b, &world, 2, tune);
    while (one_round(n))
        n += 1 + n / 40;
    CHECK(n > 50);
    node_close(&a);
    node_close(&b);
    world_close(&world);
}
