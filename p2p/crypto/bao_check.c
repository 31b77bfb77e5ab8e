/* One descent from the root serves both questions: every parent is compared
 * with what its parent says before its own children are looked at, and the
 * groups below right parents are hashed in batches. They differ only in what
 * happens at a right group, at a wrong one, and under a wrong parent. */
#include "crypto/bao_check.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/ranges.h"
#include "crypto/blake3.h"
#include "crypto/tree.h"

#define RUN 16 /* groups hashed at once */

/* A node still to be checked, and the value it must have. */
struct node {
    uint64_t first; /* group */
    uint64_t groups;
    uint64_t index; /* in the outboard */
    struct hash value;
};

struct check {
    uint64_t size;
    const uint8_t *outboard;
    uint64_t begin; /* groups asked for */
    uint64_t end;

    /* Bytes of a group: valid while fewer than RUN others are asked for. */
    enum err (*bytes)(struct check *c, uint64_t group, const uint8_t **out);
    /* Anything but ERR_OK ends the descent. Groups come in order. */
    enum err (*right)(struct check *c, uint64_t group);
    enum err (*wrong)(struct check *c, uint64_t first);

    const uint8_t *data;             /* verify: of group `begin` */
    uint64_t first_bad;              /* verify */
    const struct bao_source *source; /* scan */
    struct ranges *valid;            /* scan */
    uint8_t *buffer;                 /* scan: RUN groups, when reading */

    size_t stack_len;
    struct node stack[TREE_MAX_DEPTH];
    size_t len; /* groups waiting to be hashed */
    uint64_t group[RUN];
    const uint8_t *at[RUN];
    struct hash expect[RUN];
};

/* Values of the waiting groups. Only the last group of a blob can be short,
 * and only the only one is the root. */
static void hash_waiting(struct check *c, struct hash value[RUN])
{
    size_t n = c->len;
    size_t len = tree_group_len(c->size, c->group[n - 1]);

    if (len < TREE_GROUP || tree_groups(c->size) == 1) {
        n--;
        tree_subtree(c->at[n], len, c->group[n] * TREE_GROUP_CHUNKS,
                     tree_groups(c->size) == 1, &value[n]);
    }
    tree_group_cvs_at(c->at, c->group, n, value);
}

static enum err flush(struct check *c)
{
    struct hash value[RUN];
    enum err e = ERR_OK;

    if (c->len == 0)
        return ERR_OK;
    hash_waiting(c, value);
    for (size_t i = 0; i < c->len && e == ERR_OK; i++)
        e = hash_equal(&value[i], &c->expect[i]) ? c->right(c, c->group[i])
                                                 : c->wrong(c, c->group[i]);
    c->len = 0;
    return e;
}

static enum err on_group(struct check *c, const struct node *n)
{
    enum err e = c->bytes(c, n->first, &c->at[c->len]);

    if (e != ERR_OK)
        return e;
    c->group[c->len] = n->first;
    c->expect[c->len++] = n->value;
    return c->len == RUN ? flush(c) : ERR_OK;
}

static void push(struct check *c, const struct node *n)
{
    if (n->first >= c->end || n->first + n->groups <= c->begin)
        return;
    assert(c->stack_len < TREE_MAX_DEPTH);
    c->stack[c->stack_len++] = *n;
}

static enum err on_parent(struct check *c, const struct node *n)
{
    const uint8_t *pair = c->outboard + n->index * TREE_PARENT;
    uint64_t left = tree_left(n->groups);
    struct node child = {.first = n->first + left,
                         .groups = n->groups - left,
                         .index = n->index + left};
    struct hash value;
    enum err e;

    blake3_parent(pair, n->groups == tree_groups(c->size), &value);
    if (!hash_equal(&value, &n->value)) {
        e = flush(c);
        return e != ERR_OK ? e : c->wrong(c, n->first);
    }
    memcpy(child.value.b, pair + HASH_SIZE, HASH_SIZE);
    push(c, &child);
    child =
        (struct node){.first = n->first, .groups = left, .index = n->index + 1};
    memcpy(child.value.b, pair, HASH_SIZE);
    push(c, &child);
    return ERR_OK;
}

static enum err descend(struct check *c, const struct hash *root)
{
    struct node n = {.groups = tree_groups(c->size), .value = *root};
    enum err e = ERR_OK;

    if (c->begin < c->end)
        push(c, &n);
    while (c->stack_len > 0 && e == ERR_OK) {
        n = c->stack[--c->stack_len];
        e = n.groups == 1 ? on_group(c, &n) : on_parent(c, &n);
    }
    return e != ERR_OK ? e : flush(c);
}

static enum err verify_bytes(struct check *c, uint64_t group,
                             const uint8_t **out)
{
    *out = c->data + (group - c->begin) * TREE_GROUP;
    return ERR_OK;
}

static enum err verify_right(struct check *c, uint64_t group)
{
    return ERR_OK;
}

static enum err verify_wrong(struct check *c, uint64_t first)
{
    c->first_bad = first > c->begin ? first : c->begin;
    return ERR_MISMATCH;
}

enum err bao_verify_groups(const struct hash *root, uint64_t size,
                           const uint8_t *outboard, uint64_t first, uint64_t n,
                           const uint8_t *data, uint64_t *first_bad)
{
    uint64_t groups = tree_groups(size);
    struct check c = {.size = size,
                      .outboard = outboard,
                      .begin = first,
                      .end = first + n,
                      .bytes = verify_bytes,
                      .right = verify_right,
                      .wrong = verify_wrong,
                      .data = data};
    enum err e;

    if (first > groups || n > groups - first)
        return ERR_INVALID;
    e = descend(&c, root);
    if (e == ERR_MISMATCH)
        *first_bad = c.first_bad;
    return e;
}

static enum err scan_mapped(struct check *c, uint64_t group,
                            const uint8_t **out)
{
    *out = c->source->data + group * TREE_GROUP;
    return ERR_OK;
}

static enum err scan_read(struct check *c, uint64_t group, const uint8_t **out)
{
    uint8_t *to = c->buffer + c->len * TREE_GROUP;

    *out = to;
    return c->source->read(c->source->arg, group * TREE_GROUP, to,
                           tree_group_len(c->size, group));
}

static enum err scan_right(struct check *c, uint64_t group)
{
    return ranges_add(c->valid, group, group + 1);
}

static enum err scan_wrong(struct check *c, uint64_t first)
{
    return ERR_OK;
}

enum err bao_scan(const struct hash *root, const struct bao_source *source,
                  uint64_t first, uint64_t n, struct ranges *valid)
{
    struct check c = {.size = source->size,
                      .outboard = source->outboard,
                      .begin = first,
                      .end = n > UINT64_MAX - first ? UINT64_MAX : first + n,
                      .bytes = source->data ? scan_mapped : scan_read,
                      .right = scan_right,
                      .wrong = scan_wrong,
                      .source = source,
                      .valid = valid};
    enum err e;

    if (source->data == NULL) {
        c.buffer = malloc(RUN * TREE_GROUP);
        if (c.buffer == NULL)
            return ERR_NOMEM;
    }
    e = descend(&c, root);
    free(c.buffer);
    return e;
}
