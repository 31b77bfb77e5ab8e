/* What the sources of a swarm hold: one watch per connected source, begun once
 * it is known to be worth it - the blob is large, or somebody lacks some. */
#include "blobs/blobs_int.h"
#include "blobs/fetch_int.h"
#include "blobs/holds_watch.h"
#include "quic/conn.h"

/* The groups stay in the watch for the step: nothing waits, since a watch
 * tells from a timer of its own. */
static void on_holds(const struct ranges *groups, void *arg)
{
    struct fetch_watch *fw = arg;

    fetch_feed(fw->fetch, (struct fetch_event){.kind = FETCH_HOLDS,
                                               .source = fw->source,
                                               .units = groups});
}

/* A source that cannot be watched is asked in hope. */
void fetch_holds_begin(struct fetch *f, size_t source)
{
    struct fetch_watch *fw = &f->watch[source];
    struct holds_watch_config cfg = {
        .loop = fetch_loop(f),
        .conn = f->cfg.sources->at[source]->conn,
        .hash = f->cfg.hash,
        .fn = on_holds,
        .arg = fw,
    };

    if (!f->is_watching || f->core.is_done)
        return;
    fetch_holds_end(f, source);
    if (cfg.conn != NULL && conn_is_open(cfg.conn))
        fw->is_refused = holds_watch_new(&cfg, &fw->watch) == ERR_AGAIN;
}

void fetch_holds_end(struct fetch *f, size_t source)
{
    struct fetch_watch *fw = &f->watch[source];

    holds_watch_free(fw->watch);
    fw->watch = NULL;
    fw->is_refused = false;
}

void fetch_holds_again(struct fetch *f)
{
    for (size_t i = 0; i < f->core.sources; i++)
        if (f->watch[i].is_refused)
            fetch_holds_begin(f, i);
}

bool fetch_holds_refused(const struct fetch *f)
{
    for (size_t i = 0; i < f->core.sources; i++)
        if (f->watch[i].is_refused)
            return true;
    return false;
}

void fetch_watch(struct fetch *f)
{
    if (f->is_watching || !f->cfg.is_swarm)
        return;
    f->is_watching = true;
    for (size_t i = 0; i < f->core.sources; i++)
        fetch_holds_begin(f, i);
}
