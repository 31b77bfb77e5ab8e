/* Which addresses the endpoint has. */
#include <ifaddrs.h>
#include <net/if.h>

#include "quic/quic_int.h"

size_t quic_bound(const struct quic *q, struct addr *out, size_t max)
{
    size_t n = 0;

    for (; n < q->sockets_len && n < max; n++)
        out[n] = *udp_bound(q->sockets[n]);
    return n;
}

static bool is_known(const struct addr *list, size_t len, const struct addr *a)
{
    for (size_t i = 0; i < len; i++)
        if (addr_equal(&list[i], a))
            return true;
    return false;
}

/* Link-local addresses mean nothing to others without our scope. */
static bool is_link_local(const struct addr *a)
{
    return addr_is_v6(a) && IN6_IS_ADDR_LINKLOCAL(&a->in6.sin6_addr);
}

static size_t add_interfaces(const struct ifaddrs *all, const struct addr *any,
                             bool loopback, struct addr *out, size_t n,
                             size_t max)
{
    for (const struct ifaddrs *i = all; i != NULL && n < max; i = i->ifa_next) {
        struct addr a;

        if (i->ifa_addr == NULL || (i->ifa_flags & IFF_UP) == 0 ||
            i->ifa_addr->sa_family != any->sa.sa_family ||
            addr_from_sockaddr(i->ifa_addr, &a) != ERR_OK ||
            addr_is_loopback(&a) != loopback || is_link_local(&a))
            continue;
        addr_set_port(&a, addr_port(any));
        if (!is_known(out, n, &a))
            out[n++] = a;
    }
    return n;
}

static size_t add_all(const struct quic *q, const struct ifaddrs *all,
                      bool loopback, struct addr *out, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; i < q->sockets_len && n < max; i++) {
        const struct addr *a = udp_bound(q->sockets[i]);

        if (addr_is_wildcard(a))
            n = add_interfaces(all, a, loopback, out, n, max);
        else if (!is_known(out, n, a))
            out[n++] = *a;
    }
    return n;
}

size_t quic_addresses(const struct quic *q, struct addr *out, size_t max)
{
    struct ifaddrs *all = NULL;
    size_t n;

    if (getifaddrs(&all) != 0)
        all = NULL;
    n = add_all(q, all, false, out, max);
    if (n == 0)
        n = add_all(q, all, true, out, max);
    if (all != NULL)
        freeifaddrs(all);
    return n;
}

/* A socket bound to one address reaches what that address reaches, so a
 * wildcard is the better choice; loopback speaks to loopback. */
static int score(const struct addr *bound, const struct addr *remote)
{
    if (addr_is_v6(bound) != addr_is_v6(remote))
        return 0;
    if (addr_is_wildcard(bound))
        return 3;
    return addr_is_loopback(bound) == addr_is_loopback(remote) ? 2 : 1;
}

struct udp *quic_socket_for(const struct quic *q, const struct addr *remote)
{
    struct udp *best = NULL;
    int best_score = 0;

    for (size_t i = 0; i < q->sockets_len; i++) {
        int s = score(udp_bound(q->sockets[i]), remote);

        if (s > best_score) {
            best_score = s;
            best = q->sockets[i];
        }
    }
    return best;
}
