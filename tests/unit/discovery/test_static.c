#include <stdio.h>

#include "dns_server.h"
#include "watch.h"

static char hex[NODE_ID_HEX_SIZE];

static const char *entry(const char *rest, char out[256])
{
    snprintf(out, 256, "%s%s", hex, rest);
    return out;
}

static void make_id(void)
{
    struct key key;

    key_generate(&key);
    node_id_hex(&key.id, hex);
}

TEST(static_source, several_entries_of_one_id_are_one_sighting)
{
    static const struct dns_rule rules[] = {
        {"nas.example", DNS_A, DNS_DATA, "192.0.2.3", 60},
        {"nas.example", DNS_AAAA, DNS_DATA, "2001:db8::3", 60},
        {NULL},
    };
    char text[3][256];
    struct dns_server dns;
    struct watch w;

    make_id();
    watch_open(&w);
    dns_server_start(&dns, w.loop, rules);
    CHECK_OK(watch_start(
        &w, &static_source,
        (struct discovery_config){
            .entries = (const char *const[]){entry("@192.0.2.1:1", text[0]),
                                             entry("@nas.example:7", text[1]),
                                             entry("", text[2])},
            .entries_len = 3,
            .dns_servers = &dns.addr,
            .dns_servers_len = 1},
        NULL));
    CHECK_EQ_U64(watch_status(&w).state, DISCOVERY_RUNNING);
    CHECK_EQ_U64(watch_status(&w).sightings, 1);
    WATCH_UNTIL(&w, w.seen > 0 && w.last.node.len == 3);
    CHECK_EQ_U64(watch_status(&w).sightings, 1);
    CHECK_EQ_U64(addr_port(&w.last.node.addrs[1]), 7);
    dns_server_stop(&dns);
    watch_close(&w);
}

TEST(static_source, a_name_that_is_not_known_harms_no_other)
{
    static const struct dns_rule rules[] = {{NULL}};
    char text[2][256];
    struct dns_server dns;
    struct watch w;

    watch_open(&w);
    dns_server_start(&dns, w.loop, rules);
    make_id();
    entry("@absent.example:7", text[0]);
    make_id();
    entry("@192.0.2.1:1", text[1]);
    CHECK_OK(watch_start(&w, &static_source,
                         (struct discovery_config){
                             .entries = (const char *const[]){text[0], text[1]},
                             .entries_len = 2,
                             .dns_servers = &dns.addr,
                             .dns_servers_len = 1},
                         NULL));
    WATCH_UNTIL(&w, watch_status(&w).faults[DISCOVERY_FAULT_UNRESOLVABLE] == 1);
    CHECK_EQ_U64(watch_status(&w).state, DISCOVERY_RUNNING);
    CHECK(strstr(watch_status(&w).error, "absent.example") != NULL);
    WATCH_UNTIL(&w, w.seen == 2);
    CHECK_EQ_U64(w.lost, 0);
    dns_server_stop(&dns);
    watch_close(&w);
}

TEST(static_source, a_malformed_entry_is_refused_at_the_start)
{
    struct errmsg em = {0};
    struct watch w;

    watch_open(&w);
    CHECK_ERR(watch_start(&w, &static_source,
                          (struct discovery_config){
                              .entries = (const char *const[]){"nonsense"},
                              .entries_len = 1},
                          &em),
              ERR_INVALID);
    CHECK(strstr(em.text, "\"nonsense\" is none of") != NULL);
    watch_close(&w);
}

TEST(static_source, no_entries_is_running_with_nothing)
{
    struct watch w;

    watch_open(&w);
    CHECK_OK(
        watch_start(&w, &static_source, (struct discovery_config){0}, NULL));
    CHECK_EQ_U64(watch_status(&w).state, DISCOVERY_RUNNING);
    CHECK_EQ_U64(watch_status(&w).sightings, 0);
    watch_close(&w);
}
