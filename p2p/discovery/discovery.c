/* The host of the sources.
 *
 * 1. discovery_new() copies the settings, lets each enabled source check what
 *    it will read, and opens it.
 * 2. A source says what it sees (source_seen, source_lost) and how it fares
 *    (source_running, source_failed, source_fault). That is noted here.
 * 3. What was noted is told to the listener from a deferral, so never inside
 *    a call by the user or by a source; several words of one node become one.
 * 4. One timer expires the sightings of all sources.
 *
 * A source that fails costs nothing but itself. A listener that calls back
 * into us is fine, except for discovery_free(). */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/loop.h"
#include "discovery/discovery_int.h"
#include "discovery/discovery_limits.h"
#include "discovery/sightings.h"

/* Expiry looks at every sighting, so it is not done more often than this,
 * however somebody spreads his. */
#define EXPIRE_EVERY_MS 100

/* Counted troubles, which others may cause as fast as they can send, are told
 * no more often. */
#define FAULT_EVERY_MS 1000

struct source_host {
    struct discovery *d;
    enum discovery_kind kind;
    const struct source_ops *ops; /* NULL: there is no such source */
    void *self;                   /* NULL: off */
    struct sightings seen;
    struct discovery_status status; /* without `sightings` */
    bool is_changed;                /* the listener must hear of it */
    uint64_t fault_told_ms;         /* when it last had to hear of a fault */
};

struct discovery {
    struct loop *loop;
    struct node_id id;
    struct discovery_listener listener;
    struct discovery_config own; /* copy of all; lives as long as the sources */
    struct source_host hosts[DISCOVERY_KINDS];
    struct timer *expiry;
    uint64_t expires_ms; /* what `expiry` is set to */
    struct defer tell;
    struct addr addrs[NODE_ADDR_MAX]; /* announced */
    size_t addrs_len;
    bool is_looking;
    bool is_telling; /* the listener is being called */
};

const char *discovery_kind_name(enum discovery_kind k)
{
    static const char *const names[DISCOVERY_KINDS] = {
        [DISCOVERY_STATIC] = "static",
        [DISCOVERY_MDNS] = "mdns",
        [DISCOVERY_LAN] = "lan",
        [DISCOVERY_DNS] = "dns",
    };

    assert(k < DISCOVERY_KINDS);
    return names[k];
}

const char *discovery_state_name(enum discovery_state s)
{
    static const char *const names[] = {
        [DISCOVERY_OFF] = "off",
        [DISCOVERY_STARTING] = "starting",
        [DISCOVERY_RUNNING] = "running",
        [DISCOVERY_FAILED] = "failed",
    };

    assert(s <= DISCOVERY_FAILED);
    return names[s];
}

const char *discovery_fault_name(enum discovery_fault f)
{
    static const char *const names[DISCOVERY_FAULT_COUNT] = {
#define FAULT_NAME(name, text) [DISCOVERY_FAULT_##name] = (text),
        DISCOVERY_FAULTS(FAULT_NAME)
#undef FAULT_NAME
    };

    assert(f < DISCOVERY_FAULT_COUNT);
    return names[f];
}

/* Telling the listener. */

static void tell_sightings(struct source_host *h)
{
    const struct discovery_listener *l = &h->d->listener;
    struct sighting s;
    bool is_seen;

    while (sightings_tell(&h->seen, &s, &is_seen)) {
        if (is_seen) {
            h->status.discovered++;
            l->seen(&s, h->kind, l->arg);
        } else {
            l->lost(&s.node.id, h->kind, l->arg);
        }
    }
}

static void tell_all(struct defer *defer)
{
    struct discovery *d = LIST_ENTRY(defer, struct discovery, tell);

    d->is_telling = true;
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        struct source_host *h = &d->hosts[k];

        tell_sightings(h);
        if (h->is_changed) {
            h->is_changed = false;
            d->listener.changed(h->kind, d->listener.arg);
        }
    }
    d->is_telling = false;
}

static void tell_soon(struct source_host *h)
{
    loop_defer(h->d->loop, &h->d->tell);
}

static void status_changed(struct source_host *h)
{
    h->is_changed = true;
    tell_soon(h);
}

