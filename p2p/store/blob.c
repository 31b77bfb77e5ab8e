/* A handle's state: counts, sizes, sets of groups. Files are opened in
 * blob_open.c, written in blob_write.c and checked in blob_check.c. */
#include "store/blob_int.h"

#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/tree.h"
#include "store/mapping.h"
#include "store/store_int.h"

enum err blob_new(struct store *s, const struct hash *h, struct blob **out)
{
    struct blob *b = calloc(1, sizeof *b);

    if (b == NULL)
        return ERR_NOMEM;
    b->store = s;
    b->hash = *h;
    b->read_fd = -1;
    b->data_fd = -1;
    b->tree_fd = -1;
    b->returned.open = blob_on_returned;
    b->news_letter.open = blob_on_news;
    atomic_init(&b->refs, 2);
    pthread_mutex_init(&b->lock, NULL);
    *out = b;
    return ERR_OK;
}

void blob_free(struct blob *b)
{
    if (b == NULL)
        return;
    blob_unshape(b);
    ranges_clear(&b->held);
    ranges_clear(&b->checked);
    ranges_clear(&b->keep_held);
    pthread_mutex_destroy(&b->lock);
    free(b);
}

struct blob *blob_ref(struct blob *b)
{
    unsigned before = atomic_fetch_add(&b->refs, 2);

    assert(before >= 2);
    (void)before;
    return b;
}

void blob_unref(struct blob *b)
{
    unsigned old, new;

    if (b == NULL)
        return;
    old = atomic_load(&b->refs);
    do {
        assert(old >= 2);
        new = old - 2;
        if (new == 0)
            new = 1;
    } while (!atomic_compare_exchange_weak(&b->refs, &old, new));
    if (old == 2)
        store_post(b->store, &b->returned);
}

const struct hash *blob_hash(const struct blob *b)
{
    return &b->hash;
}

bool blob_is_complete(const struct blob *b)
{
    return atomic_load(&b->is_complete);
}

/* A const handle still has a lock to take. */
static void lock(const struct blob *b)
{
    pthread_mutex_lock((pthread_mutex_t *)&b->lock);
}

static void unlock(const struct blob *b)
{
    pthread_mutex_unlock((pthread_mutex_t *)&b->lock);
}

uint64_t blob_size(const struct blob *b, bool *is_proven)
{
    uint64_t size;

    lock(b);
    size = b->size;
    if (is_proven != NULL)
        *is_proven = b->is_proven;
    unlock(b);
    return size;
}

const uint8_t *blob_data(const struct blob *b)
{
    const uint8_t *at = NULL;

    lock(b);
    if (b->size > 0)
        at = b->data != NULL ? mapping_at(b->data) : b->small;
    unlock(b);
    return at;
}

const uint8_t *blob_outboard(const struct blob *b)
{
    const uint8_t *at;

    lock(b);
    at = b->tree != NULL ? mapping_at(b->tree) : NULL;
    unlock(b);
    return at;
}

int blob_fd(const struct blob *b)
{
    int fd;

    lock(b);
    fd = b->read_fd;
    unlock(b);
    return fd;
}

enum err blob_held(const struct blob *b, struct ranges *out)
{
    enum err e;

    lock(b);
    e = ranges_copy(out, &b->held);
    unlock(b);
    return e;
}

bool blob_has_groups(const struct blob *b, uint64_t begin, uint64_t end)
{
    bool has;

    lock(b);
    has = ranges_has_all(&b->held, begin, end);
    unlock(b);
    return has;
}

uint64_t blob_held_bytes(const struct blob *b)
{
    uint64_t n;

    lock(b);
    n = b->held_bytes;
    unlock(b);
    return n;
}

uint64_t blob_groups(const struct blob *b)
{
    if (b->size == 0 && !atomic_load(&b->is_complete))
        return 0;
    return tree_groups(b->size);
}

bool blob_is_small(const struct blob *b)
{
    return b->size <= STORE_INLINE_MAX;
}

uint64_t blob_bytes_in(const struct blob *b, const struct ranges *groups)
{
    uint64_t n = 0;

    for (size_t i = 0; i < groups->len; i++) {
        uint64_t begin = groups->at[i].begin * TREE_GROUP;
        uint64_t end = groups->at[i].end * TREE_GROUP;

        if (begin > b->size)
            begin = b->size;
        n += (end < b->size ? end : b->size) - begin;
    }
    return n;
}

void blob_tell(struct blob *b, enum blob_news news)
{
    bool first = b->news == 0;

    b->news |= news;
    if (!first)
        return;
    blob_ref(b);
    store_post(b->store, &b->news_letter);
}

static void update_held_bytes(struct blob *b)
{
    uint64_t now = blob_bytes_in(b, &b->held);
    struct store *s = b->store;

    if (b->is_counted) {
        pthread_mutex_lock(&s->stats_lock);
        s->held_ahead += (int64_t)(now - b->held_bytes);
        pthread_mutex_unlock(&s->stats_lock);
    }
    b->held_bytes = now;
    b->held_version++;
}

enum err blob_gain(struct blob *b, uint64_t begin, uint64_t end)
{
    uint64_t groups = blob_groups(b);
    enum err e = ranges_add(&b->held, begin, end);

    if (e != ERR_OK)
        return e;
    /* What is not remembered as checked is only hashed once more. */
    (void)!ranges_add(&b->checked, begin, end);
    update_held_bytes(b);
    if (end == groups && !b->is_proven) {
        b->is_proven = true;
        b->row_version++;
        blob_tell(b, NEWS_ROW);
    }
    if (!b->is_complete && ranges_has_all(&b->held, 0, groups)) {
        if (b->read_fd >= 0)
            snapshot_take(b->read_fd, &b->snapshot);
        b->is_flushed = false;
        b->row_version++;
        atomic_store(&b->is_complete, true);
        blob_tell(b, NEWS_COMPLETE);
    }
    return ERR_OK;
}

void blob_lose(struct blob *b, const struct ranges *bad)
{
    enum err e = ranges_subtract(&b->held, bad);

    if (e == ERR_OK)
        e = ranges_subtract(&b->checked, bad);
    if (e != ERR_OK) {
        /* What cannot be told apart is all doubtful. */
        ranges_clear(&b->held);
        ranges_clear(&b->checked);
    }
    atomic_store(&b->is_complete, false);
    b->is_flushed = false;
    b->row_version++;
    update_held_bytes(b);
    atomic_fetch_add(&b->store->damaged_groups, ranges_count(bad));
    blob_tell(b, NEWS_DAMAGE);
}
