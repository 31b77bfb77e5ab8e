/* Whom a swarm asks for what. For each source with room, in order:
 *
 *   what a reader waits for and another holds up    rescue()
 *   what is free                                    ask_piece()
 *
 * then, for each that got nothing and does nothing:
 *
 *   the tail of the request that would end last     steal() */
#include "blobs/swarm.h"

#include <assert.h>
#include <string.h>

#define STEAL_TRIES 4 /* requests looked at, those that end last first */

/* ---- one request --------------------------------------------------------*/

static const struct ranges *held_by(const struct fetch_core_source *s)
{
    return s->holds_known && !s->holds_all ? &s->holds : NULL;
}

/* Nobody is asked for it, or only long ago, or only those who are slow. */
static bool is_last_wanted(const struct fetch_core *c, uint64_t now)
{
    if (c->is_count_known)
        return false;
    for (size_t i = 0; i < c->asked_len; i++)
        if (c->asked[i].wants_last &&
            now - c->asked[i].asked_ms < SWARM_SLOW_MS / 2 &&
            c->source[c->asked[i].source].small_units == 0)
            return false;
    return true;
}

/* Owns what `units` holds from here on. */
static enum err ask(struct fetch_core *c, uint64_t now, size_t source,
                    struct ranges *units, struct fetch_actions *a)
{
    bool wants_last = is_last_wanted(c, now);
    struct fetch_asked *q;
    struct ranges wire;
    enum err e;

    ranges_init(&wire);
    e = ranges_copy(&wire, units);
    if (e != ERR_OK) {
        ranges_clear(&wire);
        ranges_clear(units);
        return e;
    }
    if (c->asked_len == 0)
        c->tick_ms = now + SWARM_TICK_MS;
    q = fetch_core_ask(c, now, source, units, a);
    q->wire = wire;
    q->wire_units = q->asked_units = ranges_count(&wire);
    q->asked_ms = now;
    q->wants_last = wants_last;
    /* Taken tails must not change what is being asked for. */
    a->at[a->len - 1].units = &q->wire;
    a->at[a->len - 1].wants_last = wants_last;
    c->source[source].is_barren = false;
    swarm_asked(c, now, source);
    return ERR_OK;
}

/* ---- what is free -------------------------------------------------------*/

static uint64_t in_units(const struct fetch_core *c, uint64_t bytes)
{
    uint64_t n = bytes / c->cfg.unit_bytes;

    return n > 0 ? n : 1;
}

/* What a reader waits for is not given to one that is slow. */
static bool is_trusted(const struct fetch_core *c, size_t source, uint64_t now)
{
    return c->source[source].small_units == 0 ||
           swarm_others(c, source, now) == 0;
}

/* Who holds a part, counted again when that has changed; seldom, when it is
 * much. */
static enum err count_rarity(struct fetch_core *c, uint64_t now)
{
    const struct ranges *part[FETCH_MAX_SOURCES];
    size_t n = 0, len = 0;
    enum err e;

    for (size_t i = 0; i < c->sources; i++) {
        const struct fetch_core_source *s = &c->source[i];

        if (s->state == FETCH_FAILED || held_by(s) == NULL)
            continue;
        part[n++] = &s->holds;
        len += s->holds.len;
    }
    if (!c->is_rarity_stale || ranges_is_empty(&c->free) ||
        (now < c->rarity_ms && len > SWARM_RARITY_RANGES))
        return ERR_OK;
    e = plan_rarity_count(&c->rarity, part, n);
    c->is_rarity_stale = e != ERR_OK;
    c->rarity_ms = now + SWARM_RARITY_MS;
    return e;
}

/* Where to go on, unless somebody has by now what this source was asked for
 * last and has not brought: then another downloader is at the same place. */
static uint64_t go_on_from(const struct fetch_core *c, size_t source)
{
    uint64_t at = c->source[source].cursor;

    if (at != UINT64_MAX && at > 0 && ranges_has(&c->missing, at - 1) &&
        plan_rarity_of(&c->rarity, at - 1) > 0)
        return UINT64_MAX;
    return at;
}

