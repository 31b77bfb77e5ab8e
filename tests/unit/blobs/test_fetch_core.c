#include <stdio.h>
#include <string.h>

#include "blobs/fetch_core.h"
#include "test.h"

/* A core and the text of what it asked for, step by step. */
static struct fetch_core core;
static char trace[4096];

static void note_units(char *p, size_t size, const struct ranges *units)
{
    *p = '\0';
    for (size_t i = 0; i < units->len; i++) {
        size_t n = strlen(p);

        if (units->at[i].end == UINT64_MAX)
            snprintf(p + n, size - n, " %llu..",
                     (unsigned long long)units->at[i].begin);
        else
            snprintf(p + n, size - n, " %llu..%llu",
                     (unsigned long long)units->at[i].begin,
                     (unsigned long long)units->at[i].end);
    }
}

static void note(uint64_t now, const struct fetch_action *a)
{
    char units[256];
    size_t n = strlen(trace);
    char *p = trace + n;
    size_t left = sizeof trace - n;

    switch (a->kind) {
    case FETCH_DIAL:
        snprintf(p, left, "%d: dial %zu\n", (int)now, a->source);
        break;
    case FETCH_HANG_UP:
        snprintf(p, left, "%d: hang up %zu\n", (int)now, a->source);
        break;
    case FETCH_ASK:
        note_units(units, sizeof units, a->units);
        snprintf(p, left, "%d: ask %zu:%s\n", (int)now, a->source, units);
        break;
    case FETCH_STALLED:
        snprintf(p, left, "%d: stalled %u\n", (int)now, a->id);
        break;
    case FETCH_DROP:
        snprintf(p, left, "%d: drop %u\n", (int)now, a->id);
        break;
    case FETCH_DONE:
        snprintf(p, left, "%d: done %s\n", (int)now, err_name(a->err));
        break;
    }
}

static void step(uint64_t now, struct fetch_event ev)
{
    struct fetch_actions acts;

    fetch_core_step(&core, now, &ev, &acts);
    for (size_t i = 0; i < acts.len; i++)
        note(now, &acts.at[i]);
}

static void start_with(size_t sources, uint64_t begin, uint64_t end,
                       uint64_t patience_ms)
{
    struct fetch_core_config cfg = {
        .sources = sources,
        .max_requests = 1,
        .max_ranges = 100,
        .max_misses = 2,
        .max_reconnects = 1,
        .patience_ms = patience_ms,
        .redial_first_ms = 250,
        .redial_max_ms = 4000,
        .dial_stagger_ms = 500,
        .first_byte_ms = 4000,
        .stall_ms = 10000,
    };
    struct ranges missing;

    ranges_init(&missing);
    CHECK_OK(ranges_add(&missing, begin, end));
    CHECK_OK(fetch_core_init(&core, &cfg, &missing));
    ranges_clear(&missing);
    trace[0] = '\0';
    step(0, (struct fetch_event){.kind = FETCH_START});
}

static void start(size_t sources, uint64_t begin, uint64_t end)
{
    start_with(sources, begin, end, 0);
}

static void start_patient(size_t sources, uint64_t begin, uint64_t end)
{
    start_with(sources, begin, end, 60000);
}

static void connected(uint64_t now, size_t source)
{
    step(now, (struct fetch_event){.kind = FETCH_CONNECTED, .source = source});
}

static void not_connected(uint64_t now, size_t source, enum err e)
{
    step(now, (struct fetch_event){
                  .kind = FETCH_NOT_CONNECTED, .source = source, .err = e});
}

static void got(uint64_t now, uint64_t begin, uint64_t end)
{
    step(now,
         (struct fetch_event){.kind = FETCH_GOT, .begin = begin, .end = end});
}

static void ended(uint64_t now, uint32_t id, enum err e, uint64_t unit)
{
    step(now, (struct fetch_event){
                  .kind = FETCH_ENDED, .id = id, .err = e, .begin = unit});
}

static void count(uint64_t now, uint64_t end)
{
    step(now, (struct fetch_event){.kind = FETCH_COUNT, .end = end});
}

