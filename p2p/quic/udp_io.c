/* The system calls of a socket.
 *
 * Receiving: recvmmsg with UDP_GRO; control messages tell the segment size,
 * the address the datagram was sent to and its ECN bits. Sending: sendmsg
 * with UDP_SEGMENT, the source address and the ECN bits in control messages.
 *
 * What can go wrong: a device cannot segment (EIO) or the segment is larger
 * than its MTU (EINVAL): then the run goes out datagram by datagram. */
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "quic/quic_limits.h"
#include "quic/udp_int.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

#define ECN_MASK 3

static enum err set_int(int fd, int level, int name, int value)
{
    return setsockopt(fd, level, name, &value, sizeof(value)) == 0
               ? ERR_OK
               : err_from_errno(errno);
}

/* Ask for a buffer beyond the system's limit first (needs CAP_NET_ADMIN),
 * then within it. */
static void ask_buffer(int fd, int force, int plain, const char *what,
                       size_t size)
{
    int want = size > INT_MAX / 2 ? INT_MAX / 2 : (int)size;
    int got = 0;
    socklen_t len = sizeof(got);

    if (set_int(fd, SOL_SOCKET, force, want) == ERR_OK)
        return;
    if (set_int(fd, SOL_SOCKET, plain, want) != ERR_OK ||
        getsockopt(fd, SOL_SOCKET, plain, &got, &len) != 0)
        got = 0;
    /* The kernel reports twice what may be used. */
    if (got / 2 < want)
        log_warn(LOG_QUIC,
                 "socket: %s buffer is %d of %d bytes: raise net.core.%s", what,
                 got / 2, want, plain == SO_RCVBUF ? "rmem_max" : "wmem_max");
}

static enum err set_v4_options(int fd)
{
    enum err e = set_int(fd, IPPROTO_IP, IP_PKTINFO, 1);

    if (e == ERR_OK)
        e = set_int(fd, IPPROTO_IP, IP_RECVTOS, 1);
    if (e == ERR_OK)
        e = set_int(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE);
    return e;
}

static enum err set_v6_options(int fd)
{
    enum err e = set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);

    if (e == ERR_OK)
        e = set_int(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    if (e == ERR_OK)
        e = set_int(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1);
    if (e == ERR_OK)
        e = set_int(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_PROBE);
    return e;
}

static enum err bind_it(struct udp_io *io, const struct addr *to,
                        struct errmsg *em)
{
    struct sockaddr_storage ss;
    socklen_t len = sizeof(ss);
    char text[ADDR_TEXT_SIZE];

    if (bind(io->fd, &to->sa, addr_len(to)) != 0) {
        enum err e = errno == EADDRINUSE ? ERR_BUSY
                     : errno == EACCES   ? ERR_ACCESS
                                         : ERR_INVALID;

        addr_format(to, text);
        err_set(em, "bind UDP %s: %s", text, strerror(errno));
        return e;
    }
    if (getsockname(io->fd, (struct sockaddr *)&ss, &len) != 0)
        return ERR_IO;
    return addr_from_sockaddr((struct sockaddr *)&ss, &io->bound);
}

enum err udp_io_open(struct udp_io *io, const struct addr *to, size_t buffer,
                     struct errmsg *em)
{
    enum err e;

