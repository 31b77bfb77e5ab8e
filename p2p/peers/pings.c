/* A run sends the next ping when the last one has come back. The first
 * BURST go as fast as the way allows, the rest so that a peer's ceiling of
 * frames is not met. */
#include "peers/pings.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "peers/peers_int.h"
#include "quic/conn.h"

#define BURST (NODE_FRAMES_BURST / 2)
#define PAUSE_MS (2 * 1000 / NODE_FRAMES_PER_S)

struct ping_run {
    struct list node; /* pings.runs */
    struct peers *peers;
    uint64_t conn; /* number of the link; 0: none */
    uint32_t count;
    size_t size;
    uint64_t token; /* of the ping that is out */
    uint64_t sent_ns, sum_us;
    struct peers_pings r;
    struct timer *deadline, *pause;
    bool is_out; /* a ping is */
    bool is_over;
    enum err err;
    peers_ping_fn *done;
    void *arg;
};

void pings_init(struct pings *pi)
{
    *pi = (struct pings){.last_token = rng_u64()};
    list_init(&pi->runs);
}

static void end(struct ping_run *run, enum err e)
{
    if (run->is_over)
        return;
    run->is_over = true;
    run->err = e;
    timer_stop(run->deadline);
    timer_stop(run->pause);
    peers_tell_soon(run->peers);
}

/* Bytes that follow from the token. */
static void fill(uint64_t token, uint8_t *out, size_t len)
{
    for (size_t i = 0; i < len; i++)
        out[i] = (uint8_t)((token >> (i % 8 * 8)) + i);
}

static void send_ping(struct ping_run *run)
{
    struct peers *p = run->peers;
    struct link *l = link_find(p, run->conn);
    uint8_t payload[NODE_PAYLOAD_MAX];
    struct node_ping ping = {
        .token = ++p->pings.last_token, .payload = payload, .len = run->size};
    struct buf frame;
    enum err e;

    if (l == NULL || l->is_over) {
        end(run, ERR_CLOSED);
        return;
    }
    fill(ping.token, payload, run->size);
    buf_init(&frame, NODE_FRAME_MAX);
    e = node_write_ping(&frame, NODE_MSG_PING, &ping);
    if (e == ERR_OK) {
        run->token = ping.token;
        run->is_out = true;
        run->r.sent++;
        p->pings.sent++;
        p->pings.sent_bytes += frame.len;
        run->sent_ns = clock_mono_ns();
        link_send(l, frame.ptr, frame.len);
    } else {
        end(run, e);
    }
    buf_clear(&frame);
}

static void on_pause(struct timer *t, void *arg)
{
    (void)t;
    send_ping(arg);
}

static void on_deadline(struct timer *t, void *arg)
{
    (void)t;
    end(arg, ERR_TIMEOUT);
}

/* ---- answers ------------------------------------------------------------*/

void pings_look(struct pings *pi, const struct link *l,
                const struct node_frame *f)
{
    struct node_ping pong;

    pi->payload = NULL;
    pi->payload_len = 0;
    if (f->type != NODE_MSG_PONG || list_is_empty(&pi->runs) ||
        node_read_ping(f, &pong) != ERR_OK)
        return;
    pi->payload = pong.payload;
    pi->payload_len = pong.len;
}

static bool is_same(const struct pings *pi, const struct ping_run *run)
{
    uint8_t want[NODE_PAYLOAD_MAX];

    fill(run->token, want, run->size);
    return pi->payload_len == run->size &&
           (run->size == 0 || memcmp(pi->payload, want, run->size) == 0);
}

static void note(struct ping_run *run, uint64_t us)
{
    struct peers_pings *r = &run->r;

    run->is_out = false;
    r->received++;
    run->sum_us += us;
    r->mean_us = run->sum_us / r->received;
    if (r->received == 1 || us < r->min_us)
        r->min_us = us;
    if (us > r->max_us)
        r->max_us = us;
    if (!is_same(&run->peers->pings, run))
        r->is_in_order = false;
}

static void go_on(struct ping_run *run)
{
    if (run->r.received >= run->count)
        end(run, ERR_OK);
    else if (run->r.sent < BURST)
        send_ping(run);
    else
        timer_start(run->pause, PAUSE_MS);
}

