/* A swarm with memory running out at any one allocation: it ends with that,
 * or not at all, keeps its books, and leaves nothing behind. */
#include <string.h>

#include "blobs/fetch_core.h"
#include "fault.h"
#include "test.h"

#define SOURCES 3
#define UNITS 200

/* Requests in flight, in memory of their own. */
struct order {
    uint32_t id;
    struct range at[64];
    size_t len;
};

struct rig {
    struct fetch_core core;
    struct order order[FETCH_MAX_REQUESTS];
    size_t orders;
    uint64_t now;
    bool is_done;
    enum err result;
};

static void forget(struct rig *r, uint32_t id)
{
    for (size_t i = 0; i < r->orders; i++)
        if (r->order[i].id == id)
            r->order[i] = r->order[--r->orders];
}

static void step(struct rig *r, struct fetch_event ev)
{
    struct fetch_actions acts;

    fetch_core_step(&r->core, r->now, &ev, &acts);
    for (size_t i = 0; i < acts.len; i++) {
        const struct fetch_action *a = &acts.at[i];
        struct order *o = &r->order[r->orders];

        if (a->kind == FETCH_ASK) {
            CHECK(a->units->len <= 64);
            o->id = a->id;
            o->len = a->units->len;
            memcpy(o->at, a->units->at, o->len * sizeof o->at[0]);
            r->orders++;
        } else if (a->kind == FETCH_DROP) {
            forget(r, a->id);
        } else if (a->kind == FETCH_DONE) {
            r->is_done = true;
            r->result = a->err;
        }
    }
}

static void bring_some(struct rig *r)
{
    struct order *o = &r->order[r->now % r->orders];
    uint32_t id = o->id;
    uint64_t begin = o->at[0].begin, end = begin + 5;

    if (end >= o->at[0].end) {
        end = o->at[0].end;
        memmove(o->at, o->at + 1, --o->len * sizeof o->at[0]);
    } else {
        o->at[0].begin = end;
    }
    step(r, (struct fetch_event){
                .kind = FETCH_GOT, .id = id, .begin = begin, .end = end});
    for (size_t i = 0; i < r->orders; i++)
        if (r->order[i].id == id && r->order[i].len == 0) {
            forget(r, id);
            step(r, (struct fetch_event){.kind = FETCH_ENDED,
                                         .id = id,
                                         .err = id % 3 == 0 ? ERR_TRUNCATED
                                                            : ERR_OK});
            return;
        }
}

static void say_what_is_held(struct rig *r, size_t source)
{
    struct range at[] = {{0, 20 * source}, {100, 150 + source}};
    struct ranges units = {.at = at, .len = 2, .cap = 2};

    if (source == 0)
        step(r, (struct fetch_event){.kind = FETCH_HOLDS});
    else
        step(r, (struct fetch_event){
                    .kind = FETCH_HOLDS, .source = source, .units = &units});
}

static bool begin(struct rig *r)
{
    struct range all = {0, UINT64_MAX};
    struct ranges missing = {.at = &all, .len = 1, .cap = 1};
    struct fetch_core_config cfg = {.sources = SOURCES,
                                    .max_requests = FETCH_MAX_REQUESTS,
                                    .max_ranges = 64,
                                    .max_reconnects = 2,
                                    .patience_ms = 60000,
                                    .redial_first_ms = 250,
                                    .redial_max_ms = 4000,
                                    .dial_stagger_ms = 50,
                                    .first_byte_ms = 4000,
                                    .stall_ms = 10000,
                                    .is_swarm = true,
                                    .unit_bytes = 16384,
                                    .want_sources = 8,
                                    .max_dials = 4};

    *r = (struct rig){.now = 1};
    return fetch_core_init(&r->core, &cfg, &missing) == ERR_OK;
}

static void run(void *arg)
{
    struct rig *r = arg;

    if (begin(r)) {
        step(r, (struct fetch_event){.kind = FETCH_START});
        for (; !r->is_done; r->now += 37) {
            CHECK(r->now < 100000);
            for (size_t i = 0; i < SOURCES; i++)
                if (r->core.source[i].state == FETCH_DIALLING) {
                    step(r, (struct fetch_event){.kind = FETCH_CONNECTED,
                                                 .source = i});
                    say_what_is_held(r, i);
                }
            if (r->now > 300)
                step(r,
                     (struct fetch_event){.kind = FETCH_COUNT, .end = UNITS});
            if (r->orders > 0)
                bring_some(r);
            step(r, (struct fetch_event){.kind = FETCH_TIME});
        }
        CHECK(r->result == ERR_OK || r->result == ERR_NOMEM);
        CHECK((r->result == ERR_OK) == ranges_is_empty(&r->core.missing));
    }
    fetch_core_clear(&r->core);
}

TEST(swarm, survives_every_failed_allocation)
{
    static struct rig rig;

    CHECK(fault_each_alloc(run, &rig) > 10);
}
