/* What the files of the provider share.
 *
 * Thread: the loop. */
#pragma once

#include "base/list.h"
#include "base/map.h"
#include "blobs/provider.h"
#include "crypto/id.h"

struct answer;
struct timer;

/* One per peer that is connected, whatever the number of its connections. */
struct provider_peer {
    struct node_id id;
    size_t conns;
    size_t serving;
    size_t observing;
};

struct provider_conn {
    struct provider *provider;
    struct conn *conn;
    struct provider_peer *peer;
    char name[128]; /* short id and address, for the log */
};

struct provider {
    struct provider_config cfg;
    struct timer *tick;
    struct map conns;    /* struct conn * -> struct provider_conn */
    struct map peers;    /* struct node_id -> struct provider_peer */
    struct list answers; /* all that do not wait for a place */
    struct list waiting; /* in order of arrival */
    size_t waiting_len;
    size_t serving;
    size_t observing;
    size_t request_bytes; /* of all requests that have not ended */
};

/* A stream was opened: its time runs. */
void provider_watch(struct provider *p, struct answer *a);

/* The request of `a` was read: give it a place, or let it wait, or refuse. */
void provider_enter(struct provider *p, struct answer *a);

/* `a` is over: its place is free for the next. */
void provider_leave(struct provider *p, struct answer *a);
