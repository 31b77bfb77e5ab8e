/* Whole nodes for tests, several in one loop: a store, an endpoint and the
 * blobs module each, over real QUIC on the loopback. */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/workers.h"
#include "blobs/blobs.h"
#include "blobs/transfer.h"
#include "crypto/hash.h"
#include "crypto/key.h"
#include "crypto/node_addr.h"
#include "quic/conn.h"
#include "quic/quic.h"
#include "quic/stream.h"
#include "store/store.h"
#include "test.h"

#define UNUSED __attribute__((unused))
#define NODES_WAIT_MS 20000

#define RUN_UNTIL(loop, cond)                                                  \
    do {                                                                       \
        uint64_t until_ = clock_mono_ms() + NODES_WAIT_MS;                     \
        while (!(cond)) {                                                      \
            loop_run_once((loop), 10);                                         \
            if (clock_mono_ms() > until_)                                      \
                test_fail(__FILE__, __LINE__, "never came true: %s", #cond);   \
        }                                                                      \
    } while (0)

struct world {
    struct loop *loop;
    struct workers *workers;
};

static UNUSED void world_open(struct world *w)
{
    log_setup(LOG_OFF, LOG_TEXT);
    CHECK_OK(loop_new(&w->loop));
    CHECK_OK(workers_new(w->loop, 2, &w->workers));
}

static UNUSED void world_close(struct world *w)
{
    workers_free(w->workers);
    loop_free(w->loop);
}

struct node {
    struct world *world;
    struct key key;
    struct store *store;
    struct blobs *blobs;
    struct quic *quic;
    struct node_addr at; /* how to reach it */
    char dir[512];
    bool gone;
};

/* `tune` may change the configuration; may be NULL. */
typedef void node_tune_fn(struct blobs_config *bc, struct quic_config *qc);

static UNUSED void node_listen(struct node *n, const char *listen,
                               node_tune_fn *tune, struct blobs_config *bc)
{
    struct addr at;
    struct quic_protocol protocol;
    struct quic_config qc;
    struct errmsg em = {0};

    CHECK_OK(addr_parse(listen, &at, NULL));
    quic_config_defaults(&qc);
    qc.loop = n->world->loop;
    qc.key = &n->key;
    qc.listen = &at;
    qc.listen_len = 1;
    if (tune != NULL)
        tune(bc, &qc);
    CHECK_OK(blobs_new(bc, &n->blobs));
    protocol = blobs_protocol(n->blobs);
    qc.protocols = &protocol;
    qc.protocols_len = 1;
    if (quic_open(&qc, &n->quic, &em) != ERR_OK)
        test_fail(__FILE__, __LINE__, "quic_open: %s", em.text);
    blobs_attach(n->blobs, n->quic);
    node_addr_init(&n->at, &n->key.id);
    CHECK_EQ_U64(quic_bound(n->quic, &at, 1), 1);
    CHECK_OK(node_addr_add(&n->at, &at));
}

static UNUSED void node_open_tuned(struct node *n, struct world *w,
                                   uint8_t seed, node_tune_fn *tune)
{
    uint8_t bytes[KEY_SEED_LEN] = {seed};
    struct store_config sc = {.max_open = 1024};
    struct blobs_config bc;
    struct errmsg em = {0};
    static unsigned opened; /* each time an empty store */

    *n = (struct node){.world = w};
    key_from_seed(bytes, &n->key);
    snprintf(n->dir, sizeof n->dir, "%s/node%u", test_dir(), ++opened);
    sc.dir = n->dir;
    sc.loop = w->loop;
    sc.workers = w->workers;
    if (store_open(&sc, &n->store, &em) != ERR_OK)
        test_fail(__FILE__, __LINE__, "store_open: %s", em.text);
    blobs_config_defaults(&bc);
    bc.loop = w->loop;
    bc.workers = w->workers;
    bc.store = n->store;
    node_listen(n, "127.0.0.1:0", tune, &bc);
}

static UNUSED void node_open(struct node *n, struct world *w, uint8_t seed)
{
    node_open_tuned(n, w, seed, NULL);
}

static UNUSED void node_on_gone(void *arg)
{
    *(bool *)arg = true;
}

static UNUSED void node_close(struct node *n)
{
    quic_close(n->quic, node_on_gone, &n->gone);
    RUN_UNTIL(n->world->loop, n->gone);
    blobs_free(n->blobs);
    store_close(n->store);
}

/* ---- content ------------------------------------------------------------*/

/* Byte i follows from i and the seed; the caller frees. */
static UNUSED uint8_t *make_bytes(size_t len, uint64_t seed)
{
    uint8_t *bytes = malloc(len + 8);
    uint64_t x = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;

    CHECK(bytes != NULL);
    for (size_t i = 0; i < len; i += 8) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        memcpy(bytes + i, &x, 8);
    }
    return bytes;
}

