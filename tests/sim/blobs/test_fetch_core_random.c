/* The core against sources that do anything, in virtual time: after every
 * step its invariants hold (they are asserted inside), it always ends, and it
 * ends well whenever one source is good. Seeded: every run is the same run. */
#include <stdlib.h>
#include <string.h>

#include "blobs/fetch_core.h"
#include "test.h"

struct world {
    uint64_t seed;
    uint64_t now;
    uint64_t units;
    size_t good; /* this source does all that it is asked; SIZE_MAX: none */
    struct fetch_core core;
    bool is_dialled[FETCH_MAX_SOURCES];
    struct fetch_asked open[FETCH_MAX_REQUESTS];
    size_t open_len;
    bool is_done, is_paused;
    enum err result;
};

static uint64_t rnd(struct world *w, uint64_t bound)
{
    w->seed ^= w->seed << 13;
    w->seed ^= w->seed >> 7;
    w->seed ^= w->seed << 17;
    return w->seed % bound;
}

static void forget(struct world *w, uint32_t id)
{
    for (size_t i = 0; i < w->open_len; i++) {
        if (w->open[i].id != id)
            continue;
        ranges_clear(&w->open[i].units);
        w->open[i] = w->open[--w->open_len];
        return;
    }
}

static void remember(struct world *w, const struct fetch_action *a)
{
    struct fetch_asked *q = &w->open[w->open_len++];

    *q = (struct fetch_asked){.id = a->id, .source = a->source};
    ranges_init(&q->units);
    CHECK_OK(ranges_copy(&q->units, a->units));
    CHECK(!ranges_is_empty(&q->units));
    if (a->wants_last)
        CHECK_OK(ranges_add(&q->units, w->units - 1, w->units));
}

static void carry_out(struct world *w, const struct fetch_action *a)
{
    switch (a->kind) {
    case FETCH_DIAL:
        CHECK(!w->is_dialled[a->source]);
        w->is_dialled[a->source] = true;
        break;
    case FETCH_HANG_UP:
        w->is_dialled[a->source] = false;
        break;
    case FETCH_ASK:
        remember(w, a);
        break;
    case FETCH_STALLED:
        break;
    case FETCH_DROP:
        forget(w, a->id);
        break;
    case FETCH_DONE:
        CHECK(!w->is_done);
        w->is_done = true;
        w->result = a->err;
        break;
    }
}

static void step(struct world *w, struct fetch_event ev)
{
    struct fetch_actions acts;

    fetch_core_step(&w->core, w->now, &ev, &acts);
    for (size_t i = 0; i < acts.len; i++)
        carry_out(w, &acts.at[i]);
}

/* A source's way to end a request badly. */
static void end_badly(struct world *w, const struct fetch_asked *q)
{
    static const enum err ways[] = {ERR_MISMATCH, ERR_TRUNCATED, ERR_RESET,
                                    ERR_CLOSED,   ERR_NOT_FOUND, ERR_TIMEOUT,
                                    ERR_REFUSED};
    struct fetch_event ev = {.kind = FETCH_ENDED, .id = q->id};

    ev.err = ways[rnd(w, sizeof ways / sizeof ways[0])];
    ev.begin = q->units.at[0].begin;
    forget(w, q->id);
    step(w, ev);
}

/* As much of `units` as there is; and if it proves the end, that too. */
static void give(struct world *w, uint32_t id, uint64_t begin, uint64_t end)
{
    if (end > w->units)
        end = w->units;
    if (end == w->units)
        step(w, (struct fetch_event){.kind = FETCH_COUNT, .end = w->units});
    if (begin < end)
        step(w, (struct fetch_event){
                    .kind = FETCH_GOT, .id = id, .begin = begin, .end = end});
}

static void give_some(struct world *w, const struct fetch_asked *q)
{
    uint64_t begin = q->units.at[0].begin, end = q->units.at[0].end;

    if (end > w->units)
        end = w->units;
    if (begin < end)
        give(w, q->id, begin, begin + 1 + rnd(w, end - begin));
}

