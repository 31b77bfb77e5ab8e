#include <stdio.h>

#include "discovery/discovery_limits.h"
#include "dns_server.h"
#include "watch.h"

/* Where a node is asked for, in two domains. */
struct names {
    struct node_id id;
    char one[256];
    char two[256];
};

static void make_names(struct names *n)
{
    char z32[NODE_ID_BASE32_SIZE];
    struct key key;

    key_generate(&key);
    n->id = key.id;
    node_id_zbase32(&n->id, z32);
    snprintf(n->one, sizeof n->one, "_iroh.%s.one.example", z32);
    snprintf(n->two, sizeof n->two, "_iroh.%s.two.example", z32);
}

static void start(struct watch *w, struct dns_server *dns,
                  const struct dns_rule *rules)
{
    static const char *const domains[] = {"one.example", "two.example"};

    watch_open(w);
    dns_server_start(dns, w->loop, rules);
    CHECK_OK(watch_start(w, &dns_source,
                         (struct discovery_config){.domains = domains,
                                                   .domains_len = 2,
                                                   .dns_servers = &dns->addr,
                                                   .dns_servers_len = 1},
                         NULL));
}

static void stop(struct watch *w, struct dns_server *dns)
{
    dns_server_stop(dns);
    watch_close(w);
}

TEST(dns_source, records_of_all_domains_are_one_sighting)
{
    struct dns_server dns;
    struct names n;
    struct watch w;

    make_names(&n);
    start(&w, &dns,
          (const struct dns_rule[]){
              {n.one, DNS_TXT, DNS_DATA, "addr=192.0.2.1:8421", 1},
              {n.one, DNS_TXT, DNS_DATA, "addr=[2001:db8::1]:8421", 1},
              {n.one, DNS_TXT, DNS_DATA, "relay=https://r.example/", 1},
              {n.one, DNS_TXT, DNS_DATA, "user-data=kitchen", 1},
              {n.one, DNS_TXT, DNS_DATA, "unknown=thing", 1},
              {n.two, DNS_TXT, DNS_DATA, "addr=192.0.2.2:8421", 600},
              {NULL}});
    discovery_resolve(w.d, &n.id);
    WATCH_UNTIL(&w, w.seen > 0 && w.last.node.len == 3);
    CHECK(node_id_equal(&w.last.node.id, &n.id));
    CHECK_STR(w.last.node.relay, "https://r.example/");
    CHECK_STR(w.last.name, "kitchen");
    CHECK_EQ_U64(watch_status(&w).state, DISCOVERY_RUNNING);
    CHECK_EQ_U64(watch_status(&w).sightings, 1);
    stop(&w, &dns);
}

TEST(dns_source, asking_again_soon_asks_nobody)
{
    struct dns_server dns;
    struct names n;
    struct watch w;

    make_names(&n);
    start(&w, &dns, (const struct dns_rule[]){{NULL}});
    for (unsigned i = 0; i < 10; i++)
        discovery_resolve(w.d, &n.id);
    WATCH_UNTIL(&w, watch_status(&w).runs == 2);
    for (unsigned i = 0; i < 10; i++)
        discovery_resolve(w.d, &n.id);
    loop_run_once(w.loop, 0);
    CHECK_EQ_U64(dns.asked, 2);
    CHECK_EQ_U64(w.seen, 0);
    CHECK_EQ_U64(watch_status(&w).state, DISCOVERY_RUNNING);
    stop(&w, &dns);
}

TEST(dns_source, values_that_make_no_sense_are_counted_and_skipped)
{
    struct dns_server dns;
    struct names n;
    struct watch w;

    make_names(&n);
    start(&w, &dns,
          (const struct dns_rule[]){
              {n.one, DNS_TXT, DNS_DATA, "addr=127.0.0.1:22", 60},
              {n.one, DNS_TXT, DNS_DATA, "addr=nonsense", 60},
              {n.one, DNS_TXT, DNS_DATA, "addr=192.0.2.1:8421", 60},
              {NULL}});
    discovery_resolve(w.d, &n.id);
    WATCH_UNTIL(&w, w.seen == 1);
    CHECK_EQ_U64(w.last.node.len, 1);
    CHECK_EQ_U64(watch_status(&w).faults[DISCOVERY_FAULT_MALFORMED], 2);
    stop(&w, &dns);
}

