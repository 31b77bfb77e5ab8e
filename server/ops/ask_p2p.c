#include "ops/ask_p2p.h"

#include "ops/ops.h"

static void fulfilled(struct p2p_wish *w, enum err e)
{
    struct ask_p2p *ask = LIST_ENTRY(w, struct ask_p2p, wish);

    if (ask_is_open(&ask->ask)) {
        const struct node *n = ops_node(ask->ask.ops);

        ask->is_running = node_p2p_state(n) == P2P_RUNNING;
        ask->bound_len = node_p2p_bound(n, ask->bound, QUIC_MAX_SOCKETS);
        ask->ask.em = w->em;
    }
    ask_finish(&ask->ask, e);
}

static void run(struct ask *ask)
{
    node_p2p_wish(ops_node(ask->ops), &((struct ask_p2p *)ask)->wish);
}

struct ask_p2p *ask_p2p_new(bool run_it)
{
    struct ask_p2p *ask = ask_new(sizeof *ask, run, NULL);

    if (ask == NULL)
        return NULL;
    ask->wish.run = run_it;
    ask->wish.done = fulfilled;
    return ask;
}
