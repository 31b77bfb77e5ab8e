/* Which neighbour was asked for which record. Several offer the same one: one
 * is asked, the next when nothing came, and of each only so many at a time
 * that its answers stay small beside what it may send.
 *
 *     offered --> to_ask --room with a neighbour who offered--> asked
 *     asked --the record, or a newer one--> gone
 *     asked --nothing for CORE_ASK_MS--> to_ask, with the next neighbour
 *     any --CORE_ASK_TRIES, or nobody left who offered it--> gone */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "peers/core_int.h"

#define MUTE_MS 30000

struct core_ask *core_find_ask(const struct core *c,
                               const struct record_key *key)
{
    return map_get(&c->asks, key);
}

bool core_was_offered_by(const struct core_ask *a, uint64_t conn)
{
    for (size_t i = 0; i < a->from_len; i++)
        if (a->from[i] == conn)
            return true;
    return false;
}

static void add_from(struct core_ask *a, uint64_t conn)
{
    if (core_was_offered_by(a, conn))
        return;
    if (a->from_len < CORE_ASK_FROM)
        a->from[a->from_len++] = conn;
}

void core_add_ask(struct core *c, const struct core_conn *conn,
                  const struct node_offer *o)
{
    struct core_ask *a = core_find_ask(c, &o->key);

    if (a != NULL && o->seq <= a->seq) {
        if (o->seq == a->seq)
            add_from(a, conn->number);
        return;
    }
    if (a != NULL)
        core_end_ask(c, a); /* who offered the older one may lack this one */
    if (c->asks.len >= CORE_ASKS_MAX) {
        c->stats.limits_hit++;
        return;
    }
    a = calloc(1, sizeof *a);
    if (a == NULL || map_set(&c->asks, &o->key, a) != ERR_OK) {
        free(a);
        return;
    }
    a->key = o->key;
    a->seq = o->seq;
    add_from(a, conn->number);
    list_push_back(&c->to_ask, &a->node);
}

/* It is asked no more, by whatever end. */
static void take_back(struct core *c, struct core_ask *a)
{
    struct core_conn *conn = a->conn == 0 ? NULL : core_conn(c, a->conn);

    if (conn != NULL)
        conn->asked--;
    a->conn = 0;
    list_remove(&a->node);
}

void core_end_ask(struct core *c, struct core_ask *a)
{
    take_back(c, a);
    (void)map_remove(&c->asks, &a->key);
    free(a);
}

/* It offers, and does not give: nothing more is asked of it for a while, or
 * its inventions would keep others waiting. */
static bool is_mute(const struct core *c, struct core_conn *conn)
{
    if (c->now - conn->unanswered_ms >= MUTE_MS)
        conn->unanswered = 0;
    return conn->unanswered >= CORE_ASK_WINDOW;
}

/* The first who offered it and can be asked; NULL and `*is_any` when those
 * that there are have enough to answer. */
static struct core_conn *find_room(struct core *c, struct core_ask *a,
                                   bool *is_any)
{
    *is_any = false;
    for (size_t i = 0; i < a->from_len; i++) {
        struct core_conn *conn = core_conn(c, a->from[i]);

        if (conn == NULL || conn->is_closing || is_mute(c, conn))
            continue;
        *is_any = true;
        if (conn->asked < CORE_ASK_WINDOW)
            return conn;
    }
    return NULL;
}

static void send_asks(struct core *c, const struct core_conn *conn,
                      const struct record_key *keys, size_t len)
{
    size_t begin = core_begin(c);

    if (len > 0)
        core_send(c, conn, begin, NODE_MSG_ASK,
                  node_write_ask(&c->out->bytes, keys, len));
}

/* All that wait and that this neighbour is the one to be asked for. */
static void ask_one(struct core *c, struct core_conn *conn)
{
    struct record_key keys[CORE_ASK_WINDOW];
    size_t len = 0;

    LIST_FOREACH (it, tmp, &c->to_ask) {
        struct core_ask *a = LIST_ENTRY(it, struct core_ask, node);
        bool is_any;

        if (conn->asked == CORE_ASK_WINDOW)
            break;
        if (find_room(c, a, &is_any) != conn)
            continue;
        keys[len++] = a->key;
        conn->asked++;
        conn->invited++;
        a->conn = conn->number;
        a->sent_ms = c->now;
        list_remove(&a->node);
        list_push_back(&c->asked, &a->node);
    }
    send_asks(c, conn, keys, len);
}

/* The neighbour of the first that waits and can be asked for. */
static struct core_conn *next_to_ask(struct core *c)
{
    LIST_FOREACH (it, tmp, &c->to_ask) {
        struct core_ask *a = LIST_ENTRY(it, struct core_ask, node);
        bool is_any;
        struct core_conn *conn = find_room(c, a, &is_any);

        if (conn != NULL)
            return conn;
        if (!is_any)
            core_end_ask(c, a);
    }
    return NULL;
}

void core_ask_more(struct core *c)
{
    struct core_conn *conn;

    while ((conn = next_to_ask(c)) != NULL)
        ask_one(c, conn);
}

/* The neighbour did not answer: the next one, if there is one. */
static void ask_again(struct core *c, struct core_ask *a)
{
    uint64_t first = a->from[0];
    struct core_conn *conn = core_conn(c, a->conn);

    if (conn != NULL) {
        conn->unanswered++;
        conn->unanswered_ms = c->now;
    }
    take_back(c, a);
    if (++a->tries >= CORE_ASK_TRIES) {
        core_end_ask(c, a);
        return;
    }
    memmove(a->from, a->from + 1, (a->from_len - 1) * sizeof a->from[0]);
    a->from[a->from_len - 1] = first;
    list_push_back(&c->to_ask, &a->node);
}

void core_expire_asks(struct core *c)
{
    bool is_any = false;

    LIST_FOREACH (it, tmp, &c->asked) {
        struct core_ask *a = LIST_ENTRY(it, struct core_ask, node);

        if (c->now - a->sent_ms < CORE_ASK_MS)
            break;
        ask_again(c, a);
        is_any = true;
    }
    if (is_any)
        core_ask_more(c);
}

void core_drop_asks(struct core *c)
{
    struct list *const lists[] = {&c->asked, &c->to_ask};

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        while (!list_is_empty(lists[i]))
            core_end_ask(c, LIST_ENTRY(lists[i]->next, struct core_ask, node));
    assert(c->asks.len == 0);
}
