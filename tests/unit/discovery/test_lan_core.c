#include "discovery/lan_core.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

#define MAX_PEERS 64

/* Some id; the core does not ask whether it is a key. */
static struct node_id id_of(unsigned n)
{
    struct node_id id = {{0}};

    memcpy(id.b, &n, sizeof n);
    return id;
}

static struct lan_core *fresh(bool is_eager)
{
    const struct lan_core_config cfg = {.seed = 5,
                                        .is_eager = is_eager,
                                        .answer_every_ms = 50,
                                        .max_peers = MAX_PEERS};
    struct lan_core *c;

    CHECK_OK(lan_core_new(1000, &cfg, &c));
    return c;
}

static struct lan_actions step(struct lan_core *c, uint64_t now,
                               enum lan_event_kind kind, bool is_on)
{
    const struct lan_event ev = {.kind = kind, .is_on = is_on};
    struct lan_actions acts;

    lan_core_step(c, now, &ev, &acts);
    return acts;
}

static struct lan_actions hear(struct lan_core *c, uint64_t now, unsigned n)
{
    const struct node_id id = id_of(n);
    const struct lan_event ev = {.kind = LAN_EVENT_ANSWER, .id = &id};
    struct lan_actions acts;

    lan_core_step(c, now, &ev, &acts);
    return acts;
}

/* Let time pass until `end`; how much was sent on the way. */
struct sent {
    unsigned queries;
    unsigned answers;
    uint64_t first_query; /* when; 0: none */
    uint64_t first_answer;
};

static struct sent pass(struct lan_core *c, uint64_t *now, uint64_t end)
{
    struct sent s = {0};
    struct lan_actions acts = step(c, *now, LAN_EVENT_TIME, false);

    for (;;) {
        s.queries += acts.query;
        s.answers += acts.answer;
        if (acts.query && s.first_query == 0)
            s.first_query = *now;
        if (acts.answer && s.first_answer == 0)
            s.first_answer = *now;
        if (acts.next_ms > end)
            break;
        CHECK(acts.next_ms > *now);
        *now = acts.next_ms;
        acts = step(c, *now, LAN_EVENT_TIME, false);
    }
    *now = end;
    return s;
}

TEST(lan_core, asks_at_once_and_then_often_while_looking_seldom_when_calm)
{
    struct lan_core *c = fresh(true);
    uint64_t now = 1000;
    struct sent s = pass(c, &now, 61000);

    CHECK(s.first_query <= 1100);
    CHECK(s.queries >= 3 && s.queries <= 7);
    step(c, now, LAN_EVENT_LOOKING, true);
    s = pass(c, &now, 121000);
    CHECK(s.queries >= 77 && s.queries <= 86);
    CHECK_EQ_U64(s.answers, 0); /* nothing to tell of */
    lan_core_free(c);
}

TEST(lan_core, a_query_of_somebody_else_puts_off_ours)
{
    struct lan_core *c = fresh(true);
    uint64_t now = 1000;

    step(c, now, LAN_EVENT_LOOKING, true);
    pass(c, &now, 2000);
    for (int i = 0; i < 100; i++) {
        step(c, now, LAN_EVENT_QUERY, false);
        CHECK_EQ_U64(pass(c, &now, now + 690).queries, 0);
    }
    CHECK_EQ_U64(pass(c, &now, now + 80).queries, 1);
    lan_core_free(c);
}

TEST(lan_core, looking_asks_at_once_when_nobody_has_just_asked)
{
    struct lan_core *c = fresh(true);
    uint64_t now = 1000;

    pass(c, &now, 5000);
    step(c, now, LAN_EVENT_LOOKING, true);
    CHECK_EQ_U64(pass(c, &now, now + 100).queries, 1);
    step(c, now, LAN_EVENT_LOOKING, false);
    step(c, now, LAN_EVENT_LOOKING, true);
    CHECK_EQ_U64(pass(c, &now, now + 500).queries, 0);
    lan_core_free(c);
}

/* A core whose starts are over. */
static struct lan_core *settled(bool is_eager, uint64_t *now)
{
    struct lan_core *c = fresh(is_eager);

    *now = 1000;
    step(c, *now, LAN_EVENT_ANNOUNCE, true);
    CHECK_EQ_U64(pass(c, now, 5000).answers, 2);
    return c;
}

