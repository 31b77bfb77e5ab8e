/* The ceilings in virtual time: takers that always want more, a clock that is
 * moved from one thing to do to the next. */
#include "blobs/limits.h"
#include "test.h"

#include <string.h>

#define S UINT64_C(1000000000)
#define MB UINT64_C(1000000)
#define PIECE 16384
#define MAX_TAKERS 64

struct taker {
    struct limit_flow flow;
    uint64_t taken;
    bool is_done;
};

static struct limits *limits;
static struct taker takers[MAX_TAKERS];
static size_t takers_len;
static uint64_t now_ns;

/* As much as it can get. The many of a free one are bounded. */
static void go_on(void *arg)
{
    struct taker *t = arg;

    for (size_t i = 0; i < 1000 && !t->is_done; i++) {
        if (!limit_take(&t->flow, PIECE))
            return;
        t->taken += PIECE;
    }
}

static void begin(const struct limits_config *cfg)
{
    memset(takers, 0, sizeof takers);
    takers_len = 0;
    now_ns = 0;
    CHECK_OK(limits_new(NULL, &limits));
    limits_set(limits, cfg);
}

static struct taker *add(enum limit_dir dir, uint8_t peer,
                         struct limit_own *own)
{
    struct node_id id = {{peer}};
    struct addr remote;
    struct taker *t = &takers[takers_len++];

    CHECK_OK(addr_parse(peer < 100 ? "198.51.100.7:1" : "192.168.1.7:1",
                        &remote, NULL));
    CHECK_OK(
        limit_flow_open(limits, &t->flow, dir, &id, &remote, own, go_on, t));
    return t;
}

static void start(void)
{
    for (size_t i = 0; i < takers_len; i++)
        go_on(&takers[i]);
}

static void run(uint64_t seconds)
{
    uint64_t end_ns = now_ns + seconds * S;
    uint64_t next_ns;

    while ((next_ns = limits_run(limits, now_ns)) <= end_ns)
        now_ns = next_ns > now_ns ? next_ns : now_ns;
    now_ns = end_ns;
    (void)limits_run(limits, now_ns);
}

static void forget(void)
{
    for (size_t i = 0; i < takers_len; i++)
        takers[i].taken = 0;
}

static void end(void)
{
    for (size_t i = 0; i < takers_len; i++)
        limit_flow_close(&takers[i].flow);
    limits_free(limits);
}

static uint64_t sum(void)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < takers_len; i++)
        bytes += takers[i].taken;
    return bytes;
}

static void check_near(uint64_t got, uint64_t want, unsigned percent)
{
    uint64_t off = got > want ? got - want : want - got;

    if (off * 100 > want * percent)
        CHECK_EQ_U64(got, want);
}

#define NEAR(got, want, percent) check_near((got), (want), (percent))

TEST(limits, a_total_holds_and_is_shared_evenly)
{
    struct limits_config cfg = {.total = {[LIMIT_UP] = 10 * MB}};

    begin(&cfg);
    for (uint8_t i = 0; i < 7; i++)
        add(LIMIT_UP, i, NULL);
    start();
    run(1); /* what was saved up goes to the first */
    forget();
    run(10);
    NEAR(sum(), 100 * MB, 2);
    for (size_t i = 0; i < 7; i++)
        NEAR(takers[i].taken, 100 * MB / 7, 1);
    end();
}

TEST(limits, directions_are_apart)
{
    struct limits_config cfg = {.total = {1 * MB, 5 * MB}};
    struct taker *up, *down;

    begin(&cfg);
    up = add(LIMIT_UP, 1, NULL);
    down = add(LIMIT_DOWN, 1, NULL);
    start();
    run(20);
    NEAR(up->taken, 20 * MB, 2);
    NEAR(down->taken, 100 * MB, 2);
    end();
}

TEST(limits, a_peer_has_its_ceiling_over_all_its_flows)
{
    struct limits_config cfg = {.per_peer = {[LIMIT_DOWN] = 2 * MB}};

    begin(&cfg);
    add(LIMIT_DOWN, 1, NULL);
    add(LIMIT_DOWN, 1, NULL);
    add(LIMIT_DOWN, 1, NULL);
    add(LIMIT_DOWN, 2, NULL);
    start();
    run(10);
    NEAR(takers[0].taken + takers[1].taken + takers[2].taken, 20 * MB, 2);
    NEAR(takers[3].taken, 20 * MB, 2);
    end();
}

