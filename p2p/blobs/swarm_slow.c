/* Who holds things up. A source is slow when it brings less than a tenth of
 * what the others bring, or nothing at all while they do. A demoted one is
 * asked for one unit, then two, four..., as long as each comes within the time
 * of a piece; when that makes a piece of the smallest size, it is as good as
 * any. */
#include "blobs/swarm.h"

uint64_t swarm_rate(const struct fetch_core *c, size_t source, uint64_t now)
{
    const struct fetch_core_source *s = &c->source[source];

    return pace_rate(&s->pace, now, s->quiet_ms != UINT64_MAX);
}

static bool brings(const struct fetch_core_source *s, uint64_t now)
{
    return s->got_units > 0 && now - s->got_ms < SWARM_SLOW_MS;
}

uint64_t swarm_others(const struct fetch_core *c, size_t source, uint64_t now)
{
    uint64_t rate[FETCH_MAX_SOURCES];
    size_t n = 0;

    for (size_t i = 0; i < c->sources; i++) {
        const struct fetch_core_source *s = &c->source[i];
        uint64_t r = swarm_rate(c, i, now);
        size_t k = n;

        if (i == source || s->small_units > 0 || !brings(s, now))
            continue;
        for (; k > 0 && rate[k - 1] > r; k--)
            rate[k] = rate[k - 1];
        rate[k] = r;
        n++;
    }
    return n > 0 ? rate[n / 2] : 0;
}

static bool is_slow(const struct fetch_core *c, size_t source, uint64_t now)
{
    uint64_t others = swarm_others(c, source, now);

    return swarm_rate(c, source, now) < others / SWARM_SLOW_RATIO;
}

/* Asked for so long and brought nothing, while somebody else did. */
static bool is_quiet(const struct fetch_core *c, size_t source, uint64_t now)
{
    if (now - c->source[source].quiet_ms < SWARM_SLOW_MS)
        return false;
    return swarm_others(c, source, now) > 0;
}

static void demote(struct fetch_core *c, uint64_t now, size_t source,
                   struct fetch_actions *a)
{
    struct fetch_core_source *s = &c->source[source];

    swarm_drop(c, now, source, a);
    s->small_units = 1;
    s->slow_ms = UINT64_MAX;
}

static void judge(struct fetch_core *c, uint64_t now, size_t source,
                  struct fetch_actions *a)
{
    struct fetch_core_source *s = &c->source[source];

    if (s->silence_ms + (now - s->silent_ms) >= c->cfg.stall_ms &&
        s->silence_ms > 0) {
        fetch_core_fail_source(c, now, source, ERR_TIMEOUT, a);
        return;
    }
    if (s->small_units > 0)
        return;
    if (!is_slow(c, source, now))
        s->slow_ms = UINT64_MAX;
    else if (s->slow_ms == UINT64_MAX)
        s->slow_ms = now;
    if (is_quiet(c, source, now) ||
        (s->slow_ms != UINT64_MAX && now - s->slow_ms >= SWARM_SLOW_MS))
        demote(c, now, source, a);
}

/* It is we who hold them back: the time does not count. */
static void excuse(struct fetch_core *c, uint64_t now, size_t source)
{
    c->source[source].quiet_ms = now;
    c->source[source].slow_ms = UINT64_MAX;
    swarm_bytes(c, now, source);
}

void swarm_compare(struct fetch_core *c, uint64_t now, struct fetch_actions *a)
{
    c->tick_ms = now + SWARM_TICK_MS;
    c->is_plan_stale = c->is_all_stale = true;
    for (size_t i = 0; i < c->sources; i++) {
        if (c->source[i].state != FETCH_ASKING)
            continue;
        if (c->is_paced)
            excuse(c, now, i);
        else
            judge(c, now, i, a);
    }
}

void swarm_grade(struct fetch_core *c, uint64_t now, size_t source,
                 const struct fetch_asked *q)
{
    struct fetch_core_source *s = &c->source[source];

    if (s->small_units == 0)
        return;
    if (now - q->asked_ms > PLAN_PIECE_MS) {
        s->small_units = (s->small_units + 1) / 2;
        return;
    }
    s->small_units *= 2;
    if (s->small_units * c->cfg.unit_bytes >= PLAN_PIECE_MIN)
        s->small_units = 0;
}
