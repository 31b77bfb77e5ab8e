#include "base/addr.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum err refuse(struct errmsg *em, const char *text, const char *why)
{
    err_set(em, "\"%.100s\" is not an address with a port: %s", text, why);
    return ERR_PARSE;
}

/* A decimal number up to `max`, without sign, blank or leading zero. */
static bool parse_number(const char *text, unsigned long max,
                         unsigned long *out)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > 10 || text[digits] != '\0')
        return false;
    if (text[0] == '0' && digits > 1)
        return false;
    *out = strtoul(text, NULL, 10);
    return *out <= max;
}

static bool parse_zone(const char *zone, uint32_t *out)
{
    unsigned long index = if_nametoindex(zone);

    if (index == 0 && !parse_number(zone, UINT32_MAX, &index))
        return false;
    *out = (uint32_t)index;
    return index != 0;
}

/* What stands before the port, without brackets: `host` is written to. */
static const char *parse_v6(char *host, struct addr *out)
{
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    char *zone = strchr(host, '%');

    if (zone != NULL) {
        *zone++ = '\0';
        if (!parse_zone(zone, &in6.sin6_scope_id))
            return "no such network interface";
    }
    if (inet_pton(AF_INET6, host, &in6.sin6_addr) != 1)
        return "not an IPv6 address";
    return addr_from_sockaddr((struct sockaddr *)&in6, out) == ERR_OK
               ? NULL
               : "not an IPv6 address";
}

static const char *parse_v4(const char *host, struct addr *out)
{
    struct sockaddr_in in = {.sin_family = AF_INET};

    if (strchr(host, ':') != NULL)
        return "an IPv6 address goes in brackets";
    if (inet_pton(AF_INET, host, &in.sin_addr) != 1)
        return "not an IP address";
    memset(out, 0, sizeof *out);
    out->in = in;
    return NULL;
}

/* NULL, or what is wrong. */
static const char *parse_parts(char *text, struct addr *out)
{
    char *colon = strrchr(text, ':');
    size_t len = strlen(text);
    unsigned long port;
    const char *wrong;

    if (colon == NULL || (len > 0 && text[len - 1] == ']'))
        return "the port is missing";
    if (!parse_number(colon + 1, UINT16_MAX, &port))
        return "the port is not a number up to 65535";
    *colon = '\0';
    if (text[0] != '[') {
        wrong = parse_v4(text, out);
    } else if (colon == text || colon[-1] != ']') {
        wrong = "the closing bracket is missing";
    } else {
        colon[-1] = '\0';
        wrong = parse_v6(text + 1, out);
    }
    if (wrong == NULL)
        addr_set_port(out, (uint16_t)port);
    return wrong;
}

enum err addr_parse(const char *text, struct addr *out, struct errmsg *em)
{
    char copy[ADDR_TEXT_SIZE];
    struct addr a;
    const char *wrong;

    if (strlen(text) >= sizeof copy)
        return refuse(em, text, "too long");
    memcpy(copy, text, strlen(text) + 1);
    wrong = parse_parts(copy, &a);
    if (wrong != NULL)
        return refuse(em, text, wrong);
    *out = a;
    return ERR_OK;
}

static void format_zone(uint32_t scope, char out[static IF_NAMESIZE + 1])
{
    char name[IF_NAMESIZE];

    out[0] = '\0';
    if (scope == 0)
        return;
    if (if_indextoname(scope, name) != NULL)
        snprintf(out, IF_NAMESIZE + 1, "%%%s", name);
    else
        snprintf(out, IF_NAMESIZE + 1, "%%%u", (unsigned)scope);
}