TEST(limits, who_waits_for_its_own_ceiling_stands_in_nobodys_way)
{
    struct limits_config cfg = {.total = {[LIMIT_DOWN] = 10 * MB},
                                .per_peer = {[LIMIT_DOWN] = 7 * MB}};
    struct limit_own slow;

    begin(&cfg);
    limit_own_init(&slow, PRIORITY_CRITICAL, 1 * MB);
    add(LIMIT_DOWN, 1, &slow);
    add(LIMIT_DOWN, 1, &slow);
    add(LIMIT_DOWN, 2, NULL);
    add(LIMIT_DOWN, 3, NULL);
    start();
    run(20);
    NEAR(takers[0].taken + takers[1].taken, 20 * MB, 3);
    NEAR(takers[2].taken, 90 * MB, 3);
    NEAR(takers[3].taken, 90 * MB, 3);
    end();
}

TEST(limits, the_higher_priority_goes_first)
{
    struct limits_config cfg = {.total = {[LIMIT_DOWN] = 10 * MB}};
    struct limit_own own[PRIORITIES];

    begin(&cfg);
    for (size_t i = 0; i < PRIORITIES; i++) {
        limit_own_init(&own[i], (enum priority)i, 0);
        add(LIMIT_DOWN, (uint8_t)i, &own[i]);
    }
    limit_own_set(limits, &own[PRIORITY_CRITICAL], PRIORITY_CRITICAL, 3 * MB);
    start();
    run(10);
    NEAR(takers[PRIORITY_CRITICAL].taken, 30 * MB, 3);
    NEAR(takers[PRIORITY_HIGH].taken, 70 * MB, 4);
    CHECK(takers[PRIORITY_LOW].taken < 2 * MB);

    /* A change while it waits. */
    forget();
    limit_own_set(limits, &own[PRIORITY_LOW], PRIORITY_CRITICAL, 0);
    run(10);
    NEAR(takers[PRIORITY_LOW].taken, 70 * MB, 4);
    CHECK(takers[PRIORITY_HIGH].taken < 2 * MB);
    end();
}

TEST(limits, a_priority_has_its_ceiling)
{
    struct limits_config cfg = {
        .per_priority = {[PRIORITY_LOW] = {[LIMIT_DOWN] = 1 * MB}},
        .total = {[LIMIT_DOWN] = 10 * MB}};
    struct limit_own low, high;

    begin(&cfg);
    limit_own_init(&low, PRIORITY_LOW, 0);
    limit_own_init(&high, PRIORITY_HIGH, 5 * MB);
    add(LIMIT_DOWN, 1, &low);
    add(LIMIT_DOWN, 2, &low);
    add(LIMIT_DOWN, 3, &high);
    start();
    run(10);
    NEAR(takers[0].taken + takers[1].taken, 10 * MB, 3);
    NEAR(takers[2].taken, 50 * MB, 3);
    end();
}

TEST(limits, a_change_counts_at_once_also_for_those_that_wait)
{
    struct limits_config cfg = {.total = {[LIMIT_UP] = 1000}};

    begin(&cfg);
    add(LIMIT_UP, 1, NULL);
    add(LIMIT_UP, 2, NULL);
    start();
    run(30); /* they wait for a quarter of a minute each time */
    forget();
    cfg.total[LIMIT_UP] = 10 * MB;
    limits_set(limits, &cfg);
    run(5);
    NEAR(sum(), 50 * MB, 3);
    forget();
    cfg.total[LIMIT_UP] = 2 * MB;
    limits_set(limits, &cfg);
    run(5);
    NEAR(sum(), 10 * MB, 5);
    forget();
    cfg.total[LIMIT_UP] = 0;
    limits_set(limits, &cfg);
    run(1);
    CHECK_EQ_U64(sum(), 2 * 1000 * PIECE); /* all they wanted */
    end();
}

