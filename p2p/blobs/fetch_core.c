/* A step, when all goes well:
 *
 *   START      dial the first source
 *   CONNECTED  ask it for all that is missing
 *   GOT ...    less is missing
 *   COUNT      what lies behind the end is not missing
 *   ENDED OK   nothing is missing: DONE
 *
 * What can go wrong ends in source_failed() or in FETCH_BROKEN; go_on() then
 * finds the next source, or the end. */
#include "blobs/fetch_core.h"

#include <assert.h>

#include "blobs/swarm.h"

struct fetch_action *fetch_core_act(struct fetch_actions *a,
                                    enum fetch_action_kind kind)
{
    struct fetch_action *act = &a->at[a->len++];

    assert(a->len <= FETCH_MAX_ACTIONS);
    *act = (struct fetch_action){.kind = kind};
    return act;
}

/* ---- the invariants of the README ---------------------------------------*/

bool fetch_core_is_asked(const struct fetch_core *c, size_t source)
{
    for (size_t i = 0; i < c->asked_len; i++)
        if (c->asked[i].source == source)
            return true;
    return false;
}

size_t fetch_core_count(const struct fetch_core *c,
                        enum fetch_source_state state)
{
    size_t n = 0;

    for (size_t i = 0; i < c->sources; i++)
        n += c->source[i].state == state;
    return n;
}

static void check_source(const struct fetch_core *c, size_t i)
{
    const struct fetch_core_source *s = &c->source[i];

    assert((s->state == FETCH_FAILED) == (s->err != ERR_OK));
    assert(s->reconnects <= c->cfg.max_reconnects);
    assert(s->misses <= c->cfg.max_misses + 1);
}

static void check_asked(const struct fetch_core *c, size_t i)
{
    assert(!ranges_is_empty(&c->asked[i].units));
    for (size_t k = 0; k < i; k++) {
        assert(c->asked[k].id != c->asked[i].id);
        for (size_t r = 0; r < c->asked[k].units.len; r++)
            assert(!ranges_has_any(&c->asked[i].units,
                                   c->asked[k].units.at[r].begin,
                                   c->asked[k].units.at[r].end));
    }
}

static void check_asking(const struct fetch_core *c)
{
    bool is_asked[FETCH_MAX_SOURCES] = {false};

    for (size_t i = 0; i < c->asked_len; i++)
        is_asked[c->asked[i].source] = true;
    for (size_t i = 0; i < c->sources; i++)
        assert((c->source[i].state == FETCH_ASKING) == is_asked[i]);
}

/* Whether anything is under way that ends by itself. */
static bool is_under_way(const struct fetch_core *c)
{
    return c->asked_len > 0 || c->is_paused ||
           fetch_core_count(c, FETCH_DIALLING) > 0 ||
           fetch_core_count(c, FETCH_WAITING) > 0 ||
           (c->cfg.is_swarm && swarm_due_ms(c) != UINT64_MAX);
}

/* That no unit is in two requests of a swarm is asserted when its books are
 * balanced (swarm_ask.c): for each packet it would be dear. */
static void check_invariants(const struct fetch_core *c)
{
    assert(c->asked_len <= c->cfg.max_requests);
    check_asking(c);
    for (size_t i = 0; i < c->sources; i++)
        check_source(c, i);
    for (size_t i = 0; i < c->asked_len && !c->cfg.is_swarm; i++)
        check_asked(c, i);
    if (c->is_done) {
        assert(c->asked_len == 0 && fetch_core_count(c, FETCH_DIALLING) == 0);
        assert((c->result == ERR_OK) == ranges_is_empty(&c->missing));
    } else {
        assert(!ranges_is_empty(&c->missing) && is_under_way(c));
    }
}

/* ---- ends ---------------------------------------------------------------*/

void fetch_core_forget(struct fetch_core *c, uint64_t now, size_t i)
{
    size_t source = c->asked[i].source;

    if (!ranges_is_empty(&c->asked[i].units))
        c->is_free_stale = c->is_all_stale = true;
    c->is_plan_stale = c->source[source].is_stale = true;
    ranges_clear(&c->asked[i].units);
    ranges_clear(&c->asked[i].wire);
    c->asked[i] = c->asked[--c->asked_len];
    if (fetch_core_is_asked(c, source))
        return;
    c->source[source].state = FETCH_READY;
    if (c->cfg.is_swarm)
        swarm_idle(c, now, source);
}

