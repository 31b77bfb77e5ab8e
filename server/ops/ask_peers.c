#include "ops/ask_peers.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "ops/ops.h"

static struct peers *peers_of(const struct ask *ask)
{
    return ops_node(ask->ops)->peers;
}

static bool is_off(const struct ask *ask)
{
    return ops_node(ask->ops)->quic == NULL;
}

/* ---- which peer ---------------------------------------------------------*/

enum err peer_ref_parse(const char *text, struct peer_ref *out,
                        struct errmsg *em)
{
    size_t len = strlen(text);
    enum err e = node_id_parse(text, &out->id, em);

    out->prefix_len = 0;
    if (e == ERR_OK || len < PEER_PREFIX_MIN || len >= NODE_ID_HEX_SIZE - 1 ||
        strspn(text, "0123456789abcdef") != len)
        return e;
    memcpy(out->prefix, text, len + 1);
    out->prefix_len = len;
    return ERR_OK;
}

static enum err resolve(const struct peers *p, const struct peer_ref *ref,
                        struct node_id *out)
{
    const struct peer *found = NULL, *one;
    char hex[NODE_ID_HEX_SIZE];
    size_t it = 0;

    *out = ref->id;
    if (ref->prefix_len == 0)
        return ERR_OK;
    while ((one = peers_next(p, &it)) != NULL) {
        node_id_hex(&one->id, hex);
        if (memcmp(hex, ref->prefix, ref->prefix_len) != 0)
            continue;
        if (found != NULL)
            return ERR_CONFLICT;
        found = one;
    }
    if (found == NULL)
        return ERR_NOT_FOUND;
    *out = found->id;
    return ERR_OK;
}

/* ---- list ---------------------------------------------------------------*/

struct placed {
    struct peer_place at;
    const struct peer *peer;
};

static int by_place(const void *a, const void *b)
{
    return peer_place_compare(&((const struct placed *)a)->at,
                              &((const struct placed *)b)->at);
}

static bool is_wanted(const struct ask_peer_list *list, const struct peer *p)
{
    return (list->states == 0 || (list->states & (1u << p->state)) != 0) &&
           (!list->has_kind || list->kind == p->kind);
}

/* All that are wanted and come behind the cursor. */
static enum err collect(const struct ask_peer_list *list, struct placed **out,
                        size_t *len)
{
    const struct peers *peers = peers_of(&list->ask);
    const struct peer *p;
    size_t it = 0, count = 0, n = 0;

    while (peers_next(peers, &it) != NULL)
        count++;
    *out = calloc(count + 1, sizeof **out);
    if (*out == NULL)
        return ERR_NOMEM;
    for (it = 0; (p = peers_next(peers, &it)) != NULL && n < count;) {
        struct placed *here = &(*out)[n];

        if (!is_wanted(list, p))
            continue;
        peer_place_of(p, list->sort, &here->at);
        here->peer = p;
        n += !list->has_cursor ||
             peer_place_compare(&here->at, &list->after) > 0;
    }
    *len = n;
    return ERR_OK;
}

static enum err take(struct ask_peer_list *list, struct placed *all, size_t len)
{
    qsort(all, len, sizeof *all, by_place);
    list->more = len > list->limit;
    list->len = list->more ? list->limit : len;
    list->items = calloc(list->len + 1, sizeof *list->items);
    if (list->items == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < list->len; i++)
        list->items[i] = *all[i].peer;
    return ERR_OK;
}

static void list_run(struct ask *ask)
{
    struct ask_peer_list *list = (struct ask_peer_list *)ask;
    struct placed *all = NULL;
    size_t len = 0;
    enum err e = collect(list, &all, &len);

    if (e == ERR_OK)
        e = take(list, all, len);
    free(all);
    ask_finish(ask, e);
}

static void list_release(struct ask *ask)
{
    free(((struct ask_peer_list *)ask)->items);
}

struct ask_peer_list *ask_peer_list_new(void)
{
    return ask_new(sizeof(struct ask_peer_list), list_run, list_release);
}

/* ---- get ----------------------------------------------------------------*/

static void get_run(struct ask *ask)
{
    struct ask_peer_get *get = (struct ask_peer_get *)ask;
    const struct peers *p = peers_of(ask);
    const struct peer *peer = NULL;
    struct node_id id;
    enum err e = resolve(p, &get->ref, &id);

    if (e == ERR_OK)
        peer = peers_get(p, &id);
    if (peer != NULL) {
        get->peer = *peer;
        get->now_ms = loop_now_ms(ops_node(ask->ops)->loop);
        get->samples_len =
            peers_samples(p, &id, get->samples, PEERS_MAX_SAMPLES);
    }
    ask_finish(ask, e == ERR_OK && peer == NULL ? ERR_NOT_FOUND : e);
}

struct ask_peer_get *ask_peer_get_new(void)
{
    return ask_new(sizeof(struct ask_peer_get), get_run, NULL);
}

/* ---- add ----------------------------------------------------------------*/

static void add_done(enum err e, const struct errmsg *em, void *arg)
{
    struct ask_peer_add *add = arg;
    struct ask *ask = &add->ask;

    if (ask_is_open(ask)) {
        const struct peer *peer = peers_get(peers_of(ask), &add->node.id);

        add->is_off = is_off(ask);
        if (em != NULL)
            ask->em = *em;
        if (e == ERR_OK && peer != NULL)
            add->peer = *peer;
        else if (e == ERR_OK)
            e = ERR_CLOSED; /* removed in the same moment */
    }
    ask_finish(ask, e);
}

