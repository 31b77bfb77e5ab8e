/* Linear probing with backward-shift deletion: no tombstones, so a table that
 * lives long and changes much stays as quick as a fresh one.
 *
 * A slot is [value pointer | key bytes | padding]; a NULL value is an empty
 * slot. Keys are hashed with SipHash-1-3 under a seed drawn per map: fast, and
 * a peer who cannot see the seed cannot aim. */
#include "base/map.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

#define MAP_FIRST_CAP 8
#define MAP_KEY_MAX 64

struct sip {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotl(uint64_t x, unsigned n)
{
    return x << n | x >> (64 - n);
}

static void sip_round(struct sip *s)
{
    s->v0 += s->v1;
    s->v1 = rotl(s->v1, 13) ^ s->v0;
    s->v0 = rotl(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotl(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotl(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotl(s->v1, 17) ^ s->v2;
    s->v2 = rotl(s->v2, 32);
}

static void sip_word(struct sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

/* The value stays in this process, so words are read in the byte order of the
 * machine. */
static uint64_t hash_key(const struct map *m, const void *key)
{
    struct sip s = {m->seed[0] ^ UINT64_C(0x736f6d6570736575),
                    m->seed[1] ^ UINT64_C(0x646f72616e646f6d),
                    m->seed[0] ^ UINT64_C(0x6c7967656e657261),
                    m->seed[1] ^ UINT64_C(0x7465646279746573)};
    const uint8_t *at = key;
    size_t left = m->key_len;
    uint64_t word;

    for (; left >= sizeof word; left -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        sip_word(&s, word);
    }
    word = (uint64_t)m->key_len << 56;
    memcpy(&word, at, left);
    sip_word(&s, word);
    s.v2 ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

static size_t slot_size(const struct map *m)
{
    size_t align = sizeof(void *);

    return sizeof(void *) + (m->key_len + align - 1) / align * align;
}

static void **slot_at(const struct map *m, size_t i)
{
    return (void **)((char *)m->slots + i * slot_size(m));
}

static void *slot_key(void **slot)
{
    return slot + 1;
}

static size_t home_of(const struct map *m, const void *key)
{
    return (size_t)hash_key(m, key) & (m->cap - 1);
}

/* The slot that holds `key`, or the empty one where it would go. There is
 * always an empty one, since a table is never more than three quarters full. */
static size_t find(const struct map *m, const void *key)
{
    size_t i = home_of(m, key);

    while (*slot_at(m, i) != NULL &&
           memcmp(slot_key(slot_at(m, i)), key, m->key_len) != 0)
        i = (i + 1) & (m->cap - 1);
    return i;
}

static void put(struct map *m, size_t i, const void *key, void *value)
{
    void **slot = slot_at(m, i);

    *slot = value;
    memcpy(slot_key(slot), key, m->key_len);
}

void map_init(struct map *m, size_t key_len, size_t max)
{
    assert(key_len >= 1 && key_len <= MAP_KEY_MAX);
    *m = (struct map){.key_len = key_len, .max = max};
    rng_bytes(m->seed, sizeof m->seed);
}

void map_clear(struct map *m)
{
    free(m->slots);
    m->slots = NULL;
    m->cap = 0;
    m->len = 0;
}

void *map_get(const struct map *m, const void *key)
{
    if (m->len == 0)
        return NULL;
    return *slot_at(m, find(m, key));
}

static enum err grow(struct map *m)
{
    struct map bigger = *m;

    bigger.cap = m->cap == 0 ? MAP_FIRST_CAP : m->cap * 2;
    if (bigger.cap < m->cap)
        return ERR_NOMEM;
    bigger.slots = calloc(bigger.cap, slot_size(m));
    if (bigger.slots == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < m->cap; i++) {
        void **slot = slot_at(m, i);

        if (*slot != NULL)
            put(&bigger, find(&bigger, slot_key(slot)), slot_key(slot), *slot);
    }
    free(m->slots);
    *m = bigger;
    return ERR_OK;
}

enum err map_set(struct map *m, const void *key, void *value)
{
    size_t i;

    assert(value != NULL);
    if (m->cap > 0) {
        i = find(m, key);
        if (*slot_at(m, i) != NULL) {
            *slot_at(m, i) = value;
            return ERR_OK;
        }
    }
    if (m->len >= m->max)
        return ERR_LIMIT;
    if (m->len + 1 > m->cap / 4 * 3) {
        enum err e = grow(m);

        if (e != ERR_OK)
            return e;
    }
    put(m, find(m, key), key, value);
    m->len++;
    return ERR_OK;
}

/* May the entry at `from` move to the hole at `hole`, that is, does its home
 * lie not behind the hole on the way to it? */
static bool may_fill(const struct map *m, size_t hole, size_t from)
{
    size_t mask = m->cap - 1;
    size_t home = home_of(m, slot_key(slot_at(m, from)));

    return ((from - home) & mask) >= ((from - hole) & mask);
}

/* Close the hole, so that no probe stops too early: each entry that follows
 * and may sit there moves back, which opens the next hole. */
static void shift_back(struct map *m, size_t hole)
{
    size_t mask = m->cap - 1;

    for (size_t i = (hole + 1) & mask; *slot_at(m, i) != NULL;
         i = (i + 1) & mask) {
        if (may_fill(m, hole, i)) {
            memcpy(slot_at(m, hole), slot_at(m, i), slot_size(m));
            hole = i;
        }
    }
    *slot_at(m, hole) = NULL;
}

void *map_remove(struct map *m, const void *key)
{
    void *value;
    size_t i;

    if (m->len == 0)
        return NULL;
    i = find(m, key);
    value = *slot_at(m, i);
    if (value == NULL)
        return NULL;
    shift_back(m, i);
    m->len--;
    return value;
}

/* Has the entry run over the end of the table and sit before its home? */
static bool is_wrapped(const struct map *m, size_t i)
{
    return home_of(m, slot_key(slot_at(m, i))) > i;
}

/* Position 0: nothing seen yet. Wrapped entries sit only in the run of full
 * slots at the front, so the walk begins where that run ends. */
static size_t first_position(const struct map *m)
{
    size_t i = 0;

    while (*slot_at(m, i) != NULL)
        i++;
    return m->cap - i;
}

/* Removal pulls later entries back into the hole, so the walk goes from the
 * back to the front: what is pulled has been seen already. Only a wrapped
 * entry could be pulled from the unseen front to the seen back. Therefore
 * there are two rounds, positions 0 to cap for the wrapped entries and cap to
 * 2 cap for the others. */
void *map_next(const struct map *m, size_t *it, const void **key_out)
{
    if (m->cap == 0)
        return NULL;
    if (*it == 0)
        *it = first_position(m);
    while (*it < 2 * m->cap) {
        bool first_round = *it < m->cap;
        size_t i = (first_round ? 1 : 2) * m->cap - 1 - *it;
        void **slot = slot_at(m, i);

        (*it)++;
        if (*slot == NULL || is_wrapped(m, i) != first_round)
            continue;
        if (key_out != NULL)
            *key_out = slot_key(slot);
        return *slot;
    }
    return NULL;
}
