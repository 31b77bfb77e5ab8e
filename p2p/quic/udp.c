/* The socket's life and its place on the loop. The only file of this folder
 * that speaks libuv.
 *
 * A wake-up receives at most QUIC_RX_CALLS times, so that a fast sender does
 * not starve the rest of the loop; libuv polls level-triggered and comes back
 * for what is left. */
#include "quic/udp.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <uv.h>

#include "base/clock.h"
#include "base/loop.h"
#include "quic/quic_limits.h"
#include "quic/udp_int.h"

struct udp {
    uv_poll_t poll;
    struct udp_io io;
    struct udp_events ev;
    bool closing;
    udp_closed_fn *closed;
    void *closed_arg;
};

static void watch(struct udp *u);

static void give_run(const struct udp_run *run, void *arg)
{
    struct udp *u = arg;

    if (!u->closing)
        u->ev.received(u, run, u->ev.arg);
}

static void receive_some(struct udp *u)
{
    for (int i = 0; i < QUIC_RX_CALLS && !u->closing; i++)
        if (!udp_io_receive(&u->io, give_run, u))
            break;
    if (!u->closing)
        u->ev.drained(u, u->ev.arg);
}

static void resume_sending(struct udp *u)
{
    if (!u->io.blocked || udp_io_resume(&u->io) == ERR_AGAIN)
        return;
    u->io.blocked = false;
    watch(u);
    u->ev.writable(u, u->ev.arg);
}

static void on_poll(uv_poll_t *p, int status, int events)
{
    struct udp *u = p->data;

    (void)status; /* an error shows up at the next system call */
    if ((events & UV_WRITABLE) != 0)
        resume_sending(u);
    if ((events & UV_READABLE) != 0 && !u->closing)
        receive_some(u);
}

static void watch(struct udp *u)
{
    int events = UV_READABLE | (u->io.blocked ? UV_WRITABLE : 0);
    int rc;

    if (u->closing)
        return;
    rc = uv_poll_start(&u->poll, events, on_poll);
    assert(rc == 0);
    (void)rc;
}

enum err udp_open(struct loop *l, const struct addr *bind_to, size_t buffer,
                  const struct udp_events *ev, struct udp **out,
                  struct errmsg *em)
{
    struct udp *u = calloc(1, sizeof(*u));
    enum err e;
    int rc;

    if (u == NULL)
        return ERR_NOMEM;
    u->ev = *ev;
    u->poll.data = u;
    e = udp_io_open(&u->io, bind_to, buffer, em);
    if (e != ERR_OK)
        goto fail;
    rc = uv_poll_init(loop_uv(l), &u->poll, u->io.fd);
    if (rc != 0) {
        e = err_from_uv(rc);
        goto fail;
    }
    watch(u);
    *out = u;
    return ERR_OK;

fail:
    udp_io_clear(&u->io);
    free(u);
    return e;
}

static void on_closed(uv_handle_t *h)
{
    struct udp *u = h->data;
    udp_closed_fn *closed = u->closed;
    void *arg = u->closed_arg;

    udp_io_clear(&u->io);
    free(u);
    closed(arg);
}

void udp_close(struct udp *u, udp_closed_fn *done, void *arg)
{
    u->closing = true;
    u->closed = done;
    u->closed_arg = arg;
    uv_close((uv_handle_t *)&u->poll, on_closed);
}

const struct addr *udp_bound(const struct udp *u)
{
    return &u->io.bound;
}

enum err udp_send(struct udp *u, const struct udp_out *o)
{
    enum err e;

    /* Overtaking what waits would only look like reordering; losing it is
     * simpler and as harmless. */
    if (u->closing || u->io.blocked)
        return ERR_IO;
    e = udp_io_send(&u->io, o);
    if (e != ERR_AGAIN)
        return e;
    e = udp_io_keep(&u->io, o);
    if (e != ERR_OK)
        return e;
    u->io.blocked = true;
    watch(u);
    return ERR_OK;
}

bool udp_is_blocked(const struct udp *u)
{
    return u->io.blocked;
}

struct udp_alarm {
    uv_poll_t poll;
    int fd;
    uint64_t at_ns; /* what the kernel was told */
    udp_alarm_fn *fn;
    void *arg;
    udp_closed_fn *closed;
    void *closed_arg;
};

static void on_alarm(uv_poll_t *p, int status, int events)
{
    struct udp_alarm *a = p->data;
    uint64_t fired;

    (void)status;
    (void)events;
    if (read(a->fd, &fired, sizeof(fired)) != (ssize_t)sizeof(fired))
        return;
    a->at_ns = UINT64_MAX;
    a->fn(a->arg);
}

enum err udp_alarm_new(struct loop *l, udp_alarm_fn *fn, void *arg,
                       struct udp_alarm **out)
{
    struct udp_alarm *a = calloc(1, sizeof(*a));
    int rc;

    if (a == NULL)
        return ERR_NOMEM;
    a->fn = fn;
    a->arg = arg;
    a->at_ns = UINT64_MAX;
    a->poll.data = a;
    a->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (a->fd < 0) {
        free(a);
        return ERR_LIMIT;
    }
    rc = uv_poll_init(loop_uv(l), &a->poll, a->fd);
    if (rc == 0)
        rc = uv_poll_start(&a->poll, UV_READABLE, on_alarm);
    if (rc != 0) {
        close(a->fd);
        free(a);
        return err_from_uv(rc);
    }
    *out = a;
    return ERR_OK;
}

void udp_alarm_set(struct udp_alarm *a, uint64_t at_ns)
{
    struct itimerspec ts = {0};
    int rc;

    if (a->at_ns <= at_ns)
        return;
    a->at_ns = at_ns;
    /* Zero would disarm. */
    at_ns = at_ns != 0 ? at_ns : 1;
    ts.it_value.tv_sec = (time_t)(at_ns / CLOCK_NS_PER_S);
    ts.it_value.tv_nsec = (long)(at_ns % CLOCK_NS_PER_S);
    rc = timerfd_settime(a->fd, TFD_TIMER_ABSTIME, &ts, NULL);
    assert(rc == 0);
    (void)rc;
}

static void on_alarm_closed(uv_handle_t *h)
{
    struct udp_alarm *a = h->data;
    udp_closed_fn *closed = a->closed;
    void *arg = a->closed_arg;

    close(a->fd);
    free(a);
    closed(arg);
}

void udp_alarm_free(struct udp_alarm *a, udp_closed_fn *done, void *arg)
{
    a->closed = done;
    a->closed_arg = arg;
    uv_close((uv_handle_t *)&a->poll, on_alarm_closed);
}
