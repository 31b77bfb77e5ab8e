#include "discovery/discovery.h"

#include <stdio.h>
#include <string.h>

#include "base/loop.h"
#include "crypto/key.h"
#include "discovery/discovery_int.h"
#include "discovery/discovery_limits.h"
#include "test.h"

/* A source that does what the test says. */
struct fake {
    struct source_host *host;
    bool is_open;
    bool is_out_of_memory;
    bool is_looking;
    unsigned announced; /* calls */
    size_t addrs_len;
    unsigned resolved;
};

static struct fake fakes[DISCOVERY_KINDS];

static void *fake_open(struct source_host *host, enum discovery_kind k)
{
    if (fakes[k].is_out_of_memory)
        return NULL;
    fakes[k].host = host;
    fakes[k].is_open = true;
    return &fakes[k];
}

static void *open_lan(struct source_host *host,
                      const struct discovery_config *cfg)
{
    CHECK_STR(cfg->name, "ours");
    return fake_open(host, DISCOVERY_LAN);
}

static void *open_dns(struct source_host *host,
                      const struct discovery_config *cfg)
{
    CHECK_EQ_U64(cfg->domains_len, 1);
    CHECK_STR(cfg->domains[0], "example.org");
    return fake_open(host, DISCOVERY_DNS);
}

static void fake_close(void *self)
{
    struct fake *f = self;

    CHECK(f->is_open);
    f->is_open = false;
}

static void fake_announce(void *self, const struct addr *addrs, size_t len)
{
    struct fake *f = self;

    (void)addrs;
    f->announced++;
    f->addrs_len = len;
}

static void fake_set_looking(void *self, bool is_looking)
{
    struct fake *f = self;

    f->is_looking = is_looking;
}

static void fake_resolve(void *self, const struct node_id *id)
{
    struct fake *f = self;

    (void)id;
    f->resolved++;
}

static enum err check_domains(const struct discovery_config *cfg,
                              struct errmsg *em)
{
    if (cfg->domains_len > 0 && strcmp(cfg->domains[0], "bad") == 0) {
        err_set(em, "\"bad\" is not a domain");
        return ERR_INVALID;
    }
    return ERR_OK;
}

static const struct source_ops lan_ops = {
    .kind = DISCOVERY_LAN,
    .open = open_lan,
    .close = fake_close,
    .announce = fake_announce,
    .set_looking = fake_set_looking,
};

static const struct source_ops dns_ops = {
    .kind = DISCOVERY_DNS,
    .open = open_dns,
    .close = fake_close,
    .check = check_domains,
    .resolve = fake_resolve,
};

static const struct source_ops *const ops[] = {&lan_ops, &dns_ops};

/* One node with both, and what its listener heard. */
struct world {
    struct loop *loop;
    struct discovery *d;
    struct key key;
    char trace[512]; /* "seen lan 1, lost lan 1, changed dns, ..." */
    struct sighting last;
    bool is_calling; /* the test is inside one of our functions */
};

static void note(struct world *w, const char *what, enum discovery_kind k)
{
    size_t len = strlen(w->trace);

    CHECK(!w->is_calling);
    snprintf(w->trace + len, sizeof w->trace - len, "%s %s\n", what,
             discovery_kind_name(k));
}

static void on_seen(const struct sighting *s, enum discovery_kind k, void *arg)
{
    struct world *w = arg;

    w->last = *s;
    note(w, "seen", k);
}

static void on_lost(const struct node_id *id, enum discovery_kind k, void *arg)
{
    struct world *w = arg;

    (void)id;
    note(w, "lost", k);
}

static void on_changed(enum discovery_kind k, void *arg)
{
    note(arg, "changed", k);
}

static const char *const domains[] = {"example.org"};

static struct discovery_config config_of(struct world *w)
{
    return (struct discovery_config){
        .loop = w->loop,
        .id = &w->key.id,
        .name = "ours",
        .version = "1.2",
        .is_enabled = {[DISCOVERY_LAN] = true, [DISCOVERY_DNS] = true},
        .domains = domains,
        .domains_len = 1,
        .listener = {on_seen, on_lost, on_changed, w},
    };
}

