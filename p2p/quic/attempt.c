/* An attempt to reach a peer with a protocol, shared by all who ask for it.
 *
 *      0 ms  a DISCO ping to every address
 *     pong   QUIC to the address that answered
 *    75 ms   no pong: QUIC to the first address
 *  +250 ms   and to the next one, as long as none has finished
 *   300 ms   pings again, then after twice as long each time
 *  refused   QUIC to all others at once; 250 ms later it is over
 *
 * The first handshake that completes wins; the others are closed. When all
 * addresses have failed, or the caller's time is over, the message says for
 * each address what happened. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "quic/dial_int.h"

#define PONG_WAIT_MS 75
#define PONG_WAIT_ONE_MS 25 /* with one address there is nothing to choose */
#define NEXT_ADDRESS_MS 250
#define FIRST_PING_AGAIN_MS 300
#define REFUSED_WAIT_MS 250

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

void attempt_free(struct attempt *a)
{
    assert(list_is_empty(&a->dials));
    release_candidates(a);
    list_remove(&a->node);
    timer_free(a->timer);
    free(a);
}

void attempt_describe(const struct attempt *a, struct errmsg *em)
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
                          : k->state == CANDIDATE_WON    ? "connected"
                                                         : "not tried";

        addr_format(&k->addr, addr);
        at = strlen(em->text);
        snprintf(em->text + at, sizeof(em->text) - at, "%s %s: %s",
                 i == 0 ? ":" : ";", addr, why);
    }
    if (a->len == 0)
        err_set(em, "dial %s (%s): no address is known", peer, a->alpn);
}

enum err attempt_verdict(const struct attempt *a)
{
    /* Where another node answers, an address has passed to it; where none
     * speaks the protocol, that may be the peer. */
    static const enum err order[] = {ERR_REFUSED, ERR_AUTH,  ERR_PROTO,
                                     ERR_LIMIT,   ERR_NOMEM, ERR_TIMEOUT};
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

    if (k->udp == NULL)
        e = ERR_UNREACHABLE;
    else if (q->conns_len >= q->cfg.max_conns)
        quic_count_limit(q);
    else
        e = conn_new_client(q, &a->peer, &k->addr, k->udp, a->alpn,
                            q->cfg.handshake_timeout_ms, &k->c);
    if (e != ERR_OK) {
        fail_candidate(k, e, err_text(e));
        return;
    }
    k->state = CANDIDATE_TRYING;
    k->tried_ms = loop_now_ms(q->loop);
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

void attempt_step(struct attempt *a)
{
    uint64_t now_ms = loop_now_ms(a->q->loop);
    uint64_t at_ms;

    dial_expire(a, now_ms);
    if (list_is_empty(&a->dials)) {
        attempt_free(a);
        return;
    }
    send_pings(a, now_ms);
    start_next(a, now_ms);
    if (is_hopeless(a) || now_ms >= a->give_up_at_ms) {
        dial_give_up(a);
        return;
    }
    at_ms = dial_first_deadline(a);
    at_ms = a->ping_at_ms < at_ms ? a->ping_at_ms : at_ms;
    at_ms = a->start_at_ms < at_ms ? a->start_at_ms : at_ms;
    at_ms = a->give_up_at_ms < at_ms ? a->give_up_at_ms : at_ms;
    timer_start(a->timer, at_ms > now_ms ? at_ms - now_ms : 0);
}

static void on_timer(struct timer *t, void *arg)
{
    (void)t;
    attempt_step(arg);
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

enum err attempt_new(struct quic *q, const struct node_id *peer,
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
    a->ping_every_ms = FIRST_PING_AGAIN_MS;
    a->give_up_at_ms = UINT64_MAX;
    snprintf(a->alpn, sizeof(a->alpn), "%s", alpn);
    list_init(&a->dials);
    list_push_back(&q->attempts, &a->node);
    *out = a;
    return ERR_OK;
}

struct attempt *attempt_find(struct quic *q, const struct node_id *peer,
                             const char *alpn)
{
    LIST_FOREACH (it, tmp, &q->attempts) {
        struct attempt *a = LIST_ENTRY(it, struct attempt, node);

        if (node_id_equal(&a->peer, peer) && strcmp(a->alpn, alpn) == 0)
            return a;
    }
    return NULL;
}

void attempt_add(struct attempt *a, const struct addr *addrs, size_t len)
{
    uint64_t now_ms = loop_now_ms(a->q->loop);

    if (a->len == 0)
        a->start_at_ms = now_ms + (len == 1 ? PONG_WAIT_ONE_MS : PONG_WAIT_MS);
    for (size_t i = 0; i < len; i++)
        add_address(a, &addrs[i]);
    a->ping_at_ms = now_ms;
    timer_start(a->timer, 0);
}

/* A refusal comes before the peer has shown who it is. So it need not be the
 * peer's, if its address has passed to another; those that have not answered
 * yet get a chance to say so, all at once and not for long. */
static void was_refused(struct attempt *a)
{
    struct candidate *k;

    if (a->give_up_at_ms != UINT64_MAX)
        return;
    a->give_up_at_ms = loop_now_ms(a->q->loop) + REFUSED_WAIT_MS;
    while ((k = next_waiting(a)) != NULL)
        start(a, k);
}

void attempt_candidate_failed(struct attempt *a, size_t candidate, enum err e,
                              const char *why)
{
    fail_candidate(&a->candidates[candidate], e, why);
    a->start_at_ms = 0;
    if (e == ERR_REFUSED)
        was_refused(a);
    attempt_step(a);
}

bool attempt_won(struct attempt *a, size_t candidate)
{
    uint64_t now_ms = loop_now_ms(a->q->loop);
    bool in_vain = false;

    a->candidates[candidate].state = CANDIDATE_WON;
    a->candidates[candidate].c = NULL;
    for (size_t i = 0; i < a->len; i++) {
        const struct candidate *k = &a->candidates[i];

        in_vain |= k->state == CANDIDATE_FAILED ||
                   (k->state == CANDIDATE_TRYING &&
                    now_ms - k->tried_ms >= NEXT_ADDRESS_MS);
    }
    return in_vain;
}

void attempt_forbid(struct attempt *a, size_t candidate)
{
    fail_candidate(&a->candidates[candidate], ERR_ACCESS, "not wanted here");
}
