/* Where events come from: the listeners of store, blobs, peers and the node.
 * What the store tells is also told to the peers. */
#include <stdio.h>
#include <string.h>

#include "blobs/blobs.h"
#include "blobs/transfer.h"
#include "ops/diag.h"
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

/* Peers who look for it learn that we have it, or no longer. */
static void tell_peers(struct ops *ops, enum store_change change,
                       const struct hash *h, uint64_t size)
{
    struct peers *p = ops_node(ops)->peers;

    if (p == NULL)
        return;
    switch (change) {
    case STORE_ADDED:
        peers_have(p, h, size,
                   is_complete(ops, h) ? NODE_HAVE_WHOLE : NODE_HAVE_PARTIAL);
        break;
    case STORE_COMPLETED:
        peers_have(p, h, size, NODE_HAVE_WHOLE);
        break;
    case STORE_DAMAGED:
        peers_have(p, h, size, NODE_HAVE_PARTIAL);
        break;
    case STORE_REMOVED:
        peers_have(p, h, 0, NODE_HAVE_NOT);
        break;
    case STORE_TAGGED:
    case STORE_UNTAGGED:
        break;
    }
}

static void on_store_change(enum store_change change, const struct hash *h,
                            uint64_t size, const char *tag, void *arg)
{
    struct event_feed *f = arg;
    struct event_facts e = {.hash = h, .size = size, .tag = tag};

    tell_peers(f->ops, change, h, size);
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
    if (info->state == TRANSFER_FAILED)
        diag_note(ops_diag(f->ops), "transfers",
                  info->error[0] != '\0' ? info->error : err_text(info->err));
}

static void on_peer(enum core_news news, const struct peer *peer, void *arg)
{
    struct event_feed *f = arg;

    events_publish(ops_events(f->ops), &(struct event_facts){
                                           .type = EVENT_PEER,
                                           .peer = peer,
                                           .news = news,
                                       });
}

/* A source also speaks up when it only counted something; who sends it
 * rubbish must not fill the history. */
static void on_discovery(enum discovery_kind k, void *arg)
{
    struct event_feed *f = arg;
    struct discovery_status s;

    node_discovery_status(ops_node(f->ops), k, &s);
    if (s.state == f->sources[k].state &&
        strcmp(s.error, f->sources[k].error) == 0)
        return;
    f->sources[k].state = s.state;
    snprintf(f->sources[k].error, sizeof f->sources[k].error, "%s", s.error);
    events_publish(ops_events(f->ops),
                   &(struct event_facts){
                       .type = EVENT_DISCOVERY,
                       .name = discovery_kind_name(k),
                       .state = discovery_state_name(s.state),
                       .text = s.error[0] != '\0' ? s.error : NULL,
                   });
}

static void on_p2p(void *arg)
{
    struct event_feed *f = arg;
    const struct node *n = ops_node(f->ops);
    const char *error = node_p2p_error(n);

    events_publish(ops_events(f->ops),
                   &(struct event_facts){
                       .type = EVENT_P2P,
                       .state = p2p_state_name(node_p2p_state(n)),
                       .text = *error != '\0' ? error : NULL,
                   });
}

void event_feed_start(struct event_feed *f, struct ops *ops)
{
    struct node *n = ops_node(ops);

    f->ops = ops;
    store_listen(n->store, on_store_change, f);
    transfer_listen(n->blobs, on_transfer, f);
    if (n->peers != NULL)
        peers_listen(n->peers, on_peer, f);
    n->watch =
        (struct node_watch){.p2p = on_p2p, .discovery = on_discovery, .arg = f};
}

void event_feed_stop(struct event_feed *f)
{
    struct node *n = ops_node(f->ops);

    store_listen(n->store, NULL, NULL);
    transfer_listen(n->blobs, NULL, NULL);
    if (n->peers != NULL)
        peers_listen(n->peers, NULL, NULL);
    n->watch = (struct node_watch){0};
}
