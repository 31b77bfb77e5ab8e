#include "crypto/node_addr.h"

#include <stdio.h>
#include <string.h>

void node_addr_init(struct node_addr *na, const struct node_id *id)
{
    *na = (struct node_addr){.id = *id};
}

enum err node_addr_add(struct node_addr *na, const struct addr *a)
{
    size_t at = 0;

    while (at < na->len && addr_compare(&na->addrs[at], a) < 0)
        at++;
    if (at < na->len && addr_equal(&na->addrs[at], a))
        return ERR_OK;
    if (na->len == NODE_ADDR_MAX)
        return ERR_LIMIT;
    memmove(&na->addrs[at + 1], &na->addrs[at],
            (na->len - at) * sizeof na->addrs[0]);
    na->addrs[at] = *a;
    na->len++;
    return ERR_OK;
}

static enum err add_text(struct node_addr *na, const char *text,
                         struct errmsg *em)
{
    struct addr a;
    enum err e;

    if (*text == '\0') {
        err_set(em, "the address after \"@\" is missing");
        return ERR_PARSE;
    }
    e = addr_parse(text, &a, em);
    if (e != ERR_OK)
        return e;
    if (addr_port(&a) == 0) {
        err_set(em, "port 0 cannot be reached");
        return ERR_INVALID;
    }
    if (addr_is_wildcard(&a)) {
        err_set(em, "\"%s\" is not the address of a machine", text);
        return ERR_INVALID;
    }
    return node_addr_add(na, &a);
}

enum err node_addr_parse(const char *text, struct node_addr *out,
                         struct errmsg *em)
{
    size_t id_len = strcspn(text, "@");
    struct node_addr na;
    struct node_id id;
    enum err e;

    if (id_len == 0) {
        err_set(em, "the node id is missing; expected ID@IP:PORT");
        return ERR_PARSE;
    }
    e = node_id_parse_n(text, id_len, &id, em);
    if (e != ERR_OK)
        return e;
    node_addr_init(&na, &id);
    if (text[id_len] == '@')
        e = add_text(&na, text + id_len + 1, em);
    if (e == ERR_OK)
        *out = na;
    return e;
}

void node_addr_format(const struct node_addr *na, size_t at,
                      char out[static NODE_ADDR_TEXT_SIZE])
{
    char addr[ADDR_TEXT_SIZE];

    node_id_hex(&na->id, out);
    if (at >= na->len)
        return;
    addr_format(&na->addrs[at], addr);
    snprintf(out + NODE_ID_HEX_SIZE - 1,
             NODE_ADDR_TEXT_SIZE - NODE_ID_HEX_SIZE + 1, "@%s", addr);
}
