/* Whom to dial, and when.
 *
 *   plan      who is wanted, has an address and no link waits for its time
 *   due       dial, PEERS_MAX_DIALS at a time; the node protocol first
 *   refused   by one who does not speak it: once more, as iroh does
 *   failed    wait, longer each time; ask discovery when all that is known of
 *             it is old
 *
 * A sighting, a new address or an operator makes the time come at once. */
#include <assert.h>

#include "peers/core_int.h"

bool core_wants(const struct core *c, const struct core_peer *cp)
{
    if (cp->p.is_banned)
        return false;
    if (cp->is_asked)
        return true;
    if (!c->cfg.is_reconnect_on || cp->p.reputation < CORE_REPUTATION_MIN)
        return false;
    return cp->p.is_pinned || cp->is_wanted;
}

static bool has_link(const struct core_peer *cp)
{
    LIST_FOREACH (it, tmp, &cp->conns) {
        const struct core_conn *conn =
            LIST_ENTRY(it, struct core_conn, of_peer);

        if (!conn->is_closing && (conn->is_node || cp->p.kind == PEER_IROH))
            return true;
    }
    return false;
}

static bool is_dialable(struct core_peer *cp)
{
    struct addr first;

    cp->p.is_inbound_only = peer_dial_addrs(&cp->p, &first, 1) == 0;
    return !cp->p.is_inbound_only;
}

void core_plan(struct core *c, struct core_peer *cp)
{
    bool is_needed =
        is_dialable(cp) && c->is_online && core_wants(c, cp) && !has_link(cp);

    if (cp->is_dialling)
        return;
    if (!is_needed) {
        list_remove(&cp->resting);
        cp->p.next_dial_ms = 0;
        return;
    }
    if (list_is_linked(&cp->resting))
        return;
    list_push_back(&c->waiting, &cp->resting);
    if (cp->p.next_dial_ms < c->now)
        cp->p.next_dial_ms = c->now;
    core_plan_at(c, cp, cp->p.next_dial_ms);
}

/* To be followed by core_plan() when it is not yet among those who wait. */
void core_plan_at(struct core *c, struct core_peer *cp, uint64_t at_ms)
{
    if (cp->is_dialling)
        return;
    cp->p.next_dial_ms = at_ms;
    if (list_is_linked(&cp->resting) && at_ms < c->dial_ms)
        c->dial_ms = at_ms;
}

void core_back_off(struct core *c, struct core_peer *cp)
{
    uint64_t wait = backoff_fail(&cp->p.backoff, core_chance(c, 0));

    if (cp->p.failures >= CORE_SLOW_FAILURES)
        wait *= CORE_SLOW_FACTOR;
    core_plan_at(c, cp, c->now + wait);
}

/* ---- dials --------------------------------------------------------------*/

static bool act_dial(struct core *c, struct core_peer *cp)
{
    struct core_action *a = core_act(c, CORE_DO_DIAL, &cp->p.id);

    if (a == NULL)
        return false;
    a->is_node = cp->dial_is_node;
    a->addrs_len = peer_dial_addrs(&cp->p, a->addrs, PEER_MAX_ADDRS);
    assert(a->addrs_len > 0);
    cp->dial_end_ms = c->now + c->cfg.dial_ms + CORE_DIAL_MARGIN_MS;
    c->stats.dials++;
    return true;
}

static void dial(struct core *c, struct core_peer *cp)
{
    cp->dial_is_node = cp->p.kind != PEER_IROH || cp->is_try_node;
    if (!act_dial(c, cp)) {
        core_plan_at(c, cp, c->now + c->cfg.retry_first_ms);
        return;
    }
    list_remove(&cp->resting);
    list_push_back(&c->dialling, &cp->resting);
    c->dialling_len++;
    cp->is_dialling = true;
    cp->is_redial = false;
    cp->is_refused = false;
    cp->p.next_dial_ms = 0;
    core_settle(c, cp);
}