static void give_all(struct world *w, const struct fetch_asked *q)
{
    struct fetch_asked mine = {.id = q->id};
    uint32_t q_id = q->id;

    ranges_init(&mine.units);
    CHECK_OK(ranges_copy(&mine.units, &q->units));
    for (size_t i = 0; i < mine.units.len; i++)
        give(w, q_id, mine.units.at[i].begin, mine.units.at[i].end);
    forget(w, mine.id);
    step(w, (struct fetch_event){.kind = FETCH_ENDED, .id = mine.id});
    ranges_clear(&mine.units);
}

static void some_request_moves(struct world *w)
{
    const struct fetch_asked *q = &w->open[rnd(w, w->open_len)];

    if (q->source == w->good) {
        give_all(w, q);
        return;
    }
    switch (rnd(w, 4)) {
    case 0:
        end_badly(w, q);
        break;
    case 1:
        step(w, (struct fetch_event){.kind = FETCH_BYTES, .id = q->id});
        break;
    default:
        give_some(w, q);
    }
}

static void some_dial_ends(struct world *w)
{
    size_t i = w->core.sources > 0 ? rnd(w, w->core.sources) : 0;
    struct fetch_event ev = {.kind = FETCH_CONNECTED, .source = i};

    if (!w->is_dialled[i])
        return;
    if (i != w->good && rnd(w, 2) == 0) {
        ev.kind = FETCH_NOT_CONNECTED;
        ev.err = ERR_UNREACHABLE;
    }
    w->is_dialled[i] = false;
    step(w, ev);
}

/* Any set of units. */
static void some_units(struct world *w, struct ranges *out)
{
    ranges_init(out);
    for (uint64_t n = rnd(w, 4); n > 0; n--) {
        uint64_t begin = rnd(w, w->units + 10);

        CHECK_OK(ranges_add(out, begin, begin + 1 + rnd(w, 100)));
    }
}

static void some_source_tells(struct world *w, size_t i)
{
    struct fetch_event ev = {.kind = FETCH_HOLDS, .source = i};
    struct ranges units;

    some_units(w, &units);
    if (i != w->good && rnd(w, 3) > 0)
        ev.units = &units;
    step(w, ev);
    ranges_clear(&units);
}

static void something_is_urgent(struct world *w)
{
    struct fetch_event ev = {.kind = FETCH_URGENT};
    struct ranges units;

    some_units(w, &units);
    ev.units = rnd(w, 4) > 0 ? &units : NULL;
    step(w, ev);
    ranges_clear(&units);
}

static void some_connection_goes(struct world *w, size_t i)
{
    if (i == w->good || w->is_dialled[i])
        return;
    for (size_t k = w->open_len; k-- > 0;)
        if (w->open[k].source == i)
            forget(w, w->open[k].id);
    step(w, (struct fetch_event){
                .kind = FETCH_NOT_CONNECTED, .source = i, .err = ERR_CLOSED});
}

/* What only a swarm is told. */
static void something_swarms(struct world *w)
{
    size_t i = w->core.sources > 0 ? rnd(w, w->core.sources) : SIZE_MAX;
    struct fetch_event ev = {.kind = FETCH_READER};

    switch (rnd(w, 8)) {
    case 0:
        ev.begin = rnd(w, 3) > 0 ? rnd(w, w->units) : UINT64_MAX;
        break;
    case 1:
        ev.kind = rnd(w, 4) > 0 || w->core.sources == FETCH_MAX_SOURCES
                      ? FETCH_SEARCHED
                      : FETCH_SOURCE;
        break;
    case 2:
        ev.kind = w->is_paused ? FETCH_RESUME : FETCH_PAUSE;
        w->is_paused = !w->is_paused;
        break;
    case 3:
        something_is_urgent(w);
        return;
    case 4:
        if (i != SIZE_MAX)
            some_connection_goes(w, i);
        return;
    case 5:
        ev = (struct fetch_event){.kind = FETCH_RETRY, .source = i};
        break;
    default:
        if (i != SIZE_MAX)
            some_source_tells(w, i);
        return;
    }
    if (i != SIZE_MAX || ev.kind != FETCH_RETRY)
        step(w, ev);
}

