/* The sockets of the lan source: one per interface and family, joined to the
 * group of mDNS there.
 *
 * Each is bound to the group's address, not to the wildcard: so nothing that
 * was sent to us alone, from wherever, comes in, and nothing is taken away
 * from an avahi-daemon on the same port. Interfaces that are up and can
 * multicast are used; loopback when there is no other.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct lan_links;
struct loop;

#define LAN_LINKS_MAX 64 /* more interfaces are left alone */

/* A datagram of the group. `is_local`: from a loopback address. The bytes are
 * borrowed for the call; no function of this file may be called but
 * lan_links_send(). */
typedef void lan_received_fn(const uint8_t *bytes, size_t len, bool is_local,
                             void *arg);

struct lan_links_config {
    struct loop *loop; /* borrowed */
    uint16_t port;
    const char *only; /* the one interface to use, NULL: see above; copied */
    lan_received_fn *received;
    void *arg;
};

/* Opens nothing yet. */
ERR_RESULT enum err lan_links_new(const struct lan_links_config *cfg,
                                  struct lan_links **out);
void lan_links_free(struct lan_links *l); /* may be NULL */

/* Look which interfaces there are now; join new ones, leave those that have
 * gone. True when there are new ones. `em` says what did not work, else it is
 * left alone. */
bool lan_links_scan(struct lan_links *l, struct errmsg *em);
size_t lan_links_count(const struct lan_links *l);

/* Send to the group on each link. False: on one at least it did not go; `em`
 * says why. A link that is broken is left; the next scan may join it again. */
bool lan_links_send(struct lan_links *l, const uint8_t *bytes, size_t len,
                    struct errmsg *em);
