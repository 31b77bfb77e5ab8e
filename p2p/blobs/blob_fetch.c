/* The blob's handle is made only when its size is known to need one: a source
 * that does not have it leaves nothing in the store, and a blob of one group
 * goes in as a whole.
 *
 * Sources claim a size before any of them has proven one, and the blob can be
 * written by one claim at a time: see claims.h. */
#include "blobs/blob_fetch.h"

#include <stdlib.h>

#include "base/loop.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/claims.h"
#include "blobs/fetch.h"
#include "blobs/pull_int.h"
#include "blobs/puts.h"
#include "blobs/range_seq.h"
#include "blobs/request.h"
#include "blobs/want.h"
#include "crypto/tree.h"
#include "store/store.h"

/* Chunk number beyond any blob, small enough that its bytes can be counted. */
#define CHUNKS_BEYOND (UINT64_C(1) << 53)

/* Groups that come with the first request of any source; blobs with more are
 * worth asking who holds what, and telling others of. */
#define GROUPS_AT_ONCE 64

struct blob_fetch {
    struct blob_fetch_config cfg;
    struct blob *blob; /* own reference; NULL: not yet */
    struct fetch *fetch;
    struct puts *puts;
    struct want *want; /* asked of the store */
    struct defer tell; /* that there was nothing to do */
    struct claims claims;
    struct timer *patience; /* with a claim that others contradict */
    uint64_t held_before;
    uint64_t fetched;
    uint64_t size;
    bool size_known;   /* proven */
    bool is_announced; /* that a part is held which can be served */
    bool is_got;       /* all came; it may not all be stored yet */
    bool is_over;      /* told */
};

static void finish(struct blob_fetch *bf, enum err e, const struct errmsg *em)
{
    const struct blobs_peers *peers = &bf->cfg.blobs->peers;

    if (bf->is_over)
        return;
    bf->is_over = true;
    if (e == ERR_OK && bf->is_announced && peers->holding != NULL)
        peers->holding(&bf->cfg.hash, bf->size, true, peers->arg);
    bf->cfg.done(e, em, bf->cfg.arg);
}

static void finish_if_stored(struct blob_fetch *bf)
{
    if (bf->is_got && puts_is_empty(bf->puts))
        finish(bf, ERR_OK, NULL);
}

/* ---- asking -------------------------------------------------------------*/

/* Groups as chunks; what reaches the end has none, as iroh asks. Whatever lies
 * beyond the end of a blob is answered with its last chunk. */
static enum err chunks_of(const struct blob_fetch *bf,
                          const struct ranges *groups, bool wants_last,
                          struct ranges *out)
{
    uint64_t end = bf->size_known ? tree_groups(bf->size) : UINT64_MAX;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < groups->len; i++) {
        const struct range *r = &groups->at[i];

        e = ranges_add(out, r->begin * TREE_GROUP_CHUNKS,
                       r->end >= end ? UINT64_MAX : r->end * TREE_GROUP_CHUNKS);
    }
    if (e == ERR_OK && wants_last && !bf->size_known)
        e = ranges_add(out, CHUNKS_BEYOND, UINT64_MAX);
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

static bool is_proven(const struct blob_fetch *bf)
{
    bool proven = false;

    if (bf->blob != NULL)
        (void)blob_size(bf->blob, &proven);
    return proven;
}

static enum err on_order(struct fetch *f, const struct ranges *units,
                         bool wants_last, struct order *o, void *arg)
{
    struct blob_fetch *bf = arg;
    enum err e;

    o->parts = calloc(1, sizeof *o->parts);
    o->sets = calloc(1, sizeof *o->sets);
    if (o->parts == NULL || o->sets == NULL)
        return ERR_NOMEM;
    ranges_init(&o->sets[0]);
    o->sets_len = 1;
    e = chunks_of(bf, units, wants_last, &o->sets[0]);
    if (e != ERR_OK)
        return e;
    o->parts[0] = (struct part){.hash = bf->cfg.hash, .chunks = &o->sets[0]};
    if (is_proven(bf))
        o->parts[0].blob = blob_ref(bf->blob);
    o->parts_len = 1;
    return write_request(bf, &o->sets[0], &o->request);
}

