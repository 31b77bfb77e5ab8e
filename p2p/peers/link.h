/* One connection of a peer, whatever its protocol. Those of `/firn/node/1`
 * have a control stream, which the side that dialled opens at once and which
 * carries frames both ways until the connection ends.
 *
 *     watch: opened --> core UP --> frames --> watch: closed --> core DOWN
 *
 * A link takes no reference: it goes when the watch says that the connection
 * is gone, so it does not keep an idle connection from giving way to others.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/list.h"
#include "crypto/id.h"

struct conn;
struct conn_end;
struct meter;
struct peers;
struct stream;

struct link {
    struct list node; /* peers.links */
    struct peers *peers;
    uint64_t number; /* for the core */
    struct conn *conn;
    struct node_id id;
    bool is_node;  /* of NODE_ALPN */
    bool is_up;    /* the core knows it, and has not yet heard of its end */
    bool is_early; /* the core hears of it when the rows are read */
    bool is_over;  /* closing: nothing it says counts any more */
    bool is_new;   /* dialled, and the dial has not yet answered */
    struct stream *stream; /* control; NULL: not yet, or gone */
    struct buf in;         /* part of a frame */
    struct buf out;        /* frames, until the stream is there */
    enum err err;          /* why we ended it, if not by the core's will: */
    const char *why;
    struct meter *meter; /* borrowed; NULL: no memory */
    struct addr remote;  /* as the core knows it */
    uint64_t up_ms;
    uint64_t packets_rx, heard_ms; /* when they last rose */
    uint64_t ping_ms;              /* its keep-alive */
};

/* The watch of the endpoint: struct quic_watch, `arg` is the struct peers. */
void link_opened(struct conn *c, void *arg);
void link_closed(struct conn *c, const struct conn_end *end, void *arg);
/* The protocol's `accept`. */
void link_accepted(struct conn *c, void *arg);

/* A dial of ours was answered with this connection, a new one or one that was
 * there, of which the core then hears once more. False: it is closing. */
bool link_dialled(struct peers *p, struct conn *c);

/* Has its peer moved? QUIC follows by itself; then the core hears of it. */
void link_look(struct link *l);

/* NULL: it is gone. */
struct link *link_find(const struct peers *p, uint64_t number);

/* Queue whole frames. One whose peer is too far behind is closed. */
void link_send(struct link *l, const uint8_t *bytes, size_t len);

/* Close it; what still comes is ignored. */
void link_close(struct link *l, uint64_t code, const char *text);

/* How often it is pinged while silent. */
void link_set_ping(struct link *l, uint64_t ms);

/* The rows are read: the core hears of those that were there before. */
void links_begin(struct peers *p);
/* The endpoint goes: the core hears no more of any. */
void links_detach(struct peers *p);
