#include "blobs/blobs.h"

#include <stdlib.h>

#include "blobs/blobs_int.h"
#include "blobs/history.h"
#include "blobs/limits.h"
#include "blobs/provider.h"
#include "blobs/pull_int.h"
#include "blobs/search.h"
#include "blobs/transfer_int.h"
#include "blobs/uploads.h"
#include "quic/conn.h"

void blobs_config_defaults(struct blobs_config *cfg)
{
    *cfg = (struct blobs_config){
        .max_serving = 256,
        .max_serving_per_peer = 32,
        .max_active = 16,
        .max_history = 1000,
        .connect_timeout_ms = 4000,
        .stall_timeout_ms = 10000,
        .max_attempts = 1,
        .retry_first_ms = 1000,
        .retry_max_ms = 60000,
    };
}

enum err blobs_new(const struct blobs_config *cfg, struct blobs **out)
{
    struct blobs *b = calloc(1, sizeof *b);
    struct provider_config pc = {
        .loop = cfg->loop,
        .workers = cfg->workers,
        .store = cfg->store,
        .max_serving = cfg->max_serving,
        .max_serving_per_peer = cfg->max_serving_per_peer,
    };
    enum err e;

    if (b == NULL)
        return ERR_NOMEM;
    b->cfg = *cfg;
    pc.stats = &b->stats;
    pc.works = &b->works;
    run_pool_init(&b->runs);
    pulls_init(b);
    e = transfers_init(b);
    if (e == ERR_OK)
        e = limits_new(cfg->loop, &b->limits);
    pc.limits = b->limits;
    if (e == ERR_OK)
        e = history_new(loop_now_ms(cfg->loop), &b->history);
    pc.history = b->history;
    if (e == ERR_OK)
        e = uploads_new(cfg->loop, &b->uploads);
    pc.uploads = b->uploads;
    if (e == ERR_OK)
        e = provider_new(&pc, &b->provider);
    if (e != ERR_OK) {
        blobs_free(b);
        return e;
    }
    *out = b;
    return ERR_OK;
}

static void on_accept(struct conn *c, void *arg)
{
    struct blobs *b = arg;

    provider_serve(b->provider, c);
}

struct quic_protocol blobs_protocol(struct blobs *b)
{
    return (struct quic_protocol){
        .alpn = BLOBS_ALPN, .accept = on_accept, .arg = b};
}

void blobs_attach(struct blobs *b, struct quic *q)
{
    b->quic = q;
    if (q != NULL)
        transfers_resume(b);
}

void blobs_set_peers(struct blobs *b, const struct blobs_peers *peers)
{
    b->peers = *peers;
}

void blobs_announced(struct blobs *b, const struct node_id *peer,
                     const struct hash *h)
{
    struct transfer *t = map_get(&b->owners, h);

    if (t != NULL)
        search_heard(t->search, peer);
}

void blobs_adopt(struct blobs *b, struct conn *c)
{
    provider_serve(b->provider, c);
}

void blobs_free(struct blobs *b)
{
    if (b == NULL)
        return;
    b->is_closing = true;
    pulls_clear(b);
    transfers_clear(b);
    /* What workers have in hand points into the runs. */
    while (b->works > 0)
        loop_run_once(b->cfg.loop, 10);
    provider_free(b->provider);
    uploads_free(b->uploads);
    history_free(b->history);
    limits_free(b->limits);
    run_pool_clear(&b->runs);
    free(b);
}

struct limits *blobs_limits(const struct blobs *b)
{
    return b->limits;
}

void blobs_get_stats(const struct blobs *b, struct blobs_stats *out)
{
    *out = b->stats;
    out->transfers_queued = b->queue.len + b->retrying_len;
    out->transfers_running = b->active_len;
    out->transfers_paused = b->paused_len;
}

void blobs_tick(struct blobs *b)
{
    history_tick(b->history, loop_now_ms(b->cfg.loop));
}

void blobs_get_history(const struct blobs *b, struct history_view *out)
{
    history_view(b->history, out);
}
