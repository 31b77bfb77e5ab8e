/* Nodes by their id, from the DNS, as iroh publishes them: TXT records at
 * _iroh.<id in z-base-32>.<domain>.
 *
 * 1. resolve() asks every domain at once. An id that was asked for a moment
 *    ago, or is being asked for, is not asked for again.
 * 2. Each answer adds to what is known of the node and is told at once: one
 *    domain that does not answer holds up nothing.
 * 3. No such name is an answer as well. When no domain has an answer the
 *    source fails, until one has. */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/map.h"
#include "discovery/discovery_limits.h"
#include "discovery/dns_answer.h"
#include "discovery/resolver.h"
#include "discovery/source.h"
#include "discovery/txt.h"

#define TTL_MIN_S 30
#define TTL_MAX_S (24 * 60 * 60)

/* An id of which we asked lately. */
struct asked {
    struct node_id id;
    uint64_t at_ms;  /* when, on the loop's clock */
    struct ask *ask; /* under way; NULL: over */
};

/* A look-up of one id in all domains. */
struct ask {
    struct dns_source *s;
    struct asked *of;
    size_t pending;   /* domains that have not answered */
    bool is_answered; /* by one of them at least */
    uint32_t ttl_s;   /* the smallest so far */
    struct txt txt;   /* of all answers together */
};

struct dns_source {
    struct source_host *host;
    struct loop *loop;
    const struct discovery_config *cfg; /* borrowed: the host's copy */
    struct resolver *resolver;
    struct map asked; /* struct asked by id */
    size_t under_way;
};

static enum err check(const struct discovery_config *cfg, struct errmsg *em)
{
    size_t prefix = strlen("_iroh..") + NODE_ID_BASE32_SIZE - 1;

    for (size_t i = 0; i < cfg->domains_len; i++) {
        const char *domain = cfg->domains[i];

        if (!resolver_name_is_valid(domain) ||
            prefix + strlen(domain) >= RESOLVER_NAME_SIZE) {
            err_set(em, "\"%.100s\" is not a domain to search in", domain);
            return ERR_INVALID;
        }
    }
    return ERR_OK;
}

/* ---- answers ---- */

static void tell(const struct ask *a)
{
    const struct txt *t = &a->txt;
    uint64_t ttl_s = a->ttl_s;
    struct node_addr node;

    if (ttl_s < TTL_MIN_S)
        ttl_s = TTL_MIN_S;
    if (ttl_s > TTL_MAX_S)
        ttl_s = TTL_MAX_S;
    node_addr_init(&node, &a->of->id);
    for (size_t i = 0; i < t->addrs_len; i++)
        if (node_addr_add(&node, &t->addrs[i]) != ERR_OK)
            break;
    memcpy(node.relay, t->relay, strlen(t->relay) + 1);
    source_seen(a->s->host, &node, t->name, t->version, ttl_s * 1000);
}

static void on_string(const uint8_t *text, size_t len, void *arg)
{
    struct ask *a = arg;

    if (txt_read(&a->txt, text, len) == ERR_PARSE)
        source_fault(a->s->host, DISCOVERY_FAULT_MALFORMED, NULL);
}

static bool has_hints(const struct txt *t)
{
    return t->addrs_len > 0 || t->relay[0] != '\0';
}

static void read_answer(struct ask *a, const uint8_t *answer, size_t len)
{
    uint32_t ttl_s = UINT32_MAX;

    if (dns_answer_txt(answer, len, on_string, a, &ttl_s) != ERR_OK)
        source_fault(a->s->host, DISCOVERY_FAULT_MALFORMED,
                     "a DNS server sent an answer that makes no sense");
    if (ttl_s < a->ttl_s)
        a->ttl_s = ttl_s;
    if (has_hints(&a->txt))
        tell(a);
}

static void end_ask(struct ask *a)
{
    a->of->ask = NULL;
    a->s->under_way--;
    free(a);
}

static enum discovery_fault fault_of(enum err why)
{
    switch (why) {
    case ERR_TIMEOUT:
        return DISCOVERY_FAULT_TIMEOUT;
    case ERR_PROTO:
        return DISCOVERY_FAULT_MALFORMED;
    case ERR_NOMEM:
    case ERR_LIMIT:
        return DISCOVERY_FAULT_LIMIT;
    default:
        return DISCOVERY_FAULT_UNRESOLVABLE;
    }
}

/* One domain was asked in vain. With the last of all, the source fails. */
static void note_failure(struct ask *a, enum err why)
{
    struct dns_source *s = a->s;

    if (a->pending == 0 && !a->is_answered)
        source_failed(s->host, fault_of(why),
                      "%s; check the network and discovery.dns.servers, or "
                      "set discovery.dns.enabled=false",
                      resolver_text(why));
    else
        source_fault(s->host, fault_of(why),
                     "one of discovery.dns.domains cannot be asked: %s; check "
                     "that it is right",
                     resolver_text(why));
}

