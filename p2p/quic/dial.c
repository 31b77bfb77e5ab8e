/* Those who dial: each waits for an attempt, with a deadline of its own, and
 * gets the result once, from the loop. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "quic/dial_int.h"

static void deliver(struct dial *d)
{
    struct conn *c = d->c;

    d->q->dials_len--;
    if (d->q->closing)
        quic_wake(d->q);                   /* which waits for the last dial */
    d->done(c, d->status, &d->em, d->arg); /* with our reference */
    free(d);
}

static void on_deferred(struct defer *f)
{
    deliver(LIST_ENTRY(f, struct dial, defer));
}

static void leave_attempt(struct dial *d)
{
    list_remove(&d->node);
    d->a = NULL;
}

static void deliver_later(struct dial *d, enum err status)
{
    leave_attempt(d);
    d->status = status;
    loop_defer(d->q->loop, &d->defer);
}

static void fail_dial(struct dial *d, enum err status)
{
    attempt_describe(d->a, &d->em);
    d->status = status;
    leave_attempt(d);
    deliver(d);
}

void dial_give_up(struct attempt *a)
{
    enum err status = attempt_verdict(a);

    while (!list_is_empty(&a->dials))
        fail_dial(LIST_ENTRY(a->dials.next, struct dial, node), status);
    attempt_free(a);
}

void dial_expire(struct attempt *a, uint64_t now_ms)
{
    LIST_FOREACH (it, tmp, &a->dials) {
        struct dial *d = LIST_ENTRY(it, struct dial, node);

        if (d->deadline_ms > now_ms)
            continue;
        attempt_describe(a, &d->em);
        deliver_later(d, attempt_verdict(a) == ERR_UNREACHABLE ? ERR_UNREACHABLE
                                                               : ERR_TIMEOUT);
    }
}

uint64_t dial_first_deadline(const struct attempt *a)
{
    uint64_t at_ms = UINT64_MAX;

    LIST_FOREACH (it, tmp, &a->dials) {
        struct dial *d = LIST_ENTRY(it, struct dial, node);

        if (d->deadline_ms < at_ms)
            at_ms = d->deadline_ms;
    }
    return at_ms;
}

void dial_established(struct conn *c)
{
    struct attempt *a = c->attempt;
    bool in_vain;

    if (a == NULL)
        return; /* another address won, or nobody waits any more */
    in_vain = attempt_won(a, c->candidate);
    c->attempt = NULL;
    while (!list_is_empty(&a->dials)) {
        struct dial *d = LIST_ENTRY(a->dials.next, struct dial, node);

        if (in_vain)
            attempt_describe(a, &d->em);
        leave_attempt(d);
        d->c = conn_ref(c);
        d->status = ERR_OK;
        deliver(d);
    }
    attempt_free(a);
}

void dial_forbidden(struct conn *c)
{
    struct attempt *a = c->attempt;

    if (a == NULL)
        return;
    c->attempt = NULL;
    attempt_forbid(a, c->candidate);
    while (!list_is_empty(&a->dials))
        fail_dial(LIST_ENTRY(a->dials.next, struct dial, node), ERR_ACCESS);
    attempt_free(a);
}

static void explain(const struct conn *c, const struct conn_end *end, char *out,
                    size_t size)
{
    char is[NODE_ID_SHORT_SIZE];
    char wanted[NODE_ID_SHORT_SIZE];

    node_id_short(&c->peer, wanted);
    node_id_short(&c->answered, is);
    if (c->wrong_peer)
        snprintf(out, size, "answered as %s, not %s", is, wanted);
    else if (end->err == ERR_TIMEOUT)
        snprintf(out, size, "no answer");
    else if (!end->is_app && end->code == (NGTCP2_CRYPTO_ERROR | 120))
        snprintf(out, size, "does not speak %s", c->alpn);
    else
        snprintf(out, size, "%s, code 0x%llx%s%s", err_text(end->err),
                 (unsigned long long)end->code,
                 end->reason[0] != '\0' ? ": " : "", end->reason);
}

