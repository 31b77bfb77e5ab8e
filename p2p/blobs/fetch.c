/* A fetch, when all goes well:
 *
 *   FETCH_DIAL   quic_dial() ... on_dialled(): CONNECTED
 *   FETCH_ASK    the owner makes an order, a getter asks it
 *                receipts come, the owner says what was got
 *                on_ended(): ENDED
 *   FETCH_DONE   the owner is told, from the loop
 *
 * Events that arise while the core's actions are carried out wait in a queue
 * until these are all done. */
#include "blobs/fetch.h"

#include <assert.h>
#include <stdlib.h>

#include "base/rng.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/fetch_int.h"
#include "crypto/tree.h"

#define STREAM_RETRY_MS 50

struct loop *fetch_loop(const struct fetch *f)
{
    return f->cfg.blobs->cfg.loop;
}

/* ---- the core -----------------------------------------------------------*/

static void carry_out(struct fetch *f, const struct fetch_action *a)
{
    switch (a->kind) {
    case FETCH_DIAL:
        fetch_dial_source(f, a->source);
        break;
    case FETCH_HANG_UP:
        fetch_hang_up(f, a->source);
        break;
    case FETCH_ASK:
        fetch_ask(f, a);
        break;
    case FETCH_STALLED:
        fetch_stalled(f, a->id);
        break;
    case FETCH_DROP:
        fetch_drop(f, a->id);
        break;
    case FETCH_DONE:
        f->result = a->err;
        loop_defer(fetch_loop(f), &f->tell);
        break;
    }
}

static void arm_timer(struct fetch *f, bool is_waiting)
{
    uint64_t now = loop_now_ms(fetch_loop(f));
    uint64_t due = fetch_core_due_ms(&f->core);

    if (is_waiting && due > now + STREAM_RETRY_MS)
        due = now + STREAM_RETRY_MS;
    if (due == UINT64_MAX)
        timer_stop(f->timer);
    else
        timer_start(f->timer, due > now ? due - now : 0);
}

void fetch_feed(struct fetch *f, struct fetch_event ev)
{
    struct fetch_actions *acts = &f->actions;

    assert(f->events_len < FETCH_EVENTS);
    f->events[(f->events_begin + f->events_len++) % FETCH_EVENTS] = ev;
    if (f->is_stepping)
        return;
    f->is_stepping = true;
    while (f->events_len > 0) {
        ev = f->events[f->events_begin];
        f->events_begin = (f->events_begin + 1) % FETCH_EVENTS;
        f->events_len--;
        fetch_core_step(&f->core, loop_now_ms(fetch_loop(f)), &ev, acts);
        for (size_t i = 0; i < acts->len; i++)
            carry_out(f, &acts->at[i]);
    }
    f->is_stepping = false;
    /* Bytes only move the deadline away; the timer finds that out. */
    if (ev.kind != FETCH_BYTES && ev.kind != FETCH_GOT)
        arm_timer(f, fetch_any_refused(f) || fetch_holds_refused(f));
}

static void on_timer(struct timer *t, void *arg)
{
    struct fetch *f = arg;

    fetch_ask_again(f);
    fetch_holds_again(f);
    fetch_look_at_pace(f);
    fetch_feed(f, (struct fetch_event){.kind = FETCH_TIME});
}

/* ---- the end ------------------------------------------------------------*/

/* The core gave up on it after its last answer: that one said why. */
static void failed_meanwhile(struct source *s, enum err e)
{
    if (s->info.error[0] == '\0')
        source_fail(s, e,
                    e == ERR_NOT_FOUND ? "does not have what is missing"
                                       : err_text(e));
    s->info.state = SOURCE_FAILED;
    if (s->info.err == ERR_OK)
        s->info.err = e;
}

/* What became of a source, in a swarm: what it lacked or did in between is of
 * no matter when it brought something. */
static void settle_source(struct fetch *f, size_t i)
{
    struct source *s = f->cfg.sources->at[i];
    const struct fetch_core_source *cs = &f->core.source[i];

    if (i < f->core.sources && cs->state == FETCH_FAILED)
        failed_meanwhile(s, cs->err);
    if (f->result != ERR_OK || s->info.bytes == 0 ||
        (s->info.state == SOURCE_FAILED &&
         (!f->cfg.is_swarm || s->info.err != ERR_NOT_FOUND)))
        return;
    s->info.state = SOURCE_DONE;
    s->info.err = ERR_OK;
    s->info.error[0] = '\0';
}

