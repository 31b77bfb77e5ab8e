/* The lan source: feeds one core per generation from the sockets and one
 * timer, and sends what they ask for.
 *
 * 1. A scan joins the group wherever there is a network; it is repeated every
 *    second, and so finds what was plugged in, or freed, since.
 * 2. A datagram becomes an event of the core of its generation. What others
 *    answer goes to the host as a sighting.
 * 3. The core says when to ask and when to answer. Both datagrams lie ready:
 *    ours is built when our addresses change.
 *
 * A node of ours speaks both generations, so each is heard twice; as the old
 * one has no relay, its word counts only where the new one knows nothing. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/rng.h"
#include "discovery/discovery_limits.h"
#include "discovery/lan_core.h"
#include "discovery/lan_int.h"
#include "discovery/lan_links.h"
#include "discovery/lan_wire.h"

#define LAN_PORT 5353
#define SCAN_EVERY_MS 1000
#define FIRN "firn/" /* begins the user data of our nodes */

struct lan {
    struct source_host *host;
    struct loop *loop;
    struct lan_links *links;
    struct lan_core *cores[LAN_GENS];
    uint64_t next_ms[LAN_GENS]; /* when each core wants to be called */
    struct timer *clock;
    struct timer *scan;
    struct lan_answer ours;
    struct buf queries[LAN_GENS];
    struct buf answers[LAN_GENS];
    uint64_t window_ms; /* this second of the ceiling on datagrams */
    unsigned in_window;
};

static void send_all(struct lan *l, const struct buf *b)
{
    struct errmsg em = {0};

    if (!lan_links_send(l->links, b->ptr, b->len, &em))
        source_fault(l->host, DISCOVERY_FAULT_SEND, "%s", em.text);
}

static void act(struct lan *l, enum lan_gen g, const struct lan_actions *acts)
{
    l->next_ms[g] = acts->next_ms;
    /* Without a link there is nobody to hear it. */
    if (lan_links_count(l->links) == 0)
        return;
    if (acts->query) {
        source_ran(l->host);
        send_all(l, &l->queries[g]);
    }
    if (acts->answer) {
        send_all(l, &l->answers[g]);
        source_announced(l->host, lan_links_count(l->links) > 0);
    }
}

static void set_clock(struct lan *l)
{
    uint64_t now = loop_now_ms(l->loop), at = UINT64_MAX;

    for (size_t g = 0; g < LAN_GENS; g++)
        at = l->next_ms[g] < at ? l->next_ms[g] : at;
    timer_start(l->clock, at > now ? at - now : 0);
}

static void step(struct lan *l, enum lan_gen g, const struct lan_event *ev,
                 struct lan_actions *acts)
{
    lan_core_step(l->cores[g], loop_now_ms(l->loop), ev, acts);
    act(l, g, acts);
    set_clock(l);
}

static void step_both(struct lan *l, enum lan_event_kind kind, bool is_on)
{
    const struct lan_event ev = {.kind = kind, .is_on = is_on};
    struct lan_actions acts;

    for (size_t g = 0; g < LAN_GENS; g++)
        step(l, (enum lan_gen)g, &ev, &acts);
}

static void on_clock(struct timer *t, void *arg)
{
    struct lan *l = arg;

    (void)t;
    step_both(l, LAN_EVENT_TIME, false);
}

/* What came in. */

/* "firn/<version> <name>" is what our nodes say of themselves; others say what
 * they like. */
static void report(struct lan *l, struct lan_answer *a, uint64_t ttl_ms)
{
    char *name = a->data, *version = NULL;

    if (strncmp(a->data, FIRN, strlen(FIRN)) == 0) {
        version = a->data + strlen(FIRN);
        name = version + strcspn(version, " ");
        if (*name != '\0')
            *name++ = '\0';
    }
    source_seen(l->host, &a->node, name, version, ttl_ms);
}

static void on_answer(struct lan *l, struct lan_answer *a)
{
    const struct lan_event ev = {.kind = LAN_EVENT_ANSWER, .id = &a->node.id};
    struct lan_actions acts;

    if (node_id_equal(&a->node.id, &l->ours.node.id))
        return;
    step(l, a->gen, &ev, &acts);
    if (acts.is_full)
        source_fault(l->host, DISCOVERY_FAULT_LIMIT,
                     "more nodes are heard than are kept");
    else if (a->gen == LAN_NEW ||
             !lan_core_knows(l->cores[LAN_NEW], &a->node.id))
        report(l, a, acts.ttl_ms);
}

static bool is_too_many(struct lan *l)
{
    uint64_t now = loop_now_ms(l->loop);

    if (now - l->window_ms >= 1000) {
        l->window_ms = now;
        l->in_window = 0;
    }
    if (l->in_window == DISCOVERY_LAN_DATAGRAMS_PER_S) {
        l->in_window++; /* counted once a second */
        source_fault(l->host, DISCOVERY_FAULT_LIMIT, NULL);
    }
    return l->in_window > DISCOVERY_LAN_DATAGRAMS_PER_S;
}

static void on_received(const uint8_t *bytes, size_t len, bool is_local,
                        void *arg)
{
    struct lan *l = arg;
    struct lan_msg msg;
    enum err e;

    if (is_too_many(l))
        return;
    l->in_window++;
    e = lan_wire_read(bytes, len, is_local, &msg);
    if (e == ERR_PROTO)
        source_fault(l->host, DISCOVERY_FAULT_MALFORMED, NULL);
    if (e != ERR_OK)
        return;
    for (size_t g = 0; g < LAN_GENS; g++) {
        const struct lan_event ev = {.kind = LAN_EVENT_QUERY};
        struct lan_actions acts;

        if (msg.asks[g])
            step(l, (enum lan_gen)g, &ev, &acts);
    }
    for (size_t i = 0; i < msg.answers_len; i++)
        on_answer(l, &msg.answers[i]);
}