static enum err ask_piece(struct fetch_core *c, uint64_t now, size_t source,
                          struct fetch_actions *a)
{
    static const struct ranges none;
    struct fetch_core_source *s = &c->source[source];
    bool is_first = is_trusted(c, source, now);
    uint64_t bytes = pace_piece(&s->pace, now, s->quiet_ms != UINT64_MAX);
    struct plan_wish wish = {
        .free = &c->free,
        .holds = held_by(s),
        .lacks = &s->lacks,
        .urgent = is_first ? &c->urgent : &none,
        .rarity = &c->rarity,
        .reader = is_first ? c->reader_unit : UINT64_MAX,
        .window = in_units(c, PLAN_READER_BYTES),
        .start = go_on_from(c, source),
        .chance = fetch_core_chance(c->cfg.seed + source, c->chances),
        .piece = s->small_units > 0 ? s->small_units : in_units(c, bytes),
        .align = in_units(c, PLAN_PIECE_MIN),
        .max_ranges = c->cfg.max_ranges,
    };
    struct ranges units;
    enum err e;

    s->is_barren = ranges_is_empty(&c->free);
    if (s->is_barren)
        return ERR_OK;
    ranges_init(&units);
    e = plan_piece(&wish, &units, &s->cursor);
    s->is_barren = ranges_is_empty(&units);
    if (e == ERR_OK && !s->is_barren)
        e = ranges_subtract(&c->free, &units);
    if (e != ERR_OK || s->is_barren) {
        ranges_clear(&units);
        return e;
    }
    c->chances++;
    pace_asked(&s->pace, bytes);
    return ask(c, now, source, &units, a);
}

/* What became free again while this source still brings it. */
static enum err adopt(struct fetch_core *c, size_t source)
{
    static const struct ranges none;
    struct ranges back;
    enum err e = ERR_OK;

    ranges_init(&back);
    for (size_t i = 0; e == ERR_OK && i < c->asked_len; i++) {
        struct fetch_asked *q = &c->asked[i];

        if (q->source != source || ranges_equal(&q->units, &q->wire))
            continue;
        e = plan_held(&c->free, &q->wire, &none, &back);
        if (e == ERR_OK)
            e = ranges_subtract(&c->free, &back);
        for (size_t k = 0; e == ERR_OK && k < back.len; k++)
            e = ranges_add(&q->units, back.at[k].begin, back.at[k].end);
    }
    ranges_clear(&back);
    return e;
}

/* ---- what others are asked for ------------------------------------------*/

/* How much a source brings before it has brought request `q`. */
static uint64_t bytes_before_end(const struct fetch_core *c,
                                 const struct fetch_asked *q)
{
    uint64_t units = 0;

    for (size_t i = 0; i < c->asked_len; i++)
        if (c->asked[i].source == q->source && c->asked[i].id <= q->id)
            units += c->asked[i].wire_units;
    return units * c->cfg.unit_bytes;
}

/* UINT64_MAX: it is too early to say. */
static uint64_t ends_in_ms(const struct fetch_core *c, uint64_t now,
                           const struct fetch_asked *q)
{
    uint64_t rate = swarm_rate(c, q->source, now);

    if (rate == 0 && now - q->asked_ms < SWARM_SLOW_MS / 2)
        return UINT64_MAX;
    return bytes_before_end(c, q) * 1000 / (rate > 0 ? rate : 1);
}

/* What a thief could take of a request: what it has, the last `units`. */
static enum err loot(const struct fetch_core *c, size_t thief,
                     const struct fetch_asked *q, struct ranges *out)
{
    const struct fetch_core_source *s = &c->source[thief];

    return plan_held(&q->units, held_by(s), &s->lacks, out);
}

/* Move `units` from a request to a new one of `thief`; owns them. */
static enum err move(struct fetch_core *c, uint64_t now, struct fetch_asked *q,
                     size_t thief, struct ranges *units,
                     struct fetch_actions *a)
{
    enum err e = ranges_subtract(&q->units, units);

