/* What can be said of the source mdns without avahi-daemon; the rest is in
 * tests/node/netns_avahi.test.mjs. */
#include <stdio.h>
#include <stdlib.h>

#include "watch.h"

static void without_bus(void)
{
    char path[256];

    snprintf(path, sizeof path, "unix:path=%s/no-bus", test_dir());
    setenv("DBUS_SYSTEM_BUS_ADDRESS", path, 1);
}

TEST(avahi, without_a_bus_it_fails_and_says_what_to_do)
{
    struct addr addr;
    struct watch w;

    without_bus();
    watch_open(&w);
    CHECK_OK(
        watch_start(&w, &avahi_source, (struct discovery_config){0}, NULL));
    CHECK_EQ_U64(watch_status(&w).state, DISCOVERY_STARTING);
    CHECK_OK(addr_parse("192.0.2.1:8421", &addr, NULL));
    discovery_announce(w.d, &addr, 1);
    WATCH_UNTIL(&w, watch_status(&w).state == DISCOVERY_FAILED);
    CHECK(strstr(watch_status(&w).error, "install and start dbus") != NULL);
    CHECK(strstr(watch_status(&w).error, "discovery.mdns.enabled=false") !=
          NULL);
    CHECK(!watch_status(&w).is_announced);
    /* And again, by itself. */
    WATCH_UNTIL(&w, watch_status(&w).faults[DISCOVERY_FAULT_NO_DAEMON] > 1);
    CHECK_EQ_U64(w.seen, 0);
    watch_close(&w);
}

TEST(avahi, it_can_be_closed_at_any_moment)
{
    struct watch w;

    without_bus();
    for (unsigned rounds = 0; rounds < 20; rounds++) {
        watch_open(&w);
        CHECK_OK(
            watch_start(&w, &avahi_source, (struct discovery_config){0}, NULL));
        for (unsigned i = 0; i < rounds % 4; i++)
            loop_run_once(w.loop, i);
        watch_close(&w);
    }
}