void pings_pong(struct peers *p, uint64_t conn, uint64_t token)
{
    uint64_t now_ns = clock_mono_ns();

    LIST_FOREACH (it, tmp, &p->pings.runs) {
        struct ping_run *run = LIST_ENTRY(it, struct ping_run, node);

        if (run->is_over || run->conn != conn || !run->is_out ||
            run->token != token)
            continue;
        note(run, (now_ns - run->sent_ns) / 1000);
        go_on(run);
        return;
    }
}

void pings_link_gone(struct pings *pi, uint64_t conn)
{
    LIST_FOREACH (it, tmp, &pi->runs) {
        struct ping_run *run = LIST_ENTRY(it, struct ping_run, node);

        if (run->conn == conn)
            end(run, ERR_CLOSED);
    }
}

/* ---- asking -------------------------------------------------------------*/

static struct link *any_link(const struct peers *p, const struct node_id *id)
{
    LIST_FOREACH (it, tmp, &p->links) {
        struct link *l = LIST_ENTRY(it, struct link, node);

        if (!l->is_over && node_id_equal(&l->id, id))
            return l;
    }
    return NULL;
}

/* What QUIC has measured stands for all of them. */
static void take_quic(struct ping_run *run, const struct link *l)
{
    struct conn_stats st;

    conn_get_stats(l->conn, &st);
    run->r = (struct peers_pings){.sent = run->count,
                                  .received = run->count,
                                  .is_in_order = true,
                                  .is_quic = true,
                                  .min_us = st.rtt_min_ns / 1000,
                                  .mean_us = st.rtt_ns / 1000,
                                  .max_us = st.rtt_ns / 1000};
    end(run, ERR_OK);
}

static void start(struct ping_run *run, const struct node_id *id)
{
    struct peers *p = run->peers;
    const struct peer *peer = core_peer(p->core, id);
    struct link *l = any_link(p, id);

    if (peer == NULL) {
        end(run, ERR_NOT_FOUND);
    } else if (peer->state != PEER_CONNECTED || l == NULL) {
        end(run, ERR_UNREACHABLE);
    } else if (peer->conn == 0) {
        take_quic(run, l);
    } else {
        run->conn = peer->conn;
        send_ping(run);
    }
}

static void free_run(struct ping_run *run)
{
    timer_free(run->deadline);
    timer_free(run->pause);
    free(run);
}

static struct ping_run *new_run(struct peers *p)
{
    struct ping_run *run = calloc(1, sizeof *run);

    if (run == NULL)
        return NULL;
    run->peers = p;
    if (timer_new(p->cfg.loop, on_deadline, run, &run->deadline) != ERR_OK ||
        timer_new(p->cfg.loop, on_pause, run, &run->pause) != ERR_OK) {
        free_run(run);
        return NULL;
    }
    return run;
}

void peers_ping(struct peers *p, const struct node_id *id, uint32_t count,
                size_t size, uint64_t timeout_ms, peers_ping_fn *done,
                void *arg)
{
    struct ping_run *run = new_run(p);
    struct peers_pings none = {0};

    if (run == NULL) {
        done(ERR_NOMEM, &none, arg);
        return;
    }
    run->count = count > 0 ? count : 1;
    run->size = size <= NODE_PAYLOAD_MAX ? size : NODE_PAYLOAD_MAX;
    run->r.is_in_order = true;
    run->done = done;
    run->arg = arg;
    list_push_back(&p->pings.runs, &run->node);
    timer_start(run->deadline, timeout_ms);
    start(run, id);
}

/* ---- ending -------------------------------------------------------------*/

void pings_tell(struct peers *p)
{
    LIST_FOREACH (it, tmp, &p->pings.runs) {
        struct ping_run *run = LIST_ENTRY(it, struct ping_run, node);

        if (!run->is_over)
            continue;
        list_remove(&run->node);
        run->done(run->err, &run->r, run->arg);
        free_run(run);
    }
}

void pings_close(struct peers *p, bool now)
{
    LIST_FOREACH (it, tmp, &p->pings.runs) {
        end(LIST_ENTRY(it, struct ping_run, node), ERR_CLOSED);
    }
    if (now)
        pings_tell(p);
}
