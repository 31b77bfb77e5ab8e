/* What the files of this folder share: the module itself.
 *
 * Thread: the loop. */
#pragma once

#include "base/list.h"
#include "base/loop.h"
#include "base/map.h"
#include "blobs/blobs.h"
#include "blobs/queue.h"
#include "blobs/run_pool.h"
#include "blobs/transfer.h"

struct history;
struct limits;
struct provider;
struct timer;
struct uploads;

struct blobs {
    struct blobs_config cfg;
    struct quic *quic; /* NULL: none */
    struct blobs_peers peers;
    struct blobs_stats stats;
    struct history *history;
    struct limits *limits;
    struct provider *provider;
    struct uploads *uploads;
    struct run_pool runs;
    size_t works; /* what workers have in hand for us */
    bool is_closing;
    bool is_kept; /* transfers are kept in the store */

    /* Transfers: all by age, and those that wait for a place. */
    struct list transfers; /* oldest first */
    struct map by_id;
    struct map owners; /* hash -> the transfer that fetches it */
    struct queue queue;
    bool is_held;      /* nobody gets a place until there is an endpoint */
    struct list pulls; /* of all blobs; see pull.c */
    size_t active_len, paused_len, ended_len;
    size_t retrying_len; /* those that wait for their next attempt */
    uint64_t last_id;
    char tag[TRANSFER_TAG_SIZE];
    struct defer tidy; /* after transfers have left their places */
    struct timer *tick;
    struct timer *alarm; /* for attempts and deadlines */
    uint64_t alarm_ms;   /* when it rings; UINT64_MAX: not at all */
    transfer_listener_fn *listener;
    void *listener_arg;
};