static void on_tell(struct defer *d)
{
    struct fetch *f = LIST_ENTRY(d, struct fetch, tell);
    struct errmsg em = {0};

    timer_stop(f->timer);
    for (size_t i = 0; i < f->cfg.sources->len; i++)
        settle_source(f, i);
    if (f->result != ERR_OK)
        sources_tell(f->cfg.sources, f->result, &em);
    f->cfg.ops->done(f, f->result, &em, f->cfg.arg);
}

/* ---- life ---------------------------------------------------------------*/

enum err fetch_new(const struct fetch_config *cfg, struct fetch **out)
{
    const struct blobs_config *bc = &cfg->blobs->cfg;
    struct fetch_core_config cc = {
        .sources = cfg->sources->len,
        .max_requests = cfg->is_swarm ? FETCH_MAX_REQUESTS : 1,
        .max_ranges = ORDER_MAX_RANGES,
        .max_misses = cfg->max_misses,
        .max_reconnects = SOURCE_MAX_RECONNECTS,
        .patience_ms = SOURCE_PATIENCE_MS,
        .redial_first_ms = SOURCE_REDIAL_FIRST_MS,
        .redial_max_ms = SOURCE_REDIAL_MAX_MS,
        .seed = rng_u64(),
        .dial_stagger_ms = DIAL_STAGGER_MS,
        .first_byte_ms = FIRST_BYTE_TIMEOUT_MS,
        .stall_ms = bc->stall_timeout_ms,
        .is_swarm = cfg->is_swarm,
        .unit_bytes = TREE_GROUP,
        .want_sources = SWARM_SOURCES,
        .max_dials = SWARM_DIALS,
        .wait_ms = cfg->is_searching ? SWARM_WAIT_MS : 0,
        .starve_ms = SWARM_STARVE_MS,
    };
    struct fetch *f = calloc(1, sizeof *f);
    enum err e;

    if (f == NULL)
        return ERR_NOMEM;
    if (cc.first_byte_ms > cc.stall_ms)
        cc.first_byte_ms = cc.stall_ms;
    f->cfg = *cfg;
    f->tell.fn = on_tell;
    list_init(&f->requests);
    list_init(&f->leaving);
    for (size_t i = 0; i < FETCH_MAX_SOURCES; i++)
        f->watch[i] = (struct fetch_watch){.fetch = f, .source = i};
    e = fetch_core_init(&f->core, &cc, cfg->missing);
    if (e == ERR_OK)
        e = timer_new(bc->loop, on_timer, f, &f->timer);
    if (e != ERR_OK) {
        fetch_free(f);
        return e;
    }
    f->cfg.missing = NULL;
    *out = f;
    return ERR_OK;
}

void fetch_start(struct fetch *f)
{
    fetch_feed(f, (struct fetch_event){.kind = FETCH_START});
}

void fetch_free(struct fetch *f)
{
    if (f == NULL)
        return;
    assert(!f->is_stepping);
    fetch_drop_all(f);
    for (size_t i = 0; i < f->cfg.sources->len; i++)
        fetch_hang_up(f, i);
    loop_defer_cancel(&f->tell);
    timer_free(f->timer);
    fetch_core_clear(&f->core);
    free(f);
}

/* ---- what the owner says ------------------------------------------------*/

void fetch_got(struct fetch *f, uint64_t begin, uint64_t end)
{
    fetch_feed(f, (struct fetch_event){.kind = FETCH_GOT,
                                       .id = f->receipt_of,
                                       .begin = begin,
                                       .end = end});
}

void fetch_count(struct fetch *f, uint64_t units)
{
    fetch_feed(f, (struct fetch_event){.kind = FETCH_COUNT, .end = units});
}

/* ---- sources that come --------------------------------------------------*/

void fetch_source_added(struct fetch *f)
{
    if (f->cfg.is_swarm && !f->core.is_done)
        fetch_feed(f, (struct fetch_event){.kind = FETCH_SOURCE});
}

void fetch_source_again(struct fetch *f, size_t source)
{
    if (f->cfg.is_swarm && source < f->core.sources)
        fetch_feed(f,
                   (struct fetch_event){.kind = FETCH_RETRY, .source = source});
}

void fetch_searched(struct fetch *f)
{
    fetch_feed(f, (struct fetch_event){.kind = FETCH_SEARCHED});
}

void fetch_urge(struct fetch *f, const struct ranges *units)
{
    assert(!f->is_stepping);
    fetch_feed(f, (struct fetch_event){.kind = FETCH_URGENT, .units = units});
}

void fetch_read(struct fetch *f, uint64_t unit)
{
    if (f->cfg.is_swarm && !f->core.is_done)
        fetch_feed(f,
                   (struct fetch_event){.kind = FETCH_READER, .begin = unit});
}