/* Expiry. */

static void expire_at(struct discovery *d, uint64_t at_ms)
{
    uint64_t now = loop_now_ms(d->loop), wait;

    if (at_ms >= d->expires_ms)
        return;
    wait = at_ms > now ? at_ms - now : 0;
    d->expires_ms = at_ms;
    timer_start(d->expiry, wait < EXPIRE_EVERY_MS ? EXPIRE_EVERY_MS : wait);
}

static void on_expiry(struct timer *t, void *arg)
{
    struct discovery *d = arg;
    uint64_t now = loop_now_ms(d->loop), next = UINT64_MAX;

    (void)t;
    d->expires_ms = UINT64_MAX;
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        uint64_t at = sightings_expire(&d->hosts[k].seen, now);

        next = at < next ? at : next;
        if (!list_is_empty(&d->hosts[k].seen.untold))
            tell_soon(&d->hosts[k]);
    }
    expire_at(d, next);
}

/* What sources say. */

void source_seen(struct source_host *h, const struct node_addr *node,
                 const char *name, const char *version, uint64_t ttl_ms)
{
    uint64_t now = loop_now_ms(h->d->loop);
    uint64_t expires = ttl_ms == 0 ? UINT64_MAX : now + ttl_ms;
    enum err e;

    if (node_id_equal(&node->id, &h->d->id))
        return;
    e = sightings_put(&h->seen, node, name, version, now, expires);
    if (e != ERR_OK) {
        source_fault(h, DISCOVERY_FAULT_LIMIT, "%s",
                     e == ERR_LIMIT ? "more nodes are seen than are kept"
                                    : "out of memory for a sighting");
        return;
    }
    if (expires != UINT64_MAX)
        expire_at(h->d, expires);
    if (!list_is_empty(&h->seen.untold))
        tell_soon(h);
}

void source_lost(struct source_host *h, const struct node_id *id)
{
    sightings_lose(&h->seen, id);
    tell_soon(h);
}

void source_lost_all(struct source_host *h)
{
    sightings_lose_all(&h->seen);
    tell_soon(h);
}

static void set_state(struct source_host *h, enum discovery_state s)
{
    if (h->status.state != s)
        h->status.since_ms = loop_now_ms(h->d->loop);
    h->status.state = s;
    status_changed(h);
}

void source_running(struct source_host *h)
{
    if (h->status.state == DISCOVERY_RUNNING)
        return;
    h->status.error[0] = '\0';
    log_info(LOG_DISCOVERY, "%s: running", discovery_kind_name(h->kind));
    set_state(h, DISCOVERY_RUNNING);
}

/* Said again and again by a source that tries again and again; logged once. */
static void set_error(struct source_host *h, const char *fmt, va_list args)
{
    char text[sizeof h->status.error];

    vsnprintf(text, sizeof text, fmt, args);
    if (strcmp(text, h->status.error) == 0)
        return;
    memcpy(h->status.error, text, sizeof text);
    log_warn(LOG_DISCOVERY, "%s: %s", discovery_kind_name(h->kind), text);
}

void source_failed(struct source_host *h, enum discovery_fault f,
                   const char *fmt, ...)
{
    va_list args;

    h->status.faults[f]++;
    va_start(args, fmt);
    set_error(h, fmt, args);
    va_end(args);
    set_state(h, DISCOVERY_FAILED);
}

void source_fault(struct source_host *h, enum discovery_fault f,
                  const char *fmt, ...)
{
    uint64_t now = loop_now_ms(h->d->loop);
    va_list args;

    h->status.faults[f]++;
    /* Why the whole source failed matters more than one more trouble. */
    if (fmt != NULL && h->status.state != DISCOVERY_FAILED) {
        va_start(args, fmt);
        set_error(h, fmt, args);
        va_end(args);
    }
    if (h->fault_told_ms != 0 && now - h->fault_told_ms < FAULT_EVERY_MS)
        return;
    h->fault_told_ms = now;
    status_changed(h);
}

void source_announced(struct source_host *h, bool is_announced)
{
    if (h->status.is_announced == is_announced)
        return;
    h->status.is_announced = is_announced;
    status_changed(h);
}

