/* Which sources there are. In a file of its own, so that the host can be
 * tested without them. */
#include "discovery/discovery_int.h"

static const struct source_ops *const sources[] = {
    &static_source,
    &avahi_source,
    &lan_source,
    &dns_source,
};

enum err discovery_new(const struct discovery_config *cfg,
                       struct discovery **out, struct errmsg *em)
{
    return discovery_new_with(cfg, sources, sizeof sources / sizeof *sources,
                              out, em);
}
