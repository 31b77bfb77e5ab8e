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
    bool is_done;
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

static void give_some(struct world *w, const struct fetch_asked *q)
{
    struct fetch_event ev = {.kind = FETCH_GOT};
    uint64_t end = q->units.at[0].end;

    ev.begin = q->units.at[0].begin;
    if (end > w->units)
        end = w->units;
    if (ev.begin >= end)
        return;
    ev.end = ev.begin + 1 + rnd(w, end - ev.begin);
    step(w, ev);
}

static void give_all(struct world *w, const struct fetch_asked *q)
{
    struct fetch_asked mine = {.id = q->id};

    ranges_init(&mine.units);
    CHECK_OK(ranges_copy(&mine.units, &q->units));
    for (size_t i = 0; i < mine.units.len; i++)
        step(w, (struct fetch_event){.kind = FETCH_GOT,
                                     .begin = mine.units.at[i].begin,
                                     .end = mine.units.at[i].end});
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
    size_t i = rnd(w, w->core.cfg.sources);
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

static void start(struct world *w, uint64_t seed)
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
    ranges_init(&missing);
    CHECK_OK(ranges_add(&missing, 0, rnd(w, 2) == 0 ? UINT64_MAX : w->units));
    CHECK_OK(fetch_core_init(&w->core, &cfg, &missing));
    ranges_clear(&missing);
    step(w, (struct fetch_event){.kind = FETCH_START});
}

static void run(uint64_t seed)
{
    struct world w;
    size_t steps = 0;

    start(&w, seed);
    while (!w.is_done) {
        CHECK(++steps < 100000);
        w.now += rnd(&w, 300);
        if (w.open_len > 0 && rnd(&w, 3) > 0)
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
        run(seed);
}
