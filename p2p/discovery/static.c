/* The list of nodes in the settings.
 *
 * 1. Every entry is told at once, with what it says itself. An id that several
 *    entries name is one sighting with the addresses of all.
 * 2. Names of hosts are looked up at the start, then every LOOKUP_EVERY_MS; a
 *    host that moves is followed.
 * 3. A name that cannot be looked up is a fault and tried again, more and more
 *    slowly; the addresses it had before stay. The other entries do not
 *    notice, so the source is RUNNING from the beginning. */
#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "discovery/resolver.h"
#include "discovery/source.h"
#include "discovery/static_entry.h"

#define LOOKUP_EVERY_MS (5 * 60 * 1000)
#define RETRY_MIN_MS 5000

struct entry {
    struct static_source *s;
    struct static_entry is;
    struct addr addrs[RESOLVER_MAX_ADDRS]; /* of is.host, with is.port */
    size_t addrs_len;
    bool is_asked;    /* a look-up is under way */
    uint64_t next_ms; /* when to look up, on the loop's clock */
    uint64_t wait_ms; /* after the last failure; 0: there was none */
};

struct static_source {
    struct source_host *host;
    struct loop *loop;
    struct resolver *resolver; /* NULL: there is no name to look up */
    struct timer *timer;
    size_t len;
    struct entry entries[];
};

static enum err check(const struct discovery_config *cfg, struct errmsg *em)
{
    struct static_entry entry;

    for (size_t i = 0; i < cfg->entries_len; i++) {
        enum err e = static_entry_parse(cfg->entries[i], &entry, em);

        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

/* NODE_ADDR_MAX is plenty; what is beyond it is left out. */
static bool add(struct node_addr *node, const struct addr *addrs, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (node_addr_add(node, &addrs[i]) != ERR_OK)
            return false;
    return true;
}

static void tell(struct static_source *s, const struct node_id *id)
{
    struct node_addr node;
    bool is_whole = true;

    node_addr_init(&node, id);
    for (size_t i = 0; i < s->len; i++) {
        const struct entry *e = &s->entries[i];

        if (!node_id_equal(&e->is.node.id, id))
            continue;
        is_whole &= add(&node, e->is.node.addrs, e->is.node.len);
        is_whole &= add(&node, e->addrs, e->addrs_len);
        if (node.relay[0] == '\0')
            memcpy(node.relay, e->is.node.relay, sizeof node.relay);
    }
    if (!is_whole)
        source_fault(s->host, DISCOVERY_FAULT_LIMIT,
                     "more than %d addresses for one id", NODE_ADDR_MAX);
    source_seen(s->host, &node, NULL, NULL, 0);
}

/* ---- names ---- */

static void failed(struct entry *e, enum err why)
{
    enum discovery_fault f = why == ERR_TIMEOUT ? DISCOVERY_FAULT_TIMEOUT
                                                : DISCOVERY_FAULT_UNRESOLVABLE;

    e->wait_ms = e->wait_ms == 0 ? RETRY_MIN_MS : e->wait_ms * 2;
    if (e->wait_ms > LOOKUP_EVERY_MS)
        e->wait_ms = LOOKUP_EVERY_MS;
    e->next_ms = loop_now_ms(e->s->loop) + e->wait_ms;
    source_fault(e->s->host, f,
                 "cannot look up \"%.150s\": %s; correct the name or the DNS, "
                 "or give an address",
                 e->is.host, resolver_text(why));
}

static void found(struct entry *e, const struct addr *addrs, size_t len)
{
    e->wait_ms = 0;
    e->next_ms = loop_now_ms(e->s->loop) + LOOKUP_EVERY_MS;
    e->addrs_len = 0;
    for (size_t i = 0; i < len; i++) {
        if (addr_is_wildcard(&addrs[i]))
            continue; /* how some block a name */
        e->addrs[e->addrs_len] = addrs[i];
        addr_set_port(&e->addrs[e->addrs_len], e->is.port);
        e->addrs_len++;
    }
    source_ran(e->s->host);
    tell(e->s, &e->is.node.id);
}

/* Look at the entries again when the next one is due. */
static void set_timer(struct static_source *s)
{
    uint64_t now = loop_now_ms(s->loop), next = UINT64_MAX;

    for (size_t i = 0; i < s->len; i++) {
        const struct entry *e = &s->entries[i];

        if (e->is.host[0] != '\0' && !e->is_asked && e->next_ms < next)
            next = e->next_ms;
    }
    if (next == UINT64_MAX)
        timer_stop(s->timer);
    else
        timer_start(s->timer, next > now ? next - now : 0);
}

static void on_host(enum err status, const struct addr *addrs, size_t len,
                    void *arg)
{
    struct entry *e = arg;

    e->is_asked = false;
    if (status == ERR_OK)
        found(e, addrs, len);
    else
        failed(e, status);
    set_timer(e->s);
}

static void look_up(struct entry *e)
{
    enum err status = resolver_host(e->s->resolver, e->is.host, on_host, e);

    if (status == ERR_OK)
        e->is_asked = true;
    else
        failed(e, status);
}

static void look_up_due(struct static_source *s)
{
    uint64_t now = loop_now_ms(s->loop);

    for (size_t i = 0; i < s->len; i++) {
        struct entry *e = &s->entries[i];

        if (e->is.host[0] != '\0' && !e->is_asked && e->next_ms <= now)
            look_up(e);
    }
    set_timer(s);
}

static void on_timer(struct timer *t, void *arg)
{
    (void)t;
    look_up_due(arg);
}

/* ---- beginning and end ---- */

static void static_close(void *self)
{
    struct static_source *s = self;

    resolver_free(s->resolver);
    timer_free(s->timer);
    free(s);
}

/* False: not the first entry with its id. */
static bool is_first(const struct static_source *s, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (node_id_equal(&s->entries[i].is.node.id,
                          &s->entries[at].is.node.id))
            return false;
    return true;
}

static void read_entries(struct static_source *s,
                         const struct discovery_config *cfg)
{
    for (size_t i = 0; i < cfg->entries_len; i++) {
        struct entry *e = &s->entries[i];
        enum err status = static_entry_parse(cfg->entries[i], &e->is, NULL);

        assert(status == ERR_OK); /* check() has seen it */
        (void)status;
        e->s = s;
        e->next_ms = loop_now_ms(s->loop);
    }
    s->len = cfg->entries_len;
}

static bool has_names(const struct static_source *s)
{
    for (size_t i = 0; i < s->len; i++)
        if (s->entries[i].is.host[0] != '\0')
            return true;
    return false;
}

static void *static_open(struct source_host *host,
                         const struct discovery_config *cfg)
{
    struct resolver_config names = {.loop = cfg->loop,
                                    .servers = cfg->dns_servers,
                                    .servers_len = cfg->dns_servers_len};
    struct static_source *s =
        calloc(1, sizeof *s + cfg->entries_len * sizeof s->entries[0]);

    if (s == NULL)
        return NULL;
    s->host = host;
    s->loop = cfg->loop;
    read_entries(s, cfg);
    if (timer_new(s->loop, on_timer, s, &s->timer) != ERR_OK ||
        (has_names(s) && resolver_new(&names, &s->resolver) != ERR_OK)) {
        static_close(s);
        return NULL;
    }
    source_running(host);
    source_ran(host);
    for (size_t i = 0; i < s->len; i++)
        if (is_first(s, i))
            tell(s, &s->entries[i].is.node.id);
    look_up_due(s);
    return s;
}

const struct source_ops static_source = {
    .kind = DISCOVERY_STATIC,
    .check = check,
    .open = static_open,
    .close = static_close,
};
