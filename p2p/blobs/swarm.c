/* A step of a swarm, after the event has changed the books:
 *
 *   compare the speeds, if it is time
 *   ask those who have room
 *   dial, if more sources are wanted
 *   end, if nobody can be expected to bring anything
 *
 * Everything that can fail is a missing allocation, and ends the fetch. */
#include "blobs/swarm.h"

#include <assert.h>

/* ---- life ---------------------------------------------------------------*/

void swarm_source_init(struct fetch_core *c, size_t source)
{
    struct fetch_core_source *s = &c->source[source];

    *s = (struct fetch_core_source){.cursor = UINT64_MAX,
                                    .quiet_ms = UINT64_MAX,
                                    .silent_ms = UINT64_MAX,
                                    .slow_ms = UINT64_MAX};
    ranges_init(&s->lacks);
    ranges_init(&s->holds);
    if (c->cfg.redial_first_ms > 0)
        backoff_init(&s->backoff, c->cfg.redial_first_ms, c->cfg.redial_max_ms);
}

void swarm_init(struct fetch_core *c)
{
    ranges_init(&c->free);
    ranges_init(&c->urgent);
    plan_rarity_init(&c->rarity);
    c->is_free_stale = true;
    c->reader_unit = UINT64_MAX;
    c->widen_ms = UINT64_MAX;
}

void swarm_clear(struct fetch_core *c)
{
    ranges_clear(&c->free);
    ranges_clear(&c->urgent);
    plan_rarity_clear(&c->rarity);
    for (size_t i = 0; i < c->sources; i++)
        ranges_clear(&c->source[i].holds);
}

/* ---- events -------------------------------------------------------------*/

static void on_start(struct fetch_core *c, uint64_t now)
{
    c->search_until_ms = now + c->cfg.wait_ms;
    c->hope_ms = now;
}

static void on_source(struct fetch_core *c)
{
    assert(c->sources < FETCH_MAX_SOURCES);
    swarm_source_init(c, c->sources++);
}

static void on_retry(struct fetch_core *c, size_t source)
{
    struct fetch_core_source *s = &c->source[source];

    assert(source < c->sources);
    if (s->state != FETCH_FAILED || s->err == ERR_MISMATCH)
        return;
    ranges_clear(&s->lacks);
    ranges_clear(&s->holds);
    swarm_source_init(c, source);
    c->is_rarity_stale = true;
}

static enum err on_urgent(struct fetch_core *c, const struct ranges *units)
{
    c->is_plan_stale = c->is_all_stale = true;
    if (units != NULL)
        return ranges_copy(&c->urgent, units);
    c->urgent.len = 0;
    return ERR_OK;
}

static void on_pause(struct fetch_core *c, uint64_t now,
                     struct fetch_actions *a)
{
    c->is_paused = true;
    swarm_drop(c, now, SIZE_MAX, a);
}

static void on_resume(struct fetch_core *c, uint64_t now)
{
    c->is_paused = false;
    c->is_plan_stale = c->is_all_stale = true;
    c->hope_ms = now;
}

enum err swarm_event(struct fetch_core *c, uint64_t now,
                     const struct fetch_event *ev, struct fetch_actions *a)
{
    switch (ev->kind) {
    case FETCH_START:
        on_start(c, now);
        return ERR_OK;
    case FETCH_SOURCE:
        on_source(c);
        return ERR_OK;
    case FETCH_RETRY:
        on_retry(c, ev->source);
        return ERR_OK;
    case FETCH_SEARCHED:
        c->search_until_ms = 0;
        return ERR_OK;
    case FETCH_HOLDS:
        return swarm_holds(c, now, ev->source, ev->units);
    case FETCH_URGENT:
        return on_urgent(c, ev->units);
    case FETCH_READER:
        c->reader_unit = ev->begin;
        c->is_plan_stale = c->is_all_stale = true;
        return ERR_OK;
    case FETCH_PACED:
        c->is_paced = ev->begin != 0;
        c->is_plan_stale = c->is_all_stale = true;
        return ERR_OK;
    case FETCH_PAUSE:
        on_pause(c, now, a);
        return ERR_OK;
    case FETCH_RESUME:
        on_resume(c, now);
        return ERR_OK;
    default:
        return ERR_INTERNAL;
    }
}

void swarm_drop(struct fetch_core *c, uint64_t now, size_t source,
                struct fetch_actions *a)
{
    for (size_t i = c->asked_len; i-- > 0;) {
        if (source != SIZE_MAX && c->asked[i].source != source)
            continue;
        fetch_core_act(a, FETCH_DROP)->id = c->asked[i].id;
        fetch_core_forget(c, now, i);
    }
}

/* ---- dialling -----------------------------------------------------------*/

static size_t count_usable(const struct fetch_core *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->sources; i++)
        n += c->source[i].state == FETCH_ASKING ||
             (c->source[i].state == FETCH_READY && !c->source[i].is_barren);
    return n;
}

/* The smaller the sooner: has something; may have; has nothing. */
static int dial_rank(const struct fetch_core_source *s)
{
    if (!s->holds_known)
        return 1;
    return s->holds_all || !ranges_is_empty(&s->holds) ? 0 : 2;
}

