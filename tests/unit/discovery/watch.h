/* Discovery with one of the real sources, and what it says. */
#pragma once

#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "crypto/key.h"
#include "discovery/discovery_int.h"
#include "test.h"

/* Longer than anything here takes, on any machine. */
#define WATCH_MAX_MS 20000

struct watch {
    struct loop *loop;
    struct discovery *d;
    struct key key;
    enum discovery_kind kind;
    unsigned seen, lost, changed;
    struct sighting last; /* as seen last */
};

static inline void watch_on_seen(const struct sighting *s,
                                 enum discovery_kind k, void *arg)
{
    struct watch *w = arg;

    w->seen++;
    w->last = *s;
}

static inline void watch_on_lost(const struct node_id *id,
                                 enum discovery_kind k, void *arg)
{
    ((struct watch *)arg)->lost++;
}

static inline void watch_on_changed(enum discovery_kind k, void *arg)
{
    ((struct watch *)arg)->changed++;
}

/* Before it: watch_open(), and what the test serves on the loop. */
static inline enum err watch_start(struct watch *w,
                                   const struct source_ops *ops,
                                   struct discovery_config cfg,
                                   struct errmsg *em)
{
    w->kind = ops->kind;
    cfg.loop = w->loop;
    cfg.id = &w->key.id;
    cfg.name = "ours";
    cfg.version = "1";
    cfg.is_enabled[ops->kind] = true;
    cfg.listener = (struct discovery_listener){watch_on_seen, watch_on_lost,
                                               watch_on_changed, w};
    return discovery_new_with(&cfg, (const struct source_ops *const[]){ops}, 1,
                              &w->d, em);
}

static inline void watch_open(struct watch *w)
{
    memset(w, 0, sizeof *w);
    key_generate(&w->key);
    CHECK_OK(loop_new(&w->loop));
}

static inline struct discovery_status watch_status(const struct watch *w)
{
    struct discovery_status s;

    discovery_get_status(w->d, w->kind, &s);
    return s;
}

static inline void watch_close(struct watch *w)
{
    discovery_free(w->d);
    loop_free(w->loop);
}

/* Let the loop of `w` turn until `cond` holds. */
#define WATCH_UNTIL(w, cond)                                                   \
    do {                                                                       \
        uint64_t watch_end_ = clock_mono_ms() + WATCH_MAX_MS;                  \
        while (!(cond)) {                                                      \
            CHECK(clock_mono_ms() < watch_end_);                               \
            loop_run_once((w)->loop, 100);                                     \
        }                                                                      \
    } while (0)
