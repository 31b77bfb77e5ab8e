/* What every source of discovery is to discovery.c. Inside the folder.
 *
 * A source keeps no list of its own: it tells its host what it sees, and the
 * host keeps the sightings, their ages and the status, and calls the listener,
 * later, from the loop: what is told to it never runs a callback at once.
 *
 * Thread: the loop. */
#pragma once

#include "discovery/discovery.h"

struct source_host;

/* How one kind of source is driven. `self` is what `open` gave. */
struct source_ops {
    enum discovery_kind kind;
    /* Never fails: what does not work now is told by source_failed() and
     * tried again by the source. NULL only when memory ran out. `cfg` is the
     * host's copy and lives until `close`. */
    void *(*open)(struct source_host *host, const struct discovery_config *cfg);
    /* From here on nothing more is told to the host. */
    void (*close)(void *self);
    /* The rest may be NULL. */
    /* Before any `open`, also of a source that is switched off: is what it
     * would read of the settings well written? ERR_INVALID: no; `em` says
     * what is wrong. */
    enum err (*check)(const struct discovery_config *cfg, struct errmsg *em);
    /* Ours, each time they have changed: no wildcard, no port 0, loopback
     * only when there is nothing else; at most NODE_ADDR_MAX; the array is
     * the host's and lives until the next call. */
    void (*announce)(void *self, const struct addr *addrs, size_t len);
    void (*set_looking)(void *self, bool is_looking);
    void (*resolve)(void *self, const struct node_id *id);
};

extern const struct source_ops static_source;
extern const struct source_ops avahi_source;
extern const struct source_ops lan_source;
extern const struct source_ops dns_source;

/* The source sees a node. `ttl_ms`: forget it when nothing is heard for so
 * long; 0: until source_lost(). Copies. Our own id is dropped here. `name` and
 * `version` may be NULL and come from outside as they are: they are checked
 * here. */
void source_seen(struct source_host *h, const struct node_addr *node,
                 const char *name, const char *version, uint64_t ttl_ms);
void source_lost(struct source_host *h, const struct node_id *id);
void source_lost_all(struct source_host *h);

void source_running(struct source_host *h);
/* FAILED, counted. `fmt` says why and what to do. */
void source_failed(struct source_host *h, enum discovery_fault f,
                   const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Count a trouble that leaves the source as it is. `fmt` may be NULL. */
void source_fault(struct source_host *h, enum discovery_fault f,
                  const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void source_announced(struct source_host *h, bool is_announced);
void source_ran(struct source_host *h); /* counts a run */
