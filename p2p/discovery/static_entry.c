#include "discovery/static_entry.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/ticket.h"

/* Digits and dots alone would be an address written wrongly. */
static bool is_name(const char *host)
{
    return resolver_name_is_valid(host) &&
           host[strspn(host, "0123456789.")] != '\0';
}

static bool parse_port(const char *text, uint16_t *out)
{
    size_t digits = strspn(text, "0123456789");
    unsigned long port;

    if (digits == 0 || digits > 5 || text[digits] != '\0')
        return false;
    port = strtoul(text, NULL, 10);
    if (port == 0 || port > UINT16_MAX)
        return false;
    *out = (uint16_t)port;
    return true;
}

/* "ID@host:port". False: not of this form. */
static bool parse_host(const char *text, struct static_entry *out)
{
    size_t id_len = strcspn(text, "@");
    const char *host = text + id_len + 1, *colon;
    struct static_entry e = {.port = 0};
    struct node_id id;

    if (text[id_len] != '@')
        return false;
    colon = strrchr(host, ':');
    if (colon == NULL || (size_t)(colon - host) >= sizeof e.host)
        return false;
    memcpy(e.host, host, (size_t)(colon - host));
    if (!is_name(e.host) || !parse_port(colon + 1, &e.port))
        return false;
    if (node_id_parse_n(text, id_len, &id, NULL) != ERR_OK)
        return false;
    node_addr_init(&e.node, &id);
    *out = e;
    return true;
}

static bool parse_ticket(const char *text, struct static_entry *out,
                         struct errmsg *em)
{
    struct ticket t;

    if (ticket_parse_any(text, &t, em) != ERR_OK)
        return false;
    *out = (struct static_entry){.node = t.node};
    return true;
}

static bool is_like_ticket(const char *text)
{
    return strncmp(text, "blob", 4) == 0 || strncmp(text, "node", 4) == 0 ||
           strncmp(text, "endpoint", 8) == 0;
}

enum err static_entry_parse(const char *text, struct static_entry *out,
                            struct errmsg *em)
{
    struct errmsg why = {0};
    struct static_entry e = {.port = 0};

    if (node_addr_parse(text, &e.node, &why) == ERR_OK) {
        *out = e;
        return ERR_OK;
    }
    if (parse_host(text, out))
        return ERR_OK;
    /* No id begins so: ids in base32 have 52 letters, tickets more. */
    if (is_like_ticket(text) && parse_ticket(text, out, &why))
        return ERR_OK;
    err_set(em,
            "\"%.100s\" is none of ID@IP:PORT, ID@HOST:PORT, ID, ticket: %s",
            text, why.text);
    return ERR_INVALID;
}