static void on_txt(enum err status, const uint8_t *answer, size_t len,
                   void *arg)
{
    struct ask *a = arg;
    struct dns_source *s = a->s;

    a->pending--;
    if (status == ERR_OK || status == ERR_NOT_FOUND) {
        a->is_answered = true;
        source_ran(s->host);
        source_running(s->host);
    } else {
        note_failure(a, status);
    }
    if (status == ERR_OK)
        read_answer(a, answer, len);
    if (a->pending == 0)
        end_ask(a);
}

/* ---- questions ---- */

/* Being asked for, or asked for a moment ago? */
static bool is_fresh(const struct dns_source *s, const struct asked *of)
{
    return of->ask != NULL ||
           loop_now_ms(s->loop) - of->at_ms < DISCOVERY_LOOKUP_EVERY_MS;
}

static void forget_old(struct dns_source *s)
{
    struct asked *of;
    size_t it = 0;

    while ((of = map_next(&s->asked, &it, NULL)) != NULL) {
        if (is_fresh(s, of))
            continue;
        map_remove(&s->asked, &of->id);
        free(of);
    }
}

static struct asked *note_asked(struct dns_source *s, const struct node_id *id)
{
    struct asked *of = map_get(&s->asked, id);

    if (of != NULL)
        return of;
    if (s->asked.len == DISCOVERY_MAX_SIGHTINGS)
        forget_old(s);
    of = calloc(1, sizeof *of);
    if (of == NULL)
        return NULL;
    of->id = *id;
    if (map_set(&s->asked, id, of) != ERR_OK) {
        free(of);
        return NULL;
    }
    /* As if it had been asked long ago. */
    of->at_ms = loop_now_ms(s->loop) - DISCOVERY_LOOKUP_EVERY_MS;
    return of;
}

static void ask_domains(struct ask *a)
{
    struct dns_source *s = a->s;
    char z32[NODE_ID_BASE32_SIZE], name[RESOLVER_NAME_SIZE];

    node_id_zbase32(&a->of->id, z32);
    for (size_t i = 0; i < s->cfg->domains_len; i++) {
        enum err e;

        snprintf(name, sizeof name, "_iroh.%s.%s", z32, s->cfg->domains[i]);
        e = resolver_txt(s->resolver, name, on_txt, a);
        if (e == ERR_OK)
            a->pending++;
        else
            source_fault(s->host, fault_of(e), "cannot ask the DNS: %s",
                         err_text(e));
    }
    if (a->pending == 0)
        end_ask(a);
}

static void start_ask(struct dns_source *s, struct asked *of)
{
    struct ask *a = calloc(1, sizeof *a);

    if (a == NULL) {
        source_fault(s->host, DISCOVERY_FAULT_LIMIT, NULL);
        return;
    }
    txt_init(&a->txt);
    a->s = s;
    a->of = of;
    a->ttl_s = UINT32_MAX;
    of->ask = a;
    of->at_ms = loop_now_ms(s->loop);
    s->under_way++;
    ask_domains(a);
}

static void dns_resolve(void *self, const struct node_id *id)
{
    struct dns_source *s = self;
    struct asked *of;

    if (s->cfg->domains_len == 0)
        return;
    of = note_asked(s, id);
    if (of != NULL && is_fresh(s, of))
        return;
    if (of == NULL || s->under_way == DISCOVERY_MAX_LOOKUPS) {
        source_fault(s->host, DISCOVERY_FAULT_LIMIT,
                     "more nodes to look up at a time than are allowed");
        return;
    }
    start_ask(s, of);
}

/* ---- beginning and end ---- */

static void dns_close(void *self)
{
    struct dns_source *s = self;
    struct asked *of;
    size_t it = 0;

    resolver_free(s->resolver);
    while ((of = map_next(&s->asked, &it, NULL)) != NULL) {
        free(of->ask);
        free(of);
    }
    map_clear(&s->asked);
    free(s);
}

static void *dns_open(struct source_host *host,
                      const struct discovery_config *cfg)
{
    struct resolver_config names = {.loop = cfg->loop,
                                    .servers = cfg->dns_servers,
                                    .servers_len = cfg->dns_servers_len};
    struct dns_source *s = calloc(1, sizeof *s);

    if (s == NULL)
        return NULL;
    s->host = host;
    s->loop = cfg->loop;
    s->cfg = cfg;
    map_init(&s->asked, NODE_ID_LEN, DISCOVERY_MAX_SIGHTINGS);
    if (resolver_new(&names, &s->resolver) != ERR_OK) {
        dns_close(s);
        return NULL;
    }
    source_running(host);
    return s;
}

const struct source_ops dns_source = {
    .kind = DISCOVERY_DNS,
    .check = check,
    .open = dns_open,
    .close = dns_close,
    .resolve = dns_resolve,
};
