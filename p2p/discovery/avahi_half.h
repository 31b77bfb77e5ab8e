/* The half of the source mdns that runs in a thread of its own, because every
 * call of libavahi-client is a question to avahi-daemon and waits for its
 * answer: for 25 s when the daemon hangs. Inside the folder.
 *
 * Thread: the thread's, but for avahi_half_start(). */
#pragma once

#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-client/publish.h>
#include <avahi-common/simple-watch.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "base/map.h"
#include "crypto/node_addr.h"
#include "discovery/avahi_link.h"
#include "discovery/discovery.h"

#define AVAHI_SERVICE "_firn._udp"
#define AVAHI_RETRY_MS 5000

/* Our own entry: avahi_publish.c. */
struct avahi_publish {
    AvahiEntryGroup *group; /* NULL: none yet */
    char base[64];          /* the name that we would like */
    char name[64];          /* the one we have, or try to get */
    unsigned renames;
    size_t addrs_len;
    struct addr addrs[NODE_ADDR_MAX]; /* as ordered */
    uint16_t port;                    /* in the entry that is out; 0: none is */
    bool is_due;                      /* the entry is not yet as it should be */
    uint64_t retry_ms;                /* not before */
};

/* The entries of others: avahi_browse.c. */
struct avahi_browse {
    AvahiServiceBrowser *browser;
    struct list instances;  /* struct instance */
    struct list unresolved; /* those of them without a resolver */
    size_t instances_len;
    size_t resolvers;
    struct map nodes;   /* struct seen_node by id */
    struct list untold; /* nodes of which the loop must hear */
};

struct avahi_half {
    struct avahi_link *link;
    AvahiSimplePoll *poll;
    struct node_id id;
    char *node_name;
    char *version;

    AvahiClient *client; /* NULL: none now */
    bool is_connected;   /* the daemon is there */
    bool is_running;     /* and has settled on a name of the machine */
    bool is_broken;      /* the client is of no more use */
    uint64_t reopen_ms;  /* when to make a new client; UINT64_MAX: not */
    uint64_t backoff_ms; /* the last wait */
    bool stop;
    uint64_t busy_since_ms; /* when it waited last */

    struct avahi_news news; /* not yet told */
    bool has_news;
    struct avahi_publish publish;
    struct avahi_browse browse;
};

/* Loop: start the thread, which ends by itself when the link is closed, and
 * gives up its hold of the link. On failure the hold is the caller's.
 * ERR_NOMEM, ERR_LIMIT (no thread, no descriptor). */
ERR_RESULT enum err avahi_half_start(struct avahi_link *link,
                                     const struct discovery_config *cfg);

/* What the loop is to hear, soon, see source.h. `fmt` of a fault may be NULL.
 */
void avahi_half_running(struct avahi_half *h);
void avahi_half_failed(struct avahi_half *h, enum discovery_fault f,
                       const char *text);
void avahi_half_fault(struct avahi_half *h, enum discovery_fault f,
                      const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void avahi_half_announced(struct avahi_half *h, bool is_announced);
void avahi_half_ran(struct avahi_half *h);

/* Begin anew with another client, soon. */
void avahi_half_broken(struct avahi_half *h);

/* A call failed. True: for want of the daemon, which is told, and the client
 * is broken. False: for a reason of its own. */
bool avahi_half_call_failed(struct avahi_half *h, int error);

void avahi_publish_init(struct avahi_publish *p, const struct avahi_half *h);
/* Bring our entry to what it should be. Gives when it wants to be called
 * again at the latest, UINT64_MAX for when something has changed. */
uint64_t avahi_publish_drive(struct avahi_half *h, uint64_t now_ms);
/* The daemon is about to change the name of the machine: our entry with it. */
void avahi_publish_suspend(struct avahi_half *h);
/* The client is gone, and with it all that was the daemon's. */
void avahi_publish_reset(struct avahi_half *h);

void avahi_browse_init(struct avahi_browse *b);
/* Resolve what waits for it, tell what is known. As above. */
uint64_t avahi_browse_drive(struct avahi_half *h, uint64_t now_ms);
/* The client is gone: every node is lost. */
void avahi_browse_reset(struct avahi_half *h);
/* At the end: frees what is left. */
void avahi_browse_clear(struct avahi_browse *b);
