/* The connections of a fetch. */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "blobs/blobs_int.h"
#include "blobs/fetch_int.h"
#include "blobs/provider.h"
#include "quic/conn.h"
#include "quic/quic.h"

static const char *reason(const struct fetch *f, enum err e,
                          const struct errmsg *em)
{
    if (e == ERR_CLOSED && f->cfg.blobs->quic == NULL)
        return "p2p is off";
    return em != NULL && em->text[0] != '\0' ? em->text : err_text(e);
}

static void not_connected(struct fetch *f, size_t source, enum err e,
                          const struct errmsg *em)
{
    struct source *s = f->cfg.sources->at[source];
    char what[200];

    if (e == ERR_AUTH)
        snprintf(what, sizeof what, "answered as another node: %.150s",
                 reason(f, e, em));
    else
        snprintf(what, sizeof what, "cannot connect: %.150s", reason(f, e, em));
    source_fail(s, e, what);
    log_info(LOG_BLOBS, "fetch: %s", s->info.error);
    fetch_feed(f, (struct fetch_event){
                      .kind = FETCH_NOT_CONNECTED, .source = source, .err = e});
}

static void on_dialled(struct conn *c, enum err status, const struct errmsg *em,
                       void *arg)
{
    struct fetch_dial *d = arg;
    struct fetch *f = d->fetch;
    size_t source = d->source;
    struct source *s;

    free(d);
    if (f == NULL) {
        if (status == ERR_OK)
            conn_unref(c);
        return;
    }
    f->dials[source] = NULL;
    s = f->cfg.sources->at[source];
    s->dial = NULL;
    if (status != ERR_OK) {
        not_connected(f, source, status, em);
        return;
    }
    s->conn = c;
    s->info.state = SOURCE_IDLE;
    s->info.err = ERR_OK;
    s->info.error[0] = '\0';
    provider_serve(f->cfg.blobs->provider, c);
    fetch_feed(f,
               (struct fetch_event){.kind = FETCH_CONNECTED, .source = source});
    fetch_holds_begin(f, source);
}

/* The addresses it was given with, and those that are known by now. */
static enum err dial_everywhere(struct blobs *b, struct source *s,
                                struct fetch_dial *d)
{
    struct node_addr node = s->node;

    if (b->peers.find != NULL)
        b->peers.find(&node, b->peers.arg);
    return quic_dial(b->quic, &node.id, node.addrs, node.len, BLOBS_ALPN,
                     b->cfg.connect_timeout_ms, on_dialled, d, &s->dial);
}

static void dial_anew(struct fetch *f, size_t source)
{
    struct blobs *b = f->cfg.blobs;
    struct source *s = f->cfg.sources->at[source];
    struct fetch_dial *d = calloc(1, sizeof *d);
    enum err e = ERR_NOMEM;

    s->info.state = SOURCE_CONNECTING;
    if (d != NULL && b->quic == NULL)
        e = ERR_CLOSED;
    else if (d != NULL)
        e = dial_everywhere(b, s, d);
    if (e != ERR_OK) {
        free(d);
        not_connected(f, source, e, NULL);
        return;
    }
    d->fetch = f;
    d->source = source;
    f->dials[source] = d;
}

/* An earlier fetch of the same transfer may have left its connection. */
void fetch_dial_source(struct fetch *f, size_t source)
{
    struct source *s = f->cfg.sources->at[source];

    if (s->conn != NULL && conn_is_open(s->conn)) {
        fetch_feed(
            f, (struct fetch_event){.kind = FETCH_CONNECTED, .source = source});
        fetch_holds_begin(f, source);
        return;
    }
    source_clear(s);
    dial_anew(f, source);
}

void fetch_hang_up(struct fetch *f, size_t source)
{
    struct source *s = f->cfg.sources->at[source];

    fetch_holds_end(f, source);
    if (f->dials[source] != NULL) {
        f->dials[source]->fetch = NULL;
        f->dials[source] = NULL;
        quic_dial_cancel(s->dial);
        s->dial = NULL;
    }
    if (s->info.state == SOURCE_CONNECTING)
        s->info.state = SOURCE_IDLE;
}