    if (e != ERR_OK) {
        ranges_clear(units);
        return e;
    }
    c->twice += ranges_count(units);
    return ask(c, now, thief, units, a);
}

/* How many units of a request a thief takes so that both end together; 0 when
 * that saves less than a fifth of the time. */
static uint64_t share(const struct fetch_core *c, uint64_t now, size_t thief,
                      const struct fetch_asked *q, uint64_t most)
{
    uint64_t unit = c->cfg.unit_bytes, bytes = bytes_before_end(c, q);
    uint64_t slow = swarm_rate(c, q->source, now);
    uint64_t fast = swarm_rate(c, thief, now);
    uint64_t n, left_ms, mine_ms, all_ms;

    if (slow == 0)
        slow = 1;
    if (fast == 0)
        fast = slow;
    n = (bytes / unit * fast + (fast + slow) / 2) / (fast + slow);
    if (n > most)
        n = most;
    if (n > 0 && c->source[thief].small_units > 0)
        n = 1;
    all_ms = bytes * 1000 / slow;
    left_ms = (bytes - n * unit) * 1000 / slow;
    mine_ms = n * unit * 1000 / fast;
    if (left_ms < mine_ms)
        left_ms = mine_ms;
    return left_ms * 5 <= all_ms * 4 ? n : 0;
}

static enum err steal_from(struct fetch_core *c, uint64_t now, size_t thief,
                           struct fetch_asked *q, bool *done,
                           struct fetch_actions *a)
{
    struct ranges has, units;
    uint64_t n;
    enum err e;

    ranges_init(&has);
    ranges_init(&units);
    e = loot(c, thief, q, &has);
    n = e == ERR_OK ? share(c, now, thief, q, ranges_count(&has)) : 0;
    if (n > 0)
        e = plan_tail(&has, n, &units);
    ranges_clear(&has);
    if (n == 0 || e != ERR_OK) {
        ranges_clear(&units);
        return e;
    }
    *done = true;
    return move(c, now, q, thief, &units, a);
}

/* The request of another source that would end last, of those that end before
 * `before_ms`; NULL: none that takes long enough. */
static struct fetch_asked *ends_last(struct fetch_core *c, uint64_t now,
                                     size_t thief, uint64_t before_ms,
                                     uint64_t *ms)
{
    struct fetch_asked *last = NULL;

    /* While others are still to be found work for, or gain what is free, it
     * is not worth asking twice for what comes soon. */
    *ms = ranges_is_empty(&c->free) ? SWARM_STEAL_MS : 2 * PLAN_PIECE_MS;
    for (size_t i = 0; i < c->asked_len; i++) {
        struct fetch_asked *q = &c->asked[i];
        uint64_t in_ms;

        if (q->source == thief || ranges_is_empty(&q->units) ||
            q->asked_ms == now)
            continue;
        in_ms = ends_in_ms(c, now, q);
        if (in_ms == UINT64_MAX || in_ms >= before_ms || in_ms <= *ms)
            continue;
        *ms = in_ms;
        last = q;
    }
    return last;
}

static enum err steal(struct fetch_core *c, uint64_t now, size_t thief,
                      struct fetch_actions *a)
{
    uint64_t before_ms = UINT64_MAX;
    bool done = false;
    enum err e = ERR_OK;

    for (int i = 0; e == ERR_OK && !done && i < STEAL_TRIES; i++) {
        struct fetch_asked *q = ends_last(c, now, thief, before_ms, &before_ms);

        if (q == NULL)
            break;
        e = steal_from(c, now, thief, q, &done, a);
    }
    return e;
}

/* ---- a reader -----------------------------------------------------------*/

/* The request that holds up the unit that the reader waits for. */
static struct fetch_asked *blocker(struct fetch_core *c, uint64_t now,
                                   size_t source, uint64_t *unit)
{
    size_t i = 0;

    while (i < c->missing.len && c->missing.at[i].end <= c->reader_unit)
        i++;
    if (c->reader_unit == UINT64_MAX || i == c->missing.len)
        return NULL;
    *unit = c->missing.at[i].begin;
    if (*unit < c->reader_unit)
        *unit = c->reader_unit;
    for (i = 0; i < c->asked_len; i++)
        if (c->asked[i].source != source &&
            ranges_has(&c->asked[i].units, *unit))
            break;
    if (i == c->asked_len || now - c->asked[i].asked_ms < SWARM_RESCUE_MS)
        return NULL;
    return &c->asked[i];
}

