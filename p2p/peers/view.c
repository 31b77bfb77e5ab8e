/* Looking at the peers. */
#include <stdlib.h>
#include <string.h>

#include "peers/peers_int.h"

const struct peer *peers_get(const struct peers *p, const struct node_id *id)
{
    return core_peer(p->core, id);
}

const struct peer *peers_next(const struct peers *p, size_t *it)
{
    return core_next_peer(p->core, it);
}

const struct core *peers_core(const struct peers *p)
{
    return p->core;
}

enum err peers_topology(struct peers *p, struct topology **out)
{
    return topology_make(core_records(p->core), &p->cfg.key->id, peers_now(p),
                         out);
}

bool peers_find(struct peers *p, const struct node_id *id,
                struct node_addr *out)
{
    const struct peer *peer = core_peer(p->core, id);
    struct addr addrs[PEER_MAX_ADDRS];
    size_t n;

    if (peer == NULL || peer->is_banned)
        return false;
    n = peer_dial_addrs(peer, addrs, PEER_MAX_ADDRS);
    node_addr_init(out, id);
    for (size_t i = 0; i < n; i++)
        (void)!node_addr_add(out, &addrs[i]);
    memcpy(out->relay, peer->relay, sizeof out->relay);
    return out->len > 0;
}

/* ---- where others see us ------------------------------------------------*/

#define MAX_OBSERVED 64

struct vote {
    struct addr addr;
    unsigned votes;
};

static int by_votes(const void *a, const void *b)
{
    const struct vote *va = a, *vb = b;

    if (va->votes != vb->votes)
        return va->votes > vb->votes ? -1 : 1;
    return addr_compare(&va->addr, &vb->addr);
}

static void vote(struct vote *at, size_t *len, const struct addr *a)
{
    for (size_t i = 0; i < *len; i++)
        if (addr_equal(&at[i].addr, a)) {
            at[i].votes++;
            return;
        }
    if (*len < MAX_OBSERVED)
        at[(*len)++] = (struct vote){.addr = *a, .votes = 1};
}

size_t peers_observed(const struct peers *p, struct addr *out, size_t max)
{
    struct vote votes[MAX_OBSERVED];
    const struct peer *peer;
    size_t it = 0, len = 0, n = 0;

    while ((peer = core_next_peer(p->core, &it)) != NULL)
        if (peer->state == PEER_CONNECTED && peer->has_observed)
            vote(votes, &len, &peer->observed);
    qsort(votes, len, sizeof votes[0], by_votes);
    for (; n < len && n < max; n++)
        out[n] = votes[n].addr;
    return n;
}

void peers_get_stats(const struct peers *p, struct peers_stats *out)
{
    *out = (struct peers_stats){.path_fallbacks = p->path_fallbacks};
    core_get_stats(p->core, &out->core);
    /* Pings go past the core. */
    out->core.frames_tx[NODE_MSG_PING] += p->pings.sent;
    out->core.bytes_tx += p->pings.sent_bytes;
    memcpy(out->tasks, p->tasks, sizeof out->tasks);
    memcpy(out->path_selected, p->path_selected, sizeof out->path_selected);
}
