/* Dialling: one attempt per peer and protocol, shared by all who ask for it.
 *
 *      0 ms  a DISCO ping to every address
 *     pong   QUIC to the address that answered
 *    75 ms   no pong: QUIC to the first address
 *  +250 ms   and to the next one, as long as none has finished
 *   300 ms   pings again, then after twice as long each time
 *
 * The first handshake that completes wins; the others are closed. When all
 * addresses have failed, or the caller's time is over, the message says for
 * each address what happened. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/rng.h"
#include "quic/conn_int.h"
#include "quic/quic_int.h"
#include "quic/quic_limits.h"

#define PONG_WAIT_MS 75
#define PONG_WAIT_ONE_MS 25 /* with one address there is nothing to choose */
#define NEXT_ADDRESS_MS 250
#define FIRST_PING_AGAIN_MS 300

enum candidate_state { CANDIDATE_WAITING, CANDIDATE_TRYING, CANDIDATE_FAILED };

struct candidate {
    struct addr addr;
    struct udp *udp;
    uint8_t tx[DISCO_TX_LEN]; /* of our pings */
    enum candidate_state state;
    struct conn *c; /* while trying */
    enum err err;   /* when failed, and why: */
    char why[160];
};

struct attempt {
    struct list node; /* quic.attempts */
    struct quic *q;
    struct node_id peer;
    char alpn[QUIC_ALPN_SIZE];
    struct candidate candidates[QUIC_MAX_DIAL_ADDRS];
    size_t len;
    struct list dials; /* who waits for it */
    struct timer *timer;
    uint64_t start_at_ms; /* next QUIC start */
    uint64_t ping_at_ms;
    uint64_t ping_every_ms;
};

struct dial {
    struct list node; /* attempt.dials */
    struct quic *q;
    struct attempt *a; /* NULL once the result is known */
    uint64_t deadline_ms;
    quic_dial_fn *done;
    void *arg;
    /* The result, when it has to wait for the loop. */
    struct defer defer;
    struct conn *c;
    enum err status;
    struct errmsg em;
};

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

static void release_candidates(struct attempt *a)
{
    for (size_t i = 0; i < a->len; i++) {
        struct conn *c = a->candidates[i].c;

        if (c == NULL)
            continue;
        c->attempt = NULL;
        conn_close(c, 0, "");
    }
}

static void free_attempt(struct attempt *a)
{
    assert(list_is_empty(&a->dials));
    release_candidates(a);
    list_remove(&a->node);
    timer_free(a->timer);
    free(a);
}

static void describe(const struct attempt *a, struct errmsg *em)
{
    char peer[NODE_ID_SHORT_SIZE];
    char addr[ADDR_TEXT_SIZE];
    size_t at;

    node_id_short(&a->peer, peer);
    err_set(em, "dial %s (%s)", peer, a->alpn);
    for (size_t i = 0; i < a->len; i++) {
        const struct candidate *k = &a->candidates[i];
        const char *why = k->state == CANDIDATE_FAILED   ? k->why
                          : k->state == CANDIDATE_TRYING ? "no answer"
                                                         : "not tried";

        addr_format(&k->addr, addr);
        at = strlen(em->text);
        snprintf(em->text + at, sizeof(em->text) - at, "%s %s: %s",
                 i == 0 ? ":" : ";", addr, why);
    }
    if (a->len == 0)
        err_set(em, "dial %s (%s): no address is known", peer, a->alpn);
}

/* The most telling of what the addresses said. */
static enum err verdict(const struct attempt *a)
{
    static const enum err order[] = {ERR_AUTH,  ERR_REFUSED, ERR_PROTO,
                                     ERR_LIMIT, ERR_NOMEM,   ERR_TIMEOUT};
    bool all_failed = true;

    for (size_t k = 0; k < sizeof(order) / sizeof(order[0]); k++)
        for (size_t i = 0; i < a->len; i++)
            if (a->candidates[i].state == CANDIDATE_FAILED &&
                a->candidates[i].err == order[k])
                return order[k];
    for (size_t i = 0; i < a->len; i++)
        all_failed &= a->candidates[i].state == CANDIDATE_FAILED;
    return all_failed ? ERR_UNREACHABLE : ERR_TIMEOUT;
}

static void fail_dial(struct dial *d, enum err status)
{
    describe(d->a, &d->em);
    d->status = status;
    leave_attempt(d);
    deliver(d);
}

static void fail_attempt(struct attempt *a)
{
    enum err status = verdict(a);

    while (!list_is_empty(&a->dials))
        fail_dial(LIST_ENTRY(a->dials.next, struct dial, node), status);
    free_attempt(a);
}

