#include "blobs/seq_fetch.h"

#include <stdlib.h>

#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/children.h"
#include "blobs/fetch.h"
#include "blobs/puts.h"
#include "blobs/range_seq.h"
#include "blobs/request.h"
#include "blobs/want.h"
#include "crypto/tree.h"
#include "store/store.h"

struct seq_fetch {
    struct seq_fetch_config cfg;
    struct fetch *fetch;
    struct puts *puts;
    struct want *want;
    uint32_t needed_by; /* request that waits for it */
    uint64_t fetched;
    bool is_got;
    bool is_over;
};

static void finish(struct seq_fetch *sf, enum err e, const struct errmsg *em)
{
    if (sf->is_over)
        return;
    sf->is_over = true;
    sf->cfg.done(e, em, sf->cfg.arg);
}

static void finish_if_stored(struct seq_fetch *sf)
{
    if (sf->is_got && puts_is_empty(sf->puts))
        finish(sf, ERR_OK, NULL);
}

/* ---- asking -------------------------------------------------------------*/

/* The last group is held, and so the end is known: nothing lies behind it. A
 * blob that has become whole since it was looked up is asked for its last
 * group once more, since a part without an answer would not fit the order. */
static enum err end_chunks(const struct blob *b, const struct ranges *held,
                           struct ranges *out)
{
    bool is_proven = false;
    uint64_t groups = tree_groups(blob_size(b, &is_proven));
    enum err e;

    if (!is_proven || !ranges_has(held, groups - 1))
        return ERR_OK;
    e = ranges_remove(out, groups * TREE_GROUP_CHUNKS, UINT64_MAX);
    if (e == ERR_OK && ranges_is_empty(out))
        e = ranges_add(out, (groups - 1) * TREE_GROUP_CHUNKS, UINT64_MAX);
    return e;
}

/* What is lacking of a child that is held in part; without end, as iroh asks,
 * while its end is lacking. */
static enum err lacking_chunks(const struct blob *b, struct ranges *out)
{
    struct ranges held;
    enum err e = ranges_add(out, 0, UINT64_MAX);

    ranges_init(&held);
    if (e == ERR_OK)
        e = blob_held(b, &held);
    for (size_t i = 0; e == ERR_OK && i < held.len; i++)
        e = ranges_remove(out, held.at[i].begin * TREE_GROUP_CHUNKS,
                          held.at[i].end * TREE_GROUP_CHUNKS);
    if (e == ERR_OK)
        e = end_chunks(b, &held, out);
    ranges_clear(&held);
    return e;
}

static size_t count_partial(const struct seq_fetch *sf,
                            const struct ranges *units)
{
    size_t n = 0;

    for (size_t i = 0; i < units->len; i++)
        for (uint64_t k = units->at[i].begin; k < units->at[i].end; k++)
            n += children_partial(sf->cfg.children, k) != NULL;
    return n;
}

/* Room for `units`; set 0 is "everything". */
static enum err order_room(struct order *o, size_t parts, size_t sets)
{
    o->parts = calloc(parts, sizeof *o->parts);
    o->units = calloc(parts, sizeof *o->units);
    o->sets = calloc(sets + 1, sizeof *o->sets);
    if (o->parts == NULL || o->units == NULL || o->sets == NULL)
        return ERR_NOMEM;
    o->sets_len = 1;
    return ranges_add(&o->sets[0], 0, UINT64_MAX);
}

static enum err order_child(const struct seq_fetch *sf, struct order *o,
                            uint64_t k)
{
    struct part *p = &o->parts[o->parts_len];
    struct blob *b = children_partial(sf->cfg.children, k);
    enum err e = ERR_OK;

    children_hash(sf->cfg.children, k, &p->hash);
    p->chunks = &o->sets[0];
    o->units[o->parts_len++] = k;
    if (b != NULL) {
        p->blob = blob_ref(b);
        p->chunks = &o->sets[o->sets_len];
        e = lacking_chunks(b, &o->sets[o->sets_len++]);
    }
    return e;
}

static enum err order_children(const struct seq_fetch *sf, struct order *o,
                               const struct range *units, struct range_seq *seq)
{
    struct ranges none;
    enum err e = ERR_OK;

    ranges_init(&none);
    for (uint64_t k = units->begin; e == ERR_OK && k < units->end; k++) {
        e = order_child(sf, o, k);
        /* Position 0 is the root. */
        if (e == ERR_OK)
            e = range_seq_add(seq, k + 1, o->parts[o->parts_len - 1].chunks);
    }
    return e == ERR_OK ? range_seq_add(seq, units->end + 1, &none) : e;
}