static void swarm_config(struct world *w, struct fetch_core_config *cfg)
{
    cfg->is_swarm = true;
    cfg->max_requests = 1 + rnd(w, FETCH_MAX_REQUESTS);
    cfg->unit_bytes = UINT64_C(1) << (14 + rnd(w, 6));
    cfg->want_sources = 1 + rnd(w, 8);
    cfg->max_dials = 1 + rnd(w, 4);
    cfg->wait_ms = 5000 * rnd(w, 2);
    cfg->starve_ms = 10000 * rnd(w, 2);
    /* Here the good one may be silent for long. */
    if (w->good != SIZE_MAX)
        cfg->stall_ms = 100 * 1000 * 1000;
    else if (rnd(w, 10) == 0)
        cfg->sources = 0;
}

static void start(struct world *w, uint64_t seed, bool is_swarm)
{
    struct fetch_core_config cfg = {.max_misses = 3,
                                    .max_reconnects = 2,
                                    .redial_first_ms = 250,
                                    .redial_max_ms = 4000,
                                    .dial_stagger_ms = 500,
                                    .first_byte_ms = 4000,
                                    .stall_ms = 10000};
    struct ranges missing;

    *w = (struct world){.seed = seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
    cfg.patience_ms = 20000 * rnd(w, 3);
    cfg.sources = 1 + rnd(w, 6);
    cfg.max_requests = 1 + rnd(w, 4);
    cfg.max_ranges = 1 + rnd(w, 4);
    w->units = 1 + rnd(w, 300);
    w->good = rnd(w, 2) == 0 ? SIZE_MAX : rnd(w, cfg.sources);
    if (is_swarm)
        swarm_config(w, &cfg);
    ranges_init(&missing);
    CHECK_OK(ranges_add(&missing, 0, rnd(w, 2) == 0 ? UINT64_MAX : w->units));
    CHECK_OK(fetch_core_init(&w->core, &cfg, &missing));
    ranges_clear(&missing);
    step(w, (struct fetch_event){.kind = FETCH_START});
}

static void run(uint64_t seed, bool is_swarm)
{
    struct world w;
    size_t steps = 0;

    start(&w, seed, is_swarm);
    while (!w.is_done) {
        CHECK(++steps < 100000);
        w.now += rnd(&w, 300);
        if (w.is_paused && rnd(&w, 4) == 0) {
            w.is_paused = false;
            step(&w, (struct fetch_event){.kind = FETCH_RESUME});
        }
        /* In the end nothing new is heard, or it might go on for ever. */
        if (is_swarm && steps < 500 && rnd(&w, 4) == 0)
            something_swarms(&w);
        else if (w.open_len > 0 && rnd(&w, 3) > 0)
            some_request_moves(&w);
        else if (rnd(&w, 2) == 0)
            some_dial_ends(&w);
        else
            step(&w, (struct fetch_event){.kind = FETCH_TIME});
    }
    CHECK_EQ_U64(w.open_len, 0);
    if (w.good != SIZE_MAX)
        CHECK_ERR(w.result, ERR_OK);
    fetch_core_clear(&w.core);
}

TEST(fetch_core, whatever_sources_do_it_ends_and_well_if_one_is_good)
{
    for (uint64_t seed = 1; seed <= 5000; seed++)
        run(seed, false);
}

TEST(fetch_core, so_it_is_with_a_swarm)
{
    for (uint64_t seed = 1; seed <= 5000; seed++)
        run(seed, true);
}
