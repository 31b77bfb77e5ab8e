/* Nothing here needs a timer: whether one is over, and how fast it is, is
 * worked out when somebody looks. */
#include "blobs/uploads.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/loop.h"
#include "base/map.h"
#include "blobs/blobs_int.h"

#define LINGER_MS 5000 /* between two requests of the same upload */
#define WINDOW_MS 1000 /* that a rate is the mean of */

struct upload_key {
    struct node_id peer;
    struct hash hash;
};

struct upload {
    struct list node;
    struct uploads *all;
    struct upload_key key;
    uint64_t id;
    size_t open; /* requests */
    uint64_t bytes;
    uint64_t started_ms; /* wall clock */
    uint64_t moved_ms;   /* the loop's: when something last happened */
    uint64_t moved_wall_ms;
    uint64_t window_ms, window_bytes; /* begun then, with so many bytes */
    uint64_t rate_bps;                /* of the window before */
};

struct uploads {
    struct loop *loop;
    struct list list;  /* oldest first */
    struct map latest; /* upload_key -> the last of it */
    size_t len;
    uint64_t last_id;
};

_Static_assert(sizeof(struct upload_key) == 64, "no gap in the key");

enum err uploads_new(struct loop *loop, struct uploads **out)
{
    struct uploads *all = calloc(1, sizeof *all);

    if (all == NULL)
        return ERR_NOMEM;
    all->loop = loop;
    list_init(&all->list);
    map_init(&all->latest, sizeof(struct upload_key), UPLOADS_MAX);
    *out = all;
    return ERR_OK;
}

static void drop(struct upload *u)
{
    assert(u->open == 0);
    if (map_get(&u->all->latest, &u->key) == u)
        map_remove(&u->all->latest, &u->key);
    list_remove(&u->node);
    u->all->len--;
    free(u);
}

void uploads_free(struct uploads *all)
{
    if (all == NULL)
        return;
    LIST_FOREACH (it, tmp, &all->list)
        drop(LIST_ENTRY(it, struct upload, node));
    map_clear(&all->latest);
    free(all);
}

static bool is_over(const struct upload *u, uint64_t now)
{
    return u->open == 0 && now - u->moved_ms >= LINGER_MS;
}

/* The oldest that no request is open of. */
static bool make_room(struct uploads *all)
{
    LIST_FOREACH (it, tmp, &all->list) {
        struct upload *u = LIST_ENTRY(it, struct upload, node);

        if (u->open == 0) {
            drop(u);
            return true;
        }
    }
    return false;
}

static struct upload *begin(struct uploads *all, const struct upload_key *key)
{
    struct upload *u;

    if (all->len >= UPLOADS_MAX && !make_room(all))
        return NULL;
    u = calloc(1, sizeof *u);
    if (u == NULL)
        return NULL;
    u->all = all;
    u->key = *key;
    if (map_set(&all->latest, key, u) != ERR_OK) {
        free(u);
        return NULL;
    }
    u->id = ++all->last_id;
    u->started_ms = clock_wall_ms();
    u->window_ms = loop_now_ms(all->loop);
    list_push_back(&all->list, &u->node);
    all->len++;
    return u;
}

struct upload *uploads_open(struct uploads *all, const struct node_id *peer,
                            const struct hash *h)
{
    struct upload_key key = {.peer = *peer, .hash = *h};
    struct upload *u = map_get(&all->latest, &key);

    if (u != NULL && is_over(u, loop_now_ms(all->loop)))
        u = NULL;
    if (u == NULL)
        u = begin(all, &key);
    if (u != NULL)
        u->open++;
    uploads_add(u, 0);
    return u;
}

void uploads_add(struct upload *u, uint64_t bytes)
{
    uint64_t now, ms;

    if (u == NULL)
        return;
    now = loop_now_ms(u->all->loop);
    ms = now - u->window_ms;
    u->bytes += bytes;
    u->window_bytes += bytes;
    u->moved_ms = now;
    u->moved_wall_ms = clock_wall_ms();
    if (ms < WINDOW_MS)
        return;
    u->rate_bps = u->window_bytes * 1000 / ms;
    u->window_ms = now;
    u->window_bytes = 0;
}

void uploads_close(struct upload *u)
{
    if (u == NULL)
        return;
    assert(u->open > 0);
    uploads_add(u, 0);
    u->open--;
}

/* In its first second there is only what came so far. */
static uint64_t rate(const struct upload *u, uint64_t now)
{
    uint64_t ms = now - u->window_ms;

    if (ms >= 2 * WINDOW_MS)
        return u->window_bytes * 1000 / ms;
    if (u->rate_bps == 0 && ms > 0)
        return u->window_bytes * 1000 / ms;
    return u->rate_bps;
}

static void describe(const struct upload *u, uint64_t now,
                     struct upload_info *out)
{
    bool is_running = !is_over(u, now);

    *out = (struct upload_info){
        .id = u->id,
        .peer = u->key.peer,
        .hash = u->key.hash,
        .is_running = is_running,
        .bytes = u->bytes,
        .rate_bps = is_running ? rate(u, now) : 0,
        .started_ms = u->started_ms,
        .ended_ms = is_running ? 0 : u->moved_wall_ms,
    };
}

size_t uploads_list(const struct uploads *all, uint64_t before,
                    struct upload_info *out, size_t max)
{
    uint64_t now = loop_now_ms(all->loop);
    size_t n = 0;

    for (const struct list *it = all->list.prev; it != &all->list && n < max;
         it = it->prev) {
        const struct upload *u = LIST_ENTRY(it, struct upload, node);

        if (before == 0 || u->id < before)
            describe(u, now, &out[n++]);
    }
    return n;
}

size_t upload_list(const struct blobs *b, uint64_t before,
                   struct upload_info *out, size_t max)
{
    return uploads_list(b->uploads, before, out, max);
}
