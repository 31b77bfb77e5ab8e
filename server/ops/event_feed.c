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

static void on_store_change(enum store_change change, const struct hash *h,
                            uint64_t size, const char *tag, void *arg)
{
    struct ops *ops = arg;
    struct event_facts f = {.hash = h, .size = size, .tag = tag};

    switch (change) {
    case STORE_ADDED:
        f.type = EVENT_BLOB_ADDED;
        f.is_complete = is_complete(ops, h);
        break;
    case STORE_COMPLETED:
        f.type = EVENT_BLOB_STATE;
        f.is_complete = true;
        break;
    case STORE_DAMAGED:
        f.type = EVENT_BLOB_STATE;
        break;
    case STORE_REMOVED:
        f.type = EVENT_BLOB_REMOVED;
        break;
    case STORE_TAGGED:
        f.type = EVENT_TAG;
        break;
    case STORE_UNTAGGED:
        f.type = EVENT_TAG;
        f.hash = NULL;
        break;
    }
    events_publish(ops_events(ops), &f);
}

static void on_transfer(const struct transfer_info *info, void *arg)
{
    struct ops *ops = arg;

    events_publish(ops_events(ops), &(struct event_facts){
                                        .type = EVENT_TRANSFER,
                                        .hash = &info->hash,
                                        .transfer = info,
                                    });
}

void event_feed_start(struct events *ev, struct ops *ops)
{
    store_listen(ops_node(ops)->store, on_store_change, ops);
    transfer_listen(ops_node(ops)->blobs, on_transfer, ops);
}

void event_feed_stop(struct ops *ops)
{
    store_listen(ops_node(ops)->store, NULL, NULL);
    transfer_listen(ops_node(ops)->blobs, NULL, NULL);
}
