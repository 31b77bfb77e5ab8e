/* Handles by hash, and the idle ones in the order in which they fell idle. */
#include <assert.h>

#include "base/workers.h"
#include "store/blob_int.h"
#include "store/store_int.h"

struct blob *table_peek(struct store *s, const struct hash *h)
{
    return map_get(&s->blobs, h);
}

static void leave_idle(struct blob *b)
{
    if (!list_is_linked(&b->idle))
        return;
    list_remove(&b->idle);
    b->store->idle_len--;
}

/* From none to one only here, on the loop, which is also who frees. */
struct blob *table_hold(struct blob *b)
{
    atomic_fetch_add(&b->refs, 2);
    leave_idle(b);
    return b;
}

struct blob *table_take(struct store *s, const struct hash *h)
{
    struct blob *b = map_get(&s->blobs, h);

    return b != NULL && !b->is_leaving ? table_hold(b) : NULL;
}

static void count_held(struct blob *b, bool is_counted)
{
    struct store *s = b->store;
    int64_t ahead;

    pthread_mutex_lock(&b->lock);
    ahead = (int64_t)(b->held_bytes - b->row_held);
    b->is_counted = is_counted;
    pthread_mutex_lock(&s->stats_lock);
    s->held_ahead += is_counted ? ahead : -ahead;
    pthread_mutex_unlock(&s->stats_lock);
    pthread_mutex_unlock(&b->lock);
}

enum err table_add(struct store *s, struct blob *b)
{
    enum err e = map_set(&s->blobs, &b->hash, b);

    if (e != ERR_OK)
        return e;
    b->in_table = true;
    count_held(b, true);
    return ERR_OK;
}

static void free_in_pool(struct work *w)
{
    blob_free(LIST_ENTRY(w, struct blob, keep.work));
}

/* Unmapping a large file takes long enough to be felt on the loop. */
static void free_handle(struct blob *b)
{
    b->keep.work.run = free_in_pool;
    b->keep.work.done = NULL;
    workers_submit(b->store->behind, &b->keep.work);
}

static bool is_at_rest(const struct blob *b)
{
    return atomic_load(&b->refs) == 0;
}

void table_detach(struct blob *b)
{
    assert(b->in_table);
    map_remove(&b->store->blobs, &b->hash);
    count_held(b, false);
    b->in_table = false;
    list_remove(&b->stale);
    leave_idle(b);
    if (is_at_rest(b))
        free_handle(b);
}

bool table_is_used(const struct blob *b)
{
    unsigned inner = b->is_kept;

    pthread_mutex_lock((pthread_mutex_t *)&b->lock);
    inner += b->news != 0;
    pthread_mutex_unlock((pthread_mutex_t *)&b->lock);
    return atomic_load(&b->refs) / 2 > inner;
}

bool table_is_saved(struct blob *b)
{
    bool is_saved;

    pthread_mutex_lock(&b->lock);
    is_saved = b->row_saved == b->row_version &&
               (b->is_complete || b->held_saved == b->held_version);
    pthread_mutex_unlock(&b->lock);
    return is_saved;
}

/* Saving holds it; it comes back here when saved. */
static void save(struct blob *b)
{
    b->want_save = true;
    blob_keep(b);
}

void table_trim(struct store *s, size_t max)
{
    LIST_FOREACH (node, tmp, &s->idle) {
        struct blob *b = LIST_ENTRY(node, struct blob, idle);

        if (s->idle_len <= max)
            return;
        if (table_is_saved(b))
            table_detach(b);
        else if (!list_is_linked(&b->stale))
            save(b);
    }
}

void blob_on_returned(struct letter *l)
{
    struct blob *b = LIST_ENTRY(l, struct blob, returned);
    struct store *s = b->store;

    if (atomic_fetch_and(&b->refs, ~1u) != 1)
        return;
    if (!b->in_table) {
        free_handle(b);
        return;
    }
    list_push_back(&s->idle, &b->idle);
    s->idle_len++;
    if (!atomic_load(&s->is_closing))
        table_trim(s, s->max_idle);
}
