#include "peers/topology.h"

#include <stdlib.h>

#include "base/clock.h"
#include "make_record.h"

/* A net of nodes 1 to 8, in virtual time. Each test says who published what and
 * when, and looks at the graph as node 1 sees it. Times in ms. */

#define SELF 1
#define NODES 8
#define START 100000 /* what was up long before began at 0 */

struct net {
    struct records *records;
    struct topology *t;
    uint64_t seq;
};

static void net_init(struct net *n)
{
    *n = (struct net){.seq = 1};
    CHECK_OK(records_new(&n->records));
}

static void net_clear(struct net *n)
{
    topology_free(n->t);
    records_free(n->records);
}

/* What one node says of one link. */
struct word {
    uint32_t to;
    uint64_t up_ms; /* when the link came up, on our clock */
};

static void publish_links(struct net *n, uint64_t made, uint32_t who,
                          const struct record_links *l, uint32_t ttl_s)
{
    struct key key = node_key(who);
    struct buf body, b;

    buf_init(&body, RECORD_BODY_MAX);
    buf_init(&b, RECORD_MAX);
    CHECK_OK(record_write_links(&body, l));
    CHECK_OK(record_write(&b, &key, RECORD_LINKS, n->seq++, ttl_s, body.ptr,
                          body.len));
    CHECK_OK(records_put(n->records, made, b.ptr, b.len, 0, true, NULL));
    buf_clear(&b);
    buf_clear(&body);
}

static void publish(struct net *n, uint64_t made, uint32_t who,
                    const struct word *words, size_t len)
{
    static struct record_links l;

    l = (struct record_links){.interval_s = 5, .len = len};
    snprintf(l.name, sizeof l.name, "node-%u", (unsigned)who);
    snprintf(l.agent, sizeof l.agent, "firn/0.1.0");
    for (size_t i = 0; i < len; i++) {
        l.links[i].to = node_id_of(words[i].to);
        l.links[i].since_s = (made - words[i].up_ms) / 1000;
    }
    publish_links(n, made, who, &l, 120);
}

/* `says(n, 1000, 1, "23")`: node 1 is connected to 2 and 3 since ever. */
static void says(struct net *n, uint64_t made, uint32_t who, const char *to)
{
    struct word words[NODES] = {{0, 0}};
    size_t len = strlen(to);

    for (size_t i = 0; i < len; i++)
        words[i] = (struct word){(uint32_t)(to[i] - '0'), 0};
    publish(n, made, who, words, len);
}

static void look(struct net *n, uint64_t now)
{
    struct node_id self = node_id_of(SELF);

    topology_free(n->t);
    n->t = NULL;
    records_expire(n->records, now);
    CHECK_OK(topology_make(n->records, &self, now, &n->t));
}

static char digit_of(const struct node_id *id)
{
    for (uint32_t n = 1; n <= NODES; n++) {
        struct node_id one = node_id_of(n);

        if (node_id_equal(&one, id))
            return (char)('0' + n);
    }
    return '?';
}

static int compare_text(const void *a, const void *b)
{
    return memcmp(a, b, 3);
}

/* The links as "12 13 ", each with the lower number first, in order. */
static const char *links(struct net *n, uint64_t now)
{
    static char text[3 * NODES * NODES + 1];
    size_t len = 0;

    look(n, now);
    for (size_t i = 0; i < n->t->links_len; i++) {
        char a = digit_of(&n->t->links[i].from);
        char b = digit_of(&n->t->links[i].to);

        text[len++] = a < b ? a : b;
        text[len++] = a < b ? b : a;
        text[len++] = ' ';
    }
    qsort(text, len / 3, 3, compare_text);
    text[len] = '\0';
    return text;
}

static const struct topology_node *node(const struct net *n, uint32_t number)
{
    struct node_id id = node_id_of(number);

    for (size_t i = 0; i < n->t->nodes_len; i++)
        if (node_id_equal(&n->t->nodes[i].id, &id))
            return &n->t->nodes[i];
    return NULL;
}

/* "self", "connected", ...; "-" when it is not there. */
static const char *state(const struct net *n, uint32_t number)
{
    const struct topology_node *v = node(n, number);

    return v != NULL ? topology_node_state_name(v->state) : "-";
}

/* Three in a row and a fourth beside: 1-2, 2-3, 1-3, 3-4. */
static void settle(struct net *n, uint64_t now)
{
    says(n, now, 1, "23");
    says(n, now, 2, "13");
    says(n, now, 3, "124");
    says(n, now, 4, "3");
}

