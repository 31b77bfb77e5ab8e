#include "blobs/puts.h"

#include <stdlib.h>

#include "blobs/blobs_limits.h"
#include "store/store.h"

struct puts {
    struct store *store;
    const struct puts_ops *ops;
    void *arg;
    size_t waiting;
    bool is_full;
    bool has_failed;
    bool is_dead; /* freed, but answers are still due */
};

enum err puts_new(struct store *store, const struct puts_ops *ops, void *arg,
                  struct puts **out)
{
    struct puts *p = calloc(1, sizeof *p);

    if (p == NULL)
        return ERR_NOMEM;
    p->store = store;
    p->ops = ops;
    p->arg = arg;
    *out = p;
    return ERR_OK;
}

void puts_free(struct puts *p)
{
    if (p == NULL)
        return;
    p->is_dead = true;
    if (p->waiting == 0)
        free(p);
}

bool puts_is_empty(const struct puts *p)
{
    return p->waiting == 0;
}

static void set_full(struct puts *p, bool is_full)
{
    if (p->is_full == is_full)
        return;
    p->is_full = is_full;
    p->ops->full(is_full, p->arg);
}

static void on_put(enum err e, void *arg)
{
    struct puts *p = arg;

    p->waiting--;
    if (p->is_dead) {
        if (p->waiting == 0)
            free(p);
        return;
    }
    if (p->waiting < PUTS_MAX_WAITING / 2)
        set_full(p, false);
    if (e != ERR_OK && !p->has_failed) {
        p->has_failed = true;
        p->ops->failed(e, p->arg);
    } else if (p->waiting == 0) {
        p->ops->empty(p->arg);
    }
}

void puts_add(struct puts *p, const struct hash *h, const void *bytes,
              size_t len)
{
    p->waiting++;
    store_put_small(p->store, h, bytes, len, on_put, p);
    if (p->waiting >= PUTS_MAX_WAITING)
        set_full(p, true);
}
