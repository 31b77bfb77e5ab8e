/* A scan makes the list of what should be there, closes links that are not on
 * it and opens those that are missing. Interfaces are told apart by their
 * index, so one that is made anew under an old name is a new one. */
#include "discovery/lan_links.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "base/addr.h"
#include "base/list.h"
#include "base/loop.h"
#include "discovery/discovery_limits.h"

#define READS_PER_WAKE_UP 64
#define GROUP_V4 "224.0.0.251"
#define GROUP_V6 "ff02::fb"

/* A place to join. */
struct place {
    unsigned index;
    bool is_v6;
    bool is_loopback;
    char name[IF_NAMESIZE];
};

struct link {
    uv_poll_t poll;
    struct list node;
    struct lan_links *owner;
    struct place at;
    struct addr group;
    int fd;
};

struct lan_links {
    struct lan_links_config cfg;
    char only[IF_NAMESIZE];
    struct list links; /* struct link */
    size_t count;
};

/* One socket. */

static bool set_int(int fd, int level, int option, int value)
{
    return setsockopt(fd, level, option, &value, sizeof value) == 0;
}

static bool join_v4(int fd, const struct place *at, const struct addr *group)
{
    struct ip_mreqn m = {.imr_multiaddr = group->in.sin_addr,
                         .imr_ifindex = (int)at->index};

    /* The kernel would look for an address that others can reach, and find
     * none there. */
    if (at->is_loopback)
        m.imr_address.s_addr = htonl(INADDR_LOOPBACK);
    return set_int(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0) &&
           set_int(fd, IPPROTO_IP, IP_MULTICAST_TTL, 255) &&
           set_int(fd, IPPROTO_IP, IP_MULTICAST_LOOP, 1) &&
           setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &m, sizeof m) == 0 &&
           setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &m, sizeof m) == 0;
}

static bool join_v6(int fd, const struct place *at, const struct addr *group)
{
    struct ipv6_mreq m = {.ipv6mr_multiaddr = group->in6.sin6_addr,
                          .ipv6mr_interface = at->index};

    return set_int(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 255) &&
           set_int(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 1) &&
           set_int(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, (int)at->index) &&
           setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &m, sizeof m) == 0;
}

/* Several programs may listen to the group, if each of them says so first. */
static bool share_port(int fd, bool is_v6)
{
    return set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1) &&
           set_int(fd, SOL_SOCKET, SO_REUSEPORT, 1) &&
           (!is_v6 || set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1));
}

/* A socket, or -1 with errno and what it was about. */
static int open_socket(const struct place *at, const struct addr *group,
                       const char **doing)
{
    int fd = socket(group->sa.sa_family,
                    SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error;

    *doing = "open a socket";
    if (fd < 0)
        return -1;
    *doing = "listen";
    if (share_port(fd, at->is_v6) &&
        bind(fd, &group->sa, addr_len(group)) == 0) {
        *doing = "join the multicast group";
        if (at->is_v6 ? join_v6(fd, at, group) : join_v4(fd, at, group))
            return fd;
    }
    error = errno;
    close(fd);
    errno = error;
    return -1;
}

/* Is there an address of ours that we would send from? IPv6 addresses take a
 * second or two before they may be used. */
static bool has_source(const struct place *at, const struct addr *group)
{
    int fd;
    bool is_ok;

    if (!at->is_v6)
        return true;
    fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    is_ok = fd >= 0 && connect(fd, &group->sa, addr_len(group)) == 0;
    if (fd >= 0)
        close(fd);
    return is_ok;
}

static struct addr group_of(const struct place *at, uint16_t port)
{
    struct addr a;
    enum err e =
        addr_parse(at->is_v6 ? "[" GROUP_V6 "]:0" : GROUP_V4 ":0", &a, NULL);

    if (e != ERR_OK)
        abort(); /* a constant of ours */
    addr_set_port(&a, port);
    if (at->is_v6)
        a.in6.sin6_scope_id = at->index;
    return a;
}

/* One link. */

static void on_closed(uv_handle_t *h)
{
    free(h->data);
}

static void close_link(struct link *k)
{
    list_remove(&k->node);
    k->owner->count--;
    uv_poll_stop(&k->poll);
    close(k->fd);
    uv_close((uv_handle_t *)&k->poll, on_closed);
}

/* False: nothing waits. */
static bool receive_one(struct link *k)
{
    uint8_t bytes[DISCOVERY_LAN_DATAGRAM];
    struct addr from = {0};
    socklen_t from_len = sizeof from;
    ssize_t n =
        recvfrom(k->fd, bytes, sizeof bytes, MSG_TRUNC, &from.sa, &from_len);

    if (n < 0)
        return errno == EINTR;
    /* Longer ones exist on this port, but nobody sends them to us. */
    if ((size_t)n <= sizeof bytes)
        k->owner->cfg.received(bytes, (size_t)n, addr_is_loopback(&from),
                               k->owner->cfg.arg);
    return true;
}

static void on_poll(uv_poll_t *p, int status, int events)
{
    struct link *k = p->data;

    (void)events;
    if (status < 0) {
        close_link(k);
        return;
    }
    /* A send inside may find the link broken and close it. */
    for (int i = 0; i < READS_PER_WAKE_UP; i++)
        if (!list_is_linked(&k->node) || !receive_one(k))
            break;
}

static void fail(struct errmsg *em, const struct place *at, uint16_t port,
                 const char *doing, int error)
{
    err_set(em, "UDP port %u, %s on %s: cannot %s: %s%s", port,
            at->is_v6 ? "IPv6" : "IPv4", at->name, doing,
            err_text(err_from_errno(error)),
            error == EADDRINUSE ? "; end the program that keeps it for itself "
                                  "(ss -lunp names it)"
                                : "");
}

static bool open_link(struct lan_links *l, const struct place *at,
                      struct errmsg *em)
{
    const struct addr group = group_of(at, l->cfg.port);
    const char *doing;
    struct link *k;

    if (!has_source(at, &group))
        return false;
    k = calloc(1, sizeof *k);
    if (k == NULL) {
        err_set(em, "%s", err_text(ERR_NOMEM));
        return false;
    }
    k->owner = l;
    k->at = *at;
    k->group = group;
    k->poll.data = k;
    k->fd = open_socket(at, &k->group, &doing);
    if (k->fd < 0) {
        fail(em, at, l->cfg.port, doing, errno);
        free(k);
        return false;
    }
    if (uv_poll_init(loop_uv(l->cfg.loop), &k->poll, k->fd) != 0) {
        fail(em, at, l->cfg.port, "watch the socket", errno);
        close(k->fd);
        free(k);
        return false;
    }
    uv_poll_start(&k->poll, UV_READABLE, on_poll);
    list_push_back(&l->links, &k->node);
    l->count++;
    return true;
}

/* All of them. */

static bool is_same(const struct place *a, const struct place *b)
{
    return a->index == b->index && a->is_v6 == b->is_v6;
}

static bool is_wanted(const struct lan_links *l, const struct ifaddrs *i,
                      bool loopback)
{
    const unsigned up = IFF_UP | IFF_RUNNING;

    if (i->ifa_addr == NULL || (i->ifa_flags & up) != up ||
        (i->ifa_addr->sa_family != AF_INET &&
         i->ifa_addr->sa_family != AF_INET6))
        return false;
    if (l->only[0] != '\0' && strcmp(l->only, i->ifa_name) != 0)
        return false;
    /* Loopback is not said to multicast, but does, in IPv4. */
    if ((i->ifa_flags & IFF_LOOPBACK) != 0)
        return loopback && i->ifa_addr->sa_family == AF_INET;
    return !loopback && (i->ifa_flags & IFF_MULTICAST) != 0;
}

static size_t list_places(const struct lan_links *l, const struct ifaddrs *all,
                          bool loopback, struct place out[static LAN_LINKS_MAX])
{
    size_t n = 0;

    for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next) {
        struct place p = {0};
        size_t k = 0;

        if (!is_wanted(l, i, loopback))
            continue;
        p.index = if_nametoindex(i->ifa_name);
        p.is_v6 = i->ifa_addr->sa_family == AF_INET6;
        p.is_loopback = (i->ifa_flags & IFF_LOOPBACK) != 0;
        snprintf(p.name, sizeof p.name, "%s", i->ifa_name);
        while (k < n && !is_same(&out[k], &p))
            k++;
        /* Index 0: it went while we looked. */
        if (k == n && n < LAN_LINKS_MAX && p.index != 0)
            out[n++] = p;
    }
    return n;
}

