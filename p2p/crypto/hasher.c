/* A group is hashed when it is known not to be the whole blob: the first one
 * waits in `carry` until a byte follows, all later ones are never the root. */
#include "crypto/hasher.h"

#include <string.h>

#define RUN 32 /* groups hashed at once */

void hasher_init(struct hasher *h, hasher_values_fn *values, void *arg)
{
    h->values = values;
    h->arg = arg;
    h->size = 0;
    h->carry_len = 0;
    tree_stack_init(&h->stack);
}

static enum err take_values(struct hasher *h, const struct hash *values,
                            size_t n)
{
    tree_stack_push(&h->stack, values, n);
    return h->values == NULL ? ERR_OK : h->values(h->arg, values, n);
}

static enum err take_groups(struct hasher *h, const uint8_t *data, size_t n)
{
    struct hash v[RUN];
    enum err e = ERR_OK;

    while (n > 0 && e == ERR_OK) {
        /* The first run is cut short so that all others are aligned in the
         * tree, where they are joined with full lanes. */
        size_t most = RUN - (size_t)(h->stack.n % RUN);
        size_t some = n < most ? n : most;

        tree_group_cvs(data, some, h->stack.n, v);
        e = take_values(h, v, some);
        data += some * TREE_GROUP;
        n -= some;
    }
    return e;
}

static size_t fill_carry(struct hasher *h, const uint8_t *bytes, size_t len)
{
    size_t some = TREE_GROUP - h->carry_len;

    if (some > len)
        some = len;
    memcpy(h->carry + h->carry_len, bytes, some);
    h->carry_len += some;
    return some;
}

enum err hasher_feed(struct hasher *h, const void *bytes, size_t len)
{
    const uint8_t *at = bytes;
    size_t whole;
    enum err e;

    if (len == 0)
        return ERR_OK;
    h->size += len;
    if (h->carry_len > 0 || h->stack.n == 0) {
        size_t some = fill_carry(h, at, len);

        at += some;
        len -= some;
        if (len == 0)
            return ERR_OK;
        e = take_groups(h, h->carry, 1);
        if (e != ERR_OK)
            return e;
        h->carry_len = 0;
    }
    whole = len / TREE_GROUP;
    e = take_groups(h, at, whole);
    if (e != ERR_OK)
        return e;
    (void)fill_carry(h, at + whole * TREE_GROUP, len % TREE_GROUP);
    return ERR_OK;
}

enum err hasher_finish(struct hasher *h, struct hash *root)
{
    bool is_root = h->stack.n == 0;
    struct hash last;
    enum err e;

    if (h->carry_len > 0 || is_root) {
        tree_subtree(h->carry, h->carry_len, h->stack.n * TREE_GROUP_CHUNKS,
                     is_root, &last);
        e = take_values(h, &last, 1);
        if (e != ERR_OK)
            return e;
    }
    tree_stack_join(&h->stack, true, root);
    return ERR_OK;
}
