/* Each rule of a swarm, in virtual time: units of 16 KiB, so that the first
 * piece is 64 of them. Speeds are made by when units come. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "blobs/fetch_core.h"
#include "test.h"

static struct fetch_core core;
static char trace[8192];

static void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void note(const char *fmt, ...)
{
    size_t n = strlen(trace);
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(trace + n, sizeof trace - n, fmt, ap);
    va_end(ap);
}

static void note_units(const struct ranges *units)
{
    for (size_t i = 0; i < units->len; i++)
        note(" %llu..%llu", (unsigned long long)units->at[i].begin,
             (unsigned long long)units->at[i].end);
}

static void note_action(uint64_t now, const struct fetch_action *a)
{
    note("%d: ", (int)now);
    switch (a->kind) {
    case FETCH_DIAL:
        note("dial %zu", a->source);
        break;
    case FETCH_HANG_UP:
        note("hang up %zu", a->source);
        break;
    case FETCH_ASK:
        note("ask %zu as %u:", a->source, a->id);
        note_units(a->units);
        if (a->wants_last)
            note(" last");
        break;
    case FETCH_STALLED:
        note("stalled %u", a->id);
        break;
    case FETCH_DROP:
        note("drop %u", a->id);
        break;
    case FETCH_DONE:
        note("done %s", err_name(a->err));
        break;
    }
    note("\n");
}

static void step(uint64_t now, struct fetch_event ev)
{
    struct fetch_actions acts;

    fetch_core_step(&core, now, &ev, &acts);
    for (size_t i = 0; i < acts.len; i++)
        note_action(now, &acts.at[i]);
}

static void event(uint64_t now, enum fetch_event_kind kind)
{
    step(now, (struct fetch_event){.kind = kind});
}

/* `wait_ms` as given; endless when `units` is UINT64_MAX. */
static void start_with(size_t sources, uint64_t units, uint64_t wait_ms)
{
    struct fetch_core_config cfg = {.sources = sources,
                                    .max_requests = FETCH_MAX_REQUESTS,
                                    .max_ranges = 100,
                                    .max_reconnects = 2,
                                    .patience_ms = 60000,
                                    .redial_first_ms = 250,
                                    .redial_max_ms = 4000,
                                    .seed = 7,
                                    .dial_stagger_ms = 500,
                                    .first_byte_ms = 4000,
                                    .stall_ms = 10000,
                                    .is_swarm = true,
                                    .unit_bytes = 16384,
                                    .want_sources = 8,
                                    .max_dials = 4,
                                    .wait_ms = wait_ms,
                                    .starve_ms = 30000};
    struct ranges missing;

    ranges_init(&missing);
    CHECK_OK(ranges_add(&missing, 0, units));
    CHECK_OK(fetch_core_init(&core, &cfg, &missing));
    ranges_clear(&missing);
    trace[0] = '\0';
    event(0, FETCH_START);
}

