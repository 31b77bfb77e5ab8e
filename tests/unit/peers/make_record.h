/* Signed records of invented nodes, for tests of what holds and draws them. */
#pragma once

#include <stdio.h>
#include <string.h>

#include "peers/records.h"
#include "test.h"

/* The key of node number `n`. */
static inline struct key node_key(uint32_t n)
{
    uint8_t seed[KEY_SEED_LEN] = {0x77};
    struct key key;

    memcpy(seed + 1, &n, sizeof n);
    key_from_seed(seed, &key);
    return key;
}

static inline struct node_id node_id_of(uint32_t n)
{
    return node_key(n).id;
}

/* Its id stands in a record's place for many others. */
static inline struct record_key key_of_record(uint32_t n, uint8_t kind)
{
    return (struct record_key){node_id_of(n), kind};
}

/* A record of `kind` with nothing in it but `fill` bytes behind its body. */
static inline void make_empty(struct buf *b, uint32_t n, uint8_t kind,
                              uint64_t seq, uint32_t ttl_s, size_t fill)
{
    static const uint8_t zeros[RECORD_BODY_MAX];
    static struct record_links links;
    struct record_addresses addresses = {.name = "node"};
    struct key key = node_key(n);
    struct buf body;

    buf_init(&body, RECORD_BODY_MAX);
    links = (struct record_links){.name = "node", .interval_s = 5};
    node_addr_init(&addresses.node, &key.id);
    if (kind == RECORD_ADDRESSES)
        CHECK_OK(record_write_addresses(&body, &addresses));
    else
        CHECK_OK(record_write_links(&body, &links));
    if (fill > body.len)
        CHECK_OK(buf_add(&body, zeros, fill - body.len));
    buf_init(b, RECORD_MAX);
    CHECK_OK(record_write(b, &key, kind, seq, ttl_s, body.ptr, body.len));
    buf_clear(&body);
}