static void fail_candidate(struct candidate *k, enum err e, const char *why)
{
    k->state = CANDIDATE_FAILED;
    k->c = NULL;
    k->err = e;
    snprintf(k->why, sizeof(k->why), "%s", why);
}

static void ping(struct attempt *a, struct candidate *k)
{
    enum err e;

    if (k->state == CANDIDATE_FAILED)
        return;
    if (k->udp == NULL) {
        fail_candidate(k, ERR_UNREACHABLE, "no socket of its kind");
        return;
    }
    e = ping_send(a->q, k->udp, &a->peer, &k->addr, k->tx);
    if (e == ERR_UNREACHABLE && k->state == CANDIDATE_WAITING)
        fail_candidate(k, e, err_text(e));
}

static void start(struct attempt *a, struct candidate *k)
{
    struct quic *q = a->q;
    enum err e = ERR_LIMIT;

    if (q->conns_len >= q->cfg.max_conns)
        quic_count_limit(q);
    else
        e = conn_new_client(q, &a->peer, &k->addr, k->udp, a->alpn,
                            q->cfg.handshake_timeout_ms, &k->c);
    if (e != ERR_OK) {
        fail_candidate(k, e, err_text(e));
        return;
    }
    k->state = CANDIDATE_TRYING;
    k->c->attempt = a;
    k->c->candidate = (size_t)(k - a->candidates);
}

static struct candidate *next_waiting(struct attempt *a)
{
    for (size_t i = 0; i < a->len; i++)
        if (a->candidates[i].state == CANDIDATE_WAITING)
            return &a->candidates[i];
    return NULL;
}

static bool is_hopeless(const struct attempt *a)
{
    for (size_t i = 0; i < a->len; i++)
        if (a->candidates[i].state != CANDIDATE_FAILED)
            return false;
    return true;
}

static void expire_dials(struct attempt *a, uint64_t now_ms)
{
    LIST_FOREACH (it, tmp, &a->dials) {
        struct dial *d = LIST_ENTRY(it, struct dial, node);

        if (d->deadline_ms > now_ms)
            continue;
        describe(a, &d->em);
        deliver_later(d, verdict(a) == ERR_UNREACHABLE ? ERR_UNREACHABLE
                                                       : ERR_TIMEOUT);
    }
}

static void send_pings(struct attempt *a, uint64_t now_ms)
{
    if (now_ms < a->ping_at_ms)
        return;
    for (size_t i = 0; i < a->len; i++)
        ping(a, &a->candidates[i]);
    a->ping_at_ms = now_ms + a->ping_every_ms;
    a->ping_every_ms *= 2;
}

static void start_next(struct attempt *a, uint64_t now_ms)
{
    struct candidate *k;

    if (now_ms < a->start_at_ms)
        return;
    while ((k = next_waiting(a)) != NULL) {
        start(a, k);
        if (k->state != CANDIDATE_TRYING)
            continue;
        a->start_at_ms = now_ms + NEXT_ADDRESS_MS;
        return;
    }
    a->start_at_ms = UINT64_MAX;
}

static uint64_t first_deadline(const struct attempt *a)
{
    uint64_t at_ms = UINT64_MAX;

    LIST_FOREACH (it, tmp, &a->dials) {
        struct dial *d = LIST_ENTRY(it, struct dial, node);

        if (d->deadline_ms < at_ms)
            at_ms = d->deadline_ms;
    }
    return at_ms;
}

/* All that is due, then set the timer. May free the attempt. */
static void step(struct attempt *a)
{
    uint64_t now_ms = loop_now_ms(a->q->loop);
    uint64_t at_ms;

    expire_dials(a, now_ms);
    if (list_is_empty(&a->dials)) {
        free_attempt(a);
        return;
    }
    send_pings(a, now_ms);
    start_next(a, now_ms);
    if (is_hopeless(a)) {
        fail_attempt(a);
        return;
    }
    at_ms = first_deadline(a);
    at_ms = a->ping_at_ms < at_ms ? a->ping_at_ms : at_ms;
    at_ms = a->start_at_ms < at_ms ? a->start_at_ms : at_ms;
    timer_start(a->timer, at_ms > now_ms ? at_ms - now_ms : 0);
}

static void on_timer(struct timer *t, void *arg)
{
    (void)t;
    step(arg);
}

void dial_pong(struct quic *q, const struct node_id *from,
               const uint8_t tx[static DISCO_TX_LEN], const struct addr *remote)
{
    (void)remote; /* behind a translator it need not be the one pinged */
    LIST_FOREACH (it, tmp, &q->attempts) {
        struct attempt *a = LIST_ENTRY(it, struct attempt, node);

        if (!node_id_equal(&a->peer, from))
            continue;
        for (size_t i = 0; i < a->len; i++) {
            struct candidate *k = &a->candidates[i];

            if (k->state != CANDIDATE_WAITING ||
                memcmp(k->tx, tx, sizeof(k->tx)) != 0)
                continue;
            start(a, k);
            a->start_at_ms = loop_now_ms(q->loop) + NEXT_ADDRESS_MS;
        }
    }
}