static void key_of(unsigned n, struct key *out)
{
    uint8_t seed[KEY_SEED_LEN] = {0};

    memcpy(seed, &n, sizeof n);
    key_from_seed(seed, out);
}

static void world_init(struct world *w)
{
    memset(fakes, 0, sizeof fakes);
    memset(w, 0, sizeof *w);
    CHECK_OK(loop_new(&w->loop));
    key_of(1000000, &w->key);
}

static void world_start(struct world *w)
{
    struct discovery_config cfg;

    world_init(w);
    cfg = config_of(w);
    CHECK_OK(discovery_new_with(&cfg, ops, 2, &w->d, NULL));
}

static void world_clear(struct world *w)
{
    discovery_free(w->d);
    CHECK(!fakes[DISCOVERY_LAN].is_open && !fakes[DISCOVERY_DNS].is_open);
    loop_free(w->loop);
}

static struct node_addr node_of(unsigned n, const char *addr)
{
    struct node_addr na;
    struct key key;
    struct addr a;

    key_of(n, &key);
    node_addr_init(&na, &key.id);
    if (addr != NULL) {
        CHECK_OK(addr_parse(addr, &a, NULL));
        CHECK_OK(node_addr_add(&na, &a));
    }
    return na;
}

static void see(unsigned n, const char *addr, const char *name, uint64_t ttl)
{
    struct node_addr na = node_of(n, addr);

    source_seen(fakes[DISCOVERY_LAN].host, &na, name, "7", ttl);
}

static void lose(unsigned n)
{
    struct node_addr na = node_of(n, NULL);

    source_lost(fakes[DISCOVERY_LAN].host, &na.id);
}

/* What the listener hears of all that was said until now. */
static void expect(struct world *w, const char *trace)
{
    loop_run_once(w->loop, 0);
    CHECK_STR(w->trace, trace);
    w->trace[0] = '\0';
}

static struct discovery_status status_of(const struct world *w,
                                         enum discovery_kind k)
{
    struct discovery_status s;

    discovery_get_status(w->d, k, &s);
    return s;
}

TEST(discovery, a_node_is_seen_once_until_its_hints_change)
{
    struct world w;

    world_start(&w);
    see(1, "192.0.2.1:1", "one", 0);
    CHECK_STR(w.trace, ""); /* later, from the loop */
    expect(&w, "seen lan\n");
    CHECK_STR(w.last.name, "one");
    CHECK_STR(w.last.version, "7");
    see(1, "192.0.2.1:1", "one", 0);
    expect(&w, "");
    see(1, "192.0.2.2:1", "one", 0);
    expect(&w, "seen lan\n");
    CHECK_EQ_U64(w.last.node.len, 1);
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).sightings, 1);
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).discovered, 2);
    CHECK_EQ_U64(status_of(&w, DISCOVERY_DNS).sightings, 0);
    world_clear(&w);
}

TEST(discovery, a_node_that_is_lost_may_be_seen_again)
{
    struct world w;

    world_start(&w);
    see(1, "192.0.2.1:1", "", 0);
    expect(&w, "seen lan\n");
    lose(1);
    lose(1);
    expect(&w, "lost lan\n");
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).sightings, 0);
    see(1, "192.0.2.1:1", "", 0);
    expect(&w, "seen lan\n");
    source_lost_all(fakes[DISCOVERY_LAN].host);
    expect(&w, "lost lan\n");
    lose(2);
    expect(&w, "");
    world_clear(&w);
}

TEST(discovery, who_comes_and_goes_at_once_makes_no_noise)
{
    struct world w;

    world_start(&w);
    see(1, "192.0.2.1:1", "", 0);
    lose(1);
    expect(&w, "");
    see(1, "192.0.2.1:1", "", 0);
    lose(1);
    see(1, "192.0.2.1:1", "", 0);
    expect(&w, "seen lan\n");
    world_clear(&w);
}

TEST(discovery, we_do_not_see_ourselves)
{
    struct world w;
    struct node_addr na;

    world_start(&w);
    node_addr_init(&na, &w.key.id);
    source_seen(fakes[DISCOVERY_LAN].host, &na, NULL, NULL, 0);
    expect(&w, "");
    world_clear(&w);
}