static void check_trace(const char *want)
{
    CHECK_STR(trace, want);
    fetch_core_clear(&core);
}

TEST(fetch_core, one_good_source_gives_all)
{
    start(1, 0, UINT64_MAX);
    connected(10, 0);
    got(20, 0, 64);
    got(30, 64, 65);
    count(30, 65);
    check_trace("0: dial 0\n"
                "10: ask 0: 0..\n"
                "30: drop 1\n"
                "30: done ok\n");
}

TEST(fetch_core, the_next_source_continues_where_the_first_went_wrong)
{
    start(2, 0, UINT64_MAX);
    connected(10, 0);
    got(20, 0, 12);
    ended(21, 1, ERR_MISMATCH, 0);
    connected(30, 1);
    got(40, 12, 65);
    count(40, 65);
    ended(41, 2, ERR_OK, 0);
    check_trace("0: dial 0\n"
                "10: ask 0: 0..\n"
                "21: dial 1\n"
                "30: ask 1: 12..\n"
                "40: drop 2\n"
                "40: done ok\n");
}

TEST(fetch_core, nobody_has_it)
{
    start(2, 0, UINT64_MAX);
    connected(10, 0);
    ended(20, 1, ERR_NOT_FOUND, 0);
    ended(21, 2, ERR_NOT_FOUND, 1); /* asked for the rest, has none either */
    ended(22, 3, ERR_NOT_FOUND, 2);
    not_connected(500, 1, ERR_UNREACHABLE);
    check_trace("0: dial 0\n"
                "10: ask 0: 0..\n"
                "20: ask 0: 1..\n"
                "21: ask 0: 2..\n"
                "22: dial 1\n"
                "500: done unreachable\n");
}

TEST(fetch_core, a_dead_source_does_not_hold_up_the_next)
{
    start(3, 0, 4);
    CHECK_EQ_U64(fetch_core_due_ms(&core), 500);
    step(500, (struct fetch_event){.kind = FETCH_TIME});
    connected(510, 1);
    got(600, 0, 4);
    check_trace("0: dial 0\n"
                "500: dial 1\n"
                "510: ask 1: 0..4\n"
                "600: drop 1\n"
                "600: hang up 0\n"
                "600: done ok\n");
}

TEST(fetch_core, silence_is_noticed_sooner_before_the_first_byte)
{
    start(1, 0, 9);
    connected(10, 0);
    CHECK_EQ_U64(fetch_core_due_ms(&core), 4010);
    step(3000, (struct fetch_event){.kind = FETCH_BYTES, .id = 1});
    CHECK_EQ_U64(fetch_core_due_ms(&core), 13000);
    step(13000, (struct fetch_event){.kind = FETCH_TIME});
    ended(13000, 1, ERR_TIMEOUT, 0);
    check_trace("0: dial 0\n"
                "10: ask 0: 0..9\n"
                "13000: stalled 1\n"
                "13000: done timeout\n");
}

TEST(fetch_core, a_lost_connection_is_made_anew_at_once)
{
    start(1, 0, 9);
    connected(10, 0);
    got(11, 0, 4);
    ended(20, 1, ERR_CLOSED, 0);
    connected(30, 0);
    ended(40, 2, ERR_CLOSED, 0);
    check_trace("0: dial 0\n"
                "10: ask 0: 0..9\n"
                "20: dial 0\n"
                "30: ask 0: 4..9\n"
                "40: done closed\n");
}

/* The pauses double, less up to a half by chance. */
static uint64_t redial(uint64_t now, uint64_t least, uint64_t most)
{
    uint64_t at;

    not_connected(now, 0, ERR_TIMEOUT);
    at = fetch_core_due_ms(&core);
    CHECK(at >= now + least && at <= now + most);
    step(at, (struct fetch_event){.kind = FETCH_TIME});
    return at;
}

