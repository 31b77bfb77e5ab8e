/* One map from (origin, kind) to an entry, live or dropped; of a dropped one
 * only the number is left. Four lists, each oldest first, hold the entries of
 * proven and of other origins, live and dropped: the ceilings are theirs.
 *
 * Whoever invents identities fills the lists of unproven ones and reaches no
 * further: their ceilings are their own, and when a proven record needs the
 * last room it takes that of the oldest unproven one. */
#include "peers/records.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/map.h"

_Static_assert(sizeof(struct record_key) == NODE_ID_LEN + 1,
               "a record_key is a map key: it has no padding");

struct entry {
    struct records_entry is; /* bytes NULL: dropped */
    uint64_t until_ms;       /* live: expires; dropped: forgotten */
    struct list node;
};

struct class
{
    struct list live, dropped;
    size_t live_len, dropped_len, bytes;
};

struct records {
    struct map map;
    struct class of[2]; /* 1: of proven origins */
    uint64_t next_ms;   /* nothing ends before */
};

static struct entry *entry_of(struct list *node)
{
    return LIST_ENTRY(node, struct entry, node);
}

static bool is_live(const struct entry *e)
{
    return e->is.bytes != NULL;
}

static struct entry *find(const struct records *rs,
                          const struct record_key *key)
{
    return map_get(&rs->map, key);
}

