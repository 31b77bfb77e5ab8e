#include "blobs/observer.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/ranges.h"
#include "blobs/observe_item.h"
#include "crypto/tree.h"
#include "quic/stream.h"
#include "store/store.h"

struct observer {
    struct store *store;
    struct stream *stream;
    struct hash hash;
    struct blob *blob;   /* own reference, once there is one */
    struct ranges told;  /* chunks the peer knows that we hold */
    uint64_t told_bytes; /* held then: while it is the same, nothing is new */
    bool told_whole;
    bool has_told;   /* the first item went out */
    bool is_waiting; /* for the store */
    bool is_dead;    /* freed while it is */
};

static void on_blob(enum err e, struct blob *b, void *arg)
{
    struct observer *o = arg;

    o->is_waiting = false;
    if (o->is_dead) {
        blob_unref(b);
        free(o);
        return;
    }
    o->blob = b;
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        log_warn(LOG_BLOBS, "observe: %s", err_text(e));
    observer_tick(o);
}

enum err observer_new(struct store *store, struct stream *stream,
                      const struct hash *h, struct observer **out)
{
    struct observer *o = calloc(1, sizeof *o);

    if (o == NULL)
        return ERR_NOMEM;
    o->store = store;
    o->stream = stream;
    o->hash = *h;
    ranges_init(&o->told);
    o->is_waiting = true;
    *out = o;
    store_get(store, h, on_blob, o);
    return ERR_OK;
}

void observer_free(struct observer *o)
{
    if (o == NULL)
        return;
    blob_unref(o->blob);
    o->blob = NULL;
    ranges_clear(&o->told);
    o->is_dead = true;
    if (!o->is_waiting)
        free(o);
}

/* Groups held as chunks. With the last group in it the set has no end. */
static enum err chunks_held(const struct blob *b, struct ranges *out,
                            uint64_t *size)
{
    struct ranges groups;
    bool is_proven;
    enum err e;

    *size = blob_size(b, &is_proven);
    if (blob_is_complete(b))
        return ranges_add(out, 0, UINT64_MAX);
    ranges_init(&groups);
    e = blob_held(b, &groups);
    for (size_t i = 0; e == ERR_OK && i < groups.len; i++) {
        bool is_last = groups.at[i].end >= tree_groups(*size);

        e = ranges_add(out, groups.at[i].begin * TREE_GROUP_CHUNKS,
                       is_last ? UINT64_MAX
                               : groups.at[i].end * TREE_GROUP_CHUNKS);
    }
    if (groups.len == 0)
        *size = 0;
    ranges_clear(&groups);
    return e;
}

static enum err send_item(struct observer *o, uint64_t size,
                          const struct ranges *chunks)
{
    struct buf b;
    enum err e;

    buf_init(&b, OBSERVE_ITEM_MAX);
    e = observe_item_write(&b, size, chunks);
    for (size_t at = 0; e == ERR_OK && at < b.len; at += STREAM_COPY_MAX) {
        size_t left = b.len - at;

        e = stream_send_copy(o->stream, b.ptr + at,
                             left < STREAM_COPY_MAX ? left : STREAM_COPY_MAX);
    }
    buf_clear(&b);
    return e;
}

/* Send what is new of `now`, or all of it the first time. */
static enum err tell(struct observer *o, uint64_t size, struct ranges *now)
{
    struct ranges fresh;
    enum err e;

    ranges_init(&fresh);
    e = ranges_copy(&fresh, now);
    if (e == ERR_OK)
        e = ranges_subtract(&fresh, &o->told);
    if (e == ERR_OK && (!o->has_told || !ranges_is_empty(&fresh))) {
        e = send_item(o, size, &fresh);
        if (e == ERR_OK)
            e = ranges_copy(&o->told, now);
        o->has_told = true;
    }
    ranges_clear(&fresh);
    return e;
}

/* Cheap, for most ticks find nothing new. */
static bool is_unchanged(const struct observer *o, uint64_t held, bool is_whole)
{
    return o->has_told && held == o->told_bytes && is_whole == o->told_whole;
}

void observer_tick(struct observer *o)
{
    struct ranges now;
    uint64_t held = 0, size = 0;
    bool is_whole = false;
    enum err e = ERR_OK;

    if (o->is_waiting || stream_unsent(o->stream) > 0)
        return;
    if (o->blob == NULL)
        o->blob = store_peek(o->store, &o->hash);
    if (o->blob != NULL) {
        held = blob_held_bytes(o->blob);
        is_whole = blob_is_complete(o->blob);
    }
    if (is_unchanged(o, held, is_whole))
        return;
    ranges_init(&now);
    if (o->blob != NULL)
        e = chunks_held(o->blob, &now, &size);
    if (e == ERR_OK)
        e = tell(o, size, &now);
    if (e == ERR_OK) {
        o->told_bytes = held;
        o->told_whole = is_whole;
    } else {
        log_debug(LOG_BLOBS, "observe: %s", err_text(e));
    }
    ranges_clear(&now);
}
