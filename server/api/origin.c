#include "api/origin.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Does `host` consist of `name`, alone or with the port? */
static bool is_name(const char *host, const char *name, uint16_t port)
{
    size_t len = strlen(name);
    char tail[8];

    if (strncasecmp(host, name, len) != 0)
        return false;
    if (host[len] == '\0')
        return true;
    snprintf(tail, sizeof tail, ":%u", (unsigned)port);
    return strcmp(host + len, tail) == 0;
}

/* A listed name without a port stands for that name with any port. */
static bool is_listed_host(const char *host, const char *listed)
{
    size_t len = strlen(listed);
    const char *end = host + len;

    if (strncasecmp(host, listed, len) != 0)
        return false;
    if (*end == '\0')
        return true;
    return *end == ':' && end[1] != '\0' &&
           strspn(end + 1, "0123456789") == strlen(end + 1);
}

static bool is_listen_address(const struct addr *listen, const char *host)
{
    char text[ADDR_TEXT_SIZE];
    char *colon;

    addr_format(listen, text);
    colon = strrchr(text, ':');
    *colon = '\0';
    return is_name(host, text, addr_port(listen));
}

bool host_is_allowed(const struct origin_rules *r, const char *host)
{
    static const char *const own[] = {"localhost", "127.0.0.1", "[::1]"};

    if (!addr_is_loopback(r->listen))
        return true;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (is_name(host, own[i], addr_port(r->listen)))
            return true;
    }
    for (size_t i = 0; i < r->hosts->len; i++) {
        if (is_listed_host(host, r->hosts->at[i]))
            return true;
    }
    return is_listen_address(r->listen, host);
}

bool origin_is_listed(const struct origin_rules *r, const char *origin)
{
    for (size_t i = 0; i < r->origins->len; i++) {
        if (strcasecmp(origin, r->origins->at[i]) == 0)
            return true;
    }
    return false;
}

/* TLS may end in front of this node, so both schemes are ours. */
static bool is_same_host(const char *origin, const char *host)
{
    if (strncasecmp(origin, "http://", 7) == 0)
        origin += 7;
    else if (strncasecmp(origin, "https://", 8) == 0)
        origin += 8;
    else
        return false;
    return strcasecmp(origin, host) == 0;
}

bool origin_is_allowed(const struct origin_rules *r, const char *origin,
                       const char *host)
{
    if (origin == NULL)
        return true;
    return is_same_host(origin, host) || origin_is_listed(r, origin);
}

bool site_is_allowed(const struct origin_rules *r, const char *site,
                     const char *origin)
{
    if (site == NULL || strcasecmp(site, "same-origin") == 0 ||
        strcasecmp(site, "none") == 0)
        return true;
    return origin != NULL && origin_is_listed(r, origin);
}