TEST(discovery, a_sighting_without_further_word_expires)
{
    struct world w;

    world_start(&w);
    see(1, "192.0.2.1:1", "", 1);
    see(2, "192.0.2.1:1", "", 0);
    expect(&w, "seen lan\nseen lan\n");
    for (int i = 0; i < 100 && w.trace[0] == '\0'; i++)
        loop_run_once(w.loop, 1000);
    expect(&w, "lost lan\n");
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).sightings, 1);
    world_clear(&w);
}

TEST(discovery, more_nodes_than_the_ceiling_are_counted_and_dropped)
{
    struct world w;

    world_start(&w);
    for (unsigned i = 0; i < DISCOVERY_MAX_SIGHTINGS + 3; i++)
        see(i, "192.0.2.1:1", "", 0);
    loop_run_once(w.loop, 0);
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).sightings,
                 DISCOVERY_MAX_SIGHTINGS);
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).faults[DISCOVERY_FAULT_LIMIT], 3);
    world_clear(&w);
}

TEST(discovery, a_name_that_cannot_be_shown_is_dropped_and_a_long_one_cut)
{
    struct world w;
    char name[200];

    world_start(&w);
    see(1, NULL, "a\nb", 0);
    expect(&w, "seen lan\n");
    CHECK_STR(w.last.name, "");
    see(1, NULL, "\xff", 0);
    expect(&w, "");
    see(1, NULL,
        "K\xc3\xbc"
        "che",
        0);
    expect(&w, "seen lan\n");
    CHECK_STR(w.last.name, "K\xc3\xbc"
                           "che");
    /* The 63rd byte would be the first half of a character. */
    memset(name, 'x', sizeof name);
    memcpy(name + 62, "\xc3\xbc", 3);
    see(1, NULL, name, 0);
    expect(&w, "seen lan\n");
    CHECK_EQ_U64(strlen(w.last.name), 62);
    world_clear(&w);
}

TEST(discovery, a_source_that_fails_says_why_and_runs_again)
{
    struct world w;
    struct discovery_status s;

    world_start(&w);
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).state, DISCOVERY_STARTING);
    CHECK_EQ_U64(status_of(&w, DISCOVERY_MDNS).state, DISCOVERY_OFF);
    source_failed(fakes[DISCOVERY_LAN].host, DISCOVERY_FAULT_SOCKET,
                  "no port %d", 5353);
    source_fault(fakes[DISCOVERY_LAN].host, DISCOVERY_FAULT_SEND, "other");
    expect(&w, "changed lan\n");
    s = status_of(&w, DISCOVERY_LAN);
    CHECK_EQ_U64(s.state, DISCOVERY_FAILED);
    CHECK_STR(s.error, "no port 5353");
    CHECK_EQ_U64(s.faults[DISCOVERY_FAULT_SOCKET], 1);
    CHECK_EQ_U64(s.faults[DISCOVERY_FAULT_SEND], 1);
    source_running(fakes[DISCOVERY_LAN].host);
    source_running(fakes[DISCOVERY_LAN].host);
    source_announced(fakes[DISCOVERY_LAN].host, true);
    source_ran(fakes[DISCOVERY_LAN].host);
    expect(&w, "changed lan\n");
    s = status_of(&w, DISCOVERY_LAN);
    CHECK_EQ_U64(s.state, DISCOVERY_RUNNING);
    CHECK_STR(s.error, "");
    CHECK(s.is_announced);
    CHECK_EQ_U64(s.runs, 1);
    source_fault(fakes[DISCOVERY_LAN].host, DISCOVERY_FAULT_SEND, "one entry");
    CHECK_STR(status_of(&w, DISCOVERY_LAN).error, "one entry");
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).state, DISCOVERY_RUNNING);
    world_clear(&w);
}