    *io = (struct udp_io){.gso = true};
    io->fd =
        socket(to->sa.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (io->fd < 0) {
        err_set(em, "open UDP socket: %s", strerror(errno));
        return err_from_errno(errno);
    }
    e = addr_is_v6(to) ? set_v6_options(io->fd) : set_v4_options(io->fd);
    if (e != ERR_OK) {
        err_set(em, "set up UDP socket");
        return e;
    }
    /* An old kernel without it gives datagrams one by one. */
    (void)!set_int(io->fd, IPPROTO_UDP, UDP_GRO, 1);
    ask_buffer(io->fd, SO_RCVBUFFORCE, SO_RCVBUF, "receive", buffer);
    ask_buffer(io->fd, SO_SNDBUFFORCE, SO_SNDBUF, "send", buffer);
    e = bind_it(io, to, em);
    if (e != ERR_OK)
        return e;
    io->rx = malloc((size_t)QUIC_RX_MSGS * UDP_RUN_MAX);
    return io->rx != NULL ? ERR_OK : ERR_NOMEM;
}

void udp_io_clear(struct udp_io *io)
{
    if (io->fd >= 0)
        close(io->fd);
    io->fd = -1;
    free(io->rx);
    io->rx = NULL;
    free(io->pending.bytes);
    io->pending.bytes = NULL;
}

static void read_control(struct msghdr *mh, struct udp_run *run)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(mh); c != NULL;
         c = CMSG_NXTHDR(mh, c)) {
        const void *data = CMSG_DATA(c);

        if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) {
            int size;

            memcpy(&size, data, sizeof(size));
            if (size > 0)
                run->segment = (size_t)size;
        } else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;

            memcpy(&info, data, sizeof(info));
            run->local.in.sin_addr = info.ipi_addr;
        } else if (c->cmsg_level == IPPROTO_IPV6 &&
                   c->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;

            memcpy(&info, data, sizeof(info));
            run->local.in6.sin6_addr = info.ipi6_addr;
            if (IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr))
                run->local.in6.sin6_scope_id = info.ipi6_ifindex;
        } else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TOS) {
            run->ecn = *(const uint8_t *)data & ECN_MASK;
        } else if (c->cmsg_level == IPPROTO_IPV6 &&
                   c->cmsg_type == IPV6_TCLASS) {
            int tclass;

            memcpy(&tclass, data, sizeof(tclass));
            run->ecn = (uint8_t)(tclass & ECN_MASK);
        }
    }
}

#define CONTROL_SIZE 128

struct rx_slot {
    struct iovec iov;
    struct sockaddr_storage from;
    _Alignas(struct cmsghdr) uint8_t control[CONTROL_SIZE];
};

static void prepare(struct udp_io *io, struct rx_slot *slots,
                    struct mmsghdr *msgs)
{
    for (size_t i = 0; i < QUIC_RX_MSGS; i++) {
        slots[i].iov.iov_base = io->rx + i * UDP_RUN_MAX;
        slots[i].iov.iov_len = UDP_RUN_MAX;
        msgs[i].msg_hdr = (struct msghdr){.msg_name = &slots[i].from,
                                          .msg_namelen = sizeof(slots[i].from),
                                          .msg_iov = &slots[i].iov,
                                          .msg_iovlen = 1,
                                          .msg_control = slots[i].control,
                                          .msg_controllen = CONTROL_SIZE};
    }
}

static bool make_run(const struct udp_io *io, struct mmsghdr *m,
                     struct udp_run *run)
{
    *run = (struct udp_run){.bytes = m->msg_hdr.msg_iov->iov_base,
                            .len = m->msg_len,
                            .segment = m->msg_len,
                            .local = io->bound};
    if (m->msg_len == 0 || (m->msg_hdr.msg_flags & MSG_TRUNC) != 0)
        return false;
    if (addr_from_sockaddr(m->msg_hdr.msg_name, &run->remote) != ERR_OK)
        return false;
    read_control(&m->msg_hdr, run);
    return true;
}

bool udp_io_receive(struct udp_io *io, udp_run_fn *fn, void *arg)
{
    struct rx_slot slots[QUIC_RX_MSGS];
    struct mmsghdr msgs[QUIC_RX_MSGS];
    int n;

    prepare(io, slots, msgs);
    n = recvmmsg(io->fd, msgs, QUIC_RX_MSGS, 0, NULL);
    for (int i = 0; i < n; i++) {
        struct udp_run run;

        if (make_run(io, &msgs[i], &run))
            fn(&run, arg);
    }
    return n == QUIC_RX_MSGS;
}

static struct cmsghdr *add_control(struct msghdr *mh, int level, int type,
                                   const void *data, size_t len)
{
    struct cmsghdr *c =
        (struct cmsghdr *)((uint8_t *)mh->msg_control + mh->msg_controllen);

    c->cmsg_level = level;
    c->cmsg_type = type;
    c->cmsg_len = CMSG_LEN(len);
    memcpy(CMSG_DATA(c), data, len);
    mh->msg_controllen += CMSG_SPACE(len);
    return c;
}

static void add_source(struct msghdr *mh, const struct addr *local)
{
    if (addr_is_v6(local)) {
        struct in6_pktinfo info = {.ipi6_addr = local->in6.sin6_addr,
                                   .ipi6_ifindex = local->in6.sin6_scope_id};

        add_control(mh, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof(info));
    } else {
        struct in_pktinfo info = {.ipi_spec_dst = local->in.sin_addr};

        add_control(mh, IPPROTO_IP, IP_PKTINFO, &info, sizeof(info));
    }
}