/* What was decided in this step and is not to be. */
static bool take_back(struct fetch_actions *a, uint32_t id)
{
    for (size_t i = 0; i < a->len; i++) {
        if (a->at[i].kind != FETCH_ASK || a->at[i].id != id)
            continue;
        for (size_t k = i + 1; k < a->len; k++)
            a->at[k - 1] = a->at[k];
        a->len--;
        return true;
    }
    return false;
}

void fetch_core_finish(struct fetch_core *c, uint64_t now, enum err e,
                       struct fetch_actions *a)
{
    if (c->is_done)
        return;
    while (c->asked_len > 0) {
        if (!take_back(a, c->asked[0].id))
            fetch_core_act(a, FETCH_DROP)->id = c->asked[0].id;
        fetch_core_forget(c, now, 0);
    }
    for (size_t i = 0; i < c->sources; i++) {
        if (c->source[i].state != FETCH_DIALLING)
            continue;
        c->source[i].state = FETCH_IDLE;
        fetch_core_act(a, FETCH_HANG_UP)->source = i;
    }
    /* What is all there is there, whatever else went wrong. */
    if (ranges_is_empty(&c->missing))
        e = ERR_OK;
    c->is_done = true;
    c->result = e;
    fetch_core_act(a, FETCH_DONE)->err = e;
}

/* Which of two failures tells more about why nothing was got: that someone
 * misbehaved, then that someone could not be asked, then that all who were
 * asked do not have it. */
static int telling(enum err e)
{
    switch (e) {
    case ERR_OK:
        return 0;
    case ERR_NOT_FOUND:
        return 1;
    case ERR_CLOSED:
    case ERR_CANCELLED:
        return 2;
    case ERR_UNREACHABLE:
        return 3;
    case ERR_TIMEOUT:
        return 4;
    case ERR_MISMATCH:
        return 6;
    default:
        return 5;
    }
}

enum err fetch_core_verdict(const struct fetch_core *c)
{
    enum err e = ERR_NOT_FOUND;

    for (size_t i = 0; i < c->sources; i++)
        if (telling(c->source[i].err) > telling(e))
            e = c->source[i].err;
    return e;
}

void fetch_core_fail_source(struct fetch_core *c, uint64_t now, size_t source,
                            enum err e, struct fetch_actions *a)
{
    swarm_drop(c, now, source, a);
    c->source[source].state = FETCH_FAILED;
    c->source[source].err = e;
    c->is_rarity_stale = true;
}

/* ---- whom to ask --------------------------------------------------------*/

/* What a source could be asked for: missing, not asked of others, and not
 * known to be lacking there. */
static enum err useful(const struct fetch_core *c, size_t source,
                       struct ranges *out)
{
    enum err e = ranges_copy(out, &c->missing);

    for (size_t i = 0; e == ERR_OK && i < c->asked_len; i++)
        e = ranges_subtract(out, &c->asked[i].units);
    if (e == ERR_OK)
        e = ranges_subtract(out, &c->source[source].lacks);
    if (out->len > c->cfg.max_ranges)
        out->len = c->cfg.max_ranges;
    return e;
}

struct fetch_asked *fetch_core_ask(struct fetch_core *c, uint64_t now,
                                   size_t source, struct ranges *units,
                                   struct fetch_actions *a)
{
    struct fetch_asked *q = &c->asked[c->asked_len++];
    struct fetch_action *out = fetch_core_act(a, FETCH_ASK);

    *q = (struct fetch_asked){
        .id = ++c->last_id,
        .source = source,
        .deadline_ms = now + c->cfg.first_byte_ms,
        .units = *units,
    };
    c->source[source].state = FETCH_ASKING;
    out->source = source;
    out->id = q->id;
    out->units = &q->units;
    return q;
}

/* Ask the sources that are ready, in order, as long as there is room. A source
 * that has nothing to give has failed: it lacks all that is missing. */
static enum err ask_ready(struct fetch_core *c, uint64_t now,
                          struct fetch_actions *a)
{
    for (size_t i = 0; i < c->sources; i++) {
        struct ranges units;
        enum err e;

        if (c->asked_len == c->cfg.max_requests)
            break;
        if (c->source[i].state != FETCH_READY)
            continue;
        ranges_init(&units);
        e = useful(c, i, &units);
        if (e == ERR_OK && !ranges_is_empty(&units)) {
            fetch_core_ask(c, now, i, &units, a);
            continue;
        }
        ranges_clear(&units);
        if (e != ERR_OK)
            return e;
        if (c->asked_len == 0)
            fetch_core_fail_source(c, now, i, ERR_NOT_FOUND, a);
    }
    return ERR_OK;
}

