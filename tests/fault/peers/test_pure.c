#include <string.h>

#include "../../unit/peers/make_record.h"
#include "fault.h"
#include "peers/holders.h"
#include "peers/topology.h"
#include "test.h"

/* Records made beforehand, so that the tests of what takes them in fail in
 * nothing else. */
#define COUNT 12
static struct buf made[COUNT];

static void make_records(void)
{
    for (uint32_t i = 0; i < COUNT; i++)
        make_empty(&made[i], i / 2,
                   i % 2 == 0 ? RECORD_LINKS : RECORD_ADDRESSES, 100 + i, 60,
                   0);
}

static void drop_records(void)
{
    for (size_t i = 0; i < COUNT; i++)
        buf_clear(&made[i]);
}

/* Each record is taken or not; the counts are right either way. */
static void put_all(void *arg)
{
    struct records *rs;
    size_t count = 0, bytes = 0;

    (void)arg;
    if (records_new(&rs) != ERR_OK)
        return;
    for (size_t i = 0; i < COUNT; i++) {
        enum err e = records_put(rs, 1000, made[i].ptr, made[i].len, 0,
                                 i % 3 == 0, NULL);

        CHECK(e == ERR_OK || e == ERR_NOMEM);
        count += e == ERR_OK;
        bytes += e == ERR_OK ? made[i].len : 0;
    }
    CHECK_EQ_U64(records_len(rs), count);
    CHECK_EQ_U64(records_bytes(rs), bytes);
    CHECK_EQ_U64(records_expire(rs, 61000), count);
    records_free(rs);
}

TEST(pure, records_survive_every_failed_allocation)
{
    make_records();
    CHECK(fault_each_alloc(put_all, NULL) > COUNT);
    drop_records();
}

static void draw(void *arg)
{
    const struct records *rs = arg;
    struct node_id self = node_id_of(0);
    struct topology *t;
    enum err e = topology_make(rs, &self, 2000, &t);

    CHECK(e == ERR_OK || e == ERR_NOMEM);
    if (e != ERR_OK)
        return;
    CHECK_EQ_U64(t->nodes_len, 3);
    CHECK_EQ_U64(t->links_len, 2);
    topology_free(t);
}

TEST(pure, the_graph_is_drawn_or_not_at_all)
{
    struct record_links l = {.interval_s = 5, .len = 2};
    struct key key = node_key(0);
    struct records *rs;
    struct buf body, b;

    l.links[0].to = node_id_of(1);
    l.links[1].to = node_id_of(2);
    buf_init(&body, RECORD_BODY_MAX);
    buf_init(&b, RECORD_MAX);
    CHECK_OK(records_new(&rs));
    CHECK_OK(record_write_links(&body, &l));
    CHECK_OK(record_write(&b, &key, RECORD_LINKS, 1, 60, body.ptr, body.len));
    CHECK_OK(records_put(rs, 1000, b.ptr, b.len, 0, true, NULL));
    CHECK(fault_each_alloc(draw, rs) > 5);
    buf_clear(&b);
    buf_clear(&body);
    records_free(rs);
}

/* What could not be noted is not there, and what was is. */
static void note_all(void *arg)
{
    struct node_have have = {.state = NODE_HAVE_WHOLE, .size = 1, .held = 1};
    struct holders *h;
    struct holder out[4];

    (void)arg;
    if (holders_new(&h) != ERR_OK)
        return;
    for (uint8_t i = 0; i < 12; i++) {
        struct node_id peer = {{i % 4}};

        have.hash.b[0] = i % 3;
        holders_note(h, i, &peer, &have);
    }
    for (uint8_t i = 0; i < 3; i++) {
        have.hash.b[0] = i;
        CHECK(holders_get(h, &have.hash, out, 4) >= 3);
    }
    CHECK_EQ_U64(holders_len(h), 3);
    holders_free(h);
}

TEST(pure, holders_survive_every_failed_allocation)
{
    CHECK(fault_each_alloc(note_all, NULL) > 10);
}

static void write_all(void *arg)
{
    struct node_ping ping = {1, (const uint8_t *)"payload", 7};
    struct key key = node_key(1);
    struct buf b;
    enum err e;

    (void)arg;
    buf_init(&b, SIZE_MAX);
    e = node_write_ping(&b, NODE_MSG_PING, &ping);
    CHECK(e == ERR_OK || (e == ERR_NOMEM && b.len == 0));
    buf_clear(&b);
    e = record_write(&b, &key, RECORD_LINKS, 1, 60, "body", 4);
    CHECK(e == ERR_OK || (e == ERR_NOMEM && b.len == 0));
    buf_clear(&b);
}

TEST(pure, writers_append_all_or_nothing)
{
    CHECK(fault_each_alloc(write_all, NULL) >= 2);
}
