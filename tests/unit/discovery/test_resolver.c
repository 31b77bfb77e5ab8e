#include "discovery/resolver.h"

#include <string.h>

#include "base/clock.h"
#include "dns_server.h"
#include "test.h"

#define MAX_MS 20000

struct world {
    struct loop *loop;
    struct dns_server dns;
    struct resolver *r;
    unsigned answers;
    enum err status;
    size_t len;
    struct addr addrs[RESOLVER_MAX_ADDRS];
};

static void on_host(enum err status, const struct addr *addrs, size_t len,
                    void *arg)
{
    struct world *w = arg;

    w->answers++;
    w->status = status;
    w->len = len;
    if (len > 0)
        memcpy(w->addrs, addrs, len * sizeof *addrs);
}

static void on_txt(enum err status, const uint8_t *answer, size_t len,
                   void *arg)
{
    struct world *w = arg;

    w->answers++;
    w->status = status;
    w->len = len;
    CHECK((answer != NULL) == (status == ERR_OK));
}

static void open_world(struct world *w, const struct dns_rule *rules)
{
    struct resolver_config cfg;

    memset(w, 0, sizeof *w);
    CHECK_OK(loop_new(&w->loop));
    dns_server_start(&w->dns, w->loop, rules);
    cfg = (struct resolver_config){.loop = w->loop,
                                   .servers = &w->dns.addr,
                                   .servers_len = 1,
                                   .try_ms = 20};
    CHECK_OK(resolver_new(&cfg, &w->r));
}

static void close_world(struct world *w)
{
    resolver_free(w->r);
    dns_server_stop(&w->dns);
    loop_free(w->loop);
}

static void run_until_answers(struct world *w, unsigned count)
{
    uint64_t end = clock_mono_ms() + MAX_MS;

    while (w->answers < count) {
        CHECK(clock_mono_ms() < end);
        loop_run_once(w->loop, 100);
    }
}

TEST(resolver, both_families_of_a_host)
{
    static const struct dns_rule rules[] = {
        {"nas.example", DNS_A, DNS_DATA, "192.0.2.1", 60},
        {"nas.example", DNS_AAAA, DNS_DATA, "2001:db8::1", 60},
        {NULL},
    };
    struct world w;
    bool has_v6;

    open_world(&w, rules);
    CHECK_OK(resolver_host(w.r, "nas.example", on_host, &w));
    CHECK_EQ_U64(w.answers, 0);
    run_until_answers(&w, 1);
    CHECK_OK(w.status);
    CHECK_EQ_U64(w.len, 2);
    has_v6 = addr_is_v6(&w.addrs[0]) || addr_is_v6(&w.addrs[1]);
    CHECK(has_v6 && addr_port(&w.addrs[0]) == 0);
    close_world(&w);
}

TEST(resolver, a_host_with_one_family_only)
{
    static const struct dns_rule rules[] = {
        {"nas.example", DNS_A, DNS_DATA, "192.0.2.1", 60},
        {NULL},
    };
    struct world w;

    open_world(&w, rules);
    CHECK_OK(resolver_host(w.r, "nas.example", on_host, &w));
    run_until_answers(&w, 1);
    CHECK_OK(w.status);
    CHECK_EQ_U64(w.len, 1);
    close_world(&w);
}

TEST(resolver, each_way_to_get_no_answer)
{
    static const struct dns_rule rules[] = {
        {"refused.example", DNS_TXT, DNS_REFUSE, NULL, 0},
        {"silent.example", DNS_TXT, DNS_SILENT, NULL, 0},
        {"other.example", DNS_A, DNS_DATA, "192.0.2.1", 60},
        {NULL},
    };
    static const struct {
        const char *name;
        enum err status;
    } cases[] = {
        {"absent.example", ERR_NOT_FOUND},
        {"other.example", ERR_NOT_FOUND},
        {"refused.example", ERR_REFUSED},
        {"silent.example", ERR_TIMEOUT},
    };
    struct world w;

    open_world(&w, rules);
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_OK(resolver_txt(w.r, cases[i].name, on_txt, &w));
        run_until_answers(&w, i + 1);
        /* c-ares 1.18 says the same of servers that refuse. */
        if (w.status == ERR_UNREACHABLE)
            w.status = ERR_REFUSED;
        CHECK_ERR(w.status, cases[i].status);
    }
    close_world(&w);
}

TEST(resolver, no_server_at_all)
{
    static const struct dns_rule rules[] = {{NULL}};
    struct resolver_config cfg;
    struct resolver *r;
    struct addr gone;
    struct world w;

    open_world(&w, rules);
    /* A port that was just in use, and is not any more. */
    gone = w.dns.addr;
    close_world(&w);
    memset(&w, 0, sizeof w);
    CHECK_OK(loop_new(&w.loop));
    cfg = (struct resolver_config){
        .loop = w.loop, .servers = &gone, .servers_len = 1, .try_ms = 20};
    CHECK_OK(resolver_new(&cfg, &r));
    CHECK_OK(resolver_txt(r, "a.example", on_txt, &w));
    run_until_answers(&w, 1);
    CHECK(w.status == ERR_UNREACHABLE || w.status == ERR_TIMEOUT);
    resolver_free(r);
    loop_free(w.loop);
}

TEST(resolver, freeing_ends_what_is_under_way_without_a_call)
{
    static const struct dns_rule rules[] = {
        {"silent.example", DNS_TXT, DNS_SILENT, NULL, 0},
        {"nas.example", DNS_TXT, DNS_DATA, "a=b", 60},
        {NULL},
    };
    struct world w;

    open_world(&w, rules);
    for (unsigned i = 0; i < 20; i++) {
        CHECK_OK(resolver_txt(w.r, "silent.example", on_txt, &w));
        CHECK_OK(resolver_host(w.r, "silent.example", on_host, &w));
        CHECK_OK(resolver_txt(w.r, "nas.example", on_txt, &w));
    }
    loop_run_once(w.loop, 0);
    resolver_free(w.r);
    w.r = NULL;
    w.answers = 0;
    close_world(&w);
    CHECK_EQ_U64(w.answers, 0);
}

TEST(resolver, names_of_hosts)
{
    CHECK(resolver_name_is_valid("a"));
    CHECK(resolver_name_is_valid("_iroh.a-b.example.org."));
    CHECK(!resolver_name_is_valid(""));
    CHECK(!resolver_name_is_valid("."));
    CHECK(!resolver_name_is_valid("a..b"));
    CHECK(!resolver_name_is_valid("a b"));
    CHECK(!resolver_name_is_valid("a/b"));
}