/* Bring what the reader waits for, when who was asked takes long over it. */
static enum err rescue(struct fetch_core *c, uint64_t now, size_t source,
                       bool *done, struct fetch_actions *a)
{
    uint64_t unit, len = in_units(c, PLAN_PIECE_MIN);
    struct fetch_asked *q = blocker(c, now, source, &unit);
    struct ranges units;
    enum err e;

    if (q == NULL || !is_trusted(c, source, now))
        return ERR_OK;
    ranges_init(&units);
    e = loot(c, source, q, &units);
    if (e == ERR_OK)
        e = ranges_clip(&units, unit, unit + len);
    if (e != ERR_OK || ranges_is_empty(&units)) {
        ranges_clear(&units);
        return e;
    }
    *done = true;
    return move(c, now, q, source, &units, a);
}

/* ---- all ----------------------------------------------------------------*/

/* Nothing in flight, or one request of which less than half is to come. */
static bool has_room(const struct fetch_core *c, size_t source)
{
    const struct fetch_core_source *s = &c->source[source];
    const struct fetch_asked *only = NULL;
    size_t n = 0;

    if (c->asked_len == c->cfg.max_requests)
        return false;
    if (s->state == FETCH_READY)
        return true;
    if (s->state != FETCH_ASKING || s->small_units > 0)
        return false;
    for (size_t i = 0; i < c->asked_len; i++)
        if (c->asked[i].source == source) {
            only = &c->asked[i];
            n++;
        }
    return n == 1 && 2 * only->wire_units < only->asked_units;
}

static enum err ask_source(struct fetch_core *c, uint64_t now, size_t source,
                           struct fetch_actions *a)
{
    bool done = false;
    enum err e = adopt(c, source);

    if (e == ERR_OK)
        e = rescue(c, now, source, &done, a);
    if (e == ERR_OK && !done)
        e = count_rarity(c, now);
    if (e == ERR_OK && !done)
        e = ask_piece(c, now, source, a);
    return e;
}

/* The books balance. */
static bool is_balanced(const struct fetch_core *c)
{
    uint64_t units = ranges_count(&c->free), all = ranges_count(&c->missing);

    if (all == UINT64_MAX)
        return units == UINT64_MAX;
    for (size_t i = 0; i < c->asked_len; i++)
        units += ranges_count(&c->asked[i].units);
    return units == all;
}

static bool may_steal(struct fetch_core *c)
{
    if (c->twice_max == 0 && c->is_count_known)
        c->twice_max = SWARM_TWICE_MIN + ranges_count(&c->missing) / 4;
    return !c->is_paced && c->asked_len < c->cfg.max_requests &&
           c->twice < c->twice_max;
}

/* Whether anything has changed for it since it had nothing to do. */
static bool is_to_be_seen(const struct fetch_core *c, size_t source)
{
    const struct fetch_core_source *s = &c->source[source];

    return c->is_all_stale || s->is_stale || !s->is_barren;
}

enum err swarm_ask(struct fetch_core *c, uint64_t now, struct fetch_actions *a)
{
    enum err e = swarm_find_free(c);

    for (size_t i = 0; e == ERR_OK && i < c->sources; i++)
        if (is_to_be_seen(c, i) && has_room(c, i))
            e = ask_source(c, now, i, a);
    for (size_t i = 0; e == ERR_OK && i < c->sources; i++)
        if (c->source[i].state == FETCH_READY && is_to_be_seen(c, i) &&
            may_steal(c))
            e = steal(c, now, i, a);
    for (size_t i = 0; i < c->sources; i++)
        c->source[i].is_stale = false;
    c->is_plan_stale = c->is_all_stale = false;
    assert(e != ERR_OK || is_balanced(c));
    return e;
}
