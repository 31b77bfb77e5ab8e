/* go_on() is called whenever something that was waited for has come: the
 * root, a child's look-up, a check, room in the stream, its turn. It goes as far as it
 * can and ends the answer at the first thing that cannot be had. */
#include "blobs/get_answer.h"

#include <stdlib.h>

#include "blobs/blobs_limits.h"
#include "blobs/limits.h"
#include "blobs/lookahead.h"
#include "blobs/range_seq.h"
#include "blobs/request.h"
#include "blobs/sender.h"
#include "quic/conn.h"
#include "quic/stream.h"
#include "store/store.h"

struct get_answer {
    struct get_answer_config cfg;
    struct lookahead *children; /* NULL: only the root is wanted */
    struct blob *root;          /* until it is begun */
    bool is_waiting;            /* for the root's look-up */
    bool is_dead;               /* freed while it is */
    bool is_over;
    struct limit_flow flow;
    struct sender sender;
};

static void go_on(void *arg);

static enum err open_flow(struct get_answer *g)
{
    struct conn *c = stream_conn(g->cfg.stream);
    struct addr remote;

    conn_remote(c, &remote);
    return limit_flow_open(g->cfg.limits, &g->flow, LIMIT_UP, conn_peer(c),
                           &remote, NULL, go_on, g);
}

enum err get_answer_new(const struct get_answer_config *cfg,
                        struct get_answer **out)
{
    struct get_answer *g = calloc(1, sizeof *g);

    if (g == NULL)
        return ERR_NOMEM;
    g->cfg = *cfg;
    if (open_flow(g) != ERR_OK) {
        free(g);
        return ERR_NOMEM;
    }
    sender_init(&g->sender, cfg->stream, &g->flow, cfg->workers, cfg->works,
                go_on, g);
    *out = g;
    return ERR_OK;
}

void get_answer_free(struct get_answer *g)
{
    if (g == NULL)
        return;
    sender_clear(&g->sender);
    limit_flow_close(&g->flow);
    lookahead_free(g->children);
    g->children = NULL;
    blob_unref(g->root);
    g->root = NULL;
    g->is_dead = true;
    if (!g->is_waiting)
        free(g);
}

uint64_t get_answer_bytes(const struct get_answer *g)
{
    return g->sender.bytes;
}

static void finish(struct get_answer *g, enum err e)
{
    if (e == ERR_OK || e == ERR_NOT_FOUND) {
        enum err flushed = sender_flush(&g->sender);

        e = flushed != ERR_OK ? flushed : e;
    }
    g->is_over = true;
    g->cfg.done(e, g->cfg.arg);
}

/* The chunks asked for at a position; NULL for none. */
static const struct ranges *wanted(const struct get_answer *g,
                                   uint64_t position)
{
    const struct ranges *set;
    uint64_t at = position;

    if (!range_seq_next(&g->cfg.request->seq, &at, &set) || at != position)
        return NULL;
    return set;
}

/* Begin the next blob. ERR_CLOSED: there is none. */
static enum err begin_next(struct get_answer *g)
{
    struct blob *b = g->root;
    uint64_t position = 0;
    enum err e;

    g->root = NULL;
    if (b == NULL && g->children == NULL)
        return ERR_CLOSED;
    if (b == NULL) {
        e = lookahead_next(g->children, &position, &b);
        if (e != ERR_OK)
            return e;
    }
    return sender_begin(&g->sender, b, wanted(g, position));
}

static enum err step(struct get_answer *g)
{
    return sender_is_busy(&g->sender) ? sender_pump(&g->sender) : begin_next(g);
}

static void go_on(void *arg)
{
    struct get_answer *g = arg;
    enum err e = ERR_OK;

    if (g->is_over || g->is_waiting)
        return;
    while (e == ERR_OK)
        e = step(g);
    /* Whatever is waited for, what is ready may go. */
    if (e == ERR_AGAIN)
        e = sender_flush(&g->sender);
    if (e != ERR_OK)
        finish(g, e == ERR_CLOSED ? ERR_OK : e);
}

/* ---- the root -----------------------------------------------------------*/

static enum err look_ahead(struct get_answer *g, struct blob *sequence)
{
    const struct request *r = g->cfg.request;
    struct lookahead_config cfg = {
        .store = g->cfg.store,
        .workers = g->cfg.workers,
        .works = g->cfg.works,
        .seq = &r->seq,
        .first = sequence != NULL ? 1 : 0,
        .hashes = r->hashes,
        .hashes_len = r->hashes_len,
        .sequence = sequence,
        .wake = go_on,
        .arg = g,
    };

    return lookahead_new(&cfg, &g->children);
}

/* The root is held: which of it, and which of its children, can be served?
 * Children need the whole of it. Something that is no hash sequence is not
 * answered at all when children are asked for, as with iroh 0.35. */
static enum err take_root(struct get_answer *g, struct blob *b)
{
    bool is_proven;
    bool is_plain = range_seq_is_root_only(&g->cfg.request->seq);
    enum err e = ERR_OK;

    if (!is_plain && blob_size(b, &is_proven) % HASH_SIZE != 0)
        return ERR_NOT_FOUND;
    if (!is_plain && blob_is_complete(b))
        e = look_ahead(g, b);
    if (e == ERR_OK && wanted(g, 0) != NULL)
        g->root = blob_ref(b);
    return e;
}

static void on_root(enum err e, struct blob *b, void *arg)
{
    struct get_answer *g = arg;

    g->is_waiting = false;
    if (g->is_dead) {
        blob_unref(b);
        free(g);
        return;
    }
    if (e == ERR_OK) {
        e = take_root(g, b);
        blob_unref(b);
    }
    if (e == ERR_OK)
        go_on(g);
    else
        finish(g, e);
}

static void start_get(struct get_answer *g)
{
    const struct request *r = g->cfg.request;
    struct blob *b = store_peek(g->cfg.store, &r->hash);

    if (b != NULL) {
        on_root(ERR_OK, b, g);
        return;
    }
    g->is_waiting = true;
    store_get(g->cfg.store, &r->hash, on_root, g);
}

void get_answer_start(struct get_answer *g)
{
    const struct request *r = g->cfg.request;
    const struct ranges *set;
    uint64_t position = 0;
    enum err e;

    if (!range_seq_next(&r->seq, &position, &set)) {
        finish(g, ERR_OK);
    } else if (r->kind == REQUEST_GET) {
        start_get(g);
    } else if (r->hashes_len == 0) {
        finish(g, ERR_OK);
    } else {
        e = look_ahead(g, NULL);
        if (e == ERR_OK)
            go_on(g);
        else
            finish(g, e);
    }
}

void get_answer_writable(struct get_answer *g)
{
    go_on(g);
}
