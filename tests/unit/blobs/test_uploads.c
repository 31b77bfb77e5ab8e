/* What peers take from us, as it is listed. */
#include "nodes.h"

#include "blobs/uploads.h"

static struct world world;
static struct node a, b;
static struct upload_info at[8];

TEST(uploads, the_sender_sees_who_took_what)
{
    struct hash large, small, missing = {{9}};
    struct node *from = &a;

    world_open(&world);
    node_open(&a, &world, 1);
    node_open(&b, &world, 2);
    large = node_add_made(&a, 20000000, 1);
    small = node_add_made(&a, 5000, 2);
    CHECK_EQ_U64(upload_list(a.blobs, 0, at, 8), 0);
    node_fetch(&b, &large, false, &a);
    node_fetch(&b, &small, false, &a);
    free(node_wait(&b, node_start(&b, &missing, false, &from, 1)));
    RUN_UNTIL(world.loop, upload_list(a.blobs, 0, at, 8) == 2 &&
                              at[1].bytes >= 20000000 && at[0].bytes >= 5000);
    CHECK(hash_equal(&at[0].hash, &small));
    CHECK(hash_equal(&at[1].hash, &large));
    CHECK(node_id_equal(&at[1].peer, &b.key.id));
    CHECK(at[1].is_running && at[1].ended_ms == 0 && at[1].started_ms > 0);
    CHECK_EQ_U64(upload_list(a.blobs, at[0].id, at, 8), 1);
    CHECK(hash_equal(&at[0].hash, &large));
    CHECK_EQ_U64(upload_list(b.blobs, 0, at, 8), 0);
    node_close(&a);
    node_close(&b);
    world_close(&world);
}

TEST(uploads, many_are_bounded_and_the_open_ones_stay)
{
    struct uploads *all;
    struct loop *loop;
    struct node_id peer = {{1}};
    struct hash h = {{2}};
    struct upload *first, *u;

    CHECK_OK(loop_new(&loop));
    CHECK_OK(uploads_new(loop, &all));
    first = uploads_open(all, &peer, &h);
    CHECK(first != NULL);
    CHECK(uploads_open(all, &peer, &h) == first);
    uploads_close(first);
    for (unsigned i = 0; i < 3 * UPLOADS_MAX; i++) {
        memcpy(h.b + 4, &i, sizeof i);
        h.b[0] = 7;
        u = uploads_open(all, &peer, &h);
        CHECK(u != NULL && u != first);
        uploads_add(u, 10);
        uploads_close(u);
    }
    uploads_add(first, 5);
    CHECK_EQ_U64(uploads_list(all, 2, at, 8), 1);
    CHECK_EQ_U64(at[0].bytes, 5);
    CHECK_EQ_U64(uploads_list(all, 0, at, 8), 8);
    CHECK_EQ_U64(at[0].id, 1 + 3 * UPLOADS_MAX);
    uploads_close(first);
    uploads_free(all);
    loop_free(loop);
}