/* The sum, or as far as time goes. */
static uint64_t add_ms(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* ---- lists and counts ----*/

static void link_entry(struct records *rs, struct entry *e)
{
    struct class *of = &rs->of[e->is.is_proven];

    if (is_live(e)) {
        list_push_back(&of->live, &e->node);
        of->live_len++;
        of->bytes += e->is.len;
    } else {
        list_push_back(&of->dropped, &e->node);
        of->dropped_len++;
    }
    if (e->until_ms < rs->next_ms)
        rs->next_ms = e->until_ms;
}

static void unlink_entry(struct records *rs, struct entry *e)
{
    struct class *of = &rs->of[e->is.is_proven];

    list_remove(&e->node);
    if (is_live(e)) {
        of->live_len--;
        of->bytes -= e->is.len;
    } else {
        of->dropped_len--;
    }
}

static void remove_entry(struct records *rs, struct entry *e)
{
    unlink_entry(rs, e);
    map_remove(&rs->map, &e->is.key);
    free((void *)e->is.bytes);
    free(e);
}

/* Only the number stays, for another ttl. */
static void drop_entry(struct records *rs, struct entry *e)
{
    struct class *of = &rs->of[e->is.is_proven];

    unlink_entry(rs, e);
    free((void *)e->is.bytes);
    e->is.bytes = NULL;
    e->is.len = 0;
    e->until_ms = add_ms(e->until_ms, e->is.record.ttl_s * UINT64_C(1000));
    if (of->dropped_len == RECORDS_MAX_DROPPED)
        remove_entry(rs, entry_of(of->dropped.next));
    link_entry(rs, e);
}

enum err records_new(struct records **out)
{
    struct records *rs = calloc(1, sizeof *rs);

    if (rs == NULL)
        return ERR_NOMEM;
    map_init(&rs->map, sizeof(struct record_key), SIZE_MAX);
    for (size_t i = 0; i < 2; i++) {
        list_init(&rs->of[i].live);
        list_init(&rs->of[i].dropped);
    }
    rs->next_ms = UINT64_MAX;
    *out = rs;
    return ERR_OK;
}

static void remove_all(struct records *rs, struct list *l)
{
    LIST_FOREACH (node, next, l)
        remove_entry(rs, entry_of(node));
}

void records_free(struct records *rs)
{
    if (rs == NULL)
        return;
    for (size_t i = 0; i < 2; i++) {
        remove_all(rs, &rs->of[i].live);
        remove_all(rs, &rs->of[i].dropped);
        assert(rs->of[i].live_len == 0 && rs->of[i].dropped_len == 0);
        assert(rs->of[i].bytes == 0);
    }
    assert(rs->map.len == 0);
    map_clear(&rs->map);
    free(rs);
}

/* ---- taking in ----*/

static bool is_known_kind(uint8_t kind)
{
    return kind == RECORD_ADDRESSES || kind == RECORD_LINKS;
}

bool records_wants(const struct records *rs, const struct record_key *key,
                   uint64_t seq)
{
    const struct entry *e = find(rs, key);

    return is_known_kind(key->kind) && seq <= RECORD_SEQ_MAX &&
           (e == NULL || seq > e->is.seq);
}

/* A record is passed on whole or not at all, so what is in it is looked at by
 * everyone on the way. */
static bool is_body_good(const struct record *r)
{
    union {
        struct record_addresses addresses;
        struct record_links links;
    } body;

    if (r->key.kind == RECORD_ADDRESSES)
        return record_read_addresses(r, &body.addresses) == ERR_OK;
    return record_read_links(r, &body.links) == ERR_OK;
}

/* Is there room for `len` bytes, when those of `old` (may be NULL) are gone?
 */
static bool has_room(const struct records *rs, const struct entry *old,
                     size_t len, bool is_proven)
{
    const struct class *other = &rs->of[0];
    bool is_counted = old != NULL && is_live(old);
    bool is_other = is_counted && !old->is.is_proven;
    size_t old_len = is_counted ? old->is.len : 0;
    size_t count = records_len(rs) + 1 - is_counted;
    size_t bytes = records_bytes(rs) + len - old_len;

    if (count > RECORDS_MAX || bytes > RECORDS_MAX_BYTES)
        return false;
    if (is_proven)
        return true;
    count = other->live_len + 1 - is_other;
    bytes = other->bytes + len - (is_other ? old_len : 0);
    return count <= RECORDS_MAX_UNPROVEN && bytes <= RECORDS_MAX_UNPROVEN_BYTES;
}

/* Others than `old` give way to a proven record. */
static bool make_room(struct records *rs, const struct entry *old, size_t len,
                      bool is_proven)
{
    if (!is_proven)
        return has_room(rs, old, len, false);
    LIST_FOREACH (node, next, &rs->of[0].live) {
        if (has_room(rs, old, len, true))
            break;
        if (entry_of(node) != old)
            remove_entry(rs, entry_of(node));
    }
    return has_room(rs, old, len, true);
}

/* An entry for the key, on no list. */
static enum err take_entry(struct records *rs, const struct record_key *key,
                           struct entry **out)
{
    struct entry *e = find(rs, key);
    enum err r;

    if (e != NULL) {
        unlink_entry(rs, e);
        *out = e;
        return ERR_OK;
    }
    e = calloc(1, sizeof *e);
    if (e == NULL)
        return ERR_NOMEM;
    e->is.key = *key;
    r = map_set(&rs->map, key, e);
    if (r != ERR_OK) {
        free(e);
        return r;
    }
    *out = e;
    return ERR_OK;
}

struct arrival {
    const uint8_t *bytes;
    size_t len;
    struct record record;
    uint64_t made_ms, expires_ms;
    bool is_proven;
};

static void fill_entry(struct entry *e, const struct arrival *a, uint8_t *bytes)
{
    memcpy(bytes, a->bytes, a->len);
    free((void *)e->is.bytes);
    e->is.seq = a->record.seq;
    e->is.made_ms = a->made_ms;
    e->is.expires_ms = a->expires_ms;
    e->is.is_proven = a->is_proven;
    e->is.bytes = bytes;
    e->is.len = a->len;
    e->is.record = a->record;
    e->is.record.body = bytes + (a->record.body - a->bytes);
    e->until_ms = a->expires_ms;
}

static enum err keep(struct records *rs, const struct arrival *a,
                     const struct records_entry **out)
{
    uint8_t *bytes = malloc(a->len);
    struct entry *e;
    enum err r = ERR_NOMEM;

    if (bytes != NULL)
        r = take_entry(rs, &a->record.key, &e);
    if (r != ERR_OK) {
        free(bytes);
        return r;
    }
    fill_entry(e, a, bytes);
    link_entry(rs, e);
    if (out != NULL)
        *out = &e->is;
    return ERR_OK;
}

/* What costs little comes first, the signature last. */
enum err records_put(struct records *rs, uint64_t now, const uint8_t *bytes,
                     size_t len, uint64_t age_ms, bool is_proven,
                     const struct records_entry **out)
{
    struct arrival a = {.bytes = bytes, .len = len};
    const struct entry *old;
    enum err e = record_read(bytes, len, &a.record);

    if (e != ERR_OK)
        return e;
    if (!is_known_kind(a.record.key.kind))
        return ERR_PROTO;
    if (!records_wants(rs, &a.record.key, a.record.seq) ||
        age_ms >= a.record.ttl_s * UINT64_C(1000))
        return ERR_EXISTS;
    if (!is_body_good(&a.record))
        return ERR_PROTO;
    old = find(rs, &a.record.key);
    a.is_proven = is_proven || (old != NULL && old->is.is_proven);
    /* Made before our clock began: as far back as it goes. */
    a.made_ms = now > age_ms ? now - age_ms : 0;
    a.expires_ms = add_ms(now, a.record.ttl_s * UINT64_C(1000) - age_ms);
    if (!a.is_proven && !has_room(rs, old, len, false))
        return ERR_LIMIT;
    e = record_verify(bytes, len);
    if (e != ERR_OK)
        return e;
    if (!make_room(rs, old, len, a.is_proven))
        return ERR_LIMIT;
    return keep(rs, &a, out);
}

/* ---- looking ----*/

const struct records_entry *records_get(const struct records *rs,
                                        const struct record_key *key)
{
    const struct entry *e = find(rs, key);

    return e != NULL && is_live(e) ? &e->is : NULL;
}

const struct records_entry *records_next(const struct records *rs, size_t *it)
{
    const struct entry *e;

    do
        e = map_next(&rs->map, it, NULL);
    while (e != NULL && !is_live(e));
    return e != NULL ? &e->is : NULL;
}

size_t records_len(const struct records *rs)
{
    return rs->of[0].live_len + rs->of[1].live_len;
}

size_t records_bytes(const struct records *rs)
{
    return rs->of[0].bytes + rs->of[1].bytes;
}

/* ---- ending ----*/

static size_t expire_live(struct records *rs, struct list *l, uint64_t now)
{
    size_t count = 0;

    LIST_FOREACH (node, next, l) {
        struct entry *e = entry_of(node);

        if (e->until_ms <= now) {
            drop_entry(rs, e);
            count++;
        }
    }
    return count;
}

static void expire_dropped(struct records *rs, struct list *l, uint64_t now)
{
    LIST_FOREACH (node, next, l) {
        if (entry_of(node)->until_ms <= now)
            remove_entry(rs, entry_of(node));
    }
}

static uint64_t earliest(struct list *l, uint64_t ms)
{
    LIST_FOREACH (node, next, l) {
        if (entry_of(node)->until_ms < ms)
            ms = entry_of(node)->until_ms;
    }
    return ms;
}

size_t records_expire(struct records *rs, uint64_t now)
{
    size_t count = 0;

    if (now < rs->next_ms)
        return 0;
    rs->next_ms = UINT64_MAX;
    for (size_t i = 0; i < 2; i++) {
        count += expire_live(rs, &rs->of[i].live, now);
        expire_dropped(rs, &rs->of[i].dropped, now);
        rs->next_ms = earliest(&rs->of[i].live, rs->next_ms);
        rs->next_ms = earliest(&rs->of[i].dropped, rs->next_ms);
    }
    return count;
}

/* Both kinds of one origin. */
static size_t find_both(const struct records *rs, const struct node_id *origin,
                        struct entry *out[static 2])
{
    static const uint8_t kinds[] = {RECORD_ADDRESSES, RECORD_LINKS};
    size_t len = 0;

    for (size_t i = 0; i < sizeof kinds; i++) {
        struct record_key key = {*origin, kinds[i]};

        out[len] = find(rs, &key);
        len += out[len] != NULL;
    }
    return len;
}

void records_forget(struct records *rs, const struct node_id *origin)
{
    struct entry *both[2];
    size_t len = find_both(rs, origin, both);

    for (size_t i = 0; i < len; i++)
        remove_entry(rs, both[i]);
}

void records_set_proven(struct records *rs, const struct node_id *origin)
{
    struct entry *both[2];
    size_t len = find_both(rs, origin, both);

    for (size_t i = 0; i < len; i++) {
        if (both[i]->is.is_proven)
            continue;
        unlink_entry(rs, both[i]);
        both[i]->is.is_proven = true;
        link_entry(rs, both[i]);
    }
}