TEST(dns_source, a_refusal_is_a_fault_and_no_failure)
{
    struct dns_server dns;
    struct names n;
    struct watch w;

    make_names(&n);
    start(&w, &dns,
          (const struct dns_rule[]){
              {n.one, DNS_TXT, DNS_REFUSE, NULL, 0},
              {n.two, DNS_TXT, DNS_DATA, "addr=192.0.2.2:8421", 60},
              {NULL}});
    discovery_resolve(w.d, &n.id);
    WATCH_UNTIL(&w, w.seen == 1 &&
                        watch_status(&w).faults[DISCOVERY_FAULT_UNRESOLVABLE]);
    CHECK_EQ_U64(watch_status(&w).state, DISCOVERY_RUNNING);
    stop(&w, &dns);
}

TEST(dns_source, no_server_is_a_failure_until_one_answers)
{
    static const char *const domains[] = {"one.example"};
    struct dns_server dns;
    struct names n;
    struct watch w;
    struct addr gone;

    make_names(&n);
    watch_open(&w);
    dns_server_start(&dns, w.loop, (const struct dns_rule[]){{NULL}});
    gone = dns.addr;
    dns_server_stop(&dns);
    loop_run_once(w.loop, 0);
    CHECK_OK(watch_start(&w, &dns_source,
                         (struct discovery_config){.domains = domains,
                                                   .domains_len = 1,
                                                   .dns_servers = &gone,
                                                   .dns_servers_len = 1},
                         NULL));
    discovery_resolve(w.d, &n.id);
    WATCH_UNTIL(&w, watch_status(&w).state == DISCOVERY_FAILED);
    CHECK(strstr(watch_status(&w).error, "discovery.dns.servers") != NULL);
    watch_close(&w);
}

TEST(dns_source, no_more_than_so_many_at_a_time)
{
    struct dns_server dns;
    struct names n;
    struct watch w;

    start(&w, &dns, (const struct dns_rule[]){{NULL}});
    for (unsigned i = 0; i < DISCOVERY_MAX_LOOKUPS + 5; i++) {
        make_names(&n);
        discovery_resolve(w.d, &n.id);
    }
    CHECK_EQ_U64(watch_status(&w).faults[DISCOVERY_FAULT_LIMIT], 5);
    WATCH_UNTIL(&w, watch_status(&w).runs == 2 * DISCOVERY_MAX_LOOKUPS);
    /* There is room again, also for those that got none. */
    discovery_resolve(w.d, &n.id);
    WATCH_UNTIL(&w, watch_status(&w).runs == 2 * DISCOVERY_MAX_LOOKUPS + 2);
    CHECK_EQ_U64(watch_status(&w).faults[DISCOVERY_FAULT_LIMIT], 5);
    stop(&w, &dns);
}

TEST(dns_source, closing_ends_what_is_under_way)
{
    struct dns_server dns;
    struct names n;
    struct watch w;

    make_names(&n);
    start(&w, &dns,
          (const struct dns_rule[]){{n.one, DNS_TXT, DNS_SILENT, NULL, 0},
                                    {n.two, DNS_TXT, DNS_SILENT, NULL, 0},
                                    {NULL}});
    discovery_resolve(w.d, &n.id);
    WATCH_UNTIL(&w, dns.asked == 2);
    stop(&w, &dns);
    CHECK_EQ_U64(w.seen, 0);
}

TEST(dns_source, domains_are_checked)
{
    static const char *const bad[] = {"", "a b", "a..b", "http://a/"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct errmsg em = {0};
        struct watch w;

        watch_open(&w);
        CHECK_ERR(watch_start(&w, &dns_source,
                              (struct discovery_config){.domains = &bad[i],
                                                        .domains_len = 1},
                              &em),
                  ERR_INVALID);
        CHECK(strstr(em.text, "is not a domain") != NULL);
        watch_close(&w);
    }
}
