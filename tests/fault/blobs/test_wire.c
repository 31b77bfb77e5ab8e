/* Readers and the core of a fetch with every allocation failing in turn. */
#include <stdlib.h>

#include "blobs/collection.h"
#include "blobs/fetch_core.h"
#include "blobs/observe_item.h"
#include "blobs/request.h"
#include "fault.h"
#include "test.h"

#define HASH "7c99f9840a73dfcb6e5bfe4ff6d1558acab7e015640790c26411818bdbe17eca"

static void read_request(void *arg)
{
    const struct buf *bytes = arg;
    struct request r;

    if (request_read(bytes->ptr, bytes->len, &r) == ERR_OK)
        request_clear(&r);
}

static void each_request(const char *hex)
{
    struct buf bytes = {0};

    bytes.ptr = test_unhex(hex, &bytes.len);
    CHECK(fault_each_alloc(read_request, &bytes) > 0);
    free(bytes.ptr);
}

TEST(wire, requests_bear_any_allocation_failing)
{
    each_request("00" HASH "0304020602060206020102030401020602060206");
    each_request("0902" HASH HASH "0200010001"
                 "00");
    each_request("01" HASH "0401020604");
}

static void write_and_read(void *arg)
{
    struct ranges set, again;
    struct cursor c;
    struct buf b;
    uint64_t size;

    (void)arg;
    ranges_init(&set);
    ranges_init(&again);
    buf_init(&b, 1000);
    if (ranges_add(&set, 3, 9) == ERR_OK &&
        ranges_add(&set, 12, 13) == ERR_OK &&
        observe_item_write(&b, 70000, &set) == ERR_OK) {
        cursor_init(&c, b.ptr, b.len);
        (void)!observe_item_read(&c, &size, &again);
    }
    ranges_clear(&set);
    ranges_clear(&again);
    buf_clear(&b);
}

TEST(wire, items_bear_any_allocation_failing)
{
    CHECK(fault_each_alloc(write_and_read, NULL) > 0);
}

static void read_names(void *arg)
{
    struct collection c;

    (void)arg;
    if (collection_parse((const uint8_t *)"CollectionV0.\x01\x01"
                                          "a",
                         16, 2, &c) == ERR_OK)
        collection_clear(&c);
}

TEST(wire, collections_bear_any_allocation_failing)
{
    CHECK(fault_each_alloc(read_names, NULL) > 0);
}

static void step(struct fetch_core *c, struct fetch_event ev)
{
    struct fetch_actions acts;

    fetch_core_step(c, 0, &ev, &acts);
}

/* Whatever fails, the core ends, and says so. */
static void fetch(void *arg)
{
    struct fetch_core_config cfg = {
        .sources = 2, .max_requests = 1, .max_ranges = 10, .max_misses = 2};
    struct ranges missing;
    struct fetch_core c;

    (void)arg;
    ranges_init(&missing);
    if (ranges_add(&missing, 0, 30) != ERR_OK)
        return;
    if (fetch_core_init(&c, &cfg, &missing) == ERR_OK) {
        step(&c, (struct fetch_event){.kind = FETCH_START});
        step(&c, (struct fetch_event){.kind = FETCH_CONNECTED});
        for (uint64_t i = 1; i < 30; i += 2)
            step(&c, (struct fetch_event){
                         .kind = FETCH_GOT, .begin = i, .end = i + 1});
        step(&c, (struct fetch_event){
                     .kind = FETCH_ENDED, .id = 1, .err = ERR_NOT_FOUND});
        step(&c, (struct fetch_event){
                     .kind = FETCH_ENDED, .id = 2, .err = ERR_MISMATCH});
        step(&c, (struct fetch_event){.kind = FETCH_NOT_CONNECTED,
                                      .source = 1,
                                      .err = ERR_UNREACHABLE});
        CHECK(c.is_done && c.result != ERR_OK);
    }
    fetch_core_clear(&c);
    ranges_clear(&missing);
}

TEST(wire, the_core_of_a_fetch_bears_any_allocation_failing)
{
    CHECK(fault_each_alloc(fetch, NULL) > 0);
}