TEST(topology, the_whole_graph_is_seen_with_names_and_states)
{
    struct net n;

    net_init(&n);
    settle(&n, START);
    CHECK_STR(links(&n, START + 1), "12 13 23 34 ");
    CHECK_EQ_U64(n.t->nodes_len, 4);
    CHECK_STR(state(&n, 1), "self");
    CHECK_STR(state(&n, 2), "connected");
    CHECK_STR(state(&n, 4), "reachable");
    CHECK_STR(node(&n, 4)->name, "node-4");
    CHECK_STR(node(&n, 4)->version, "firn/0.1.0");
    CHECK(node(&n, 4)->is_firn && node(&n, 4)->heard_ms == 1);
    net_clear(&n);
}

TEST(topology, nodes_and_links_are_in_order_and_each_is_there_once)
{
    struct net n;

    net_init(&n);
    settle(&n, START);
    look(&n, START);
    for (size_t i = 1; i < n.t->nodes_len; i++)
        CHECK(node_id_compare(&n.t->nodes[i - 1].id, &n.t->nodes[i].id) < 0);
    for (size_t i = 0; i < n.t->links_len; i++) {
        const struct topology_link *l = &n.t->links[i];
        int order = i == 0 ? -1 : node_id_compare(&l[-1].from, &l->from);

        CHECK(node_id_compare(&l->from, &l->to) < 0);
        CHECK(order < 0 ||
              (order == 0 && node_id_compare(&l[-1].to, &l->to) < 0));
    }
    net_clear(&n);
}

TEST(topology, without_any_record_there_is_ourselves)
{
    struct net n;

    net_init(&n);
    CHECK_STR(links(&n, START), "");
    CHECK_EQ_U64(n.t->nodes_len, 1);
    CHECK_STR(state(&n, 1), "self");
    net_clear(&n);
}

/* (1) Node 2 is killed at START; nodes 1 and 3 notice at different times. */
TEST(topology, a_killed_node_loses_each_link_with_the_neighbours_next_record)
{
    struct net n;

    net_init(&n);
    settle(&n, START);
    says(&n, START + 100, 2, "13"); /* its last words, newer than theirs */
    CHECK_STR(links(&n, START + 8000), "12 13 23 34 ");
    says(&n, START + 8000, 1, "3");
    CHECK_STR(links(&n, START + 8001), "13 23 34 ");
    CHECK_STR(state(&n, 2), "reachable"); /* node 3 has not said otherwise */
    says(&n, START + 9000, 3, "14");
    CHECK_STR(links(&n, START + 9001), "13 34 ");
    CHECK_STR(state(&n, 2), "lost");
    CHECK_STR(node(&n, 2)->name, "node-2");
    /* Lost for a minute, then gone. */
    says(&n, START + 60000, 1, "3");
    look(&n, START + 100 + TOPOLOGY_LOST_MS - 1);
    CHECK_STR(state(&n, 2), "lost");
    look(&n, START + 100 + TOPOLOGY_LOST_MS);
    CHECK_STR(state(&n, 2), "-");
    net_clear(&n);
}

/* Nodes 2 and 4 are killed at once, and only they knew of the link between
 * them: no neighbour is left to take it back. */
TEST(topology, links_between_nodes_that_were_killed_together_are_gone_too)
{
    struct net n;

    net_init(&n);
    says(&n, START, 1, "23");
    says(&n, START, 2, "14");
    says(&n, START, 3, "14");
    says(&n, START, 4, "23");
    CHECK_STR(links(&n, START), "12 13 24 34 ");
    says(&n, START + 8000, 1, "3");
    says(&n, START + 8000, 3, "1");
    CHECK_STR(links(&n, START + 8001), "13 ");
    CHECK_STR(state(&n, 2), "lost");
    CHECK_STR(state(&n, 4), "lost");
    net_clear(&n);
}

TEST(topology, a_node_that_was_cut_off_sees_itself_alone)
{
    struct net n;

    net_init(&n);
    settle(&n, START);
    says(&n, START + 8000, 1, "");
    CHECK_STR(links(&n, START + 8001), "");
    CHECK_STR(state(&n, 1), "self");
    CHECK_STR(state(&n, 2), "lost");
    CHECK_STR(state(&n, 4), "lost");
    net_clear(&n);
}

/* (2) The link 1-5 came up at START + 1000; node 1 tells of it, node 5 has
 * said something before. */
