/* Every allocation in the life of the host and of a lan source fails once.
 * Whatever fails must be told, and nothing may be left. */
#include "fault.h"

#include <arpa/inet.h>
#include <unistd.h>

#include "base/log.h"
#include "base/loop.h"
#include "crypto/key.h"
#include "discovery/discovery_int.h"
#include "discovery/lan_int.h"
#include "test.h"

#define SIGHTINGS 20

static struct discovery_status lan_status;
static unsigned seen, lost;
static uint16_t port;

/* Sees some nodes as soon as it is open, and then loses them. */
static void *open_fake(struct source_host *host,
                       const struct discovery_config *cfg)
{
    static int self;

    (void)cfg;
    for (uint8_t i = 1; i <= SIGHTINGS; i++) {
        const uint8_t seed[KEY_SEED_LEN] = {i};
        struct node_addr na;
        struct key key;

        key_from_seed(seed, &key);
        node_addr_init(&na, &key.id);
        source_seen(host, &na, "name", "1", 1000);
    }
    return &self;
}

static void close_fake(void *self)
{
    (void)self;
}

static void *open_on_loopback(struct source_host *host,
                              const struct discovery_config *cfg)
{
    return lan_open(host, cfg, "lo");
}

static const struct source_ops fake_ops = {
    .kind = DISCOVERY_STATIC, .open = open_fake, .close = close_fake};

static void on_seen(const struct sighting *s, enum discovery_kind k, void *arg)
{
    (void)s;
    (void)k;
    (void)arg;
    seen++;
}

static void on_lost(const struct node_id *id, enum discovery_kind k, void *arg)
{
    (void)id;
    (void)k;
    (void)arg;
    lost++;
}

static void on_changed(enum discovery_kind k, void *arg)
{
    (void)k;
    (void)arg;
}

static void use(struct loop *l, struct discovery *d)
{
    struct discovery_status s;
    struct addr a;

    CHECK_OK(addr_parse("127.0.0.1:8421", &a, NULL));
    discovery_announce(d, &a, 1);
    loop_run_once(l, 0);
    discovery_get_status(d, DISCOVERY_STATIC, &s);
    discovery_get_status(d, DISCOVERY_LAN, &lan_status);
    /* Each was seen, or was counted as dropped. */
    CHECK_EQ_U64(s.discovered + s.faults[DISCOVERY_FAULT_LIMIT], SIGHTINGS);
    CHECK_EQ_U64(s.sightings, s.discovered);
    CHECK_EQ_U64(seen, s.discovered);
    CHECK(lan_status.state == DISCOVERY_RUNNING || lan_status.error[0] != '\0');
}

static void run(void *arg)
{
    static const char *const domains[] = {"example.org", "example.net"};
    const uint8_t seed[KEY_SEED_LEN] = {99};
    struct source_ops lan_ops = lan_source;
    const struct source_ops *const ops[] = {&fake_ops, &lan_ops};
    struct discovery_config cfg = {
        .name = "node",
        .version = "1",
        .is_enabled = {[DISCOVERY_STATIC] = true, [DISCOVERY_LAN] = true},
        .domains = domains,
        .domains_len = 2,
        .lan_port = port,
        .listener = {on_seen, on_lost, on_changed, NULL},
    };
    struct discovery *d;
    struct key key;
    struct loop *l;

    (void)arg;
    seen = lost = 0;
    lan_ops.open = open_on_loopback;
    key_from_seed(seed, &key);
    cfg.id = &key.id;
    if (loop_new(&l) != ERR_OK)
        return;
    cfg.loop = l;
    if (discovery_new_with(&cfg, ops, 2, &d, NULL) == ERR_OK) {
        use(l, d);
        discovery_free(d);
    }
    loop_free(l);
}

/* One that nobody uses on the loopback interface. */
static void choose_port(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t len = sizeof a;

    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&a, len) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&a, &len) == 0);
    port = ntohs(a.sin_port);
    close(fd);
}

TEST(discovery, survives_every_failed_allocation)
{
    log_setup(LOG_OFF, LOG_TEXT);
    choose_port();
    CHECK(fault_each_alloc(run, NULL) > 30);
    CHECK_EQ_U64(seen, SIGHTINGS);
    CHECK_EQ_U64(lan_status.state, DISCOVERY_RUNNING);
}