void addr_format(const struct addr *a, char out[static ADDR_TEXT_SIZE])
{
    char host[INET6_ADDRSTRLEN], zone[IF_NAMESIZE + 1];

    if (!addr_is_v6(a)) {
        inet_ntop(AF_INET, &a->in.sin_addr, host, sizeof host);
        snprintf(out, ADDR_TEXT_SIZE, "%s:%u", host, addr_port(a));
        return;
    }
    inet_ntop(AF_INET6, &a->in6.sin6_addr, host, sizeof host);
    format_zone(a->in6.sin6_scope_id, zone);
    snprintf(out, ADDR_TEXT_SIZE, "[%s%s]:%u", host, zone, addr_port(a));
}

static void from_v4(in_addr_t ip, in_port_t port, struct addr *out)
{
    memset(out, 0, sizeof *out);
    out->in.sin_family = AF_INET;
    out->in.sin_addr.s_addr = ip;
    out->in.sin_port = port;
}

static void from_v6(const struct sockaddr_in6 *in6, struct addr *out)
{
    in_addr_t ip;

    if (IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr)) {
        memcpy(&ip, in6->sin6_addr.s6_addr + 12, sizeof ip);
        from_v4(ip, in6->sin6_port, out);
        return;
    }
    /* The flow label is left behind: it does not tell addresses apart. */
    memset(out, 0, sizeof *out);
    out->in6.sin6_family = AF_INET6;
    out->in6.sin6_addr = in6->sin6_addr;
    out->in6.sin6_port = in6->sin6_port;
    out->in6.sin6_scope_id = in6->sin6_scope_id;
}

enum err addr_from_sockaddr(const struct sockaddr *sa, struct addr *out)
{
    struct sockaddr_in in;
    struct sockaddr_in6 in6;

    /* Copied, because what a kernel buffer holds may not be aligned. */
    if (sa->sa_family == AF_INET) {
        memcpy(&in, sa, sizeof in);
        from_v4(in.sin_addr.s_addr, in.sin_port, out);
        return ERR_OK;
    }
    if (sa->sa_family == AF_INET6) {
        memcpy(&in6, sa, sizeof in6);
        from_v6(&in6, out);
        return ERR_OK;
    }
    return ERR_INVALID;
}

socklen_t addr_len(const struct addr *a)
{
    return addr_is_v6(a) ? sizeof a->in6 : sizeof a->in;
}

uint16_t addr_port(const struct addr *a)
{
    return ntohs(addr_is_v6(a) ? a->in6.sin6_port : a->in.sin_port);
}

void addr_set_port(struct addr *a, uint16_t port)
{
    if (addr_is_v6(a))
        a->in6.sin6_port = htons(port);
    else
        a->in.sin_port = htons(port);
}

bool addr_is_v6(const struct addr *a)
{
    return a->sa.sa_family == AF_INET6;
}

bool addr_is_wildcard(const struct addr *a)
{
    if (addr_is_v6(a))
        return IN6_IS_ADDR_UNSPECIFIED(&a->in6.sin6_addr);
    return a->in.sin_addr.s_addr == htonl(INADDR_ANY);
}

bool addr_is_loopback(const struct addr *a)
{
    if (addr_is_v6(a))
        return IN6_IS_ADDR_LOOPBACK(&a->in6.sin6_addr);
    return ntohl(a->in.sin_addr.s_addr) >> 24 == 127;
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
    return addr_compare(a, b) == 0;
}

static int compare_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int addr_compare(const struct addr *a, const struct addr *b)
{
    bool v6 = addr_is_v6(a);
    int order = (int)v6 - (int)addr_is_v6(b);

    if (order != 0)
        return order;
    order =
        v6 ? memcmp(&a->in6.sin6_addr, &b->in6.sin6_addr,
                    sizeof a->in6.sin6_addr)
           : memcmp(&a->in.sin_addr, &b->in.sin_addr, sizeof a->in.sin_addr);
    if (order == 0)
        order = compare_u32(addr_port(a), addr_port(b));
    if (order == 0 && v6)
        order = compare_u32(a->in6.sin6_scope_id, b->in6.sin6_scope_id);
    return order;
}