/* ---- sizes that are claimed ---------------------------------------------*/

/* The present claim may be written by these requests. */
static void admit(struct blob_fetch *bf)
{
    uint32_t id;

    while (claims_next(&bf->claims, &id))
        fetch_give(bf->fetch, id, blob_ref(bf->blob), ERR_OK);
    if (claims_in_conflict(&bf->claims) == 0)
        timer_stop(bf->patience);
    else if (!timer_is_active(bf->patience))
        timer_start(bf->patience, CLAIM_PATIENCE_MS);
}

/* The requests of those who lied about the size, or who claim one but bring no
 * proof of it while others wait. */
static void refuse_bad(struct blob_fetch *bf)
{
    struct claim bad[CLAIMS_MAX];
    size_t n = claims_bad(&bf->claims, bad);

    for (size_t i = 0; i < n; i++)
        fetch_refuse(bf->fetch, bad[i].id, bad[i].size);
}

static void on_patience(struct timer *t, void *arg)
{
    refuse_bad(arg);
}

/* A part that can be served: the size is proven, and so others come for it. */
static void announce(struct blob_fetch *bf)
{
    const struct blobs_peers *p = &bf->cfg.blobs->peers;

    if (bf->is_announced || !is_proven(bf) ||
        tree_groups(bf->size) <= GROUPS_AT_ONCE)
        return;
    bf->is_announced = true;
    if (p->holding != NULL)
        p->holding(&bf->cfg.hash, bf->size, false, p->arg);
}

static void on_size_proven(struct blob_fetch *bf, uint64_t size)
{
    if (bf->size_known)
        return;
    bf->size = size;
    bf->size_known = true;
    claims_prove(&bf->claims, size);
    fetch_count(bf->fetch, tree_groups(size));
    refuse_bad(bf);
    if (bf->blob != NULL)
        admit(bf);
}

/* The last group has come. */
static void look_at_size(struct blob_fetch *bf)
{
    if (!bf->size_known && is_proven(bf))
        on_size_proven(bf, blob_size(bf->blob, NULL));
    announce(bf);
}

/* ---- receiving ----------------------------------------------------------*/

static void on_receipt(struct fetch *f, const struct order *o,
                       const struct receipt *r, uint64_t fresh, void *arg)
{
    struct blob_fetch *bf = arg;

    bf->fetched += fresh;
    switch (r->kind) {
    case RECEIPT_GROUPS:
        fetch_got(f, r->begin, r->end);
        look_at_size(bf);
        if (bf->blob != NULL)
            pulls_got(bf->cfg.blobs, bf->blob);
        break;
    case RECEIPT_SMALL:
        if (fresh > 0 || r->bytes == 0)
            puts_add(bf->puts, &bf->cfg.hash, r->data, (size_t)r->bytes);
        fetch_got(f, 0, 1);
        break;
    case RECEIPT_PART:
        if (r->size_proven)
            on_size_proven(bf, r->size);
        break;
    }
}

static void on_blob(enum err e, struct blob *b, void *arg)
{
    struct blob_fetch *bf = arg;

    bf->want = NULL;
    if (e != ERR_OK) {
        fetch_give(bf->fetch, 0, NULL, e);
        return;
    }
    bf->blob = b;
    admit(bf);
}

/* The last group is wanted soon: with it the size is proven to the store, and
 * what is held can be served to others. */
static void want_last(struct blob_fetch *bf, uint64_t size)
{
    uint64_t groups = tree_groups(size);
    struct ranges last;

    if (groups <= GROUPS_AT_ONCE)
        return;
    fetch_watch(bf->fetch);
    if (is_proven(bf))
        return;
    ranges_init(&last);
    if (ranges_add(&last, groups - 1, groups) == ERR_OK)
        fetch_urge(bf->fetch, &last);
    ranges_clear(&last);
}