static void add_run(struct ask *ask)
{
    struct ask_peer_add *add = (struct ask_peer_add *)ask;
    const struct peer *peer;

    if (is_off(ask)) {
        add->is_off = true;
        ask_finish(ask, ERR_CLOSED);
        return;
    }
    peer = peers_get(peers_of(ask), &add->node.id);
    add->was_connected = peer != NULL && peer->state == PEER_CONNECTED;
    peers_add(peers_of(ask), &add->node, add->source, add->timeout_ms, add_done,
              add);
}

struct ask_peer_add *ask_peer_add_new(void)
{
    return ask_new(sizeof(struct ask_peer_add), add_run, NULL);
}

/* ---- ping ---------------------------------------------------------------*/

static void ping_done(enum err e, const struct peers_pings *r, void *arg)
{
    struct ask_peer_ping *ping = arg;

    if (ask_is_open(&ping->ask)) {
        ping->is_off = is_off(&ping->ask);
        if (r != NULL)
            ping->pings = *r;
    }
    ask_finish(&ping->ask, e);
}

static void ping_run(struct ask *ask)
{
    struct ask_peer_ping *ping = (struct ask_peer_ping *)ask;
    enum err e = resolve(peers_of(ask), &ping->ref, &ping->id);

    ping->is_off = is_off(ask);
    if (e == ERR_OK && ping->is_off)
        e = ERR_CLOSED;
    if (e != ERR_OK)
        ask_finish(ask, e);
    else
        peers_ping(peers_of(ask), &ping->id, ping->count, ping->size,
                   ping->timeout_ms, ping_done, ping);
}

struct ask_peer_ping *ask_peer_ping_new(void)
{
    return ask_new(sizeof(struct ask_peer_ping), ping_run, NULL);
}

/* ---- remove, ban, unban -------------------------------------------------*/

static enum err deal(struct peers *p, const struct node_id *id,
                     enum peer_deal what)
{
    switch (what) {
    case PEER_DEAL_REMOVE:
        return peers_remove(p, id);
    case PEER_DEAL_BAN:
        return peers_ban(p, id, true);
    case PEER_DEAL_UNBAN:
        /* Of somebody never heard of there is nothing to take back. */
        if (peers_get(p, id) == NULL)
            return ERR_NOT_FOUND;
        return peers_ban(p, id, false);
    }
    return ERR_INTERNAL;
}

static void deal_run(struct ask *ask)
{
    struct ask_peer_deal *d = (struct ask_peer_deal *)ask;
    struct node_id id;
    enum err e = resolve(peers_of(ask), &d->ref, &id);

    if (e == ERR_OK)
        e = deal(peers_of(ask), &id, d->deal);
    ask_finish(ask, e);
}

struct ask_peer_deal *ask_peer_deal_new(void)
{
    return ask_new(sizeof(struct ask_peer_deal), deal_run, NULL);
}

/* ---- providers ----------------------------------------------------------*/

struct gathering {
    struct ask_providers *ask;
    uint64_t now_ms, wall_ms;
};

static bool has_provider(const struct ask_providers *ask,
                         const struct node_id *id)
{
    for (size_t i = 0; i < ask->len; i++)
        if (node_id_equal(&ask->items[i].peer, id))
            return true;
    return false;
}

static void add_holder(const struct gathering *g, const struct holder *h)
{
    uint64_t age = g->now_ms > h->heard_ms ? g->now_ms - h->heard_ms : 0;

    if (h->state == NODE_HAVE_NOT || has_provider(g->ask, &h->peer))
        return;
    g->ask->items[g->ask->len++] = (struct provider){
        .peer = h->peer,
        .is_whole = h->state == NODE_HAVE_WHOLE,
        .size = h->size,
        .held_bytes = h->held,
        .heard_wall_ms = g->wall_ms - age,
    };
}

static int by_id(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct node_id));
}

/* The answers, and what was announced by those who gave none. */
static enum err gather(struct ask_providers *ask, const struct holder *at,
                       size_t len)
{
    const struct node *n = ops_node(ask->ask.ops);
    struct gathering g = {
        .ask = ask, .now_ms = loop_now_ms(n->loop), .wall_ms = clock_wall_ms()};
    struct holder announced[HOLDERS_MAX_PEERS];
    size_t more = holders_get(core_holders(peers_core(n->peers)), &ask->hash,
                              announced, HOLDERS_MAX_PEERS);

    ask->items = calloc(len + more + 1, sizeof *ask->items);
    if (ask->items == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < len; i++)
        add_holder(&g, &at[i]);
    for (size_t i = 0; i < more; i++)
        add_holder(&g, &announced[i]);
    qsort(ask->items, ask->len, sizeof *ask->items, by_id);
    return ERR_OK;
}

static void providers_done(const struct holder *at, size_t len, void *arg)
{
    struct ask_providers *ask = arg;
    enum err e = ERR_CLOSED;

    if (ask_is_open(&ask->ask))
        e = gather(ask, at, len);
    ask_finish(&ask->ask, e);
}

static void providers_run(struct ask *ask)
{
    struct ask_providers *p = (struct ask_providers *)ask;

    if (is_off(ask))
        ask_finish(ask, gather(p, NULL, 0));
    else
        peers_ask_holders(peers_of(ask), &p->hash, p->timeout_ms,
                          providers_done, p);
}

static void providers_release(struct ask *ask)
{
    free(((struct ask_providers *)ask)->items);
}

struct ask_providers *ask_providers_new(void)
{
    return ask_new(sizeof(struct ask_providers), providers_run,
                   providers_release);
}
