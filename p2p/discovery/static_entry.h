/* One entry of the list of nodes in the settings:
 *
 *     ID@192.0.2.7:8421   ID@[2001:db8::1]:8421
 *     ID@host:8421        the name is looked up
 *     ID                  for other sources to find
 *     a ticket            of any kind
 *
 * Thread: any; no state. */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "crypto/node_addr.h"
#include "discovery/resolver.h"

struct static_entry {
    struct node_addr node;         /* what needs no looking up */
    char host[RESOLVER_NAME_SIZE]; /* "" none */
    uint16_t port;                 /* of `host` */
};

/* ERR_INVALID: not of any of these forms; `em` says what is wrong. */
ERR_RESULT enum err static_entry_parse(const char *text,
                                       struct static_entry *out,
                                       struct errmsg *em);
