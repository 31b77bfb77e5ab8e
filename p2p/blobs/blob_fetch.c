/* The blob's handle is made only when its size is known to need one: a source
 * that does not have it leaves nothing in the store, and a blob of one group
 * goes in as a whole. */
#include "blobs/blob_fetch.h"

#include <stdlib.h>

#include "base/loop.h"
#include "blobs/blobs_int.h"
#include "blobs/fetch.h"
#include "blobs/puts.h"
#include "blobs/range_seq.h"
#include "blobs/request.h"
#include "blobs/want.h"
#include "crypto/tree.h"
#include "store/store.h"

struct blob_fetch {
    struct blob_fetch_config cfg;
    struct blob *blob; /* own reference; NULL: not yet */
    struct fetch *fetch;
    struct puts *puts;
    struct want *want; /* asked of the store */
    struct defer tell; /* that there was nothing to do */
    uint64_t held_before;
    uint64_t fetched;
    uint64_t size;
    bool size_known;
    bool is_got;  /* all came; it may not all be stored yet */
    bool is_over; /* told */
};

static void finish(struct blob_fetch *bf, enum err e, const struct errmsg *em)
{
    if (bf->is_over)
        return;
    bf->is_over = true;
    bf->cfg.done(e, em, bf->cfg.arg);
}

static void finish_if_stored(struct blob_fetch *bf)
{
    if (bf->is_got && puts_is_empty(bf->puts))
        finish(bf, ERR_OK, NULL);
}

/* ---- asking -------------------------------------------------------------*/

/* Groups as chunks; what reaches the end has none, as iroh asks. */
static enum err chunks_of(const struct blob_fetch *bf,
                          const struct ranges *groups, struct ranges *out)
{
    uint64_t end = bf->size_known ? tree_groups(bf->size) : UINT64_MAX;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < groups->len; i++) {
        const struct range *r = &groups->at[i];

        e = ranges_add(out, r->begin * TREE_GROUP_CHUNKS,
                       r->end >= end ? UINT64_MAX : r->end * TREE_GROUP_CHUNKS);
    }
    return e;
}

static enum err write_request(const struct blob_fetch *bf,
                              const struct ranges *chunks, struct buf *out)
{
    struct ranges none;
    struct range_seq seq;
    enum err e;

    ranges_init(&none);
    range_seq_init(&seq);
    e = range_seq_add(&seq, 0, chunks);
    if (e == ERR_OK)
        e = range_seq_add(&seq, 1, &none);
    if (e == ERR_OK)
        e = request_write_get(out, &bf->cfg.hash, &seq);
    range_seq_clear(&seq);
    return e;
}

static enum err on_order(struct fetch *f, const struct ranges *units,
                         struct order *o, void *arg)
{
    struct blob_fetch *bf = arg;
    enum err e;

    o->parts = calloc(1, sizeof *o->parts);
    o->sets = calloc(1, sizeof *o->sets);
    if (o->parts == NULL || o->sets == NULL)
        return ERR_NOMEM;
    ranges_init(&o->sets[0]);
    o->sets_len = 1;
    e = chunks_of(bf, units, &o->sets[0]);
    if (e != ERR_OK)
        return e;
    o->parts[0] = (struct part){.hash = bf->cfg.hash, .chunks = &o->sets[0]};
    if (bf->blob != NULL)
        o->parts[0].blob = blob_ref(bf->blob);
    o->parts_len = 1;
    return write_request(bf, &o->sets[0], &o->request);
}

/* ---- receiving ----------------------------------------------------------*/

static void on_receipt(struct fetch *f, const struct order *o,
                       const struct receipt *r, void *arg)
{
    struct blob_fetch *bf = arg;

    bf->fetched += r->bytes;
    switch (r->kind) {
    case RECEIPT_GROUPS:
        fetch_got(f, r->begin, r->end);
        break;
    case RECEIPT_SMALL:
        puts_add(bf->puts, &bf->cfg.hash, r->data, (size_t)r->bytes);
        fetch_got(f, 0, 1);
        break;
    case RECEIPT_PART:
        bf->size = r->size;
        bf->size_known = bf->size_known || r->size_proven;
        if (r->size_proven)
            fetch_count(f, tree_groups(r->size));
        break;
    }
}

static void on_blob(enum err e, struct blob *b, void *arg)
{
    struct blob_fetch *bf = arg;

    bf->want = NULL;
    if (e == ERR_OK && bf->blob == NULL)
        bf->blob = blob_ref(b);
    fetch_give(bf->fetch, b, e);
}