TEST(fetch_core, a_source_that_was_lost_is_dialled_again_for_a_minute)
{
    uint64_t now = 20;
    unsigned dials = 1;

    start_patient(1, 0, 9);
    connected(10, 0);
    ended(20, 1, ERR_CLOSED, 0);
    now = redial(now + 1, 125, 250);
    now = redial(now + 1, 250, 500);
    while (now + 1 - 20 < 60000) {
        now = redial(now + 1, 0, 4000);
        CHECK(++dials < 200);
    }
    CHECK(!core.is_done && now < 65000);
    not_connected(now + 1, 0, ERR_TIMEOUT);
    CHECK(core.is_done);
    CHECK_ERR(core.result, ERR_TIMEOUT);
    fetch_core_clear(&core);
}

TEST(fetch_core, a_source_that_comes_back_is_asked_for_the_rest)
{
    uint64_t now;

    start_patient(1, 0, 9);
    connected(10, 0);
    got(15, 0, 4);
    ended(20, 1, ERR_CLOSED, 0);
    now = redial(4020, 125, 250);
    now = redial(now + 4000, 250, 500);
    trace[0] = '\0';
    connected(20000, 0);
    got(20001, 4, 9);
    check_trace("20000: ask 0: 4..9\n"
                "20001: drop 2\n"
                "20001: done ok\n");
}

TEST(fetch_core, another_source_is_asked_meanwhile)
{
    start_patient(2, 0, 9);
    connected(10, 0);
    ended(20, 1, ERR_CLOSED, 0);
    not_connected(30, 0, ERR_UNREACHABLE);
    connected(40, 1);
    got(50, 0, 9);
    check_trace("0: dial 0\n"
                "10: ask 0: 0..9\n"
                "20: dial 0\n"
                "30: dial 1\n"
                "40: ask 1: 0..9\n"
                "50: drop 2\n"
                "50: done ok\n");
}

TEST(fetch_core, one_that_was_never_connected_is_not_waited_for)
{
    start_patient(1, 0, 9);
    not_connected(30, 0, ERR_TIMEOUT);
    check_trace("0: dial 0\n"
                "30: done timeout\n");
}

TEST(fetch_core, a_source_that_lacks_a_child_still_gives_the_others)
{
    start(2, 0, 6);
    connected(1, 0);
    got(2, 0, 2);
    ended(3, 1, ERR_NOT_FOUND, 2);
    got(4, 3, 6);
    ended(5, 2, ERR_OK, 0);
    connected(6, 1);
    got(7, 2, 3);
    check_trace("0: dial 0\n"
                "1: ask 0: 0..6\n"
                "3: ask 0: 3..6\n"
                "5: dial 1\n"
                "6: ask 1: 2..3\n"
                "7: drop 3\n"
                "7: done ok\n");
}

TEST(fetch_core, all_came_is_not_believed_while_something_is_missing)
{
    start(1, 0, 6);
    connected(1, 0);
    got(2, 0, 2);
    ended(3, 1, ERR_OK, 0);
    check_trace("0: dial 0\n"
                "1: ask 0: 0..6\n"
                "3: done truncated\n");
}

TEST(fetch_core, what_we_cannot_store_ends_it)
{
    start(1, 0, 6);
    connected(1, 0);
    step(2, (struct fetch_event){.kind = FETCH_BROKEN, .err = ERR_NO_SPACE});
    check_trace("0: dial 0\n"
                "1: ask 0: 0..6\n"
                "2: drop 1\n"
                "2: done no_space\n");
}

TEST(fetch_core, when_we_are_slow_the_source_is_not_blamed)
{
    start(1, 0, 9);
    connected(10, 0);
    step(4010, (struct fetch_event){.kind = FETCH_TIME});
    step(4010, (struct fetch_event){.kind = FETCH_BYTES, .id = 1});
    CHECK_EQ_U64(fetch_core_due_ms(&core), 14010);
    got(5000, 0, 9);
    check_trace("0: dial 0\n"
                "10: ask 0: 0..9\n"
                "4010: stalled 1\n"
                "5000: drop 1\n"
                "5000: done ok\n");
}
