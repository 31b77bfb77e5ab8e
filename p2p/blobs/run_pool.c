#include "blobs/run_pool.h"

#include <assert.h>
#include <stdlib.h>

#define KEPT 12

void run_pool_init(struct run_pool *p)
{
    list_init(&p->free);
    p->len = 0;
    p->out = 0;
}

void run_pool_clear(struct run_pool *p)
{
    struct list *node;

    assert(p->out == 0);
    while ((node = list_pop_front(&p->free)) != NULL)
        free(LIST_ENTRY(node, struct run, node));
    p->len = 0;
}

struct run *run_get(struct run_pool *p)
{
    struct list *node = list_pop_front(&p->free);
    struct run *r;

    if (node != NULL) {
        p->len--;
        r = LIST_ENTRY(node, struct run, node);
    } else {
        r = malloc(sizeof *r);
        if (r == NULL)
            return NULL;
    }
    p->out++;
    r->node = (struct list){0};
    r->len = 0;
    r->at = 0;
    return r;
}

void run_put(struct run_pool *p, struct run *r)
{
    p->out--;
    if (p->len == KEPT) {
        free(r);
        return;
    }
    list_push_front(&p->free, &r->node);
    p->len++;
}