/* Where we are. */

static void look_around(struct lan *l)
{
    struct errmsg em = {0};
    bool is_new = lan_links_scan(l->links, &em);

    if (lan_links_count(l->links) == 0) {
        source_announced(l->host, false);
        source_failed(l->host, DISCOVERY_FAULT_SOCKET,
                      "%s; tried again every second",
                      em.text[0] != '\0' ? em.text
                                         : "no network interface is up and "
                                           "has an address");
        return;
    }
    source_running(l->host);
    if (em.text[0] != '\0')
        source_fault(l->host, DISCOVERY_FAULT_SOCKET, "%s", em.text);
    if (is_new)
        step_both(l, LAN_EVENT_ANNOUNCE, l->ours.node.len > 0);
}

static void on_scan(struct timer *t, void *arg)
{
    (void)t;
    look_around(arg);
}

/* What the host says. */

static enum err build(struct lan *l)
{
    for (size_t g = 0; g < LAN_GENS; g++) {
        enum err e;

        l->answers[g].len = 0;
        l->ours.gen = (enum lan_gen)g;
        e = lan_wire_answer(&l->answers[g], &l->ours, DISCOVERY_LAN_DATAGRAM);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static void announce(void *self, const struct addr *addrs, size_t len)
{
    struct lan *l = self;
    struct node_addr *na = &l->ours.node;
    enum err e = ERR_OK;

    node_addr_init(na, &l->ours.node.id);
    for (size_t i = 0; e == ERR_OK && i < len; i++)
        e = node_addr_add(na, &addrs[i]);
    if (e == ERR_OK)
        e = build(l);
    if (e != ERR_OK) {
        node_addr_init(na, &l->ours.node.id);
        source_fault(l->host, DISCOVERY_FAULT_LIMIT, "our entry: %s",
                     err_text(e));
    }
    if (na->len == 0)
        source_announced(l->host, false);
    step_both(l, LAN_EVENT_ANNOUNCE, na->len > 0);
}

static void set_looking(void *self, bool is_looking)
{
    step_both(self, LAN_EVENT_LOOKING, is_looking);
}

/* Beginning and end. */

static void close_source(void *self)
{
    struct lan *l = self;

    if (l == NULL)
        return;
    lan_links_free(l->links);
    timer_free(l->clock);
    timer_free(l->scan);
    for (size_t g = 0; g < LAN_GENS; g++) {
        lan_core_free(l->cores[g]);
        buf_clear(&l->queries[g]);
        buf_clear(&l->answers[g]);
    }
    free(l);
}

static enum err open_gen(struct lan *l, enum lan_gen g)
{
    const struct lan_core_config cfg = {
        .seed = rng_u64(),
        /* Whoever speaks the old one asks all the time, and all of ours
         * speak the new one. */
        .is_eager = g == LAN_NEW,
        .answer_every_ms = LAN_GENS * 1000 / DISCOVERY_LAN_ANSWERS_PER_S,
        .max_peers = DISCOVERY_MAX_SIGHTINGS,
    };
    enum err e = lan_core_new(loop_now_ms(l->loop), &cfg, &l->cores[g]);

    return e == ERR_OK ? lan_wire_query(&l->queries[g], g) : e;
}

static enum err open_links(struct lan *l, const struct discovery_config *cfg,
                           const char *only)
{
    const struct lan_links_config links = {
        .loop = l->loop,
        .port = cfg->lan_port != 0 ? cfg->lan_port : LAN_PORT,
        .only = only,
        .received = on_received,
        .arg = l,
    };

    return lan_links_new(&links, &l->links);
}

static enum err open_parts(struct lan *l, const struct discovery_config *cfg,
                           const char *only)
{
    enum err e = open_links(l, cfg, only);

    for (size_t g = 0; e == ERR_OK && g < LAN_GENS; g++)
        e = open_gen(l, (enum lan_gen)g);
    if (e == ERR_OK)
        e = build(l);
    if (e == ERR_OK)
        e = timer_new(l->loop, on_clock, l, &l->clock);
    if (e == ERR_OK)
        e = timer_new(l->loop, on_scan, l, &l->scan);
    return e;
}

void *lan_open(struct source_host *host, const struct discovery_config *cfg,
               const char *only)
{
    struct lan *l = calloc(1, sizeof *l);

    if (l == NULL)
        return NULL;
    l->host = host;
    l->loop = cfg->loop;
    node_addr_init(&l->ours.node, cfg->id);
    snprintf(l->ours.data, sizeof l->ours.data, FIRN "%.63s %.63s",
             cfg->version, cfg->name);
    for (size_t g = 0; g < LAN_GENS; g++) {
        buf_init(&l->queries[g], DISCOVERY_LAN_DATAGRAM);
        buf_init(&l->answers[g], DISCOVERY_LAN_DATAGRAM);
    }
    if (open_parts(l, cfg, only) != ERR_OK) {
        close_source(l);
        return NULL;
    }
    timer_start_repeat(l->scan, SCAN_EVERY_MS);
    look_around(l);
    return l;
}

static void *open_everywhere(struct source_host *host,
                             const struct discovery_config *cfg)
{
    return lan_open(host, cfg, NULL);
}

const struct source_ops lan_source = {
    .kind = DISCOVERY_LAN,
    .open = open_everywhere,
    .close = close_source,
    .announce = announce,
    .set_looking = set_looking,
};
