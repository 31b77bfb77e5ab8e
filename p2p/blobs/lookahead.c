/* A ring of look-ups: each slot is asked of the store in the order of the
 * request, answers come in any order, and are taken from the front. */
#include "blobs/lookahead.h"

#include <stdlib.h>
#include <string.h>

#include "base/ranges.h"
#include "blobs/blobs_limits.h"
#include "blobs/check_ahead.h"
#include "blobs/range_seq.h"
#include "crypto/tree.h"
#include "store/store.h"

struct slot {
    struct lookahead *owner;
    uint64_t position;
    bool is_waiting;
    enum err err;
    struct blob *blob;
};

struct lookahead {
    struct lookahead_config cfg;
    struct check_ahead check; /* of the sequence */
    struct ranges groups;     /* all of the sequence */
    uint64_t next;            /* position to look at next */
    bool is_over;             /* no position is left to look up */
    bool is_dead;             /* freed, but answers are still due */
    enum err failed;          /* met when `next` was to be looked up */
    size_t waiting;
    size_t begin, len; /* of the ring */
    struct slot slot[LOOK_AHEAD];
};

static void free_if_over(struct lookahead *l)
{
    if (l->is_dead && l->waiting == 0)
        free(l);
}

static void wake(struct lookahead *l)
{
    if (!l->is_dead)
        l->cfg.wake(l->cfg.arg);
}

static void on_checked(void *arg)
{
    wake(arg);
}

enum err lookahead_new(const struct lookahead_config *cfg,
                       struct lookahead **out)
{
    struct lookahead *l = calloc(1, sizeof *l);
    bool is_proven;
    uint64_t size;

    if (l == NULL)
        return ERR_NOMEM;
    l->cfg = *cfg;
    l->next = cfg->first;
    ranges_init(&l->groups);
    check_ahead_init(&l->check, cfg->workers, cfg->works, on_checked, l);
    if (cfg->hashes == NULL) {
        size = blob_size(cfg->sequence, &is_proven);
        l->cfg.hashes_len = size / HASH_SIZE;
        if (ranges_add(&l->groups, 0, tree_groups(size)) != ERR_OK) {
            free(l);
            return ERR_NOMEM;
        }
        check_ahead_start(&l->check, cfg->sequence, &l->groups);
    }
    *out = l;
    return ERR_OK;
}

void lookahead_free(struct lookahead *l)
{
    if (l == NULL)
        return;
    for (; l->len > 0; l->len--) {
        blob_unref(l->slot[l->begin].blob);
        l->slot[l->begin].blob = NULL;
        l->begin = (l->begin + 1) % LOOK_AHEAD;
    }
    check_ahead_stop(&l->check);
    ranges_clear(&l->groups);
    l->is_dead = true;
    free_if_over(l);
}

/* The hash at an index; of a sequence only once its group is known good. */
static enum err hash_at(struct lookahead *l, uint64_t i, struct hash *out)
{
    enum err e;

    if (l->cfg.hashes != NULL) {
        *out = l->cfg.hashes[i];
        return ERR_OK;
    }
    e = check_ahead_ready(&l->check, i * HASH_SIZE / TREE_GROUP);
    if (e == ERR_OK)
        memcpy(out->b, blob_data(l->check.blob) + i * HASH_SIZE, HASH_SIZE);
    return e;
}

static void on_blob(enum err e, struct blob *b, void *arg)
{
    struct slot *slot = arg;
    struct lookahead *l = slot->owner;

    l->waiting--;
    if (l->is_dead) {
        blob_unref(b);
        free_if_over(l);
        return;
    }
    slot->is_waiting = false;
    slot->err = e;
    slot->blob = b;
    if (slot == &l->slot[l->begin])
        wake(l);
}

static void look_up(struct lookahead *l, uint64_t position,
                    const struct hash *h)
{
    struct slot *slot = &l->slot[(l->begin + l->len++) % LOOK_AHEAD];

    *slot = (struct slot){.owner = l, .position = position};
    slot->blob = store_peek(l->cfg.store, h);
    if (slot->blob != NULL)
        return;
    slot->is_waiting = true;
    l->waiting++;
    store_get(l->cfg.store, h, on_blob, slot);
}

/* Look up as far ahead as there is room. */
static void fill(struct lookahead *l)
{
    while (!l->is_over && l->failed == ERR_OK && l->len < LOOK_AHEAD) {
        uint64_t position = l->next;
        const struct ranges *set;
        struct hash h;
        enum err e;

        if (!range_seq_next(l->cfg.seq, &position, &set) ||
            position - l->cfg.first >= l->cfg.hashes_len) {
            l->is_over = true;
            break;
        }
        e = hash_at(l, position - l->cfg.first, &h);
        if (e == ERR_AGAIN)
            break;
        l->failed = e;
        if (e == ERR_OK)
            look_up(l, position, &h);
        l->next = position + 1;
    }
}

enum err lookahead_next(struct lookahead *l, uint64_t *position,
                        struct blob **out)
{
    struct slot *slot;

    fill(l);
    if (l->len == 0) {
        if (l->failed != ERR_OK)
            return l->failed;
        return l->is_over ? ERR_CLOSED : ERR_AGAIN;
    }
    slot = &l->slot[l->begin];
    if (slot->is_waiting)
        return ERR_AGAIN;
    l->begin = (l->begin + 1) % LOOK_AHEAD;
    l->len--;
    *position = slot->position;
    if (slot->err != ERR_OK)
        return slot->err;
    *out = slot->blob;
    slot->blob = NULL;
    return ERR_OK;
}
