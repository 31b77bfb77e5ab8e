/* The entries of others.
 *
 * 1. Avahi tells of an instance: a name, seen on one interface by one protocol.
 *    One node is several instances.
 * 2. Each gets a resolver, which is kept: it also tells of changes. There is a
 *    limit to them, the daemon's own; who gets none waits until one is free.
 * 3. What a resolver says is read into the instance: the TXT record, and the
 *    address and port it leads to. The id in TXT says whose instance it is.
 * 4. The node of that id becomes untold; telling merges its instances into one
 *    sighting, or says that it is lost when there is none any more. */
#include <assert.h>
#include <avahi-common/error.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "discovery/avahi_half.h"
#include "discovery/discovery_limits.h"

#define RETRY_MAX_MS 60000

struct instance {
    struct list all;        /* in browse.instances */
    struct list unresolved; /* in browse.unresolved, while it has no resolver */
    struct avahi_half *h;
    AvahiIfIndex interface;
    AvahiProtocol protocol;
    char *name, *type, *domain;
    AvahiServiceResolver *resolver;
    uint64_t retry_ms; /* no resolver before */
    uint64_t wait_ms;  /* after the last failure */
    bool is_counted;   /* as one that found no free resolver */
    bool has_addr;
    struct addr addr;       /* where the entry leads to */
    struct txt txt;         /* has_id: it was resolved */
    struct seen_node *node; /* of that id; NULL: not resolved, or too many */
};

struct seen_node {
    struct list untold; /* in browse.untold, or in nothing */
    struct node_id id;
    size_t instances;
};

void avahi_browse_init(struct avahi_browse *b)
{
    list_init(&b->instances);
    list_init(&b->unresolved);
    list_init(&b->untold);
    map_init(&b->nodes, NODE_ID_LEN, DISCOVERY_MAX_SIGHTINGS);
}

/* ---- nodes ---- */

static void must_tell(struct avahi_half *h, struct seen_node *n)
{
    if (!list_is_linked(&n->untold))
        list_push_back(&h->browse.untold, &n->untold);
}

static struct seen_node *get_node(struct avahi_half *h,
                                  const struct node_id *id)
{
    struct seen_node *n = map_get(&h->browse.nodes, id);

    if (n != NULL)
        return n;
    n = calloc(1, sizeof *n);
    if (n == NULL)
        return NULL;
    n->id = *id;
    if (map_set(&h->browse.nodes, id, n) != ERR_OK) {
        free(n);
        return NULL;
    }
    return n;
}

static void leave_node(struct instance *i)
{
    struct seen_node *n = i->node;

    if (n == NULL)
        return;
    i->node = NULL;
    n->instances--;
    must_tell(i->h, n);
}

/* The instance was resolved, anew perhaps, and to another id perhaps. */
static void join_node(struct instance *i)
{
    struct seen_node *n = get_node(i->h, &i->txt.id);

    if (n == NULL) {
        leave_node(i);
        avahi_half_fault(i->h, DISCOVERY_FAULT_LIMIT,
                         "more nodes are seen than are kept");
        return;
    }
    if (n != i->node) {
        leave_node(i);
        i->node = n;
        n->instances++;
    }
    must_tell(i->h, n);
}

/* More than NODE_ADDR_MAX hints help nobody: what does not fit is left out. */
static void merge(const struct instance *i, struct avahi_word *w)
{
    if (i->has_addr && node_addr_add(&w->seen.node, &i->addr) != ERR_OK)
        return;
    for (size_t a = 0; a < i->txt.addrs_len; a++)
        if (node_addr_add(&w->seen.node, &i->txt.addrs[a]) != ERR_OK)
            return;
    if (i->txt.name[0] != '\0')
        memcpy(w->seen.name, i->txt.name, sizeof w->seen.name);
    if (i->txt.version[0] != '\0')
        memcpy(w->seen.version, i->txt.version, sizeof w->seen.version);
}

static struct avahi_word *make_word(struct avahi_half *h,
                                    const struct seen_node *n)
{
    struct avahi_word *w = calloc(1, sizeof *w);

    if (w == NULL)
        return NULL;
    if (n->instances == 0) {
        w->kind = AVAHI_LOST;
        w->lost = n->id;
        return w;
    }
    w->kind = AVAHI_SEEN;
    node_addr_init(&w->seen.node, &n->id);
    LIST_FOREACH (it, tmp, &h->browse.instances) {
        const struct instance *i = LIST_ENTRY(it, struct instance, all);

        if (i->node == n)
            merge(i, w);
    }
    return w;
}

/* False: no more can be told now. */
static bool tell_node(struct avahi_half *h, struct seen_node *n)
{
    struct avahi_word *w = make_word(h, n);

    if (w == NULL || !avahi_link_tell(h->link, w)) {
        free(w);
        return false;
    }
    list_remove(&n->untold);
    if (n->instances == 0) {
        map_remove(&h->browse.nodes, &n->id);
        free(n);
    }
    return true;
}