static void start(size_t sources, uint64_t units)
{
    start_with(sources, units, 0);
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

static void got(uint64_t now, uint32_t id, uint64_t begin, uint64_t end)
{
    step(now, (struct fetch_event){
                  .kind = FETCH_GOT, .id = id, .begin = begin, .end = end});
}

static void ended(uint64_t now, uint32_t id, enum err e)
{
    step(now, (struct fetch_event){.kind = FETCH_ENDED, .id = id, .err = e});
}

static void holds(uint64_t now, size_t source, uint64_t begin, uint64_t end)
{
    struct ranges units;

    ranges_init(&units);
    CHECK_OK(ranges_add(&units, begin, end));
    step(now, (struct fetch_event){
                  .kind = FETCH_HOLDS, .source = source, .units = &units});
    ranges_clear(&units);
}

static void holds_all(uint64_t now, size_t source)
{
    step(now, (struct fetch_event){.kind = FETCH_HOLDS, .source = source});
}

/* The connection of sources 0 up to `n`, all at once. */
static void all_connected(uint64_t now, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (core.source[i].state == FETCH_DIALLING)
            connected(now, i);
    for (size_t i = 0; i < n; i++)
        if (core.source[i].state == FETCH_DIALLING)
            connected(now, i);
}

/* The n-th request to a source that is in flight. */
static const struct fetch_asked *asked(size_t source, size_t n)
{
    for (size_t i = 0; i < core.asked_len; i++)
        if (core.asked[i].source == source && n-- == 0)
            return &core.asked[i];
    return NULL;
}

/* A source brings `n` of what it was asked for. */
static void brings(uint64_t now, size_t source, uint64_t n)
{
    const struct fetch_asked *q = asked(source, 0);
    uint64_t begin;
    uint32_t id;

    CHECK(q != NULL && !ranges_is_empty(&q->wire));
    id = q->id;
    begin = q->wire.at[0].begin;
    CHECK(q->wire.at[0].end - begin >= n);
    got(now, id, begin, begin + n);
    q = asked(source, 0);
    if (q != NULL && q->id == id && ranges_is_empty(&q->wire))
        ended(now, id, ERR_OK);
}

/* Every 50 ms from `from` to `to` a source brings `n`. */
static void keeps_bringing(uint64_t from, uint64_t to, size_t source,
                           uint64_t n)
{
    for (uint64_t now = from; now < to && !core.is_done; now += 50) {
        uint64_t left = n;

        while (left > 0 && !core.is_done && asked(source, 0) != NULL) {
            const struct ranges *w = &asked(source, 0)->wire;
            uint64_t some = w->at[0].end - w->at[0].begin;

            some = some < left ? some : left;
            left -= some;
            brings(now, source, some);
        }
        event(now, FETCH_TIME);
    }
}

static void check_trace(const char *want)
{
    CHECK_STR(trace, want);
    fetch_core_clear(&core);
}

/* ---- sources ------------------------------------------------------------*/

TEST(swarm_core, without_a_source_it_waits_for_one)
{
    start_with(0, UINT64_MAX, 5000);
    CHECK_EQ_U64(fetch_core_due_ms(&core), 5000);
    event(3000, FETCH_SOURCE);
    connected(3010, 0);
    check_trace("3000: dial 0\n"
                "3010: ask 0 as 1: 0..64 last\n");
}

TEST(swarm_core, without_a_source_it_ends_when_its_time_is_over)
{
    start_with(0, UINT64_MAX, 5000);
    event(5000, FETCH_TIME);
    check_trace("5000: done not_found\n");
}

TEST(swarm_core, when_the_search_is_over_nobody_is_waited_for)
{
    start_with(0, UINT64_MAX, 5000);
    event(100, FETCH_SEARCHED);
    check_trace("100: done not_found\n");
}

TEST(swarm_core, others_are_dialled_once_the_blob_is_known_to_be_large)
{
    start(3, UINT64_MAX);
    connected(10, 0);
    CHECK(core.source[1].state == FETCH_IDLE);
    step(20, (struct fetch_event){.kind = FETCH_COUNT, .end = 10000});
    check_trace("0: dial 0\n"
                "10: ask 0 as 1: 0..64 last\n"
                "20: dial 1\n"
                "20: dial 2\n");
}

TEST(swarm_core, four_are_dialled_at_once_and_eight_are_enough)
{
    size_t dialled = 0;

    start(12, 100000);
    connected(10, 0);
    for (size_t i = 0; i < core.sources; i++)
        dialled += core.source[i].state == FETCH_DIALLING;
    CHECK_EQ_U64(dialled, 4);
    all_connected(20, 12);
    all_connected(30, 12);
    for (size_t i = 0; i < 8; i++)
        CHECK(core.source[i].state == FETCH_ASKING);
    for (size_t i = 8; i < 12; i++)
        CHECK(core.source[i].state == FETCH_IDLE);
    fetch_core_clear(&core);
}

TEST(swarm_core, a_small_blob_comes_from_the_first)
{
    start(3, UINT64_MAX);
    connected(10, 0);
    step(20, (struct fetch_event){.kind = FETCH_COUNT, .end = 40});
    got(20, 1, 0, 40);
    check_trace("0: dial 0\n"
                "10: ask 0 as 1: 0..64 last\n"
                "20: drop 1\n"
                "20: done ok\n");
}

TEST(swarm_core, whoever_has_something_is_dialled_first)
{
    start_with(0, 1000, 5000);
    event(0, FETCH_SOURCE);
    event(1, FETCH_SOURCE);
    event(2, FETCH_SOURCE);
    event(3, FETCH_SOURCE);
    holds(4, 1, 0, 0);
    holds(5, 3, 100, 200);
    event(500, FETCH_TIME);
    event(1000, FETCH_TIME);
    event(1500, FETCH_TIME);
    check_trace("0: dial 0\n"
                "500: dial 3\n"
                "1000: dial 2\n"
                "1500: dial 1\n");
}

TEST(swarm_core, one_that_failed_may_be_heard_of_again_but_not_a_liar)
{
    start_with(1, 1000, 5000);
    not_connected(10, 0, ERR_UNREACHABLE);
    step(20, (struct fetch_event){.kind = FETCH_RETRY, .source = 0});
    connected(30, 0);
    ended(40, 1, ERR_MISMATCH);
    step(50, (struct fetch_event){.kind = FETCH_RETRY, .source = 0});
    CHECK_ERR(core.source[0].err, ERR_MISMATCH);
    event(5000, FETCH_TIME);
    CHECK_ERR(core.result, ERR_MISMATCH);
    fetch_core_clear(&core);
}

TEST(swarm_core, a_connection_that_is_lost_in_idleness_is_made_again)
{
    uint64_t due;

    start(2, 1000);
    connected(10, 0);
    holds(10, 0, 0, 0);
    ended(15, 1, ERR_NOT_FOUND);
    connected(20, 1);
    not_connected(30, 0, ERR_CLOSED);
    CHECK(core.source[0].state == FETCH_WAITING);
    due = core.source[0].redial_ms;
    CHECK(due > 30 && due <= 280);
    event(due, FETCH_TIME);
    CHECK(core.source[0].state == FETCH_DIALLING);
    fetch_core_clear(&core);
}

/* ---- requests -----------------------------------------------------------*/

TEST(swarm_core, the_next_piece_is_asked_for_when_half_of_one_has_come)
{
    start(1, UINT64_MAX);
    connected(0, 0);
    step(0, (struct fetch_event){.kind = FETCH_COUNT, .end = 100000});
    trace[0] = '\0';
    got(100, 1, 0, 32);
    CHECK_STR(trace, "");
    got(103, 1, 32, 33);
    CHECK_EQ_U64(core.asked_len, 2);
    CHECK(asked(0, 1) != NULL);
    fetch_core_clear(&core);
}

TEST(swarm_core, pieces_grow_in_steps_of_four_up_to_what_400_ms_bring)
{
    uint64_t piece = 64;
    uint32_t seen = 1;

    start(1, 1000000);
    connected(0, 0);
    /* 400 units every 50 ms are 3200 in 400 ms. */
    for (uint64_t now = 50; now < 5000; now += 50) {
        const struct range *first = asked(0, 0)->wire.at;
        uint64_t n = first->end - first->begin;

        brings(now, 0, n < 400 ? n : 400);
        CHECK(core.last_id <= seen + 1);
        if (core.last_id == seen)
            continue;
        seen = core.last_id;
        CHECK(core.asked[core.asked_len - 1].asked_units <= 4 * piece + 16);
        piece = core.asked[core.asked_len - 1].asked_units;
    }
    CHECK(piece >= 2700 && piece <= 3300);
    fetch_core_clear(&core);
}

TEST(swarm_core, a_source_that_lacks_something_is_asked_for_other_things)
{
    start(1, 200);
    connected(0, 0);
    trace[0] = '\0';
    got(10, 1, core.asked[0].wire.at[0].begin,
        core.asked[0].wire.at[0].begin + 8);
    ended(20, 1, ERR_TRUNCATED);
    CHECK(core.source[0].state == FETCH_ASKING);
    for (size_t i = 0; i < core.asked[0].units.len; i++)
        CHECK(!ranges_has_any(&core.source[0].lacks,
                              core.asked[0].units.at[i].begin,
                              core.asked[0].units.at[i].end));
    fetch_core_clear(&core);
}

TEST(swarm_core,
     what_a_source_lacks_it_is_asked_again_2_s_later_or_when_it_says)
{
    start_with(1, 16, 60000);
    connected(0, 0);
    ended(10, 1, ERR_NOT_FOUND);
    CHECK(core.source[0].state == FETCH_READY);
    CHECK_EQ_U64(fetch_core_due_ms(&core), 2010);
    event(2010, FETCH_TIME);
    ended(2020, 2, ERR_NOT_FOUND);
    holds(2500, 0, 10, 14);
    check_trace("0: dial 0\n"
                "0: ask 0 as 1: 0..16\n"
                "2010: ask 0 as 2: 0..16\n"
                "2500: ask 0 as 3: 10..14\n");
}

TEST(swarm_core, one_that_claims_what_it_lacks_is_asked_ever_more_seldom)
{
    uint64_t now = 0;
    unsigned asks = 0;

    start_with(1, 100000, 60000);
    connected(0, 0);
    holds_all(0, 0);
    while (now < 60000 && !core.is_done) {
        if (core.asked_len > 0) {
            asks++;
            ended(now, core.asked[0].id, ERR_NOT_FOUND);
        }
        holds_all(now, 0);
        now += 100;
        event(now, FETCH_TIME);
    }
    CHECK(asks >= 4 && asks <= 12);
    CHECK_ERR(core.result, ERR_NOT_FOUND);
    CHECK_ERR(core.source[0].err, ERR_NOT_FOUND);
    fetch_core_clear(&core);
}

TEST(swarm_core, what_is_urgent_comes_first_then_what_a_reader_waits_for)
{
    struct ranges urgent;
    struct fetch_event ev = {.kind = FETCH_URGENT, .units = &urgent};

    start(1, 100000);
    ranges_init(&urgent);
    CHECK_OK(ranges_add(&urgent, 500, 510));
    CHECK_OK(ranges_add(&urgent, 300, 310));
    step(1, ev);
    ranges_clear(&urgent);
    step(2, (struct fetch_event){.kind = FETCH_READER, .begin = 7000});
    connected(3, 0);
    ranges_init(&urgent);
    got(10, 1, 300, 310);
    got(10, 1, 500, 510);
    check_trace("0: dial 0\n"
                "3: ask 0 as 1: 300..310 500..510\n"
                "10: ask 0 as 2: 7000..7248\n");
}

/* ---- slow ones, liars ---------------------------------------------------*/

TEST(swarm_core, a_liar_is_out_at_once_and_others_bring_what_it_was_asked_for)
{
    start(2, 128);
    connected(0, 0);
    connected(0, 1);
    ended(10, asked(0, 0)->id, ERR_MISMATCH);
    CHECK(core.source[0].state == FETCH_FAILED);
    CHECK(asked(0, 0) == NULL);
    keeps_bringing(20, 1000, 1, 40);
    CHECK(core.is_done);
    CHECK_ERR(core.result, ERR_OK);
    CHECK_ERR(core.source[0].err, ERR_MISMATCH);
    fetch_core_clear(&core);
}

TEST(swarm_core, one_that_brings_nothing_while_others_do_is_demoted_in_5_s)
{
    start(2, 100000);
    connected(0, 0);
    connected(0, 1);
    keeps_bringing(50, 2400, 0, 100);
    CHECK_EQ_U64(core.source[1].small_units, 1);
    CHECK_EQ_U64(ranges_count(&asked(1, 0)->wire), 1);
    CHECK(asked(1, 1) == NULL);
    fetch_core_clear(&core);
}

TEST(swarm_core, one_that_brings_less_than_a_tenth_is_demoted_in_5_s)
{
    start(2, 100000);
    connected(0, 0);
    connected(0, 1);
    for (uint64_t now = 50; now < 5000; now += 500) {
        keeps_bringing(now, now + 500, 0, 100);
        if (core.source[1].small_units == 0)
            brings(now + 450, 1, 10);
    }
    CHECK(core.source[1].small_units > 0);
    fetch_core_clear(&core);
}

TEST(swarm_core, a_demoted_one_that_answers_quickly_is_as_good_as_any_soon)
{
    start(2, 100000);
    connected(0, 0);
    connected(0, 1);
    keeps_bringing(50, 2400, 0, 100);
    CHECK(core.source[1].small_units > 0);
    for (uint64_t now = 2400; now < 3000; now += 50) {
        keeps_bringing(now, now + 50, 0, 100);
        brings(now, 1,
               ranges_count(&asked(1, 0)->wire) < 16
                   ? ranges_count(&asked(1, 0)->wire)
                   : 16);
    }
    CHECK_EQ_U64(core.source[1].small_units, 0);
    fetch_core_clear(&core);
}

TEST(swarm_core, one_that_never_says_a_word_is_out_after_all)
{
    uint64_t now = 50;

    start(2, 10000000);
    connected(0, 0);
    connected(0, 1);
    for (; core.source[1].state != FETCH_FAILED; now += 250) {
        CHECK(now < 20000);
        keeps_bringing(now, now + 250, 0, 100);
    }
    CHECK_ERR(core.source[1].err, ERR_TIMEOUT);
    fetch_core_clear(&core);
}

TEST(swarm_core, who_has_nothing_to_do_takes_the_tail_of_who_ends_last)
{
    const struct fetch_asked *slow;
    uint64_t tail;

    start(2, 128);
    connected(0, 0);
    event(500, FETCH_TIME);
    connected(500, 1);
    CHECK_EQ_U64(core.asked_len, 2);
    /* Both brought 16, the one in 500 ms, the other in 50. */
    brings(1000, 0, 16);
    brings(1000, 1, 16);
    brings(1050, 1, 48);
    slow = asked(0, 0);
    CHECK(slow != NULL && asked(1, 0) != NULL);
    tail = asked(1, 0)->units.at[0].begin;
    CHECK(!ranges_has(&slow->units, tail));
    CHECK(ranges_has(&slow->wire, tail));
    CHECK(core.twice > 0 && core.twice < 48);
    /* The thief has done its part; what the other would bring next has come
     * when it has done its own. */
    brings(1100, 1, ranges_count(&asked(1, 0)->wire));
    while (!core.is_done && asked(0, 0) != NULL)
        brings(1200, 0, 1);
    CHECK(core.is_done);
    CHECK_ERR(core.result, ERR_OK);
    fetch_core_clear(&core);
}

TEST(swarm_core, the_end_does_not_wait_for_one_that_crawls)
{
    uint64_t now = 50;

    start(2, 1000);
    connected(0, 0);
    connected(0, 1);
    for (; !core.is_done; now += 50) {
        CHECK(now < 3000);
        keeps_bringing(now, now + 50, 0, 50);
    }
    CHECK_ERR(core.result, ERR_OK);
    fetch_core_clear(&core);
}

TEST(swarm_core, a_reader_does_not_wait_for_one_that_crawls)
{
    start(2, 100000);
    step(0, (struct fetch_event){.kind = FETCH_READER, .begin = 0});
    connected(0, 1);
    connected(0, 0);
    CHECK(ranges_has(&asked(0, 0)->units, 0));
    event(500, FETCH_TIME);
    connected(500, 1);
    keeps_bringing(550, 1500, 1, 20);
    CHECK(!ranges_has(&core.missing, 0));
    fetch_core_clear(&core);
}

/* ---- pauses and ends ----------------------------------------------------*/

TEST(swarm_core, while_paused_nobody_is_asked_and_then_goes_on)
{
    start(1, 64);
    connected(0, 0);
    got(10, 1, 0, 20);
    event(20, FETCH_PAUSE);
    CHECK_EQ_U64(fetch_core_due_ms(&core), UINT64_MAX);
    event(60000, FETCH_RESUME);
    got(60010, 2, 20, 64);
    check_trace("0: dial 0\n"
                "0: ask 0 as 1: 0..64\n"
                "20: drop 1\n"
                "60000: ask 0 as 2: 20..64\n"
                "60010: drop 2\n"
                "60010: done ok\n");
}

TEST(swarm_core, missing_everywhere_ends_at_once_with_what_each_said)
{
    start(2, UINT64_MAX);
    connected(0, 0);
    for (uint64_t now = 10; core.asked_len > 0; now++)
        ended(now, core.asked[0].id, ERR_NOT_FOUND);
    not_connected(500, 1, ERR_UNREACHABLE);
    CHECK(core.is_done);
    CHECK_ERR(core.result, ERR_UNREACHABLE);
    CHECK_ERR(core.source[0].err, ERR_NOT_FOUND);
    CHECK_ERR(core.source[1].err, ERR_UNREACHABLE);
    fetch_core_clear(&core);
}

TEST(swarm_core, one_that_has_a_part_may_get_more_and_is_waited_for)
{
    start(1, 64);
    connected(0, 0);
    holds(0, 0, 0, 32);
    ended(1, 1, ERR_TRUNCATED);
    CHECK(core.asked_len > 0 || !core.is_done);
    holds(29000, 0, 0, 33);
    CHECK(!core.is_done);
    for (uint64_t now = 29001; core.asked_len > 0; now++)
        ended(now, core.asked[0].id, ERR_NOT_FOUND);
    event(58000, FETCH_TIME);
    for (uint64_t now = 58001; core.asked_len > 0; now++)
        ended(now, core.asked[0].id, ERR_NOT_FOUND);
    CHECK(!core.is_done);
    event(59001, FETCH_TIME);
    for (uint64_t now = 59001; core.asked_len > 0; now++)
        ended(now, core.asked[0].id, ERR_NOT_FOUND);
    CHECK(core.is_done);
    CHECK_ERR(core.result, ERR_NOT_FOUND);
    fetch_core_clear(&core);
}