static size_t find_places(const struct lan_links *l,
                          struct place out[static LAN_LINKS_MAX])
{
    struct ifaddrs *all = NULL;
    size_t n;

    if (getifaddrs(&all) != 0)
        return 0;
    n = list_places(l, all, false, out);
    if (n == 0)
        n = list_places(l, all, true, out);
    freeifaddrs(all);
    return n;
}

static bool has_place(const struct place *places, size_t len,
                      const struct place *p)
{
    for (size_t i = 0; i < len; i++)
        if (is_same(&places[i], p))
            return true;
    return false;
}

static bool has_link(const struct lan_links *l, const struct place *p)
{
    LIST_FOREACH (it, tmp, &l->links)
        if (is_same(&LIST_ENTRY(it, struct link, node)->at, p))
            return true;
    return false;
}

bool lan_links_scan(struct lan_links *l, struct errmsg *em)
{
    struct place places[LAN_LINKS_MAX];
    size_t n = find_places(l, places);
    bool is_new = false;

    LIST_FOREACH (it, tmp, &l->links) {
        struct link *k = LIST_ENTRY(it, struct link, node);

        if (!has_place(places, n, &k->at))
            close_link(k);
    }
    for (size_t i = 0; i < n; i++)
        if (!has_link(l, &places[i]) && open_link(l, &places[i], em))
            is_new = true;
    return is_new;
}

size_t lan_links_count(const struct lan_links *l)
{
    return l->count;
}

bool lan_links_send(struct lan_links *l, const uint8_t *bytes, size_t len,
                    struct errmsg *em)
{
    bool is_sent = true;

    LIST_FOREACH (it, tmp, &l->links) {
        struct link *k = LIST_ENTRY(it, struct link, node);
        ssize_t n =
            sendto(k->fd, bytes, len, 0, &k->group.sa, addr_len(&k->group));

        if (n >= 0)
            continue;
        fail(em, &k->at, l->cfg.port, "send to the group", errno);
        is_sent = false;
        if (errno != EAGAIN && errno != ENOBUFS && errno != EINTR)
            close_link(k);
    }
    return is_sent;
}

enum err lan_links_new(const struct lan_links_config *cfg,
                       struct lan_links **out)
{
    struct lan_links *l = calloc(1, sizeof *l);

    if (l == NULL)
        return ERR_NOMEM;
    l->cfg = *cfg;
    if (cfg->only != NULL)
        snprintf(l->only, sizeof l->only, "%s", cfg->only);
    list_init(&l->links);
    *out = l;
    return ERR_OK;
}

void lan_links_free(struct lan_links *l)
{
    if (l == NULL)
        return;
    LIST_FOREACH (it, tmp, &l->links)
        close_link(LIST_ENTRY(it, struct link, node));
    free(l);
}
