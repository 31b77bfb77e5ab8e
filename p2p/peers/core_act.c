/* What the core asks for: actions in order, frames in one buffer. Memory that
 * runs out costs the action, is told once (is_short), and leaves the core's
 * own state whole. */
#include <assert.h>
#include <stdlib.h>

#include "peers/core_int.h"

/* More than all frames that one step can write. */
#define BYTES_MAX (64u << 20)

void core_actions_init(struct core_actions *a)
{
    *a = (struct core_actions){0};
    buf_init(&a->bytes, BYTES_MAX);
}

void core_actions_clear(struct core_actions *a)
{
    free(a->at);
    buf_clear(&a->bytes);
    core_actions_init(a);
}

static bool grow(struct core_actions *a)
{
    size_t cap = a->cap == 0 ? 16 : a->cap * 2;
    struct core_action *at;

    if (a->len < a->cap)
        return true;
    at = reallocarray(a->at, cap, sizeof *at);
    if (at == NULL)
        return false;
    a->at = at;
    a->cap = cap;
    return true;
}

struct core_action *core_act(struct core *c, enum core_action_kind kind,
                             const struct node_id *id)
{
    struct core_actions *a = c->out;

    if (!grow(a)) {
        a->is_short = true;
        return NULL;
    }
    a->at[a->len] = (struct core_action){.kind = kind};
    if (id != NULL)
        a->at[a->len].id = *id;
    return &a->at[a->len++];
}

void core_tell(struct core *c, const struct core_peer *cp, enum core_news news)
{
    struct core_action *a = core_act(c, CORE_DO_TELL, &cp->p.id);

    if (a != NULL)
        a->news = news;
}

size_t core_begin(const struct core *c)
{
    return c->out->bytes.len;
}

void core_send(struct core *c, const struct core_conn *conn, size_t begin,
               enum node_msg_type type, enum err e)
{
    struct core_action *a;

    assert(!conn->is_closing && conn->is_node);
    if (e != ERR_OK) {
        /* Of several frames the last one may be half written. */
        c->out->bytes.len = begin;
        c->out->is_short = true;
        return;
    }
    a = core_act(c, CORE_DO_SEND, &conn->peer->p.id);
    if (a == NULL)
        return;
    a->conn = conn->number;
    a->begin = begin;
    a->end = c->out->bytes.len;
    c->stats.frames_tx[type]++;
    c->stats.bytes_tx += a->end - a->begin;
}

void core_act_close(struct core *c, const struct node_id *id, uint64_t conn,
                    enum node_close code)
{
    struct core_action *a = core_act(c, CORE_DO_CLOSE, id);

    if (a == NULL)
        return;
    a->conn = conn;
    a->close = code;
}

uint64_t core_chance(struct core *c, uint64_t below)
{
    uint64_t x = c->chance;

    /* xorshift: fit for jitter, and a seeded run is always the same run. */
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    c->chance = x;
    return below == 0 ? x : x % below;
}
