/* Every allocation of the resolver, and of the sources that use it, fails
 * once: each look-up still ends, or never began, and nothing is left. */
#include "fault.h"

#include <stdio.h>

#include "../../unit/discovery/dns_server.h"
#include "base/clock.h"
#include "base/log.h"
#include "crypto/key.h"
#include "discovery/discovery_int.h"
#include "discovery/resolver.h"
#include "test.h"

#define MAX_MS 20000

static const struct dns_rule rules[] = {
    {"nas.example", DNS_A, DNS_DATA, "192.0.2.1", 60},
    {"nas.example", DNS_TXT, DNS_DATA, "addr=192.0.2.1:1", 60},
    {NULL},
};

static unsigned begun, ended, good;

static void on_host(enum err status, const struct addr *addrs, size_t len,
                    void *arg)
{
    CHECK((status == ERR_OK) == (len > 0));
    ended++;
    good += status == ERR_OK;
}

static void on_txt(enum err status, const uint8_t *answer, size_t len,
                   void *arg)
{
    CHECK((status == ERR_OK) == (len > 0));
    ended++;
    good += status == ERR_OK;
}

static void look_up(struct loop *l, const struct addr *server)
{
    struct resolver_config cfg = {
        .loop = l, .servers = server, .servers_len = 1, .try_ms = 5};
    uint64_t end = clock_mono_ms() + MAX_MS;
    struct resolver *r;

    if (resolver_new(&cfg, &r) != ERR_OK)
        return;
    begun += resolver_host(r, "nas.example", on_host, NULL) == ERR_OK;
    begun += resolver_txt(r, "nas.example", on_txt, NULL) == ERR_OK;
    while (ended < begun) {
        CHECK(clock_mono_ms() < end);
        loop_run_once(l, 100);
    }
    resolver_free(r);
}

static void run_resolver(void *arg)
{
    struct dns_server dns;
    struct loop *l;

    begun = ended = good = 0;
    if (loop_new(&l) != ERR_OK)
        return;
    dns_server_start(&dns, l, rules);
    look_up(l, &dns.addr);
    dns_server_stop(&dns);
    loop_free(l);
}

TEST(lookups, the_resolver_survives_every_failed_allocation)
{
    log_setup(LOG_OFF, LOG_TEXT);
    CHECK(fault_each_alloc(run_resolver, NULL) > 5);
    CHECK_EQ_U64(begun, 2);
    CHECK_EQ_U64(good, 2);
}

static void on_seen(const struct sighting *s, enum discovery_kind k, void *arg)
{
    good++;
}

static void on_lost(const struct node_id *id, enum discovery_kind k, void *arg)
{
}

static void on_changed(enum discovery_kind k, void *arg)
{
}

static void run_sources(void *arg)
{
    static const struct source_ops *const ops[] = {&static_source, &dns_source};
    static const char *const domains[] = {"one.example"};
    const uint8_t ours[KEY_SEED_LEN] = {1}, theirs[KEY_SEED_LEN] = {2};
    char entry[NODE_ID_HEX_SIZE + 32], hex[NODE_ID_HEX_SIZE];
    const char *const entries[] = {entry};
    struct discovery_config cfg = {
        .name = "node",
        .version = "1",
        .is_enabled = {[DISCOVERY_STATIC] = true, [DISCOVERY_DNS] = true},
        .entries = entries,
        .entries_len = 1,
        .domains = domains,
        .domains_len = 1,
        .dns_servers_len = 1,
        .listener = {on_seen, on_lost, on_changed, NULL},
    };
    struct dns_server dns;
    struct key key, other;
    struct discovery *d;

    good = 0;
    key_from_seed(ours, &key);
    key_from_seed(theirs, &other);
    node_id_hex(&other.id, hex);
    snprintf(entry, sizeof entry, "%s@nas.example:8421", hex);
    cfg.id = &key.id;
    if (loop_new(&cfg.loop) != ERR_OK)
        return;
    dns_server_start(&dns, cfg.loop, rules);
    cfg.dns_servers = &dns.addr;
    if (discovery_new_with(&cfg, ops, 2, &d, NULL) == ERR_OK) {
        discovery_resolve(d, &other.id);
        loop_run_once(cfg.loop, 0);
        discovery_free(d); /* with look-ups under way */
    }
    dns_server_stop(&dns);
    loop_free(cfg.loop);
}

TEST(lookups, the_sources_survive_every_failed_allocation)
{
    log_setup(LOG_OFF, LOG_TEXT);
    CHECK(fault_each_alloc(run_sources, NULL) > 20);
    CHECK(good > 0);
}