void core_dial_due(struct core *c)
{
    uint64_t next = UINT64_MAX;

    if (!c->is_online || c->now < c->dial_ms)
        return;
    LIST_FOREACH (it, tmp, &c->waiting) {
        struct core_peer *cp = LIST_ENTRY(it, struct core_peer, resting);

        /* The end of a dial makes us look again. */
        if (c->dialling_len >= PEERS_MAX_DIALS)
            break;
        if (cp->p.next_dial_ms <= c->now)
            dial(c, cp);
        if (list_is_linked(it) && !cp->is_dialling && cp->p.next_dial_ms < next)
            next = cp->p.next_dial_ms;
    }
    c->dial_ms = c->dialling_len >= PEERS_MAX_DIALS ? UINT64_MAX : next;
}

void core_end_dial(struct core *c, struct core_peer *cp)
{
    assert(cp->is_dialling && c->dialling_len > 0);
    cp->is_dialling = false;
    list_remove(&cp->resting);
    c->dialling_len--;
    c->dial_ms = c->now;
}

void core_cancel_dial(struct core *c, struct core_peer *cp)
{
    if (!cp->is_dialling)
        return;
    core_act(c, CORE_DO_CANCEL, &cp->p.id);
    core_end_dial(c, cp);
}

/* ---- how they fail ------------------------------------------------------*/

static bool is_stale(const struct core *c, const struct core_peer *cp)
{
    for (size_t i = 0; i < cp->p.addrs_len; i++) {
        const struct peer_addr *a = &cp->p.addrs[i];

        if (a->seen_ms + CORE_STALE_MS > c->wall)
            return false;
    }
    return true;
}

static void resolve(struct core *c, struct core_peer *cp)
{
    if (!is_stale(c, cp) ||
        (cp->resolve_ms != 0 && c->now - cp->resolve_ms < CORE_RESOLVE_MS))
        return;
    cp->resolve_ms = c->now;
    core_act(c, CORE_DO_RESOLVE, &cp->p.id);
}

/* Perhaps stock iroh: the same place, another protocol. */
static bool try_iroh(struct core *c, struct core_peer *cp, enum err e)
{
    if (e != ERR_REFUSED || !cp->dial_is_node)
        return false;
    cp->dial_is_node = false;
    cp->is_refused = true;
    cp->is_try_node = false;
    return act_dial(c, cp);
}

static void fail(struct core *c, struct core_peer *cp, enum err e,
                 const char *text)
{
    core_end_dial(c, cp);
    c->stats.dials_failed++;
    core_say_error(cp, e, text);
    cp->is_failed = true;
    if (cp->p.failures < UINT32_MAX)
        cp->p.failures++;
    if (cp->p.failures == CORE_GONE_FAILURES)
        c->is_mesh_stale = true;
    if (!c->cfg.is_reconnect_on)
        cp->is_asked = false;
    core_back_off(c, cp);
    if (cp->is_redial)
        core_plan_at(c, cp, c->now);
    else
        resolve(c, cp);
    core_save_later(c, cp);
    core_settle(c, cp);
}

void core_on_dial_failed(struct core *c, const struct core_event *e)
{
    struct core_peer *cp = core_find(c, &e->id);

    /* Cancelled, or its peer forgotten, while this was on its way. */
    if (cp == NULL || !cp->is_dialling)
        return;
    if (!try_iroh(c, cp, e->err))
        fail(c, cp, e->err, e->text);
}

void core_give_up_dials(struct core *c)
{
    LIST_FOREACH (it, tmp, &c->dialling) {
        struct core_peer *cp = LIST_ENTRY(it, struct core_peer, resting);

        if (c->now < cp->dial_end_ms)
            continue;
        core_act(c, CORE_DO_CANCEL, &cp->p.id);
        fail(c, cp, ERR_TIMEOUT, NULL);
    }
}
