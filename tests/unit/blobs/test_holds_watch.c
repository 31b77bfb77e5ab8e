/* What a source says that it holds, from one that says it by a script. */
#include "blobs/holds_watch.h"

#include "base/ranges.h"
#include "blobs/blobs_limits.h"
#include "blobs/observe_item.h"
#include "raw.h"

static struct world world;

/* The answering side: sends `script`, then ends as told. */
enum ending { STAY, FINISH, RESET };
static struct buf script;
static enum ending ending;
static struct quic *server;
static struct node_addr at;
static bool gone;

/* What was told last. */
static struct {
    unsigned times;
    bool is_everything;
    struct ranges groups;
} told;

static void on_request(struct stream *s, const uint8_t *bytes, size_t len,
                       bool fin, void *arg)
{
    (void)bytes;
    (void)arg;
    stream_consume(s, len);
    if (!fin)
        return;
    for (size_t i = 0; i < script.len; i += STREAM_COPY_MAX) {
        size_t left = script.len - i;

        CHECK_OK(
            stream_send_copy(s, script.ptr + i,
                             left < STREAM_COPY_MAX ? left : STREAM_COPY_MAX));
    }
    if (ending == FINISH)
        stream_finish(s);
    else if (ending == RESET)
        stream_reset(s, 1);
}

static const struct stream_ops answer_ops = {.data = on_request};

static void on_stream(struct conn *c, struct stream *s, void *arg)
{
    (void)c;
    (void)arg;
    stream_set_ops(s, &answer_ops, NULL);
}

static const struct conn_ops server_ops = {.stream = on_stream};

static void on_accept(struct conn *c, void *arg)
{
    (void)arg;
    conn_set_ops(c, &server_ops, NULL);
}

static void on_holds(const struct ranges *groups, void *arg)
{
    (void)arg;
    told.times++;
    told.is_everything = groups == NULL;
    if (groups != NULL)
        CHECK_OK(ranges_copy(&told.groups, groups));
}

static struct raw raw;
static struct holds_watch *watch;

static void open_all(void)
{
    uint8_t seed[KEY_SEED_LEN] = {1};
    struct quic_protocol protocol = {.alpn = BLOBS_ALPN, .accept = on_accept};
    struct quic_config qc;
    struct addr a;
    static struct key key;

    world_open(&world);
    key_from_seed(seed, &key);
    CHECK_OK(addr_parse("127.0.0.1:0", &a, NULL));
    quic_config_defaults(&qc);
    qc.loop = world.loop;
    qc.key = &key;
    qc.listen = &a;
    qc.listen_len = 1;
    qc.protocols = &protocol;
    qc.protocols_len = 1;
    CHECK_OK(quic_open(&qc, &server, NULL));
    CHECK_EQ_U64(quic_bound(server, &a, 1), 1);
    node_addr_init(&at, &key.id);
    CHECK_OK(node_addr_add(&at, &a));
    raw_open(&raw, &world, 2, &at);
    buf_init(&script, SIZE_MAX);
    ranges_init(&told.groups);
    told.times = 0;
}

static void close_all(void)
{
    holds_watch_free(watch);
    watch = NULL;
    raw_close(&raw);
    gone = false;
    quic_close(server, node_on_gone, &gone);
    RUN_UNTIL(world.loop, gone);
    buf_clear(&script);
    ranges_clear(&told.groups);
    world_close(&world);
}

static void say(uint64_t size, uint64_t begin, uint64_t end)
{
    struct ranges set;

    ranges_init(&set);
    CHECK_OK(ranges_add(&set, begin, end));
    CHECK_OK(observe_item_write(&script, size, &set));
    ranges_clear(&set);
}

static void begin(enum ending how)
{
    struct holds_watch_config cfg = {
        .loop = world.loop, .conn = raw.conn, .fn = on_holds};

    ending = how;
    CHECK_OK(holds_watch_new(&cfg, &watch));
    CHECK_EQ_U64(told.times, 0);
    RUN_UNTIL(world.loop, told.times > 0);
}

TEST(holds_watch, chunks_become_whole_groups)
{
    open_all();
    say(5000000, 3, 70);
    say(5000000, 4880, UINT64_MAX);
    begin(STAY);
    RUN_UNTIL(world.loop, told.groups.len == 2);
    CHECK(!told.is_everything);
    CHECK_EQ_U64(told.groups.at[0].begin, 1);
    CHECK_EQ_U64(told.groups.at[0].end, 4);
    CHECK_EQ_U64(told.groups.at[1].begin, 305);
    CHECK_EQ_U64(told.groups.at[1].end, UINT64_MAX);
    close_all();
}

TEST(holds_watch, who_cannot_prove_the_size_holds_nothing)
{
    open_all();
    say(5000000, 0, 160);
    begin(STAY);
    CHECK(!told.is_everything);
    CHECK(ranges_is_empty(&told.groups));
    close_all();
}

TEST(holds_watch, all_of_it_is_everything)
{
    open_all();
    say(0, 0, 16);
    say(5000000, 16, UINT64_MAX);
    begin(STAY);
    RUN_UNTIL(world.loop, told.is_everything);
    close_all();
}

TEST(holds_watch, who_does_not_know_the_question_is_asked_by_trying)
{
    open_all();
    begin(FINISH);
    CHECK(told.is_everything);
    close_all();
    open_all();
    begin(RESET);
    CHECK(told.is_everything);
    close_all();
}

TEST(holds_watch, nonsense_is_not_believed)
{
    static const uint8_t bad[] = {3, 0, 9, 1};

    open_all();
    CHECK_OK(buf_add(&script, bad, sizeof bad));
    begin(STAY);
    CHECK(told.is_everything);
    close_all();
}

TEST(holds_watch, more_than_can_be_remembered_ends_it)
{
    open_all();
    for (uint64_t i = 0; i <= HOLDS_MAX_RANGES; i++)
        say(UINT64_C(1) << 50, 64 * i, 64 * i + 16);
    begin(STAY);
    RUN_UNTIL(world.loop, told.is_everything);
    close_all();
    open_all();
    /* An item that never ends. */
    CHECK_OK(buf_add_varint(&script, OBSERVE_ITEM_MAX));
    for (size_t i = 0; i < 2 * HOLDS_MAX_BYTES; i++)
        CHECK_OK(buf_add_u8(&script, 0x80));
    begin(STAY);
    CHECK(told.is_everything);
    close_all();
}

/* Ten thousand words are told in a few. */
TEST(holds_watch, many_small_words_are_told_together)
{
    open_all();
    say(UINT64_C(1) << 40, (UINT64_C(1) << 30) - 16, UINT64_MAX);
    for (uint64_t i = 0; i < 10000; i++)
        say(UINT64_C(1) << 40, 16 * i, 16 * (i + 1));
    begin(STAY);
    RUN_UNTIL(world.loop, ranges_has_all(&told.groups, 0, 10000));
    CHECK(told.times < 200);
    close_all();
}
