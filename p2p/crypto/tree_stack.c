#include "crypto/tree_stack.h"

#include <assert.h>
#include <string.h>

#include "crypto/blake3.h"

#define RUN 32 /* most values joined at once, a power of two */

void tree_stack_init(struct tree_stack *s)
{
    s->n = 0;
    s->len = 0;
}

/* The value of a whole subtree over `n` units that begins where the stack
 * ends; s->n must be a multiple of n. */
static void push_one(struct tree_stack *s, const struct hash *value, size_t n)
{
    while (s->len > (size_t)__builtin_popcountll(s->n)) {
        s->len--;
        tree_parent(&s->value[s->len - 1], &s->value[s->len], false,
                    &s->value[s->len - 1]);
    }
    assert(s->len < TREE_MAX_DEPTH);
    s->value[s->len++] = *value;
    s->n += n;
}

/* Join `n` values, a power of two from 2 on, down to the two on top, whose own
 * join must stay open. */
static void push_run(struct tree_stack *s, const struct hash *values, size_t n)
{
    struct hash v[RUN / 2];
    size_t left = n / 2;

    if (left == 1) {
        push_one(s, &values[0], 1);
        push_one(s, &values[1], 1);
        return;
    }
    blake3_parents(values[0].b, left, v);
    for (; left > 2; left /= 2)
        blake3_parents(v[0].b, left / 2, v);
    push_one(s, &v[0], n / 2);
    push_one(s, &v[1], n / 2);
}

/* The longest run that is a whole subtree where the stack now ends. */
static size_t run_at(const struct tree_stack *s, size_t n)
{
    size_t run = RUN;

    while (run > n || s->n % run != 0)
        run /= 2;
    return run;
}

void tree_stack_push(struct tree_stack *s, const struct hash *values, size_t n)
{
    while (n > 0) {
        size_t run = run_at(s, n);

        if (run == 1)
            push_one(s, values, 1);
        else
            push_run(s, values, run);
        values += run;
        n -= run;
    }
}

void tree_stack_join(const struct tree_stack *s, bool is_root, struct hash *out)
{
    struct hash right;

    assert(s->len > 0);
    right = s->value[s->len - 1];
    for (size_t i = s->len - 1; i > 0; i--)
        tree_parent(&s->value[i - 1], &right, is_root && i == 1, &right);
    *out = right;
}