static void tell_nodes(struct avahi_half *h)
{
    LIST_FOREACH (it, tmp, &h->browse.untold) {
        if (!tell_node(h, LIST_ENTRY(it, struct seen_node, untold)))
            return;
    }
}

/* ---- instances ---- */

/* `is_open`: the client is, so the resolver is ours to free. */
static void free_instance(struct instance *i, bool is_open)
{
    struct avahi_browse *b = &i->h->browse;

    if (i->resolver != NULL) {
        b->resolvers--;
        if (is_open)
            avahi_service_resolver_free(i->resolver);
    }
    leave_node(i);
    list_remove(&i->all);
    list_remove(&i->unresolved);
    b->instances_len--;
    free(i->name);
    free(i->type);
    free(i->domain);
    free(i);
}

static struct instance *find_instance(struct avahi_half *h,
                                      AvahiIfIndex interface,
                                      AvahiProtocol protocol, const char *name,
                                      const char *domain)
{
    LIST_FOREACH (it, tmp, &h->browse.instances) {
        struct instance *i = LIST_ENTRY(it, struct instance, all);

        if (i->interface == interface && i->protocol == protocol &&
            strcmp(i->name, name) == 0 && strcmp(i->domain, domain) == 0)
            return i;
    }
    return NULL;
}

static struct instance *new_instance(struct avahi_half *h, const char *name,
                                     const char *type, const char *domain)
{
    struct instance *i = calloc(1, sizeof *i);

    if (i == NULL)
        return NULL;
    i->name = strdup(name);
    i->type = strdup(type);
    i->domain = strdup(domain);
    if (i->name == NULL || i->type == NULL || i->domain == NULL) {
        free(i->name);
        free(i->type);
        free(i->domain);
        free(i);
        return NULL;
    }
    i->h = h;
    list_push_back(&h->browse.instances, &i->all);
    list_push_back(&h->browse.unresolved, &i->unresolved);
    h->browse.instances_len++;
    return i;
}

static void on_new(struct avahi_half *h, AvahiIfIndex interface,
                   AvahiProtocol protocol, const char *name, const char *type,
                   const char *domain)
{
    struct instance *i = NULL;

    if (find_instance(h, interface, protocol, name, domain) != NULL)
        return;
    if (h->browse.instances_len < DISCOVERY_MDNS_INSTANCES)
        i = new_instance(h, name, type, domain);
    if (i == NULL) {
        avahi_half_fault(h, DISCOVERY_FAULT_LIMIT,
                         "more entries of " AVAHI_SERVICE
                         " on the network than are kept");
        return;
    }
    i->interface = interface;
    i->protocol = protocol;
}

static void on_browser(AvahiServiceBrowser *b, AvahiIfIndex interface,
                       AvahiProtocol protocol, AvahiBrowserEvent event,
                       const char *name, const char *type, const char *domain,
                       AvahiLookupResultFlags flags, void *arg)
{
    struct avahi_half *h = arg;
    struct instance *i;

    switch (event) {
    case AVAHI_BROWSER_NEW:
        if ((flags & AVAHI_LOOKUP_RESULT_OUR_OWN) == 0)
            on_new(h, interface, protocol, name, type, domain);
        break;
    case AVAHI_BROWSER_REMOVE:
        i = find_instance(h, interface, protocol, name, domain);
        if (i != NULL)
            free_instance(i, true);
        break;
    case AVAHI_BROWSER_ALL_FOR_NOW:
        avahi_half_ran(h);
        break;
    case AVAHI_BROWSER_CACHE_EXHAUSTED:
        break;
    case AVAHI_BROWSER_FAILURE:
        avahi_half_call_failed(h, avahi_client_errno(h->client));
        avahi_half_broken(h);
        break;
    }
}

/* ---- resolving ---- */

static bool read_address(const AvahiAddress *from, uint16_t port,
                         AvahiIfIndex interface, struct addr *out)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    struct sockaddr *sa = (struct sockaddr *)&in;
    bool is_link_local = false;

    if (from->proto == AVAHI_PROTO_INET6) {
        sa = (struct sockaddr *)&in6;
        memcpy(&in6.sin6_addr, from->data.ipv6.address, 16);
        is_link_local = IN6_IS_ADDR_LINKLOCAL(&in6.sin6_addr);
        if (is_link_local)
            in6.sin6_scope_id = interface > 0 ? (uint32_t)interface : 0;
    } else {
        in.sin_addr.s_addr = from->data.ipv4.address;
    }
    if (addr_from_sockaddr(sa, out) != ERR_OK)
        return false;
    addr_set_port(out, port);
    if (is_link_local)
        return port != 0 && in6.sin6_scope_id != 0;
    return txt_may_tell(out);
}