static void on_need_blob(struct fetch *f, const struct fetch_need *n, void *arg)
{
    struct blob_fetch *bf = arg;
    enum err e = ERR_OK;

    if (bf->size_known && n->size != bf->size) {
        fetch_refuse(f, n->id, n->size);
        return;
    }
    claims_add(&bf->claims, n->id, n->size);
    if (bf->blob != NULL)
        admit(bf);
    else if (bf->want == NULL)
        e = want_start(bf->cfg.blobs->cfg.store, &bf->cfg.hash, on_blob, bf,
                       &bf->want);
    if (e == ERR_OK)
        want_last(bf, n->size);
    else
        fetch_give(f, n->id, NULL, e);
}

static void on_over(struct fetch *f, uint32_t id, void *arg)
{
    struct blob_fetch *bf = arg;

    claims_remove(&bf->claims, id);
    if (bf->blob != NULL)
        admit(bf);
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
    .over = on_over,
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
    bool proven = false;
    enum err e = ranges_add(out, 0, UINT64_MAX);

    if (e != ERR_OK || bf->blob == NULL)
        return e;
    ranges_init(&held);
    bf->size = blob_size(bf->blob, &proven);
    bf->size_known = proven;
    if (!proven)
        bf->size = 0;
    bf->held_before = blob_held_bytes(bf->blob);
    e = blob_held(bf->blob, &held);
    if (e == ERR_OK)
        e = ranges_subtract(out, &held);
    if (e == ERR_OK && proven)
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
        .is_swarm = true,
        .hash = bf->cfg.hash,
        .is_searching = bf->cfg.is_searching,
        .ops = &blob_fetch_ops,
        .arg = bf,
    };
    enum err e;

    ranges_init(&missing);
    e = puts_new(bf->cfg.blobs->cfg.store, &blob_puts_ops, bf, &bf->puts);
    if (e == ERR_OK)
        e = timer_new(bf->cfg.blobs->cfg.loop, on_patience, bf, &bf->patience);
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

/* Bytes as groups. Without memory they come in their turn. */
static void urge(struct blob_fetch *bf, const struct ranges *first)
{
    struct ranges groups;
    enum err e = ERR_OK;

    ranges_init(&groups);
    for (size_t i = 0; e == ERR_OK && i < first->len; i++)
        e = ranges_add(&groups, first->at[i].begin / TREE_GROUP,
                       (first->at[i].end - 1) / TREE_GROUP + 1);
    if (e == ERR_OK)
        fetch_urge(bf->fetch, &groups);
    ranges_clear(&groups);
}

static void start(struct blob_fetch *bf, const struct ranges *first)
{
    if (first != NULL && !ranges_is_empty(first))
        urge(bf, first);
    fetch_start(bf->fetch);
    if (!bf->size_known)
        return;
    fetch_count(bf->fetch, tree_groups(bf->size));
    if (tree_groups(bf->size) > GROUPS_AT_ONCE)
        fetch_watch(bf->fetch);
    announce(bf);
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
    bf->cfg.first = NULL;
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
        start(bf, cfg->first);
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
    timer_free(bf->patience);
    loop_defer_cancel(&bf->tell);
    blob_unref(bf->blob);
    free(bf);
}

void blob_fetch_source(struct blob_fetch *bf, size_t source, bool is_new)
{
    if (bf->fetch == NULL)
        return;
    if (is_new)
        fetch_source_added(bf->fetch);
    else
        fetch_source_again(bf->fetch, source);
}

void blob_fetch_searched(struct blob_fetch *bf)
{
    if (bf->fetch != NULL)
        fetch_searched(bf->fetch);
}

void blob_fetch_read(struct blob_fetch *bf, uint64_t group)
{
    if (bf->fetch != NULL)
        fetch_read(bf->fetch, group);
}

void blob_fetch_get_progress(const struct blob_fetch *bf,
                             struct blob_fetch_progress *out)
{
    out->fetched = bf->fetched;
    out->held = bf->held_before + bf->fetched;
    out->size = bf->size;
    if (bf->blob != NULL && !bf->size_known)
        out->size = blob_size(bf->blob, NULL);
    out->size_known = out->size != 0;
}
