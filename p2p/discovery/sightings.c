#include "discovery/sightings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct sighting_entry {
    struct list untold; /* on sightings.untold, or on nothing */
    struct sighting s;
    uint64_t expires_ms;
    bool is_lost;
    bool is_known; /* the listener was told of it */
};

void sightings_init(struct sightings *t, size_t max)
{
    memset(t, 0, sizeof *t);
    map_init(&t->by_id, NODE_ID_LEN, max);
    list_init(&t->untold);
}

void sightings_clear(struct sightings *t)
{
    struct sighting_entry *e;
    size_t it = 0;

    while ((e = map_next(&t->by_id, &it, NULL)) != NULL) {
        list_remove(&e->untold);
        free(e);
    }
    map_clear(&t->by_id);
    t->present = 0;
}

/* Foreign text as it may be shown: nothing when any of it may not; cut after a
 * whole character when it is long. */
static void copy_text(const char *text, char out[static SIGHTING_TEXT_SIZE])
{
    size_t len = text != NULL ? strlen(text) : 0, kept = 0, n;

    memset(out, 0, SIGHTING_TEXT_SIZE);
    if (!utf8_is_text(text, len))
        return;
    while (kept < len) {
        n = utf8_len(text + kept, len - kept);
        if (kept + n >= SIGHTING_TEXT_SIZE)
            break;
        kept += n;
    }
    if (kept > 0)
        memcpy(out, text, kept);
}

static bool is_same(const struct sighting *a, const struct sighting *b)
{
    if (a->node.len != b->node.len ||
        strcmp(a->node.relay, b->node.relay) != 0 ||
        strcmp(a->name, b->name) != 0 || strcmp(a->version, b->version) != 0)
        return false;
    for (size_t i = 0; i < a->node.len; i++)
        if (!addr_equal(&a->node.addrs[i], &b->node.addrs[i]))
            return false;
    return true;
}

static void must_tell(struct sightings *t, struct sighting_entry *e)
{
    if (!list_is_linked(&e->untold))
        list_push_back(&t->untold, &e->untold);
}

static enum err add_entry(struct sightings *t, const struct node_id *id,
                          struct sighting_entry **out)
{
    struct sighting_entry *e = calloc(1, sizeof *e);
    enum err result;

    if (e == NULL)
        return ERR_NOMEM;
    result = map_set(&t->by_id, id, e);
    if (result != ERR_OK) {
        free(e);
        return result;
    }
    e->is_lost = true; /* until it is filled */
    *out = e;
    return ERR_OK;
}

static void update(struct sightings *t, struct sighting_entry *e,
                   struct sighting *fresh)
{
    if (!e->is_lost && is_same(&e->s, fresh)) {
        e->s.last_ms = fresh->last_ms;
        return;
    }
    fresh->since_ms = e->is_lost ? fresh->last_ms : e->s.since_ms;
    e->s = *fresh;
    t->present += e->is_lost;
    e->is_lost = false;
    must_tell(t, e);
}

enum err sightings_put(struct sightings *t, const struct node_addr *node,
                       const char *name, const char *version, uint64_t now_ms,
                       uint64_t expires_ms)
{
    struct sighting_entry *e = map_get(&t->by_id, &node->id);
    struct sighting fresh = {.node = *node, .last_ms = now_ms};

    if (e == NULL) {
        enum err result = add_entry(t, &node->id, &e);

        if (result != ERR_OK)
            return result;
    }
    copy_text(name, fresh.name);
    copy_text(version, fresh.version);
    e->expires_ms = expires_ms;
    update(t, e, &fresh);
    return ERR_OK;
}

static void lose(struct sightings *t, struct sighting_entry *e)
{
    if (e->is_lost)
        return;
    e->is_lost = true;
    t->present--;
    must_tell(t, e);
}

void sightings_lose(struct sightings *t, const struct node_id *id)
{
    struct sighting_entry *e = map_get(&t->by_id, id);

    if (e != NULL)
        lose(t, e);
}

void sightings_lose_all(struct sightings *t)
{
    sightings_expire(t, UINT64_MAX);
}

uint64_t sightings_expire(struct sightings *t, uint64_t now_ms)
{
    uint64_t next = UINT64_MAX;
    struct sighting_entry *e;
    size_t it = 0;

    while ((e = map_next(&t->by_id, &it, NULL)) != NULL) {
        if (e->expires_ms <= now_ms)
            lose(t, e);
        else if (!e->is_lost && e->expires_ms < next)
            next = e->expires_ms;
    }
    return next;
}

bool sightings_tell(struct sightings *t, struct sighting *out, bool *is_seen)
{
    struct list *node;

    while ((node = list_pop_front(&t->untold)) != NULL) {
        struct sighting_entry *e =
            LIST_ENTRY(node, struct sighting_entry, untold);
        bool was_known = e->is_known, is_lost = e->is_lost;

        *out = e->s;
        e->is_known = true;
        if (is_lost) {
            map_remove(&t->by_id, &e->s.node.id);
            free(e);
        }
        *is_seen = !is_lost;
        if (!is_lost || was_known)
            return true;
    }
    return false;
}

void sightings_each(const struct sightings *t,
                    void (*fn)(const struct sighting *s, void *arg), void *arg)
{
    const struct sighting_entry *e;
    size_t it = 0;

    while ((e = map_next(&t->by_id, &it, NULL)) != NULL)
        if (!e->is_lost)
            fn(&e->s, arg);
}
