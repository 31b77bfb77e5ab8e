/* Intrusive doubly linked list. The head is a node of its own; an empty list
 * points at itself. A node not on any list is zeroed or self-pointing.
 *
 * Thread: none of its own; the owner of the list locks. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct list {
    struct list *prev;
    struct list *next;
};

/* The struct of type `type` whose member `member` is `*node`. */
#define LIST_ENTRY(node, type, member)                                        \
    ((type *)(void *)((char *)(node)-offsetof(type, member)))

/* Walk from front to back; `it` may be removed inside the loop. */
#define LIST_FOREACH(it, tmp, head)                                           \
    for (struct list *it = (head)->next, *tmp = it->next; it != (head);       \
         it = tmp, tmp = it->next)

static inline void list_init(struct list *head)
{
    head->prev = head;
    head->next = head;
}

static inline bool list_is_empty(const struct list *head)
{
    return head->next == head;
}

/* Is this node on a list? False for zeroed and for initialised nodes. */
static inline bool list_is_linked(const struct list *node)
{
    return node->next != NULL && node->next != node;
}

static inline void list_insert_before(struct list *at, struct list *node)
{
    node->prev = at->prev;
    node->next = at;
    at->prev->next = node;
    at->prev = node;
}

static inline void list_push_back(struct list *head, struct list *node)
{
    list_insert_before(head, node);
}

static inline void list_push_front(struct list *head, struct list *node)
{
    list_insert_before(head->next, node);
}

/* Take a node off its list; harmless when it is on none. */
static inline void list_remove(struct list *node)
{
    if (node->next == NULL)
        return;
    node->prev->next = node->next;
    node->next->prev = node->prev;
    list_init(node);
}

/* Take the first node off, NULL when the list is empty. */
static inline struct list *list_pop_front(struct list *head)
{
    struct list *node = head->next;

    if (node == head)
        return NULL;
    list_remove(node);
    return node;
}

/* Move all nodes of `from` to the end of `to`; `from` becomes empty. */
static inline void list_splice_back(struct list *to, struct list *from)
{
    if (list_is_empty(from))
        return;
    from->next->prev = to->prev;
    to->prev->next = from->next;
    from->prev->next = to;
    to->prev = from->prev;
    list_init(from);
}
