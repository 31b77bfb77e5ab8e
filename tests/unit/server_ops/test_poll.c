/* Long polls on a real node without peers. */
#include "ops/ask_events.h"

#include <string.h>

#include "ops_fixture.h"

static struct ops_fixture f;

static void on_done(struct ask *ask)
{
    *(bool *)ask->owner = true;
}

struct poll {
    struct ask_poll *ask;
    bool is_done;
    char events[4096]; /* without the boot part of the ids */
};

static void post(struct poll *p, uint64_t wait_ms, const char *since)
{
    *p = (struct poll){.ask = ask_poll_new(f.config.events_backlog)};
    CHECK(p->ask != NULL);
    p->ask->wait_ms = wait_ms;
    if (since != NULL)
        CHECK(event_since_parse(since, ops_boot(f.ops), &p->ask->since));
    p->ask->ask.done = on_done;
    p->ask->ask.owner = &p->is_done;
    ops_post(f.ops, &p->ask->ask);
    loop_run_once(f.node->loop, 0);
}

static void wait_for(struct poll *p)
{
    for (int i = 0; i < 1000 && !p->is_done; i++)
        loop_run_once(f.node->loop, 10);
    CHECK(p->is_done);
}

static const char *since(unsigned number)
{
    static char text[40];

    snprintf(text, sizeof text, "%s-%u", ops_boot(f.ops), number);
    return text;
}

/* "1:tag 2:tag ". */
static const char *heard(struct poll *p)
{
    const char *at = (const char *)p->ask->events.ptr;
    size_t len = 0, left = p->ask->events.len;

    p->events[0] = '\0';
    while (left > 0) {
        const char *id = memmem(at, left, "\"id\":\"", 6);
        const char *type;

        if (id == NULL)
            break;
        type = memmem(id, left - (size_t)(id - at), "\"type\":\"", 8);
        len += (size_t)snprintf(p->events + len, sizeof p->events - len,
                                "%d:%.*s ", (int)strtoul(id + 13, NULL, 10),
                                (int)strcspn(type + 8, "\""), type + 8);
        left -= (size_t)(type - at);
        at = type;
    }
    return p->events;
}

TEST(poll, without_waiting_it_tells_where_we_are)
{
    struct poll p;

    fixture_open(&f, NULL);
    fixture_publish(&f, EVENT_TAG);
    post(&p, 0, NULL);
    wait_for(&p);
    CHECK_OK(p.ask->ask.err);
    CHECK_STR(heard(&p), "");
    CHECK_EQ_U64(p.ask->next, 1);
    CHECK(!p.ask->is_reset);
    ask_unref(&p.ask->ask);
    CHECK_EQ_U64(events_sinks(ops_events(f.ops)), 0);
    fixture_close(&f);
}

TEST(poll, what_was_missed_comes_at_once)
{
    struct poll p;

    fixture_open(&f, NULL);
    fixture_publish(&f, EVENT_TAG);
    fixture_publish(&f, EVENT_BLOB_ADDED);
    fixture_publish(&f, EVENT_TAG);
    post(&p, 600000, since(1));
    wait_for(&p);
    CHECK_STR(heard(&p), "2:blob_added 3:tag ");
    CHECK_EQ_U64(p.ask->next, 3);
    ask_unref(&p.ask->ask);
    fixture_close(&f);
}

TEST(poll, it_waits_and_tells_together_what_happens_together)
{
    struct poll p;

    fixture_open(&f, NULL);
    post(&p, 600000, NULL);
    loop_run_once(f.node->loop, 0);
    CHECK(!p.is_done);
    CHECK_EQ_U64(events_sinks(ops_events(f.ops)), 1);
    fixture_publish(&f, EVENT_BLOB_ADDED);
    fixture_publish(&f, EVENT_TAG);
    wait_for(&p);
    CHECK_STR(heard(&p), "1:blob_added 2:tag ");
    ask_unref(&p.ask->ask);
    fixture_close(&f);
}

TEST(poll, types_that_are_not_asked_for_do_not_wake_it_and_are_passed)
{
    struct poll p;

    fixture_open(&f, NULL);
    post(&p, 600000, NULL);
    p.ask->sink.types = 1u << EVENT_PEER;
    fixture_publish(&f, EVENT_TAG);
    loop_run_once(f.node->loop, 0);
    CHECK(!p.is_done);
    ops_close(f.ops);
    CHECK(p.is_done);
    CHECK_ERR(p.ask->ask.err, ERR_CLOSED);
    ask_unref(&p.ask->ask);
    fixture_close(&f);
}

TEST(poll, time_runs_out_and_the_number_moves_on)
{
    struct poll p;

    fixture_open(&f, NULL);
    fixture_publish(&f, EVENT_TAG);
    post(&p, 1, NULL);
    wait_for(&p);
    CHECK_OK(p.ask->ask.err);
    CHECK_STR(heard(&p), "");
    CHECK_EQ_U64(p.ask->next, 1);
    ask_unref(&p.ask->ask);
    fixture_close(&f);
}

TEST(poll, a_gap_is_told_at_once)
{
    struct poll p;

    fixture_open(&f, NULL);
    for (int i = 0; i < 65; i++)
        fixture_publish(&f, EVENT_TAG);
    post(&p, 600000, since(0));
    wait_for(&p);
    CHECK(p.ask->is_reset);
    CHECK_STR(heard(&p), "");
    CHECK_EQ_U64(p.ask->next, 65);
    ask_unref(&p.ask->ask);
    fixture_close(&f);
}

/* What does not fit comes with the next call; nothing is left out. */
TEST(poll, too_much_at_once_is_told_in_pieces)
{
    unsigned next = 0, calls = 0;
    struct ops_fixture *o = &f;

    fixture_open(o, "--events.history=1000");
    for (int i = 0; i < 999; i++)
        fixture_publish(o, EVENT_TAG);
    while (next < 999) {
        struct poll p;

        post(&p, 600000, since(next));
        wait_for(&p);
        CHECK(!p.ask->is_reset);
        CHECK(p.ask->next > next);
        next = (unsigned)p.ask->next;
        calls++;
        ask_unref(&p.ask->ask);
    }
    CHECK(calls > 1);
    fixture_close(o);
}

TEST(poll, polls_count_as_clients)
{
    struct poll a, b, c;

    fixture_open(&f, NULL);
    post(&a, 600000, NULL);
    post(&b, 600000, NULL);
    post(&c, 600000, NULL);
    wait_for(&c);
    CHECK_ERR(c.ask->ask.err, ERR_LIMIT);
    fixture_publish(&f, EVENT_TAG);
    wait_for(&a);
    wait_for(&b);
    ask_unref(&a.ask->ask);
    ask_unref(&b.ask->ask);
    ask_unref(&c.ask->ask);
    fixture_close(&f);
}
