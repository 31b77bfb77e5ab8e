/* What every source of discovery is to discovery.c. Inside the folder.
 *
 * A source keeps no list of its own: it tells its host what it sees, and the
 * host keeps the sightings, their ages and the status, and calls the listener.
 *
 * Thread: the loop. */
#pragma once

#include "discovery/discovery.h"

struct source_host;

/* How one kind of source is driven. `self` is what `open` gave. */
struct source_ops {
    enum discovery_kind kind;
    /* Never fails: what does not work now is told by source_failed() and
     * tried again by the source. NULL only when memory ran out. */
    void *(*open)(struct source_host *host, const struct discovery_config *cfg);
    void (*close)(void *self);
    /* The rest may be NULL. */
    void (*announce)(void *self, const struct addr *addrs, size_t len);
    void (*set_looking)(void *self, bool is_looking);
    void (*resolve)(void *self, const struct node_id *id);
};

extern const struct source_ops static_source;
extern const struct source_ops avahi_source;
extern const struct source_ops lan_source;
extern const struct source_ops dns_source;

/* The source sees a node. `ttl_ms`: forget it when nothing is heard for so
 * long; 0: until source_lost(). Copies. Our own id is dropped here. */
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
