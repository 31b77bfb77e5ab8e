/* The core is told that an operator wants the peer; the rest follows from the
 * peer's state. A peer that was not known before, and that could not be
 * connected to, is forgotten again, so that a typing error leaves nothing. */
#include "peers/adds.h"

#include <stdio.h>
#include <stdlib.h>

#include "peers/peers_int.h"

struct add {
    struct list node; /* peers.adds */
    struct peers *peers;
    struct node_addr addr;
    enum peer_source source;
    struct timer *timer;
    bool has_begun;
    bool was_known;
    bool is_over;
    enum err err;
    struct errmsg em;
    peers_done_fn *done;
    void *arg;
};

static void end(struct add *a, enum err e, const char *text)
{
    if (a->is_over)
        return;
    a->is_over = true;
    a->err = e;
    if (e != ERR_OK)
        err_set(&a->em, "%s",
                text != NULL && text[0] != '\0' ? text : err_text(e));
    timer_stop(a->timer);
    peers_tell_soon(a->peers);
}

/* Nobody else waits for it. */
static bool is_last(const struct peers *p, const struct add *a)
{
    LIST_FOREACH (it, tmp, &p->adds) {
        const struct add *other = LIST_ENTRY(it, struct add, node);

        if (other != a && node_id_equal(&other->addr.id, &a->addr.id))
            return false;
    }
    return true;
}

static void forget_again(struct peers *p, const struct add *a)
{
    const struct peer *peer = core_peer(p->core, &a->addr.id);
    struct core_event e = {.kind = CORE_REMOVE, .id = a->addr.id};

    if (a->was_known || peer == NULL || peer->last_connected_ms != 0 ||
        peer->is_banned || peer->discovered_by != a->source || !is_last(p, a))
        return;
    peers_step(p, &e);
}

/* ---- beginning ----------------------------------------------------------*/

static void begin(struct add *a)
{
    struct peers *p = a->peers;
    struct core_event e = {
        .kind = CORE_WANT, .node = &a->addr, .source = a->source};
    const struct peer *peer;

    a->has_begun = true;
    if (core_is_banned(p->core, &a->addr.id)) {
        end(a, ERR_ACCESS, "the peer is banned");
        return;
    }
    a->was_known = core_peer(p->core, &a->addr.id) != NULL;
    peers_step(p, &e);
    peer = core_peer(p->core, &a->addr.id);
    if (peer == NULL)
        end(a, ERR_LIMIT, "no room for another peer");
    else if (peer->state == PEER_CONNECTED)
        end(a, ERR_OK, NULL);
    else if (peer->is_inbound_only && p->discovery == NULL)
        end(a, ERR_UNREACHABLE, "no address is known");
}

void adds_begin(struct peers *p)
{
    LIST_FOREACH (it, tmp, &p->adds) {
        struct add *a = LIST_ENTRY(it, struct add, node);

        if (!a->has_begun && !a->is_over)
            begin(a);
    }
}

static void on_timer(struct timer *t, void *arg)
{
    struct add *a = arg;
    const struct peer *peer = core_peer(a->peers->core, &a->addr.id);

    (void)t;
    if (peer != NULL && peer->is_inbound_only)
        end(a, ERR_UNREACHABLE, "no address is known");
    else
        end(a, ERR_TIMEOUT, "no answer in time");
}

static void check(struct add *a)
{
    struct peers *p = a->peers;

    if (node_id_equal(&a->addr.id, &p->cfg.key->id))
        end(a, ERR_INVALID, "that is this node itself");
    else if (!p->is_online && p->is_loaded)
        end(a, ERR_CLOSED, "p2p is off");
    else if (p->is_loaded)
        begin(a);
}

void peers_add(struct peers *p, const struct node_addr *node,
               enum peer_source source, uint64_t timeout_ms,
               peers_done_fn *done, void *arg)
{
    struct add *a = calloc(1, sizeof *a);
    struct errmsg em = {.text = "out of memory"};

    if (a == NULL || timer_new(p->cfg.loop, on_timer, a, &a->timer) != ERR_OK) {
        free(a);
        done(ERR_NOMEM, &em, arg);
        return;
    }
    a->peers = p;
    a->addr = *node;
    a->source = source;
    a->done = done;
    a->arg = arg;
    list_push_back(&p->adds, &a->node);
    timer_start(a->timer, timeout_ms);
    check(a);
}

/* ---- ending -------------------------------------------------------------*/

/* What the last failure of a peer means to who asked for it. */
static enum err verdict(const struct peer *peer)
{
    switch (peer->last_err) {
    case ERR_CLOSED: /* it was there, and sent us away */
    case ERR_RESET:
    case ERR_PROTO:
        return ERR_REFUSED;
    case ERR_OK:
        return ERR_TIMEOUT;
    default:
        return peer->last_err;
    }
}

static void look(struct add *a)
{
    const struct peer *peer = core_peer(a->peers->core, &a->addr.id);

    if (peer == NULL)
        end(a, ERR_CLOSED, "the peer was removed");
    else if (peer->is_banned)
        end(a, ERR_ACCESS, "the peer is banned");
    else if (peer->state == PEER_CONNECTED)
        end(a, ERR_OK, NULL);
    else if (peer->is_inbound_only && peer->last_err == ERR_OK)
        return; /* nothing to dial yet; discovery may find an address */
    else if (peer->state == PEER_FAILED || peer->state == PEER_DISCONNECTED)
        end(a, verdict(peer), peer->last_error);
}

void adds_look(struct peers *p, const struct node_id *id)
{
    LIST_FOREACH (it, tmp, &p->adds) {
        struct add *a = LIST_ENTRY(it, struct add, node);

        if (a->has_begun && node_id_equal(&a->addr.id, id))
            look(a);
    }
}

static void tell(struct add *a)
{
    struct peers *p = a->peers;

    if (a->err != ERR_OK && a->has_begun && a->err != ERR_ACCESS)
        forget_again(p, a);
    list_remove(&a->node);
    timer_free(a->timer);
    a->done(a->err, &a->em, a->arg);
    free(a);
}

void adds_tell(struct peers *p)
{
    LIST_FOREACH (it, tmp, &p->adds) {
        struct add *a = LIST_ENTRY(it, struct add, node);

        if (a->is_over)
            tell(a);
    }
}

void adds_close(struct peers *p, bool now)
{
    LIST_FOREACH (it, tmp, &p->adds) {
        end(LIST_ENTRY(it, struct add, node), ERR_CLOSED, "p2p is off");
    }
    if (now)
        adds_tell(p);
}
