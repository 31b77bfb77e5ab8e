/* A dial outlives its cancelling: quic answers each once, and one that nobody
 * waits for any more changes nothing. */
#include "peers/dials.h"

#include <stdlib.h>

#include "base/log.h"
#include "peers/peers_int.h"
#include "quic/conn.h"

struct peer_dial {
    struct list node;    /* peers.dials; on none when nobody waits */
    struct peers *peers; /* NULL: nobody waits */
    struct node_id id;
    struct dial *dial; /* NULL: it could not be begun */
    bool is_node;
    struct defer defer; /* for that */
    enum err err;
};

static void log_failure(const struct peer_dial *d, enum err e, const char *text)
{
    char id[NODE_ID_SHORT_SIZE];

    if (!log_enabled(LOG_DEBUG))
        return;
    node_id_short(&d->id, id);
    log_debug(LOG_PEERS, "peer %s: cannot connect: %s: %s", id, err_text(e),
              text);
}

static void failed(struct peers *p, const struct peer_dial *d, enum err e,
                   const char *text)
{
    struct core_event ev = {.kind = CORE_DIAL_FAILED,
                            .id = d->id,
                            .err = e,
                            .text = text != NULL ? text : err_text(e)};

    log_failure(d, e, ev.text);
    peers_task_ran(p, PEERS_TASK_DIAL, e, ev.text);
    peers_step(p, &ev);
}

static void note_path(struct peers *p, const struct conn *c, bool in_vain)
{
    struct addr remote;

    conn_remote(c, &remote);
    p->path_selected[addr_is_v6(&remote) ? RECORD_PATH_IPV6
                                         : RECORD_PATH_IPV4]++;
    p->path_fallbacks += in_vain;
}

static void on_dialled(struct conn *c, enum err status, const struct errmsg *em,
                       void *arg)
{
    struct peer_dial *d = arg;
    struct peers *p = d->peers;

    list_remove(&d->node);
    if (p != NULL && status == ERR_OK) {
        note_path(p, c, em->text[0] != '\0');
        peers_task_ran(p, PEERS_TASK_DIAL, ERR_OK, NULL);
        if (!link_dialled(p, c))
            failed(p, d, ERR_CLOSED, "it closed at once");
    } else if (p != NULL) {
        failed(p, d, status, em->text);
    }
    conn_unref(c);
    free(d);
}

static void on_not_begun(struct defer *defer)
{
    struct peer_dial *d = LIST_ENTRY(defer, struct peer_dial, defer);
    struct peers *p = d->peers;

    list_remove(&d->node);
    failed(p, d, d->err, NULL);
    free(d);
}

static enum err begin(struct peers *p, struct peer_dial *d,
                      const struct core_action *a)
{
    const char *alpn = a->is_node ? NODE_ALPN : p->cfg.iroh_alpn;

    if (p->quic == NULL)
        return ERR_CLOSED;
    if (alpn == NULL)
        return ERR_REFUSED;
    return quic_dial(p->quic, &a->id, a->addrs, a->addrs_len, alpn,
                     p->cfg.dial_ms, on_dialled, d, &d->dial);
}

/* Without memory for it the core gives the dial up when its time is over. */
void dial_start(struct peers *p, const struct core_action *a)
{
    struct peer_dial *d = calloc(1, sizeof *d);

    if (d == NULL)
        return;
    d->peers = p;
    d->id = a->id;
    d->is_node = a->is_node;
    list_push_back(&p->dials, &d->node);
    d->err = begin(p, d, a);
    if (d->err == ERR_OK)
        return;
    d->dial = NULL;
    d->defer.fn = on_not_begun;
    loop_defer(p->cfg.loop, &d->defer);
}

static void drop(struct peers *p, struct peer_dial *d)
{
    list_remove(&d->node);
    if (d->dial == NULL) {
        loop_defer_cancel(&d->defer);
        free(d);
        return;
    }
    d->peers = NULL;
    quic_dial_cancel(d->dial);
}

void dial_stop(struct peers *p, const struct node_id *id)
{
    LIST_FOREACH (it, tmp, &p->dials) {
        struct peer_dial *d = LIST_ENTRY(it, struct peer_dial, node);

        if (node_id_equal(&d->id, id))
            drop(p, d);
    }
}

void dials_drop(struct peers *p)
{
    LIST_FOREACH (it, tmp, &p->dials) {
        drop(p, LIST_ENTRY(it, struct peer_dial, node));
    }
}