TEST(topology, a_new_link_is_there_with_the_first_record_that_tells_of_it)
{
    static const struct {
        uint64_t other_ms; /* when node 5 published without the link */
        uint64_t now;
        const char *want;
        const char *why;
    } cases[] = {
        {START, START + 1500, "15 ", "it could not know"},
        {START, START + 5999, "15 ", "still within the grace"},
        {START, START + 6000, "", "it should have said so by now"},
        {START + 1001, START + 1500, "", "it should know, and says no"},
        {START + 999, START + 1500, "15 ", "just before"},
        {START + 1000, START + 1500, "", "at that very moment: it decides"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct word up = {5, START + 1000};
        struct net n;

        net_init(&n);
        says(&n, cases[i].other_ms, 5, "");
        publish(&n, START + 1000, 1, &up, 1);
        if (strcmp(links(&n, cases[i].now), cases[i].want) != 0)
            test_fail(__FILE__, __LINE__, "%s", cases[i].why);
        /* The other end agrees: there, whatever the time. */
        publish(&n, cases[i].now, 5, &(struct word){1, START + 1000}, 1);
        CHECK_STR(links(&n, cases[i].now), "15 ");
        net_clear(&n);
    }
}

/* One end keeps believing in a link that the other one has given up. Its
 * records are newer each time, and change nothing. */
TEST(topology, who_repeats_an_old_claim_is_not_believed_again)
{
    struct net n;

    net_init(&n);
    says(&n, START, 1, "2");
    says(&n, START, 2, "1");
    CHECK_STR(links(&n, START + 1), "12 ");
    says(&n, START + 1000, 1, "");
    for (uint64_t now = START + 1001; now < START + 10000; now += 1000) {
        says(&n, now, 2, "1");
        CHECK_STR(links(&n, now), "");
    }
    net_clear(&n);
}

/* (3) Node 6 is a stock iroh node. */
TEST(topology, a_node_that_never_publishes_is_there_while_it_is_named)
{
    struct net n;

    net_init(&n);
    says(&n, START, 1, "2");
    says(&n, START, 2, "16");
    CHECK_STR(links(&n, START), "12 26 ");
    CHECK_STR(state(&n, 6), "reachable");
    CHECK(!node(&n, 6)->is_firn && node(&n, 6)->name[0] == '\0');
    CHECK_STR(links(&n, START + 15000), "12 26 ");
    says(&n, START + 16000, 1, "26");
    CHECK_STR(links(&n, START + 16000), "12 16 26 ");
    CHECK_STR(state(&n, 6), "connected");
    says(&n, START + 17000, 1, "2");
    says(&n, START + 17000, 2, "1");
    CHECK_STR(links(&n, START + 17000), "12 ");
    CHECK_STR(state(&n, 6), "-");
    net_clear(&n);
}

TEST(topology, two_that_never_publish_may_both_hang_on_one_that_does)
{
    struct net n;

    net_init(&n);
    says(&n, START, 2, "167"); /* we ourselves have not published yet */
    CHECK_STR(links(&n, START), "12 26 27 ");
    CHECK_STR(state(&n, 2), "connected");
    CHECK_STR(state(&n, 7), "reachable");
    net_clear(&n);
}

/* A record is fresh for three times its interval and 5 s: 20 s here. */
TEST(topology, links_end_with_the_freshness_of_the_records_that_name_them)
{
    static const struct {
        uint64_t now;
        const char *want;
    } cases[] = {
        {START + 19999, "12 23 "},
        {START + 20000, "12 "}, /* 3 and the old word of 2 are stale */
        {START + 29999, "12 "}, /* node 1 alone names 2 */
        {START + 30000, ""},
    };
    struct net n;

    net_init(&n);
    CHECK_EQ_U64(topology_fresh_ms(5), 20000);
    CHECK_EQ_U64(topology_fresh_ms(7200), 21605000);
    says(&n, START, 2, "13");
    says(&n, START, 3, "2");
    says(&n, START + 10000, 1, "2");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(links(&n, cases[i].now), cases[i].want);
    CHECK_STR(state(&n, 2), "lost");
    net_clear(&n);
}

/* (4) Numbers come from clocks, and those of node 2 and 3 are decades apart.
 * Nothing of it shows. */
TEST(topology, clocks_that_are_far_apart_do_not_matter)
{
    struct net n;

    net_init(&n);
    n.seq = 5;
    says(&n, START, 2, "13");
    n.seq = UINT64_C(4000000000000);
    says(&n, START, 3, "12");
    n.seq = UINT64_C(1790000000000);
    says(&n, START, 1, "23");
    CHECK_STR(links(&n, START + 1), "12 13 23 ");
    n.seq = 6;
    says(&n, START + 5000, 2, "1");
    CHECK_STR(links(&n, START + 5001), "12 13 ");
    n.seq = UINT64_C(4000000000001);
    says(&n, START + 6000, 3, "1");
    CHECK_STR(links(&n, START + 6001), "12 13 ");
    net_clear(&n);
}

/* Ids decide which end is `from`; it measures where it can. */
TEST(topology, a_link_is_as_its_lower_end_measures_it)
{
    struct node_id one = node_id_of(1), two = node_id_of(2);
    bool is_one_lower = node_id_compare(&one, &two) < 0;
    uint32_t low = is_one_lower ? 1 : 2, high = is_one_lower ? 2 : 1;
    struct record_links l = {.interval_s = 5, .len = 1};
    const struct topology_link *got;
    struct net n;

    net_init(&n);
    l.links[0] = (struct record_link){node_id_of(low), 900, 70000, 10, 20, 50,
                                      RECORD_PATH_IPV6};
    publish_links(&n, START, high, &l, 120);
    look(&n, START + 2500);
    got = &n.t->links[0];
    CHECK(got->rtt_us == 900 && got->loss_ppm == 70000);
    CHECK(got->rx_bps == 20 && got->tx_bps == 10); /* turned round */
    CHECK(got->path == RECORD_PATH_IPV6 && got->since_s == 52);
    l.links[0] = (struct record_link){node_id_of(high),   1000, 100, 21, 11, 51,
                                      RECORD_PATH_UNKNOWN};
    publish_links(&n, START, low, &l, 120);
    look(&n, START);
    got = &n.t->links[0];
    CHECK(got->rtt_us == 1000 && got->rx_bps == 21 && got->tx_bps == 11);
    CHECK(got->loss_ppm == 70000); /* the worse direction */
    CHECK(got->path == RECORD_PATH_IPV6 && got->since_s == 51);
    net_clear(&n);
}

TEST(topology, who_names_a_node_twice_has_one_link_to_it)
{
    struct net n;

    net_init(&n);
    says(&n, START, 1, "2222");
    says(&n, START, 2, "1111");
    CHECK_STR(links(&n, START), "12 ");
    net_clear(&n);
}

TEST(topology, a_node_known_by_its_addresses_alone_is_named_when_linked)
{
    struct buf b;
    struct net n;

    net_init(&n);
    make_empty(&b, 6, RECORD_ADDRESSES, 1, 120, 0);
    CHECK_OK(records_put(n.records, START, b.ptr, b.len, 0, false, NULL));
    buf_clear(&b);
    look(&n, START);
    CHECK_STR(state(&n, 6), "-");
    says(&n, START, 1, "6");
    CHECK_STR(links(&n, START), "16 ");
    CHECK(node(&n, 6)->is_firn);
    CHECK_STR(node(&n, 6)->name, "node");
    net_clear(&n);
}

/* Lies of invented nodes: as many as the table takes, 256 claims in each. */
TEST(topology, a_flood_of_invented_nodes_is_bounded_and_hides_no_one)
{
    static struct record_links l;
    enum err e = ERR_OK;
    struct net n;

    net_init(&n);
    settle(&n, START);
    for (uint32_t i = 0; e == ERR_OK; i++) {
        struct key key = node_key(1000 + i);
        struct buf body, b;

        l = (struct record_links){.interval_s = 7200, .len = RECORD_MAX_LINKS};
        for (size_t to = 0; to < l.len; to++) {
            memcpy(l.links[to].to.b, &i, sizeof i);
            memcpy(l.links[to].to.b + 8, &to, sizeof to);
        }
        l.links[0].to = node_id_of(1);
        buf_init(&body, RECORD_BODY_MAX);
        buf_init(&b, RECORD_MAX);
        CHECK_OK(record_write_links(&body, &l));
        CHECK_OK(
            record_write(&b, &key, RECORD_LINKS, 1, 7200, body.ptr, body.len));
        e = records_put(n.records, START, b.ptr, b.len, 0, false, NULL);
        buf_clear(&b);
        buf_clear(&body);
    }
    CHECK_ERR(e, ERR_LIMIT);
    CHECK_STR(links(&n, START + 1), "12 13 23 34 ");
    CHECK(n.t->nodes_len <= TOPOLOGY_MAX_NODES);
    net_clear(&n);
}

/* 300 nodes of 40 links. The time is not judged here, where others run beside,
 * but printed; the graph is. */
TEST(topology, three_hundred_nodes_of_forty_links_are_drawn_quickly)
{
    static struct record_links l;
    struct node_id ids[300];
    struct net n;
    uint64_t began;

    net_init(&n);
    for (uint32_t i = 0; i < 300; i++)
        ids[i] = node_id_of(1 + i);
    for (uint32_t i = 0; i < 300; i++) {
        l = (struct record_links){.interval_s = 5, .len = 80};
        for (uint32_t k = 0; k < 40; k++) {
            l.links[2 * k].to = ids[(i + 1 + k) % 300];
            l.links[2 * k + 1].to = ids[(i + 300 - 1 - k) % 300];
        }
        publish_links(&n, START, 1 + i, &l, 120);
    }
    began = clock_mono_ns();
    look(&n, START + 1);
    printf("     12,000 links in %llu us\n",
           (unsigned long long)(clock_mono_ns() - began) / 1000);
    CHECK_EQ_U64(n.t->nodes_len, 300);
    CHECK_EQ_U64(n.t->links_len, 12000);
    net_clear(&n);
}
