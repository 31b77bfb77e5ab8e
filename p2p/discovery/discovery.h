/* Where hints about other nodes come from. The front door of the folder.
 *
 *     static   the list in the settings; host names are looked up
 *     mdns     Avahi: DNS-SD service _firn._udp, also our own entry
 *     lan      iroh's own multicast format, both ways
 *     dns      TXT records at _iroh.<id>.<domain>, for ids that are known
 *
 * Each source is a module of its own behind `struct source_ops` (source.h); it
 * can be switched off, and when it fails the others and the node go on: it
 * says so in its status, tries again by itself, and counts.
 *
 *     OFF      switched off, or not started
 *     STARTING no word from the system yet
 *     RUNNING
 *     FAILED   `error` says why and what to do; it tries again
 *
 * A sighting is a hint and nothing more: who is really there is proven by the
 * handshake. Everything that others can send is bounded in
 * discovery_limits.h.
 *
 * Thread: the loop, for every function and every callback. A callback never
 * runs inside a call by the user; inside one, everything but discovery_free()
 * may be called. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "crypto/id.h"
#include "crypto/node_addr.h"

struct discovery;
struct loop;

enum discovery_kind {
    DISCOVERY_STATIC,
    DISCOVERY_MDNS,
    DISCOVERY_LAN,
    DISCOVERY_DNS,
    DISCOVERY_KINDS
};
const char *discovery_kind_name(enum discovery_kind k); /* "static", ... */

#define SIGHTING_TEXT_SIZE 64

/* What a source knows of one node now. */
struct sighting {
    struct node_addr node;
    char name[SIGHTING_TEXT_SIZE];    /* as the node calls itself; "" unknown;
                                      printable, checked UTF-8 */
    char version[SIGHTING_TEXT_SIZE]; /* "" unknown */
    uint64_t since_ms; /* loop time of the first and the last word of it */
    uint64_t last_ms;
};

struct discovery_listener {
    /* Seen for the first time, with other hints than before, or again after
     * having been lost. Never called for ourselves. */
    void (*seen)(const struct sighting *s, enum discovery_kind k, void *arg);
    /* The source has no word of it any more. */
    void (*lost)(const struct node_id *id, enum discovery_kind k, void *arg);
    /* The status of a source changed, or it counted troubles; those are told
     * at most once a second. */
    void (*changed)(enum discovery_kind k, void *arg);
    void *arg;
};

struct discovery_config {
    struct loop *loop;        /* borrowed; must outlive */
    const struct node_id *id; /* ours; copied, as all that follows */
    const char *name;         /* ours */
    const char *version;      /* ours */
    bool is_enabled[DISCOVERY_KINDS];
    /* static: "ID@ip:port", "ID@host:port", "ID" (for dns to find), or a
     * ticket of any kind */
    const char *const *entries;
    size_t entries_len;
    /* dns: search domains, "example.org"; servers "ip:port", none: those of
     * the system */
    const char *const *domains;
    size_t domains_len;
    const struct addr *dns_servers;
    size_t dns_servers_len;
    uint16_t lan_port;                  /* 5353; tests choose another */
    struct discovery_listener listener; /* required, all three */
};

/* Start what is enabled. Sources that cannot start are FAILED, which is no
 * error of this call.
 *   ERR_INVALID  an entry of `entries` or `domains` is malformed, or there are
 *                too many; `em` says which and how
 *   ERR_NOMEM */
ERR_RESULT enum err discovery_new(const struct discovery_config *cfg,
                                  struct discovery **out, struct errmsg *em);

/* Withdraw our entries, stop, free. No callback runs any more. libuv handles
 * close behind; loop_free() waits for them. May be NULL. */
void discovery_free(struct discovery *d);

/* What to tell others of ourselves: the addresses of our endpoint. Wildcards
 * are left out, loopback too unless there is nothing else, and what goes
 * beyond NODE_ADDR_MAX. Call it again when they may have changed; the same
 * ones again do nothing. None: withdraw. */
void discovery_announce(struct discovery *d, const struct addr *addrs,
                        size_t len);

/* Is somebody waiting for peers (few connected, or lost ones)? Sources that
 * query then do so more often. */
void discovery_set_looking(struct discovery *d, bool is_looking);

/* Ask the sources that can find a node by its id (dns). What they find comes
 * by `seen`. Asking again soon does nothing. */
void discovery_resolve(struct discovery *d, const struct node_id *id);

enum discovery_state {
    DISCOVERY_OFF,
    DISCOVERY_STARTING,
    DISCOVERY_RUNNING,
    DISCOVERY_FAILED
};
const char *discovery_state_name(enum discovery_state s); /* "off", ... */

/* Why a source failed, for counting. X(NAME, text) */
#define DISCOVERY_FAULTS(X)                                                    \
    X(NO_DAEMON, "no_daemon")       /* avahi-daemon or the bus is not there */ \
    X(SOCKET, "socket")             /* no socket, no group joined */           \
    X(SEND, "send")                 /* the kernel would not send */            \
    X(MALFORMED, "malformed")       /* what came in made no sense */           \
    X(UNRESOLVABLE, "unresolvable") /* no such name */                         \
    X(TIMEOUT, "timeout")           /* no answer of a server */                \
    X(LIMIT, "limit")               /* a ceiling was met */                    \
    X(COLLISION, "collision")       /* the name of our entry is taken */

enum discovery_fault {
#define DISCOVERY_FAULT_ENUM(name, text) DISCOVERY_FAULT_##name,
    DISCOVERY_FAULTS(DISCOVERY_FAULT_ENUM)
#undef DISCOVERY_FAULT_ENUM
        DISCOVERY_FAULT_COUNT
};
const char *discovery_fault_name(enum discovery_fault f); /* "socket", ... */

struct discovery_status {
    enum discovery_state state;
    uint64_t since_ms;   /* loop time at which it took this state */
    char error[256];     /* FAILED: why, and what to do; else the last trouble
                          of a single entry, or "" */
    bool is_announced;   /* our entry is out */
    uint64_t sightings;  /* now */
    uint64_t discovered; /* `seen` calls, in all */
    uint64_t runs;       /* queries sent, lists read: how often it worked */
    uint64_t faults[DISCOVERY_FAULT_COUNT];
};
void discovery_get_status(const struct discovery *d, enum discovery_kind k,
                          struct discovery_status *out);

/* Walk what a source sees now. */
void discovery_each(const struct discovery *d, enum discovery_kind k,
                    void (*fn)(const struct sighting *s, void *arg), void *arg);
