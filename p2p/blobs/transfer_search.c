/* A transfer and the search for its sources: what is found goes to whatever
 * fetches now, and whoever has nobody to ask waits for it. */
#include "blobs/blob_fetch.h"
#include "blobs/blobs_int.h"
#include "blobs/search.h"
#include "blobs/transfer_int.h"

static void on_found(size_t source, bool is_new, void *arg)
{
    struct transfer *t = arg;

    if (t->blob_fetch != NULL)
        blob_fetch_source(t->blob_fetch, source, is_new);
    else if (t->waits_for_source)
        transfer_run(t);
}

static void on_asked(void *arg)
{
    struct transfer *t = arg;

    if (t->blob_fetch != NULL)
        blob_fetch_searched(t->blob_fetch);
    else if (t->waits_for_source)
        transfer_run(t);
}

enum err transfer_search(struct transfer *t)
{
    struct search_config cfg = {
        .blobs = t->blobs,
        .hash = t->hash,
        .sources = &t->sources,
        .found = on_found,
        .asked = on_asked,
        .arg = t,
    };

    if (t->search != NULL || t->blobs->peers.holders == NULL)
        return ERR_OK;
    return search_start(&cfg, &t->search);
}

bool transfer_is_searching(const struct transfer *t)
{
    return t->search != NULL && !search_is_done(t->search);
}

enum err transfer_verdict(struct transfer *t, enum err e, struct errmsg *em)
{
    if (e != ERR_NOT_FOUND || t->search == NULL)
        return e;
    e = search_verdict(t->search, e);
    if (t->sources.len > 0)
        sources_tell(&t->sources, e, em);
    else
        err_set(em, "no peer was given, and none is known to fetch it from");
    return e;
}
