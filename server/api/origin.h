/* Who may talk to a listener that trusts whoever reaches it.
 *
 * A browser on this machine reaches the loopback addresses for every page it
 * shows, so the address alone proves nothing. Two headers that pages cannot
 * forge do:
 *
 *   Host    names the node as the page knows it. A foreign name that someone
 *           made resolve to 127.0.0.1 (DNS rebinding) is not allowed.
 *   Origin  names the page that asks; it must be one that came from here.
 *           Sec-Fetch-Site says the same in newer browsers, also where
 *           Origin is not sent.
 *
 * Programs other than browsers send a Host and no Origin.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>

#include "base/addr.h"
#include "config.h"

struct origin_rules {
    const struct addr *listen; /* where the request came in */
    const struct config_texts *hosts;
    const struct config_texts *origins;
};

/* On a loopback listener: localhost, 127.0.0.1, [::1] or the listening
 * address, alone or with the listening port; or a name of `hosts`, with any
 * port when it is listed without. On other listeners: any. */
bool host_is_allowed(const struct origin_rules *r, const char *host);

/* `origin` may be NULL (not sent). Same host as `host`, or in `origins`. */
bool origin_is_allowed(const struct origin_rules *r, const char *origin,
                       const char *host);

/* Is it in the list? Then the page may read the answer as well (CORS). */
bool origin_is_listed(const struct origin_rules *r, const char *origin);

/* `site` is Sec-Fetch-Site, NULL when not sent. */
bool site_is_allowed(const struct origin_rules *r, const char *site,
                     const char *origin);
