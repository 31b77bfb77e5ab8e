/* The inside of a socket, shared by udp.c (life, libuv) and udp_io.c (the
 * system calls). */
#pragma once

#include "quic/udp.h"

#define UDP_RUN_MAX 65536 /* the most that one receive brings */

/* A run that found the send buffer full. */
struct udp_pending {
    uint8_t *bytes; /* UDP_RUN_MAX, allocated at first need */
    size_t len;
    size_t segment;
    struct addr remote;
    struct addr local;
    bool has_local;
    uint8_t ecn;
};

struct udp_io {
    int fd;
    struct addr bound;
    bool gso;    /* the kernel still takes UDP_SEGMENT */
    uint8_t *rx; /* QUIC_RX_MSGS * UDP_RUN_MAX */
    bool blocked;
    struct udp_pending pending;
};

/* Socket with all options set and bound. As udp_open(). */
ERR_RESULT enum err udp_io_open(struct udp_io *io, const struct addr *bind_to,
                                size_t buffer, struct errmsg *em);
void udp_io_clear(struct udp_io *io);

/* One receive call; hands each run to `fn`. False when nothing was there. */
typedef void udp_run_fn(const struct udp_run *run, void *arg);
bool udp_io_receive(struct udp_io *io, udp_run_fn *fn, void *arg);

/* ERR_AGAIN: the send buffer is full, nothing was kept. */
ERR_RESULT enum err udp_io_send(struct udp_io *io, const struct udp_out *o);

/* Keep a copy for later. ERR_NOMEM. */
ERR_RESULT enum err udp_io_keep(struct udp_io *io, const struct udp_out *o);
/* Send what was kept. ERR_AGAIN: still no room. */
ERR_RESULT enum err udp_io_resume(struct udp_io *io);