bool dial_expects(const struct quic *q, const struct node_id *from)
{
    LIST_FOREACH (it, tmp, &q->attempts) {
        if (node_id_equal(&LIST_ENTRY(it, struct attempt, node)->peer, from))
            return true;
    }
    return false;
}

void dial_established(struct conn *c)
{
    struct attempt *a = c->attempt;

    if (a == NULL)
        return; /* another address won, or nobody waits any more */
    a->candidates[c->candidate].c = NULL;
    c->attempt = NULL;
    while (!list_is_empty(&a->dials)) {
        struct dial *d = LIST_ENTRY(a->dials.next, struct dial, node);

        leave_attempt(d);
        d->c = conn_ref(c);
        d->status = ERR_OK;
        deliver(d);
    }
    free_attempt(a);
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
    fail_candidate(&a->candidates[c->candidate], e, why);
    /* The next address need not wait; and this may have been the last. */
    a->start_at_ms = 0;
    step(a);
}

static void add_address(struct attempt *a, const struct addr *addr)
{
    struct candidate *k;

    for (size_t i = 0; i < a->len; i++)
        if (addr_equal(&a->candidates[i].addr, addr))
            return;
    if (a->len == QUIC_MAX_DIAL_ADDRS) {
        quic_count_limit(a->q);
        return;
    }
    k = &a->candidates[a->len++];
    *k = (struct candidate){.addr = *addr, .udp = quic_socket_for(a->q, addr)};
    rng_bytes(k->tx, sizeof(k->tx));
}

static enum err new_attempt(struct quic *q, const struct node_id *peer,
                            const char *alpn, struct attempt **out)
{
    struct attempt *a = calloc(1, sizeof(*a));
    enum err e;

    if (a == NULL)
        return ERR_NOMEM;
    e = timer_new(q->loop, on_timer, a, &a->timer);
    if (e != ERR_OK) {
        free(a);
        return e;
    }
    a->q = q;
    a->peer = *peer;
    snprintf(a->alpn, sizeof(a->alpn), "%s", alpn);
    list_init(&a->dials);
    list_push_back(&q->attempts, &a->node);
    *out = a;
    return ERR_OK;
}

static struct attempt *find_attempt(struct quic *q, const struct node_id *peer,
                                    const char *alpn)
{
    LIST_FOREACH (it, tmp, &q->attempts) {
        struct attempt *a = LIST_ENTRY(it, struct attempt, node);

        if (node_id_equal(&a->peer, peer) && strcmp(a->alpn, alpn) == 0)
            return a;
    }
    return NULL;
}

/* iroh answers requests only on connections that it accepted, so only one
 * that we dialled will do. */
static struct conn *find_conn(struct quic *q, const struct node_id *peer,
                              const char *alpn)
{
    LIST_FOREACH (it, tmp, &q->conns) {
        struct conn *c = LIST_ENTRY(it, struct conn, node);

        if (c->dialled && conn_is_open(c) && node_id_equal(&c->peer, peer) &&
            strcmp(c->alpn, alpn) == 0)
            return c;
    }
    return NULL;
}

static enum err join(struct dial *d, const struct node_id *peer,
                     const struct addr *addrs, size_t len, const char *alpn)
{
    struct attempt *a = find_attempt(d->q, peer, alpn);
    uint64_t now_ms = loop_now_ms(d->q->loop);
    enum err e;

    if (a == NULL) {
        e = new_attempt(d->q, peer, alpn, &a);
        if (e != ERR_OK)
            return e;
        a->ping_every_ms = FIRST_PING_AGAIN_MS;
        a->start_at_ms = now_ms + (len == 1 ? PONG_WAIT_ONE_MS : PONG_WAIT_MS);
    }
    for (size_t i = 0; i < len; i++)
        add_address(a, &addrs[i]);
    d->a = a;
    list_push_back(&a->dials, &d->node);
    a->ping_at_ms = now_ms;
    timer_start(a->timer, 0);
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
        free_attempt(a);
}

void dial_close_all(struct quic *q)
{
    LIST_FOREACH (it, tmp, &q->attempts) {
        struct attempt *a = LIST_ENTRY(it, struct attempt, node);

        LIST_FOREACH (jt, tmp2, &a->dials) {
            deliver_later(LIST_ENTRY(jt, struct dial, node), ERR_CLOSED);
        }
        free_attempt(a);
    }
}