static size_t next_to_dial(const struct fetch_core *c)
{
    size_t best = c->sources;

    for (size_t i = 0; i < c->sources; i++)
        if (c->source[i].state == FETCH_IDLE &&
            (best == c->sources ||
             dial_rank(&c->source[i]) < dial_rank(&c->source[best])))
            best = i;
    return best;
}

/* A blob that is small enough comes from the first that can be asked. */
static void widen(struct fetch_core *c, uint64_t now)
{
    if (c->is_wide)
        return;
    if (c->widen_ms == UINT64_MAX)
        c->widen_ms = now + c->cfg.dial_stagger_ms;
    c->is_wide =
        now >= c->widen_ms ||
        (c->is_count_known &&
         ranges_count(&c->missing) > PLAN_PIECE_FIRST / c->cfg.unit_bytes);
}

/* How many more may be dialled at this moment. */
static size_t dials_wanted(struct fetch_core *c, uint64_t now)
{
    size_t usable = count_usable(c), dialling;
    size_t most;

    dialling = fetch_core_count(c, FETCH_DIALLING);
    if (usable == 0)
        return dialling == 0 || now >= c->next_dial_ms;
    widen(c, now);
    if (!c->is_wide || usable >= c->cfg.want_sources)
        return 0;
    most = c->cfg.want_sources - usable;
    if (most > c->cfg.max_dials)
        most = c->cfg.max_dials;
    return most > dialling ? most - dialling : 0;
}

static void dial(struct fetch_core *c, uint64_t now, struct fetch_actions *a)
{
    size_t n;

    fetch_core_wake(c, now);
    for (n = dials_wanted(c, now); n > 0; n--) {
        size_t i = next_to_dial(c);

        if (i == c->sources)
            break;
        fetch_core_dial(c, now, i, a);
    }
}

/* ---- hope ---------------------------------------------------------------*/

/* It brought something, or says that it has a part: it may have more soon. */
static bool is_growing(const struct fetch_core_source *s)
{
    return s->state == FETCH_READY &&
           (s->got_units > 0 ||
            (s->holds_known && !s->holds_all && !ranges_is_empty(&s->holds)));
}

/* Nobody is asked, dialled or going to be. */
static bool is_starving(const struct fetch_core *c)
{
    return c->asked_len == 0 && !c->is_paused &&
           fetch_core_count(c, FETCH_DIALLING) == 0 &&
           fetch_core_count(c, FETCH_WAITING) == 0 &&
           fetch_core_count(c, FETCH_IDLE) == 0;
}

static uint64_t give_up_ms(const struct fetch_core *c)
{
    uint64_t starve = c->hope_ms + c->cfg.starve_ms;

    for (size_t i = 0; i < c->sources; i++)
        if (is_growing(&c->source[i]))
            return starve > c->search_until_ms ? starve : c->search_until_ms;
    return c->search_until_ms;
}

static void give_up(struct fetch_core *c, uint64_t now, struct fetch_actions *a)
{
    for (size_t i = 0; i < c->sources; i++)
        if (c->source[i].state == FETCH_READY)
            fetch_core_fail_source(c, now, i, ERR_NOT_FOUND, a);
    fetch_core_finish(c, now, fetch_core_verdict(c), a);
}

/* ---- a step -------------------------------------------------------------*/

/* By now it may have what it lacked. */
static void forget_lacks(struct fetch_core *c, uint64_t now)
{
    for (size_t i = 0; i < c->sources; i++) {
        struct fetch_core_source *s = &c->source[i];

        if (ranges_is_empty(&s->lacks) || now < s->lacks_until_ms)
            continue;
        s->lacks.len = 0;
        c->is_plan_stale = s->is_stale = true;
    }
}

void swarm_go_on(struct fetch_core *c, uint64_t now, struct fetch_actions *a)
{
    enum err e = ERR_OK;

    if (ranges_is_empty(&c->missing)) {
        fetch_core_finish(c, now, ERR_OK, a);
        return;
    }
    if (c->is_paused)
        return;
    forget_lacks(c, now);
    if (c->asked_len > 0 && now >= c->tick_ms)
        swarm_compare(c, now, a);
    if (c->is_plan_stale)
        e = swarm_ask(c, now, a);
    if (e != ERR_OK) {
        fetch_core_finish(c, now, e, a);
        return;
    }
    dial(c, now, a);
    if (is_starving(c) && now >= give_up_ms(c))
        give_up(c, now, a);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Whether there is anybody to dial later. */
static uint64_t dial_due_ms(const struct fetch_core *c)
{
    if (next_to_dial(c) == c->sources)
        return UINT64_MAX;
    if (count_usable(c) == 0)
        return c->next_dial_ms;
    return c->is_wide ? UINT64_MAX : c->widen_ms;
}

uint64_t swarm_due_ms(const struct fetch_core *c)
{
    uint64_t due = UINT64_MAX;

    if (c->is_paused)
        return due;
    for (size_t i = 0; i < c->sources; i++) {
        const struct fetch_core_source *s = &c->source[i];

        if (s->state == FETCH_WAITING)
            due = sooner(due, s->redial_ms);
        if (s->state == FETCH_READY && !ranges_is_empty(&s->lacks))
            due = sooner(due, s->lacks_until_ms);
    }
    if (c->asked_len > 0)
        due = sooner(due, c->tick_ms);
    if (is_starving(c))
        due = sooner(due, give_up_ms(c));
    return sooner(due, dial_due_ms(c));
}