void fetch_core_wake(struct fetch_core *c, uint64_t now)
{
    for (size_t i = 0; i < c->sources; i++)
        if (c->source[i].state == FETCH_WAITING &&
            now >= c->source[i].redial_ms)
            c->source[i].state = FETCH_IDLE;
}

void fetch_core_dial(struct fetch_core *c, uint64_t now, size_t source,
                     struct fetch_actions *a)
{
    assert(c->source[source].state == FETCH_IDLE);
    c->source[source].state = FETCH_DIALLING;
    c->next_dial_ms = now + c->cfg.dial_stagger_ms;
    fetch_core_act(a, FETCH_DIAL)->source = source;
}

static void dial_next(struct fetch_core *c, uint64_t now,
                      struct fetch_actions *a)
{
    size_t i = 0;

    fetch_core_wake(c, now);
    if (fetch_core_count(c, FETCH_DIALLING) > 0 && now < c->next_dial_ms)
        return;
    while (i < c->sources && c->source[i].state != FETCH_IDLE)
        i++;
    if (i == c->sources) {
        c->next_dial_ms = UINT64_MAX;
        return;
    }
    fetch_core_dial(c, now, i, a);
}

static void go_on(struct fetch_core *c, uint64_t now, struct fetch_actions *a)
{
    enum err e;

    if (ranges_is_empty(&c->missing)) {
        fetch_core_finish(c, now, ERR_OK, a);
        return;
    }
    e = ask_ready(c, now, a);
    if (e != ERR_OK) {
        fetch_core_finish(c, now, e, a);
        return;
    }
    if (c->asked_len > 0)
        return;
    dial_next(c, now, a);
    if (fetch_core_count(c, FETCH_DIALLING) == 0 &&
        fetch_core_count(c, FETCH_WAITING) == 0)
        fetch_core_finish(c, now, fetch_core_verdict(c), a);
}

/* ---- events -------------------------------------------------------------*/

size_t fetch_core_find(const struct fetch_core *c, uint32_t id)
{
    size_t i = 0;

    while (i < c->asked_len && c->asked[i].id != id)
        i++;
    return i;
}

static enum err on_lacks(struct fetch_core *c, uint64_t now, size_t source,
                         uint64_t unit, struct fetch_actions *a)
{
    struct fetch_core_source *s = &c->source[source];

    if (++s->misses > c->cfg.max_misses) {
        fetch_core_fail_source(c, now, source, ERR_NOT_FOUND, a);
        return ERR_OK;
    }
    return ranges_add(&s->lacks, unit, unit + 1);
}

