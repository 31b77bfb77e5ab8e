/* A segment in virtual time: what one core sends all hear a millisecond
 * later, itself included. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "discovery/lan_core.h"
#include "test.h"

#define NODES_MAX 200
#define LATENCY_MS 1

struct segment {
    size_t len;
    struct lan_core *cores[NODES_MAX];
    uint64_t next_ms[NODES_MAX];
    /* What is under way to all, for the next millisecond. */
    size_t queries;
    size_t answers_len;
    size_t answers[NODES_MAX];
    uint64_t now;
    unsigned sent_queries;
    unsigned sent_answers;
    uint64_t loss; /* percent, of each receiver for itself */
    uint64_t dice;
};

static struct node_id id_of(size_t n)
{
    struct node_id id = {{0}};

    memcpy(id.b, &n, sizeof n);
    return id;
}

static bool is_lost(struct segment *s)
{
    s->dice = s->dice * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (s->dice >> 33) % 100 < s->loss;
}

static void step(struct segment *s, size_t i, const struct lan_event *ev)
{
    struct lan_actions acts;

    lan_core_step(s->cores[i], s->now, ev, &acts);
    s->next_ms[i] = acts.next_ms;
    s->queries += acts.query;
    if (acts.answer)
        s->answers[s->answers_len++] = i;
    s->sent_queries += acts.query;
    s->sent_answers += acts.answer;
}

static void add(struct segment *s)
{
    const struct lan_core_config cfg = {.seed = s->len + 1,
                                        .is_eager = true,
                                        .answer_every_ms = 100,
                                        .max_peers = 1024};
    const struct lan_event ev = {.kind = LAN_EVENT_ANNOUNCE, .is_on = true};

    CHECK_OK(lan_core_new(s->now, &cfg, &s->cores[s->len]));
    step(s, s->len++, &ev);
}

static void deliver(struct segment *s, size_t queries, const size_t *answers,
                    size_t answers_len)
{
    const struct lan_event query = {.kind = LAN_EVENT_QUERY};

    for (size_t i = 0; i < s->len; i++) {
        for (size_t q = 0; q < queries; q++)
            if (!is_lost(s))
                step(s, i, &query);
        for (size_t a = 0; a < answers_len; a++) {
            const struct node_id id = id_of(answers[a]);
            const struct lan_event ev = {.kind = LAN_EVENT_ANSWER, .id = &id};

            if (answers[a] != i && !is_lost(s))
                step(s, i, &ev);
        }
    }
}

static void tick(struct segment *s)
{
    const struct lan_event time = {.kind = LAN_EVENT_TIME};
    size_t queries = s->queries, answers_len = s->answers_len;
    size_t answers[NODES_MAX];

    memcpy(answers, s->answers, sizeof answers);
    s->queries = s->answers_len = 0;
    s->now += LATENCY_MS;
    deliver(s, queries, answers, answers_len);
    for (size_t i = 0; i < s->len; i++)
        if (s->next_ms[i] <= s->now)
            step(s, i, &time);
    CHECK(s->answers_len <= NODES_MAX);
}

static void pass(struct segment *s, uint64_t ms)
{
    for (uint64_t end = s->now + ms; s->now < end;)
        tick(s);
}

static bool all_see_all(const struct segment *s)
{
    for (size_t i = 0; i < s->len; i++)
        if (lan_core_peers(s->cores[i]) != s->len - 1)
            return false;
    return true;
}

static void look(struct segment *s, bool is_looking)
{
    const struct lan_event ev = {.kind = LAN_EVENT_LOOKING,
                                 .is_on = is_looking};

    for (size_t i = 0; i < s->len; i++)
        step(s, i, &ev);
}

/* Milliseconds until all see all. */
static uint64_t settle(struct segment *s, uint64_t limit)
{
    uint64_t begin = s->now;

    while (!all_see_all(s)) {
        CHECK(s->now - begin < limit);
        tick(s);
    }
    return s->now - begin;
}

static struct segment *fresh(size_t len, uint64_t loss)
{
    struct segment *s = calloc(1, sizeof *s);

    CHECK(s != NULL);
    s->now = 1000;
    s->loss = loss;
    for (size_t i = 0; i < len; i++)
        add(s);
    return s;
}

static void clear(struct segment *s)
{
    for (size_t i = 0; i < s->len; i++)
        lan_core_free(s->cores[i]);
    free(s);
}

static void forget_counts(struct segment *s)
{
    s->sent_queries = s->sent_answers = 0;
}

TEST(lan_segment, fifty_that_start_together_see_each_other_within_a_second)
{
    struct segment *s = fresh(50, 0);

    look(s, true);
    CHECK(settle(s, 1000) > 0);
    pass(s, 10000);
    /* Two starts and a few greetings each, not fifty. */
    CHECK(s->sent_answers <= 50 * 8);
    clear(s);
}

TEST(lan_segment, fifty_on_a_bad_network_see_each_other_within_a_minute)
{
    struct segment *s = fresh(50, 20);

    look(s, true);
    CHECK(settle(s, 60000) > 0);
    clear(s);
}

TEST(lan_segment, a_newcomer_sees_fifty_within_five_seconds)
{
    struct segment *s = fresh(50, 0);
    uint64_t took;

    pass(s, 60000);
    CHECK(all_see_all(s));
    forget_counts(s);
    add(s);
    took = settle(s, 5000);
    CHECK(took > 0);
    CHECK(s->sent_answers <= 55);
    clear(s);
}

TEST(lan_segment, the_traffic_of_fifty_is_bounded_and_none_is_forgotten)
{
    struct segment *s = fresh(50, 0);

    pass(s, 60000);
    forget_counts(s);
    for (int minute = 0; minute < 10; minute++) {
        pass(s, 60000);
        CHECK(all_see_all(s));
    }
    printf("50 calm: %u queries, %u answers in 10 minutes\n", s->sent_queries,
           s->sent_answers);
    CHECK(s->sent_queries <= 10 * 6);
    CHECK(s->sent_answers <= 10 * 90);
    look(s, true);
    forget_counts(s);
    pass(s, 60000);
    printf("50 looking: %u queries, %u answers in a minute\n", s->sent_queries,
           s->sent_answers);
    CHECK(s->sent_queries <= 90);
    CHECK(s->sent_answers <= 90 * 4);
    clear(s);
}

TEST(lan_segment, two_hundred_see_each_other_and_stay_quiet)
{
    struct segment *s = fresh(200, 0);

    CHECK(settle(s, 5000) > 0);
    pass(s, 60000);
    forget_counts(s);
    pass(s, 60000);
    CHECK(all_see_all(s));
    printf("200 calm: %u queries, %u answers in a minute\n", s->sent_queries,
           s->sent_answers);
    CHECK(s->sent_queries + s->sent_answers <= 200);
    clear(s);
}
