/* An entry is a pair of a blob and a peer. It hangs on three lists, each with
 * the newest word at the end: that of its blob, that of its peer, and that of
 * all. Every ceiling is kept by taking the first of one of them. */
#include "peers/holders.h"

#include <assert.h>
#include <stdlib.h>

#include "base/list.h"
#include "base/map.h"

struct blob {
    struct hash hash;
    struct list entries;
    size_t len;
};

struct teller {
    struct node_id id;
    struct list entries;
    size_t len;
};

struct entry {
    struct holder is;
    struct blob *blob;
    struct teller *teller;
    struct list in_blob, in_teller, in_all;
};

struct holders {
    struct map blobs, tellers;
    struct list all;
    size_t len; /* entries */
};

enum err holders_new(struct holders **out)
{
    struct holders *h = calloc(1, sizeof *h);

    if (h == NULL)
        return ERR_NOMEM;
    map_init(&h->blobs, sizeof(struct hash), HOLDERS_MAX_HASHES);
    map_init(&h->tellers, sizeof(struct node_id), HOLDERS_MAX);
    list_init(&h->all);
    *out = h;
    return ERR_OK;
}

static void drop_blob_if_empty(struct holders *h, struct blob *b)
{
    if (b->len > 0)
        return;
    map_remove(&h->blobs, &b->hash);
    free(b);
}

static void drop_teller_if_empty(struct holders *h, struct teller *t)
{
    if (t->len > 0)
        return;
    map_remove(&h->tellers, &t->id);
    free(t);
}

static void drop(struct holders *h, struct entry *e)
{
    list_remove(&e->in_blob);
    list_remove(&e->in_teller);
    list_remove(&e->in_all);
    e->blob->len--;
    e->teller->len--;
    h->len--;
    drop_blob_if_empty(h, e->blob);
    drop_teller_if_empty(h, e->teller);
    free(e);
}

void holders_free(struct holders *h)
{
    if (h == NULL)
        return;
    LIST_FOREACH (node, next, &h->all)
        drop(h, LIST_ENTRY(node, struct entry, in_all));
    assert(h->len == 0 && h->blobs.len == 0 && h->tellers.len == 0);
    map_clear(&h->blobs);
    map_clear(&h->tellers);
    free(h);
}

static struct entry *find(const struct holders *h, const struct node_id *peer,
                          const struct hash *hash)
{
    struct blob *b = map_get(&h->blobs, hash);

    if (b == NULL)
        return NULL;
    LIST_FOREACH (node, next, &b->entries) {
        struct entry *e = LIST_ENTRY(node, struct entry, in_blob);

        if (node_id_equal(&e->is.peer, peer))
            return e;
    }
    return NULL;
}

static struct blob *blob_for(struct holders *h, const struct hash *hash)
{
    struct blob *b = map_get(&h->blobs, hash);

    if (b != NULL)
        return b;
    b = calloc(1, sizeof *b);
    if (b == NULL)
        return NULL;
    b->hash = *hash;
    list_init(&b->entries);
    if (map_set(&h->blobs, hash, b) == ERR_OK)
        return b;
    free(b);
    return NULL;
}

static struct teller *teller_for(struct holders *h, const struct node_id *id)
{
    struct teller *t = map_get(&h->tellers, id);

    if (t != NULL)
        return t;
    t = calloc(1, sizeof *t);
    if (t == NULL)
        return NULL;
    t->id = *id;
    list_init(&t->entries);
    if (map_set(&h->tellers, id, t) == ERR_OK)
        return t;
    free(t);
    return NULL;
}

/* So that one more pair fits. What a peer said costs other words of its own
 * before it costs those of others. */
static void make_room(struct holders *h, const struct node_id *peer,
                      const struct hash *hash)
{
    const struct teller *t = map_get(&h->tellers, peer);
    const struct blob *b;

    if (t != NULL && t->len == HOLDERS_MAX_OF_PEER)
        drop(h, LIST_ENTRY(t->entries.next, struct entry, in_teller));
    b = map_get(&h->blobs, hash);
    if (b != NULL && b->len == HOLDERS_MAX_PEERS)
        drop(h, LIST_ENTRY(b->entries.next, struct entry, in_blob));
    while (h->len >= HOLDERS_MAX || (h->blobs.len >= HOLDERS_MAX_HASHES &&
                                     map_get(&h->blobs, hash) == NULL))
        drop(h, LIST_ENTRY(h->all.next, struct entry, in_all));
}

static struct entry *add(struct holders *h, const struct node_id *peer,
                         const struct hash *hash)
{
    struct entry *e = calloc(1, sizeof *e);
    struct teller *t = NULL;
    struct blob *b = NULL;

    if (e != NULL)
        b = blob_for(h, hash);
    if (b != NULL)
        t = teller_for(h, peer);
    if (t == NULL) {
        if (b != NULL)
            drop_blob_if_empty(h, b);
        free(e);
        return NULL;
    }
    e->is.peer = *peer;
    e->blob = b;
    e->teller = t;
    b->len++;
    t->len++;
    h->len++;
    return e;
}

/* Newest last, on all three. */
static void touch(struct holders *h, struct entry *e)
{
    list_remove(&e->in_blob);
    list_remove(&e->in_teller);
    list_remove(&e->in_all);
    list_push_back(&e->blob->entries, &e->in_blob);
    list_push_back(&e->teller->entries, &e->in_teller);
    list_push_back(&h->all, &e->in_all);
}

void holders_note(struct holders *h, uint64_t now, const struct node_id *peer,
                  const struct node_have *have)
{
    struct entry *e = find(h, peer, &have->hash);

    if (have->state == NODE_HAVE_NOT) {
        if (e != NULL)
            drop(h, e);
        return;
    }
    if (e == NULL) {
        make_room(h, peer, &have->hash);
        e = add(h, peer, &have->hash);
        if (e == NULL)
            return;
    }
    e->is.state = have->state;
    e->is.size = have->size;
    e->is.held = have->held;
    e->is.heard_ms = now;
    touch(h, e);
}

void holders_forget_peer(struct holders *h, const struct node_id *peer)
{
    struct teller *t = map_get(&h->tellers, peer);

    /* The last one takes the teller with it. */
    for (size_t left = t != NULL ? t->len : 0; left > 0; left--)
        drop(h, LIST_ENTRY(t->entries.next, struct entry, in_teller));
}

size_t holders_get(const struct holders *h, const struct hash *hash,
                   struct holder *out, size_t max)
{
    const struct blob *b = map_get(&h->blobs, hash);
    size_t len = 0;

    if (b == NULL)
        return 0;
    for (struct list *node = b->entries.prev; node != &b->entries && len < max;
         node = node->prev)
        out[len++] = LIST_ENTRY(node, struct entry, in_blob)->is;
    return len;
}

size_t holders_len(const struct holders *h)
{
    return h->blobs.len;
}
