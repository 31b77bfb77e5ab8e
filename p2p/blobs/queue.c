#include "blobs/queue.h"

#include <assert.h>

/* Room between two neighbours, for some to be moved in between. */
#define RANK_STEP (INT64_C(1) << 20)

static struct queue_entry *entry(struct list *node)
{
    return LIST_ENTRY(node, struct queue_entry, node);
}

void queue_init(struct queue *q)
{
    *q = (struct queue){.is_counted = true};
    for (size_t i = 0; i < PRIORITIES; i++)
        list_init(&q->lines[i]);
}

int64_t queue_new_rank(struct queue *q)
{
    q->last_rank += RANK_STEP;
    return q->last_rank;
}

void queue_add(struct queue *q, struct queue_entry *e)
{
    struct list *line = &q->lines[e->priority];
    struct list *at = line;

    assert(!list_is_linked(&e->node));
    while (at->prev != line && entry(at->prev)->rank > e->rank)
        at = at->prev;
    list_insert_before(at, &e->node);
    q->len++;
    if (e->rank > q->last_rank)
        q->last_rank = e->rank;
    q->is_counted = false;
}

void queue_remove(struct queue *q, struct queue_entry *e)
{
    if (!list_is_linked(&e->node))
        return;
    list_remove(&e->node);
    q->len--;
    q->is_counted = false;
}

struct queue_entry *queue_first(const struct queue *q)
{
    for (size_t i = PRIORITIES; i-- > 0;) {
        if (!list_is_empty(&q->lines[i]))
            return entry(q->lines[i].next);
    }
    return NULL;
}

/* All at once: whoever asks for one asks for many. */
static void count(struct queue *q)
{
    size_t n = 0;

    for (size_t i = PRIORITIES; i-- > 0;) {
        LIST_FOREACH (it, tmp, &q->lines[i])
            entry(it)->position = ++n;
    }
    q->is_counted = true;
}

size_t queue_position(struct queue *q, const struct queue_entry *e)
{
    if (!list_is_linked(&e->node))
        return 0;
    if (!q->is_counted)
        count(q);
    return e->position;
}

static size_t ahead_by_priority(const struct queue *q, enum priority p)
{
    size_t n = 0;

    for (size_t i = PRIORITIES; i-- > (size_t)p + 1;) {
        LIST_FOREACH (it, tmp, &q->lines[i])
            n++;
    }
    return n;
}

static void rank_anew(struct queue *q, struct list *line)
{
    int64_t rank = 0;

    LIST_FOREACH (it, tmp, line) {
        rank += RANK_STEP;
        entry(it)->rank = rank;
    }
    if (rank > q->last_rank)
        q->last_rank = rank;
}

/* True: there was no room between its neighbours. */
static bool rank_between(struct queue *q, struct queue_entry *e)
{
    struct list *line = &q->lines[e->priority];
    bool has_prev = e->node.prev != line, has_next = e->node.next != line;
    int64_t before = has_prev ? entry(e->node.prev)->rank : 0;
    int64_t after = has_next ? entry(e->node.next)->rank : 0;

    if (!has_next)
        e->rank = has_prev ? queue_new_rank(q) : e->rank;
    else if (!has_prev)
        e->rank = after - RANK_STEP;
    else
        e->rank = before + (after - before) / 2;
    if (!has_prev || !has_next || e->rank > before)
        return false;
    rank_anew(q, line);
    return true;
}

bool queue_move(struct queue *q, struct queue_entry *e, size_t position)
{
    struct list *line = &q->lines[e->priority], *at;
    size_t ahead = ahead_by_priority(q, e->priority);

    assert(list_is_linked(&e->node));
    list_remove(&e->node);
    at = line->next;
    while (++ahead < position && at != line)
        at = at->next;
    list_insert_before(at, &e->node);
    q->is_counted = false;
    return rank_between(q, e);
}
