#include "node_p2p.h"

#include <assert.h>

#include "base/log.h"
#include "base/loop.h"
#include "blobs/blobs.h"
#include "node.h"

const char *p2p_state_name(enum p2p_state s)
{
    static const char *const names[] = {
        [P2P_RUNNING] = "running",
        [P2P_STOPPED] = "stopped",
        [P2P_FAILED] = "failed",
    };

    return names[s];
}

/* ---- starting -----------------------------------------------------------*/

static void fill_config(const struct config *c, struct quic_config *cfg)
{
    quic_config_defaults(cfg);
    cfg->listen = c->p2p_listen.at;
    cfg->listen_len = c->p2p_listen.len;
    cfg->cc = (enum quic_cc)c->p2p_congestion;
    cfg->idle_timeout_ms = c->p2p_idle_timeout_ms;
    cfg->keep_alive_ms = c->p2p_keep_alive_ms;
    cfg->handshake_timeout_ms = c->p2p_handshake_timeout_ms;
    cfg->max_conns = c->p2p_max_connections;
    cfg->max_conns_per_ip = c->p2p_max_connections_per_ip;
    cfg->retry_above = c->p2p_retry_above;
    cfg->max_streams = (uint32_t)c->p2p_max_streams;
    cfg->stream_window = c->p2p_stream_window;
    cfg->max_stream_window = c->p2p_max_stream_window;
    cfg->conn_window = c->p2p_connection_window;
    cfg->max_conn_window = c->p2p_max_connection_window;
    cfg->max_udp_payload = c->p2p_max_udp_payload;
    cfg->socket_buffer = c->p2p_socket_buffer;
}

static enum err open_endpoint(struct node *n, struct errmsg *em)
{
    struct quic_protocol protocol = blobs_protocol(n->blobs);
    struct quic_config cfg;
    enum err e;

    fill_config(n->config, &cfg);
    if (n->p2p.listen_len > 0) {
        cfg.listen = n->p2p.listen;
        cfg.listen_len = n->p2p.listen_len;
    }
    cfg.loop = n->loop;
    cfg.key = &n->key;
    cfg.protocols = &protocol;
    cfg.protocols_len = 1;
    e = quic_open(&cfg, &n->quic, em);
    if (e == ERR_BUSY)
        err_wrap(em, "p2p.listen (is another node running? choose another "
                     "port or stop it)");
    else if (e != ERR_OK)
        err_wrap(em, "p2p.listen");
    return e;
}

enum err node_p2p_start(struct node *n, struct errmsg *em)
{
    struct node_p2p *p = &n->p2p;
    enum err e;

    assert(!p->is_closing);
    p->is_wanted = true;
    if (n->quic != NULL)
        return ERR_OK;
    e = open_endpoint(n, em);
    if (e != ERR_OK)
        return e;
    p->listen_len = quic_bound(n->quic, p->listen, QUIC_MAX_SOCKETS);
    blobs_attach(n->blobs, n->quic);
    return ERR_OK;
}

/* ---- stopping -----------------------------------------------------------*/

static void add_stats(struct quic_stats *sum, const struct quic_stats *s)
{
    sum->handshakes_ok += s->handshakes_ok;
    sum->handshakes_failed += s->handshakes_failed;
    sum->retries_sent += s->retries_sent;
    sum->stateless_resets_sent += s->stateless_resets_sent;
    sum->datagrams_rx += s->datagrams_rx;
    sum->datagrams_tx += s->datagrams_tx;
    sum->bytes_rx += s->bytes_rx;
    sum->bytes_tx += s->bytes_tx;
    sum->packets_lost += s->packets_lost;
    sum->datagrams_dropped += s->datagrams_dropped;
    sum->disco_pings_rx += s->disco_pings_rx;
    sum->disco_pongs_rx += s->disco_pongs_rx;
    sum->disco_rejected += s->disco_rejected;
    sum->limits_hit += s->limits_hit;
}

static void go_on(struct node *n);

static void on_closed(void *arg)
{
    struct node *n = arg;

    n->p2p.is_closing = false;
    if (!n->p2p.is_ending)
        log_info(LOG_NODE, "p2p is off");
    go_on(n);
}

/* Nobody may use an endpoint that is closing, so it is out of sight from here
 * on, and its counters are taken now. */
static void close_endpoint(struct node *n)
{
    struct quic *q = n->quic;
    struct quic_stats last;

    quic_get_stats(q, &last);
    add_stats(&n->p2p.earlier, &last);
    n->quic = NULL;
    blobs_attach(n->blobs, NULL);
    n->p2p.is_closing = true;
    quic_close(q, on_closed, n);
}

/* ---- wishes -------------------------------------------------------------*/

static enum err start_again(struct node *n, struct errmsg *em)
{
    bool was_off = n->quic == NULL;
    enum err e;

    if (n->p2p.is_ending)
        return ERR_CLOSED;
    e = node_p2p_start(n, em);
    if (e != ERR_OK)
        log_error(LOG_NODE, "cannot start p2p: %s", em->text);
    else if (was_off)
        log_info(LOG_NODE, "p2p is on");
    return e;
}

/* The wish in front stays there while an endpoint closes for it. */
static void go_on(struct node *n)
{
    struct node_p2p *p = &n->p2p;

    while (!p->is_closing && !list_is_empty(&p->wishes)) {
        struct p2p_wish *w = LIST_ENTRY(p->wishes.next, struct p2p_wish, node);
        enum err e = ERR_OK;

        p->is_wanted = w->run;
        if (!w->run && n->quic != NULL) {
            close_endpoint(n);
            continue;
        }
        if (w->run)
            e = start_again(n, &w->em);
        list_remove(&w->node);
        w->done(w, e);
    }
}

void node_p2p_wish(struct node *n, struct p2p_wish *w)
{
    list_push_back(&n->p2p.wishes, &w->node);
    go_on(n);
}

void node_p2p_init(struct node *n)
{
    list_init(&n->p2p.wishes);
}

void node_p2p_close(struct node *n)
{
    n->p2p.is_ending = true;
    if (n->quic != NULL)
        close_endpoint(n);
    while (n->p2p.is_closing)
        loop_run_once(n->loop, 100);
    assert(list_is_empty(&n->p2p.wishes));
}

/* ---- looking ------------------------------------------------------------*/

enum p2p_state node_p2p_state(const struct node *n)
{
    if (n->quic != NULL)
        return P2P_RUNNING;
    return n->p2p.is_wanted ? P2P_FAILED : P2P_STOPPED;
}

size_t node_p2p_bound(const struct node *n, struct addr *out, size_t max)
{
    return n->quic != NULL ? quic_bound(n->quic, out, max) : 0;
}

size_t node_p2p_addresses(const struct node *n, struct addr *out, size_t max)
{
    return n->quic != NULL ? quic_addresses(n->quic, out, max) : 0;
}

void node_p2p_get_stats(const struct node *n, struct quic_stats *out)
{
    *out = (struct quic_stats){0};
    if (n->quic != NULL)
        quic_get_stats(n->quic, out);
    add_stats(out, &n->p2p.earlier);
}
