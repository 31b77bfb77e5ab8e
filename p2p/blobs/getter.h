/* One request on one stream: asks, receives, hands what comes to a worker in
 * order, and tells what was verified.
 *
 * Bytes are copied once, from the packet into a run; a run is verified and
 * written where it lies. The sender is held back when RUNS_EAGER bytes wait
 * for the worker. Under a ceiling (limits.h) what came is paid for before it
 * goes to the worker, and the sender held back as long as anything waits.
 *
 * Thread: the loop; the callbacks too, never inside a call. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "blobs/receiver.h"

struct blob;
struct conn;
struct getter;
struct limit_own;
struct limits;
struct loop;
struct run_pool;
struct workers;

/* How an answer ended. */
struct getter_end {
    enum err err;      /* OK: all parts came
                        NOT_FOUND: the sender lacks part `fault.part`
                        TRUNCATED, RESET: it stopped within that part
                        REFUSED: it said no; LIMIT: it is too busy
                        MISMATCH, TOO_LARGE, CONFLICT: see fault
                        CLOSED: the connection is gone
                        others: ours, fault.is_ours */
    uint64_t code;     /* of its RESET_STREAM */
    uint64_t bytes;    /* received in all */
    enum err conn_err; /* CLOSED: what became of the connection */
    struct receiver_fault fault;
};

struct getter_ops {
    /* Something came. */
    void (*bytes)(struct getter *g, size_t len, void *arg);
    /* Verified; borrowed for the call. */
    void (*receipts)(struct getter *g, const struct receipt *r, size_t len,
                     void *arg);
    /* Part `part` is larger than a group, `size` bytes as the sender claims:
     * getter_give() its blob. */
    void (*need_blob)(struct getter *g, size_t part, uint64_t size, void *arg);
    /* The end, once. Free the getter now or later. */
    void (*ended)(struct getter *g, const struct getter_end *end, void *arg);
};

struct getter_config {
    struct loop *loop; /* all borrowed */
    struct workers *workers;
    struct run_pool *runs;
    struct limits *limits;
    struct limit_own *own; /* of the transfer; NULL: none */
    size_t *works;         /* counts what workers have in hand */
    struct conn *conn;
    const struct buf *request; /* for the call only */
    struct part *parts;        /* until `ended`, or until freed */
    size_t parts_len;
    uint64_t max_size;
    const struct getter_ops *ops;
    void *arg;
};

/* Open a stream and ask. ERR_AGAIN: the peer allows no more streams now;
 * ERR_CLOSED: the connection is gone; ERR_NOMEM. */
ERR_RESULT enum err getter_new(const struct getter_config *cfg,
                               struct getter **out);

/* Does something that came wait for a worker, the store, the owner or its turn,
 * or do we hold the peer back? */
bool getter_is_busy(const struct getter *g);

/* Was need_blob() called, and not yet answered? */
bool getter_waits(const struct getter *g);

/* Bytes received so far. */
uint64_t getter_bytes(const struct getter *g);

/* Does what came wait for a ceiling of ours, or did a moment ago? */
bool getter_is_paced(const struct getter *g);

/* The answer to need_blob(): becomes the part's, who owns the parts owns it. */
void getter_give(struct getter *g, struct blob *b);

/* Do not verify further for now; or go on. */
void getter_hold(struct getter *g, bool hold);

/* Give up. No callback runs any more, but a worker may still be at it: `done`
 * runs once it is not, perhaps within this call, and then the parts are free.
 * May be NULL. */
typedef void getter_freed_fn(void *arg);
void getter_free(struct getter *g, getter_freed_fn *done, void *arg);