static void on_found(struct instance *i, const AvahiAddress *a, uint16_t port,
                     AvahiStringList *list)
{
    struct avahi_half *h = i->h;
    size_t wrong = 0;

    txt_init(&i->txt);
    for (; list != NULL; list = avahi_string_list_get_next(list))
        if (txt_read(&i->txt, avahi_string_list_get_text(list),
                     avahi_string_list_get_size(list)) == ERR_PARSE)
            wrong++;
    i->has_addr = a != NULL && read_address(a, port, i->interface, &i->addr);
    i->wait_ms = 0;
    if (wrong > 0 || !i->txt.has_id)
        avahi_half_fault(h, DISCOVERY_FAULT_MALFORMED,
                         i->txt.has_id ? NULL
                                       : "an entry of " AVAHI_SERVICE
                                         " on the network has no id");
    if (i->txt.has_id)
        join_node(i);
    else
        leave_node(i);
}

static void drop_resolver(struct instance *i)
{
    struct avahi_browse *b = &i->h->browse;

    avahi_service_resolver_free(i->resolver);
    i->resolver = NULL;
    b->resolvers--;
    i->wait_ms = i->wait_ms == 0 ? AVAHI_RETRY_MS : i->wait_ms * 2;
    if (i->wait_ms > RETRY_MAX_MS)
        i->wait_ms = RETRY_MAX_MS;
    i->retry_ms = clock_mono_ms() + i->wait_ms;
    list_push_back(&b->unresolved, &i->unresolved);
}

static void on_resolver(AvahiServiceResolver *r, AvahiIfIndex interface,
                        AvahiProtocol protocol, AvahiResolverEvent event,
                        const char *name, const char *type, const char *domain,
                        const char *host_name, const AvahiAddress *a,
                        uint16_t port, AvahiStringList *txt,
                        AvahiLookupResultFlags flags, void *arg)
{
    struct instance *i = arg;

    if (event == AVAHI_RESOLVER_FOUND) {
        on_found(i, a, port, txt);
        return;
    }
    avahi_half_fault(i->h, DISCOVERY_FAULT_TIMEOUT, NULL);
    drop_resolver(i);
}

/* False: no more of them now. */
static bool resolve(struct instance *i)
{
    struct avahi_half *h = i->h;
    struct avahi_browse *b = &h->browse;
    int error;

    if (b->resolvers < DISCOVERY_MDNS_RESOLVERS)
        i->resolver = avahi_service_resolver_new(
            h->client, i->interface, i->protocol, i->name, i->type, i->domain,
            i->protocol, 0, on_resolver, i);
    if (i->resolver != NULL) {
        b->resolvers++;
        list_remove(&i->unresolved);
        return true;
    }
    error = avahi_client_errno(h->client);
    if (b->resolvers < DISCOVERY_MDNS_RESOLVERS &&
        error != AVAHI_ERR_TOO_MANY_OBJECTS &&
        !avahi_half_call_failed(h, error)) {
        /* Its own fault: a name that cannot be resolved. */
        i->retry_ms = clock_mono_ms() + RETRY_MAX_MS;
        avahi_half_fault(h, DISCOVERY_FAULT_MALFORMED, NULL);
        return true;
    }
    if (!i->is_counted && !h->is_broken)
        avahi_half_fault(h, DISCOVERY_FAULT_LIMIT,
                         "more entries of " AVAHI_SERVICE
                         " on the network than avahi-daemon resolves for one "
                         "program");
    i->is_counted = true;
    return false;
}

/* Those that a failure made wait stand behind those that came since, so all
 * are looked at. */
static uint64_t resolve_due(struct avahi_half *h, uint64_t now_ms)
{
    uint64_t next = UINT64_MAX;

    LIST_FOREACH (it, tmp, &h->browse.unresolved) {
        struct instance *i = LIST_ENTRY(it, struct instance, unresolved);

        if (i->retry_ms <= now_ms && !resolve(i))
            return UINT64_MAX;
        if (i->resolver == NULL && i->retry_ms < next)
            next = i->retry_ms;
    }
    return next;
}

/* ---- what the half calls ---- */

uint64_t avahi_browse_drive(struct avahi_half *h, uint64_t now_ms)
{
    struct avahi_browse *b = &h->browse;
    uint64_t next = UINT64_MAX;

    if (h->is_connected && !h->is_broken) {
        if (b->browser == NULL)
            b->browser = avahi_service_browser_new(
                h->client, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, AVAHI_SERVICE,
                NULL, 0, on_browser, h);
        if (b->browser == NULL) {
            avahi_half_call_failed(h, avahi_client_errno(h->client));
            avahi_half_broken(h);
        } else {
            next = resolve_due(h, now_ms);
        }
    }
    tell_nodes(h);
    return next;
}

void avahi_browse_reset(struct avahi_half *h)
{
    struct avahi_browse *b = &h->browse;

    b->browser = NULL;
    LIST_FOREACH (it, tmp, &b->instances) {
        free_instance(LIST_ENTRY(it, struct instance, all), false);
    }
    assert(b->instances_len == 0 && b->resolvers == 0);
}

void avahi_browse_clear(struct avahi_browse *b)
{
    struct seen_node *n;
    size_t it = 0;

    while ((n = map_next(&b->nodes, &it, NULL)) != NULL)
        free(n);
    map_clear(&b->nodes);
}