static enum err on_order(struct fetch *f, const struct ranges *units,
                         bool wants_last, struct order *o, void *arg)
{
    struct seq_fetch *sf = arg;
    struct range_seq seq;
    enum err e = order_room(o, ranges_count(units), count_partial(sf, units));

    range_seq_init(&seq);
    for (size_t i = 0; e == ERR_OK && i < units->len; i++)
        e = order_children(sf, o, &units->at[i], &seq);
    if (e == ERR_OK)
        e = request_write_get(&o->request, &sf->cfg.root, &seq);
    range_seq_clear(&seq);
    return e;
}

/* ---- receiving ----------------------------------------------------------*/

static void on_receipt(struct fetch *f, const struct order *o,
                       const struct receipt *r, uint64_t fresh, void *arg)
{
    struct seq_fetch *sf = arg;
    uint64_t unit = o->units[r->part];

    sf->fetched += fresh;
    if (r->kind == RECEIPT_SMALL)
        puts_add(sf->puts, &o->parts[r->part].hash, r->data, (size_t)r->bytes);
    else if (r->kind == RECEIPT_PART)
        fetch_got(f, unit, unit + 1);
}

static void on_blob(enum err e, struct blob *b, void *arg)
{
    struct seq_fetch *sf = arg;

    sf->want = NULL;
    fetch_give(sf->fetch, sf->needed_by, b, e);
}

/* One request at a time is asked, so one at a time needs something. */
static void on_need_blob(struct fetch *f, const struct fetch_need *n, void *arg)
{
    struct seq_fetch *sf = arg;
    enum err e;

    want_cancel(sf->want);
    sf->want = NULL;
    sf->needed_by = n->id;
    e = want_start(sf->cfg.blobs->cfg.store, n->hash, on_blob, sf, &sf->want);
    if (e != ERR_OK)
        fetch_give(f, n->id, NULL, e);
}

static void on_done(struct fetch *f, enum err e, const struct errmsg *em,
                    void *arg)
{
    struct seq_fetch *sf = arg;

    if (e != ERR_OK) {
        finish(sf, e, em);
        return;
    }
    sf->is_got = true;
    finish_if_stored(sf);
}

static const struct fetch_ops seq_fetch_ops = {
    .order = on_order,
    .receipt = on_receipt,
    .need_blob = on_need_blob,
    .done = on_done,
};

/* ---- small ones ---------------------------------------------------------*/

static void on_full(bool is_full, void *arg)
{
    struct seq_fetch *sf = arg;

    fetch_hold(sf->fetch, is_full);
}

static void on_put_failed(enum err e, void *arg)
{
    struct errmsg em = {0};

    err_set(&em, "store a child: %s", err_text(e));
    finish(arg, e, &em);
}

static void on_puts_empty(void *arg)
{
    finish_if_stored(arg);
}

static const struct puts_ops seq_puts_ops = {
    .full = on_full,
    .failed = on_put_failed,
    .empty = on_puts_empty,
};

/* ---- life ---------------------------------------------------------------*/

enum err seq_fetch_start(const struct seq_fetch_config *cfg,
                         struct seq_fetch **out)
{
    struct seq_fetch *sf = calloc(1, sizeof *sf);
    struct fetch_config fc = {
        .blobs = cfg->blobs,
        .sources = cfg->sources,
        .missing = children_missing(cfg->children),
        .max_misses = SOURCE_MAX_MISSES,
        .is_sequence = true,
        .ops = &seq_fetch_ops,
        .arg = sf,
    };
    enum err e;

    if (sf == NULL)
        return ERR_NOMEM;
    sf->cfg = *cfg;
    e = puts_new(cfg->blobs->cfg.store, &seq_puts_ops, sf, &sf->puts);
    if (e == ERR_OK)
        e = fetch_new(&fc, &sf->fetch);
    if (e != ERR_OK) {
        seq_fetch_free(sf);
        return e;
    }
    *out = sf;
    fetch_start(sf->fetch);
    return ERR_OK;
}

void seq_fetch_free(struct seq_fetch *sf)
{
    if (sf == NULL)
        return;
    fetch_free(sf->fetch);
    puts_free(sf->puts);
    want_cancel(sf->want);
    free(sf);
}

uint64_t seq_fetch_bytes(const struct seq_fetch *sf)
{
    return sf->fetched;
}
