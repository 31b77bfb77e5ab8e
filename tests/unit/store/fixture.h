/* A store on a loop of its own, and calls that wait for their answer. */
#pragma once

#include <ftw.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/workers.h"
#include "crypto/hash.h"
#include "store/store.h"
#include "test.h"

struct fixture {
    char dir[512];
    struct loop *loop;
    struct workers *workers;
    struct store *store;
    struct errmsg em;
};

static inline enum err fixture_try_open(struct fixture *f, const char *dir,
                                        uint64_t max_bytes, size_t max_open)
{
    struct store_config cfg = {
        .dir = f->dir, .max_blob_bytes = max_bytes, .max_open = max_open};

    *f = (struct fixture){0};
    snprintf(f->dir, sizeof f->dir, "%.500s", dir);
    CHECK_OK(loop_new(&f->loop));
    CHECK_OK(workers_new(f->loop, 2, &f->workers));
    cfg.loop = f->loop;
    cfg.workers = f->workers;
    return store_open(&cfg, &f->store, &f->em);
}

static inline void fixture_open_at(struct fixture *f, const char *dir)
{
    enum err e = fixture_try_open(f, dir, 0, 64);

    if (e != ERR_OK)
        printf("    %s\n", f->em.text);
    CHECK_OK(e);
}

static inline void fixture_open(struct fixture *f)
{
    char dir[500];

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    fixture_open_at(f, dir);
}

static inline void fixture_close(struct fixture *f)
{
    store_close(f->store);
    workers_free(f->workers);
    loop_free(f->loop);
    f->store = NULL;
}

static inline void fixture_reopen(struct fixture *f)
{
    char dir[512];

    memcpy(dir, f->dir, sizeof dir);
    fixture_close(f);
    fixture_open_at(f, dir);
}

/* ---- waiting ------------------------------------------------------------*/

struct answer {
    bool is_there;
    enum err e;
    struct blob *blob;
    struct store_added added;
    struct store_verified verified;
    struct store_tag tag;
    struct store_item item;
    char tags[8][STORE_TAG_MAX + 1];
    struct hash hashes[1000];
    size_t len;
    bool more;
};

static inline void wait_for(struct fixture *f, const struct answer *a)
{
    uint64_t deadline = clock_mono_ms() + 60000;

    while (!a->is_there) {
        CHECK(clock_mono_ms() < deadline);
        loop_run_once(f->loop, 100);
    }
}

/* Let the loop turn until `cond` holds. */
#define WAIT_UNTIL(f, cond)                                                    \
    do {                                                                       \
        uint64_t deadline_ = clock_mono_ms() + 60000;                          \
        while (!(cond)) {                                                      \
            CHECK(clock_mono_ms() < deadline_);                                \
            loop_run_once((f)->loop, 5);                                       \
        }                                                                      \
    } while (0)

static inline void got_blob(enum err e, struct blob *b, void *arg)
{
    struct answer *a = arg;

    a->is_there = true;
    a->e = e;
    a->blob = b;
}

static inline void got_done(enum err e, void *arg)
{
    struct answer *a = arg;

    a->is_there = true;
    a->e = e;
}

static inline void got_added(enum err e, const struct store_added *added,
                             void *arg)
{
    struct answer *a = arg;

    a->is_there = true;
    a->e = e;
    a->added = *added;
}

static inline void got_verified(enum err e, const struct store_verified *v,
                                void *arg)
{
    struct answer *a = arg;

    a->is_there = true;
    a->e = e;
    a->verified = *v;
}

static inline void got_list(enum err e, const struct store_item *items,
                            size_t len, bool more, void *arg)
{
    struct answer *a = arg;

    a->is_there = true;
    a->e = e;
    a->len = len;
    a->more = more;
    for (size_t i = 0; i < len; i++)
        a->hashes[i] = items[i].hash;
    if (len == 0)
        return;
    a->item = items[0];
    for (size_t i = 0; i < items[0].tags_len && i < 8; i++)
        snprintf(a->tags[i], sizeof a->tags[i], "%s", items[0].tags[i]);
}

static inline void got_tags(enum err e, const struct store_tag *tags,
                            size_t len, bool more, void *arg)
{
    struct answer *a = arg;

    a->is_there = true;
    a->e = e;
    a->len = len;
    a->more = more;
    if (len > 0)
        a->tag = tags[len - 1];
}

