/* Sources of a blob, the surest first: connected peers that say that they have
 * all of it or a part, those that announced it some time ago, and stock iroh,
 * which cannot be asked. */
#include "node_sources.h"

#include <stdlib.h>

#include "blobs/blobs.h"
#include "node.h"
#include "peers/holders.h"
#include "peers/peers_limits.h"

/* ---- who has it ---------------------------------------------------------*/

/* One question of blobs, until it is answered. */
struct inquiry {
    struct node *node;
    struct hash hash;
    struct blobs_inquiry to;
    const struct holder *at; /* the answers, while they are gone through */
    size_t len;
};

static void found(const struct inquiry *q, const struct node_id *id,
                  enum blobs_has what)
{
    struct node_addr node;

    if (!peers_find(q->node->peers, id, &node))
        node_addr_init(&node, id);
    q->to.found(&node, what, q->to.to);
}

static void find_state(const struct inquiry *q, enum node_have_state state,
                       enum blobs_has what)
{
    for (size_t i = 0; i < q->len; i++)
        if (q->at[i].state == state)
            found(q, &q->at[i].peer, what);
}

static bool has_answered(const struct inquiry *q, const struct node_id *id)
{
    for (size_t i = 0; i < q->len; i++)
        if (node_id_equal(&q->at[i].peer, id))
            return true;
    return false;
}

static bool is_usable(const struct inquiry *q, const struct node_id *id)
{
    const struct peer *p = peers_get(q->node->peers, id);

    return p != NULL && !p->is_banned;
}

/* Those that gave no answer now. */
static void find_announced(const struct inquiry *q)
{
    struct holder at[HOLDERS_MAX_PEERS];
    size_t len = holders_get(core_holders(peers_core(q->node->peers)), &q->hash,
                             at, HOLDERS_MAX_PEERS);

    for (size_t i = 0; i < len; i++)
        if (!has_answered(q, &at[i].peer) && is_usable(q, &at[i].peer))
            found(q, &at[i].peer, BLOBS_HAS_MAYBE);
}

static bool has_announced(const struct inquiry *q, const struct node_id *id)
{
    struct holder at[HOLDERS_MAX_PEERS];
    size_t len = holders_get(core_holders(peers_core(q->node->peers)), &q->hash,
                             at, HOLDERS_MAX_PEERS);

    for (size_t i = 0; i < len; i++)
        if (node_id_equal(&at[i].peer, id))
            return true;
    return false;
}

static void find_connected(const struct inquiry *q)
{
    const struct peer *p;
    size_t it = 0;

    while ((p = peers_next(q->node->peers, &it)) != NULL) {
        if (p->state != PEER_CONNECTED || p->is_banned ||
            has_answered(q, &p->id) || has_announced(q, &p->id))
            continue;
        if (p->kind == PEER_IROH)
            found(q, &p->id, BLOBS_HAS_MAYBE);
        else if (p->kind == PEER_FIRN)
            found(q, &p->id, BLOBS_HAS_NO_WORD);
    }
}

static void on_answers(const struct holder *at, size_t len, void *arg)
{
    struct inquiry *q = arg;

    q->at = at;
    q->len = len;
    find_state(q, NODE_HAVE_WHOLE, BLOBS_HAS_ALL);
    find_state(q, NODE_HAVE_PARTIAL, BLOBS_HAS_PART);
    find_announced(q);
    find_connected(q);
    find_state(q, NODE_HAVE_NOT, BLOBS_HAS_NONE);
    q->to.done(q->to.to);
    free(q);
}

void node_sources_ask(const struct hash *h, uint64_t timeout_ms,
                      const struct blobs_inquiry *to, void *arg)
{
    struct node *n = arg;
    struct inquiry *q = malloc(sizeof *q);

    if (q == NULL) {
        to->done(to->to);
        return;
    }
    *q = (struct inquiry){.node = n, .hash = *h, .to = *to};
    peers_ask_holders(n->peers, h, timeout_ms, on_answers, q);
}

void node_sources_tell(const struct hash *h, uint64_t size, bool is_whole,
                       void *arg)
{
    struct node *n = arg;

    peers_have(n->peers, h, size,
               is_whole ? NODE_HAVE_WHOLE : NODE_HAVE_PARTIAL);
}

void node_sources_heard(const struct node_id *peer,
                        const struct node_have *haves, size_t len, void *arg)
{
    struct node *n = arg;

    for (size_t i = 0; i < len; i++)
        if (haves[i].state != NODE_HAVE_NOT)
            blobs_announced(n->blobs, peer, &haves[i].hash);
}
