/* A real node without peers, and the loop half on top of it. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#include "base/loop.h"
#include "node.h"
#include "ops/ops.h"
#include "test.h"

struct ops_fixture {
    struct config config;
    struct node *node;
    struct ops *ops;
};

static char *fixture_render(const struct event_facts *f, const char *boot)
{
    char *text;

    (void)boot;
    if (asprintf(&text, "{\"size\":%d}", (int)f->size) < 0)
        return NULL;
    return text;
}

/* `flag`: one more, or NULL. */
static inline void fixture_open(struct ops_fixture *f, const char *flag)
{
    static const char *const flags[] = {
        "--p2p.listen=127.0.0.1:0",      "--discovery.mdns.enabled=false",
        "--discovery.lan.enabled=false", "--events.history=64",
        "--events.max_clients=2",        "--events.backlog=16KiB",
        "--workers.threads=1",
    };
    struct errmsg em = {0};
    char dir[300];

    CHECK_OK(config_init(&f->config));
    snprintf(dir, sizeof dir, "--data_dir=%s/node", test_dir());
    CHECK_OK(config_read_flag(&f->config, dir, &em));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        CHECK_OK(config_read_flag(&f->config, flags[i], &em));
    if (flag != NULL)
        CHECK_OK(config_read_flag(&f->config, flag, &em));
    CHECK_OK(node_open(&f->config, &f->node, &em));
    CHECK_OK(ops_new(f->node, fixture_render, &f->ops));
}

static inline void fixture_close(struct ops_fixture *f)
{
    ops_close(f->ops);
    ops_free(f->ops);
    node_close(f->node);
    config_clear(&f->config);
}

static inline void fixture_publish(struct ops_fixture *f, enum event_type type)
{
    events_publish(ops_events(f->ops), &(struct event_facts){.type = type});
}