TEST(lan_core, a_query_is_answered_after_a_short_while)
{
    uint64_t now;
    struct lan_core *c = settled(false, &now);

    for (int i = 0; i < 20; i++) {
        struct sent s;
        uint64_t asked = now;

        step(c, now, LAN_EVENT_QUERY, false);
        s = pass(c, &now, now + 1000);
        CHECK_EQ_U64(s.answers, 1);
        CHECK(s.first_answer <= asked + 50);
    }
    lan_core_free(c);
}

TEST(lan_core, two_answers_of_others_are_enough)
{
    uint64_t now;
    struct lan_core *c = settled(false, &now);
    unsigned answers = 0;

    for (unsigned i = 1; i <= 10; i++)
        hear(c, now, i);
    for (int i = 0; i < 20; i++) {
        step(c, now, LAN_EVENT_QUERY, false);
        hear(c, now, 1);
        answers += hear(c, now, 2).answer;
        answers += pass(c, &now, now + 3000).answers;
    }
    CHECK_EQ_U64(answers, 0);
    step(c, now, LAN_EVENT_QUERY, false);
    hear(c, now, 1);
    CHECK_EQ_U64(pass(c, &now, now + 3000).answers, 1);
    lan_core_free(c);
}

TEST(lan_core, a_flood_of_queries_gets_no_flood_of_answers)
{
    uint64_t now;
    struct lan_core *c = settled(true, &now);
    unsigned answers = 0;

    for (uint64_t end = now + 10000; now < end; now++)
        for (int i = 0; i < 10; i++)
            answers += step(c, now, LAN_EVENT_QUERY, false).answer;
    CHECK(answers >= 100 && answers <= 200);
    lan_core_free(c);
}

TEST(lan_core, a_newcomer_is_greeted_once_and_not_by_the_old_kind)
{
    uint64_t now;
    struct lan_core *c = settled(true, &now);

    hear(c, now, 1);
    hear(c, now, 2);
    hear(c, now, 3); /* others' answers do not call it off */
    CHECK_EQ_U64(pass(c, &now, now + 3000).answers, 1);
    hear(c, now, 1);
    CHECK_EQ_U64(pass(c, &now, now + 3000).answers, 0);
    lan_core_free(c);

    c = settled(false, &now);
    hear(c, now, 1);
    CHECK_EQ_U64(pass(c, &now, now + 3000).answers, 0);
    lan_core_free(c);
}

TEST(lan_core, a_flood_of_new_ids_is_greeted_at_most_once_a_second)
{
    uint64_t now;
    struct lan_core *c = settled(true, &now);
    unsigned answers = 0;

    for (unsigned i = 0; i < 10000; i++)
        answers += hear(c, now++, i).answer;
    CHECK(answers >= 1 && answers <= 11);
    CHECK_EQ_U64(lan_core_peers(c), MAX_PEERS);
    CHECK(hear(c, now, 20000).is_full);
    lan_core_free(c);
}

TEST(lan_core, an_eager_node_gives_word_without_being_asked)
{
    uint64_t now;
    struct lan_core *c = settled(true, &now);
    struct sent s = pass(c, &now, now + 200000);

    CHECK(s.answers >= 7 && s.answers <= 10);
    step(c, now, LAN_EVENT_ANNOUNCE, false);
    CHECK_EQ_U64(pass(c, &now, now + 200000).answers, 0);
    step(c, now, LAN_EVENT_QUERY, false);
    CHECK_EQ_U64(pass(c, &now, now + 1000).answers, 0);
    lan_core_free(c);
}

TEST(lan_core, who_falls_silent_is_forgotten)
{
    uint64_t now;
    struct lan_core *c = settled(true, &now);
    struct lan_actions acts = hear(c, now, 1);
    const struct node_id id = id_of(1);

    CHECK(acts.ttl_ms >= 60000 && acts.ttl_ms <= 120000);
    hear(c, now + 1000, 2);
    step(c, now + acts.ttl_ms - 1, LAN_EVENT_TIME, false);
    CHECK(lan_core_knows(c, &id));
    hear(c, now + acts.ttl_ms + 5000, 2);
    CHECK(!lan_core_knows(c, &id));
    CHECK_EQ_U64(lan_core_peers(c), 1);
    lan_core_free(c);
}
