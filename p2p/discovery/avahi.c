/* The source mdns: DNS-SD by Avahi. The half on the loop.
 *
 * It starts the thread that speaks to avahi-daemon (avahi_half.h), hands it
 * what we announce, and hands the host what it says. When the thread cannot be
 * started, that is tried again. When the thread has been in one call for long,
 * the daemon hangs, and we say so without waiting for the end of the call. */
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "discovery/avahi_half.h"
#include "discovery/avahi_link.h"
#include "discovery/source.h"

#define LOOK_EVERY_MS 2000
#define HANGS_MS 3000

struct avahi_source {
    struct source_host *host;
    const struct discovery_config *cfg; /* borrowed: the host's copy */
    struct avahi_link *link;            /* NULL: no thread */
    struct timer *timer;
    bool has_hung;
    size_t addrs_len; /* what we announce, for a thread that starts later */
    struct addr addrs[NODE_ADDR_MAX];
};

static void on_news(struct avahi_source *s, const struct avahi_news *n)
{
    for (unsigned i = 0; i < n->runs; i++)
        source_ran(s->host);
    if (n->state == DISCOVERY_RUNNING)
        source_running(s->host);
    if (n->state == DISCOVERY_FAILED)
        source_failed(s->host, n->why, "%s", n->text);
    if (n->has_announced)
        source_announced(s->host, n->is_announced);
    for (size_t f = 0; f < DISCOVERY_FAULT_COUNT; f++) {
        bool has_text = n->fault_text[0] != '\0' && n->last == f;

        for (unsigned i = 0; i < n->faults[f]; i++)
            source_fault(s->host, (enum discovery_fault)f,
                         has_text ? "%s" : NULL, n->fault_text);
    }
}

static void on_word(const struct avahi_word *w, void *arg)
{
    struct avahi_source *s = arg;

    switch (w->kind) {
    case AVAHI_SEEN:
        source_seen(s->host, &w->seen.node, w->seen.name, w->seen.version, 0);
        break;
    case AVAHI_LOST:
        source_lost(s->host, &w->lost);
        break;
    case AVAHI_NEWS:
        on_news(s, &w->news);
        break;
    }
}

static enum err order(struct avahi_source *s)
{
    struct avahi_order *o;

    if (s->link == NULL)
        return ERR_OK;
    o = calloc(1, sizeof *o);
    if (o == NULL)
        return ERR_NOMEM;
    o->len = s->addrs_len;
    memcpy(o->addrs, s->addrs, sizeof o->addrs);
    avahi_link_order(s->link, o);
    return ERR_OK;
}

static enum err start(struct avahi_source *s)
{
    struct avahi_link *link;
    enum err e = avahi_link_new(s->cfg->loop, on_word, s, &link);

    if (e != ERR_OK)
        return e;
    e = avahi_half_start(link, s->cfg);
    if (e != ERR_OK) {
        avahi_link_unref(link);
        avahi_link_close(link);
        return e;
    }
    s->link = link;
    return order(s);
}

static void try_start(struct avahi_source *s)
{
    enum err e = start(s);

    if (e != ERR_OK)
        source_failed(s->host, DISCOVERY_FAULT_LIMIT,
                      "cannot start the thread for avahi-daemon: %s; free "
                      "memory or raise the limits of the process",
                      err_text(e));
}

static void on_timer(struct timer *t, void *arg)
{
    struct avahi_source *s = arg;
    bool hangs;

    (void)t;
    if (s->link == NULL) {
        try_start(s);
        return;
    }
    hangs = avahi_link_busy_ms(s->link) > HANGS_MS;
    if (hangs && !s->has_hung)
        source_failed(s->host, DISCOVERY_FAULT_TIMEOUT,
                      "avahi-daemon does not answer; restart it, or set "
                      "discovery.mdns.enabled=false");
    s->has_hung = hangs;
}

static void avahi_announce(void *self, const struct addr *addrs, size_t len)
{
    struct avahi_source *s = self;

    s->addrs_len = len < NODE_ADDR_MAX ? len : NODE_ADDR_MAX;
    if (s->addrs_len > 0)
        memcpy(s->addrs, addrs, s->addrs_len * sizeof s->addrs[0]);
    if (order(s) != ERR_OK)
        source_fault(s->host, DISCOVERY_FAULT_LIMIT,
                     "out of memory to announce our addresses");
}

static void avahi_close(void *self)
{
    struct avahi_source *s = self;

    if (s->link != NULL)
        avahi_link_close(s->link);
    timer_free(s->timer);
    free(s);
}

static void *avahi_open(struct source_host *host,
                        const struct discovery_config *cfg)
{
    struct avahi_source *s = calloc(1, sizeof *s);

    if (s == NULL)
        return NULL;
    s->host = host;
    s->cfg = cfg;
    if (timer_new(cfg->loop, on_timer, s, &s->timer) != ERR_OK) {
        avahi_close(s);
        return NULL;
    }
    timer_start_repeat(s->timer, LOOK_EVERY_MS);
    try_start(s);
    return s;
}

const struct source_ops avahi_source = {
    .kind = DISCOVERY_MDNS,
    .open = avahi_open,
    .close = avahi_close,
    .announce = avahi_announce,
};
