/* One bidirectional stream of a connection.
 *
 * Receiving: bytes are handed over in order as they come, borrowed for the
 * call. They count against the receive window until stream_consume() gives
 * them back; not consuming is the back-pressure, and the bound of what a peer
 * can make us hold.
 *
 * Sending: bytes are not copied. They stay where they are until `release`
 * runs: acknowledged, or no longer of use. Small things may use
 * stream_send_copy().
 *
 * Ending: a stream is freed when both directions are finished or reset, or
 * when its connection ends. `closed` is the last callback and runs once; the
 * pointer is dead when it returns.
 *
 * Thread: the loop. No callback runs inside a call of the functions below. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct conn;
struct stream;

struct stream_ops {
    /* Bytes arrived; with `fin` they are the last (`len` may be 0 then). */
    void (*data)(struct stream *s, const uint8_t *bytes, size_t len, bool fin,
                 void *arg);
    /* The peer reset its sending side: no more data will come. */
    void (*reset)(struct stream *s, uint64_t code, void *arg);
    /* The peer will not read (STOP_SENDING). What was queued is released and
     * the sending side is reset. `code` is 0: the library keeps it to itself.
     * A peer that stops reading when all has been sent, FIN included, is not
     * reported; the stream just ends. */
    void (*stopped)(struct stream *s, uint64_t code, void *arg);
    /* Unsent bytes had reached STREAM_LOW_WATER and fell below it: send more.
     * Once each time; a stream that never had so much queued never hears. */
    void (*writable)(struct stream *s, void *arg);
    /* The end. `err` is ERR_OK when both directions finished orderly, else
     * what happened to the connection. */
    void (*closed)(struct stream *s, enum err err, void *arg);
};

/* `ops` is borrowed and must stay. NULL detaches: whatever still comes is
 * consumed and dropped; use it after stream_reset() and stream_stop(). */
void stream_set_ops(struct stream *s, const struct stream_ops *ops, void *arg);

/* Borrowed. */
struct conn *stream_conn(const struct stream *s);
/* QUIC's number of it; unique within its connection. */
uint64_t stream_id(const struct stream *s);

/* Give `len` received bytes back to the windows. What a stream has not given
 * back when it is stopped, detached or closed goes back by itself, so a late
 * call is harmless while the stream lives. */
void stream_consume(struct stream *s, size_t len);

/* Queue bytes for sending. They must stay until release(arg) runs, exactly
 * once, from the loop; `release` may be NULL for bytes that never go away.
 *   ERR_CLOSED  finished, reset or stopped before; `release` will not run
 *   ERR_NOMEM   likewise */
typedef void stream_release_fn(void *arg);
ERR_RESULT enum err stream_send(struct stream *s, const void *bytes, size_t len,
                                stream_release_fn *release, void *arg);

/* The same for small things: copies, up to STREAM_COPY_MAX bytes. */
#define STREAM_COPY_MAX (64u << 10)
ERR_RESULT enum err stream_send_copy(struct stream *s, const void *bytes,
                                     size_t len);

/* No more bytes will be queued: FIN follows what is queued. */
void stream_finish(struct stream *s);

/* Bytes queued and not yet sent once. Keep it between a low-water mark of
 * STREAM_LOW_WATER and a few times that. */
#define STREAM_LOW_WATER (1u << 20)
size_t stream_unsent(const struct stream *s);

/* Give up the sending side (RESET_STREAM) or the receiving side
 * (STOP_SENDING). Queued bytes are released. */
void stream_reset(struct stream *s, uint64_t code);
void stream_stop(struct stream *s, uint64_t code);