void source_ran(struct source_host *h)
{
    h->status.runs++;
}

/* Beginning and end. */

static enum err copy_texts(const char *const *from, size_t len, size_t max,
                           const char *what, const char *const **out,
                           struct errmsg *em)
{
    char **copy;

    *out = NULL;
    if (len > max) {
        err_set(em, "%zu %s; at most %zu are taken", len, what, max);
        return ERR_INVALID;
    }
    copy = calloc(len + 1, sizeof *copy);
    if (copy == NULL)
        return ERR_NOMEM;
    *out = (const char *const *)copy;
    for (size_t i = 0; i < len; i++) {
        copy[i] = strdup(from[i]);
        if (copy[i] == NULL)
            return ERR_NOMEM;
    }
    return ERR_OK;
}

/* The list ends with NULL, also one that was only begun. */
static void free_texts(const char *const *texts)
{
    for (size_t i = 0; texts != NULL && texts[i] != NULL; i++)
        free((char *)texts[i]);
    free((void *)texts);
}

static enum err copy_text(const char *from, const char **out)
{
    *out = strdup(from != NULL ? from : "");
    return *out != NULL ? ERR_OK : ERR_NOMEM;
}

static enum err copy_servers(struct discovery_config *own,
                             const struct discovery_config *cfg)
{
    struct addr *copy = calloc(cfg->dns_servers_len + 1, sizeof *copy);

    own->dns_servers = copy;
    if (copy == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < cfg->dns_servers_len; i++)
        copy[i] = cfg->dns_servers[i];
    return ERR_OK;
}

static enum err copy_config(struct discovery *d,
                            const struct discovery_config *cfg,
                            struct errmsg *em)
{
    struct discovery_config *own = &d->own;
    enum err e;

    *own = *cfg;
    own->id = &d->id;
    own->name = own->version = NULL;
    own->entries = own->domains = NULL;
    own->dns_servers = NULL;
    e = copy_text(cfg->name, &own->name);
    if (e == ERR_OK)
        e = copy_text(cfg->version, &own->version);
    if (e == ERR_OK)
        e = copy_texts(cfg->entries, cfg->entries_len, DISCOVERY_MAX_ENTRIES,
                       "entries", &own->entries, em);
    if (e == ERR_OK)
        e = copy_texts(cfg->domains, cfg->domains_len, DISCOVERY_MAX_DOMAINS,
                       "domains", &own->domains, em);
    if (e == ERR_OK)
        e = copy_servers(own, cfg);
    return e;
}

static void free_config(struct discovery_config *own)
{
    free((char *)own->name);
    free((char *)own->version);
    free_texts(own->entries);
    free_texts(own->domains);
    free((struct addr *)own->dns_servers);
}

static void init_hosts(struct discovery *d, const struct source_ops *const *ops,
                       size_t ops_len)
{
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        d->hosts[k].d = d;
        d->hosts[k].kind = (enum discovery_kind)k;
        d->hosts[k].status.since_ms = loop_now_ms(d->loop);
        sightings_init(&d->hosts[k].seen, DISCOVERY_MAX_SIGHTINGS);
    }
    for (size_t i = 0; i < ops_len; i++) {
        assert(d->hosts[ops[i]->kind].ops == NULL);
        d->hosts[ops[i]->kind].ops = ops[i];
    }
}

static enum err check_all(const struct discovery *d, struct errmsg *em)
{
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        const struct source_ops *ops = d->hosts[k].ops;
        enum err e;

        /* One that is switched off has to be right as well: it would be a
         * surprise on the day somebody switches it on. */
        if (ops == NULL || ops->check == NULL)
            continue;
        e = ops->check(&d->own, em);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static enum err open_all(struct discovery *d)
{
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        struct source_host *h = &d->hosts[k];

        if (h->ops == NULL || !d->own.is_enabled[k])
            continue;
        h->status.state = DISCOVERY_STARTING;
        h->self = h->ops->open(h, &d->own);
        if (h->self == NULL)
            return ERR_NOMEM;
    }
    return ERR_OK;
}

