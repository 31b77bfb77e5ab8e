#include "api/listener.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

static enum err err_from_bind(int errnum)
{
    switch (errnum) {
    case EADDRINUSE:
        return ERR_BUSY;
    case EADDRNOTAVAIL:
        return ERR_INVALID;
    default:
        return err_from_errno(errnum);
    }
}

static const char *advice(enum err e)
{
    switch (e) {
    case ERR_BUSY:
        return "the address is in use (is another node running? choose "
               "another port with --http.listen, or stop it)";
    case ERR_ACCESS:
        return "permission denied (ports below 1024 need privileges; choose "
               "a higher one)";
    case ERR_INVALID:
        return "this machine does not have that address";
    default:
        return err_text(e);
    }
}

static enum err set_up(int fd, const struct addr *a, struct addr *bound)
{
    struct sockaddr_storage name;
    socklen_t len = sizeof name;
    int on = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (addr_is_v6(a))
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, &a->sa, addr_len(a)) != 0 || listen(fd, BACKLOG) != 0)
        return err_from_bind(errno);
    if (getsockname(fd, (struct sockaddr *)&name, &len) != 0)
        return err_from_errno(errno);
    return addr_from_sockaddr((struct sockaddr *)&name, bound);
}

enum err listener_open(const struct addr *a, int *fd_out, struct addr *bound,
                       struct errmsg *em)
{
    int fd =
        socket(a->sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    enum err e = fd < 0 ? err_from_errno(errno) : set_up(fd, a, bound);
    char text[ADDR_TEXT_SIZE];

    if (e != ERR_OK) {
        addr_format(a, text);
        err_set(em, "http.listen: listen on %s: %s", text, advice(e));
        if (fd >= 0)
            close(fd);
        return e;
    }
    *fd_out = fd;
    return ERR_OK;
}