TEST(discovery, wildcards_are_not_announced_and_loopback_only_alone)
{
    struct world w;
    struct addr a[4];

    world_start(&w);
    CHECK_OK(addr_parse("127.0.0.1:5", &a[0], NULL));
    CHECK_OK(addr_parse("0.0.0.0:5", &a[1], NULL));
    CHECK_OK(addr_parse("192.0.2.1:5", &a[2], NULL));
    CHECK_OK(addr_parse("[2001:db8::1]:5", &a[3], NULL));
    discovery_announce(w.d, a, 4);
    CHECK_EQ_U64(fakes[DISCOVERY_LAN].addrs_len, 2);
    discovery_announce(w.d, a, 4);
    CHECK_EQ_U64(fakes[DISCOVERY_LAN].announced, 1);
    discovery_announce(w.d, a, 2);
    CHECK_EQ_U64(fakes[DISCOVERY_LAN].addrs_len, 1);
    discovery_announce(w.d, NULL, 0);
    CHECK_EQ_U64(fakes[DISCOVERY_LAN].addrs_len, 0);
    CHECK_EQ_U64(fakes[DISCOVERY_LAN].announced, 3);
    world_clear(&w);
}

TEST(discovery, what_the_user_wants_reaches_the_sources_that_can)
{
    struct world w;
    struct node_addr na = node_of(1, NULL);

    world_start(&w);
    discovery_set_looking(w.d, true);
    CHECK(fakes[DISCOVERY_LAN].is_looking);
    discovery_resolve(w.d, &na.id);
    CHECK_EQ_U64(fakes[DISCOVERY_DNS].resolved, 1);
    CHECK_EQ_U64(fakes[DISCOVERY_LAN].resolved, 0);
    discovery_resolve(w.d, &w.key.id);
    CHECK_EQ_U64(fakes[DISCOVERY_DNS].resolved, 1);
    world_clear(&w);
}

TEST(discovery, malformed_settings_are_refused_even_of_a_source_that_is_off)
{
    static const char *const bad[] = {"bad"};
    struct errmsg em = {0};
    struct world w;
    struct discovery_config cfg;

    world_init(&w);
    cfg = config_of(&w);
    cfg.domains = bad;
    cfg.is_enabled[DISCOVERY_DNS] = false;
    CHECK_ERR(discovery_new_with(&cfg, ops, 2, &w.d, &em), ERR_INVALID);
    CHECK_STR(em.text, "start discovery: \"bad\" is not a domain");
    cfg.domains = domains;
    cfg.domains_len = DISCOVERY_MAX_DOMAINS + 1;
    CHECK_ERR(discovery_new_with(&cfg, ops, 2, &w.d, NULL), ERR_INVALID);
    world_clear(&w);
}

TEST(discovery, no_memory_for_a_source_closes_those_that_were_open)
{
    struct world w;
    struct discovery_config cfg;

    world_init(&w);
    cfg = config_of(&w);
    fakes[DISCOVERY_DNS].is_out_of_memory = true;
    CHECK_ERR(discovery_new_with(&cfg, ops, 2, &w.d, NULL), ERR_NOMEM);
    world_clear(&w);
}

static void count_one(const struct sighting *s, void *arg)
{
    size_t *n = arg;

    CHECK(s->last_ms >= s->since_ms);
    ++*n;
}

TEST(discovery, walking_shows_what_is_seen_now)
{
    struct world w;
    size_t n = 0;

    world_start(&w);
    see(1, NULL, "", 0);
    see(2, NULL, "", 0);
    see(3, NULL, "", 0);
    lose(2);
    discovery_each(w.d, DISCOVERY_LAN, count_one, &n);
    CHECK_EQ_U64(n, 2);
    world_clear(&w);
}

TEST(discovery, a_flood_of_troubles_is_counted_and_told_once)
{
    struct world w;

    world_start(&w);
    for (int i = 0; i < 10; i++) {
        source_fault(fakes[DISCOVERY_LAN].host, DISCOVERY_FAULT_MALFORMED,
                     NULL);
        loop_run_once(w.loop, 0);
    }
    expect(&w, "changed lan\n");
    CHECK_EQ_U64(status_of(&w, DISCOVERY_LAN).faults[DISCOVERY_FAULT_MALFORMED],
                 10);
    world_clear(&w);
}
