#include "node_p2p.h"

#include <assert.h>

#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/rng.h"
#include "blobs/blobs.h"
#include "node.h"

#define RETRY_FIRST_MS 1000
#define RETRY_MAX_MS 30000

const char *p2p_state_name(enum p2p_state s)
{
    static const char *const names[] = {
        [P2P_RUNNING] = "running",
        [P2P_STOPPED] = "stopped",
        [P2P_FAILED] = "failed",
        [P2P_DISABLED] = "disabled",
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

static bool is_same_host(const struct addr *a, const struct addr *b)
{
    struct addr with_port = *a;

    addr_set_port(&with_port, addr_port(b));
    return addr_equal(&with_port, b);
}

/* What to bind: the ports that the system chose the first time, so that peers
 * find the node again, and whatever could not be bound as the settings say. */
static void note_listen(struct node *n)
{
    const struct config_addrs *want = &n->config->p2p_listen;
    struct addr bound[QUIC_MAX_SOCKETS];
    size_t len = quic_bound(n->quic, bound, QUIC_MAX_SOCKETS), at = 0;
    struct node_p2p *p = &n->p2p;

    /* The bound ones are in the order of the settings. */
    for (size_t i = 0; i < want->len && p->listen_len == 0; i++) {
        const struct addr *w = &want->at[i];
        bool is_bound = at < len && is_same_host(w, &bound[at]) &&
                        (addr_port(w) == 0 || addr_equal(w, &bound[at]));

        p->listen[i] = is_bound ? bound[at++] : *w;
    }
    p->listen_len = want->len;
}

static enum err open_endpoint(struct node *n, struct errmsg *em)
{
    struct quic_protocol protocols[] = {blobs_protocol(n->blobs),
                                        peers_protocol(n->peers)};
    struct quic_config cfg;
    enum err e;

    fill_config(n->config, &cfg);
    if (n->p2p.listen_len > 0) {
        cfg.listen = n->p2p.listen;
        cfg.listen_len = n->p2p.listen_len;
    }
    cfg.loop = n->loop;
    cfg.key = &n->key;
    cfg.protocols = protocols;
    cfg.protocols_len = sizeof protocols / sizeof *protocols;
    cfg.watch = peers_watch(n->peers);
    cfg.is_partial_ok = true;
    e = quic_open(&cfg, &n->quic, em);
    if (e == ERR_BUSY)
        err_wrap(em, "p2p.listen (is another node running? choose another "
                     "port or stop it)");
    else if (e != ERR_OK)
        err_wrap(em, "p2p.listen");
    return e;
}

static void tell(struct node *n)
{
    if (n->watch.p2p != NULL)
        n->watch.p2p(n->watch.arg);
}

static enum err try_start(struct node *n, struct errmsg *em)
{
    enum err e = node_discovery_open(n, em);

    if (e == ERR_OK)
        e = open_endpoint(n, em);
    if (e != ERR_OK)
        return e;
    note_listen(n);
    if (*quic_unbound(n->quic) != '\0')
        log_warn(LOG_NODE, "p2p.listen: not bound: %s", quic_unbound(n->quic));
    blobs_attach(n->blobs, n->quic);
    node_peers_attach(n);
    return ERR_OK;
}

/* It is tried again until it works or nobody wants it any more. */
static void start_failed(struct node *n, enum err e, const struct errmsg *em)
{
    struct peers_task_state *s = &n->p2p.starts;

    n->p2p.error = *em;
    if (em->text[0] == '\0')
        err_set(&n->p2p.error, "%s", err_text(e));
    s->errors++;
    s->last_error_ms = clock_wall_ms();
    snprintf(s->last_error, sizeof s->last_error, "%.255s", n->p2p.error.text);
    timer_start(n->p2p.retry, backoff_fail(&n->p2p.backoff, rng_u64()));
}

/* Not while an endpoint is closing. */
static enum err start(struct node *n, struct errmsg *em)
{
    struct node_p2p *p = &n->p2p;
    enum err e;

    assert(!p->is_closing);
    p->is_wanted = true;
    if (n->quic != NULL)
        return ERR_OK;
    p->starts.runs++;
    p->starts.last_run_ms = clock_wall_ms();
    e = try_start(n, em);
    if (e == ERR_OK) {
        p->error.text[0] = '\0';
        backoff_reset(&p->backoff);
        timer_stop(p->retry);
    } else {
        start_failed(n, e, em);
    }
    tell(n);
    return e;
}

static void on_retry(struct timer *t, void *arg)
{
    struct node *n = arg;
    struct errmsg em = {0};

    (void)t;
    if (n->quic != NULL || n->p2p.is_closing || !n->p2p.is_wanted)
        return;
    if (start(n, &em) == ERR_OK)
        log_info(LOG_NODE, "p2p is on");
}

enum err node_p2p_open(struct node *n, struct errmsg *em)
{
    struct errmsg why = {0};
    enum err e = node_peers_open(n, em);

    backoff_init(&n->p2p.backoff, RETRY_FIRST_MS, RETRY_MAX_MS);
    if (e == ERR_OK)
        e = timer_new(n->loop, on_retry, n, &n->p2p.retry);
    if (e == ERR_OK)
        e = node_discovery_open(n, em);
    if (e == ERR_OK && start(n, &why) != ERR_OK)
        log_error(LOG_NODE, "cannot start p2p, going on without: %s",
                  n->p2p.error.text);
    return e;
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
    node_peers_detach(n);
    n->quic = NULL;
    blobs_attach(n->blobs, NULL);
    n->p2p.is_closing = true;
    quic_close(q, on_closed, n);
    tell(n);
}

/* Nobody wants it any more, whether it runs or not. */
static void stop(struct node *n)
{
    if (n->p2p.retry != NULL)
        timer_stop(n->p2p.retry);
    n->p2p.error.text[0] = '\0';
    backoff_reset(&n->p2p.backoff);
    if (n->quic != NULL)
        close_endpoint(n);
    node_discovery_close(n);
}

/* ---- wishes -------------------------------------------------------------*/

static enum err start_again(struct node *n, struct errmsg *em)
{
    bool was_off = n->quic == NULL;
    enum err e;

    if (n->p2p.is_ending)
        return ERR_CLOSED;
    e = start(n, em);
    if (e != ERR_OK)
        log_error(LOG_NODE, "cannot start p2p: %s", em->text);
    else if (was_off)
        log_info(LOG_NODE, "p2p is on");
    return e;
}

/* There is no endpoint to close, but discovery, and attempts to come. */
static void stop_failed(struct node *n)
{
    bool was_on = n->discovery != NULL;

    stop(n);
    if (was_on)
        tell(n);
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
            stop(n);
            continue;
        }
        if (w->run)
            e = start_again(n, &w->em);
        else
            stop_failed(n);
        list_remove(&w->node);
        w->done(w, e);
    }
}

void node_p2p_wish(struct node *n, struct p2p_wish *w)
{
    if (n->peers == NULL) {
        w->done(w, ERR_CLOSED);
        return;
    }
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
    stop(n);
    while (n->p2p.is_closing)
        loop_run_once(n->loop, 100);
    assert(list_is_empty(&n->p2p.wishes));
    timer_free(n->p2p.retry);
    n->p2p.retry = NULL;
}

/* ---- looking ------------------------------------------------------------*/

enum p2p_state node_p2p_state(const struct node *n)
{
    if (n->peers == NULL)
        return P2P_DISABLED;
    if (n->quic != NULL)
        return P2P_RUNNING;
    return n->p2p.is_wanted ? P2P_FAILED : P2P_STOPPED;
}

const char *node_p2p_error(const struct node *n)
{
    return node_p2p_state(n) == P2P_FAILED ? n->p2p.error.text : "";
}

const char *node_p2p_not_bound(const struct node *n)
{
    return n->quic != NULL ? quic_unbound(n->quic) : "";
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