/* ---- content ------------------------------------------------------------*/

/* Byte i depends on i and on the seed; the caller frees. */
static inline uint8_t *make_bytes(size_t len, uint64_t seed)
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

/* ---- calls --------------------------------------------------------------*/

static inline enum err add_bytes(struct fixture *f, const uint8_t *bytes,
                                 size_t len, const char *tag,
                                 struct store_added *out)
{
    struct store_add *add;
    struct answer a = {0};

    CHECK_OK(store_add_begin(f->store, &add));
    CHECK_OK(store_add_write(add, bytes, len));
    store_add_finish(add, NULL, tag, got_added, &a);
    CHECK(!a.is_there);
    wait_for(f, &a);
    if (out != NULL)
        *out = a.added;
    return a.e;
}

static inline struct hash add_made(struct fixture *f, size_t len, uint64_t seed)
{
    uint8_t *bytes = make_bytes(len, seed);
    struct store_added added;
    struct hash want;
    enum err e = add_bytes(f, bytes, len, NULL, &added);

    hash_bytes(bytes, len, &want);
    free(bytes);
    CHECK_OK(e);
    CHECK(hash_equal(&added.hash, &want));
    return want;
}

static inline enum err get_blob(struct fixture *f, const struct hash *h,
                                struct blob **out)
{
    struct answer a = {0};

    store_get(f->store, h, got_blob, &a);
    CHECK(!a.is_there);
    wait_for(f, &a);
    *out = a.blob;
    return a.e;
}

static inline struct blob *want_blob(struct fixture *f, const struct hash *h)
{
    struct answer a = {0};

    store_want(f->store, h, got_blob, &a);
    wait_for(f, &a);
    CHECK_OK(a.e);
    return a.blob;
}

static inline enum err delete_blob(struct fixture *f, const struct hash *h,
                                   bool force)
{
    struct answer a = {0};

    store_delete(f->store, h, force, got_done, &a);
    wait_for(f, &a);
    return a.e;
}

static inline enum err set_tag(struct fixture *f, const char *name,
                               const struct hash *h)
{
    struct store_tag tag = {.hash = *h};
    struct answer a = {0};

    snprintf(tag.name, sizeof tag.name, "%s", name);
    store_tag_set(f->store, &tag, got_done, &a);
    wait_for(f, &a);
    return a.e;
}

static inline enum err stat_blob(struct fixture *f, const struct hash *h,
                                 struct answer *a)
{
    memset(a, 0, sizeof *a);
    store_stat(f->store, h, got_list, a);
    wait_for(f, a);
    return a->e;
}

static inline void check_content(struct fixture *f, const struct hash *h,
                                 const uint8_t *bytes, size_t len)
{
    struct blob *b;
    bool proven;

    CHECK_OK(get_blob(f, h, &b));
    CHECK(blob_is_complete(b));
    CHECK_EQ_U64(blob_size(b, &proven), len);
    CHECK(proven);
    if (len > 0)
        CHECK_MEM(blob_data(b), len, bytes, len);
    blob_unref(b);
}

static inline void check_made(struct fixture *f, const struct hash *h,
                              size_t len, uint64_t seed)
{
    uint8_t *bytes = make_bytes(len, seed);

    check_content(f, h, bytes, len);
    free(bytes);
}

static size_t counted_files;

static inline int count_one(const char *path, const struct stat *st, int type,
                            struct FTW *ftw)
{
    (void)path, (void)st, (void)ftw;
    counted_files += type == FTW_F;
    return 0;
}

/* Files in a directory below the store's. */
static inline size_t count_files(const struct fixture *f, const char *sub)
{
    char path[600];

    snprintf(path, sizeof path, "%s/%s", f->dir, sub);
    counted_files = 0;
    CHECK(nftw(path, count_one, 16, FTW_PHYS) == 0);
    return counted_files;
}

static inline void blob_path(const struct fixture *f, const struct hash *h,
                             const char *suffix, char out[700])
{
    char hex[HASH_TEXT_SIZE];

    hash_format(h, hex);
    snprintf(out, 700, "%s/blobs/%.2s/%s%s", f->dir, hex, hex, suffix);
}
