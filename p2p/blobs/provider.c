#include "blobs/provider.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/loop.h"
#include "blobs/answer.h"
#include "blobs/blobs.h"
#include "blobs/blobs_limits.h"
#include "blobs/provider_int.h"
#include "quic/conn.h"
#include "quic/stream.h"

/* ---- ceilings -----------------------------------------------------------*/

static void give_place(struct provider *p, struct answer *a)
{
    a->has_place = true;
    p->serving++;
    a->conn->peer->serving++;
    p->cfg.stats->serving = p->serving;
    answer_run(a);
}

static bool has_room(const struct provider *p, const struct answer *a)
{
    return p->serving < p->cfg.max_serving &&
           a->conn->peer->serving < p->cfg.max_serving_per_peer;
}

/* Observers do next to nothing for as long as they like; they have ceilings
 * of their own and never wait. */
static void enter_observer(struct provider *p, struct answer *a)
{
    if (p->observing == OBSERVERS_MAX ||
        a->conn->peer->observing == OBSERVERS_MAX_PER_PEER) {
        p->cfg.stats->requests_limited++;
        answer_refuse(a, ANSWER_LIMIT);
        return;
    }
    a->is_observer = true;
    p->observing++;
    a->conn->peer->observing++;
    answer_run(a);
}

void provider_enter(struct provider *p, struct answer *a)
{
    if (a->request.kind == REQUEST_OBSERVE) {
        enter_observer(p, a);
    } else if (has_room(p, a)) {
        give_place(p, a);
    } else if (p->waiting_len < ANSWERS_MAX_WAITING) {
        a->state = ANSWER_WAITING;
        list_remove(&a->node);
        list_push_back(&p->waiting, &a->node);
        p->waiting_len++;
    } else {
        p->cfg.stats->requests_limited++;
        answer_refuse(a, ANSWER_LIMIT);
    }
}

static void stop_waiting(struct provider *p, struct answer *a)
{
    list_remove(&a->node);
    list_push_back(&p->answers, &a->node);
    p->waiting_len--;
}

/* Whoever came first among those whose peer has room. */
static void run_waiting(struct provider *p)
{
    LIST_FOREACH (it, tmp, &p->waiting) {
        struct answer *a = LIST_ENTRY(it, struct answer, node);

        if (p->serving >= p->cfg.max_serving)
            return;
        if (!has_room(p, a))
            continue;
        stop_waiting(p, a);
        give_place(p, a);
    }
}

void provider_leave(struct provider *p, struct answer *a)
{
    /* Ended while it waited: it is on the stream's hands only. */
    if (a->state == ANSWER_WAITING) {
        stop_waiting(p, a);
        return;
    }
    list_remove(&a->node);
    if (a->is_observer) {
        p->observing--;
        a->conn->peer->observing--;
    }
    if (!a->has_place)
        return;
    p->serving--;
    a->conn->peer->serving--;
    p->cfg.stats->serving = p->serving;
    run_waiting(p);
}

void provider_watch(struct provider *p, struct answer *a)
{
    list_push_back(&p->answers, &a->node);
    if (!timer_is_active(p->tick))
        timer_start_repeat(p->tick, OBSERVE_TICK_MS);
}

static void on_tick(struct timer *t, void *arg)
{
    struct provider *p = arg;
    uint64_t now_ms = loop_now_ms(p->cfg.loop);

    if (list_is_empty(&p->answers) && list_is_empty(&p->waiting))
        timer_stop(t);
    LIST_FOREACH (it, tmp, &p->answers)
        answer_tick(LIST_ENTRY(it, struct answer, node), now_ms);
}

/* ---- connections --------------------------------------------------------*/

static struct provider_peer *peer_get(struct provider *p,
                                      const struct node_id *id)
{
    struct provider_peer *peer = map_get(&p->peers, id);

    if (peer != NULL)
        return peer;
    peer = calloc(1, sizeof *peer);
    if (peer == NULL)
        return NULL;
    peer->id = *id;
    if (map_set(&p->peers, id, peer) != ERR_OK) {
        free(peer);
        return NULL;
    }
    return peer;
}

static void peer_put(struct provider *p, struct provider_peer *peer)
{
    if (peer == NULL || peer->conns > 0)
        return;
    assert(peer->serving == 0 && peer->observing == 0);
    map_remove(&p->peers, &peer->id);
    free(peer);
}

static void on_stream(struct conn *c, struct stream *s, void *arg)
{
    struct provider_conn *pc = arg;

    if (answer_new(pc->provider, pc, s) != ERR_OK)
        stream_reset(s, ANSWER_LIMIT);
}

static void on_conn_closed(struct conn *c, const struct conn_end *end,
                           void *arg)
{
    struct provider_conn *pc = arg;
    struct provider *p = pc->provider;

    map_remove(&p->conns, &pc->conn);
    pc->peer->conns--;
    peer_put(p, pc->peer);
    free(pc);
}

static const struct conn_ops provider_conn_ops = {
    .stream = on_stream,
    .closed = on_conn_closed,
};

static void set_name(struct provider_conn *pc)
{
    char id[NODE_ID_SHORT_SIZE];
    char at[ADDR_TEXT_SIZE];
    struct addr remote;

    conn_remote(pc->conn, &remote);
    node_id_short(conn_peer(pc->conn), id);
    addr_format(&remote, at);
    snprintf(pc->name, sizeof pc->name, "%s at %s", id, at);
}

static enum err add_conn(struct provider *p, struct conn *c)
{
    struct provider_conn *pc = calloc(1, sizeof *pc);
    enum err e = ERR_NOMEM;

    if (pc == NULL)
        return ERR_NOMEM;
    pc->provider = p;
    pc->conn = c;
    pc->peer = peer_get(p, conn_peer(c));
    if (pc->peer != NULL)
        e = map_set(&p->conns, &c, pc);
    if (e != ERR_OK) {
        peer_put(p, pc->peer);
        free(pc);
        return e;
    }
    pc->peer->conns++;
    set_name(pc);
    conn_set_ops(c, &provider_conn_ops, pc);
    return ERR_OK;
}

void provider_serve(struct provider *p, struct conn *c)
{
    if (!conn_is_open(c) || map_get(&p->conns, &c) != NULL)
        return;
    if (add_conn(p, c) != ERR_OK)
        log_error(LOG_BLOBS, "serve a connection: %s", err_text(ERR_NOMEM));
}

/* ---- life ---------------------------------------------------------------*/

enum err provider_new(const struct provider_config *cfg, struct provider **out)
{
    struct provider *p = calloc(1, sizeof *p);
    enum err e;

    if (p == NULL)
        return ERR_NOMEM;
    p->cfg = *cfg;
    map_init(&p->conns, sizeof(struct conn *), SIZE_MAX);
    map_init(&p->peers, NODE_ID_LEN, SIZE_MAX);
    list_init(&p->answers);
    list_init(&p->waiting);
    e = timer_new(cfg->loop, on_tick, p, &p->tick);
    if (e != ERR_OK) {
        provider_free(p);
        return e;
    }
    *out = p;
    return ERR_OK;
}

void provider_free(struct provider *p)
{
    if (p == NULL)
        return;
    assert(p->conns.len == 0 && p->peers.len == 0);
    assert(p->serving == 0 && p->observing == 0 && p->waiting_len == 0);
    assert(p->request_bytes == 0);
    timer_free(p->tick);
    map_clear(&p->conns);
    map_clear(&p->peers);
    free(p);
}
