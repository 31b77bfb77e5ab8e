#include "blobs/children.h"

#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/map.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"
#include "blobs/check_ahead.h"
#include "crypto/tree.h"
#include "store/blob.h"
#include "store/store.h"

#define SLOTS 256 /* look-ups under way at once */

struct child_slot {
    struct children *owner;
    uint64_t child;
    bool is_busy;
};

struct children {
    struct blobs *blobs;
    struct blob *root;
    uint64_t len;
    children_done_fn *done;
    void *arg;
    struct check_ahead check;
    struct ranges groups; /* of the sequence */
    struct defer wake;
    uint64_t next;   /* child to look at next */
    struct map seen; /* hashes looked at */
    struct ranges missing;
    struct blob **partial; /* of `len`; mostly NULL */
    uint64_t held_bytes;
    size_t busy; /* slots */
    bool is_over;
    bool is_dead;
    enum err failed;
    struct child_slot slot[SLOTS];
};

static void free_now(struct children *c)
{
    for (uint64_t i = 0; c->partial != NULL && i < c->len; i++)
        blob_unref(c->partial[i]);
    free(c->partial);
    map_clear(&c->seen);
    ranges_clear(&c->missing);
    ranges_clear(&c->groups);
    blob_unref(c->root);
    free(c);
}

void children_free(struct children *c)
{
    if (c == NULL)
        return;
    check_ahead_stop(&c->check);
    loop_defer_cancel(&c->wake);
    c->is_dead = true;
    if (c->busy == 0)
        free_now(c);
}

void children_hash(const struct children *c, uint64_t i, struct hash *out)
{
    memcpy(out->b, blob_data(c->root) + i * HASH_SIZE, HASH_SIZE);
}

const struct ranges *children_missing(const struct children *c)
{
    return &c->missing;
}

struct blob *children_partial(const struct children *c, uint64_t i)
{
    return c->partial[i];
}

uint64_t children_held_bytes(const struct children *c)
{
    return c->held_bytes;
}

/* ---- looking up ---------------------------------------------------------*/

static void fail(struct children *c, enum err e)
{
    if (c->failed == ERR_OK)
        c->failed = e;
}

/* Takes over the reference. */
static void note(struct children *c, uint64_t i, enum err e, struct blob *b)
{
    if (e == ERR_OK) {
        c->held_bytes += blob_held_bytes(b);
        if (blob_is_complete(b)) {
            blob_unref(b);
            return;
        }
        c->partial[i] = b;
    } else if (e != ERR_NOT_FOUND) {
        fail(c, e);
        return;
    }
    e = ranges_add(&c->missing, i, i + 1);
    if (e != ERR_OK)
        fail(c, e);
}

static void on_blob(enum err e, struct blob *b, void *arg)
{
    struct child_slot *slot = arg;
    struct children *c = slot->owner;

    slot->is_busy = false;
    c->busy--;
    if (c->is_dead) {
        blob_unref(b);
        if (c->busy == 0)
            free_now(c);
        return;
    }
    note(c, slot->child, e, b);
    loop_defer(c->blobs->cfg.loop, &c->wake);
}

static struct child_slot *free_slot(struct children *c)
{
    for (size_t i = 0; i < SLOTS; i++)
        if (!c->slot[i].is_busy)
            return &c->slot[i];
    return NULL;
}

static void look_up(struct children *c, uint64_t i, const struct hash *h)
{
    struct blob *b = store_peek(c->blobs->cfg.store, h);
    struct child_slot *slot;

    if (b != NULL) {
        note(c, i, ERR_OK, b);
        return;
    }
    slot = free_slot(c);
    slot->owner = c;
    slot->child = i;
    slot->is_busy = true;
    c->busy++;
    store_get(c->blobs->cfg.store, h, on_blob, slot);
}

/* Look at the next child, unless its hash was seen before. */
static enum err step(struct children *c)
{
    struct hash h;
    enum err e = check_ahead_ready(&c->check, c->next * HASH_SIZE / TREE_GROUP);

    if (e != ERR_OK)
        return e;
    children_hash(c, c->next, &h);
    if (map_get(&c->seen, &h) == NULL) {
        e = map_set(&c->seen, &h, c);
        if (e != ERR_OK)
            return e;
        look_up(c, c->next, &h);
    }
    c->next++;
    return ERR_OK;
}

static void go_on(void *arg)
{
    struct children *c = arg;

    while (!c->is_over && c->failed == ERR_OK && c->next < c->len &&
           c->busy < SLOTS) {
        enum err e = step(c);

        if (e == ERR_AGAIN)
            return;
        if (e != ERR_OK)
            fail(c, e);
    }
    if (c->is_over || c->busy > 0 || (c->failed == ERR_OK && c->next < c->len))
        return;
    c->is_over = true;
    map_clear(&c->seen);
    check_ahead_stop(&c->check);
    c->done(c->failed, c->arg);
}

static void on_wake(struct defer *d)
{
    go_on(LIST_ENTRY(d, struct children, wake));
}

/* ---- life ---------------------------------------------------------------*/

static enum err prepare(struct children *c, uint64_t size)
{
    enum err e;

    c->len = size / HASH_SIZE;
    if (size % HASH_SIZE != 0)
        return ERR_PARSE;
    if (size > SEQUENCE_MAX_BYTES)
        return ERR_TOO_LARGE;
    if (c->len == 0)
        return ERR_OK;
    c->partial = calloc(c->len, sizeof(struct blob *));
    if (c->partial == NULL)
        return ERR_NOMEM;
    e = ranges_add(&c->groups, 0, tree_groups(size));
    if (e == ERR_OK)
        check_ahead_start(&c->check, c->root, &c->groups);
    return e;
}

enum err children_look_up(struct blobs *b, struct blob *root,
                          children_done_fn *done, void *arg,
                          struct children **out)
{
    struct children *c = calloc(1, sizeof *c);
    bool is_proven;

    if (c == NULL)
        return ERR_NOMEM;
    c->blobs = b;
    c->root = blob_ref(root);
    c->done = done;
    c->arg = arg;
    c->wake.fn = on_wake;
    map_init(&c->seen, HASH_SIZE, SIZE_MAX);
    ranges_init(&c->missing);
    ranges_init(&c->groups);
    check_ahead_init(&c->check, b->cfg.workers, &b->works, go_on, c);
    c->failed = prepare(c, blob_size(root, &is_proven));
    *out = c;
    loop_defer(b->cfg.loop, &c->wake);
    return ERR_OK;
}