void dial_failed(struct conn *c, const struct conn_end *end)
{
    struct attempt *a = c->attempt;
    enum err e = end->err == ERR_CLOSED ? ERR_REFUSED : end->err;
    char why[160];

    c->attempt = NULL;
    explain(c, end, why, sizeof(why));
    attempt_candidate_failed(a, c->candidate, e, why);
}

/* A peer that lives acknowledges each of our PINGs. One that has been silent
 * for longer may be gone, and the idle timeout is far. */
static bool is_silent(const struct conn *c)
{
    uint64_t every_ns = c->keep_alive_ms * CLOCK_NS_PER_MS;

    return every_ns != 0 &&
           loop_now_ns(c->q->loop) > c->heard_ns + every_ns * 3 / 2;
}

/* iroh answers requests only on connections that it accepted, so only one
 * that we dialled will do. */
static struct conn *find_conn(struct quic *q, const struct node_id *peer,
                              const char *alpn)
{
    LIST_FOREACH (it, tmp, &q->conns) {
        struct conn *c = LIST_ENTRY(it, struct conn, node);

        if (c->dialled && conn_is_open(c) && !is_silent(c) &&
            node_id_equal(&c->peer, peer) && strcmp(c->alpn, alpn) == 0)
            return c;
    }
    return NULL;
}

static enum err join(struct dial *d, const struct node_id *peer,
                     const struct addr *addrs, size_t len, const char *alpn)
{
    struct attempt *a = attempt_find(d->q, peer, alpn);
    enum err e;

    if (a == NULL) {
        e = attempt_new(d->q, peer, alpn, &a);
        if (e != ERR_OK)
            return e;
    }
    attempt_add(a, addrs, len);
    d->a = a;
    list_push_back(&a->dials, &d->node);
    return ERR_OK;
}

static enum err check_dial(const struct quic *q, const char *alpn)
{
    if (q->closing)
        return ERR_CLOSED;
    if (strlen(alpn) == 0 || strlen(alpn) >= QUIC_ALPN_SIZE)
        return ERR_INVALID;
    return q->dials_len < QUIC_MAX_DIALS ? ERR_OK : ERR_LIMIT;
}

enum err quic_dial(struct quic *q, const struct node_id *peer,
                   const struct addr *addrs, size_t addrs_len, const char *alpn,
                   uint64_t timeout_ms, quic_dial_fn *done, void *arg,
                   struct dial **out)
{
    enum err e = check_dial(q, alpn);
    struct conn *c;
    struct dial *d;

    if (e != ERR_OK)
        return e;
    d = calloc(1, sizeof(*d));
    if (d == NULL)
        return ERR_NOMEM;
    d->q = q;
    d->done = done;
    d->arg = arg;
    d->defer.fn = on_deferred;
    d->deadline_ms = loop_now_ms(q->loop) + timeout_ms;
    c = find_conn(q, peer, alpn);
    if (c != NULL) {
        d->c = conn_ref(c);
        deliver_later(d, ERR_OK);
    } else {
        e = join(d, peer, addrs, addrs_len, alpn);
    }
    if (e != ERR_OK) {
        free(d);
        return e;
    }
    q->dials_len++;
    if (out != NULL)
        *out = d;
    return ERR_OK;
}

void quic_dial_cancel(struct dial *d)
{
    struct attempt *a = d->a;

    if (a == NULL)
        return; /* the result is on its way */
    err_set(&d->em, "dial cancelled");
    deliver_later(d, ERR_CANCELLED);
    if (list_is_empty(&a->dials))
        attempt_free(a);
}

void dial_close_all(struct quic *q)
{
    LIST_FOREACH (it, tmp, &q->attempts) {
        struct attempt *a = LIST_ENTRY(it, struct attempt, node);

        LIST_FOREACH (jt, tmp2, &a->dials) {
            deliver_later(LIST_ENTRY(jt, struct dial, node), ERR_CLOSED);
        }
        attempt_free(a);
    }
}
