/* What the files of this folder share: the module itself.
 *
 * Thread: the loop. */
#pragma once

#include "base/list.h"
#include "base/loop.h"
#include "base/map.h"
#include "blobs/blobs.h"
#include "blobs/run_pool.h"
#include "blobs/transfer.h"

struct limits;
struct provider;
struct timer;

struct blobs {
    struct blobs_config cfg;
    struct quic *quic; /* NULL: none */
    struct blobs_peers peers;
    struct blobs_stats stats;
    struct limits *limits;
    struct provider *provider;
    struct run_pool runs;
    size_t works; /* what workers have in hand for us */
    bool is_closing;

    /* Transfers: all by age, and those that wait for a place. */
    struct list transfers; /* oldest first */
    struct map by_id;
    struct map owners; /* hash -> the transfer that fetches it */
    struct list queue;
    size_t queue_len, active_len, ended_len;
    uint64_t last_id;
    struct defer tidy; /* after transfers have ended */
    struct timer *tick;
    transfer_listener_fn *listener;
    void *listener_arg;
};