static void on_need_blob(struct fetch *f, const struct hash *h, void *arg)
{
    struct blob_fetch *bf = arg;
    enum err e;

    want_cancel(bf->want);
    bf->want = NULL;
    e = want_start(bf->cfg.blobs->cfg.store, h, on_blob, bf, &bf->want);
    if (e != ERR_OK)
        fetch_give(f, NULL, e);
}

static void on_done(struct fetch *f, enum err e, const struct errmsg *em,
                    void *arg)
{
    struct blob_fetch *bf = arg;

    if (e != ERR_OK) {
        finish(bf, e, em);
        return;
    }
    bf->is_got = true;
    finish_if_stored(bf);
}

static const struct fetch_ops blob_fetch_ops = {
    .order = on_order,
    .receipt = on_receipt,
    .need_blob = on_need_blob,
    .done = on_done,
};

/* ---- small ones ---------------------------------------------------------*/

static void on_full(bool is_full, void *arg)
{
    struct blob_fetch *bf = arg;

    fetch_hold(bf->fetch, is_full);
}

static void on_put_failed(enum err e, void *arg)
{
    struct errmsg em = {0};

    err_set(&em, "store the blob: %s", err_text(e));
    finish(arg, e, &em);
}

static void on_puts_empty(void *arg)
{
    finish_if_stored(arg);
}

static const struct puts_ops blob_puts_ops = {
    .full = on_full,
    .failed = on_put_failed,
    .empty = on_puts_empty,
};

/* ---- life ---------------------------------------------------------------*/

/* Groups that are not held: all of them when nothing is. */
static enum err find_missing(struct blob_fetch *bf, struct ranges *out)
{
    struct ranges held;
    bool is_proven = false;
    enum err e = ranges_add(out, 0, UINT64_MAX);

    if (e != ERR_OK || bf->blob == NULL)
        return e;
    ranges_init(&held);
    bf->size = blob_size(bf->blob, &is_proven);
    bf->size_known = is_proven;
    bf->held_before = blob_held_bytes(bf->blob);
    e = blob_held(bf->blob, &held);
    if (e == ERR_OK)
        e = ranges_subtract(out, &held);
    if (e == ERR_OK && is_proven)
        e = ranges_clip(out, 0, tree_groups(bf->size));
    ranges_clear(&held);
    return e;
}

static enum err prepare(struct blob_fetch *bf)
{
    struct ranges missing;
    struct fetch_config cfg = {
        .blobs = bf->cfg.blobs,
        .sources = bf->cfg.sources,
        .missing = &missing,
        .ops = &blob_fetch_ops,
        .arg = bf,
    };
    enum err e;

    ranges_init(&missing);
    e = puts_new(bf->cfg.blobs->cfg.store, &blob_puts_ops, bf, &bf->puts);
    if (e == ERR_OK)
        e = find_missing(bf, &missing);
    /* Became whole since it was looked up. */
    if (e == ERR_OK && ranges_is_empty(&missing))
        bf->is_got = true;
    else if (e == ERR_OK)
        e = fetch_new(&cfg, &bf->fetch);
    ranges_clear(&missing);
    return e;
}

static void on_tell(struct defer *d)
{
    finish_if_stored(LIST_ENTRY(d, struct blob_fetch, tell));
}

enum err blob_fetch_start(const struct blob_fetch_config *cfg,
                          struct blob_fetch **out)
{
    struct blob_fetch *bf = calloc(1, sizeof *bf);
    enum err e;

    if (bf == NULL)
        return ERR_NOMEM;
    bf->cfg = *cfg;
    bf->cfg.partial = NULL;
    bf->tell.fn = on_tell;
    if (cfg->partial != NULL)
        bf->blob = blob_ref(cfg->partial);
    e = prepare(bf);
    if (e != ERR_OK) {
        blob_fetch_free(bf);
        return e;
    }
    *out = bf;
    if (bf->fetch != NULL)
        fetch_start(bf->fetch);
    else
        loop_defer(cfg->blobs->cfg.loop, &bf->tell);
    return ERR_OK;
}

void blob_fetch_free(struct blob_fetch *bf)
{
    if (bf == NULL)
        return;
    fetch_free(bf->fetch);
    puts_free(bf->puts);
    want_cancel(bf->want);
    loop_defer_cancel(&bf->tell);
    blob_unref(bf->blob);
    free(bf);
}

void blob_fetch_get_progress(const struct blob_fetch *bf,
                             struct blob_fetch_progress *out)
{
    bool is_proven;

    out->fetched = bf->fetched;
    out->held = bf->held_before + bf->fetched;
    out->size = bf->size;
    if (bf->blob != NULL)
        out->size = blob_size(bf->blob, &is_proven);
    out->size_known = out->size != 0;
}