struct waiter {
    bool is_there;
    enum err e;
    struct blob *blob;
    struct store_added added;
};

static UNUSED void on_added(enum err e, const struct store_added *added,
                            void *arg)
{
    struct waiter *w = arg;

    w->is_there = true;
    w->e = e;
    w->added = *added;
}

static UNUSED void on_got(enum err e, struct blob *b, void *arg)
{
    struct waiter *w = arg;

    w->is_there = true;
    w->e = e;
    w->blob = b;
}

static UNUSED struct hash node_add(struct node *n, const void *bytes,
                                   size_t len)
{
    struct store_add *add;
    struct waiter w = {0};

    CHECK_OK(store_add_begin(n->store, &add));
    CHECK_OK(store_add_write(add, bytes, len));
    store_add_finish(add, NULL, NULL, on_added, &w);
    RUN_UNTIL(n->world->loop, w.is_there);
    CHECK_OK(w.e);
    return w.added.hash;
}

static UNUSED struct hash node_add_made(struct node *n, size_t len,
                                        uint64_t seed)
{
    uint8_t *bytes = make_bytes(len, seed);
    struct hash h = node_add(n, bytes, len);

    free(bytes);
    return h;
}

/* NULL when nothing is held. */
static UNUSED struct blob *node_get(struct node *n, const struct hash *h)
{
    struct waiter w = {0};

    store_get(n->store, h, on_got, &w);
    RUN_UNTIL(n->world->loop, w.is_there);
    return w.blob;
}

static UNUSED void node_check_holds(struct node *n, const struct hash *h,
                                    size_t len, uint64_t seed)
{
    uint8_t *bytes = make_bytes(len, seed);
    struct blob *b = node_get(n, h);
    bool is_proven;

    CHECK(b != NULL);
    CHECK(blob_is_complete(b));
    CHECK_EQ_U64(blob_size(b, &is_proven), len);
    if (len > 0)
        CHECK(memcmp(blob_data(b), bytes, len) == 0);
    blob_unref(b);
    free(bytes);
}

/* ---- transfers ----------------------------------------------------------*/

static UNUSED uint64_t node_start(struct node *n, const struct hash *h,
                                  bool is_sequence, struct node *const *from,
                                  size_t from_len)
{
    struct node_addr sources[TRANSFER_MAX_SOURCES];
    struct transfer_request rq = {
        .hash = *h,
        .is_sequence = is_sequence,
        .sources = sources,
        .sources_len = from_len,
    };
    uint64_t id = 0;

    for (size_t i = 0; i < from_len; i++)
        sources[i] = from[i]->at;
    CHECK_OK(transfer_start(n->blobs, &rq, NULL, NULL, &id));
    return id;
}

static UNUSED bool node_has_ended(struct node *n, uint64_t id,
                                  struct transfer_info *info)
{
    CHECK_OK(transfer_get(n->blobs, id, info));
    return info->state >= TRANSFER_COMPLETED;
}

static UNUSED struct transfer_info *node_wait(struct node *n, uint64_t id)
{
    struct transfer_info *info = calloc(1, sizeof *info);

    CHECK(info != NULL);
    RUN_UNTIL(n->world->loop, node_has_ended(n, id, info));
    return info;
}

static UNUSED void node_fetch(struct node *n, const struct hash *h,
                              bool is_sequence, struct node *from)
{
    struct transfer_info *info =
        node_wait(n, node_start(n, h, is_sequence, &from, 1));

    if (info->state != TRANSFER_COMPLETED)
        test_fail(__FILE__, __LINE__, "transfer %s: %s",
                  transfer_state_name(info->state), info->error);
    free(info);
}
