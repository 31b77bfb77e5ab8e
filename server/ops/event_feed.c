/* Where events come from: the listeners of store and blobs. */
#include "blobs/blobs.h"
#include "blobs/transfer.h"
#include "ops/events.h"
#include "ops/ops.h"
#include "store/store.h"

/* Complete, unless an open handle says that it is not. */
static bool is_complete(struct ops *ops, const struct hash *h)
{
    struct blob *b = store_peek(ops_node(ops)->store, h);
    bool complete = b == NULL || blob_is_complete(b);

    blob_unref(b);
    return complete;
}

/* The store tells of a blob that was added whole that it appeared and that it
 * is complete; one event says both. */
static bool is_told(struct event_feed *f, enum store_change change,
                    const struct hash *h)
{
    bool told =
        change == STORE_COMPLETED && f->is_fresh && hash_equal(&f->fresh, h);

    f->is_fresh = false;
    return told;
}

static void added(struct event_feed *f, struct event_facts *e)
{
    e->type = EVENT_BLOB_ADDED;
    e->is_complete = is_complete(f->ops, e->hash);
    f->is_fresh = e->is_complete;
    f->fresh = *e->hash;
}

static void on_store_change(enum store_change change, const struct hash *h,
                            uint64_t size, const char *tag, void *arg)
{
    struct event_feed *f = arg;
    struct event_facts e = {.hash = h, .size = size, .tag = tag};

    if (is_told(f, change, h))
        return;
    switch (change) {
    case STORE_ADDED:
        added(f, &e);
        break;
    case STORE_COMPLETED:
        e.type = EVENT_BLOB_STATE;
        e.is_complete = true;
        break;
    case STORE_DAMAGED:
        e.type = EVENT_BLOB_STATE;
        break;
    case STORE_REMOVED:
        e.type = EVENT_BLOB_REMOVED;
        break;
    case STORE_TAGGED:
        e.type = EVENT_TAG;
        break;
    case STORE_UNTAGGED:
        e.type = EVENT_TAG;
        e.hash = NULL;
        break;
    }
    events_publish(ops_events(f->ops), &e);
}

static void on_transfer(const struct transfer_info *info, void *arg)
{
    struct event_feed *f = arg;

    events_publish(ops_events(f->ops), &(struct event_facts){
                                           .type = EVENT_TRANSFER,
                                           .hash = &info->hash,
                                           .transfer = info,
                                       });
}

void event_feed_start(struct event_feed *f, struct ops *ops)
{
    f->ops = ops;
    store_listen(ops_node(ops)->store, on_store_change, f);
    transfer_listen(ops_node(ops)->blobs, on_transfer, f);
}

void event_feed_stop(struct event_feed *f)
{
    store_listen(ops_node(f->ops)->store, NULL, NULL);
    transfer_listen(ops_node(f->ops)->blobs, NULL, NULL);
}