enum err discovery_new_with(const struct discovery_config *cfg,
                            const struct source_ops *const *ops, size_t ops_len,
                            struct discovery **out, struct errmsg *em)
{
    struct discovery *d = calloc(1, sizeof *d);
    enum err e;

    assert(cfg->listener.seen != NULL && cfg->listener.lost != NULL &&
           cfg->listener.changed != NULL);
    if (d == NULL)
        return ERR_NOMEM;
    d->loop = cfg->loop;
    d->id = *cfg->id;
    d->listener = cfg->listener;
    d->expires_ms = UINT64_MAX;
    d->tell.fn = tell_all;
    init_hosts(d, ops, ops_len);
    e = copy_config(d, cfg, em);
    if (e == ERR_OK)
        e = check_all(d, em);
    if (e == ERR_OK)
        e = timer_new(d->loop, on_expiry, d, &d->expiry);
    if (e == ERR_OK)
        e = open_all(d);
    if (e != ERR_OK) {
        err_wrap(em, "start discovery");
        discovery_free(d);
        return e;
    }
    *out = d;
    return ERR_OK;
}

void discovery_free(struct discovery *d)
{
    if (d == NULL)
        return;
    assert(!d->is_telling);
    for (size_t k = 0; k < DISCOVERY_KINDS; k++)
        if (d->hosts[k].self != NULL)
            d->hosts[k].ops->close(d->hosts[k].self);
    loop_defer_cancel(&d->tell);
    timer_free(d->expiry);
    for (size_t k = 0; k < DISCOVERY_KINDS; k++)
        sightings_clear(&d->hosts[k].seen);
    free_config(&d->own);
    free(d);
}

/* What the user says, handed on. */

static bool is_tellable(const struct addr *a, bool loopback)
{
    return !addr_is_wildcard(a) && addr_port(a) != 0 &&
           (loopback || !addr_is_loopback(a));
}

static size_t pick_addrs(const struct addr *from, size_t len, bool loopback,
                         struct addr out[static NODE_ADDR_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < len && n < NODE_ADDR_MAX; i++)
        if (is_tellable(&from[i], loopback))
            out[n++] = from[i];
    return n;
}

static bool is_announced(const struct discovery *d, const struct addr *addrs,
                         size_t len)
{
    if (len != d->addrs_len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!addr_equal(&addrs[i], &d->addrs[i]))
            return false;
    return true;
}

void discovery_announce(struct discovery *d, const struct addr *addrs,
                        size_t len)
{
    struct addr ours[NODE_ADDR_MAX];
    size_t n = pick_addrs(addrs, len, false, ours);

    if (n == 0)
        n = pick_addrs(addrs, len, true, ours);
    if (is_announced(d, ours, n))
        return;
    if (n > 0)
        memcpy(d->addrs, ours, n * sizeof *ours);
    d->addrs_len = n;
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        struct source_host *h = &d->hosts[k];

        if (h->self != NULL && h->ops->announce != NULL)
            h->ops->announce(h->self, d->addrs, d->addrs_len);
    }
}

void discovery_set_looking(struct discovery *d, bool is_looking)
{
    if (d->is_looking == is_looking)
        return;
    d->is_looking = is_looking;
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        struct source_host *h = &d->hosts[k];

        if (h->self != NULL && h->ops->set_looking != NULL)
            h->ops->set_looking(h->self, is_looking);
    }
}

void discovery_resolve(struct discovery *d, const struct node_id *id)
{
    if (node_id_equal(id, &d->id))
        return;
    for (size_t k = 0; k < DISCOVERY_KINDS; k++) {
        struct source_host *h = &d->hosts[k];

        if (h->self != NULL && h->ops->resolve != NULL)
            h->ops->resolve(h->self, id);
    }
}

void discovery_get_status(const struct discovery *d, enum discovery_kind k,
                          struct discovery_status *out)
{
    assert(k < DISCOVERY_KINDS);
    *out = d->hosts[k].status;
    out->sightings = d->hosts[k].seen.present;
}

void discovery_each(const struct discovery *d, enum discovery_kind k,
                    void (*fn)(const struct sighting *s, void *arg), void *arg)
{
    assert(k < DISCOVERY_KINDS);
    sightings_each(&d->hosts[k].seen, fn, arg);
}
