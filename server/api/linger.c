#include "api/linger.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"

#define LINGER_NS (5 * CLOCK_NS_PER_S)
#define DRAIN_BYTES (1u << 20)
#define LINGER_BYTES (UINT64_C(256) << 20)

static int socket_of(const struct call *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c->conn, MHD_CONNECTION_INFO_CONNECTION_FD);

    return info != NULL ? info->connect_fd : -1;
}

void linger_start(struct call *c)
{
    char head[512];
    int fd = socket_of(c);
    int len = snprintf(head, sizeof head,
                       "HTTP/1.1 %u %s\r\n"
                       "Content-Type: application/problem+json\r\n"
                       "Content-Length: %zu\r\n"
                       "X-Request-Id: %s\r\n"
                       "X-Content-Type-Options: nosniff\r\n"
                       "Connection: close\r\n\r\n",
                       c->status, MHD_get_reason_phrase_for(c->status),
                       c->text_len, c->id);

    c->is_answered_raw = true;
    c->linger_until_ns = clock_mono_ns() + LINGER_NS;
    if (fd < 0)
        return;
    /* The send buffer of a connection on which nothing was sent yet takes
     * this; if it does not, the client went away. */
    (void)!send(fd, head, (size_t)len, MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE);
    if (!c->is_head)
        (void)!send(fd, c->text, c->text_len, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(fd, SHUT_WR);
}

/* What was received and not read would make the kernel send a reset. */
static void drain(int fd)
{
    char piece[16384];
    ssize_t got;
    size_t sum = 0;

    do {
        got = recv(fd, piece, sizeof piece, MSG_DONTWAIT);
        sum += got > 0 ? (size_t)got : 0;
    } while (got > 0 && sum < DRAIN_BYTES);
}

void linger_close(struct call *c)
{
    int fd = socket_of(c);

    linger_start(c);
    if (fd >= 0)
        drain(fd);
}

bool linger_goes_on(struct call *c, size_t len)
{
    c->discarded += len;
    return c->discarded <= LINGER_BYTES && clock_mono_ns() < c->linger_until_ns;
}
