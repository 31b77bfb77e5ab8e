/* The books of a swarm: what came, from whom, and what that leaves.
 *
 *   GOT        less is missing; a request whose units have come, and whose
 *              next ones have come too, is dropped
 *   ENDED OK   the source has room
 *   ENDED, not all came
 *              what is left is free again, and the source lacks it for now */
#include "blobs/swarm.h"

#include <assert.h>

/* ---- clocks of a source -------------------------------------------------*/

void swarm_asked(struct fetch_core *c, uint64_t now, size_t source)
{
    struct fetch_core_source *s = &c->source[source];

    if (s->quiet_ms != UINT64_MAX)
        return;
    pace_start(&s->pace, now);
    s->quiet_ms = s->silent_ms = now;
}

void swarm_idle(struct fetch_core *c, uint64_t now, size_t source)
{
    struct fetch_core_source *s = &c->source[source];

    if (s->silent_ms != UINT64_MAX)
        s->silence_ms += now - s->silent_ms;
    pace_stop(&s->pace, now);
    s->quiet_ms = s->silent_ms = UINT64_MAX;
}

void swarm_bytes(struct fetch_core *c, uint64_t now, size_t source)
{
    c->source[source].silent_ms = now;
    c->source[source].silence_ms = 0;
}

/* ---- what came ----------------------------------------------------------*/

static void brought(struct fetch_core *c, uint64_t now, struct fetch_asked *q,
                    const struct fetch_event *ev, uint64_t fresh)
{
    struct fetch_core_source *s = &c->source[q->source];
    uint64_t before = q->wire_units;
    enum err e;

    /* Answers are in order: what was passed over will not come. */
    e = ranges_clip(&q->wire, ev->end, UINT64_MAX);
    assert(e == ERR_OK);
    q->wire_units = ranges_count(&q->wire);
    if (2 * before >= q->asked_units && 2 * q->wire_units < q->asked_units)
        c->is_plan_stale = true;
    pace_got(&s->pace, now, (ev->end - ev->begin) * c->cfg.unit_bytes);
    swarm_bytes(c, now, q->source);
    s->quiet_ms = s->got_ms = now;
    s->got_units += fresh;
    q->got_units += fresh;
    s->is_lost = false;
    s->reconnects = 0;
    backoff_reset(&s->backoff);
}

/* Nothing is wanted of it, and what it would bring next has come. Where the
 * next has not come yet, it may still be the first to bring it. */
static bool is_useless(const struct fetch_core *c, const struct fetch_asked *q)
{
    return ranges_is_empty(&q->units) && !ranges_is_empty(&q->wire) &&
           !ranges_has(&c->missing, q->wire.at[0].begin);
}

static void drop_useless(struct fetch_core *c, uint64_t now,
                         struct fetch_actions *a)
{
    for (size_t i = c->asked_len; i-- > 0;) {
        if (!is_useless(c, &c->asked[i]))
            continue;
        fetch_core_act(a, FETCH_DROP)->id = c->asked[i].id;
        fetch_core_forget(c, now, i);
    }
}

enum err swarm_got(struct fetch_core *c, uint64_t now,
                   const struct fetch_event *ev, struct fetch_actions *a)
{
    uint64_t fresh = plan_count_in(&c->missing, ev->begin, ev->end);
    size_t i = fetch_core_find(c, ev->id);
    enum err e;

    if (i < c->asked_len)
        brought(c, now, &c->asked[i], ev, fresh);
    if (fresh > 0)
        c->hope_ms = now;
    e = ranges_remove(&c->missing, ev->begin, ev->end);
    if (e == ERR_OK)
        e = ranges_remove(&c->free, ev->begin, ev->end);
    for (i = 0; e == ERR_OK && i < c->asked_len; i++)
        e = ranges_remove(&c->asked[i].units, ev->begin, ev->end);
    if (e == ERR_OK)
        drop_useless(c, now, a);
    return e;
}

static bool is_booked(const struct fetch_core *c, uint64_t unit)
{
    for (size_t i = 0; i < c->asked_len; i++)
        if (ranges_has(&c->asked[i].units, unit))
            return true;
    return false;
}

/* The request that asked for the last unit knows now which that is. */
static enum err book_last(struct fetch_core *c, uint64_t last)
{
    struct fetch_asked *q = c->asked;
    enum err e;

    while (q < c->asked + c->asked_len && !q->wants_last)
        q++;
    if (q == c->asked + c->asked_len || is_booked(c, last) ||
        !ranges_has(&c->missing, last))
        return ERR_OK;
    e = ranges_add(&q->units, last, last + 1);
    if (e == ERR_OK)
        e = ranges_add(&q->wire, last, last + 1);
    q->wire_units = ranges_count(&q->wire);
    q->asked_units++;
    return e == ERR_OK ? ranges_remove(&c->free, last, last + 1) : e;
}

enum err swarm_count(struct fetch_core *c, uint64_t units)
{
    enum err e = ranges_clip(&c->missing, 0, units);

