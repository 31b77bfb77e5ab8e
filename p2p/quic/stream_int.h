/* The inside of a stream: its place on the connection's lists, what of it
 * was sent, and the queue of borrowed bytes. */
#pragma once

#include <ngtcp2/ngtcp2.h>

#include "base/list.h"
#include "quic/sendq.h"
#include "quic/stream.h"

struct stream {
    struct conn *c;
    int64_t id;
    const struct stream_ops *ops;
    void *arg;
    struct list node;   /* conn.streams */
    struct list turn;   /* conn.sending or conn.blocked */
    struct list action; /* conn.actions */

    uint64_t unconsumed; /* received, given to the user, not given back */
    bool rx_dropped;     /* stopped: what still comes is thrown away */

    struct sendq out;
    size_t turn_bytes; /* sent in the present turn */
    bool fin_queued;
    bool fin_sent;
    bool tx_closed; /* reset, stopped or finished: queue no more */
    bool low;       /* below the mark and the user knows */

    bool tell_release; /* queued bytes are of no use any more */
    bool tell_stopped;
    uint64_t stopped_code;
};

/* Make one for ngtcp2's id. ERR_NOMEM. */
ERR_RESULT enum err stream_new(struct conn *c, int64_t id, struct stream **out);

/* The last callback, then free. Gives back what was not consumed. */
void stream_end(struct stream *s, enum err err);

/* From ngtcp2's callbacks. */
void stream_received(struct stream *s, const uint8_t *bytes, size_t len,
                     bool fin);
void stream_was_reset(struct stream *s, uint64_t code);
void stream_acked(struct stream *s, uint64_t until);

/* From the writer. */
#define STREAM_VECS 16
struct stream_offer {
    ngtcp2_vec vecs[STREAM_VECS];
    size_t len;
    size_t bytes;
    bool fin; /* these are the last */
};
void stream_offer(const struct stream *s, struct stream_offer *o);
void stream_sent(struct stream *s, const struct stream_offer *o, size_t taken);
void stream_block(struct stream *s);
void stream_peer_stopped(struct stream *s, uint64_t code);
bool stream_can_probe(const struct stream *s);

/* Tell the user what had to wait. */
void stream_run_action(struct stream *s);