TEST(limits, local_peers_can_be_exempt)
{
    struct limits_config cfg = {.total = {[LIMIT_UP] = 1 * MB},
                                .is_local_exempt = true};
    struct limits_stats stats;
    struct taker *close_by, *away;

    begin(&cfg);
    close_by = add(LIMIT_UP, 100, NULL);
    away = add(LIMIT_UP, 1, NULL);
    start();
    run(10);
    CHECK_EQ_U64(close_by->taken, 1000 * PIECE);
    NEAR(away->taken, 10 * MB, 3);
    limits_get_stats(limits, &stats);
    CHECK_EQ_U64(stats.taken[LIMIT_UP], away->taken);
    CHECK_EQ_U64(stats.waiting[LIMIT_UP], 1);
    CHECK(stats.waits[LIMIT_UP] > 0);
    CHECK(!limit_is_holding(&close_by->flow));
    CHECK(limit_is_holding(&away->flow));
    CHECK_EQ_U64(limit_piece(&close_by->flow), SIZE_MAX);

    cfg.is_local_exempt = false;
    limits_set(limits, &cfg);
    forget();
    go_on(close_by);
    run(10);
    NEAR(close_by->taken, 5 * MB, 5);
    NEAR(away->taken, 5 * MB, 5);
    end();
}

TEST(limits, coming_back_brings_nothing)
{
    struct limits_config cfg = {.per_peer = {[LIMIT_UP] = 100000}};
    uint64_t bytes = 0;

    begin(&cfg);
    for (size_t i = 0; i < 1000; i++) {
        struct taker *t;

        takers_len = 0;
        memset(takers, 0, sizeof takers[0]);
        t = add(LIMIT_UP, 1, NULL);
        go_on(t);
        bytes += t->taken;
        limit_charge(&t->flow, 100);
        limit_flow_close(&t->flow);
        now_ns += S / 100;
        (void)limits_run(limits, now_ns);
    }
    NEAR(bytes, 1000000 - 1000 * 100, 5);
    takers_len = 0;
    end();
}

/* Who is woken closes all of them, with the transfer whose gate is served. */
static struct limit_own *doomed;

static void close_all(void *arg)
{
    for (size_t i = 0; i < takers_len; i++)
        limit_flow_close(&takers[i].flow);
    memset(doomed, 0xff, sizeof *doomed);
}

TEST(limits, who_is_woken_may_end_the_transfer)
{
    struct limits_config cfg = {0};
    struct limit_own own;

    begin(&cfg);
    doomed = &own;
    limit_own_init(&own, PRIORITY_NORMAL, 1000);
    for (uint8_t i = 0; i < 3; i++)
        add(LIMIT_DOWN, i, &own)->flow.wake = close_all;
    start();
    run(60);
    CHECK(takers[0].flow.limits == NULL);
    end();
}

TEST(limits, a_schedule_overrides_the_totals_and_nothing_else)
{
    struct limits_config cfg = {.total = {1, 2}, .per_peer = {3, 4}};
    struct schedule always = {
        .len = 1, .at = {{SCHEDULE_ALL_DAYS, 0, 1440, {5 * MB, 0}}}};
    struct schedule never = {0};
    uint64_t total[LIMIT_DIRS];
    struct limits_config got;

    begin(&cfg);
    limits_set_schedule(limits, &always);
    limits_now(limits, total);
    CHECK_EQ_U64(total[LIMIT_UP], 5 * MB);
    CHECK_EQ_U64(total[LIMIT_DOWN], 0);
    limits_get(limits, &got);
    CHECK_EQ_U64(got.total[LIMIT_UP], 1);
    CHECK_EQ_U64(got.per_peer[LIMIT_DOWN], 4);
    CHECK_EQ_U64(limits_schedule(limits)->len, 1);
    limits_set_schedule(limits, &never);
    limits_now(limits, total);
    CHECK_EQ_U64(total[LIMIT_UP], 1);
    end();
}

TEST(limits, priorities_have_names)
{
    enum priority p = PRIORITY_LOW;

    CHECK(priority_parse("critical", &p) && p == PRIORITY_CRITICAL);
    CHECK(!priority_parse("urgent", &p) && p == PRIORITY_CRITICAL);
    CHECK_STR(priority_name(PRIORITY_NORMAL), "normal");
}