static void add_ecn(struct msghdr *mh, bool v6, int ecn)
{
    if (v6)
        add_control(mh, IPPROTO_IPV6, IPV6_TCLASS, &ecn, sizeof(ecn));
    else
        add_control(mh, IPPROTO_IP, IP_TOS, &ecn, sizeof(ecn));
}

/* One sendmsg; 0 or errno. */
static int send_once(const struct udp_io *io, const struct udp_out *o)
{
    _Alignas(struct cmsghdr) uint8_t control[CONTROL_SIZE] = {0};
    struct iovec iov = {.iov_base = (void *)(uintptr_t)o->bytes,
                        .iov_len = o->len};
    struct msghdr mh = {.msg_name = (void *)(uintptr_t)&o->remote->sa,
                        .msg_namelen = addr_len(o->remote),
                        .msg_iov = &iov,
                        .msg_iovlen = 1,
                        .msg_control = control};
    uint16_t segment = (uint16_t)o->segment;
    ssize_t n;

    if (o->len > o->segment)
        add_control(&mh, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof(segment));
    if (o->local != NULL && !addr_is_wildcard(o->local))
        add_source(&mh, o->local);
    if (o->ecn != 0)
        add_ecn(&mh, addr_is_v6(o->remote), o->ecn);
    if (mh.msg_controllen == 0)
        mh.msg_control = NULL;
    do
        n = sendmsg(io->fd, &mh, MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    return n < 0 ? errno : 0;
}

static enum err err_from_send(int errnum)
{
    switch (errnum) {
    case 0:
        return ERR_OK;
    case EAGAIN:
    case ENOBUFS:
        return ERR_AGAIN;
    case EMSGSIZE:
        return ERR_TOO_LARGE;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EADDRNOTAVAIL:
    case EACCES:
    case EPERM:
    case EINVAL: /* e.g. from a loopback address to a foreign one */
    case EAFNOSUPPORT:
        return ERR_UNREACHABLE;
    default:
        return ERR_IO;
    }
}

static enum err send_singly(const struct udp_io *io, const struct udp_out *o)
{
    struct udp_out one = *o;
    enum err worst = ERR_OK;

    for (size_t at = 0; at < o->len; at += o->segment) {
        enum err e;

        one.bytes = o->bytes + at;
        one.len = o->len - at < o->segment ? o->len - at : o->segment;
        one.segment = one.len;
        e = err_from_send(send_once(io, &one));
        /* In the middle of a run a full buffer is a loss like another. */
        if (e == ERR_AGAIN)
            return at == 0 ? ERR_AGAIN : ERR_OK;
        if (e != ERR_OK)
            worst = e;
    }
    return worst;
}

enum err udp_io_send(struct udp_io *io, const struct udp_out *o)
{
    bool is_run = o->len > o->segment;
    int errnum;

    if (is_run && !io->gso)
        return send_singly(io, o);
    errnum = send_once(io, o);
    if (!is_run)
        return err_from_send(errnum);
    if (errnum == EIO) {
        log_warn(LOG_QUIC, "socket: no segmentation on this device");
        io->gso = false;
    }
    if (errnum == EIO || errnum == EINVAL || errnum == EMSGSIZE)
        return send_singly(io, o);
    return err_from_send(errnum);
}

enum err udp_io_keep(struct udp_io *io, const struct udp_out *o)
{
    struct udp_pending *p = &io->pending;

    if (p->bytes == NULL)
        p->bytes = malloc(UDP_RUN_MAX);
    if (p->bytes == NULL || o->len > UDP_RUN_MAX)
        return ERR_NOMEM;
    memcpy(p->bytes, o->bytes, o->len);
    p->len = o->len;
    p->segment = o->segment;
    p->remote = *o->remote;
    p->has_local = o->local != NULL;
    if (p->has_local)
        p->local = *o->local;
    p->ecn = o->ecn;
    return ERR_OK;
}

enum err udp_io_resume(struct udp_io *io)
{
    struct udp_pending *p = &io->pending;
    struct udp_out o = {.bytes = p->bytes,
                        .len = p->len,
                        .segment = p->segment,
                        .remote = &p->remote,
                        .local = p->has_local ? &p->local : NULL,
                        .ecn = p->ecn};

    return udp_io_send(io, &o);
}