    if (e == ERR_OK)
        e = ranges_clip(&c->free, 0, units);
    for (size_t i = 0; e == ERR_OK && i < c->asked_len; i++) {
        e = ranges_clip(&c->asked[i].units, 0, units);
        if (e == ERR_OK)
            e = ranges_clip(&c->asked[i].wire, 0, units);
        c->asked[i].wire_units = ranges_count(&c->asked[i].wire);
    }
    /* Now that there is an end, we can begin elsewhere than all others. */
    for (size_t i = 0; i < c->sources && !c->is_count_known; i++)
        c->source[i].cursor = UINT64_MAX;
    if (!c->is_count_known)
        c->is_plan_stale = c->is_all_stale = true;
    c->is_count_known = true;
    return e == ERR_OK && units > 0 ? book_last(c, units - 1) : e;
}

/* ---- what ended ---------------------------------------------------------*/

static bool has_missing(const struct fetch_core *c, const struct ranges *units)
{
    for (size_t i = 0; i < units->len; i++)
        if (ranges_has_any(&c->missing, units->at[i].begin, units->at[i].end))
            return true;
    return false;
}

/* What it was asked for and did not bring it lacks for a while; one that never
 * has anything, everything, and each time for longer. */
static enum err on_lacks(struct fetch_core *c, uint64_t now,
                         const struct fetch_asked *q)
{
    struct fetch_core_source *s = &c->source[q->source];
    uint64_t ms = SWARM_LACKS_MS;
    enum err e = ERR_OK;

    s->empty_answers = q->got_units > 0 ? 0 : s->empty_answers + 1;
    if (ranges_is_empty(&s->lacks))
        s->lacks_until_ms = now + ms;
    for (size_t i = 0; e == ERR_OK && i < q->wire.len; i++)
        e = ranges_add(&s->lacks, q->wire.at[i].begin, q->wire.at[i].end);
    if (e != ERR_OK || s->empty_answers < SWARM_EMPTY_ANSWERS)
        return e;
    for (unsigned n = SWARM_EMPTY_ANSWERS; n < s->empty_answers && ms < 16000;
         n++)
        ms *= 2;
    s->lacks_until_ms = now + ms;
    return ranges_add(&s->lacks, 0, UINT64_MAX);
}

enum err swarm_ended(struct fetch_core *c, uint64_t now,
                     const struct fetch_event *ev, struct fetch_actions *a)
{
    size_t i = fetch_core_find(c, ev->id), source;
    enum err e = ev->err, result = ERR_OK;

    if (i == c->asked_len)
        return ERR_OK;
    source = c->asked[i].source;
    if (e == ERR_OK && has_missing(c, &c->asked[i].wire))
        e = ERR_TRUNCATED;
    if (e == ERR_OK) {
        c->source[source].empty_answers = 0;
        swarm_grade(c, now, source, &c->asked[i]);
    }
    if (e == ERR_NOT_FOUND || e == ERR_TRUNCATED) {
        result = on_lacks(c, now, &c->asked[i]);
        e = ERR_OK;
    }
    fetch_core_forget(c, now, i);
    if (e == ERR_CLOSED) {
        swarm_drop(c, now, source, a);
        fetch_core_lost(c, now, source, a);
    } else if (e != ERR_OK) {
        fetch_core_fail_source(c, now, source, e, a);
    }
    return result;
}

/* ---- what is where ------------------------------------------------------*/

enum err swarm_find_free(struct fetch_core *c)
{
    enum err e = ERR_OK;

    if (!c->is_free_stale)
        return ERR_OK;
    e = ranges_copy(&c->free, &c->missing);
    for (size_t i = 0; e == ERR_OK && i < c->asked_len; i++)
        e = ranges_subtract(&c->free, &c->asked[i].units);
    c->is_free_stale = e != ERR_OK;
    return e;
}

/* It has what it did not have before; that it lacked this is no longer so. */
static enum err gained(struct fetch_core *c, uint64_t now,
                       struct fetch_core_source *s, const struct ranges *before)
{
    struct ranges more;
    enum err e;

    ranges_init(&more);
    e = ranges_copy(&more, &s->holds);
    if (e == ERR_OK)
        e = ranges_subtract(&more, before);
    if (e == ERR_OK && !ranges_is_empty(&more)) {
        c->hope_ms = now;
        s->empty_answers = 0;
        e = ranges_subtract(&s->lacks, &more);
    }
    ranges_clear(&more);
    return e;
}

static enum err holds_part(struct fetch_core *c, uint64_t now,
                           struct fetch_core_source *s,
                           const struct ranges *units)
{
    struct ranges before = s->holds;
    enum err e;

    ranges_init(&s->holds);
    e = ranges_copy(&s->holds, units);
    if (e == ERR_OK && s->holds.len > FETCH_MAX_HOLDS)
        s->holds.len = FETCH_MAX_HOLDS;
    if (e == ERR_OK)
        e = gained(c, now, s, &before);
    ranges_clear(&before);
    s->holds_all = false;
    return e;
}

static void holds_all(struct fetch_core *c, uint64_t now,
                      struct fetch_core_source *s)
{
    if (s->holds_all)
        return;
    s->holds_all = true;
    s->holds.len = 0;
    s->lacks.len = 0;
    s->empty_answers = 0;
    c->hope_ms = now;
}

enum err swarm_holds(struct fetch_core *c, uint64_t now, size_t source,
                     const struct ranges *units)
{
    struct fetch_core_source *s = &c->source[source];
    enum err e = ERR_OK;

    assert(source < c->sources);
    if (units == NULL)
        holds_all(c, now, s);
    else
        e = holds_part(c, now, s, units);
    s->holds_known = true;
    c->is_rarity_stale = c->is_plan_stale = s->is_stale = true;
    return e;
}
