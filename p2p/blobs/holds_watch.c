/* Bytes are gathered until an item is whole; items are added to what was held
 * as they come, and a timer hands out the sum, so that a peer which sends many
 * small ones costs no more than one that sends few. */
#include "blobs/holds_watch.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/loop.h"
#include "base/ranges.h"
#include "blobs/blobs_limits.h"
#include "blobs/observe_item.h"
#include "blobs/request.h"
#include "crypto/tree.h"
#include "quic/conn.h"
#include "quic/stream.h"

struct holds_watch {
    struct holds_watch_config cfg;
    struct stream *stream; /* NULL: over */
    struct timer *timer;
    struct buf bytes;     /* of an item that is not whole */
    struct ranges chunks; /* held, by all items so far */
    struct ranges groups; /* the same in groups, as last told */
    bool is_told;         /* something was */
    bool is_everything;   /* or not to be known */
};

/* ---- telling ------------------------------------------------------------*/

static bool has_end(const struct holds_watch *w)
{
    const struct ranges *c = &w->chunks;

    return c->len > 0 && c->at[c->len - 1].end == UINT64_MAX;
}

/* Whole groups of these chunks; the last one may have fewer than others, but
 * then the set is without end. */
static enum err find_groups(struct holds_watch *w)
{
    enum err e = ERR_OK;

    ranges_clear(&w->groups);
    if (!has_end(w))
        return ERR_OK;
    for (size_t i = 0; e == ERR_OK && i < w->chunks.len; i++) {
        const struct range *r = &w->chunks.at[i];
        uint64_t begin =
            r->begin / TREE_GROUP_CHUNKS + (r->begin % TREE_GROUP_CHUNKS != 0);

        e = ranges_add(&w->groups, begin,
                       r->end == UINT64_MAX ? UINT64_MAX
                                            : r->end / TREE_GROUP_CHUNKS);
    }
    return e;
}

static void let_go(struct holds_watch *w)
{
    struct stream *s = w->stream;

    w->stream = NULL;
    if (s == NULL)
        return;
    stream_set_ops(s, NULL, NULL);
    stream_reset(s, 0);
    stream_stop(s, 0);
}

static void on_timer(struct timer *t, void *arg)
{
    struct holds_watch *w = arg;

    w->is_everything =
        w->is_everything || ranges_has_all(&w->chunks, 0, UINT64_MAX);
    if (!w->is_everything && find_groups(w) != ERR_OK)
        w->is_everything = true;
    if (w->is_everything)
        let_go(w);
    w->is_told = true;
    w->cfg.fn(w->is_everything ? NULL : &w->groups, w->cfg.arg);
}

/* The first word at once, what follows together. */
static void tell(struct holds_watch *w)
{
    if (!timer_is_active(w->timer))
        timer_start(w->timer, w->is_told ? HOLDS_PAUSE_MS : 0);
}

static void give_up(struct holds_watch *w)
{
    w->is_everything = true;
    let_go(w);
    tell(w);
}

/* ---- items --------------------------------------------------------------*/

static enum err add_item(struct holds_watch *w, const struct ranges *more)
{
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < more->len; i++)
        e = ranges_add(&w->chunks, more->at[i].begin, more->at[i].end);
    return w->chunks.len > HOLDS_MAX_RANGES ? ERR_TOO_LARGE : e;
}

static enum err take_item(struct holds_watch *w, struct cursor *c)
{
    struct ranges more;
    uint64_t size; /* the end of the set says all that matters */
    enum err e;

    ranges_init(&more);
    e = observe_item_read(c, &size, &more);
    if (e == ERR_OK)
        e = add_item(w, &more);
    ranges_clear(&more);
    return e;
}

static enum err take_items(struct holds_watch *w)
{
    struct cursor c;
    enum err e = ERR_OK;

    cursor_init(&c, w->bytes.ptr, w->bytes.len);
    while (e == ERR_OK && cursor_left(&c) > 0) {
        e = take_item(w, &c);
        if (e == ERR_OK)
            tell(w);
    }
    buf_drop_front(&w->bytes, w->bytes.len - cursor_left(&c));
    return e == ERR_AGAIN ? ERR_OK : e;
}

/* ---- the stream ---------------------------------------------------------*/

static void on_data(struct stream *s, const uint8_t *bytes, size_t len,
                    bool fin, void *arg)
{
    struct holds_watch *w = arg;
    enum err e = ERR_OK;

    stream_consume(s, len);
    if (len > 0)
        e = buf_add(&w->bytes, bytes, len);
    if (e == ERR_OK)
        e = take_items(w);
    if (e != ERR_OK || fin)
        give_up(w);
}

static void on_reset(struct stream *s, uint64_t code, void *arg)
{
    give_up(arg);
}

/* With the connection goes the watch; another begins with the next. */
static void on_closed(struct stream *s, enum err err, void *arg)
{
    struct holds_watch *w = arg;

    w->stream = NULL;
    if (err == ERR_OK)
        give_up(w);
}

static const struct stream_ops holds_ops = {
    .data = on_data,
    .reset = on_reset,
    .closed = on_closed,
};

/* ---- life ---------------------------------------------------------------*/

static enum err ask(struct holds_watch *w)
{
    struct buf request;
    enum err e;

    buf_init(&request, REQUEST_MAX);
    e = request_write_observe(&request, &w->cfg.hash);
    if (e == ERR_OK)
        e = conn_open_stream(w->cfg.conn, &holds_ops, w, &w->stream);
    if (e == ERR_OK)
        e = stream_send_copy(w->stream, request.ptr, request.len);
    if (e == ERR_OK)
        stream_finish(w->stream);
    buf_clear(&request);
    return e;
}

enum err holds_watch_new(const struct holds_watch_config *cfg,
                         struct holds_watch **out)
{
    struct holds_watch *w = calloc(1, sizeof *w);
    enum err e;

    if (w == NULL)
        return ERR_NOMEM;
    w->cfg = *cfg;
    buf_init(&w->bytes, HOLDS_MAX_BYTES);
    ranges_init(&w->chunks);
    ranges_init(&w->groups);
    e = timer_new(cfg->loop, on_timer, w, &w->timer);
    if (e == ERR_OK)
        e = ask(w);
    if (e != ERR_OK) {
        holds_watch_free(w);
        return e;
    }
    *out = w;
    return ERR_OK;
}

void holds_watch_free(struct holds_watch *w)
{
    if (w == NULL)
        return;
    let_go(w);
    timer_free(w->timer);
    buf_clear(&w->bytes);
    ranges_clear(&w->chunks);
    ranges_clear(&w->groups);
    free(w);
}
