/* A UDP socket on the loop, made for throughput: receives runs of datagrams
 * joined by the kernel (UDP_GRO) and sends runs of equal datagrams with one
 * call (UDP_SEGMENT). Falls back to single datagrams where the kernel or the
 * device has no such thing.
 *
 * Fragmentation is off, so that path MTU probes tell the truth.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"

struct loop;
struct udp;

/* What one receive brought: `len` bytes that are datagrams of `segment` bytes
 * each, the last perhaps shorter. */
struct udp_run {
    const uint8_t *bytes;
    size_t len;
    size_t segment;
    struct addr remote;
    struct addr local; /* the address it was sent to, with our port */
    uint8_t ecn;       /* the two ECN bits */
};

struct udp_events {
    void (*received)(struct udp *u, const struct udp_run *run, void *arg);
    /* After the last `received` of a wake-up. */
    void (*drained)(struct udp *u, void *arg);
    /* A send that had to wait is done; sending may go on. */
    void (*writable)(struct udp *u, void *arg);
    void *arg;
};

/* Bind a socket and start receiving. `buffer` is the size asked for both
 * socket buffers; what the kernel grants less is logged.
 *   ERR_BUSY, ERR_ACCESS, ERR_INVALID (no such local address), ERR_LIMIT,
 *   ERR_NOMEM, ERR_IO */
ERR_RESULT enum err udp_open(struct loop *l, const struct addr *bind_to,
                             size_t buffer, const struct udp_events *ev,
                             struct udp **out, struct errmsg *em);

/* Stop at once; `done` runs from the loop when nothing is left. */
typedef void udp_closed_fn(void *arg);
void udp_close(struct udp *u, udp_closed_fn *done, void *arg);

/* The address bound to, with the port that was picked. */
const struct addr *udp_bound(const struct udp *u);

/* Something to send: as in struct udp_run, `local` NULL when any will do. */
struct udp_out {
    const uint8_t *bytes;
    size_t len;
    size_t segment; /* of every datagram but the last; `len` for one */
    const struct addr *remote;
    const struct addr *local;
    uint8_t ecn;
};

/* Send. The bytes may be reused when this returns.
 *   ERR_OK           sent, or kept to be sent when the socket has room: then
 *                    udp_is_blocked() and nothing more should be sent now
 *   ERR_TOO_LARGE    larger than the path takes; counts as lost
 *   ERR_UNREACHABLE  the kernel has no way there, or forbids it
 *   ERR_IO           lost for another reason */
ERR_RESULT enum err udp_send(struct udp *u, const struct udp_out *o);
bool udp_is_blocked(const struct udp *u);

/* A timer of nanosecond resolution on the same loop; it lives here because it
 * is the other thing in this folder that the loop must watch. */
struct udp_alarm;
typedef void udp_alarm_fn(void *arg);
ERR_RESULT enum err udp_alarm_new(struct loop *l, udp_alarm_fn *fn, void *arg,
                                  struct udp_alarm **out);
/* Fire at `at_ns` on CLOCK_MONOTONIC or before; UINT64_MAX: no need to. The
 * kernel is told only when that is earlier than what it knows (telling it is
 * dear, above all in a virtual machine), so the alarm may fire too early, and
 * whoever is woken sets it anew. */
void udp_alarm_set(struct udp_alarm *a, uint64_t at_ns);
void udp_alarm_free(struct udp_alarm *a, udp_closed_fn *done, void *arg);