uint64_t fetch_core_chance(uint64_t seed, uint64_t n)
{
    uint64_t x = seed + (n + 1) * UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static void wait_for_it(struct fetch_core *c, uint64_t now, size_t source)
{
    struct fetch_core_source *s = &c->source[source];

    uint64_t n = source * UINT64_C(1000) + s->backoff.failures;

    s->state = FETCH_WAITING;
    s->redial_ms =
        now + backoff_fail(&s->backoff, fetch_core_chance(c->cfg.seed, n));
}

void fetch_core_lost(struct fetch_core *c, uint64_t now, size_t source,
                     struct fetch_actions *a)
{
    struct fetch_core_source *s = &c->source[source];

    if (s->reconnects == c->cfg.max_reconnects) {
        fetch_core_fail_source(c, now, source, ERR_CLOSED, a);
        return;
    }
    /* Other requests on the same connection end by themselves. */
    if (s->state != FETCH_READY)
        return;
    s->reconnects++;
    if (s->is_lost && c->cfg.patience_ms > 0)
        wait_for_it(c, now, source);
    else
        s->state = FETCH_IDLE;
    if (!s->is_lost)
        s->lost_ms = now;
    s->is_lost = true;
}

/* May it be there again soon? Not if it is us who do not want. */
static bool is_worth_waiting(const struct fetch_core *c, uint64_t now,
                             size_t source, enum err e)
{
    const struct fetch_core_source *s = &c->source[source];

    return s->is_lost && e != ERR_CLOSED && e != ERR_ACCESS &&
           now - s->lost_ms < c->cfg.patience_ms;
}

/* Whoever was asked for it has brought something. */
static void on_got(struct fetch_core *c, uint64_t begin, uint64_t end)
{
    for (size_t i = 0; i < c->asked_len; i++) {
        struct fetch_core_source *s = &c->source[c->asked[i].source];

        if (!s->is_lost || !ranges_has_any(&c->asked[i].units, begin, end))
            continue;
        s->is_lost = false;
        s->reconnects = 0;
        backoff_reset(&s->backoff);
    }
}

/* "All came" while something of it is missing would ask for ever. */
static bool came(const struct fetch_core *c, const struct ranges *units)
{
    for (size_t i = 0; i < units->len; i++)
        if (ranges_has_any(&c->missing, units->at[i].begin, units->at[i].end))
            return false;
    return true;
}

static enum err on_ended(struct fetch_core *c, uint64_t now,
                         const struct fetch_event *ev, struct fetch_actions *a)
{
    size_t i = fetch_core_find(c, ev->id);
    enum err e = ev->err;
    size_t source;

    if (i == c->asked_len)
        return ERR_OK;
    source = c->asked[i].source;
    if (e == ERR_OK && !came(c, &c->asked[i].units))
        e = ERR_TRUNCATED;
    fetch_core_forget(c, now, i);
    if (e == ERR_NOT_FOUND)
        return on_lacks(c, now, source, ev->begin, a);
    if (e == ERR_CLOSED)
        fetch_core_lost(c, now, source, a);
    else if (e != ERR_OK)
        fetch_core_fail_source(c, now, source, e, a);
    return ERR_OK;
}

static void on_bytes(struct fetch_core *c, uint64_t now, uint32_t id)
{
    size_t i = fetch_core_find(c, id);

    if (i == c->asked_len)
        return;
    c->asked[i].deadline_ms = now + c->cfg.stall_ms;
    c->asked[i].is_stalled = false;
    if (c->cfg.is_swarm)
        swarm_bytes(c, now, c->asked[i].source);
}

/* The connection to a source of a swarm is gone. When nothing was asked of it
 * that says nothing against it, unless it is always so. */
static void on_gone(struct fetch_core *c, uint64_t now, size_t source,
                    struct fetch_actions *a)
{
    struct fetch_core_source *s = &c->source[source];

    if (s->state == FETCH_ASKING) {
        swarm_drop(c, now, source, a);
        fetch_core_lost(c, now, source, a);
    } else if (s->is_lost && now - s->lost_ms >= c->cfg.patience_ms) {
        fetch_core_fail_source(c, now, source, ERR_CLOSED, a);
    } else {
        if (!s->is_lost)
            s->lost_ms = now;
        s->is_lost = true;
        wait_for_it(c, now, source);
    }
}

static void on_connection(struct fetch_core *c, uint64_t now,
                          const struct fetch_event *ev, struct fetch_actions *a)
{
    struct fetch_core_source *s = &c->source[ev->source];

    assert(ev->source < c->sources);
    if (c->cfg.is_swarm && ev->kind == FETCH_NOT_CONNECTED &&
        (s->state == FETCH_READY || s->state == FETCH_ASKING))
        on_gone(c, now, ev->source, a);
    /* Else hung up on meanwhile. */
    if (s->state != FETCH_DIALLING)
        return;
    c->is_plan_stale = s->is_stale = true;
    if (ev->kind == FETCH_CONNECTED)
        s->state = FETCH_READY;
    else if (is_worth_waiting(c, now, ev->source, ev->err))
        wait_for_it(c, now, ev->source);
    else
        fetch_core_fail_source(c, now, ev->source, ev->err, a);
}

static void on_time(struct fetch_core *c, uint64_t now, struct fetch_actions *a)
{
    for (size_t i = 0; i < c->asked_len; i++) {
        struct fetch_asked *q = &c->asked[i];

        if (q->is_stalled || now < q->deadline_ms)
            continue;
        q->is_stalled = true;
        fetch_core_act(a, FETCH_STALLED)->id = q->id;
    }
}

static enum err on_event(struct fetch_core *c, uint64_t now,
                         const struct fetch_event *ev, struct fetch_actions *a)
{
    bool is_swarm = c->cfg.is_swarm;

    switch (ev->kind) {
    case FETCH_CONNECTED:
    case FETCH_NOT_CONNECTED:
        on_connection(c, now, ev, a);
        return ERR_OK;
    case FETCH_BYTES:
        on_bytes(c, now, ev->id);
        return ERR_OK;
    case FETCH_GOT:
        if (is_swarm)
            return swarm_got(c, now, ev, a);
        on_got(c, ev->begin, ev->end);
        return ranges_remove(&c->missing, ev->begin, ev->end);
    case FETCH_COUNT:
        return is_swarm ? swarm_count(c, ev->end)
                        : ranges_clip(&c->missing, 0, ev->end);
    case FETCH_ENDED:
        return is_swarm ? swarm_ended(c, now, ev, a) : on_ended(c, now, ev, a);
    case FETCH_TIME:
        on_time(c, now, a);
        return ERR_OK;
    case FETCH_BROKEN:
        return ev->err;
    case FETCH_START:
    case FETCH_SOURCE:
    case FETCH_RETRY:
    case FETCH_SEARCHED:
    case FETCH_HOLDS:
    case FETCH_URGENT:
    case FETCH_READER:
    case FETCH_PACED:
    case FETCH_PAUSE:
    case FETCH_RESUME:
        return is_swarm ? swarm_event(c, now, ev, a) : ERR_OK;
    }
    return ERR_INTERNAL;
}

void fetch_core_step(struct fetch_core *c, uint64_t now_ms,
                     const struct fetch_event *ev,
                     struct fetch_actions *actions)
{
    enum err e;

    actions->len = 0;
    if (c->is_done)
        return;
    e = on_event(c, now_ms, ev, actions);
    if (e != ERR_OK)
        fetch_core_finish(c, now_ms, e, actions);
    else if (c->cfg.is_swarm)
        swarm_go_on(c, now_ms, actions);
    else
        go_on(c, now_ms, actions);
    check_invariants(c);
}

/* ---- life ---------------------------------------------------------------*/

enum err fetch_core_init(struct fetch_core *c,
                         const struct fetch_core_config *cfg,
                         const struct ranges *missing)
{
    assert(cfg->sources >= (cfg->is_swarm ? 0 : 1));
    assert(cfg->sources <= FETCH_MAX_SOURCES);
    assert(cfg->max_requests >= 1 && cfg->max_requests <= FETCH_MAX_REQUESTS);
    assert(cfg->max_ranges >= 1 && !ranges_is_empty(missing));
    assert(!cfg->is_swarm || (cfg->unit_bytes > 0 && cfg->want_sources > 0 &&
                              cfg->max_dials > 0));
    *c = (struct fetch_core){.cfg = *cfg, .sources = cfg->sources};
    ranges_init(&c->missing);
    swarm_init(c);
    c->is_count_known = ranges_count(missing) != UINT64_MAX;
    for (size_t i = 0; i < c->sources; i++)
        swarm_source_init(c, i);
    return ranges_copy(&c->missing, missing);
}

void fetch_core_clear(struct fetch_core *c)
{
    ranges_clear(&c->missing);
    for (size_t i = 0; i < c->sources; i++)
        ranges_clear(&c->source[i].lacks);
    for (size_t i = 0; i < c->asked_len; i++) {
        ranges_clear(&c->asked[i].units);
        ranges_clear(&c->asked[i].wire);
    }
    c->asked_len = 0;
    swarm_clear(c);
}

uint64_t fetch_core_due_ms(const struct fetch_core *c)
{
    uint64_t due = UINT64_MAX;

    if (c->is_done)
        return due;
    if (c->cfg.is_swarm) {
        due = swarm_due_ms(c);
    } else if (c->asked_len == 0) {
        due = c->next_dial_ms;
        for (size_t i = 0; i < c->sources; i++)
            if (c->source[i].state == FETCH_WAITING &&
                c->source[i].redial_ms < due)
                due = c->source[i].redial_ms;
    }
    for (size_t i = 0; i < c->asked_len; i++)
        if (!c->asked[i].is_stalled && c->asked[i].deadline_ms < due)
            due = c->asked[i].deadline_ms;
    return due;
}

uint64_t fetch_core_rate(const struct fetch_core *c, size_t source,
                         uint64_t now_ms)
{
    return pace_rate(&c->source[source].pace, now_ms,
                     fetch_core_is_asked(c, source));
}
